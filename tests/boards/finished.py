"""Days on which orders are due and pieces were finished, as the hourly output tells them."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import update

from floor import clock
from floor.models import Order
from floor.rules import places
from tests.cast import Shop
from tests.databases import OpenDatabase

_HOUR = 3_600_000


def finish(database: OpenDatabase, shop: Shop, days_ago: int, pieces: int, line: str = "line M") -> None:
    """So many pieces of a size became ready around noon some days ago; where they stand is another matter."""
    day = clock.local_day(clock.now(), "WIB") - timedelta(days=days_ago)
    database.run(
        "INSERT INTO output (hour, station_id, stage_id, order_line_id, quantity, rework)"
        " VALUES (:hour, 0, 0, :line, :pieces, 0)",
        hour=clock.day_starts(day, "WIB") // _HOUR + 12,
        line=shop.ids[line],
        pieces=pieces,
    )


def pack(database: OpenDatabase, bundle: str) -> None:
    """A bundle stands ready, however it came there."""
    database.run(
        "UPDATE balance SET place = :ready, stage_id = NULL WHERE unit_id = (SELECT id FROM unit WHERE name = :bundle)",
        ready=places.READY,
        bundle=bundle,
    )


def due_in(shop: Shop, days: int) -> date:
    """The order is due so many days from now."""
    day = clock.local_day(clock.now(), "WIB") + timedelta(days=days)
    shop.write(lambda conn: conn.execute(update(Order).values(due_on=day)))
    return day
