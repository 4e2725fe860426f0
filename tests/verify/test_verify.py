"""Proving the ledger from its rows: a clean workshop holds, and each kind of tampering is found."""

from __future__ import annotations

import pytest

from floor.migrations import triggers
from tests.databases import OpenDatabase
from tests.verify.conftest import Tamper, look

# A move out of the gate by its verdict, and one by a scan; both are in the workshop's ledger.
_PASSED = "(SELECT id FROM move WHERE why = 'judged' AND to_place = 5)"
_SCANNED = "(SELECT MAX(id) FROM move WHERE why = 'done' AND from_place = 2)"
_UNDO = "(SELECT id FROM move WHERE why = 'undone')"


def test_a_new_workshop_holds(database: OpenDatabase) -> None:
    assert look(database).holds


def test_a_busy_workshop_holds(morning: OpenDatabase) -> None:
    verified = look(morning)
    assert verified.problems == ()
    assert (verified.inspections, verified.units) == (1, 4)
    assert verified.moves > verified.scans > 5


def test_it_says_plain_values_for_json(morning: OpenDatabase) -> None:
    said = look(morning).to_dict()
    assert said["holds"] is True
    assert said["problems"] == []
    assert said["entries"] == 3


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        (f"UPDATE move SET quantity = quantity + 1 WHERE id = {_SCANNED}", "Move "),
        (f"DELETE FROM move WHERE id = {_SCANNED}", "nothing moved"),
        ("UPDATE balance SET quantity = quantity + 1 WHERE place = 3000", "has a balance of 2"),
        ("DELETE FROM balance WHERE place = 4000", "has no balance"),
        ("UPDATE balance SET stage_id = NULL WHERE place = 5", "isn't that of its step"),
        ("INSERT INTO balance (unit_id, place, cycle, sent_by, quantity) VALUES (1, 1000, 0, 0, 3)", "Order line 1 "),
        ("UPDATE move SET quantity = quantity + 1 WHERE from_place = 8000 AND unit_id = 2", "Unit 2 was given 13"),
        (f"UPDATE move SET why = 'done' WHERE id = {_PASSED}", "passes the gate at step 4 without its verdict"),
        (f"UPDATE move SET to_place = 1000 WHERE id = {_SCANNED}", "passes the gate at step 4"),
        (f"UPDATE move SET from_place = 3000, why = 'corrected' WHERE id = {_PASSED}", "passes the gate at step 4"),
        (f"UPDATE move SET to_place = 77 WHERE id = {_SCANNED}", "which its route doesn't have"),
        (f"UPDATE move SET scan_id = NULL WHERE id = {_SCANNED}", "has 0 sources"),
        ("UPDATE move SET entry_id = 1 WHERE inspection_id IS NOT NULL AND to_place = 5", "has 2 sources"),
        ("UPDATE scan SET outcome = 'refused', refusal = 'TOO_MANY' WHERE id = 1", "scan 1, which was not recorded"),
        ("UPDATE entry SET outcome = 'refused' WHERE id = 1", "entry 1, which was not recorded"),
        ("DELETE FROM inspection", "inspection 1, which was not recorded"),
        ("UPDATE scan SET unit_id = 3 WHERE id = 1", "which was of another unit"),
        ("UPDATE inspection SET passed = passed + 1", "its moves say otherwise"),
        (f"UPDATE move SET quantity = quantity - 1 WHERE id = {_UNDO}", "back exactly"),
        (f"UPDATE move SET why = 'corrected' WHERE id = {_UNDO}", "in two ways"),
        ("DELETE FROM waiting_scan", "should wait for its pieces"),
        ("UPDATE scan SET refusal = 'TOO_MANY' WHERE refusal = 'NOT_HERE_YET'", "isn't one that should"),
        (
            "INSERT INTO settlement (scan_id, outcome, settled_at, reason) VALUES (1, 'refused', 0, 'x')",
            "decides scan 1, which never waited",
        ),
        (f"UPDATE move SET to_place = 2000 WHERE id = {_PASSED}", "stands on no delivery"),
        (
            "INSERT INTO delivery (number, order_id, status, recipient) VALUES ('SJ-1', 1, 'signed', '')",
            "says signed, but not so its entry",
        ),
        (
            "INSERT INTO delivery (id, number, order_id, entry_id, status, delivered_at, recipient)"
            " VALUES (1, 'SJ-1', 1, 1, 'signed', 0, '');"
            "INSERT INTO delivery_line (delivery_id, goods, order_line_id, quantity, refused, to_hold, reason)"
            " VALUES (1, 'good', 1, 5, 0, FALSE, '')",
            "names 5 pieces of order line 1 as taken; its moves hand over 0",
        ),
        (
            "INSERT INTO delivery (id, number, order_id, entry_id, status, delivered_at, recipient)"
            " VALUES (1, 'SJ-1', 1, 1, 'signed', 0, '');"
            "INSERT INTO delivery_line (delivery_id, goods, order_line_id, quantity, refused, to_hold, reason)"
            " VALUES (1, 'scrap', 1, 2, 0, FALSE, '')",
            "took 2 pieces of order line 1 along as scrap, but 1 are on record",
        ),
        ("UPDATE output SET quantity = quantity + 1 WHERE stage_id > 0", "that the output doesn't have"),
        ("DELETE FROM output", "that the output doesn't have"),
        (
            "INSERT INTO carton (id, client_id, number, order_id, made_at, made_by_id) VALUES (1, 'x', 'K-1', 1, 0, 1);"
            "INSERT INTO carton_content (carton_id, unit_id, cycle, sent_by, quantity) VALUES (1, 2, 0, 0, 3)",
            "Cartons hold 3 pieces of unit 2",
        ),
        ("UPDATE unit SET order_line_id = 2 WHERE id = 4", "of another size or route"),
        ("DELETE FROM unit WHERE id = 4", "names a unit that doesn't exist"),
    ],
)
def test_tampering_is_found(tamper: Tamper, statement: str, says: str) -> None:
    verified = tamper(statement)
    assert not verified.holds
    assert any(says in problem for problem in verified.problems), verified.problems


