"""What is noticed of a verdict is kept with it and stops nobody; only the own team's work wants a second officer."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from sqlalchemy import update

from floor.access.tokens import issue
from floor.models import Officer
from floor.rules.codes import Kind
from floor.rules.integrity import FAST_WITHIN_MS
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.quality.conftest import FIRST, Judge
from tests.quality.lot_cast import PLANS, Lots
from tests.quality.pages import desk, said, send


def marks(database: OpenDatabase) -> list[str]:
    """Those of the last inspection."""
    kept = database.value("SELECT marks FROM inspection ORDER BY id DESC LIMIT 1")
    found: list[str] = json.loads(kept) if isinstance(kept, str) else kept or []
    return found


@pytest.fixture
def lots(shop: Shop) -> Lots:
    """A standard with ISO plans for all classes."""
    made = Lots(shop)
    made.plan(**PLANS)
    return made


@pytest.fixture
def own_team(shop: Shop) -> str:
    """A bundle at the gate that team K1 sewed, which the inspector leads."""
    code = shop.bundle(1)
    worker = shop.card("worker_id", shop.ids["K1"], Kind.WORKER)
    shop.through(code, "P-OBR")
    shop.scan("P-JHT", worker)
    shop.through(code, "P-JHT", "P-BBG")
    shop.write(lambda conn: conn.execute(update(Officer).where(Officer.code == "O-2").values(team_id=shop.ids["K1"])))
    return code


def test_nothing_is_noticed_of_an_ordinary_verdict(bundle: str, judge: Judge, database: OpenDatabase) -> None:
    assert judge(bundle, passed=12)["outcome"] == "recorded"
    assert marks(database) == []


def test_who_scanned_the_stage_before_is_marked_and_not_stopped(
    shop: Shop, judge: Judge, database: OpenDatabase
) -> None:
    code = shop.bundle(1)
    shop.through(code, "P-OBR", "P-JHT")
    own = shop.write(lambda conn: issue(conn, shop.ids["P-BBG"], shop.ids["O-2"], "mesin", shop.now))
    shop.send("P-BBG", shop.item(code), token=own)
    assert judge(code, passed=12)["outcome"] == "recorded"
    assert marks(database) == ["own_stage"]


def test_ten_passes_within_thirty_seconds_are_told_kindly(bundle: str, judge: Judge, database: OpenDatabase) -> None:
    answers = [judge(bundle, passed=1) for _ in range(10)]
    assert [("notice" in answer) for answer in answers] == [False] * 9 + [True]
    assert answers[-1]["notice"].startswith("Sepuluh lulus dalam 30 detik.")
    assert marks(database) == ["fast"]


def test_a_lots_end_is_no_haste_of_the_next_verdict(lots: Lots, judge: Judge) -> None:
    lots.start(lots.bring(26, 2))
    lots.look_at_all()
    lots.shop.now += FAST_WITHIN_MS
    assert lots.end("accepted")["outcome"] == "recorded"
    assert "notice" not in judge(lots.bring(12)[0], passed=12)


def test_ten_drawn_pieces_passed_within_thirty_seconds_are_told_too(lots: Lots, database: OpenDatabase) -> None:
    pieces = lots.start(lots.bring(26, 13)).pieces
    answers = [lots.look(piece) for piece in pieces[:10]]
    assert [("notice" in answer) for answer in answers] == [False] * 9 + [True]
    assert marks(database) == ["fast"]


def test_pieces_with_a_defect_are_not_passed_in_haste(lots: Lots) -> None:
    lot = lots.start(lots.bring(26, 13))
    assert all("notice" not in lots.look(piece, "G01") for piece in lot.pieces[:10])
    assert "notice" not in lots.look(lot.pieces[10])


def test_work_of_the_own_team_wants_a_second_officer(shop: Shop, own_team: str, judge: Judge) -> None:
    refused = judge(own_team, passed=12)["refusal"]
    assert refused["code"] == "SECOND_OFFICER_NEEDED"
    assert "regu K1" in refused["sentence"] and "PIN tidak pernah disimpan di tablet" in refused["sentence"]
    assert shop.where(FIRST) == {4: 12}


def test_a_second_officer_confirms_by_the_api(app: Flask, shop: Shop, own_team: str, database: OpenDatabase) -> None:
    item = shop.item(own_team, passed=12, second={"officer": "O-3", "pin": "3333"})
    answer = app.test_client().post(
        "/api/v1/inspections",
        json={"inspections": [item]},
        headers={"Authorization": f"Bearer {shop.tokens['P-QC']}"},
    )
    assert answer.get_json()["results"][0]["outcome"] == "recorded", answer.text
    assert database.value("SELECT second_officer_id FROM inspection") == shop.ids["O-3"]
    assert marks(database) == ["own_team"]


@pytest.mark.parametrize(
    ("second", "pin", "sentence"),
    [
        ("O-2", "2222", "Pemeriksa atau penyelia lain"),
        ("O-1", "1111", "Pemeriksa atau penyelia lain"),
        ("O-3", "9", "PIN"),
    ],
)
def test_neither_the_same_officer_nor_an_operator_nor_a_wrong_pin_confirms(
    app: Flask, own_team: str, second: str, pin: str, sentence: str, shop: Shop
) -> None:
    answer = send(desk(app), f"/quality/inspect/{own_team}", passed="12", second=second, second_pin=pin)
    assert sentence in said(answer)
    assert shop.where(FIRST) == {4: 12}


def test_a_second_officer_confirms_on_the_form(app: Flask, own_team: str, database: OpenDatabase) -> None:
    answer = send(desk(app), f"/quality/inspect/{own_team}", passed="12", second="O-3", second_pin="3333")
    assert answer.status_code == 200, said(answer)
    assert database.value("SELECT second_officer_id FROM inspection WHERE outcome = 'recorded'") is not None


def test_a_pin_of_a_second_officer_stands_in_no_row(
    app: Flask, shop: Shop, own_team: str, database: OpenDatabase
) -> None:
    headers = {"Authorization": f"Bearer {shop.tokens['P-QC']}"}
    item = shop.item(own_team, passed=12, second={"officer": "O-3", "pin": "3333"})
    for passed in (12, 11):
        app.test_client().post(
            "/api/v1/inspections", json={"inspections": [{**item, "passed": passed}]}, headers=headers
        )
    bodies = [str(body) for (body,) in database.rows("SELECT body FROM anomaly")]
    assert len(bodies) == 1 and '"3333"' not in bodies[0]


def test_two_who_lead_one_team_do_not_confirm_each_other(app: Flask, shop: Shop, own_team: str) -> None:
    shop.write(lambda conn: conn.execute(update(Officer).where(Officer.code == "O-3").values(team_id=shop.ids["K1"])))
    answer = send(desk(app), f"/quality/inspect/{own_team}", passed="12", second="O-3", second_pin="3333")
    assert "Pemeriksa atau penyelia lain" in said(answer)
    assert shop.where(FIRST) == {4: 12}
