"""What keeps verdicts honest: what is noticed of one and kept with it, and how well two officers agree (kappa).

Cohen, J. (1960), "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20, 37-46;
the words for a kappa follow Landis and Koch (1977), Biometrics 33, 159-174.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

FAST_PASSES = 10
FAST_WITHIN_MS = 30_000
# With fewer pairs a kappa says more about luck than about the officers.
LEAST_PAIRS = 10


class MarkOf(StrEnum):
    """What can be noticed of a verdict. None of it says that the verdict is wrong."""

    OWN_STAGE = "own_stage"  # the officer also scanned these pieces at the stage before
    FAST = "fast"  # it is the tenth pass, or a later one, of this officer within thirty seconds
    OWN_TEAM = "own_team"  # the pieces' last production work is by the team that this officer leads


@dataclass(frozen=True, slots=True)
class Work:
    """Pieces of a unit that finished a step: in which order, who scanned them there, whose work they were."""

    unit_id: int
    order: int  # the higher, the later
    step: int
    is_production: bool
    officer_id: int | None
    worker_id: int | None


def marks(officer_id: int, team_id: int | None, works: Sequence[Work], passes: Sequence[int], at: int) -> list[MarkOf]:
    """The marks of a verdict: ``passes`` are the moments of this officer's passes, this one's among them."""
    found = []
    if any(work.officer_id == officer_id for work in last_at_a_step(works)):
        found.append(MarkOf.OWN_STAGE)
    if sum(at - FAST_WITHIN_MS < moment <= at for moment in passes) >= FAST_PASSES:
        found.append(MarkOf.FAST)
    if team_id is not None and team_id in last_workers(works):
        found.append(MarkOf.OWN_TEAM)
    return found


def last_at_a_step(works: Iterable[Work]) -> list[Work]:
    """What was done at the step that each unit finished last, however many scans that took."""
    works = list(works)
    newest = _newest(works)
    return [work for work in works if work.step == newest[work.unit_id].step]


def last_workers(works: Iterable[Work]) -> set[int]:
    """Whose work each unit last was in production, as far as that is known."""
    known = [work for work in works if work.is_production and work.worker_id is not None]
    return {work.worker_id for work in last_at_a_step(known) if work.worker_id is not None}


def _newest(works: Sequence[Work]) -> dict[int, Work]:
    newest: dict[int, Work] = {}
    for work in works:
        if work.unit_id not in newest or newest[work.unit_id].order < work.order:
            newest[work.unit_id] = work
    return newest


@dataclass(frozen=True, slots=True)
class Twice:
    """The same pieces judged by two officers: how many passed and failed at the first, and at the second."""

    first_passed: int
    first_failed: int
    second_passed: int
    second_failed: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """Pieces by what both said of them. ``pairs`` is how many verdicts were given twice.

    Of a bundle only the counts are known, not which piece: the cells hold the best agreement that these allow.
    ``exact`` says that none was such a bundle.
    """

    pairs: int
    both_passed: int
    first_only: int  # the first passed them, the second didn't
    second_only: int
    both_failed: int
    exact: bool

    @property
    def pieces(self) -> int:
        """How many were judged twice."""
        return self.both_passed + self.first_only + self.second_only + self.both_failed

    @property
    def observed(self) -> float:
        """The share of pieces of which both said the same: 0 to 1."""
        return (self.both_passed + self.both_failed) / self.pieces if self.pieces else 0.0

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa: 1 is full agreement, 0 no more than chance gives.

        ``None`` where there is nothing to tell apart: both said the same of every piece there is.
        """
        if not self.pieces:
            return None
        first, second = self.both_passed + self.first_only, self.both_passed + self.second_only
        failed = (self.pieces - first) * (self.pieces - second)
        by_chance = (first * second + failed) / self.pieces**2
        return None if by_chance == 1 else (self.observed - by_chance) / (1 - by_chance)

    @property
    def is_enough(self) -> bool:
        """Whether there are enough pairs to say anything."""
        return self.pairs >= LEAST_PAIRS


def agreement(twice: Iterable[Twice]) -> Agreement:
    """How well two officers agreed over all that both judged."""
    both_passed, first_only, second_only, both_failed, pairs, exact = 0, 0, 0, 0, 0, True
    for one in twice:
        pairs += 1
        both_passed += min(one.first_passed, one.second_passed)
        first_only += max(0, one.first_passed - one.second_passed)
        second_only += max(0, one.second_passed - one.first_passed)
        both_failed += min(one.first_failed, one.second_failed)
        # Where one of the two said the same of all pieces, or there is but one, the counts leave no doubt.
        exact = exact and 0 in (one.first_passed, one.first_failed, one.second_passed, one.second_failed)
    return Agreement(pairs, both_passed, first_only, second_only, both_failed, exact)


def strength(kappa: float) -> str:
    """A kappa by the steps of Landis and Koch: poor, slight, fair, moderate, substantial, full."""
    if kappa < 0:
        return "poor"
    steps = ((0.2, "slight"), (0.4, "fair"), (0.6, "moderate"), (0.8, "substantial"))
    return next((word for most, word in steps if kappa <= most), "full")
