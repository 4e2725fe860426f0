"""A verdict, from what was heard to what became of it: read, judge, append, answer. One transaction per request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from .. import refusals
from ..models import Outcome, Why
from ..refusals import No, Refused
from ..rules import codes
from ..rules.route import Route
from ..rules.scanning import Holding
from ..rules.standard import Judged, unheeded
from ..rules.times import Clock
from ..rules.verdict import Verdict, is_first_pass, judge_faults, judge_verdict
from ..scan import history, labels, presence, presented, read, record, scans
from ..scan.hearing import Item, Nameless, as_text
from ..scan.history import KeptMove
from ..scan.postings import Source, postings_of, reversal
from ..scan.read import Caller, FoundUnit
from ..scan.record import Heard, keep_anomaly, post
from ..scan.results import Result, told
from ..scan.savepoint import apart
from ..scan.settling import settle_waiting
from . import answers, averages, correcting, givers, marking, owed, rechecks, standards
from .givers import Giver
from .hearing import VerdictAsked
from .kept import KeptVerdict, verdict_of
from .lot_corrections import correct_look
from .lot_pieces import heard_before, record_of_lot
from .results import FirstPass, VerdictResult
from .standards import Defect, UnitStandard

Said = tuple[Item, VerdictAsked]


def record_verdicts(
    conn: Connection, token_hash: str, items: Sequence[Said | Nameless], heard_at: int
) -> list[VerdictResult] | None:
    """One request: a result per item, in order; ``None`` for an unknown or revoked token.

    Raises ``Refused`` (``SERVER_CLOCK``) while the server's own clock can't be trusted; then nothing was stored. Each
    item has a savepoint: a mistake of ours in one must not keep the others waiting.
    """
    caller = read.caller(conn, token_hash)
    if caller is None:
        return None
    if history.clock_went_back(conn, heard_at, scans.CLOCK_TOLERANCE_MS):
        raise Refused(refusals.SERVER_CLOCK.because())
    scans.lock_named(conn, [said if isinstance(said, Nameless) else said[0] for said in items])
    return [_heard(conn, caller, item, heard_at) for item in items]


def _heard(conn: Connection, caller: Caller, said: Said | Nameless, heard_at: int) -> VerdictResult:
    if isinstance(said, Nameless):
        keep_anomaly(conn, refusals.MALFORMED.code, caller.station_id, heard_at, said.body)
        return _nothing(None, refusals.MALFORMED.because(what="id"))
    item, asked = said

    def spoiled() -> VerdictResult:
        keep_anomaly(conn, "NOT_UNDERSTOOD", caller.station_id, heard_at, as_text(item.body))
        return _nothing(item.id, refusals.MALFORMED.because(what="?"))

    return apart(conn, lambda: _from_station(conn, caller, item, asked), spoiled)


def _from_station(conn: Connection, caller: Caller, item: Item, asked: VerdictAsked) -> VerdictResult:
    there = read.at_station(conn, caller, item.station) if item.station else caller
    then = presence.at_the_time(conn, there, item) if there is not None else caller
    giver = givers.of_kept(then, there or caller, item) if item.late else givers.at_station(then, item.heard_at)
    no = _not_from_here(conn, there, item)
    if no is not None and verdict_of(conn, item.client_id) is None:
        return _refuse(conn, _Case(giver, item, asked), no)
    return record_verdict(conn, giver, item, asked)


def _not_from_here(conn: Connection, there: Caller | None, item: Item) -> No | None:
    """Why a verdict can't be heard of this station or token; ``None`` where it can."""
    if there is None:
        return refusals.NOT_PAIRED_THERE.because(station=item.station)
    # A scan says who made it; a verdict is the word of the officer whose token it is, and of nobody else.
    if not there.is_tablet and item.officer is not None and read.officer(conn, item.officer) != there.officer_id:
        return refusals.NOT_ALLOWED.because()
    return None


