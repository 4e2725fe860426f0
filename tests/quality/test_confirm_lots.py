"""A lot of the own team's work is ended by two: the inspector, and another officer who confirms it."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from sqlalchemy import update

from floor.models import Officer
from floor.rules.codes import Kind
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.quality.lot_cast import PLANS, Lots
from tests.quality.pages import desk, said, send


@pytest.fixture
def lots(shop: Shop) -> Lots:
    """A lot that team K1 sewed, which the inspector leads, looked at and ready to be accepted."""
    made = Lots(shop)
    made.plan(**PLANS)
    shop.scan("P-JHT", shop.card("worker_id", shop.ids["K1"], Kind.WORKER))
    codes = made.bring(26, 13)
    shop.write(lambda conn: conn.execute(update(Officer).where(Officer.code == "O-2").values(team_id=shop.ids["K1"])))
    made.start(codes)
    return made


def ends(database: OpenDatabase) -> list[tuple[object, object]]:
    """The marks and the second officer of each row that moved pieces of a lot."""
    rows = database.rows("SELECT marks, second_officer_id FROM inspection WHERE lot_id IS NOT NULL AND passed > 0")
    return [(json.loads(marks) if isinstance(marks, str) else marks, second) for marks, second in rows]


def test_a_lot_of_the_own_team_is_not_accepted_by_one_alone(lots: Lots) -> None:
    lots.look_at_all()
    refusal = lots.end("accepted")["refusal"]
    assert refusal["code"] == "SECOND_OFFICER_NEEDED"
    assert (
        "regu K1" in refusal["sentence"]
        and "di halaman putusan itu (periksa, lot, atau pembetulan)" in refusal["sentence"]
    )
    assert lots.lot.ended is None
    assert [lots.shop.where(unit.unit) for unit in lots.lot.units] == [{4: 13}, {4: 13}]


def test_a_lot_of_the_own_team_is_rejected_by_one_alone(lots: Lots) -> None:
    lots.look_at_all(1)
    assert lots.end("rejected")["outcome"] == "recorded"


def test_a_second_officer_confirms_a_lot_by_the_api(app: Flask, lots: Lots, shop: Shop, database: OpenDatabase) -> None:
    lots.look_at_all()
    second = {"officer": "O-3", "pin": "3333"}
    item = shop.item(lots.lot.units[0].code, lot=lots.number, lot_end="accepted", second=second)
    headers = {"Authorization": f"Bearer {shop.tokens['P-QC']}"}
    answer = app.test_client().post("/api/v1/inspections", json={"inspections": [item]}, headers=headers)
    assert answer.get_json()["results"][0]["outcome"] == "recorded", answer.text
    assert ends(database) == [(["own_team"], shop.ids["O-3"])] * 2


def test_a_second_officer_confirms_a_lot_on_its_page(
    app: Flask, lots: Lots, shop: Shop, database: OpenDatabase
) -> None:
    lots.look_at_all()
    browser, page = desk(app), f"/quality/lots/{lots.number}"
    fields = {"code": lots.codes[0], "lot_end": "accepted", "second": "O-3"}
    assert "Kode petugas kedua" in said(browser.get(page))
    assert send(browser, page, **fields, second_pin="9").status_code != 303
    assert lots.lot.ended is None
    assert send(browser, page, **fields, second_pin="3333").status_code == 303
    assert [second for _, second in ends(database)] == [shop.ids["O-3"]] * 2


def test_a_lot_of_others_asks_for_nobody_else(app: Flask, lots: Lots, shop: Shop, database: OpenDatabase) -> None:
    shop.write(lambda conn: conn.execute(update(Officer).where(Officer.code == "O-2").values(team_id=None)))
    lots.look_at_all()
    assert "Kode petugas kedua" not in said(desk(app).get(f"/quality/lots/{lots.number}"))
    assert lots.end("accepted")["outcome"] == "recorded"
    assert ends(database) == [(None, None)] * 2
