"""The hours that were worked up to now, as one line of minutes: a demo is never older than its last session."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

from .. import clock

# Two sessions, Monday to Saturday, on the site's clock: minutes since midnight.
SESSIONS = ((8 * 60 + 30, 11 * 60 + 45), (13 * 60, 16 * 60))
A_DAY = sum(end - start for start, end in SESSIONS)
_SUNDAY = 6


class WorkingTime:
    """The last ``minutes`` worked before ``now`` (milliseconds): minute 0 is the first, the last has just passed."""

    def __init__(self, now: int, zone: str, minutes: int) -> None:
        self.minutes = minutes
        self._stretches = _last(now, zone, minutes * clock.MINUTE)

    def moment(self, minute: float) -> int:
        """The moment of a minute worked; ``ValueError`` where it isn't one of them."""
        left = round(minute * clock.MINUTE)
        for start, end in self._stretches:
            if 0 <= left <= end - start:
                return start + left
            left -= end - start
        raise ValueError(f"minute {minute:.0f} of {self.minutes}")


def _last(now: int, zone: str, wanted: int) -> list[tuple[int, int]]:
    stretches: list[tuple[int, int]] = []
    for start, end in _sessions_before(now, zone):
        stretches.insert(0, (max(start, end - wanted), end))
        wanted -= end - stretches[0][0]
        if not wanted:
            break
    return stretches


def _sessions_before(now: int, zone: str) -> Iterator[tuple[int, int]]:
    """The sessions before now, the latest first, the one that is on only so far."""
    today = clock.local_day(now, zone)
    for back in count():
        for start, end in reversed(_sessions(today - timedelta(days=back), zone)):
            if start < now:
                yield start, min(end, now)


def _sessions(day: date, zone: str) -> list[tuple[int, int]]:
    if day.weekday() == _SUNDAY:
        return []
    midnight = clock.day_starts(day, zone)
    return [(midnight + start * clock.MINUTE, midnight + end * clock.MINUTE) for start, end in SESSIONS]
