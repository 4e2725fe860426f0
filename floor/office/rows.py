"""Rows of set-up: added once however often the form is sent, changed, found by their codes; the log has all of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import abort, request
from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.exc import DBAPIError

from .. import clock, refusals
from ..access.sessions import current_officer
from ..db import Base, Work, db, is_unique_violation
from ..refusals import Refused
from . import log

T = TypeVar("T")
Found = TypeVar("Found", bound=Base)


def write(work: Work[T]) -> T:
    """``db.write``, signed for the log by the officer signed in here.

    Tried once more where the same form came twice at once: the second then finds the first's rows.
    """
    officer = current_officer()
    by = log.By(officer.id if officer else None, clock.now())

    def signed(conn: Connection) -> T:
        with log.signed(conn, by):
            return work(conn)

    try:
        return db.write(signed)
    except DBAPIError as error:
        if not is_unique_violation(error):
            raise
        return db.write(signed)


def add(
    conn: Connection,
    model: Any,
    values: Mapping[str, Any],
    what: str,
    by: str = "code",
    more: Mapping[str, Any] | None = None,
) -> int:
    """A new row's key. The key of the one there is where all of it is the same: the form came twice.

    ``ALREADY_EXISTS`` where ``by`` names another row; ``what`` is the word for it in that sentence. ``more`` is what
    the log says besides: what hangs on the row.
    """
    kept = conn.execute(select(model.__table__).where(getattr(model, by) == values[by])).mappings().first()
    if kept is None:
        made = int(conn.execute(insert(model).values(values).returning(model.id)).scalar_one())
        log.note(conn, log.noun_of(model), values[by], "added", after={**log.told(conn, model, values), **(more or {})})
        return made
    if any(kept[name] != value for name, value in values.items()):
        raise Refused(refusals.ALREADY_EXISTS.because(what=what, field=by))
    return int(kept["id"])


def change(
    conn: Connection,
    model: Any,
    code: str,
    values: Mapping[str, Any],
    was: Mapping[str, Any] | None = None,
    more: Mapping[str, Any] | None = None,
    reason: str = "",
) -> int:
    """Writes other values into the row of that code, and answers its key.

    ``was`` and ``more`` are what hangs on the row, before and after: the log says what of it differs.
    """
    kept = conn.execute(select(model.__table__).where(model.code == code)).mappings().one()
    before = log.told(conn, model, {name: kept[name] for name in values}) | dict(was or {})
    after = log.told(conn, model, values) | dict(more or {})
    conn.execute(update(model).where(model.code == code).values(values))
    log.note_difference(conn, log.noun_of(model), code, before, after, reason)
    return int(kept["id"])


@dataclass(frozen=True, slots=True)
class Shelf:
    """Which rows of a list are shown: those in use, or (``archived``) those put away, of which there are ``count``."""

    archived: bool
    count: int
    shown: Any  # the condition that they fulfil


def shelf(model: Any) -> Shelf:
    """What this page's list shows: ``?archive=1`` asks for what was put away."""
    archived = "archive" in request.args
    count = db.session.scalar(select(func.count()).select_from(model).where(model.active.is_(False))) or 0
    return Shelf(archived, count, model.active.is_(not archived))


def must_exist(conn: Connection, model: Any, key: int | None, what: str) -> None:
    """``NOT_FOUND`` where a row that was chosen from a list isn't there; ``None`` is no choice."""
    if key is not None and conn.execute(select(model.id).where(model.id == key)).first() is None:
        raise Refused(refusals.NOT_FOUND.because(what=what))


def named(model: type[Found], value: str, by: str = "code") -> Found:
    """The row that an address names, for a page to show; 404 where there is none."""
    found = db.session.scalars(select(model).where(getattr(model, by) == value)).first()
    if found is None:
        abort(404)
    return found
