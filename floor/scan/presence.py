"""Who is at a station: signed in by badge or PIN, seen by what they do, away after too long without a sign.

The station's row says who is there now and whose work it is; ``duty`` who came when, ``crew`` whose work it was when:
a late scan is that of whoever was there then, however often others have come since. Two tablets at one station may be
offline at once: each one's scans go by its own cards, and by the other's from when the server heard of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, text

from .. import refusals
from ..db import Hot
from ..refusals import Refused
from ..rules import presence as rules
from .hearing import Item
from .read import MAY_SCAN, Caller, Stop

# What a tablet could know at a moment: what was read at it, and what the server had heard from others by then. Where it
# says which was the last that it had heard of, no later one: it was away, and went on showing that.
_KNOWN = "((COALESCE(heard_at, at) <= :known_at AND {id} <= :known) OR COALESCE(tablet, '') = :tablet)"
_ALL = 2**62
_COME = Hot(
    text(
        "INSERT INTO duty (station_id, at, officer_id, pin_at, heard_at, tablet)"
        " VALUES (:station_id, :at, :officer_id, :pin_at, :heard_at, :tablet)"
    )
)
_STAND = Hot(
    text(
        "UPDATE station SET officer_id = :officer_id, pin_at = :pin_at, officer_seen_at = :seen_at"
        " WHERE id = :station_id"
    )
)
_CAME_LATER = Hot(text("SELECT 1 FROM duty WHERE station_id = :station_id AND at > :at LIMIT 1"))
_SEE = Hot(
    text(
        "UPDATE station SET officer_seen_at = :at WHERE id = :station_id AND officer_id = :officer_id"
        " AND (officer_seen_at IS NULL OR officer_seen_at < :at)"
    )
)
_GO = Hot(
    text("UPDATE station SET officer_id = NULL, pin_at = NULL WHERE id = :station_id AND officer_id = :officer_id")
)
_THEN = Hot(
    text(
        f"SELECT o.id, d.pin_at FROM duty d LEFT JOIN officer o ON o.id = d.officer_id AND {MAY_SCAN}"
        f" WHERE d.station_id = :station_id AND d.at <= :at AND {_KNOWN.format(id='d.id')}"
        " ORDER BY d.at DESC, d.id DESC LIMIT 1"
    )
)
_EVER = Hot(text("SELECT 1 FROM duty WHERE station_id = :station_id LIMIT 1"))
_WORKS = Hot(
    text(
        "INSERT INTO crew (station_id, at, worker_id, heard_at, tablet)"
        " VALUES (:station_id, :at, :worker_id, :heard_at, :tablet)"
    )
)
_WORKS_NOW = Hot(text("UPDATE station SET worker_id = :worker_id WHERE id = :station_id"))
_WORKED_EVER = Hot(text("SELECT 1 FROM crew WHERE station_id = :station_id LIMIT 1"))
_WORKED_LATER = Hot(text("SELECT 1 FROM crew WHERE station_id = :station_id AND at > :at LIMIT 1"))
_WORKED_THEN = Hot(
    text(
        f"SELECT worker_id FROM crew WHERE station_id = :station_id AND at <= :at AND {_KNOWN.format(id='id')}"
        " ORDER BY at DESC, id DESC LIMIT 1"
    )
)
_LAST_COME = Hot(text("SELECT id FROM duty WHERE station_id = :station_id ORDER BY at DESC, id DESC LIMIT 1"))
_LAST_CARD = Hot(text("SELECT id FROM crew WHERE station_id = :station_id ORDER BY at DESC, id DESC LIMIT 1"))
_TABLET = Hot(text("SELECT tablet FROM station_token WHERE id = :token_id"))
_NOW = Hot(
    text(
        "SELECT s.officer_id, s.officer_seen_at, x.away_minutes FROM station s LEFT JOIN site x ON TRUE"
        " WHERE s.id = :station_id"
    )
)
_STOP = Hot(
    text("SELECT x.stopped_at, o.code FROM site x LEFT JOIN officer o ON o.id = x.stopped_by_id WHERE stopped_at > 0")
)


def take_over(
    conn: Connection, station_id: int, officer_id: int | None, at: int, pin_at: int | None, token_id: int | None = None
) -> None:
    """From now on this officer is at the station, or nobody; ``pin_at`` is when the PIN was typed, if it was.

    ``token_id`` is the tablet's where that happened: it knows of it before it asks.
    """
    values = {"station_id": station_id, "officer_id": officer_id, "at": at, "pin_at": pin_at}
    tablet = _TABLET(conn, {"token_id": token_id}).scalar() if token_id is not None else None
    _COME(conn, {**values, "heard_at": at, "tablet": tablet})
    _STAND(conn, {**values, "seen_at": at})


def came_by_card(conn: Connection, caller: Caller, item: Item, officer_id: int | None) -> None:
    """A badge was read, or the card that signs out: who is there from then on, unless somebody came since.

    At a station where the tablet stands no more it is only remembered, for what follows it in the tablet's queue.

    That somebody was *seen* there since says nothing: whom a touch is a sign of is known by the badges alone.
    """
    values = {"station_id": caller.station_id, "officer_id": officer_id, "at": item.at, "pin_at": None}
    is_past = item.late and _CAME_LATER(conn, {"station_id": caller.station_id, "at": item.at}).first() is not None
    _COME(conn, {**values, "heard_at": item.heard_at, "tablet": caller.tablet})
    if not caller.is_elsewhere and not is_past:
        seen_at = max(item.at, caller.seen_at or 0) if item.late else item.at
        _STAND(conn, {**values, "seen_at": seen_at})


def works_from_now(conn: Connection, caller: Caller, item: Item, worker_id: int) -> None:
    """A worker's or team's card was read: whose work it is from then on, unless another's was read since."""
    values = {"station_id": caller.station_id, "worker_id": worker_id, "at": item.at}
    is_past = item.late and _WORKED_LATER(conn, {"station_id": caller.station_id, "at": item.at}).first() is not None
    _WORKS(conn, {**values, "heard_at": item.heard_at, "tablet": caller.tablet})
    if not caller.is_elsewhere and not is_past:
        _WORKS_NOW(conn, values)


