"""What an officer sets right with a reason: counts that don't fit, pieces on hold. Never round a gate."""

from __future__ import annotations

from typing import Any

import pytest

from floor.models import EntryKind
from floor.rules import places
from floor.rules.scanning import FRESH, Mark
from floor.scan.corrections import correct, release
from floor.scan.entries import Done
from floor.scan.splits import At
from tests.cast import Shop
from tests.databases import OpenDatabase

BUNDLE = "A-001-01/001"


def _change(shop: Shop, verb: Any, place: int, to_place: int, quantity: int, reason: str, mark: Mark = FRESH) -> Done:
    kind = EntryKind.CORRECT if verb is correct else EntryKind.RELEASE
    asked = shop.entry(kind, reason)

    def work(conn: Any) -> Done:
        unit = conn.exec_driver_sql(f"SELECT id FROM unit WHERE name = '{BUNDLE}'").scalar_one()
        done: Done = verb(conn, asked, At(unit, place, mark), to_place, quantity)
        return done

    done: Done = shop.write(work)
    return done


def _correct(shop: Shop, place: int, to_place: int, quantity: int = 2, reason: str = "hitung ulang") -> Done:
    return _change(shop, correct, place, to_place, quantity, reason)


def _release(shop: Shop, place: int, to_place: int, quantity: int = 2, reason: str = "sudah dicek") -> Done:
    return _change(shop, release, place, to_place, quantity, reason)


def _code(done: Done) -> str:
    return done.no.code if done.no is not None else ""


def test_a_shortage_goes_to_missing_with_a_reason_and_a_name(shop: Shop, database: OpenDatabase) -> None:
    assert _code(_correct(shop, 1, places.missing_from(1))) == ""
    assert shop.where(BUNDLE) == {1: 10, places.missing_from(1): 2}
    rows = database.rows("SELECT reason, officer_id FROM entry WHERE kind = 'correct'")
    assert rows == [("hitung ulang", shop.ids["O-3"])]


def test_what_was_missing_comes_back_where_it_was(shop: Shop) -> None:
    _correct(shop, 1, places.missing_from(1))
    assert _code(_correct(shop, places.missing_from(1), 1)) == ""
    assert shop.where(BUNDLE) == {1: 12}


def test_a_label_of_missing_pieces_says_so(shop: Shop) -> None:
    _correct(shop, 1, places.missing_from(1), 12)
    assert shop.scan("P-OBR", shop.bundle(1))["refusal"]["code"] == "MARKED_MISSING"


@pytest.mark.parametrize("verb", [correct, release])
def test_without_a_reason_nothing_is_set_right(shop: Shop, verb: Any) -> None:
    assert _code(_change(shop, verb, 1, 3, 2, "  ")) == "REASON_NEEDED"
    assert shop.where(BUNDLE) == {1: 12}


def test_no_more_than_there_is_and_no_less_than_one(shop: Shop) -> None:
    assert [_code(_correct(shop, 1, 2, n)) for n in (0, -2, 13)] == ["BAD_NUMBER", "BAD_NUMBER", "TOO_MANY"]


def test_pieces_may_be_set_to_any_step_before_the_gate(shop: Shop) -> None:
    assert [_code(_correct(shop, 1, to_step)) for to_step in (2, 3, 4)] == ["", "", ""]
    assert shop.where(BUNDLE) == {1: 6, 2: 2, 3: 2, 4: 2}


def test_no_correction_leads_past_a_gate(shop: Shop) -> None:
    ends = (5, places.READY)
    assert {_code(_correct(shop, 1, end)) for end in ends} == {"GATE_BETWEEN"}
    assert shop.where(BUNDLE) == {1: 12}


def test_nor_do_two_corrections(shop: Shop) -> None:
    for way in (places.missing_from(5), places.on_hold(5), places.MISSING, places.HOLD, places.RETURNED):
        _correct(shop, 1, way)
        assert _correct(shop, way, 5).no is not None
    assert shop.where(BUNDLE) == {1: 12}


