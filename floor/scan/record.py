"""The only writer of the ledger: scans, verdicts, entries, moves, and the balances they leave.

``record_scans`` is one request of ``POST /api/v1/scans`` in one transaction. What changes quantities from elsewhere (a
verdict, a batch, a delivery …) calls ``enter`` or ``inspect`` for its source and then ``post``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, FromClause, Insert, bindparam, insert, text

from ..db import Hot
from ..models import (
    Anomaly,
    DefectFound,
    DefectSpot,
    Entry,
    EntryKind,
    Finding,
    Inspection,
    Move,
    Outcome,
    Scan,
    Settlement,
    WaitingScan,
)
from ..refusals import No
from ..rules import places
from ..rules.route import Route
from . import history, loose, output
from .hearing import Item
from .postings import Posting, Source


@dataclass(frozen=True, slots=True)
class EntryAsked:
    """A change asked from a page or a command. ``fingerprint`` tells a repeated one from another under the same id."""

    client_id: bytes
    fingerprint: int
    kind: EntryKind
    officer_id: int | None
    at: int
    heard_at: int
    station_id: int | None = None
    unit_id: int | None = None
    reason: str = ""


def _row(model: type[Any]) -> Insert:
    """An insert of one row with every column but the key given, answering the key."""
    table: FromClause = model.__table__
    values: dict[str, Any] = {column.key: bindparam(column.key) for column in table.columns if column.key != "id"}
    statement = insert(model).values(values)
    return statement.returning(table.c.id) if "id" in table.columns else statement


_INSERT_SCAN = Hot(_row(Scan))
_INSERT_INSPECTION = Hot(_row(Inspection))
_INSERT_FINDING = Hot(_row(Finding))
_INSERT_DEFECT_FOUND = Hot(_row(DefectFound))
_INSERT_SPOT = Hot(_row(DefectSpot))
_INSERT_ENTRY = Hot(_row(Entry))
_INSERT_MOVE = Hot(_row(Move))
_INSERT_WAITING = Hot(_row(WaitingScan))
_INSERT_SETTLEMENT = Hot(_row(Settlement))
_INSERT_ANOMALY = Hot(_row(Anomaly))
_INSERT_LOOKED = Hot(
    text(
        "INSERT INTO looked_at (scan_id, inspection_id, entry_id, at, officer_id, note)"
        " VALUES (:scan_id, :inspection_id, :entry_id, :at, :officer_id, :note) ON CONFLICT DO NOTHING"
    )
)
_END_WAITING = Hot(text("DELETE FROM waiting_scan WHERE scan_id = :scan_id"))

_PLACE = "unit_id = :unit_id AND place = :place AND cycle = :cycle AND sent_by = :sent_by"
_TAKE_ALL = Hot(text(f"DELETE FROM balance WHERE {_PLACE} AND quantity = :quantity"))
_TAKE_SOME = Hot(text(f"UPDATE balance SET quantity = quantity - :quantity WHERE {_PLACE}"))
_ADD = Hot(
    text(
        "INSERT INTO balance (unit_id, place, cycle, sent_by, stage_id, quantity)"
        " VALUES (:unit_id, :place, :cycle, :sent_by, :stage_id, :quantity)"
        " ON CONFLICT (unit_id, place, cycle, sent_by) DO UPDATE SET quantity = balance.quantity + excluded.quantity"
    )
)


_CARTON = "carton_id = :carton_id AND unit_id = :unit_id AND cycle = :cycle AND sent_by = :sent_by"
_OUT_OF_CARTON_ALL = Hot(text(f"DELETE FROM carton_content WHERE {_CARTON} AND quantity = :quantity"))
_OUT_OF_CARTON = Hot(text(f"UPDATE carton_content SET quantity = quantity - :quantity WHERE {_CARTON}"))
_INTO_CARTON = Hot(
    text(
        "INSERT INTO carton_content (carton_id, unit_id, cycle, sent_by, quantity)"
        " VALUES (:carton_id, :unit_id, :cycle, :sent_by, :quantity)"
        " ON CONFLICT (carton_id, unit_id, cycle, sent_by)"
        " DO UPDATE SET quantity = carton_content.quantity + excluded.quantity"
    )
)
_FINISHED = Hot(
    text(
        "INSERT INTO output (hour, station_id, stage_id, order_line_id, quantity, rework)"
        " SELECT :hour, :station_id, :stage_id, order_line_id, :quantity, :rework FROM unit WHERE id = :unit_id"
        " ON CONFLICT (hour, station_id, stage_id, order_line_id) DO UPDATE"
        " SET quantity = output.quantity + excluded.quantity, rework = output.rework + excluded.rework"
    )
)


class LedgerError(Exception):
    """A posting that the balances can't carry: a mistake of ours, never of a user. The transaction must not commit."""


