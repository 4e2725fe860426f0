"""Verdicts that somebody else gives again, not seeing the first: drawn at random, off unless the site asks for it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, text, update

from .. import refusals
from ..db import Hot
from ..models import Recheck
from ..refusals import Refused
from ..rules.integrity import Agreement, Twice, agreement
from ..scan.entries import reason_given
from ..scan.labels import CODE_IN_USE
from .hearing import VerdictAsked

MOST_SHOWN = 50

_PERCENT = Hot(text("SELECT recheck_percent FROM site"))
_JUDGED = "i.passed + i.rework + i.grade_b + i.scrap + i.hold"
# A verdict that was taken back, or whose place another took, is asked about no more.
# What was refused took nothing back.
_STANDS = (
    "NOT EXISTS (SELECT 1 FROM inspection x"
    " WHERE (x.undoes_id = i.id OR x.corrects_id = i.id) AND x.outcome = 'recorded')"
)
_ASKED = (
    f"SELECT r.id, u.name, {CODE_IN_USE}, p.name, p.counted_in, o.number, l.size, {_JUDGED}, r.asked_at,"  # noqa: S608 - our own words
    " i.officer_id, r.at, i.step, i.unit_id FROM recheck r JOIN inspection i ON i.id = r.inspection_id"
    " JOIN unit u ON u.id = r.unit_id JOIN order_line l ON l.id = u.order_line_id"
    " JOIN orders o ON o.id = l.order_id JOIN product p ON p.id = o.product_id"
)
_WAITING = text(
    f"{_ASKED} WHERE r.at IS NULL AND i.officer_id <> :officer_id AND {_STANDS} ORDER BY r.id LIMIT {MOST_SHOWN}"
)
_ONE = text(f"{_ASKED} WHERE r.id = :id")
_PAIRS = text(
    "SELECT a.code, b.code, i.passed, i.rework + i.grade_b + i.scrap + i.hold, r.passed, r.failed FROM recheck r"
    " JOIN inspection i ON i.id = r.inspection_id JOIN officer a ON a.id = i.officer_id"
    " JOIN officer b ON b.id = r.officer_id WHERE r.passed IS NOT NULL AND r.at >= :since ORDER BY a.code, b.code"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A recheck: the pieces of a unit that were judged, and nothing of what was found. ``done_at``: it is finished."""

    id: int
    unit: str
    code: str | None
    product: str
    counted_in: str
    order: str
    size: str
    judged: int
    asked_at: int
    first_officer_id: int | None
    done_at: int | None
    step: int | None
    unit_id: int


def draw(conn: Connection, inspection_id: int, unit_id: int, asked: VerdictAsked, at: int) -> None:
    """Asks for a verdict to be given again, so many times in a hundred as the site wants."""
    percent = int(_PERCENT(conn, {}).scalar() or 0)
    if asked.corrects is None and secrets.randbelow(100) < percent:
        conn.execute(insert(Recheck).values(inspection_id=inspection_id, unit_id=unit_id, asked_at=at))


def waiting(conn: Connection, officer_id: int | None) -> list[Asked]:
    """What this officer is asked to look at: never an own verdict."""
    return [Asked(*row) for row in conn.execute(_WAITING, {"officer_id": officer_id})] if officer_id else []


def asked(conn: Connection, recheck_id: int) -> Asked:
    """A recheck by its key; ``NOT_FOUND`` where there is none."""
    row = conn.execute(_ONE, {"id": recheck_id}).first()
    if row is None:
        raise Refused(refusals.NOT_FOUND.because(what=str(recheck_id)))
    return Asked(*row)


def answer(conn: Connection, client_id: bytes, recheck_id: int, officer_id: int, found: Sequence[int], at: int) -> None:
    """Keeps how many were good and how many not. The same form again changes nothing."""
    one = _open(conn, client_id, recheck_id, officer_id)
    if one is None:
        return
    if sum(found) != one.judged:
        raise Refused(refusals.RECHECK_SUM.because(judged=one.judged, counted=sum(found)))
    _end(conn, client_id, recheck_id, officer_id, at, passed=found[0], failed=found[1])


def drop(conn: Connection, client_id: bytes, recheck_id: int, officer_id: int, reason: str, at: int) -> None:
    """Ends a recheck that can't be made any more, with a reason."""
    if _open(conn, client_id, recheck_id, officer_id) is not None:
        _end(conn, client_id, recheck_id, officer_id, at, note=reason_given(reason))


def drop_of(conn: Connection, inspection_id: int) -> None:
    """Lets go of a recheck of a verdict whose place another takes, unless it was made."""
    conn.execute(delete(Recheck).where(Recheck.inspection_id == inspection_id, Recheck.at.is_(None)))


def agreements(conn: Connection, since: int) -> list[tuple[str, str, Agreement]]:
    """How well each pair of officers agreed since then (ms): who judged first, who again."""
    pairs: dict[tuple[str, str], list[Twice]] = {}
    for first, second, *counts in conn.execute(_PAIRS, {"since": since}):
        pairs.setdefault((first, second), []).append(Twice(*counts))
    return [(*pair, agreement(twice)) for pair, twice in pairs.items()]


def together(conn: Connection, since: int) -> Agreement:
    """The same over all of them."""
    return agreement(Twice(*counts) for _, _, *counts in conn.execute(_PAIRS, {"since": since}))


def _open(conn: Connection, client_id: bytes, recheck_id: int, officer_id: int) -> Asked | None:
    """The recheck while it is open, locked; ``None`` where this very form ended it."""
    kept = conn.execute(text("SELECT client_id FROM recheck WHERE id = :id"), {"id": recheck_id}).scalar()
    if kept is not None and bytes(kept) == client_id:
        return None
    one = asked(conn, recheck_id)
    if one.done_at is not None:
        raise Refused(refusals.RECHECK_DONE.because())
    if one.first_officer_id == officer_id:
        raise Refused(refusals.RECHECK_SAME.because())
    return one


def _end(conn: Connection, client_id: bytes, recheck_id: int, officer_id: int, at: int, **found: int | str) -> None:
    open_ = update(Recheck).where(Recheck.id == recheck_id, Recheck.at.is_(None))
    if conn.execute(open_.values(client_id=client_id, officer_id=officer_id, at=at, **found)).rowcount == 0:
        raise Refused(refusals.RECHECK_DONE.because())
