"""A drawn piece is looked at, taken back, or the lot ends: items of ``POST /api/v1/inspections`` that name a lot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from .. import refusals
from ..models import LotOutcome, LotResult, Outcome
from ..refusals import No, Refused
from ..rules.integrity import MarkOf
from ..rules.owed import owed_pieces
from ..rules.route import Route
from ..rules.standard import Judged
from ..rules.verdict import Fault, SendBack, Split, Verdict, judge_faults, judge_verdict
from ..scan import history, labels, read, record
from ..scan.entries import reason_given
from ..scan.hearing import Item, as_text
from ..scan.postings import Source, postings_of
from ..scan.read import FoundUnit
from ..scan.record import Heard, post
from ..scan.results import Moved, Result, told
from ..scan.settling import settle_waiting
from . import answers, averages, givers, lot_ends, lots, marking, owed, say, standards
from .givers import Giver
from .hearing import VerdictAsked
from .kept import KeptVerdict, verdict_of
from .lot_hearing import LotAsked
from .lots import Lot, Presented
from .results import VerdictResult
from .standards import Check, Defect, UnitStandard


def record_of_lot(conn: Connection, giver: Giver, item: Item, asked: VerdictAsked, about: LotAsked) -> VerdictResult:
    """One item that speaks of a lot, appended and answered; raises ``Refused``. Who gives it is known to be allowed."""
    lot = lots.lot(conn, about.number)
    read.lock_all(conn, [unit.unit_id for unit in lot.units])
    lot = lots.lot(conn, about.number)  # as it stands now that nobody else writes to it
    end = lot_ends.end_of(conn, item.undoes) if item.undoes is not None else None
    if end is not None:
        lot_ends.reopen(conn, giver, item, asked.note, lot, end)
        return told_of_lot(conn, item, lots.lot(conn, lot.number), None, LotOutcome.UNDONE)
    if lot.ended is not None:
        raise Refused(refusals.LOT_ENDED.because(lot=lot.number))
    supervises = about.end == LotOutcome.WITHDRAWN and givers.supervises(conn, giver.officer_id)
    if lot.officer_id != giver.officer_id and not supervises:
        raise Refused(refusals.LOT_OF_ANOTHER.because(lot=lot.number, officer=lot.officer, at=lot.at))
    if item.undoes is not None:
        return _take_back(conn, giver, item, lot, item.undoes)
    if about.draw is not None:
        return _look(conn, giver, item, asked, lot, about.draw)
    if about.end == LotOutcome.WITHDRAWN and any(look.worst for look in lot.looks) and not supervises:
        raise Refused(refusals.LOT_HAS_BAD.because(lot=lot.number))
    return _end(conn, giver, item, asked, lot, about)


def heard_before(conn: Connection, item: Item, about: LotAsked) -> VerdictResult | None:
    """The same answer again to an item of a lot that was recorded; ``None`` where it wasn't."""
    kept_end = select(LotResult.fingerprint, LotResult.outcome).where(LotResult.client_id == item.client_id)
    row = conn.execute(kept_end).first()
    kept = verdict_of(conn, item.client_id)
    if row is not None and row.fingerprint != item.fingerprint:
        record.keep_anomaly(conn, refusals.ID_REUSED.code, None, item.heard_at, as_text(item.body))
        return VerdictResult(Result(item.id, Outcome.REFUSED, refusals.ID_REUSED.because()))
    if row is None and (kept is None or not kept.stood or kept.fingerprint != item.fingerprint):
        return None
    lot = lots.lot(conn, about.number)
    if row is not None:
        told_again = told_of_lot(conn, item, lot, None, LotOutcome(row.outcome))
    else:
        told_again = told_of_lot(conn, item, lot, kept)
    return replace(told_again, result=replace(told_again.result, replayed=True))


def _look(conn: Connection, giver: Giver, item: Item, asked: VerdictAsked, lot: Lot, number: int) -> VerdictResult:
    """One drawn piece, looked at by itself: it is kept, and nothing moves yet."""
    code, label = labels.label_in_use(conn, item.code or "")
    piece = next((one for one in lot.pieces if one.number == number), None)
    if piece is None or piece.unit_id != label.unit_id:
        raise Refused(refusals.LOT_NOT_DRAWN.because(lot=lot.number, draw=number))
    if number in lot.looked:
        raise Refused(refusals.LOT_PIECE_TWICE.because(lot=lot.number, draw=number))
    unit = read.unit(conn, piece.unit_id, code)
    standard = standards.of_unit(conn, unit.id)
    defects = {defect.code: defect for defect in standards.defects_of(conn, standard)}
    findings = judged_of_look(conn, lot, unit, standard, defects, asked)
    _must_be_possible(conn, giver, lot, unit, standard, defects, asked)
    marks = marking.marks_of_look(conn, giver.officer_id or 0, asked.split.passed, item.at)
    judged = replace(kept_of_look(conn, lot, unit, standard, defects, asked, findings), draw=number, marks=marks)
    record.inspect(conn, item, Heard(giver.station_id, giver.officer_id, unit.id), judged, None)
    givers.works_on(conn, giver, item.at)
    return told_of_lot(conn, item, lots.lot(conn, lot.number), verdict_of(conn, item.client_id))