def post(conn: Connection, route: Route, postings: Iterable[Posting], source: Source) -> None:
    """Appends the moves and adjusts the balances. ``route`` is that of every unit named.

    Subtracts by UPDATE (or removes the row when nothing remains) and adds by upsert: a negative upsert would fail the
    CHECK before it reached the conflict.
    """
    for posting in postings:
        _INSERT_MOVE(
            conn,
            {
                "unit_id": posting.unit_id,
                "from_place": posting.from_place,
                "from_cycle": posting.from_mark.cycle,
                "from_sent_by": posting.from_mark.sent_by,
                "to_unit_id": posting.ends_in,
                "to_place": posting.to_place,
                "to_cycle": posting.to_mark.cycle,
                "to_sent_by": posting.to_mark.sent_by,
                "quantity": posting.quantity,
                "why": posting.why.value,
                "worker_id": posting.worker_id,
                "scan_id": source.scan_id,
                "inspection_id": source.inspection_id,
                "entry_id": source.entry_id,
                "undoes_id": posting.undoes_id,
                "from_carton_id": posting.from_carton_id,
                "to_carton_id": posting.to_carton_id,
            },
        )
        if not places.is_outside(posting.from_place):
            _subtract(conn, posting)
        if not places.is_outside(posting.to_place):
            _add(conn, posting, route)
        if places.READY in (posting.from_place, posting.to_place):
            _pack(conn, posting)
        _count(conn, route, posting, source)


def _subtract(conn: Connection, posting: Posting) -> None:
    values = {
        "unit_id": posting.unit_id,
        "place": posting.from_place,
        "cycle": posting.from_mark.cycle,
        "sent_by": posting.from_mark.sent_by,
        "quantity": posting.quantity,
    }
    if _TAKE_ALL(conn, values).rowcount == 0 and _TAKE_SOME(conn, values).rowcount == 0:
        raise LedgerError(f"nothing of unit {posting.unit_id} is at place {posting.from_place}")


def _add(conn: Connection, posting: Posting, route: Route) -> None:
    at_step = places.is_step(posting.to_place)
    _ADD(
        conn,
        {
            "unit_id": posting.ends_in,
            "place": posting.to_place,
            "cycle": posting.to_mark.cycle,
            "sent_by": posting.to_mark.sent_by,
            "stage_id": route.step(posting.to_place).stage_id if at_step else None,
            "quantity": posting.quantity,
        },
    )


def _pack(conn: Connection, posting: Posting) -> None:
    """Cartons lose and gain with their pieces; what lies in one can't be taken as if it lay loose."""
    taken = {
        "unit_id": posting.unit_id,
        "cycle": posting.from_mark.cycle,
        "sent_by": posting.from_mark.sent_by,
        "quantity": posting.quantity,
    }
    if (carton_id := posting.from_carton_id) is not None:
        values = {**taken, "carton_id": carton_id}
        if _OUT_OF_CARTON_ALL(conn, values).rowcount == 0 and _OUT_OF_CARTON(conn, values).rowcount == 0:
            raise LedgerError(f"nothing of unit {posting.unit_id} is in carton {carton_id}")
    if (carton_id := posting.to_carton_id) is not None:
        mark = {"cycle": posting.to_mark.cycle, "sent_by": posting.to_mark.sent_by}
        values = {**mark, "carton_id": carton_id, "unit_id": posting.ends_in, "quantity": posting.quantity}
        _INTO_CARTON(conn, values)
    if posting.from_place != places.READY:
        return
    ready, packed = loose.ready_and_packed(conn, posting.unit_id, posting.from_mark)
    if ready < packed:
        raise LedgerError(f"pieces of unit {posting.unit_id} lie in cartons and were not taken out of them")


