"""Judging checks: is a number inside its tolerance, an answer good, a count low enough; and what follows of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# No thousands marks, no exponents: 1.200 is one and two tenths.
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Limit:
    """What is still good: from ``low`` to ``high``, both included; ``None`` is no limit on that side."""

    low: float | None = None
    high: float | None = None

    def allows(self, value: float) -> bool:
        """Whether a value is inside. A measured 108,5 is not failed for the last bit of its binary fraction."""
        slack = 1e-9
        return (self.low is None or value >= self.low - slack) and (self.high is None or value <= self.high + slack)


def measured_limit(nominal: float, minus: float | None, plus: float | None) -> Limit:
    """The limit around a nominal; a side without a tolerance is open (a weight may always be more)."""
    return Limit(nominal - minus if minus is not None else None, nominal + plus if plus is not None else None)


def counted_limit(most: float | None) -> Limit:
    """The limit of a count: at most so many, none where nothing is said."""
    return Limit(0, most or 0)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for one check on one piece (counted from 1): a number, a grade, or yes and no.

    ``confirmed`` says that a number far off what is wanted was looked at again. Piece 0 is every piece that passes.
    """

    check: int
    piece: int
    value: float | None = None
    good: bool | None = None
    confirmed: bool = False
    grade: str | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer and whether it is good."""

    answer: Answer
    good: bool


def judge_answer(limit: Limit | None, answer: Answer) -> Judged | None:
    """Judges an answer; ``limit`` is ``None`` for a check answered by yes or no. ``None`` where the answer is no such.

    A number is judged by its limit alone, whatever else was said.
    """
    if limit is None:
        return None if answer.good is None else Judged(answer, answer.good)
    return None if answer.value is None else Judged(answer, limit.allows(answer.value))


def judge_grade(answer: Answer) -> Judged | None:
    """Judges a grade against the limit sample: worse than it is bad. Yes or no says whether it is good, as ever."""
    if answer.grade is not None:
        return Judged(answer, answer.grade != "worse")
    return judge_answer(None, answer)


def too_light(
    nominal: float, weighed: Sequence[float], earlier: Sequence[float], wanted: int, set_apart: int
) -> float | None:
    """The average of pieces weighed where it is below the nominal; ``None`` where it isn't.

    ``weighed`` are pieces that could pass, of which so many are ``set_apart``, to be weighed again or held: the
    lightest of them, as long as ``wanted`` stay weighed. ``earlier`` are weights that count besides.
    """
    apart = max(0, min(set_apart, len(weighed) - wanted))
    kept = [*earlier, *sorted(weighed)[apart:]]
    average = sum(kept) / len(kept) if kept else nominal
    return average if average < nominal - 1e-9 else None


def unheeded(judged: Iterable[Judged], set_apart: int) -> Judged | None:
    """The first failed check of a piece that was not set apart: more pieces failed than do not pass."""
    failed: dict[int, Judged] = {}
    for one in judged:
        if not one.good:
            failed.setdefault(one.answer.piece, one)
    return list(failed.values())[set_apart] if len(failed) > set_apart else None


def read_number(text: str) -> float:
    """A number as people write it, ``1,5`` and ``1.5`` alike; ``ValueError`` where it is none or not finite."""
    cleaned = text.replace(" ", "").strip()
    if not _NUMBER.fullmatch(cleaned):
        raise ValueError(text)
    value = float(cleaned.replace(",", "."))
    if value in (float("inf"), float("-inf")):
        raise ValueError(text)
    return value