def record_verdict(conn: Connection, giver: Giver, item: Item, asked: VerdictAsked) -> VerdictResult:
    """One verdict: the same answer again where it was heard before, else judged, appended and answered."""
    if asked.lot is not None and (again := heard_before(conn, item, asked.lot)) is not None:
        return again
    kept = verdict_of(conn, item.client_id)
    if kept is not None:
        return _again(conn, giver, item, kept)
    case = _Case(giver, item, asked)
    if item.wrong is not None:
        return _refuse(conn, case, refusals.MALFORMED.because(what=item.wrong))
    try:
        if giver.station_id is not None:
            presence.must_run(presence.stopped(conn), item.at)
        if giver.officer_id is None:
            raise Refused(refusals.NO_OFFICER.because())
        if not givers.gives_verdicts(conn, giver.officer_id):
            raise Refused(refusals.NOT_ALLOWED.because())
        if asked.lot is not None:
            if giver.owes_pin and item.undoes is None:  # what is taken back at once never asks for it
                raise Refused(refusals.PIN_NEEDED.because())
            if asked.corrects is not None:
                return correct_look(conn, giver, item, asked, asked.lot)
            return record_of_lot(conn, giver, item, asked, asked.lot)
        if item.undoes is not None:
            return _undo(conn, giver, item, item.undoes)
        if giver.owes_pin:
            raise Refused(refusals.PIN_NEEDED.because())
        return _give(conn, case)
    except Refused as refused:
        return _refuse(conn, case, refused.no)


@dataclass(slots=True)
class _Case:
    """A verdict on its way: what was asked, and what was found of it so far, to be kept in any case."""

    giver: Giver
    item: Item
    asked: VerdictAsked
    unit: FoundUnit | None = None
    route: Route | None = None
    held: Sequence[Holding] = ()
    standard: UnitStandard | None = None
    findings: Sequence[Judged] = ()
    defects: Mapping[str, Defect] = field(default_factory=dict)
    step: int | None = None
    lot_id: int | None = None
    marks: Sequence[str] = ()
    second: int | None = None

    @property
    def heard(self) -> Heard:
        return Heard(self.giver.station_id, self.giver.officer_id, self.unit.id if self.unit else None)

    @property
    def judged(self) -> record.Judged:
        """What is kept of it: defects and findings as far as they are known ones."""
        split = self.asked.split
        return record.Judged(
            self.step,
            self.standard.version_id if self.standard else None,
            split.passed,
            split.sent_back,
            split.grade_b,
            split.scrap,
            split.hold,
            self.asked.note,
            answers.kept(self.findings),
            [
                {
                    "defect_id": self.defects[f.defect].id,
                    "quantity": f.quantity,
                    "outcome": f.outcome,
                    "severity": self.defects[f.defect].severity,
                    "spots": f.spots,
                }
                for f in self.asked.faults
                if f.defect in self.defects
            ],
            lot_id=self.lot_id,
            corrects_id=self.asked.corrects,
            second_officer_id=self.second,
            marks=self.marks,
        )


def _give(conn: Connection, case: _Case) -> VerdictResult:
    """The heart: what waits at the gate, what the standard and the rules say, and the moves that follow."""
    code, label = labels.label_in_use(conn, case.item.code or "")
    if label.unit_id is None:
        raise Refused(labels.not_goods(label))
    read.lock(conn, label.unit_id)
    case.unit = unit = read.unit(conn, label.unit_id, code)
    if unit.order_closed:
        raise Refused(refusals.ORDER_CLOSED.because())
    case.route = route = read.route(conn, unit.route_version_id)
    case.held, _ = read.held(conn, unit.id)
    wrong = correcting.taken_back(conn, case.giver, unit.id, case.asked)
    case.held, case.lot_id = correcting.as_if(case.held, wrong.back), wrong.lot_id
    case.standard = standard = standards.of_unit(conn, unit.id)
    # Nothing is said of every piece that passes where none does.
    said = [answer for answer in case.asked.answers if answer.piece or case.asked.split.passed]
    case.findings = answers.judged(standard, said)
    case.defects = {defect.code: defect for defect in standards.defects_of(conn, standard)}
    presented.must_be_free(conn, {unit.id, *(holding.unit_id for holding in case.held)})
    presented.must_be_by_piece(conn, case.held, case.asked.split.passed)
    verdict = _judge(case, unit, route, standard)
    # What a lot's end passed owes no more than its sample did.
    owed.must_be_answered(conn, unit.id, standard, max(0, case.asked.split.passed - wrong.sampled), case.findings)
    averages.must_average(conn, unit.id, standard, case.asked.split, case.findings, case.asked.corrects)
    case.step = verdict.step
    officer_id, passed = case.heard.officer_id or 0, case.asked.split.passed
    case.marks = marking.marks_of(conn, officer_id, verdict, passed, case.item.at)
    case.second = marking.confirmed(conn, officer_id, case.marks, [verdict], case.asked.second)
    inspection_id = record.inspect(conn, case.item, case.heard, case.judged, None)
    rechecks.draw(conn, inspection_id, unit.id, case.asked, case.item.heard_at)
    new = [posting for shift in verdict.shifts for posting in postings_of(verdict.step, shift)]
    postings = [*wrong.back, *new]
    post(conn, route, postings, Source(case.item.at, case.giver.station_id, inspection_id=inspection_id))
    settle_waiting(conn, {posting.ends_in for posting in postings}, case.item.heard_at)
    givers.works_on(conn, case.giver, case.item.at)
    return replace(_recorded(conn, case.item, unit, route, inspection_id), marks=tuple(case.marks))


