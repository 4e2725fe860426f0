"""On how many pieces a check must be answered before pieces may pass: every one, the first ones, or a sample."""

from __future__ import annotations

from collections.abc import Iterable

from .standard import Judged

# Where no lot was drawn, a check that is owed by the sample is owed by one piece of every unit that is judged.
_SAMPLE = 1


def owed_pieces(how: str, first: int | None, before: int, passed: int) -> int:
    """How many pieces a check is owed on, where so many are to pass.

    ``how`` is ``every``, ``first``, ``sample`` or empty (to be looked at); ``before`` are the pieces of the same size
    and batch that it was answered for already. Nothing is owed by pieces that don't pass.
    """
    if how == "every":
        return passed
    if how == "first":
        return min(max(0, (first or 1) - before), passed)
    return min(_SAMPLE, passed) if how == "sample" else 0


def is_owed_by_all(severity: str, how: str, is_looked_at: bool) -> bool:
    """Whether one answer for all pieces that pass is owed: what is looked at and must be seen on every piece.

    That is what every piece owes, and what is critical, where nothing else is said of it.
    """
    return is_looked_at and (how == "every" or (severity == "critical" and not how))


def still_owed(how: str, first: int | None, before: int, passed: int, answers: Iterable[Judged]) -> int:
    """How many answers to one check are wanting. Where every piece owes it only good ones count: those may pass."""
    counted = {one.answer.piece for one in answers if one.good or how != "every"}
    return max(0, owed_pieces(how, first, before, passed) - len(counted))
