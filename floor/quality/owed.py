"""What a verdict must bring besides its pieces: the answers that a standard owes, and numbers that were meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, text

from .. import refusals
from ..models import Owed
from ..refusals import Refused
from ..rules.owed import owed_pieces, still_owed
from ..rules.plausible import is_far_off, meant
from ..rules.standard import Judged
from ..scan.presented import LOT_ENDS
from .standards import Check, UnitStandard

_MOST_NAMED = 4

# Pieces of the same batch and size whose answers stand: a verdict that was taken back answered nothing, nor did a piece
# of a lot that was withdrawn.
STANDING = (
    " FROM finding f JOIN inspection i ON i.id = f.inspection_id AND i.outcome = 'recorded'"  # noqa: S608 - our own words
    " JOIN unit u ON u.id = i.unit_id"
    " JOIN unit own ON own.id = :unit_id AND own.batch_id = u.batch_id AND own.order_line_id = u.order_line_id"
    " WHERE f.check_item_id IN :checks AND NOT EXISTS"
    " (SELECT 1 FROM inspection x WHERE (x.undoes_id = i.id OR x.corrects_id = i.id) AND x.outcome = 'recorded')"
    f" AND NOT EXISTS (SELECT 1 FROM {LOT_ENDS} w WHERE w.lot_id = i.lot_id AND w.outcome = 'withdrawn')"
)
CHECKS: BindParameter[Any] = bindparam("checks", expanding=True)
# How many of the pieces that a verdict answered for could pass by it: none of a drawn piece that is bad, or whose lot
# was rejected.
COULD_PASS = (
    "(CASE WHEN i.draw IS NULL THEN i.passed"  # noqa: S608 - our own words
    " WHEN EXISTS (SELECT 1 FROM defect_found d WHERE d.inspection_id = i.id) THEN 0"
    f" WHEN EXISTS (SELECT 1 FROM {LOT_ENDS} w WHERE w.lot_id = i.lot_id AND w.outcome = 'rejected') THEN 0"
    " ELSE 1 END)"
)
_BEFORE = text(
    f"SELECT f.check_item_id, COUNT(DISTINCT f.piece), MAX({COULD_PASS}){STANDING}"
    " GROUP BY f.check_item_id, f.inspection_id"
).bindparams(CHECKS)


def owed_by(conn: Connection, unit_id: int, standard: UnitStandard, passed: int) -> dict[int, int]:
    """On how many pieces each check must be answered before so many of a unit may pass; those owing none left out.

    What is answered once for all of them isn't among these: see ``Check.is_for_all``.
    """
    before = answered_before(conn, unit_id, standard)
    owed = {
        check.id: owed_pieces(check.owed, check.owed_first, before.get(check.id, 0), passed)
        for check in standard.checks
        if not check.is_for_all
    }
    return {check: pieces for check, pieces in owed.items() if pieces}


def must_be_answered(
    conn: Connection, unit_id: int, standard: UnitStandard, passed: int, findings: Sequence[Judged]
) -> None:
    """Refuses with ``MEASUREMENTS_OWED`` where pieces would pass without what is owed by them."""
    if not passed or not any(check.owed or check.is_for_all for check in standard.checks):
        return
    before = answered_before(conn, unit_id, standard)
    wanting: list[tuple[Check, int]] = []
    for check in standard.checks:
        answers = [one for one in findings if one.answer.check == check.id]
        if missing := _missing(check, before.get(check.id, 0), passed, answers):
            wanting.append((check, missing))
    if wanting:
        raise owing(wanting)


def owing(wanting: Sequence[tuple[Check, int]]) -> Refused:
    """The refusal of pieces that owe so many answers to each of these checks."""
    named = [
        {"check": check.text, "check_en": check.text_en or check.text, "missing": missing}
        for check, missing in wanting[:_MOST_NAMED]
    ]
    missing = sum(missing for _, missing in wanting)
    return Refused(refusals.MEASUREMENTS_OWED.because(missing=missing, owed=named, more=len(wanting) - len(named)))


def _missing(check: Check, before: int, passed: int, answers: Sequence[Judged]) -> int:
    """How many answers are wanting; one, where it is neither said of all pieces at once nor of each by itself."""
    if not check.is_for_all:
        return still_owed(check.owed, check.owed_first, before, passed, answers)
    each = {one.answer.piece for one in answers if one.good}
    return 0 if 0 in each or len(each) >= passed else 1


def must_be_meant(standard: UnitStandard, findings: Sequence[Judged]) -> None:
    """Refuses with ``FAR_OFF`` a number that was hardly meant and that nobody looked at again."""
    for one in findings:
        check, answer = standard.check(one.answer.check), one.answer
        if check is None or answer.value is None or answer.confirmed:
            continue
        if is_far_off(answer.value, check.nominal, check.limit):
            words = {"check": check.text, "check_en": check.text_en or check.text, "measure": check.measure}
            where = {"check_id": check.id, "piece": answer.piece}
            numbers = {"found": answer.value, "nominal": check.nominal}
            likely = meant(answer.value, check.nominal, check.limit)
            raise Refused(refusals.FAR_OFF.because(**words, **where, **numbers, meant=likely))


def answered_before(conn: Connection, unit_id: int, standard: UnitStandard) -> Mapping[int, int]:
    """Pieces of this unit's size and batch that were answered for, by check; only where the first ones owe it.

    Where their average is judged too, a piece that did not pass answered for no other.
    """
    checks = {check.id: check for check in standard.checks if check.owed is Owed.FIRST}
    answered = dict.fromkeys(checks, 0)
    rows = conn.execute(_BEFORE, {"unit_id": unit_id, "checks": list(checks)}) if checks else ()
    for check_id, pieces, could_pass in rows:
        answered[check_id] += min(pieces, could_pass) if checks[check_id].average else int(pieces)
    return answered
