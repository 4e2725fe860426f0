"""Two do something with a carton at the same moment: who comes second sees what the first one did."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from sqlalchemy import text

from floor.models import EntryKind
from floor.office.deliveries import Load, Paper, draft
from floor.scan.cartons import pack, seal
from tests.cast import Shop
from tests.databases import OpenDatabase, only
from tests.scan.test_cartons import bundle, change, inside, new_carton, unit_of

__all__ = ["bundle"]

_BLOCKED = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def meanwhile(database: OpenDatabase, statement: str, work: Callable[[], Any]) -> Any:
    """Begins ``work`` while a transaction that changes a carton isn't over; it ends once ``work`` waits for it."""
    with ThreadPoolExecutor(1) as pool, database.engine.begin() as conn:
        conn.execute(text(statement))
        begun: Future[Any] = pool.submit(work)
        while not begun.done() and not database.value(_BLOCKED):
            pass
        conn.commit()
        return begun.result(30)


@only("postgresql")
def test_into_a_carton_that_is_being_sealed_nothing_goes(shop: Shop, database: OpenDatabase, bundle: str) -> None:
    carton_id, _, label = new_carton(shop)
    shop.scan("P-LPT", label)
    scanned = meanwhile(database, "UPDATE carton SET sealed_at = 1", lambda: shop.scan("P-LPT", bundle))
    assert scanned["outcome"] == "recorded" and inside(shop, carton_id) == 0


@only("postgresql")
def test_a_carton_that_is_being_opened_is_sealed_for_its_note(shop: Shop, database: OpenDatabase, bundle: str) -> None:
    carton_id, _, _ = new_carton(shop)
    shop.scan("P-LPT", bundle)
    unit = unit_of(shop, bundle)
    change(shop, EntryKind.PACK, lambda conn, asked: pack(conn, asked, carton_id, {unit: 8}))
    change(shop, EntryKind.CARTON, lambda conn, asked: seal(conn, asked, carton_id))
    order, load = shop.ids["order"], Load({}, [carton_id])

    def drafted() -> Any:
        return change(shop, EntryKind.DRAFT, lambda conn, asked: draft(conn, asked, order, Paper("Bu Ratna"), load))

    assert meanwhile(database, "UPDATE carton SET sealed_at = NULL", drafted).no is None
    assert database.value("SELECT sealed_at FROM carton") is not None