def judged_of_look(
    conn: Connection,
    lot: Lot,
    unit: FoundUnit,
    standard: UnitStandard,
    defects: Mapping[str, Defect],
    asked: VerdictAsked,
) -> list[Judged]:
    """What was answered of one drawn piece, judged; ``Refused`` where it is no verdict on one piece."""
    if asked.split.judged != 1 or any(answer.piece != 1 for answer in asked.answers):
        raise Refused(refusals.LOT_ONE_PIECE.because())
    for fault in asked.faults:
        if fault.defect not in defects:
            raise Refused(refusals.UNKNOWN_DEFECT.because(defect=fault.defect))
    if (no := judge_faults(asked.split, asked.faults)) is not None:
        raise Refused(no)
    findings = answers.judged(standard, asked.answers)
    owed.must_be_meant(standard, findings)
    _must_fit(lot, standard, asked.split, findings, owed.answered_before(conn, unit.id, standard))
    return findings


def kept_of_look(
    conn: Connection,
    lot: Lot,
    unit: FoundUnit,
    standard: UnitStandard,
    defects: Mapping[str, Defect],
    asked: VerdictAsked,
    findings: Sequence[Judged],
) -> record.Judged:
    """A drawn piece as a record keeps it: which one it is, is not said yet."""
    return record.Judged(
        _gate_of(conn, lot, unit),
        standard.version_id,
        note=asked.note,
        findings=answers.kept(findings),
        defects=[_defect(fault, defects[fault.defect]) for fault in asked.faults],
        lot_id=lot.id,
    )


def _gate_of(conn: Connection, lot: Lot, unit: FoundUnit) -> int:
    """The gate that the lot is inspected at: its pieces may wait before steps that it lets them skip."""
    waits_at = next(presented.step for presented in lot.units if presented.unit_id == unit.id)
    steps = read.route(conn, unit.route_version_id).steps
    return next(
        step.number for step in steps if step.is_gate and step.stage_id == lot.stage_id and step.number >= waits_at
    )


def _defect(fault: Fault, defect: Defect) -> dict[str, object]:
    return {
        "defect_id": defect.id,
        "quantity": 1,
        "outcome": fault.outcome,
        "severity": defect.severity,
        "spots": fault.spots,
    }


def _must_fit(
    lot: Lot, standard: UnitStandard, split: Split, findings: Sequence[Judged], before: Mapping[int, int]
) -> None:
    """A good piece answers what is owed by it, and fails no check; ``before`` as ``owed.answered_before`` tells it."""
    if split.failed:
        return
    failed = next((one for one in findings if not one.good), None)
    if failed is not None:
        raise Refused(refusals.DEFECT_NEEDED.because(quantity=1))
    answered = {one.answer.check for one in findings}
    wanting = [check for check in standard.checks if owes(lot, check, before.get(check.id, 0))]
    wanting = [check for check in wanting if check.id not in answered]
    if wanting:
        raise owed.owing([(check, 1) for check in wanting])


def owes(lot: Lot, check: Check, before: int) -> bool:
    """Whether a drawn piece owes an answer, where so many of its size and batch were answered for already.

    What is critical and seen on every piece of the lot is said once, at its end.
    """
    if check.is_for_all and not check.owed:
        return not lot.sees_all_critical
    return owed_pieces(check.owed, check.owed_first, before, 1) > 0


def owed_at_end(lot: Lot, standard: UnitStandard) -> list[Check]:
    """What must have been seen on every piece of a lot before it is accepted."""
    if not lot.sees_all_critical:
        return []
    return [check for check in standard.checks if check.is_for_all and not check.owed]


def _must_be_possible(
    conn: Connection,
    giver: Giver,
    lot: Lot,
    unit: FoundUnit,
    standard: UnitStandard,
    defects: Mapping[str, Defect],
    asked: VerdictAsked,
) -> None:
    """What is to be done with a bad piece must be possible at the lot's end; a third return isn't."""
    if not asked.split.failed:
        return
    split, mended = _split_of(lot, unit.id, defects)
    outcome = next(fault.outcome for fault in asked.faults)
    split = _with_one(split, outcome)
    mended |= {defects[fault.defect].rework_stage_id for fault in asked.faults if fault.outcome == "rework"}
    _judge(conn, giver, lot, unit, standard, split, mended)


