"""A wrong verdict is corrected by a new one, with a reason; the pieces and the yields follow the new one alone."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import Connection, insert, update

from floor import refusals
from floor.boards.verify import verify
from floor.models import OfficerRole, Order
from floor.quality import day
from floor.rules import places
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.quality.conftest import FIRST, Judge, fail
from tests.quality.lot_cast import PLANS, Lots
from tests.quality.owing import owes
from tests.quality.pages import PINS, desk, said, send

SCRAP, READY, HOLD = places.SCRAP, 5, places.on_hold(4)


def last(database: OpenDatabase) -> int:
    return int(database.value("SELECT MAX(id) FROM inspection WHERE outcome = 'recorded'"))


def correct(app: Flask, inspection: int, officer: str = "O-2", **fields: Any) -> Any:
    filled = {"note": "salah hitung", "pin": PINS[officer], **fields}
    return send(desk(app, officer), f"/quality/inspections/{inspection}/correct", **filled)


@pytest.fixture
def wrong(bundle: str, judge: Judge, database: OpenDatabase) -> int:
    """Twelve passed, of which two should have been scrapped."""
    judge(bundle, passed=12)
    return last(database)


def sound(shop: Shop) -> bool:
    def look(conn: Connection) -> Any:
        found = verify(conn)
        assert found.holds, str(found)
        return found.holds

    return bool(shop.write(look))


def test_the_new_verdict_moves_the_pieces_and_the_wrong_one_stays_on_record(
    app: Flask, shop: Shop, wrong: int, database: OpenDatabase
) -> None:
    answer = correct(app, wrong, passed="10", scrap="2", defect="G01")
    assert answer.status_code == 303, said(answer)
    assert shop.where(FIRST) == {READY: 10, SCRAP: 2}
    assert database.rows("SELECT corrects_id, passed, scrap, note FROM inspection ORDER BY id") == [
        (None, 12, 0, ""),
        (wrong, 10, 2, "salah hitung"),
    ]
    assert sound(shop)


def test_the_yields_of_the_day_count_the_new_one_alone(app: Flask, shop: Shop, wrong: int) -> None:
    correct(app, wrong, passed="10", scrap="2", defect="G01")
    figures = shop.write(lambda conn: day.figures(conn, shop.ids["O-2"], "WIB", shop.now + 60_000))
    assert (figures.judged, figures.passed, figures.scrap) == (12, 10, 2)
    assert (figures.first, figures.first_passed) == (12, 10)


def test_sent_twice_it_is_done_once(app: Flask, shop: Shop, wrong: int, database: OpenDatabase) -> None:
    fields = {"id": str(uuid4()), "passed": "10", "hold": "2", "defect": "G01"}
    first, second = correct(app, wrong, **fields), correct(app, wrong, **fields)
    assert first.location == second.location
    assert shop.where(FIRST) == {READY: 10, HOLD: 2}
    assert database.value("SELECT COUNT(*) FROM inspection") == 2


def test_it_is_corrected_once_and_then_its_correction_is(
    app: Flask, shop: Shop, wrong: int, database: OpenDatabase
) -> None:
    correct(app, wrong, passed="10", scrap="2", defect="G01")
    again = correct(app, wrong, passed="11", scrap="1", defect="G01")
    assert refusals.CORRECTED_ALREADY.sentence("id", {}) in said(again)
    assert correct(app, last(database), passed="11", scrap="1", defect="G01").status_code == 303
    assert shop.where(FIRST) == {READY: 11, SCRAP: 1}
    assert sound(shop)


def test_what_moved_on_is_not_corrected(app: Flask, shop: Shop, bundle: str, wrong: int) -> None:
    shop.through(bundle, "P-LPT")
    answer = correct(app, wrong, passed="10", scrap="2", defect="G01")
    assert "Barangnya sudah dipindai lagi" in said(answer)
    assert sound(shop)


def test_a_reason_and_the_pin_are_needed(app: Flask, shop: Shop, wrong: int) -> None:
    assert "Tulis alasannya" in said(correct(app, wrong, passed="10", scrap="2", defect="G01", note=" "))
    assert "PIN" in said(correct(app, wrong, passed="10", scrap="2", defect="G01", pin=""))
    assert shop.where(FIRST) == {READY: 12}


def test_a_supervisor_may_and_another_inspector_may_not(app: Flask, shop: Shop, wrong: int) -> None:
    granted = insert(OfficerRole).values(officer_id=shop.ids["O-1"], role="inspector")
    shop.write(lambda conn: conn.execute(granted))
    answer = correct(app, wrong, "O-1", passed="10", scrap="2", defect="G01")
    assert refusals.CORRECT_WHO.sentence("id", {}) in said(answer)
    assert correct(app, wrong, "O-3", passed="10", scrap="2", defect="G01").status_code == 303


def test_what_came_back_is_judged_as_it_was_before(
    app: Flask, shop: Shop, bundle: str, judge: Judge, database: OpenDatabase
) -> None:
    judge(bundle, passed=10, rework=[{"quantity": 2}], defects=[fail(2, "rework")])
    assert correct(app, last(database), passed="12").status_code == 303
    assert shop.where(FIRST) == {READY: 12}
    assert sound(shop)


def test_what_was_measured_holds_but_for_what_is_typed_anew(
    app: Flask, shop: Shop, bundle: str, judge: Judge, database: OpenDatabase
) -> None:
    chest = shop.ids["chest"]
    measured = [{"check": chest, "piece": piece, "value": value} for piece, value in ((1, 108), (2, 107.5))]
    judge(bundle, passed=12, findings=measured)
    answer = correct(app, last(database), passed="12", **{f"check_{chest}_2": "108,5"})
    assert answer.status_code == 303, said(answer)
    kept = database.rows(f"SELECT piece, value FROM finding WHERE inspection_id = {last(database)} ORDER BY piece")
    assert kept == [(1, 108.0), (2, 108.5)]


def test_the_page_tells_all_of_it_and_who_looked_is_in_the_log(
    app: Flask, shop: Shop, wrong: int, database: OpenDatabase
) -> None:
    correct(app, wrong, passed="10", scrap="2", defect="G01")
    for _ in range(2):
        page = said(desk(app, "O-3").get(f"/quality/inspections/{last(database)}"))
    assert "Jahitan loncat" in page and "salah hitung" in page and "Petugas O-2" in page
    assert "sudah diganti" in said(desk(app, "O-2").get(f"/quality/inspections/{wrong}"))
    noted = database.rows("SELECT verb, officer_id FROM change WHERE noun = 'inspection' ORDER BY id")
    assert noted == [("corrected", shop.ids["O-2"]), ("seen", shop.ids["O-3"])]


def test_a_piece_of_a_sampled_lot_is_not_corrected_by_itself(app: Flask, shop: Shop, database: OpenDatabase) -> None:
    lots = Lots(shop)
    lots.plan(**PLANS)
    lots.look(lots.start(lots.bring(26, 13)).pieces[0])
    answer = correct(app, last(database), hold="1", defect="G01")
    assert refusals.CORRECT_IN_LOT.sentence("id", {}) in said(answer)


def test_grade_b_is_offered_only_with_the_partners_consent(app: Flask, shop: Shop, wrong: int) -> None:
    address = f"/quality/inspections/{wrong}/correct"
    assert 'name="grade_b"' not in said(desk(app).get(address))
    shop.write(lambda conn: conn.execute(update(Order).values(takes_grade_b=True)))
    assert 'name="grade_b"' in said(desk(app).get(address))


def test_a_wrong_verdict_that_measured_nothing_is_corrected_with_what_passing_owes(
    app: Flask, shop: Shop, bundle: str, judge: Judge, database: OpenDatabase
) -> None:
    owes(shop, "first", 2)
    judge(bundle, hold=12, defects=[fail(12, "hold")])
    page = said(desk(app).get(f"/quality/inspections/{last(database)}/correct"))
    asked = re.findall(r'name="(check_\d+_\d+)"', page)
    assert len(asked) == 2
    assert "masih" in said(correct(app, last(database), passed="12")).lower()
    answer = correct(app, last(database), passed="12", **dict.fromkeys(asked, "108"))
    assert answer.status_code == 303, said(answer)
    assert shop.where(FIRST) == {READY: 12}
