"""What a person confirmed of a filled sheet, made into ordinary late scans and verdicts.

Each row has an id of its own, made of the sheet's code and the row's number: the same sheet photographed and confirmed
twice counts once, whoever does it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Connection, select, update

from .. import clock, refusals
from ..models import DaySheet, Officer, SheetReading, Station
from ..quality import givers
from ..quality import hearing as quality_hearing
from ..quality.givers import Giver
from ..quality.kept import verdict_of
from ..quality.verdicts import record_verdict
from ..refusals import No, Refused
from ..rules import codes
from ..scan import hearing, history, read
from ..scan.hearing import Item
from ..scan.read import Caller
from ..scan.scans import CLOCK_TOLERANCE_MS, record_scan
from .layout import Row

_SHEETS = UUID("5d0c8a52-6d0e-5a3f-9f0e-6b1f6f1d2c11")
RECORDED, ALREADY, REFUSED, BLANK = "recorded", "already", "refused", "blank"


@dataclass(frozen=True)
class Said:
    """What a person says that a row says. Of goods that pass no gate ``quantity`` counts; ``defects`` by outcome.

    ``all_checked`` are the checks, by their keys, that were seen to be good on every piece that passed.
    """

    number: int
    quantity: int = 0
    passed: int = 0
    rework: int = 0
    scrap: int = 0
    rework_defect: str = ""
    scrap_defect: str = ""
    all_checked: tuple[int, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nothing was done."""
        return not (self.quantity or self.passed or self.rework or self.scrap)


@dataclass(frozen=True)
class Confirmed:
    """A sheet as a person says it is to be read: when it was worked, by which officer and whose work it was."""

    at: int
    officer_id: int
    worker: str | None
    rows: Sequence[Said]


@dataclass(frozen=True)
class Became:
    """What became of a row."""

    number: int
    outcome: str
    refusal: str | None = None
    detail: dict[str, Any] | None = None


def record(conn: Connection, reading_id: int, said: Confirmed, by: int, now: int) -> list[Became]:
    """Records what was confirmed: what became of each row; the same again where this reading was confirmed before.

    ``by`` confirms, and gives the verdicts. ``NOT_FOUND``; ``SERVER_CLOCK`` as for every scan.
    """
    reading = conn.execute(select(*SheetReading.__table__.c).where(SheetReading.id == reading_id)).first()
    if reading is None:
        raise Refused(refusals.NOT_FOUND.because(what="foto lembar"))
    if reading.confirmed is not None:
        return [became(kept) for kept in reading.confirmed]
    if history.clock_went_back(conn, now, CLOCK_TOLERANCE_MS):
        raise Refused(refusals.SERVER_CLOCK.because())
    sheet = conn.execute(select(*DaySheet.__table__.c).where(DaySheet.id == reading.day_sheet_id)).one()
    _lock(conn, sheet)
    rows = [Row.kept(values) for values in sheet.rows]
    station = _Station(conn, sheet.station_id, sheet.code, said, by, now)
    done = [station.row(rows[each.number], each) for each in said.rows]
    kept = [{**asdict(each), "said": asdict(row)} for each, row in zip(done, said.rows, strict=True)]
    values = {"confirmed": kept, "confirmed_at": now, "confirmed_by_id": by}
    conn.execute(update(SheetReading).where(SheetReading.id == reading_id).values(values))
    return done


def became(kept: dict[str, Any]) -> Became:
    """What became of a row, as a reading keeps it."""
    return Became(kept["number"], kept["outcome"], kept["refusal"], kept["detail"])


def row_id(sheet_code: str, number: int) -> UUID:
    """The id of what a row of a sheet becomes."""
    return uuid5(_SHEETS, f"{sheet_code}/{number}")


def _lock(conn: Connection, sheet: Any) -> None:
    """Two photos of one sheet confirmed at once come one after the other."""
    conn.execute(select(DaySheet.id).where(DaySheet.id == sheet.id).with_for_update())
    read.lock_named(conn, [row["code"] for row in sheet.rows], [])


class _Station:
    """The station that a sheet was worked at, as a caller that hears its rows."""

    def __init__(self, conn: Connection, station_id: int, sheet: str, said: Confirmed, by: int, now: int) -> None:
        self._conn, self._sheet, self._said, self._by, self._now = conn, sheet, said, by, now
        code = conn.execute(select(Station.code).where(Station.id == station_id)).scalar_one()
        officer = conn.execute(select(Officer.id).where(Officer.id == said.officer_id, Officer.active)).scalar()
        if officer is None:
            raise Refused(refusals.UNKNOWN_OFFICER.because())
        stages = read.station_stages(conn, station_id)
        self._caller = Caller(station_id, code, officer, False, None, None, None, stages)

    def row(self, row: Row, said: Said) -> Became:
        """Records one row."""
        if said.is_blank:
            return Became(said.number, BLANK)
        key = row_id(self._sheet, said.number)
        if history.scan_of(self._conn, key.bytes) or verdict_of(self._conn, key.bytes):
            return Became(said.number, ALREADY)
        no = self._verdict(row, said, key) if row.is_gate else self._scan(row, said, key)
        if no is None:
            return Became(said.number, RECORDED)
        return Became(said.number, REFUSED, no.code, dict(no.detail))

    def _scan(self, row: Row, said: Said, key: UUID) -> No | None:
        raw = self._frame(row, key) | {"quantity": said.quantity, "worker": self._said.worker}
        item = hearing.hear(raw, None, self._now)
        assert isinstance(item, Item)  # noqa: S101 - it has an id
        return record_scan(self._conn, self._caller, item).no

    def _verdict(self, row: Row, said: Said, key: UUID) -> No | None:
        raw = self._frame(row, key) | {
            "passed": said.passed,
            "rework": [{"quantity": said.rework}] if said.rework else [],
            "scrap": said.scrap,
            "defects": [
                {"defect": defect, "quantity": quantity, "outcome": outcome}
                for outcome, quantity, defect in (
                    ("rework", said.rework, said.rework_defect),
                    ("scrap", said.scrap, said.scrap_defect),
                )
                if quantity and defect
            ],
            "findings": [{"check": check, "piece": 0, "good": True} for check in said.all_checked if said.passed],
            "note": f"Lembar darurat {codes.in_words(self._sheet)}",
        }
        heard = quality_hearing.hear(raw, None, self._now)
        assert isinstance(heard, tuple)  # noqa: S101 - it has an id
        # A verdict is the word of the one who gives it: of whoever confirms the sheet, by their own PIN.
        giver = Giver(self._by, self._caller.station_id, self._caller.stages, owes_pin=False)
        return record_verdict(self._conn, giver, *heard).result.no

    def _frame(self, row: Row, key: UUID) -> dict[str, Any]:
        return {
            "id": str(key),
            "code": row.code,
            "happened_at": clock.iso(self._said.at),
            "late": True,
            "step": row.step,
            "cycle": row.cycle,
        }


def may_give_verdicts(conn: Connection, officer_id: int) -> bool:
    """Whether whoever confirms may confirm the rows of a gate too."""
    return givers.gives_verdicts(conn, officer_id)