def test_nothing_becomes_grade_b_without_the_partners_consent(shop: Shop, database: OpenDatabase) -> None:
    assert _code(_correct(shop, 1, places.on_hold(1), 3)) == ""
    ways = [_release(shop, places.on_hold(1), places.GRADE_B, 1), _correct(shop, 1, places.GRADE_B)]
    assert [_code(done) for done in ways] == ["NO_CONSENT", "NO_CONSENT"]
    database.run("UPDATE orders SET takes_grade_b = TRUE")
    ways = [_release(shop, places.on_hold(1), places.GRADE_B, 1), _correct(shop, 1, places.GRADE_B)]
    assert [_code(done) for done in ways] == ["", ""]


def test_scrap_and_grade_b_come_back_before_the_gate_only(shop: Shop, database: OpenDatabase) -> None:
    database.run("UPDATE orders SET takes_grade_b = TRUE")
    for end in (places.SCRAP, places.GRADE_B):
        assert _code(_correct(shop, 1, end)) == ""
        assert _code(_correct(shop, end, 5)) == _code(_correct(shop, end, places.READY)) == "GATE_BETWEEN"
        assert _code(_correct(shop, end, 4)) == ""


def test_there_is_no_such_place_to_go(shop: Shop) -> None:
    nowhere = (1, 0, -1, 6, 999, 1_001, 10_000, places.NEW, places.VOID)
    assert {_code(_correct(shop, 1, place)) for place in nowhere} == {"NOT_FOUND"}


def test_no_correction_is_a_delivery(shop: Shop, database: OpenDatabase) -> None:
    database.run("UPDATE balance SET place = 1000 WHERE unit_id = (SELECT id FROM unit WHERE name = :n)", n=BUNDLE)
    ends = (places.DELIVERED, places.RETURNED)
    assert {_code(_correct(shop, places.READY, end)) for end in ends} == {"NOT_FOUND"}


def test_what_the_partner_has_is_corrected_by_nobody_here(shop: Shop, database: OpenDatabase) -> None:
    database.run("UPDATE balance SET place = 2000 WHERE unit_id = (SELECT id FROM unit WHERE name = :n)", n=BUNDLE)
    ends = (1, places.READY, places.RETURNED, places.SCRAP)
    assert {_code(_correct(shop, places.DELIVERED, end)) for end in ends} == {"ALREADY_DELIVERED"}


def test_nothing_is_set_right_where_nothing_is(shop: Shop) -> None:
    assert _code(_correct(shop, 2, 1)) == "NOTHING_HELD"


def test_rework_keeps_its_mark(shop: Shop, database: OpenDatabase) -> None:
    database.run(
        "UPDATE balance SET cycle = 1, sent_by = 4 WHERE unit_id = (SELECT id FROM unit WHERE name = :n)", n=BUNDLE
    )
    assert _code(_change(shop, correct, 1, 2, 12, "hitung", Mark(1, 4))) == ""
    assert database.rows("SELECT place, cycle, sent_by FROM balance WHERE cycle > 0") == [(2, 1, 4)]


def test_held_pieces_are_freed_to_the_step_they_were_held_at(shop: Shop) -> None:
    _correct(shop, 1, places.on_hold(1), 12)
    assert shop.scan("P-OBR", shop.bundle(1))["refusal"]["code"] == "ON_HOLD"
    assert _code(_release(shop, places.on_hold(1), 1, 12)) == ""
    assert shop.scan("P-OBR", shop.bundle(1))["outcome"] == "recorded"


def test_held_pieces_may_be_scrapped(shop: Shop) -> None:
    _correct(shop, 1, places.on_hold(1), 3)
    assert _code(_release(shop, places.on_hold(1), places.SCRAP, 1)) == ""
    assert shop.where(BUNDLE) == {1: 9, places.on_hold(1): 2, places.SCRAP: 1}


def test_held_pieces_are_freed_to_nowhere_else(shop: Shop) -> None:
    _correct(shop, 1, places.on_hold(1))
    elsewhere = (2, 5, places.READY, places.NEW, places.missing_from(1))
    assert {_code(_release(shop, places.on_hold(1), place)) for place in elsewhere} == {"REWORK_WHERE"}


def test_only_held_pieces_are_freed(shop: Shop) -> None:
    assert _code(_release(shop, 1, 1)) == "NOTHING_HELD"


def test_a_scan_that_waits_is_tried_when_a_correction_brings_its_pieces(shop: Shop) -> None:
    shop.send("P-JHT", shop.item(shop.bundle(1), late=True, seen=2))
    _correct(shop, 1, 2)
    assert shop.where(BUNDLE) == {1: 10, 3: 2}
