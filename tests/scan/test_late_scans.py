"""Scans out of an offline queue: judged in the order heard, and kept waiting while their pieces are still upstream."""

from __future__ import annotations

from typing import Any

from floor.models import EntryKind
from floor.scan.corrections import catch_up
from tests.cast import Shop, iso
from tests.databases import OpenDatabase
from tests.quality.conftest import fail
from tests.quality.conftest import send as judge

BUNDLE = "A-001-01/001"
MINUTE = 60_000


def _late(shop: Shop, code: str, minutes_ago: int, **more: Any) -> dict[str, Any]:
    return shop.item(code, happened_at=iso(shop.now - minutes_ago * MINUTE), late=True, **more)


def _code(result: dict[str, Any]) -> str:
    return str(result["refusal"]["code"])


def test_a_late_scan_whose_pieces_are_upstream_is_kept_and_moves_nothing(shop: Shop) -> None:
    [result] = shop.send("P-JHT", _late(shop, shop.bundle(1), 10))
    assert _code(result) == "NOT_HERE_YET"
    assert result["refusal"]["look"] == "already"
    assert shop.where(BUNDLE) == {1: 12}


def test_it_is_recorded_by_itself_when_the_other_station_sends(shop: Shop) -> None:
    shop.send("P-JHT", _late(shop, shop.bundle(1), 10))
    [result] = shop.send("P-OBR", _late(shop, shop.bundle(1), 20))
    assert result["outcome"] == "recorded"
    assert shop.where(BUNDLE) == {3: 12}


def test_a_whole_queue_that_arrives_backwards_comes_out_right(shop: Shop, database: OpenDatabase) -> None:
    for minutes, station in enumerate(("P-BBG", "P-JHT", "P-OBR"), start=1):
        shop.send(station, _late(shop, shop.bundle(1), minutes * 10))
    assert shop.where(BUNDLE) == {4: 12}
    assert database.rows("SELECT from_place FROM move WHERE from_place < 10 ORDER BY id") == [(1,), (2,), (3,)]
    assert database.value("SELECT COUNT(*) FROM waiting_scan") == 0


def test_a_scan_of_now_brings_the_pieces_as_well(shop: Shop) -> None:
    shop.send("P-JHT", _late(shop, shop.bundle(1), 10))
    shop.through(shop.bundle(1), "P-OBR")
    assert shop.where(BUNDLE) == {3: 12}


def test_catching_up_brings_the_pieces_as_well(shop: Shop, database: OpenDatabase) -> None:
    shop.send("P-JHT", _late(shop, shop.bundle(1), 10))
    unit = database.value("SELECT id FROM unit WHERE name = :name", name=BUNDLE)
    shop.write(lambda conn: catch_up(conn, shop.entry(EntryKind.CATCH_UP), unit, 2))
    assert shop.where(BUNDLE) == {3: 12}


def test_a_verdict_taken_back_brings_the_pieces_as_well(shop: Shop) -> None:
    for station in ("P-OBR", "P-JHT"):
        shop.scan(station, shop.bundle(1), quantity=7)
    shop.send("P-BBG", _late(shop, shop.bundle(1), 10, seen=12))
    verdict = shop.item(shop.bundle(1), passed=7)
    judge(shop, verdict)
    shop.through(shop.bundle(1), "P-OBR", "P-JHT")
    assert shop.where(BUNDLE) == {3: 5, 5: 7}
    judge(shop, shop.item(None, undoes=verdict["id"]))
    assert shop.where(BUNDLE) == {4: 12}


def test_those_that_wait_are_tried_in_the_order_they_happened(shop: Shop, database: OpenDatabase) -> None:
    second, first = _late(shop, shop.bundle(1), 5, quantity=8), _late(shop, shop.bundle(1), 15, quantity=7)
    shop.send("P-JHT", second, first)
    shop.scan("P-OBR", shop.bundle(1), quantity=8)
    assert shop.where(BUNDLE) == {1: 4, 2: 1, 3: 7}
    assert database.value("SELECT COUNT(*) FROM waiting_scan") == 1


def test_the_order_holds_across_bundles_that_come_together(shop: Shop, database: OpenDatabase) -> None:
    by_station = (shop.bundle(2), 20), (shop.code("A-001-01"), 15), (shop.bundle(1), 10)
    shop.send("P-JHT", *[_late(shop, code, minutes, seen=12) for code, minutes in by_station])
    shop.through(shop.code("A-001-01"), "P-OBR")
    assert shop.where(BUNDLE) == shop.where("A-001-01/002") == {3: 12}
    settled = database.rows("SELECT s.code, t.outcome FROM settlement t JOIN scan s ON s.id = t.scan_id")
    assert dict(settled) == {shop.bundle(2): "recorded", shop.code("A-001-01"): "recorded", shop.bundle(1): "refused"}


