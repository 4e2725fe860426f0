"""Who was signed in at which station from when until when, and whose work it was: what cards and PINs left behind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, text

# What stood at a day's beginning, and all that came on that day; each until the next came, however much later.
_CAME = (
    "SELECT c.station_id, s.name AS station, {who}, c.at, c.heard_at, {pin} AS by_pin,"
    " (SELECT MIN(n.at) FROM {table} n WHERE n.station_id = c.station_id AND n.at > c.at) AS until,"
    " (SELECT t.name FROM station_token t WHERE t.tablet = c.tablet AND t.station_id = c.station_id"
    "  ORDER BY t.id DESC LIMIT 1) AS tablet"
    " FROM {table} c JOIN station s ON s.id = c.station_id LEFT JOIN {person} p ON p.id = c.{person}_id"
    " WHERE c.at < :ends AND (:station = 0 OR c.station_id = :station) AND c.at >= COALESCE("
    "(SELECT MAX(b.at) FROM {table} b WHERE b.station_id = c.station_id AND b.at < :begins), :begins)"
    " ORDER BY s.name, c.station_id, c.at, c.id"
)
_OFFICERS = text(
    _CAME.format(table="duty", person="officer", who="p.code AS code, p.name AS name", pin="c.pin_at IS NOT NULL")
)
_WORKERS = text(_CAME.format(table="crew", person="worker", who="p.code AS code, '' AS name", pin="FALSE"))
_NOW = text("SELECT id, officer_id, officer_seen_at FROM station")
_LATE = 60_000  # ms: heard so much after it was read


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody at a station. Moments in ms UTC; ``until`` is ``None`` while it lasts.

    ``unseen_since`` is there where nobody signed out and the officer is there no more; ``heard_at`` only where a
    tablet without its network told of it later.
    """

    station_id: int
    station: str
    code: str
    name: str
    begins: int
    until: int | None
    by_pin: bool
    tablet: str
    heard_at: int | None
    unseen_since: int | None = None


def officers(conn: Connection, begins: int, ends: int, station_id: int | None = None) -> list[Stay]:
    """Whoever was signed in between two moments, by station and time; those who had come before and stayed too."""
    now = {row.id: row for row in conn.execute(_NOW)}
    stays = _stays(conn.execute(_OFFICERS, _between(begins, ends, station_id)))
    return [
        replace(stay, unseen_since=now[stay.station_id].officer_seen_at or stay.begins)
        if stay.until is None and now[stay.station_id].officer_id is None
        else stay
        for stay in stays
    ]


def workers(conn: Connection, begins: int, ends: int, station_id: int | None = None) -> list[Stay]:
    """The same of the workers and teams whose work it was."""
    return _stays(conn.execute(_WORKERS, _between(begins, ends, station_id)))


def _between(begins: int, ends: int, station_id: int | None) -> dict[str, int]:
    return {"begins": begins, "ends": ends, "station": station_id or 0}


def _stays(rows: Iterable[Any]) -> list[Stay]:
    """One for each who came: a PIN typed again, or a badge read twice, begins nothing new; a sign-out ends the last."""
    found: list[Stay | None] = []
    for row in rows:
        last = found[-1] if found else None
        late = row.heard_at if row.heard_at is not None and row.heard_at - row.at > _LATE else None
        if last is not None and (last.station_id, last.code) == (row.station_id, row.code):
            found[-1] = replace(last, until=row.until, by_pin=last.by_pin or bool(row.by_pin))
        elif row.code is None:
            found.append(None)
        else:
            stay = Stay(
                row.station_id,
                row.station,
                row.code,
                row.name,
                row.at,
                row.until,
                bool(row.by_pin),
                row.tablet or "",
                late,
            )
            found.append(stay)
    return [stay for stay in found if stay is not None]
