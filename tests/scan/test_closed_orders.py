"""In a closed order nothing moves on; what is wrong can still be set right."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Connection

from floor.models import EntryKind
from floor.office.orders import close
from floor.scan.corrections import catch_up, correct
from floor.scan.entries import Done
from floor.scan.splits import At, merge, split
from tests.cast import Shop
from tests.databases import OpenDatabase

BUNDLE = "A-001-01/001"


def _close(shop: Shop) -> None:
    asked = shop.entry(EntryKind.CLOSE, "selesai")
    assert shop.write(lambda conn: close(conn, asked, shop.ids["order"], "bagian pembelian")).no is None


def _unit(database: OpenDatabase, name: str = BUNDLE) -> int:
    return int(database.value("SELECT id FROM unit WHERE name = :name", name=name))


def test_a_scan_moves_nothing(shop: Shop) -> None:
    _close(shop)
    assert shop.scan("P-OBR", shop.bundle(1))["refusal"]["code"] == "ORDER_CLOSED"


def test_a_late_scan_that_waits_is_not_recorded_when_its_pieces_are_set_right(
    shop: Shop, database: OpenDatabase
) -> None:
    shop.send("P-JHT", shop.item(shop.bundle(1), late=True, seen=12))
    _close(shop)
    here = At(_unit(database), 1)
    done = shop.write(lambda conn: correct(conn, shop.entry(EntryKind.CORRECT, "salah catat"), here, 2, 12))
    assert done.no is None
    assert shop.where(BUNDLE) == {2: 12}
    assert database.value("SELECT COUNT(*) FROM waiting_scan") == 1


@pytest.mark.parametrize("change", ["split", "merge", "catch up"])
def test_no_pieces_are_split_merged_or_caught_up(shop: Shop, database: OpenDatabase, change: str) -> None:
    _close(shop)
    unit, other = _unit(database), _unit(database, "A-001-01/002")
    asked = shop.entry(EntryKind.CORRECT, "perlu")
    work: dict[str, Callable[[Connection], Done]] = {
        "split": lambda conn: split(conn, asked, At(unit, 1), 2),
        "merge": lambda conn: merge(conn, asked, At(unit, 1), other),
        "catch up": lambda conn: catch_up(conn, asked, unit, 2),
    }
    done = shop.write(work[change])
    assert done.no.code == "ORDER_CLOSED"
    assert shop.where(BUNDLE) == {1: 12}