def _split_of(lot: Lot, unit_id: int, defects: Mapping[str, Defect]) -> tuple[Split, set[int | None]]:
    """What becomes of a unit's pieces by what was found so far, and the stages that mend those sent back."""
    split, mended = Split(), set[int | None]()
    for look in lot.looks:
        if look.unit_id == unit_id and look.outcome:
            split = _with_one(split, look.outcome)
            if look.outcome == "rework":
                mended |= {defects[code].rework_stage_id for code in look.defects if code in defects}
    quantity = next(unit.quantity for unit in lot.units if unit.unit_id == unit_id)
    return replace(split, passed=quantity - split.failed), mended


def _with_one(split: Split, outcome: str) -> Split:
    """One piece more that doesn't pass."""
    split = replace(split, passed=max(0, split.passed - 1))
    if outcome == "rework":
        return replace(split, rework=(SendBack(split.sent_back + 1),))
    if outcome == "grade_b":
        return replace(split, grade_b=split.grade_b + 1)
    if outcome == "scrap":
        return replace(split, scrap=split.scrap + 1)
    return replace(split, hold=split.hold + 1)


def _judge(
    conn: Connection,
    giver: Giver,
    lot: Lot,
    unit: FoundUnit,
    standard: UnitStandard,
    split: Split,
    mended: set[int | None],
) -> tuple[Route, Verdict]:
    """The verdict on one unit of the lot by the rules of any verdict; ``Refused`` where they say no."""
    route = read.route(conn, unit.route_version_id)
    held = [holding for holding in read.held(conn, unit.id)[0] if holding.unit_id == unit.id]
    verdict = judge_verdict(
        unit.id, split, route, giver.stages, held, takes_grade_b=standard.takes_grade_b, mended_at=mended
    )
    if isinstance(verdict, No):
        is_gone = verdict.code in (refusals.TOO_MANY.code, refusals.NOT_AT_GATE.code)
        raise Refused(refusals.LOT_CHANGED.because(lot=lot.number) if is_gone else verdict)
    return route, verdict


def _take_back(conn: Connection, giver: Giver, item: Item, lot: Lot, undoes: bytes) -> VerdictResult:
    """A slip of the finger: while the lot is open, a piece may be looked at once more."""
    kept = verdict_of(conn, undoes)
    if kept is None or kept.unit_id is None or kept.id not in {look.inspection_id for look in lot.looks}:
        raise Refused(refusals.NOTHING_TO_UNDO.because())
    heard = Heard(giver.station_id, giver.officer_id, kept.unit_id, undoes_id=kept.id)
    record.inspect(conn, item, heard, record.Judged(lot_id=lot.id), None)
    return told_of_lot(conn, item, lots.lot(conn, lot.number), verdict_of(conn, item.client_id))


def _end(conn: Connection, giver: Giver, item: Item, asked: VerdictAsked, lot: Lot, about: LotAsked) -> VerdictResult:
    end, ready = LotOutcome(about.end or ""), list[_Ready]()
    is_withdrawn = end is LotOutcome.WITHDRAWN
    note = reason_given(asked.note) if is_withdrawn else _must_follow(conn, lot, end, asked.note, about)
    if end is LotOutcome.ACCEPTED:  # nothing is written before all of them are known to be possible
        ready = [_make_ready(conn, giver, item, lot, unit) for unit in lot.units]
    marks = {mark for one in ready for mark in one.marks}
    verdicts = [one.verdict for one in ready]
    second = marking.confirmed(conn, giver.officer_id or 0, sorted(marks), verdicts, asked.second)
    lot_ends.keep(conn, giver, item, lot, end, note)
    for number, one in enumerate(ready):
        _move(conn, giver, item, lot, one, number, second)
    if ready:
        givers.works_on(conn, giver, item.at)
    return told_of_lot(conn, item, lots.lot(conn, lot.number), None, end)


def _must_follow(conn: Connection, lot: Lot, end: LotOutcome, note: str, about: LotAsked) -> str:
    """A lot ends as its pieces say; the note that it ends with.

    It is rejected besides for a critical defect seen outside the sample, with a note, and for an average too low.
    """
    decided, accepts = lot.is_accepted, end is LotOutcome.ACCEPTED
    if not accepts and note and lot.all_at_once and decided is not False:
        return note
    if decided is None:
        raise Refused(refusals.LOT_NOT_DONE.because(looked=len(lot.looks), drawn=len(lot.pieces)))
    light = too_light(conn, lot) if decided else None
    if light is not None and accepts:
        raise Refused(light)
    if decided is not accepts and light is None:
        raise Refused(refusals.LOT_RESULT_OTHER.because(lot=lot.number))
    if accepts and not about.all_checked:
        _must_be_seen(conn, lot)
    return note or (say.average_note(light) if light is not None else "")


