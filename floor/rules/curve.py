"""What a sampling plan protects against: its operating characteristic, as figures and as points of a drawing."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from .sampling import acceptance

SHARES = (1, 2, 4, 6, 10, 15, 20, 30)  # percent of bad pieces that the table tells of
MOST_SHARE = 40  # the drawing's right end
WIDTH, HEIGHT = 640, 280


@dataclass(frozen=True, slots=True)
class Chance:
    """Of a hundred lots with so many percent of bad pieces, so many are accepted."""

    share: float
    bad: int
    accepted: float

    @property
    def of_hundred(self) -> int:
        """Lots of a hundred that are accepted, rounded."""
        return round(self.accepted * 100)

    @property
    def x(self) -> float:
        """Where it stands in the drawing, from the left."""
        return round(WIDTH * self.share / MOST_SHARE, 1)

    @property
    def y(self) -> float:
        """And from the top."""
        return round(HEIGHT * (1 - self.accepted), 1)


def curve(lot: int, size: int, accept: int) -> list[Chance]:
    """A point for each number of bad pieces up to ``MOST_SHARE`` percent; at most some two hundred."""
    most = max(1, lot * MOST_SHARE // 100)
    step = max(1, most // 200)
    return [Chance(100 * bad / lot, bad, acceptance(lot, size, accept, bad)) for bad in range(0, most + 1, step)]


def chances(lot: int, size: int, accept: int) -> list[Chance]:
    """The same for a few shares of bad pieces that people can picture, as near as whole pieces come to them."""
    found: list[Chance] = []
    for share in SHARES:
        one = about(lot, size, accept, share)
        if one.bad and (not found or one.bad > found[-1].bad):
            found.append(one)
    return found


def about(lot: int, size: int, accept: int, share: float) -> Chance:
    """The chance of a lot with about so many percent of bad pieces."""
    bad = round(lot * share / 100)
    return Chance(100 * bad / lot, bad, acceptance(lot, size, accept, bad))


def caught(lot: int, size: int, accept: int, chance: float = 0.1) -> Chance | None:
    """The smallest share of bad pieces with which a lot is accepted no more often than that."""
    # The more are bad the fewer lots are accepted, so the smallest is found by halving.
    bad = bisect_left(range(lot + 1), -chance, key=lambda bad: -acceptance(lot, size, accept, bad))
    return Chance(100 * bad / lot, bad, acceptance(lot, size, accept, bad)) if bad <= lot else None