def test_pieces_taken_from_where_none_were_are_found_though_all_comes_out(tamper: Tamper) -> None:
    """Two moves in the wrong order: the sums are right, but at one moment a place was below zero."""
    verified = tamper(
        "UPDATE move SET id = -1 WHERE id = (SELECT MIN(id) FROM move WHERE unit_id = 3 AND from_place = 1)"
    )
    assert [problem for problem in verified.problems if "takes 12 from Unit 3 at place 1" in problem]


def test_half_of_a_verdict_undone_is_found(tamper: Tamper) -> None:
    verified = tamper(
        "INSERT INTO move (unit_id, from_place, from_cycle, from_sent_by, to_unit_id, to_place, to_cycle, to_sent_by,"
        " quantity, why, inspection_id, undoes_id)"
        " SELECT to_unit_id, to_place, to_cycle, to_sent_by, unit_id, from_place, from_cycle, from_sent_by, quantity,"
        " 'undone', inspection_id, id FROM move WHERE why = 'judged' AND to_place = 3000"
    )
    assert [problem for problem in verified.problems if "with the rest of inspection 1" in problem]


def test_a_missing_trigger_is_named(database: OpenDatabase) -> None:
    with database.engine.begin() as conn:
        triggers.drop(conn)
    assert "The trigger move_no_delete doesn't stand: rows could be changed or deleted." in look(database).problems


def test_of_very_many_problems_the_first_fifty_are_told_and_all_counted(tamper: Tamper) -> None:
    rows = ", ".join(f"({unit}, 1000, {cycle}, 0, 1)" for unit in (2, 3) for cycle in range(1, 60))
    verified = tamper(f"INSERT INTO balance (unit_id, place, cycle, sent_by, quantity) VALUES {rows}")
    assert len(verified.problems) == 50
    assert verified.found > 118
