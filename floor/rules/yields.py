"""How well a gate's pieces do: first-pass and rolled yield, defects per hundred, Pareto. Counts in, shares out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod

# Fewer judged pieces than this say nothing about whether one time was better than another.
ENOUGH = 30
# A gate's yield has changed when it moved by more than chance moves it: so many standard errors.
_SURE = 2.0


@dataclass(frozen=True, slots=True)
class Yield:
    """Pieces judged for the first time at a gate, and how many of them passed at once."""

    first: int = 0
    passed: int = 0

    @property
    def share(self) -> float | None:
        """The first-pass yield, 0 to 1; ``None`` where nothing was judged."""
        return self.passed / self.first if self.first else None

    def __add__(self, other: Yield) -> Yield:
        return Yield(self.first + other.first, self.passed + other.passed)


@dataclass(frozen=True, slots=True)
class Ranked:
    """One bar of a Pareto: its key, its pieces, and the share of all that it and those before it make."""

    key: str
    pieces: int
    cumulative: float


def rolled(gates: Sequence[Yield]) -> float | None:
    """Rolled throughput yield, 0 to 1: the share that passes every gate at once; ``None`` where one judged nothing."""
    shares = [gate.share for gate in gates]
    known = [share for share in shares if share is not None]
    return prod(known) if known and len(known) == len(shares) else None


def per_hundred(defects: int, looked_at: int) -> float | None:
    """Defects per hundred pieces looked at; ``None`` where none was."""
    return 100 * defects / looked_at if looked_at else None


def pareto(pieces: Mapping[str, int]) -> list[Ranked]:
    """The most frequent first, with the share that they make together; equal ones by key."""
    counted = sorted(((key, count) for key, count in pieces.items() if count > 0), key=lambda one: (-one[1], one[0]))
    total, so_far, ranked = sum(count for _, count in counted), 0, []
    for key, count in counted:
        so_far += count
        ranked.append(Ranked(key, count, so_far / total))
    return ranked


def changed(before: Yield, now: Yield) -> int:
    """Whether a yield rose (1), fell (-1) or neither beyond what chance does (0); two proportions, pooled."""
    if before.share is None or now.share is None or min(before.first, now.first) < ENOUGH:
        return 0
    whole = before + now
    share = whole.share or 0.0
    error = (share * (1 - share) * (1 / before.first + 1 / now.first)) ** 0.5
    difference = now.share - before.share
    return 0 if abs(difference) <= _SURE * error else (1 if difference > 0 else -1)


def together(yields: Iterable[Yield]) -> Yield:
    """All of them as one."""
    return sum(yields, Yield())
