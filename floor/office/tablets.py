"""Tablets that are paired with stations: how each is doing, and what a supervisor does with one from afar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from sqlalchemy import Connection, Row, select, text, update

from .. import clock, refusals
from ..access.pairings import end_tablet
from ..models import Station, StationToken
from ..refusals import Refused
from ..rules.times import OFF_MS
from . import log, typed

# A tablet tells of itself every half minute; after so long it is asleep, switched off, or out of the network.
QUIET_MS = 3 * clock.MINUTE
GONE_MS = 15 * clock.MINUTE
LOW_BATTERY = 20  # percent
OLD_CHROME = 84  # what pages are written for
LONG_QUEUED_MS = 10 * clock.MINUTE

_TABLETS = text(
    "SELECT t.id, t.name, t.locked, t.reload_asked_at, t.tablet, t.issued_at, s.code AS station_code,"
    " s.name AS station, o.name AS officer, s.officer_seen_at, s.active,"
    " h.heard_at, h.battery, h.charging, h.queued, h.refused, h.oldest_at, h.version, h.browser, h.secure,"
    " h.clock_error_ms, (SELECT x.at FROM scan x WHERE x.id = (SELECT MAX(y.id) FROM scan y"
    " WHERE y.station_id = s.id)) AS scanned_at"
    " FROM station_token t JOIN station s ON s.id = t.station_id LEFT JOIN officer o ON o.id = s.officer_id"
    " LEFT JOIN heartbeat h ON h.token_id = t.id"
    " WHERE t.officer_id IS NULL AND t.revoked_at IS NULL AND s.active ORDER BY s.name, t.name, t.id"
)


Kept = Row[str, bool, int | None, int, str, str]  # name, locked, revoked_at, station_id, code and name of the station


class Trouble(IntEnum):
    """How badly a tablet needs somebody: the worst stand first."""

    NOW = 0
    SOON = 1
    NONE = 2


@dataclass(frozen=True, slots=True)
class Tablet:
    """A paired tablet as its card shows it. ``row`` is what was told and is known of it; times in ms UTC."""

    row: Row[Any]
    now: int
    server_version: str

    @property
    def silent_for(self) -> int | None:
        """How long it has told nothing, in ms; ``None`` where it never did."""
        return None if self.row.heard_at is None else max(0, self.now - self.row.heard_at)

    @property
    def is_quiet(self) -> bool:
        """Whether what is shown of it is old."""
        return self.silent_for is None or self.silent_for > QUIET_MS

    @property
    def is_gone(self) -> bool:
        """Whether it hasn't been heard of for long."""
        return self.silent_for is not None and self.silent_for > GONE_MS

    @property
    def is_low(self) -> bool:
        """Whether its battery will soon be empty."""
        return self.row.battery is not None and self.row.battery <= LOW_BATTERY and not self.row.charging

    @property
    def clock_is_off(self) -> bool:
        """Whether its clock is so wrong that people should set it."""
        return self.row.clock_error_ms is not None and abs(self.row.clock_error_ms) > OFF_MS

    @property
    def is_stale(self) -> bool:
        """Whether its page is of before an update."""
        return bool(self.row.version) and self.row.version != self.server_version

    @property
    def is_old(self) -> bool:
        """Whether its browser is older than what pages are written for."""
        words = (self.row.browser or "").split()
        return len(words) > 1 and words[0] == "Chrome" and words[1].isdigit() and int(words[1]) < OLD_CHROME

    @property
    def waits_long(self) -> bool:
        """Whether scans lie on it that should have reached us."""
        return bool(self.row.queued) and self.now - (self.row.oldest_at or self.now) > LONG_QUEUED_MS

    @property
    def trouble(self) -> Trouble:
        """How badly somebody must look at it."""
        keeps_scans = self.waits_long or (self.row.queued and self.is_gone)
        if keeps_scans or self.row.refused or (self.is_low and not self.is_gone):
            return Trouble.NOW
        if self.is_quiet or self.clock_is_off or self.is_stale or self.is_old:
            return Trouble.SOON
        return Trouble.NONE


def tablets(conn: Connection, now: int, server_version: str) -> Sequence[Tablet]:
    """Every paired tablet, those that need somebody first."""
    found = [Tablet(row, now, server_version) for row in conn.execute(_TABLETS)]
    return sorted(found, key=lambda tablet: (tablet.trouble, tablet.row.station, tablet.row.id))


def lock(conn: Connection, token_id: int) -> None:
    """Keeps a tablet on its station's screens."""
    _set_locked(conn, token_id, locked=True)


def unlock(conn: Connection, token_id: int) -> None:
    """Lets a tablet show every page again."""
    _set_locked(conn, token_id, locked=False)


def rename(conn: Connection, token_id: int, name: str) -> None:
    """Gives a tablet another name; ``FIELD_NEEDED`` without one."""
    kept, wanted = _kept(conn, token_id), typed.text({"name": name}, "name", "nama tablet")[:60]
    if kept.name != wanted:
        conn.execute(update(StationToken).where(StationToken.id == token_id).values(name=wanted))
        log.note(conn, "tablet", kept.code, "changed", {"name": kept.name}, {"name": wanted})


def ask_reload(conn: Connection, token_id: int, now: int) -> None:
    """Has the tablet open its page anew at its next heartbeat at which nothing waits on it."""
    _kept(conn, token_id)
    conn.execute(update(StationToken).where(StationToken.id == token_id).values(reload_asked_at=now))


def revoke(conn: Connection, token_id: int, now: int) -> None:
    """Makes a tablet nobody's; what it keeps is sent once it is paired again. Done twice, it is done once."""
    kept = _kept(conn, token_id, also_ended=True)
    if kept.revoked_at is None:
        end_tablet(conn, kept.station_id, token_id, now)
        log.note(conn, "tablet", kept.code, "revoked", after={"name": kept.name})


def named(conn: Connection, token_id: int) -> Kept:
    """A paired tablet: ``name``, ``code`` of its station and ``station``; ``NOT_FOUND`` where there is none."""
    return _kept(conn, token_id)


def _set_locked(conn: Connection, token_id: int, *, locked: bool) -> None:
    kept = _kept(conn, token_id)
    if kept.locked != locked:
        conn.execute(update(StationToken).where(StationToken.id == token_id).values(locked=locked))
        log.note(conn, "tablet", kept.code, "locked" if locked else "unlocked", after={"name": kept.name})


def _kept(conn: Connection, token_id: int, *, also_ended: bool = False) -> Kept:
    found = (
        select(
            StationToken.name,
            StationToken.locked,
            StationToken.revoked_at,
            StationToken.station_id,
            Station.code,
            Station.name.label("station"),
        )
        .join(Station, Station.id == StationToken.station_id)
        .where(StationToken.id == token_id, StationToken.officer_id.is_(None))
    )
    row = conn.execute(found).first()
    if row is None or (row.revoked_at is not None and not also_ended):
        raise Refused(refusals.NOT_FOUND.because(what="tablet"))
    return row
