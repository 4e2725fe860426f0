"""What a verdict answers to a standard's checks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .. import refusals
from ..models import CheckKind
from ..refusals import Refused
from ..rules.standard import Answer, Judged, judge_answer, judge_grade
from .standards import Check, UnitStandard


def judged(standard: UnitStandard, answers: Sequence[Answer]) -> list[Judged]:
    """The answers judged by the standard; ``Refused`` where one answers none of its checks."""
    findings = []
    for answer in answers:
        check = standard.check(answer.check)
        one = _judged(check, answer) if check else None
        if one is None:
            raise Refused(refusals.CHECK_UNKNOWN.because(check=answer.check))
        findings.append(one)
    return findings


def kept(findings: Sequence[Judged]) -> list[dict[str, Any]]:
    """The answers as a record keeps them."""
    return [
        {
            "check_item_id": one.answer.check,
            "piece": one.answer.piece,
            "value": one.answer.value,
            "grade": one.answer.grade,
            "good": one.good,
        }
        for one in findings
    ]


def _judged(check: Check, answer: Answer) -> Judged | None:
    """``None`` where it is no such answer: for all pieces only good is said, of what is answered once for all."""
    if answer.piece == 0 and not (check.is_for_all and answer.good):
        return None
    return judge_grade(answer) if check.kind is CheckKind.GRADED else judge_answer(check.limit, answer)
