"""Catching up missed scans (*susulkan*): inferred moves, never through a gate."""

from __future__ import annotations

from floor.models import EntryKind
from floor.scan.corrections import catch_up
from floor.scan.entries import Done
from tests.cast import Shop, iso
from tests.databases import OpenDatabase

BUNDLE = "A-001-01/001"


def _catch_up(shop: Shop, to_step: int, unit_name: str = BUNDLE) -> Done:
    asked = shop.entry(EntryKind.CATCH_UP)

    def work(conn: object) -> Done:
        unit = conn.exec_driver_sql(f"SELECT id FROM unit WHERE name = '{unit_name}'").scalar_one()  # type: ignore[attr-defined]
        return catch_up(conn, asked, unit, to_step)  # type: ignore[arg-type]

    done: Done = shop.write(work)
    return done


def test_the_missed_steps_are_recorded_as_inferred(shop: Shop, database: OpenDatabase) -> None:
    assert _catch_up(shop, 3).no is None
    assert shop.where(BUNDLE) == {3: 12}
    rows = database.rows("SELECT from_place, to_place, why, worker_id FROM move WHERE entry_id > 1 ORDER BY id")
    assert rows == [(1, 2, "inferred", None), (2, 3, "inferred", None)]


def test_the_entry_names_who_caught_up(shop: Shop, database: OpenDatabase) -> None:
    _catch_up(shop, 2)
    assert database.rows("SELECT officer_id, outcome FROM entry WHERE kind = 'catch_up'") == [
        (shop.ids["O-3"], "recorded")
    ]


def test_a_gate_is_never_caught_up(shop: Shop, database: OpenDatabase) -> None:
    done = _catch_up(shop, 5)
    assert done.no is not None
    assert (done.no.code, done.no.detail["step"]) == ("GATE_BETWEEN", 4)
    assert shop.where(BUNDLE) == {1: 12}
    assert database.rows("SELECT outcome, refusal FROM entry WHERE kind = 'catch_up'") == [("refused", "GATE_BETWEEN")]


def test_up_to_the_gate_it_goes(shop: Shop) -> None:
    assert _catch_up(shop, 4).no is None
    assert shop.scan("P-QC", shop.bundle(1))["refusal"]["code"] == "NEEDS_VERDICT"


def test_a_batch_card_catches_up_all_that_lag_behind(shop: Shop) -> None:
    shop.through(shop.bundle(2), "P-OBR")
    assert _catch_up(shop, 3, "A-001-01").no is None
    assert shop.where(BUNDLE) == shop.where("A-001-01/002") == {3: 12}


def test_nothing_upstream_is_nothing_to_catch_up(shop: Shop) -> None:
    for to_step in (1, 0, -3, 6, 1_000):
        no = _catch_up(shop, to_step).no
        assert no is not None
        assert no.code == "NOTHING_HELD"


def test_the_missed_scan_arriving_later_is_already_passed(shop: Shop) -> None:
    item = shop.item(shop.bundle(1), happened_at=iso(shop.now - 600_000), late=True)
    _catch_up(shop, 3)
    [result] = shop.send("P-JHT", item)
    assert (result["refusal"]["code"], result["refusal"]["look"]) == ("ALREADY_PASSED", "already")
    assert shop.where(BUNDLE) == {3: 12}


def test_it_is_still_already_passed_when_the_goods_went_on(shop: Shop) -> None:
    _catch_up(shop, 3)
    shop.through(shop.bundle(1), "P-BBG")
    assert shop.scan("P-JHT", shop.bundle(1))["refusal"]["code"] == "ALREADY_PASSED"
    assert shop.scan("P-OBR", shop.bundle(1))["refusal"]["code"] == "ALREADY_PASSED"


def test_a_scan_that_waited_for_a_step_that_was_caught_up_waits_no_more(shop: Shop, database: OpenDatabase) -> None:
    shop.send("P-JHT", shop.item(shop.bundle(1), late=True))
    _catch_up(shop, 3)
    assert shop.where(BUNDLE) == {3: 12}
    assert database.rows("SELECT outcome FROM settlement") == [("refused",)]