def at_the_time(conn: Connection, caller: Caller, item: Item) -> Caller:
    """The caller as it was when a late scan happened: with the officer and the worker who had come there last.

    So for one made now, where its tablet hadn't heard yet who came to another one: it was made for whom it showed. Who
    went is there no more, wherever they signed out.

    A PIN that verdicts prolonged without a gap since that officer came counted at each moment until then.
    """
    if not item.late and not _is_behind(conn, caller, item):
        return caller
    if caller.is_tablet or caller.worker_id is not None:  # a sheet of paper has room for its worker: none is none
        caller = replace(caller, worker_id=_worked_then(conn, caller, item))
    if not caller.is_tablet or caller.by_card:
        return caller
    row = _THEN(conn, _as_known(caller, item, item.sign_in)).first()
    if row is None and _EVER(conn, {"station_id": caller.station_id}).first() is not None:
        row = (None, None)  # nobody had come yet
    if row is None or (row[0] is None and caller.is_elsewhere):
        return caller
    officer_id, pin_at = row
    return replace(caller, officer_id=officer_id, pin_at=min(pin_at, item.at) if pin_at is not None else None)


def last_sign_in(conn: Connection, station_id: int) -> int:
    """The number of the sign-in that stands at a station now; 0 where nobody ever came.

    A tablet sends it with what it makes (``sign_in``), so that it counts for whom the tablet showed.
    """
    return int(_LAST_COME(conn, {"station_id": station_id}).scalar() or 0)


def last_card(conn: Connection, station_id: int) -> int:
    """The same of the worker's or team's card that stands (``crew``)."""
    return int(_LAST_CARD(conn, {"station_id": station_id}).scalar() or 0)


def _is_behind(conn: Connection, caller: Caller, item: Item) -> bool:
    """Whether a tablet hadn't heard of the last sign-in or card when it made this; never where nobody is there now."""
    if not caller.is_tablet or (caller.officer_id is None and not caller.is_elsewhere):
        return False
    if item.sign_in is not None and item.sign_in < last_sign_in(conn, caller.station_id):
        return True
    return item.crew is not None and item.crew < last_card(conn, caller.station_id)


def _as_known(caller: Caller, item: Item, known: int | None) -> dict[str, Any]:
    """Whose card was read last, as the tablet knew it then; a sheet of paper is judged by all that was heard since.

    What the tablet says it knew of only ever takes away what it could have known: a number that it can't have heard of
    by then (a backup was restored since, or it lies) brings nobody.
    """
    known_at = item.at if caller.is_tablet else item.heard_at
    return {
        "station_id": caller.station_id,
        "at": item.at,
        "known_at": known_at,
        "known": known if known is not None and caller.is_tablet else _ALL,
        "tablet": caller.tablet or "",
    }


