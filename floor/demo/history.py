"""Two weeks in the demo's workshop, told in one transaction: a demo is there as a whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from sqlalchemy import Connection, delete

from .. import clock
from ..models import StationToken
from ..rules import codes
from ..scan import read
from . import garment, other_shops
from .clockwork import Clockwork, Walk
from .hands import Hands
from .setting import ZONE, build
from .working_time import A_DAY, WorkingTime

# Twelve working days: two weeks without their Sundays.
MINUTES = 12 * A_DAY
# Nothing happens in the last minutes, so that a scan of somebody who tries it is the newest.
_QUIET = 3 * clock.MINUTE
_SEED = 7

_WALKS: tuple[Callable[[Hands], Walk], ...] = (
    garment.benches,
    other_shops.benches,
    garment.long_koko,
    garment.short_koko,
    garment.uniforms,
    other_shops.one_colour,
    other_shops.two_colours,
    other_shops.tables,
    other_shops.chairs,
    other_shops.boats,
    other_shops.biscuits,
    other_shops.ginger,
)


def tell(conn: Connection, now: int, day_over: Callable[[], None] = lambda: None) -> None:
    """Sets the workshop up and lets two weeks pass in it, to three minutes before ``now``.

    ``day_over`` is called at the end of each of ``MINUTES // A_DAY`` days.
    """
    read.forget()
    clockwork = Clockwork(WorkingTime(now - _QUIET, ZONE, MINUTES))
    begun = WorkingTime(now - _QUIET, ZONE, MINUTES).moment(0)
    hands = Hands(conn, build(conn, now, begun), clockwork, Random(_SEED))  # noqa: S311 - the same story every time
    for walk in _WALKS:
        clockwork.start(walk(hands))
    clockwork.start(_strangers(hands), after=1200)
    clockwork.start(garment.cartons_and_notes(hands), after=MINUTES - 40)
    clockwork.start(_days(day_over))
    clockwork.run()
    conn.execute(delete(StationToken))  # nobody has them
    read.forget()


def _days(day_over: Callable[[], None]) -> Walk:
    for _ in range(MINUTES // A_DAY):
        yield A_DAY
        day_over()


def _strangers(hands: Hands) -> Walk:
    """What isn't ours, or is torn."""
    hands.stray("KV-OBR", codes.new_code(codes.Kind.UNIT))
    yield 500
    hands.stray("BT-LRD", "U7K49QX")