def test_one_that_does_not_fit_lets_a_later_one_pass(shop: Shop) -> None:
    shop.send("P-JHT", _late(shop, shop.bundle(1), 15, quantity=12), _late(shop, shop.bundle(1), 5, quantity=4))
    shop.scan("P-OBR", shop.bundle(1), quantity=4)
    assert shop.where(BUNDLE) == {1: 8, 3: 4}


def test_a_late_scan_moves_what_the_tablet_showed(shop: Shop) -> None:
    [result] = shop.send("P-OBR", _late(shop, shop.bundle(1), 10, seen=5))
    assert result["moves"][0]["quantity"] == 5
    assert shop.where(BUNDLE) == {1: 7, 2: 5}


def test_a_late_scan_moves_nothing_where_the_tablet_showed_nothing(shop: Shop, database: OpenDatabase) -> None:
    here, upstream = (_late(shop, shop.bundle(1), 10, seen=0) for _ in range(2))
    assert _code(shop.send("P-OBR", here)[0]) == "TOO_MANY"
    assert _code(shop.send("P-JHT", upstream)[0]) == "WRONG_STAGE"
    assert shop.where(BUNDLE) == {1: 12}
    assert database.value("SELECT COUNT(*) FROM waiting_scan") == 0


def test_what_the_tablet_showed_is_still_counted_when_it_waited(shop: Shop) -> None:
    shop.send("P-JHT", _late(shop, shop.bundle(1), 10, seen=5))
    shop.through(shop.bundle(1), "P-OBR")
    assert shop.where(BUNDLE) == {2: 7, 3: 5}


def test_a_part_that_is_here_waits_for_the_rest(shop: Shop) -> None:
    shop.scan("P-OBR", shop.bundle(1), quantity=5)
    [result] = shop.send("P-JHT", _late(shop, shop.bundle(1), 10, seen=12))
    assert _code(result) == "NOT_HERE_YET"
    shop.scan("P-OBR", shop.bundle(1))
    assert shop.where(BUNDLE) == {3: 12}


def test_the_second_half_of_a_queue_waits_for_the_second_half_of_the_pieces(shop: Shop) -> None:
    shop.scan("P-OBR", shop.bundle(1), quantity=5)
    first, second = (_late(shop, shop.bundle(1), 10, quantity=n) for n in (5, 7))
    assert [result["outcome"] for result in shop.send("P-JHT", first, second)] == ["recorded", "refused"]
    shop.scan("P-OBR", shop.bundle(1))
    assert shop.where(BUNDLE) == {3: 12}


def test_more_than_there_is_anywhere_is_not_kept_waiting(shop: Shop, database: OpenDatabase) -> None:
    shop.scan("P-OBR", shop.bundle(1), quantity=5)
    [result] = shop.send("P-JHT", _late(shop, shop.bundle(1), 10, seen=13))
    assert _code(result) == "TOO_MANY"
    assert database.value("SELECT COUNT(*) FROM waiting_scan") == 0


def test_a_batch_card_waits_until_all_its_bundles_came(shop: Shop) -> None:
    shop.send("P-JHT", _late(shop, shop.code("A-001-01"), 10, seen=24))
    shop.through(shop.bundle(1), "P-OBR")
    assert shop.where(BUNDLE) == {2: 12}
    shop.through(shop.bundle(2), "P-OBR")
    assert shop.where(BUNDLE) == shop.where("A-001-01/002") == {3: 12}


def test_a_queue_of_two_stages_is_judged_in_the_order_heard(shop: Shop) -> None:
    obras, jahit = _late(shop, shop.bundle(1), 20), _late(shop, shop.bundle(1), 10)
    results = shop.send("P-GANDA", obras, jahit)
    assert [result["moves"][0]["stage"] for result in results] == ["OBR", "JHT"]


def test_sent_again_it_is_answered_as_before_though_it_was_recorded_since(shop: Shop) -> None:
    late = _late(shop, shop.bundle(1), 10)
    [first] = shop.send("P-JHT", late)
    shop.through(shop.bundle(1), "P-OBR")
    [again] = shop.send("P-JHT", late)
    assert again["replayed"] is True
    assert (again["outcome"], again["refusal"]["code"]) == (first["outcome"], "NOT_HERE_YET")
    assert shop.where(BUNDLE) == {3: 12}


def test_scanned_again_after_it_was_recorded_by_itself_it_is_already_done(shop: Shop) -> None:
    shop.send("P-JHT", _late(shop, shop.bundle(1), 10))
    shop.through(shop.bundle(1), "P-OBR")
    assert _code(shop.scan("P-JHT", shop.bundle(1))) == "ALREADY_DONE"