def _worked_then(conn: Connection, caller: Caller, item: Item) -> int | None:
    """Whose work it was: of the card read there last; nobody's before the first, though one was read since."""
    row = _WORKED_THEN(conn, _as_known(caller, item, item.crew)).first()
    if row is not None:
        return int(row[0])
    was_ever = _WORKED_EVER(conn, {"station_id": caller.station_id}).first() is not None
    return None if was_ever else caller.worker_id


def must_be_here(caller: Caller, item: Item) -> None:
    """``OFFICER_AWAY`` where the officer of a tablet gave no sign for too long: then the badge is asked for again."""
    if caller.officer_id is None or not caller.is_tablet or caller.is_elsewhere:
        return
    if rules.was_away(caller.seen_at, item.at, item.idle, caller.away_minutes):
        raise Refused(refusals.OFFICER_AWAY.because())


def seen(conn: Connection, caller: Caller, item: Item) -> Caller:
    """A scan is a sign of the officer. Written once a minute at most: most scans cost nothing more."""
    if (
        not caller.is_tablet
        or caller.officer_id is None
        or (item.station or caller.station_code) != caller.station_code
    ):
        return caller
    if caller.seen_at is not None and item.at - caller.seen_at < rules.MINUTE_MS:
        return caller
    if rules.was_away(caller.seen_at, item.at, item.idle, caller.away_minutes):
        return caller  # somebody's, but nobody knows whose
    if item.sign_in is not None and item.sign_in < last_sign_in(conn, caller.station_id):
        return caller  # of whoever was there before
    _SEE(conn, {"station_id": caller.station_id, "officer_id": caller.officer_id, "at": item.at})
    return replace(caller, seen_at=item.at)


@dataclass(frozen=True, slots=True)
class _Here:
    """Who is signed in at a station, and their last sign that reached us."""

    officer_id: int
    seen_at: int | None
    away_minutes: int

    def is_away(self, now: int, touched_at: int | None = None) -> bool:
        """Whether they are away; ``touched_at`` is a sign that only the tablet knew of."""
        signs = [at for at in (self.seen_at, touched_at) if at is not None]
        return rules.is_away(max(signs, default=None), now, self.away_minutes)


def _here(conn: Connection, station_id: int) -> _Here | None:
    officer_id, seen_at, minutes = _NOW(conn, {"station_id": station_id}).one()
    return None if officer_id is None else _Here(officer_id, seen_at, minutes or 0)


def note_touch(conn: Connection, station_id: int, at: int, now: int) -> bool:
    """A heartbeat told of the last sign at a tablet. Answers whether whoever is signed in there is away.

    Only where the tablet keeps nothing back: a badge in its queue may say that the sign was another's.
    """
    here = _here(conn, station_id)
    if here is None:
        return False
    if here.seen_at is None or at - here.seen_at >= rules.MINUTE_MS:
        _SEE(conn, {"station_id": station_id, "officer_id": here.officer_id, "at": at})
    return here.is_away(now, at)


def nobody_touched(conn: Connection, station_id: int, at: int, now: int) -> bool:
    """Whether whoever is there is away, whoever it is: for a tablet that keeps scans back. Notes nothing."""
    here = _here(conn, station_id)
    return here is not None and here.is_away(now, at)


def sign_out_absent(conn: Connection, station_id: int, now: int) -> None:
    """Whoever is signed in at a station and is away is there no more; ``duty`` keeps when they came, for late scans."""
    here = _here(conn, station_id)
    if here is not None and here.is_away(now):
        _GO(conn, {"station_id": station_id, "officer_id": here.officer_id})


def stopped(conn: Connection) -> Stop | None:
    """Since when all stations stand still, and who stopped them."""
    row = _STOP(conn, {}).first()
    return Stop(*row) if row is not None else None


def must_run(stop: Stop | None, at: int) -> None:
    """``STOPPED`` for what happens at a station after all were stopped."""
    if stop is not None and rules.is_stopped(stop.at, at):
        raise Refused(refusals.STOPPED.because(at=stop.at, officer=stop.by or "–"))
