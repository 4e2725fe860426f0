"""The pages of lots: choose bundles, look at what was drawn, end the lot; what a plan means; beginning again."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, event, insert, select

from floor.access.tokens import hash_token
from floor.db import db
from floor.models import InspectionLot, LotResult
from floor.quality.hearing import hear
from floor.quality.results import VerdictResult
from floor.quality.verdicts import record_verdicts
from floor.refusals import Refused
from tests.cast import Shop
from tests.quality.lot_cast import PLANS, Lots
from tests.quality.pages import desk, said, send


@pytest.fixture
def lots(shop: Shop) -> Lots:
    """A standard with ISO plans for all classes."""
    made = Lots(shop)
    made.plan(**PLANS)
    return made


def look(browser: FlaskClient, number: str, **fields: object) -> str:
    """Judges the piece that the page shows; the page after it."""
    page = said(browser.get(f"/quality/lots/{number}"))
    draw, code = (re.search(rf'name="{name}" value="(\w+)"', page) for name in ("draw", "code"))
    assert draw, code
    answer = send(browser, f"/quality/lots/{number}", draw=draw[1], code=code[1] if code else "", **fields)
    return said(browser.get(f"/quality/lots/{number}") if answer.status_code == 303 else answer)


def test_a_lot_is_started_from_its_bundles_and_ended_by_taps(app: Flask, lots: Lots) -> None:
    codes, browser = lots.bring(26, 13), desk(app)
    assert all(code in said(browser.get("/quality/lots")) for code in codes)
    plan = said(browser.get("/quality/lots/new", query_string={"unit": codes}))
    assert "Lot 26 dari 2 bundel" in plan
    assert "ambil 5, terima sampai 0, tolak mulai 1" in plan
    started = send(browser, "/quality/lots/new", unit=codes, quantity="26", sample="1")
    number = started.location.rpartition("/")[2]
    for _ in range(13):
        page = look(browser, number, do="good")
    assert "Sampel cukup: lot bisa diterima" in page
    assert send(browser, f"/quality/lots/{number}", code=codes[0], lot_end="accepted").status_code == 303
    assert "Lot diterima (sampling)" in said(browser.get(f"/quality/lots/{number}"))


def test_a_lost_lot_says_so_and_waits_to_be_inspected_piece_by_piece(app: Flask, lots: Lots) -> None:
    lot, browser = lots.start(lots.bring(26, 13)), desk(app)
    lots.look(lot.pieces[0], "G01")
    assert "Lot ini hanya bisa ditolak" in said(browser.get(f"/quality/lots/{lot.number}"))
    lots.end("rejected")
    assert "menunggu diperiksa satu per satu" in said(browser.get("/quality/lots"))
    again = send(browser, f"/quality/lots/{lot.number}/again")
    assert "0/26" in said(browser.get(again.location))


def test_a_rejected_lot_is_listed_as_long_as_it_waits_however_many_came_after(app: Flask, lots: Lots) -> None:
    number = lots.whole(1, accepted=False).number
    for n in range(101):
        close_another(lots, n)
    page = said(desk(app).get("/quality/lots"))
    assert number in page and "LT-000" not in page
    lots.again()
    assert "menunggu diperiksa satu per satu" not in said(desk(app).get("/quality/lots"))
    assert "Periksa semua" not in said(desk(app).get(f"/quality/lots/{number}"))


def close_another(lots: Lots, n: int) -> None:
    """A later lot that was rejected too, and of which nothing waits any more."""

    def keep(conn: Connection) -> None:
        kept = conn.execute(select(InspectionLot).order_by(InspectionLot.id).limit(1)).mappings().one()
        values = {name: kept[name] for name in kept if name not in ("id", "number", "client_id")}
        made = insert(InspectionLot).values(**values, number=f"LT-{n:04}", client_id=uuid4().bytes)
        lot_id = conn.execute(made.returning(InspectionLot.id)).scalar_one()
        said_of = {
            "fingerprint": 1,
            "turn": 1,
            "happened_at": 1,
            "outcome": "rejected",
            "officer_id": kept["officer_id"],
            "at": 1,
            "heard_at": 1,
        }
        conn.execute(insert(LotResult).values(client_id=uuid4().bytes, lot_id=lot_id, note="", **said_of))

    lots.shop.write(keep)


def test_a_defect_without_a_kind_is_asked_for(app: Flask, lots: Lots) -> None:
    lot = lots.start(lots.bring(26, 13))
    assert "Pilih jenis cacat" in look(desk(app), lot.number, do="scrap")


def test_an_empty_lot_and_one_too_large_are_answered_where_they_are_chosen(app: Flask, lots: Lots) -> None:
    codes, browser = lots.bring(26, 13), desk(app)
    assert "Lotnya masih kosong" in said(browser.get("/quality/lots/new"))
    page = said(send(browser, "/quality/lots/new", unit=codes, quantity="40"))
    assert "Lot 40 lebih besar dari yang menunggu di sini: 26." in page
    assert page.count(" checked") == 2


def test_a_second_inspector_is_told_whose_lot_it_is(app: Flask, lots: Lots) -> None:
    lot = lots.start(lots.bring(26, 13))
    page = said(desk(app, "O-3").get(f"/quality/lots/{lot.number}"))
    assert "diperiksa Petugas O-2 sejak" in page
    assert 'name="do"' not in page


def test_what_a_plan_lets_through_is_said_in_plain_words(app: Flask, lots: Lots) -> None:
    page = said(desk(app).get("/quality/plan?lot=50&level=II&aql=2.5"))
    assert "Dari 100 lot yang 10 % barangnya cacat, 58 tetap diterima." in page
    assert "<polyline" in page
    assert "tabel diperketat tidak ada" in said(desk(app).get("/quality/plan?lot=50&aql=6.5&strictness=tightened"))
    assert desk(app).get("/quality/plan?lot=0").status_code == 422
    assert desk(app).get("/quality/plan?lot=50&aql=x").status_code == 422


def test_a_supervisor_begins_again_with_a_reason(app: Flask, lots: Lots) -> None:
    for _ in range(2):
        lots.whole(1, accepted=False)
    assert lots.strictness() == "tightened"
    for _ in range(5):
        lots.whole(1, accepted=False)
    assert lots.strictness() == "stopped"
    with pytest.raises(Refused, match="SAMPLING_STOPPED"):
        lots.start(lots.bring(26, 13))
    address, browser = "/quality/lots/of/KOK-PJ/A", desk(app, "O-3")
    assert send(browser, address, severity="major", reason="Jarum diganti").status_code == 303
    assert lots.strictness() == "tightened"
    # SAMPLING_RUNS
    assert "Tidak ada yang perlu dimulai lagi" in said(send(browser, address, severity="major", reason="Lagi"))


def test_the_history_of_lots_takes_few_queries_however_many_they_are(app: Flask, lots: Lots) -> None:
    address, browser, asked = "/quality/lots/of/KOK-PJ/A", desk(app), list[str]()
    lots.whole()
    browser.get(address)
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    browser.get(address)
    few = len(asked)
    lots.whole(1, accepted=False)
    lots.whole()
    asked.clear()
    page = said(browser.get(address))
    assert len(asked) == few
    assert page.count("diterima (sampling)") == 2 and "13/13" in page
    assert "Belum disampel" not in page


def test_a_drawn_piece_reads_the_defects_it_may_have_once(lots: Lots) -> None:
    asked, shop = list[str](), lots.shop
    heard = [hear(lots.item(lots.start(lots.bring(26, 13)).pieces[0], "G01"), shop.now, shop.now)]

    def look(conn: Connection) -> list[VerdictResult] | None:
        event.listen(conn, "before_cursor_execute", lambda *args: asked.append(args[2]))
        return record_verdicts(conn, hash_token(shop.tokens["P-QC"]), heard, shop.now)

    [answer] = shop.write(look)
    assert answer.result.no is None
    assert len([statement for statement in asked if "FROM standard_defect" in statement]) == 1


def test_a_class_that_was_never_sampled_says_so(app: Flask, shop: Shop) -> None:
    lots = Lots(shop)
    lots.plan(major=("iso", "II", 2.5))
    lots.start(lots.bring(26, 13))
    assert said(desk(app).get("/quality/lots/of/KOK-PJ/A")).count("Belum disampel") == 3
