"""How fast an order goes and when it will be finished: pieces a day that it needs, against pieces a day that it gets.

Days are working days, Monday to Saturday. What was finished comes as pieces per day measured: only whole days, only
days on which the site worked at all (see ``measured_days``), so that neither a morning nor a holiday makes an order
look slow.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

# date.weekday() of the days that workshops in prisons work: Saturdays too. The same at every site.
WORKING = frozenset(range(6))
MEASURED_DAYS = 7  # so many of the last days that were worked
LEAST_DAYS = 2  # one day is no pace
SHORT = 2  # working days, today's included, in which an order of unknown pace is at risk
FAR = 310  # working days in a year: what is further away is nobody's forecast


class Status(StrEnum):
    """How an order stands against its day."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    LATE = "late"  # the day has passed and pieces are owed
    NOT_STARTED = "not_started"  # no piece made
    UNKNOWN = "unknown"  # begun, too little finished to say
    COMPLETE = "complete"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Work:
    """An order as this rule sees it, in pieces. ``finished`` are those that became ready on each measured day."""

    target: int
    done: int  # ready or delivered
    made: int  # in all, wherever they are
    in_work: int
    due_on: date
    is_closed: bool = False
    done_today: int = 0
    finished: Sequence[int] = ()

    @property
    def owed(self) -> int:
        """Pieces still to be finished."""
        return max(self.target - self.done, 0)


@dataclass(frozen=True, slots=True)
class Outlook:
    """The answer. Paces are pieces a working day; ``None`` where there is none to name.

    ``finish`` is ``None`` too where at this pace the order isn't finished within a year. ``runs_dry``: less is in work
    than a day's pace, and more is owed than is made.
    """

    status: Status
    owed: int
    needed: float | None = None
    measured: float | None = None
    days: int = 0  # measured
    finish: date | None = None
    runs_dry: bool = False


def judge(work: Work, today: date) -> Outlook:
    """Needed pace, measured pace, projected finish, and what follows for the day it is due."""
    if work.is_closed or not work.owed:
        return Outlook(Status.CLOSED if work.is_closed else Status.COMPLETE, work.owed)
    pace = measured(work.finished)
    finish = finishes(work.owed, pace, work.done_today, today) if pace is not None else None
    return Outlook(
        _status(work, pace, finish, today),
        work.owed,
        needed(work.owed, today, work.due_on),
        float(pace) if pace is not None else None,
        len(work.finished),
        finish,
        pace is not None and work.in_work < pace and work.made < work.target,
    )


def needed(owed: int, today: date, due_on: date) -> float | None:
    """Pieces a working day from today on until the day it is due, both included; ``None`` where that day has passed."""
    if today > due_on:
        return None
    return owed / max(working_days(today, due_on), 1)


def measured(finished: Sequence[int]) -> Fraction | None:
    """Pieces a day over the days measured; ``None`` where those are too few. Never below nought."""
    if len(finished) < LEAST_DAYS:
        return None
    return max(Fraction(sum(finished), len(finished)), Fraction(0))


def finishes(owed: int, pace: Fraction, done_today: int, today: date) -> date | None:
    """The working day on which the last of ``owed`` pieces is ready at this pace; ``None`` where that is far away.

    Today still brings what is missing to its pace.
    """
    still_today = max(pace - done_today, Fraction(0)) if is_working(today) else Fraction(0)
    if owed <= still_today:
        return today
    if pace <= 0 or owed - still_today > FAR * pace:
        return None
    return working_day_after(today, math.ceil((owed - still_today) / pace))


def measured_days(by_day: Mapping[date, int], worked: Collection[date], today: date) -> list[int]:
    """The pieces finished on each of the last days before today on which the site worked, the oldest first.

    Days before the order's first finished piece don't count: on those, it was still on its way.
    """
    before = sorted(day for day in {*worked, *by_day} if day < today)
    first = min((day for day, pieces in by_day.items() if pieces > 0), default=today)
    return [by_day.get(day, 0) for day in before[-MEASURED_DAYS:] if day >= first]


def is_working(day: date) -> bool:
    """Whether the workshop works on this day of the week."""
    return day.weekday() in WORKING


def working_days(first: date, last: date) -> int:
    """Working days from one day to another, both included; nought where the last comes before the first."""
    days = (last - first).days + 1
    if days <= 0:
        return 0
    weeks, more = divmod(days, 7)
    return weeks * len(WORKING) + sum(is_working(first + timedelta(days=day)) for day in range(more))


def working_day_after(day: date, count: int) -> date:
    """The working day that comes so many (at least one) working days after a day."""
    weeks, more = divmod(count - 1, len(WORKING))
    found = day + timedelta(weeks=weeks)
    for _ in range(more + 1):
        found += timedelta(days=1)
        while not is_working(found):
            found += timedelta(days=1)
    return found


def _status(work: Work, pace: Fraction | None, finish: date | None, today: date) -> Status:
    if today > work.due_on:
        return Status.LATE
    if pace is None:
        if working_days(today, work.due_on) <= SHORT:
            return Status.AT_RISK
        return Status.UNKNOWN if work.made else Status.NOT_STARTED
    return Status.ON_TRACK if finish is not None and finish <= work.due_on else Status.AT_RISK