def _count(conn: Connection, route: Route, posting: Posting, source: Source) -> None:
    """Adds what was finished to its hour; takes it from the hour it was added to where this takes a move back."""
    sign, at, station_id, why = 1, source.at, source.station_id, posting.why.value
    start, end, unit_id, mark = posting.from_place, posting.to_place, posting.unit_id, posting.from_mark
    if posting.undoes_id is not None:
        sign, start, end = -1, posting.to_place, posting.from_place
        unit_id, mark = posting.ends_in, posting.to_mark
        at, station_id, why = history.made_at(conn, posting.undoes_id)
    stage_id = route.step(start).stage_id if places.is_step(start) else None
    for counted_at, pieces in output.finished(stage_id, start, end, why, sign * posting.quantity):
        values = {
            "hour": at // output.HOUR,
            "station_id": station_id or 0,
            "stage_id": counted_at,
            "unit_id": unit_id,
            "quantity": 0 if mark.cycle else pieces,
            "rework": pieces if mark.cycle else 0,
        }
        _FINISHED(conn, values)


@dataclass(frozen=True, slots=True)
class Heard:
    """Who and what a scan or verdict was resolved to, as far as it could be."""

    station_id: int | None
    officer_id: int | None = None
    unit_id: int | None = None
    worker_id: int | None = None
    undoes_id: int | None = None


def scanned(conn: Connection, item: Item, heard: Heard, no: No | None) -> int:
    """Appends the row of a scan, recorded or (with a refusal) not; answers its key."""
    values: dict[str, Any] = {
        **_as_heard(item, no),
        "station_id": heard.station_id,
        "officer_id": heard.officer_id,
        "unit_id": heard.unit_id,
        "worker_id": heard.worker_id,
        "undoes_id": heard.undoes_id,
        "quantity": item.quantity,
        "seen": item.seen,
        "step": item.step,
        "cycle": item.cycle,
        "late": item.late,
    }
    return _key(_INSERT_SCAN(conn, values))


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict's pieces, as they are kept. The five counts together are what was judged."""

    step: int | None = None
    standard_version_id: int | None = None
    passed: int = 0
    rework: int = 0
    grade_b: int = 0
    scrap: int = 0
    hold: int = 0
    note: str = ""
    findings: Sequence[Mapping[str, Any]] = field(default=())  # check_item_id, piece, value, good; and a grade
    # defect_id, quantity, outcome, severity; and where on the drawing: a list of (side, x, y)
    defects: Sequence[Mapping[str, Any]] = field(default=())
    lot_id: int | None = None
    draw: int | None = None
    corrects_id: int | None = None
    second_officer_id: int | None = None
    marks: Sequence[str] = ()