def test_scanned_twice_offline_it_is_recorded_once_and_waits_no_more(shop: Shop, database: OpenDatabase) -> None:
    shop.send("P-JHT", _late(shop, shop.bundle(1), 11), _late(shop, shop.bundle(1), 10))
    shop.through(shop.bundle(1), "P-OBR")
    assert shop.where(BUNDLE) == {3: 12}
    assert database.rows("SELECT outcome FROM settlement ORDER BY scan_id") == [("recorded",), ("refused",)]
    assert database.value("SELECT COUNT(*) FROM waiting_scan") == 0


def test_a_settled_scan_keeps_its_station_officer_and_time(shop: Shop, database: OpenDatabase) -> None:
    late = _late(shop, shop.bundle(1), 10)
    shop.send("P-JHT", late)
    shop.through(shop.bundle(1), "P-OBR")
    [(station, officer, at)] = database.rows(
        "SELECT s.station_id, s.officer_id, s.happened_at FROM move m JOIN scan s ON s.id = m.scan_id"
        " WHERE m.from_place = 2"
    )
    assert (station, officer, iso(at)) == (shop.ids["P-JHT"], shop.ids["O-1"], late["happened_at"])


def test_undone_before_its_pieces_came_it_is_never_recorded(shop: Shop, database: OpenDatabase) -> None:
    late = _late(shop, shop.bundle(1), 10)
    shop.send("P-JHT", late)
    undo = shop.item(None, undoes=late["id"], happened_at=iso(shop.now - 10 * MINUTE + 9_000), late=True)
    [result] = shop.send("P-JHT", undo)
    assert (result["outcome"], result["moves"]) == ("recorded", [])
    assert result["say"] == "Diurungkan. Bundel A-001-01/001 tidak jadi dicatat."
    shop.through(shop.bundle(1), "P-OBR")
    assert shop.where(BUNDLE) == {2: 12}


def test_undone_before_its_pieces_came_it_answers_alike_again_and_is_not_undone_twice(shop: Shop) -> None:
    late = _late(shop, shop.bundle(1), 10)
    shop.send("P-JHT", late)
    undo = shop.item(None, undoes=late["id"], happened_at=late["happened_at"], late=True)
    [first], [again] = shop.send("P-JHT", undo), shop.send("P-JHT", undo)
    assert again == {**first, "replayed": True}
    other = shop.item(None, undoes=late["id"], happened_at=late["happened_at"], late=True)
    assert _code(shop.send("P-JHT", other)[0]) == "ALREADY_UNDONE"


def test_a_late_double_repairs_nothing_that_was_sent_back_since(shop: Shop) -> None:
    shop.through(shop.bundle(1), "P-OBR", "P-JHT")
    double = _late(shop, shop.bundle(1), 0, seen=12)
    shop.through(shop.bundle(1), "P-BBG")
    judge(shop, shop.item(shop.bundle(1), rework=[{"quantity": 12}], defects=[fail(12, "rework")]))
    assert _code(shop.send("P-JHT", double)[0]) == "ALREADY_DONE"
    assert shop.where(BUNDLE) == {2: 12}


def test_a_late_double_does_not_wait_for_what_was_sent_back_since(shop: Shop) -> None:
    shop.through(shop.bundle(1), "P-OBR", "P-JHT")
    double = _late(shop, shop.bundle(1), 0, seen=12)
    shop.through(shop.bundle(1), "P-BBG")
    judge(shop, shop.item(shop.bundle(1), rework=[{"quantity": 12, "to_step": 1}], defects=[fail(12, "rework")]))
    assert _code(shop.send("P-JHT", double)[0]) == "ALREADY_DONE"
    shop.through(shop.bundle(1), "P-OBR")
    assert shop.where(BUNDLE) == {2: 12}


def test_a_late_scan_of_repaired_pieces_counts(shop: Shop) -> None:
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    judge(shop, shop.item(shop.bundle(1), rework=[{"quantity": 12}], defects=[fail(12, "rework")]))
    [result] = shop.send("P-JHT", _late(shop, shop.bundle(1), 0, seen=12))
    assert result["outcome"] == "recorded"
    assert shop.where(BUNDLE) == {3: 12}


def test_a_late_scan_at_a_gate_asks_for_a_verdict(shop: Shop) -> None:
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    assert _code(shop.send("P-QC", _late(shop, shop.bundle(1), 10))[0]) == "NEEDS_VERDICT"


def test_a_late_scan_of_pieces_that_are_past_is_not_kept_waiting(shop: Shop, database: OpenDatabase) -> None:
    shop.through(shop.bundle(1), "P-OBR", "P-JHT")
    assert _code(shop.send("P-GANDA", _late(shop, shop.bundle(1), 1))[0]) == "WRONG_STAGE"
    assert database.value("SELECT COUNT(*) FROM waiting_scan") == 0
