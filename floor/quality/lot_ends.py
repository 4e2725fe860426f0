"""A lot's end that was pressed wrongly: taken back whole or not at all, and the lot is inspected again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Connection, exists, insert, select
from sqlalchemy.orm import aliased

from .. import refusals
from ..models import Inspection, InspectionLot, LotOutcome, LotResult, LotUnit
from ..refusals import Refused
from ..scan import presented, read, record, scans
from ..scan.entries import reason_given
from ..scan.hearing import Item
from ..scan.history import KeptMove
from ..scan.postings import Source, reversal
from ..scan.record import Heard, post
from ..scan.settling import settle_waiting
from . import lot_history, lots
from .givers import Giver, is_same_place, supervises
from .lots import Lot, Presented


@dataclass(frozen=True, slots=True)
class End:
    """How a lot ended once, as it is kept. ``stands``: nothing came after it."""

    client_id: bytes
    lot_id: int
    turn: int
    outcome: LotOutcome
    officer_id: int
    station_id: int | None
    happened_at: int
    stands: bool


def end_of(conn: Connection, client_id: bytes) -> End | None:
    """The end of a lot, or what took one back, that was heard under this id."""
    return _end(conn, LotResult.client_id == client_id)


def last_end(conn: Connection, lot_id: int) -> End | None:
    """The last end of a lot, or what took it back."""
    return _end(conn, LotResult.lot_id == lot_id)


def _end(conn: Connection, where: ColumnElement[bool]) -> End | None:
    later = aliased(LotResult)
    columns = (
        LotResult.client_id, LotResult.lot_id, LotResult.turn, LotResult.outcome, LotResult.officer_id,
        LotResult.station_id, LotResult.happened_at,
    )  # fmt: skip
    stands = ~exists().where(later.lot_id == LotResult.lot_id, later.turn > LotResult.turn)
    row = conn.execute(select(*columns, stands).where(where).order_by(LotResult.turn.desc())).first()
    if row is None:
        return None
    client_id, lot_id, turn, outcome, officer_id, station_id, happened_at, stands_now = row
    kept_as = LotOutcome(outcome)
    return End(bytes(client_id), lot_id, turn, kept_as, officer_id, station_id, happened_at, bool(stands_now))


def keep(conn: Connection, giver: Giver, item: Item, lot: Lot, outcome: LotOutcome, note: str) -> None:
    """Appends how a lot ended, or that its end is taken back."""
    last = last_end(conn, lot.id)
    conn.execute(
        insert(LotResult).values(
            client_id=item.client_id,
            fingerprint=item.fingerprint,
            lot_id=lot.id,
            turn=last.turn + 1 if last is not None else 1,
            outcome=outcome.value,
            officer_id=giver.officer_id,
            station_id=giver.station_id,
            happened_at=item.happened_at,
            at=item.at,
            heard_at=item.heard_at,
            note=note,
        )
    )


def own_id(client_id: bytes, number: int) -> bytes:
    """The id of what an end wrote for the lot's unit with that number, from 0: anybody finds it by the end's own."""
    return hashlib.blake2b(client_id + number.to_bytes(4, "big"), digest_size=16).digest()


def rows_of(conn: Connection, client_id: bytes, lot: Lot) -> list[tuple[int, int]]:
    """What an end, or taking it back, wrote for the units of its lot: keys of inspections, and the units."""
    ids = [own_id(client_id, number) for number in range(len(lot.units))]
    rows = select(Inspection.id, Inspection.unit_id).where(Inspection.client_id.in_(ids)).order_by(Inspection.id)
    return [(row[0], row[1] or 0) for row in conn.execute(rows)]


def may_undo(giver: Giver, end: End | None, now: int) -> int:
    """For how many more seconds a lot's end is taken back here by one tap; 0 where it isn't."""
    if end is None or not end.stands or end.outcome is LotOutcome.UNDONE:
        return 0
    if not is_same_place(giver, end.station_id, end.officer_id):
        return 0
    return max(0, (end.happened_at + scans.UNDO_WITHIN_MS - now) // 1000)


def reopen(conn: Connection, giver: Giver, item: Item, note: str, lot: Lot, end: End) -> None:
    """Takes a lot's end back with all that it moved, or nothing of it; the pieces looked at stay as they are."""
    if end.outcome is LotOutcome.UNDONE:
        raise Refused(refusals.CANT_UNDO_UNDO.because())
    if end.lot_id != lot.id:
        raise Refused(refusals.NOTHING_TO_UNDO.because())
    if not end.stands:
        raise Refused(refusals.ALREADY_UNDONE.because())
    in_time = 0 <= item.happened_at - end.happened_at <= scans.UNDO_WITHIN_MS
    if not (in_time and is_same_place(giver, end.station_id, end.officer_id)):
        note = _late(conn, giver, note)
    presented.must_be_free(conn, [unit.unit_id for unit in lot.units])
    backs = _backs(conn, lot, end)
    keep(conn, giver, item, lot, LotOutcome.UNDONE, note)
    for number, back in enumerate(backs):
        _move_back(conn, giver, item, lot, back, number)


