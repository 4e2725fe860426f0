"""What a verdict answers to a standard's checks."""

from __future__ import annotations

from collections.abc import Sequence

from .. import refusals
from ..refusals import Refused
from ..rules.standard import Answer, Judged, judge_answer
from .standards import UnitStandard


def judged(standard: UnitStandard, answers: Sequence[Answer]) -> list[Judged]:
    """The answers judged by the standard; ``Refused`` where one answers none of its checks."""
    findings = []
    for answer in answers:
        check = standard.check(answer.check)
        one = judge_answer(check.limit, answer) if check else None
        if one is None:
            raise Refused(refusals.CHECK_UNKNOWN.because(check=answer.check))
        findings.append(one)
    return findings
