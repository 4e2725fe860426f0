"""The log: every change of set-up or of an order, written in its own transaction: who, in which post, what differs.

Whoever writes set-up goes through ``rows.add`` and ``rows.change``, which write here; what is no row's own value (steps
of a version, targets of an order) is noted with ``note``. ``rows.write`` signs the transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select

from .. import clock
from ..models import Change, Site
from . import posts

_SIGNED_BY = "signed by"
_NOUNS = {"orders": "order", "post_held": "post"}
LONGEST_CODE = 40
# What a row keeps for floor itself; a PIN or password stands nowhere in the log, not even as its digest.
_UNSAID = {
    *("id", "pin_hash", "password_hash", "token_hash", "pin_at", "sessions_from", "locale", "noted_at"),
    *("epoch", "clock_confirmed_at", "ordered_at", "closed_at", "position", "client_id", "fingerprint"),
}

Said = dict[str, Any]


@dataclass(frozen=True, slots=True)
class By:
    """Who changes something, and when; no officer: a command on the server."""

    officer_id: int | None
    at: int


@contextmanager
def signed(conn: Connection, by: By) -> Iterator[None]:
    """What is noted on this connection meanwhile is signed by this officer."""
    info = conn.info  # kept: a connection that was cut meanwhile no longer shows its own
    info[_SIGNED_BY] = by
    try:
        yield
    finally:
        info.pop(_SIGNED_BY, None)


def note(
    conn: Connection,
    noun: str,
    code: str,
    verb: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Writes one line of the log. ``before`` and ``after`` hold what differs, readable without other rows."""
    by: By = conn.info.get(_SIGNED_BY) or By(None, clock.now())
    values = {
        "at": by.at,
        "officer_id": by.officer_id,
        "post": _post(conn, by),
        "noun": noun,
        "code": code[:LONGEST_CODE],
        "verb": verb,
        "before": _plain(before),
        "after": _plain(after),
        "reason": reason,
    }
    conn.execute(insert(Change).values(values))


def note_difference(
    conn: Connection, noun: str, code: str, before: Mapping[str, Any], after: Mapping[str, Any], reason: str = ""
) -> None:
    """Writes what differs between two states of a thing; nothing where nothing does.

    Where all that differs is whether it is active, it was archived or restored.
    """
    was, now = differences(before, after)
    if now or was:
        verb = ("restored" if now["active"] else "archived") if set(now) == {"active"} else "changed"
        note(conn, noun, code, verb, was, now, reason)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Said, Said]:
    """What two states of a thing say differently."""
    was, now = dict(before), dict(after)
    differ = [name for name in {**was, **now} if was.get(name) != now.get(name)]
    return {name: was[name] for name in differ if name in was}, {name: now[name] for name in differ if name in now}


def noun_of(model: Any) -> str:
    """The log's word for what a table holds: ``partner``, ``order``."""
    table: str = model.__tablename__
    return _NOUNS.get(table, table)


def told(conn: Connection, model: Any, values: Mapping[str, Any]) -> Said:
    """A row's values as the log keeps them: what a key points at by its code, nothing secret, nothing empty."""
    said = {}
    for name, value in values.items():
        if name not in _UNSAID and value not in ("", None):
            said[name.removesuffix("_id")] = _pointed_at(conn, model, name, value)
    return said


def _pointed_at(conn: Connection, model: Any, name: str, value: Any) -> Any:
    for key in model.__table__.c[name].foreign_keys:
        table = key.column.table
        named = table.c.code if "code" in table.c else table.c.number
        return conn.execute(select(named).where(key.column == value)).scalar()
    return value


def _plain(said: Mapping[str, Any] | None) -> Said | None:
    if not said:
        return None
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}


def _post(conn: Connection, by: By) -> str:
    if by.officer_id is None:
        return ""
    zone = conn.execute(select(Site.zone).limit(1)).scalar() or "WIB"
    return posts.of_officer(conn, by.officer_id, clock.local_day(by.at, zone))