def _judge(case: _Case, unit: FoundUnit, route: Route, standard: UnitStandard) -> Verdict:
    """The verdict by the rules; ``Refused`` where they say no."""
    asked, split = case.asked, case.asked.split
    for fault in asked.faults:
        if fault.defect not in case.defects:
            raise Refused(refusals.UNKNOWN_DEFECT.because(defect=fault.defect))
    mended_at = {case.defects[fault.defect].rework_stage_id for fault in asked.faults if fault.outcome == "rework"}
    verdict = judge_verdict(
        unit.id,
        split,
        route,
        case.giver.stages,
        case.held,
        step=case.item.step,
        cycle=case.item.cycle,
        takes_grade_b=standard.takes_grade_b,
        mended_at=mended_at,
    )
    if isinstance(verdict, No):
        raise Refused(verdict)
    if (no := judge_faults(split, asked.faults)) is not None:
        raise Refused(no)
    if any(answer.piece > split.judged for answer in asked.answers):
        raise Refused(refusals.MALFORMED.because(what="findings"))
    owed.must_be_meant(standard, case.findings)
    if (failed := unheeded(case.findings, split.failed)) is not None:
        raise Refused(_check_failed(standard, failed))
    return verdict


def _check_failed(standard: UnitStandard, failed: Judged) -> No:
    """The check by its words in both languages, with its numbers; a sentence is made of them in ``say``."""
    answer = failed.answer
    check = standard.check(answer.check)
    assert check is not None  # noqa: S101 - it was judged by it
    return refusals.CHECK_FAILED.because(
        check=check.text,
        check_en=check.text_en or check.text,
        kind=check.kind.value,
        piece=answer.piece,
        found=answer.value,
        low=check.limit.low if check.limit else None,
        high=check.limit.high if check.limit else None,
        measure=check.measure,
    )


def _undo(conn: Connection, giver: Giver, item: Item, undoes: bytes) -> VerdictResult:
    """Takes a whole verdict of this station (or inspector's desk) back within 30 s, or nothing of it."""
    kept = verdict_of(conn, undoes)
    if kept is None or kept.unit_id is None:
        raise Refused(refusals.NOTHING_TO_UNDO.because())
    if not givers.is_same_place(giver, kept.station_id, kept.officer_id):
        raise Refused(refusals.NOT_YOUR_SCAN.because())
    if kept.undoes_id is not None:
        raise Refused(refusals.CANT_UNDO_UNDO.because())
    if kept.is_of_lot:
        raise Refused(refusals.UNDO_IN_LOT.because())
    if not 0 <= item.happened_at - kept.happened_at <= scans.UNDO_WITHIN_MS:
        raise Refused(refusals.UNDO_TOO_LATE.because())
    read.lock(conn, kept.unit_id)
    moves = scans.undoable(conn, "inspection_id", kept.id)
    unit = read.unit(conn, kept.unit_id, kept.code or "")
    route = read.route(conn, unit.route_version_id)
    heard = Heard(giver.station_id, giver.officer_id, unit.id, undoes_id=kept.id)
    inspection_id = record.inspect(conn, item, heard, record.Judged(), None)
    postings = [reversal(move) for move in reversed(moves)]
    post(conn, route, postings, Source(item.at, giver.station_id, inspection_id=inspection_id))
    settle_waiting(conn, {posting.ends_in for posting in postings}, item.heard_at)
    return _recorded(conn, item, unit, route, inspection_id)