def _late(conn: Connection, giver: Giver, note: str) -> str:
    """After its 30 s an end is taken back by a supervisor, with a reason."""
    if not supervises(conn, giver.officer_id):
        raise Refused(refusals.UNDO_TOO_LATE.because())
    if giver.owes_pin:
        raise Refused(refusals.PIN_NEEDED.because())
    return reason_given(note)


@dataclass(frozen=True, slots=True)
class _Back:
    """What an end wrote for a unit, and the moves that go back."""

    inspection_id: int
    unit: Presented
    moves: Sequence[KeptMove]


def _backs(conn: Connection, lot: Lot, end: End) -> list[_Back]:
    """What goes back, known to be possible all of it; ``Refused`` where anything went on since."""
    if end.outcome is not LotOutcome.ACCEPTED:
        return _none_went_on(conn, lot)
    units = {unit.unit_id: unit for unit in lot.units}
    backs = []
    for inspection_id, unit_id in rows_of(conn, end.client_id, lot):
        try:
            moves = scans.undoable(conn, "inspection_id", inspection_id)
        except Refused as refused:
            raise _went_on(lot, units[unit_id]) from refused
        backs.append(_Back(inspection_id, units[unit_id], moves))
    return backs


def _none_went_on(conn: Connection, lot: Lot) -> list[_Back]:
    """Nothing moved at this end; all of it must still wait, and not have been presented anew."""
    for unit in lot.units:
        later = select(LotUnit.id).select_from(LotUnit).join(InspectionLot, InspectionLot.id == LotUnit.lot_id)
        later = later.join(LotResult, lots.ENDED).where(LotUnit.unit_id == unit.unit_id, LotUnit.lot_id > lot.id)
        anew = conn.execute(later.where(LotResult.outcome != LotOutcome.WITHDRAWN.value).limit(1)).first()
        if anew is not None or lot_history.waiting_of(conn, lot.id, unit.unit_id) < unit.quantity:
            raise _went_on(lot, unit)
    return []


def _went_on(lot: Lot, unit: Presented) -> Refused:
    return Refused(refusals.LOT_WENT_ON.because(lot=lot.number, unit=unit.unit))


def _move_back(conn: Connection, giver: Giver, item: Item, lot: Lot, back: _Back, number: int) -> None:
    of_unit = replace(item, client_id=own_id(item.client_id, number), code=back.unit.code or None)
    heard = Heard(giver.station_id, giver.officer_id, back.unit.unit_id, undoes_id=back.inspection_id)
    inspection_id = record.inspect(conn, of_unit, heard, record.Judged(lot_id=lot.id), None)
    postings = [reversal(move) for move in reversed(back.moves)]
    route = read.route(conn, read.unit(conn, back.unit.unit_id).route_version_id)
    post(conn, route, postings, Source(item.at, giver.station_id, inspection_id=inspection_id))
    settle_waiting(conn, {posting.ends_in for posting in postings}, item.heard_at)
