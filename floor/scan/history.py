"""What the ledger already says: earlier scans, the moves that stand, what was taken since."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from ..db import Hot
from ..rules.scanning import LastOut, Mark


@dataclass(frozen=True, slots=True)
class KeptMove:
    """A move of the ledger."""

    id: int
    unit_id: int
    from_place: int
    from_mark: Mark
    to_unit_id: int
    to_place: int
    to_mark: Mark
    quantity: int
    why: str
    unit_name: str
    worker_id: int | None = None
    from_carton_id: int | None = None
    to_carton_id: int | None = None


@dataclass(frozen=True, slots=True)
class KeptScan:
    """A scan that was heard before."""

    id: int
    fingerprint: int
    station_id: int
    officer_id: int | None
    unit_id: int | None
    worker_id: int | None
    undoes_id: int | None
    code: str | None
    quantity: int | None
    seen: int | None
    step: int | None
    cycle: int | None
    happened_at: int
    at: int
    clock: str
    outcome: str
    refusal: str | None
    detail: dict[str, Any]

    @property
    def stood(self) -> bool:
        """Whether it was recorded when it was heard."""
        return self.outcome == "recorded"


_SCAN_COLUMNS = (
    "SELECT id, fingerprint, station_id, officer_id, unit_id, worker_id, undoes_id, code, quantity, seen, step, cycle,"
    " happened_at, at, clock, outcome, refusal, detail FROM scan"
)
_SCAN_BY_CLIENT = Hot(text(f"{_SCAN_COLUMNS} WHERE client_id = :client_id"))
_SCAN_BY_ID = Hot(text(f"{_SCAN_COLUMNS} WHERE id = :id"))
_NEWEST = Hot(text("SELECT heard_at FROM scan ORDER BY id DESC LIMIT 1"))
_CONFIRMED = Hot(text("SELECT clock_confirmed_at FROM site"))

_STANDS = "NOT EXISTS (SELECT 1 FROM move r WHERE r.undoes_id = m.id)"
# Whether by a scan or, later, by a supervisor: what was undone has moves that were taken back.
_SCAN_STANDS = "NOT EXISTS (SELECT 1 FROM move m JOIN move r ON r.undoes_id = m.id WHERE m.scan_id = s.id)"
_LAST_SCAN_AT = Hot(
    text(
        "SELECT s.at FROM scan s WHERE s.unit_id = :unit_id AND s.station_id = :station_id"
        f" AND s.outcome = 'recorded' AND s.undoes_id IS NULL AND {_SCAN_STANDS} ORDER BY s.id DESC LIMIT 1"
    )
)
_LAST_HERE = Hot(
    text(
        "SELECT s.client_id FROM scan s WHERE s.station_id = :station_id AND s.outcome = 'recorded'"
        f" AND s.undoes_id IS NULL AND s.unit_id IS NOT NULL AND {_SCAN_STANDS} ORDER BY s.id DESC LIMIT 1"
    )
)
_MOVE_COLUMNS = (
    "SELECT m.id, m.unit_id, m.from_place, m.from_cycle, m.from_sent_by, m.to_unit_id, m.to_place, m.to_cycle,"
    " m.to_sent_by, m.quantity, m.why, u.name, m.worker_id, m.from_carton_id, m.to_carton_id"
    " FROM move m JOIN unit u ON u.id = m.unit_id"
)
_MOVES = {
    source: Hot(text(f"{_MOVE_COLUMNS} WHERE m.{source} = :id ORDER BY m.id"))
    for source in ("scan_id", "inspection_id", "entry_id")
}
_TAKEN_SINCE = Hot(
    text(
        "SELECT 1 FROM move m WHERE m.unit_id = :unit_id AND m.from_place = :place AND m.from_cycle = :cycle"
        f" AND m.from_sent_by = :sent_by AND m.id > :after AND m.why <> 'undone' AND {_STANDS} LIMIT 1"
    )
)
_MADE_AT = Hot(
    text(
        "SELECT COALESCE(s.at, i.at, e.at), COALESCE(s.station_id, i.station_id, e.station_id), m.why FROM move m"
        " LEFT JOIN scan s ON s.id = m.scan_id LEFT JOIN inspection i ON i.id = m.inspection_id"
        " LEFT JOIN entry e ON e.id = m.entry_id WHERE m.id = :id"
    )
)
_UNDONE = Hot(text("SELECT 1 FROM move WHERE undoes_id = :id"))
_TAKEN_BACK = Hot(text("SELECT 1 FROM scan WHERE undoes_id = :id AND outcome = 'recorded'"))
_STANDING = Hot(
    text(
        "SELECT m.from_place, m.to_place, m.why, m.scan_id, m.inspection_id, m.entry_id"
        " FROM move m JOIN unit u ON u.id = m.unit_id"
        f" WHERE (u.id = :unit_id OR u.parent_id = :unit_id) AND m.why <> 'undone' AND {_STANDS} ORDER BY m.id DESC"
    )
)
_SENT_BACK_SINCE = Hot(
    text(
        "SELECT m.unit_id, m.to_cycle, m.to_sent_by, SUM(m.quantity) FROM unit u JOIN move m ON m.unit_id = u.id"
        " JOIN inspection i ON i.id = m.inspection_id WHERE (u.id = :unit_id OR u.parent_id = :unit_id)"
        f" AND m.why = 'judged' AND m.to_cycle > m.from_cycle AND i.at > :at AND {_STANDS}"
        " GROUP BY m.unit_id, m.to_cycle, m.to_sent_by"
    )
)
_SOURCE = {
    table: Hot(text(f"SELECT at, station_id FROM {table} WHERE id = :id")) for table in ("scan", "inspection", "entry")
}
_WAITING = Hot(
    text(
        "SELECT w.at, w.scan_id FROM waiting_scan w WHERE w.unit_id = :unit_id"
        " OR w.unit_id = (SELECT parent_id FROM unit WHERE id = :unit_id)"
    )
)
_WAITS = Hot(text("SELECT 1 FROM waiting_scan WHERE scan_id = :scan_id"))


def scan_of(conn: Connection, client_id: bytes) -> KeptScan | None:
    """The scan that was heard under this id."""
    return _kept(_SCAN_BY_CLIENT(conn, {"client_id": client_id}).first())


def scan(conn: Connection, scan_id: int) -> KeptScan:
    """A scan by its key."""
    kept = _kept(_SCAN_BY_ID(conn, {"id": scan_id}).one())
    assert kept is not None  # noqa: S101 - .one() raised otherwise
    return kept


def _kept(row: Any) -> KeptScan | None:
    if row is None:
        return None
    values: list[Any] = [*row[:17], as_dict(row[17])]
    return KeptScan(*values)


def as_dict(value: Any) -> dict[str, Any]:
    """A JSON column read raw: text on SQLite, already a dictionary on PostgreSQL, empty where nothing was kept."""
    loaded = json.loads(value) if isinstance(value, str) else value
    return loaded or {}


def clock_went_back(conn: Connection, heard_at: int, tolerance: int) -> bool:
    """Whether the server's clock stands before the newest scan, and no officer has confirmed it since."""
    newest = _NEWEST(conn, {}).scalar()
    if newest is None or heard_at >= newest - tolerance:
        return False
    return bool(_CONFIRMED(conn, {}).scalar() != newest)


