"""Rows of set-up: added once however often the form is sent, and found by their codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from flask import abort
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import DBAPIError

from .. import refusals
from ..db import Base, Work, db, is_unique_violation
from ..refusals import Refused

T = TypeVar("T")
Found = TypeVar("Found", bound=Base)


def write(work: Work[T]) -> T:
    """``db.write``, tried once more where the same form came twice at once: the second then finds the first's rows."""
    try:
        return db.write(work)
    except DBAPIError as error:
        if not is_unique_violation(error):
            raise
        return db.write(work)


def add(conn: Connection, model: Any, values: Mapping[str, Any], what: str, by: str = "code") -> int:
    """A new row's key. The key of the one there is where all of it is the same: the form came twice.

    ``ALREADY_EXISTS`` where ``by`` names another row; ``what`` is the word for it in that sentence.
    """
    kept = conn.execute(select(model.__table__).where(getattr(model, by) == values[by])).mappings().first()
    if kept is None:
        return int(conn.execute(insert(model).values(values).returning(model.id)).scalar_one())
    if any(kept[name] != value for name, value in values.items()):
        raise Refused(refusals.ALREADY_EXISTS.because(what=what))
    return int(kept["id"])


def change(conn: Connection, model: Any, code: str, values: Mapping[str, Any]) -> None:
    """Writes other values into the row of that code."""
    conn.execute(update(model).where(model.code == code).values(values))


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
