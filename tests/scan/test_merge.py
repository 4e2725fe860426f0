"""Merging pieces into another unit: same size, route, step and rework only."""

from __future__ import annotations

from typing import Any

from floor.models import EntryKind
from floor.rules.scanning import FRESH, Mark
from floor.scan.entries import Done
from floor.scan.splits import At, merge
from tests.cast import Shop
from tests.databases import OpenDatabase

ONE, TWO = "A-001-01/001", "A-001-01/002"


def _merge(shop: Shop, place: int, into: str = TWO, mark: Mark = FRESH, source: str = ONE) -> Done:
    asked = shop.entry(EntryKind.MERGE)

    def work(conn: Any) -> Done:
        ids = dict(conn.exec_driver_sql("SELECT name, id FROM unit").all())
        return merge(conn, asked, At(ids[source], place, mark), ids[into])

    done: Done = shop.write(work)
    return done


def _refused(shop: Shop, done: Done, code: str = "CANT_MERGE") -> bool:
    return done.no is not None and done.no.code == code


def test_all_pieces_at_a_step_go_into_the_other_unit(shop: Shop) -> None:
    shop.scan("P-OBR", shop.bundle(1), quantity=5)
    assert _merge(shop, 1).no is None
    assert (shop.where(ONE), shop.where(TWO)) == ({2: 5}, {1: 19})


def test_merged_pieces_are_scanned_with_the_others(shop: Shop) -> None:
    _merge(shop, 1)
    assert shop.scan("P-OBR", shop.bundle(2))["moves"][0]["quantity"] == 24
    assert shop.scan("P-OBR", shop.bundle(1))["refusal"]["code"] == "EMPTY_UNIT"


def test_only_at_the_same_step(shop: Shop) -> None:
    shop.through(shop.bundle(1), "P-OBR")
    assert _refused(shop, _merge(shop, 2))
    assert (shop.where(ONE), shop.where(TWO)) == ({2: 12}, {1: 12})


def test_only_of_the_same_size(shop: Shop) -> None:
    shop.make_batch("L", 12)
    assert _refused(shop, _merge(shop, 1, into="A-001-02/001"))


def test_across_batches_of_one_size(shop: Shop) -> None:
    shop.make_batch("M", 6, reason="ganti rusak")
    assert _merge(shop, 1, into="A-001-02/001").no is None
    assert shop.where("A-001-02/001") == {1: 18}


def test_only_with_the_same_rework(shop: Shop, database: OpenDatabase) -> None:
    database.run(
        "UPDATE balance SET cycle = 1, sent_by = 4 WHERE unit_id = (SELECT id FROM unit WHERE name = :n)", n=TWO
    )
    assert _refused(shop, _merge(shop, 1))


def test_not_into_itself(shop: Shop) -> None:
    assert _refused(shop, _merge(shop, 1, into=ONE))


def test_nothing_is_merged_where_nothing_is(shop: Shop) -> None:
    assert _refused(shop, _merge(shop, 2), "NOTHING_HELD")
    assert _refused(shop, _merge(shop, 1, mark=Mark(1, 4)), "NOTHING_HELD")


def test_into_an_unknown_unit(shop: Shop, database: OpenDatabase) -> None:
    unit = database.value("SELECT id FROM unit WHERE name = :name", name=ONE)
    done = shop.write(lambda conn: merge(conn, shop.entry(EntryKind.MERGE), At(unit, 1), 99_999))
    assert _refused(shop, done)
