"""What a scan of a card means: a badge signs an officer in, a worker's or team's card says whose work follows.

A card out of the queue of a station where the tablet stands no more counts for what followed it there, and changes
nothing of now: others work there.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, text

from .. import refusals
from ..db import Hot
from ..models import Outcome
from ..refusals import Refused
from ..rules import codes
from . import history, presence, read
from .hearing import Item
from .history import KeptScan
from .read import Caller
from .record import Heard, scanned
from .results import Result

_OFFICER_WORDS = Hot(text(f"SELECT o.code, o.name FROM officer o WHERE o.id = :id AND {read.MAY_SCAN}"))
_WORKER_WORDS = Hot(text("SELECT code FROM worker WHERE id = :id AND active"))


def only_say_who(item: Item) -> bool:
    """Whether a scan is of a card that says who is here, or whose work it is: those move nothing."""
    code = codes.read_code(item.code or "")
    return code is not None and codes.kind_of(code) in (codes.Kind.OFFICER, codes.Kind.WORKER)


def sign_in(conn: Connection, caller: Caller, item: Item, officer_id: int) -> Result:
    """A badge: from now on this officer is signed in at the station (the PIN is asked for when it is needed)."""
    words = _OFFICER_WORDS(conn, {"id": officer_id}).first()
    if words is None:
        raise Refused(refusals.UNKNOWN_OFFICER.because())
    presence.came_by_card(conn, caller, item, officer_id)
    scanned(conn, item, Heard(caller.station_id, officer_id), None)
    return Result(item.id, Outcome.RECORDED, who=words[1], words=read.stages(conn), clock_off_ms=item.clock_off)


def set_worker(conn: Connection, caller: Caller, item: Item, worker_id: int) -> Result:
    """A worker's or team's card: from now on the work done at the station is theirs."""
    words = _WORKER_WORDS(conn, {"id": worker_id}).first()
    if words is None:
        raise Refused(refusals.UNKNOWN_WORKER.because())
    presence.works_from_now(conn, caller, item, worker_id)
    scanned(conn, item, Heard(caller.station_id, caller.officer_id, worker_id=worker_id), None)
    return Result(
        item.id, Outcome.RECORDED, who=words[0], is_worker=True, words=read.stages(conn), clock_off_ms=item.clock_off
    )


def after(conn: Connection, caller: Caller, token_hash: str, item: Item) -> Caller:
    """Who speaks once a card was read, as a new caller."""
    if item.station is None or item.station == caller.station_code:
        return replace(read.caller(conn, token_hash) or caller, elsewhere=caller.elsewhere)
    there, kept = read.at_station(conn, caller, item.station), history.scan_of(conn, item.client_id)
    if there is None or kept is None:
        return caller
    if kept.worker_id is not None:
        there = replace(there, worker_id=kept.worker_id)
    else:
        there = replace(there, officer_id=kept.officer_id, pin_at=None, by_card=True)
    return replace(caller, elsewhere={**caller.elsewhere, item.station: there})


def who(conn: Connection, kept: KeptScan) -> str | None:
    if kept.worker_id is not None:
        return str(_WORKER_WORDS(conn, {"id": kept.worker_id}).scalar() or "–")
    row = _OFFICER_WORDS(conn, {"id": kept.officer_id}).first()
    return row[1] if row is not None else None