def _recorded(conn: Connection, item: Item, unit: FoundUnit, route: Route, inspection_id: int) -> VerdictResult:
    kept = history.moves(conn, "inspection_id", inspection_id)
    result = Result(
        item.id,
        Outcome.RECORDED,
        None,
        unit,
        read.held(conn, unit.id)[0],
        route,
        told(kept),
        read.stages(conn),
        undone=kept[-1].why == Why.UNDONE.value,  # one that corrects another begins with what it takes back
        clock_off_ms=item.clock_off,
    )
    return VerdictResult(result, None if result.undone else _first_pass(route, kept))


def _first_pass(route: Route, moves: Sequence[KeptMove]) -> FirstPass:
    judged = [move for move in moves if move.why == Why.JUDGED.value]
    first = [move for move in judged if is_first_pass(move.from_mark, move.from_place)]
    passed = [move.quantity for move in first if move.to_place == route.after(move.from_place)]
    return FirstPass(sum(move.quantity for move in first), sum(passed))


def _refuse(conn: Connection, case: _Case, no: No) -> VerdictResult:
    """Keeps the verdict with its refusal and says so."""
    record.inspect(conn, case.item, case.heard, case.judged, no)
    return VerdictResult(
        Result(
            case.item.id,
            Outcome.REFUSED,
            no,
            case.unit,
            case.held,
            case.route,
            words=read.stages(conn),
            new_name=read.new_name(conn, no),
            clock_off_ms=case.item.clock_off,
        )
    )


def _nothing(id_: str | None, no: No) -> VerdictResult:
    return VerdictResult(Result(id_, Outcome.REFUSED, no))


def verdict_given(conn: Connection, client_id: bytes) -> VerdictResult | None:
    """What became of a verdict that was recorded under this id; ``None`` where none was."""
    kept = verdict_of(conn, client_id)
    if kept is None or not kept.stood:
        return None
    unit = read.unit(conn, kept.unit_id, codes.read_code(kept.code or "") or "") if kept.unit_id else None
    if unit is None:
        return None
    item = Item(client_id, kept.fingerprint, kept.happened_at, kept.at, kept.at, Clock(kept.clock))
    given = _recorded(conn, item, unit, read.route(conn, unit.route_version_id), kept.id)
    repeated = replace(given.result, replayed=True, clock_off_ms=kept.clock_off)
    return replace(given, result=repeated, marks=kept.marks)


def _again(conn: Connection, giver: Giver, item: Item, kept: KeptVerdict) -> VerdictResult:
    """An id heard before: the same answer again if it is the same request, else an anomaly for the supervisor."""
    if kept.fingerprint != item.fingerprint or not givers.is_same_place(giver, kept.station_id, kept.officer_id):
        keep_anomaly(conn, refusals.ID_REUSED.code, giver.station_id, item.heard_at, as_text(item.body))
        return _nothing(item.id, refusals.ID_REUSED.because())
    unit = read.unit(conn, kept.unit_id, codes.read_code(kept.code or "") or "") if kept.unit_id else None
    route = read.route(conn, unit.route_version_id) if unit else None
    if kept.stood and unit is not None and route is not None:
        again = _recorded(conn, item, unit, route, kept.id)
        repeated = replace(again.result, replayed=True, clock_off_ms=kept.clock_off)
        return replace(again, result=repeated, marks=kept.marks)
    no = No(kept.refusal or "", kept.detail)
    held = read.held(conn, unit.id)[0] if unit else ()
    words, new_name = read.stages(conn), read.new_name(conn, no)
    refused = Result(item.id, Outcome.REFUSED, no, unit, held, route, words=words, replayed=True, new_name=new_name)
    return VerdictResult(replace(refused, clock_off_ms=kept.clock_off))
