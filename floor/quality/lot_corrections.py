"""A drawn piece of a lot that has ended is corrected by itself: the lot ends as it did, or the piece stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from .. import refusals
from ..models import LotOutcome
from ..refusals import Refused
from ..rules import sampling
from ..rules.standard import Judged
from ..scan import read, record
from ..scan.hearing import Item
from ..scan.record import Heard
from . import averages, correcting, lot_pieces, lots, owed, standards
from .givers import Giver
from .hearing import VerdictAsked
from .inspected import Inspected
from .kept import verdict_of
from .lot_hearing import LotAsked
from .lots import Look, Lot
from .results import VerdictResult
from .standards import Check, Defect, UnitStandard


def correct_look(conn: Connection, giver: Giver, item: Item, asked: VerdictAsked, about: LotAsked) -> VerdictResult:
    """What a drawn piece should have been found to be, with a reason, in the place of what was wrong.

    ``Refused`` where this officer may not, the lot is open, or it would have ended otherwise. Nothing moves.
    """
    lot = lots.lot(conn, about.number)
    read.lock_all(conn, [unit.unit_id for unit in lot.units])
    lot = lots.lot(conn, about.number)  # as it stands now that nobody else writes to it
    correcting.wrong_one(conn, giver, asked.corrects or 0, asked.note)
    look = next((one for one in lot.looks if (one.inspection_id, one.draw) == (asked.corrects, about.draw)), None)
    if look is None:
        raise Refused(refusals.NOTHING_TO_UNDO.because())
    if lot.ended is None:
        raise Refused(refusals.CORRECT_IN_LOT.because())
    unit = read.unit(conn, look.unit_id, item.code or "")
    standard = standards.of_unit(conn, unit.id)
    defects = {defect.code: defect for defect in standards.defects_of(conn, standard)}
    findings = lot_pieces.judged_of_look(conn, lot, unit, standard, defects, asked)
    judged = lot_pieces.kept_of_look(conn, lot, unit, standard, defects, asked, findings)
    anew = _anew(look, standard, asked, judged, findings)
    _must_end_alike(conn, lot, look, anew, standard, defects, findings)
    judged = replace(judged, draw=look.draw, corrects_id=asked.corrects)
    record.inspect(conn, item, Heard(giver.station_id, giver.officer_id, unit.id), judged, None)
    return lot_pieces.told_of_lot(conn, item, lots.lot(conn, lot.number), verdict_of(conn, item.client_id))


def owed_anew(conn: Connection, one: Inspected, standard: UnitStandard) -> list[tuple[Check, int]]:
    """What must be answered besides before a drawn piece that was bad may be good."""
    lot, before = lots.lot(conn, one.row.lot), owed.answered_before(conn, one.row.unit_id, standard)
    wanting = [check for check in standard.checks if lot_pieces.owes(lot, check, before.get(check.id, 0))]
    return [(check, 1) for check in wanting if 1 not in one.pieces_of(check.id)]


def _anew(
    look: Look, standard: UnitStandard, asked: VerdictAsked, judged: record.Judged, findings: Sequence[Judged]
) -> Look:
    """The look as it will be found."""
    failed = (standard.check(one.answer.check) for one in findings if not one.good)
    severities = [*(str(each["severity"]) for each in judged.defects), *(check.severity for check in failed if check)]
    outcome = next((str(each["outcome"]) for each in judged.defects), "")
    defects = tuple(fault.defect for fault in asked.faults)
    return replace(look, worst=sampling.worst(severities), outcome=outcome, defects=defects)


def _must_end_alike(
    conn: Connection,
    lot: Lot,
    look: Look,
    anew: Look,
    standard: UnitStandard,
    defects: Mapping[str, Defect],
    findings: Sequence[Judged],
) -> None:
    """Refuses with ``LOT_WOULD_CHANGE`` what the lot's end, a class of it or the piece's way don't agree with."""
    if lot.ended is LotOutcome.WITHDRAWN:
        return
    other = replace(lot, looks=tuple(anew if one is look else one for one in lot.looks))
    is_alike = _result(other) == _result(lot)
    if lot.ended is LotOutcome.ACCEPTED:  # each piece went where it was said to
        is_alike = is_alike and _way(defects, anew) == _way(defects, look)
        if is_alike and not anew.outcome:  # a bad one counts in no average
            is_alike = not averages.is_too_light_anew(conn, look.unit_id, standard, findings, look.inspection_id)
    elif lot.is_accepted is not False:  # not its sample rejected it: perhaps the average did
        is_alike = is_alike and not _weighs_otherwise(conn, look, anew, standard, findings)
    if not is_alike:
        raise Refused(refusals.LOT_WOULD_CHANGE.because(lot=lot.number))


def _result(lot: Lot) -> tuple[bool | None, list[bool]]:
    """What follows for the lot and for each of its classes."""
    return lot.is_accepted, [one.is_lost for one in lot.standings.values()]


def _way(defects: Mapping[str, Defect], look: Look) -> tuple[str, set[int | None]]:
    """What is done with a piece, and the stages that mend what it is sent back for."""
    named = look.defects if look.outcome == "rework" else ()
    return look.outcome, {defects[code].rework_stage_id for code in named if code in defects}


def _weighs_otherwise(
    conn: Connection, look: Look, anew: Look, standard: UnitStandard, findings: Sequence[Judged]
) -> bool:
    """Whether the averages would have another weight in them, or one more or less: a bad piece counts in none."""
    averaged = {check.id for check in standard.checks if check.average}
    was = {check: value for check, _, value, *_ in correcting.answered(conn, look.inspection_id)}
    now = {one.answer.check: one.answer.value for one in findings}
    counted = {} if look.outcome else {check: was[check] for check in averaged & was.keys()}
    return counted != ({} if anew.outcome else {check: now[check] for check in averaged & now.keys()})
