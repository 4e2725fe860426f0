"""A change asked from a page or a command: done once, whatever is retried, and kept when it was refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, text

from .. import refusals
from ..db import Hot
from ..refusals import No, Refused
from ..rules.route import Route
from . import history, read
from .hearing import as_text
from .postings import Posting, Source
from .read import FoundUnit
from .record import EntryAsked, enter, keep_anomaly, post
from .settling import settle_waiting


@dataclass(frozen=True, slots=True)
class Plan:
    """What a change will do: its moves, and what a replay must be told of it."""

    route: Route | None = None
    postings: Sequence[Posting] = ()
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a change: ``no`` where it was refused."""

    entry_id: int | None
    no: No | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)
    replayed: bool = False


_FIND = Hot(text("SELECT id, fingerprint, outcome, refusal, detail FROM entry WHERE client_id = :client_id"))


def once(conn: Connection, asked: EntryAsked, plan: Callable[[], Plan]) -> Done:
    """Runs ``plan`` and posts its moves; the same answer again where the same request was heard before.

    What ``plan`` wrote is taken back when it ends in ``Refused``; the refusal itself is kept.
    """
    kept = _FIND(conn, {"client_id": asked.client_id}).first()
    if kept is not None:
        return _again(conn, asked, kept)
    conn.exec_driver_sql("SAVEPOINT entry")
    try:
        planned = plan()
    except Refused as refused:
        conn.exec_driver_sql("ROLLBACK TO entry")
        conn.exec_driver_sql("RELEASE entry")
        return Done(enter(conn, asked, refused.no), refused.no)
    conn.exec_driver_sql("RELEASE entry")
    entry_id = enter(conn, asked, detail=planned.detail)
    if planned.route is not None:
        post(conn, planned.route, planned.postings, Source(asked.at, asked.station_id, entry_id=entry_id))
        settle_waiting(conn, {posting.ends_in for posting in planned.postings}, asked.heard_at)
    return Done(entry_id, detail=planned.detail)


def _again(conn: Connection, asked: EntryAsked, kept: Any) -> Done:
    entry_id, fingerprint, outcome, refusal, detail = kept
    if fingerprint != asked.fingerprint:
        body = as_text({"kind": asked.kind, "unit": asked.unit_id, "reason": asked.reason})
        keep_anomaly(conn, refusals.ID_REUSED.code, asked.station_id, asked.heard_at, body)
        return Done(None, refusals.ID_REUSED.because())
    if outcome == "refused":
        return Done(entry_id, No(refusal, history.as_dict(detail)), replayed=True)
    return Done(entry_id, detail=history.as_dict(detail), replayed=True)


def in_open_order(conn: Connection, unit_id: int) -> FoundUnit:
    """The unit, locked; ``Refused`` where its order is closed.

    Then only what sets the books right is done: corrections, releases, what is taken back, deliveries of what is ready.
    """
    read.lock(conn, unit_id)
    unit = read.unit(conn, unit_id)
    if unit.order_closed:
        raise Refused(refusals.ORDER_CLOSED.because())
    return unit


def reason_given(reason: str) -> str:
    """The reason without blanks around it; ``Refused`` where none was given."""
    if not reason.strip():
        raise Refused(refusals.REASON_NEEDED.because())
    return reason.strip()[:400]