def last_scan_at(conn: Connection, unit_id: int, station_id: int) -> int | None:
    """When this station last moved this very unit on; undone scans don't count."""
    found: int | None = _LAST_SCAN_AT(conn, {"unit_id": unit_id, "station_id": station_id}).scalar()
    return found


def last_here(conn: Connection, station_id: int) -> bytes | None:
    """The client's id of the last scan at a station that moved something and still stands."""
    found: bytes | None = _LAST_HERE(conn, {"station_id": station_id}).scalar()
    return found


def moves(conn: Connection, source: str, source_id: int) -> list[KeptMove]:
    """The moves of one source (``scan_id``, ``inspection_id`` or ``entry_id``), first to last."""
    return [
        KeptMove(row[0], row[1], row[2], Mark(row[3], row[4]), row[5], row[6], Mark(row[7], row[8]), *row[9:])
        for row in _MOVES[source](conn, {"id": source_id})
    ]


def moved_on(conn: Connection, kept: Sequence[KeptMove]) -> bool:
    """Whether anything that still stands was taken since from where these moves put their pieces.

    What they only passed (the end of a step that was skipped) doesn't count: others may have been taken from there
    since. Where one of them passes what another was put, that one's pieces are there.
    """
    after = max(move.id for move in kept)
    put = {(move.to_unit_id, move.to_place, move.to_mark) for move in kept if move.why != "skipped"}
    return any(
        _TAKEN_SINCE(
            conn,
            {"unit_id": unit_id, "place": place, "cycle": mark.cycle, "sent_by": mark.sent_by, "after": after},
        ).first()
        for unit_id, place, mark in put
    )


def undone(conn: Connection, move_id: int) -> bool:
    """Whether a move was taken back."""
    return _UNDONE(conn, {"id": move_id}).first() is not None


def taken_back(conn: Connection, scan_id: int) -> bool:
    """Whether a later scan took this one back, be it recorded or still waiting then."""
    return _TAKEN_BACK(conn, {"id": scan_id}).first() is not None


def last_out(conn: Connection, unit_id: int, steps: frozenset[int]) -> LastOut | None:
    """The last move of a unit (or its children) out of one of these steps that still stands."""
    newest: tuple[Any, ...] | None = None
    for place, to_place, why, *source in _STANDING(conn, {"unit_id": unit_id}):
        newest = newest or tuple(source)
        if place in steps and to_place != place:  # a split leaves the unit, not the step
            table, source_id = next(
                (name, key)
                for name, key in zip(("scan", "inspection", "entry"), source, strict=True)
                if key is not None
            )
            at, station_id = _SOURCE[table](conn, {"id": source_id}).one()
            return LastOut(at, station_id, why == "inferred", tuple(source) == newest)
    return None


def sent_back_since(conn: Connection, unit_id: int, at: int) -> dict[tuple[int, Mark], int]:
    """How many pieces of a unit and its children gates sent back after ``at``, by unit and the mark they got."""
    rows = _SENT_BACK_SINCE(conn, {"unit_id": unit_id, "at": at})
    return {(unit, Mark(cycle, sent_by)): int(quantity) for unit, cycle, sent_by, quantity in rows}


def waiting_for(conn: Connection, unit_ids: Iterable[int]) -> list[int]:
    """The late scans that wait for pieces of these units or their parents, in the order they happened."""
    found = {(at, scan_id) for unit_id in unit_ids for at, scan_id in _WAITING(conn, {"unit_id": unit_id})}
    return [scan_id for _, scan_id in sorted(found)]


def waits(conn: Connection, scan_id: int) -> bool:
    """Whether a scan still waits for its pieces."""
    return _WAITS(conn, {"scan_id": scan_id}).first() is not None


def made_at(conn: Connection, move_id: int) -> tuple[int, int | None, str]:
    """When a move happened (ms UTC), at which station, and why."""
    at, station_id, why = _MADE_AT(conn, {"id": move_id}).one()
    return at, station_id, why