def inspect(conn: Connection, item: Item, heard: Heard, judged: Judged, no: No | None) -> int:
    """Appends the row of a verdict with its findings and defects, recorded or not; answers its key."""
    values: dict[str, Any] = {
        **_as_heard(item, no),
        "station_id": heard.station_id,
        "officer_id": heard.officer_id,
        "unit_id": heard.unit_id,
        "undoes_id": heard.undoes_id,
        "standard_version_id": judged.standard_version_id,
        "step": judged.step,
        "passed": judged.passed,
        "rework": judged.rework,
        "grade_b": judged.grade_b,
        "scrap": judged.scrap,
        "hold": judged.hold,
        "note": judged.note,
        "lot_id": judged.lot_id,
        "draw": judged.draw,
        "corrects_id": judged.corrects_id,
        "second_officer_id": judged.second_officer_id,
        "marks": json.dumps(list(judged.marks)) if judged.marks else None,
    }
    inspection_id = _key(_INSERT_INSPECTION(conn, values))
    for finding in judged.findings:
        _INSERT_FINDING(conn, {"inspection_id": inspection_id, "grade": None, **finding})
    for defect in judged.defects:
        spots = defect.get("spots", ())
        found = {name: defect.get(name) for name in ("defect_id", "quantity", "outcome", "severity")}
        found_id = _key(_INSERT_DEFECT_FOUND(conn, {"inspection_id": inspection_id, **found}))
        for side, x, y in spots:
            _INSERT_SPOT(conn, {"defect_found_id": found_id, "side": side, "x": x, "y": y})
    return inspection_id


def _as_heard(item: Item, no: No | None) -> dict[str, Any]:
    return {
        "client_id": item.client_id,
        "fingerprint": item.fingerprint,
        "code": item.code,
        "happened_at": item.happened_at,
        "at": item.at,
        "heard_at": item.heard_at,
        "clock": item.clock.value,
        **_outcome(no),
    }


def _outcome(no: No | None) -> dict[str, Any]:
    return {
        "outcome": Outcome.RECORDED.value if no is None else Outcome.REFUSED.value,
        "refusal": no.code if no is not None else None,
        "detail": json.dumps(dict(no.detail)) if no is not None and no.detail else None,
    }


def enter(conn: Connection, asked: EntryAsked, no: No | None = None, detail: Mapping[str, Any] | None = None) -> int:
    """Appends the row of an entry, recorded or refused; answers its key. ``detail`` is what a replay must answer."""
    values: dict[str, Any] = {
        "client_id": asked.client_id,
        "fingerprint": asked.fingerprint,
        "kind": asked.kind.value,
        "officer_id": asked.officer_id,
        "station_id": asked.station_id,
        "unit_id": asked.unit_id,
        "at": asked.at,
        "heard_at": asked.heard_at,
        "reason": asked.reason,
        **_outcome(no),
    }
    if no is None and detail:
        values["detail"] = json.dumps(dict(detail))
    return _key(_INSERT_ENTRY(conn, values))


def keep_waiting(conn: Connection, scan_id: int, unit_id: int, at: int) -> None:
    """Remembers that a late scan waits for its pieces."""
    _INSERT_WAITING(conn, {"scan_id": scan_id, "unit_id": unit_id, "at": at})


def settle(conn: Connection, scan_id: int, outcome: Outcome, at: int, officer_id: int | None, reason: str) -> None:
    """Says what became of a scan that waited; it waits no longer."""
    _INSERT_SETTLEMENT(
        conn,
        {"scan_id": scan_id, "outcome": outcome.value, "settled_at": at, "officer_id": officer_id, "reason": reason},
    )
    _END_WAITING(conn, {"scan_id": scan_id})


def looked(conn: Connection, into: Mapping[str, int], at: int, officer_id: int, note: str) -> None:
    """Notes that a person looked into what was refused: its row by ``scan_id``, ``inspection_id`` or ``entry_id``.

    A second look changes nothing.
    """
    nothing: dict[str, int | None] = {"scan_id": None, "inspection_id": None, "entry_id": None}
    _INSERT_LOOKED(conn, {**nothing, **into, "at": at, "officer_id": officer_id, "note": note})


def keep_anomaly(conn: Connection, kind: str, station_id: int | None, heard_at: int, body: str) -> None:
    """Keeps something heard that fits nowhere, for a person to look at."""
    _INSERT_ANOMALY(conn, {"kind": kind, "station_id": station_id, "heard_at": heard_at, "body": body})


def _key(result: Any) -> int:
    key: int = result.scalar()
    return key
