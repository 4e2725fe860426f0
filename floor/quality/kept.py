"""Verdicts that were heard before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from ..db import Hot
from ..rules.times import Clock
from ..scan.hearing import clock_off
from ..scan.history import as_dict


@dataclass(frozen=True, slots=True)
class KeptVerdict:
    """A verdict, or the undo of one, as it is kept."""

    id: int
    fingerprint: int
    station_id: int | None
    officer_id: int | None
    unit_id: int | None
    undoes_id: int | None
    code: str | None
    happened_at: int
    at: int
    clock: str
    outcome: str
    refusal: str | None
    detail: dict[str, Any]
    marks: tuple[str, ...] = ()
    lot_id: int | None = None
    corrects_id: int | None = None

    @property
    def is_of_lot(self) -> bool:
        """Whether a lot's draw or end made it; one that corrects it stands by itself."""
        return self.lot_id is not None and self.corrects_id is None

    @property
    def stood(self) -> bool:
        """Whether it was recorded when it was heard."""
        return self.outcome == "recorded"

    @property
    def clock_off(self) -> int:
        """How far the clock of who sent it was off, as it was said then."""
        return clock_off(Clock(self.clock), self.at, self.happened_at)


_BY_CLIENT = Hot(
    text(
        "SELECT id, fingerprint, station_id, officer_id, unit_id, undoes_id, code, happened_at, at, clock,"
        " outcome, refusal, detail, marks, lot_id, corrects_id FROM inspection WHERE client_id = :client_id"
    )
)


def verdict_of(conn: Connection, client_id: bytes) -> KeptVerdict | None:
    """The verdict that was heard under this id."""
    row = _BY_CLIENT(conn, {"client_id": client_id}).first()
    if row is None:
        return None
    values: list[Any] = [*row[:12], as_dict(row[12]), tuple(as_dict(row[13])), row[14], row[15]]
    return KeptVerdict(*values)