def too_light(conn: Connection, lot: Lot) -> No | None:
    """Why a lot whose pieces were good each by itself is rejected all the same; ``None`` where it isn't."""
    return averages.too_light_of_lot(
        conn, [unit.unit_id for unit in lot.units], standards.of_unit(conn, lot.units[0].unit_id)
    )


def _must_be_seen(conn: Connection, lot: Lot) -> None:
    if lot.all_at_once or owed_at_end(lot, standards.of_unit(conn, lot.units[0].unit_id)):
        raise Refused(refusals.LOT_CRITICAL_OWED.because(quantity=lot.quantity))


@dataclass(frozen=True, slots=True)
class _Ready:
    """What becomes of one unit of an accepted lot."""

    unit: FoundUnit
    version_id: int | None
    split: Split
    route: Route
    verdict: Verdict
    marks: Sequence[MarkOf]


def _make_ready(conn: Connection, giver: Giver, item: Item, lot: Lot, presented: Presented) -> _Ready:
    """The good pieces of a unit pass, the bad ones go where the inspector said: a verdict as any other."""
    unit = read.unit(conn, presented.unit_id, presented.code)
    if unit.order_closed:
        raise Refused(refusals.ORDER_CLOSED.because())
    standard = standards.of_unit(conn, unit.id)
    defects = {defect.code: defect for defect in standards.defects_of(conn, standard)}
    split, mended = _split_of(lot, unit.id, defects)
    route, verdict = _judge(conn, giver, lot, unit, standard, split, mended)
    # Nobody looks while a lot ends: how fast that was is noticed of the drawn pieces.
    marks = marking.marks_of(conn, giver.officer_id or 0, verdict, 0, item.at)
    return _Ready(unit, standard.version_id, split, route, verdict, marks)


def _move(conn: Connection, giver: Giver, item: Item, lot: Lot, ready: _Ready, number: int, second: int | None) -> None:
    own = lot_ends.own_id(item.client_id, number)
    split, gate = ready.split, ready.verdict.step
    counts = (split.passed, split.sent_back, split.grade_b, split.scrap, split.hold)
    # Who confirms does so for what needs it: the other bundles of the lot are the inspector's alone.
    confirmed_by = second if MarkOf.OWN_TEAM in ready.marks else None
    judged = record.Judged(
        gate, ready.version_id, *counts, lot_id=lot.id, second_officer_id=confirmed_by, marks=ready.marks
    )
    heard = Heard(giver.station_id, giver.officer_id, ready.unit.id)
    of_unit = replace(item, client_id=own, code=ready.unit.code or None)
    inspection_id = record.inspect(conn, of_unit, heard, judged, None)
    postings = [posting for shift in ready.verdict.shifts for posting in postings_of(gate, shift)]
    post(conn, ready.route, postings, Source(item.at, giver.station_id, inspection_id=inspection_id))
    settle_waiting(conn, {posting.ends_in for posting in postings}, item.heard_at)


def told_of_lot(
    conn: Connection, item: Item, lot: Lot, kept: KeptVerdict | None, ended: LotOutcome | None = None
) -> VerdictResult:
    """The answer: what moved where this ended the lot or took its end back, and how the lot stands."""
    moved: list[Moved] = []
    if ended is not None:
        for inspection_id, _ in lot_ends.rows_of(conn, item.client_id, lot):
            moved += told(history.moves(conn, "inspection_id", inspection_id))
    unit_id = kept.unit_id if kept is not None and kept.unit_id else lot.units[0].unit_id
    code = next((unit.code for unit in lot.units if unit.unit_id == unit_id), "")
    result = Result(
        item.id,
        Outcome.RECORDED,
        None,
        read.unit(conn, unit_id, code),
        read.held(conn, unit_id)[0],
        read.route(conn, read.unit(conn, unit_id).route_version_id),
        moved,
        read.stages(conn),
        undone=item.undoes is not None,
        clock_off_ms=item.clock_off,
    )
    marks = kept.marks if kept is not None else ()
    return VerdictResult(result, lot=lot, draw=_draw_of(lot, kept), marks=marks, ended=ended)


def _draw_of(lot: Lot, kept: KeptVerdict | None) -> int | None:
    return next((look.draw for look in lot.looks if kept is not None and look.inspection_id == kept.id), None)
