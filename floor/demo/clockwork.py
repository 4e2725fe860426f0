"""Many walks through the workshop at once, each going on when its time has come, in the order of time."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import count

from .. import clock
from .working_time import WorkingTime

# What somebody does, bit by bit: it yields how many minutes of work pass before the next.
Walk = Iterator[float]


class Clockwork:
    """The time of the story. ``minute`` counts the minutes worked, ``now`` is that in milliseconds."""

    def __init__(self, hours: WorkingTime) -> None:
        self.minute = 0.0
        self.now = 0
        self._hours = hours
        self._waiting: list[tuple[float, int, Walk]] = []
        self._turn = count()

    def start(self, walk: Walk, after: float = 0) -> None:
        """Lets a walk begin so many minutes from now."""
        heappush(self._waiting, (self.minute + after, next(self._turn), walk))

    def until(self, minute: float) -> Walk:
        """Waits for a minute: ``yield from clockwork.until(100)``."""
        if minute > self.minute:
            yield minute - self.minute

    def pass_seconds(self, seconds: int) -> None:
        """A moment within what somebody does."""
        self.now += seconds * clock.SECOND

    def run(self) -> None:
        """Runs all walks to their ends. Two things never happen at the same millisecond."""
        while self._waiting:
            self.minute, _, walk = heappop(self._waiting)
            self.now = max(self.now + 1, self._hours.moment(self.minute))
            wait = next(walk, None)
            if wait is not None:
                heappush(self._waiting, (self.minute + wait, next(self._turn), walk))
