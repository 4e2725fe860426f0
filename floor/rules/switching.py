"""The switching rules of ISO 2859-1 between normal and tightened inspection, computed from what lots became.

Of one product, partner and class: two of five or fewer consecutive lots not accepted tighten; five accepted one after
another bring normal back; five not accepted while tightened stop sampling, until a supervisor begins again, tightened.
Only original lots are told here: resubmitted ones don't count.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from .sampling import ISO, NORMAL, STOPPED, TIGHTENED, Standing

WATCHED = 5  # lots looked back over, and lots that bring normal back
TOO_MANY = 2  # of those, not accepted: tightened
STOP_AFTER = 5  # not accepted while tightened: stopped


class Happened(StrEnum):
    """What counts for switching, in the order it happened."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    RESTARTED = "restarted"


@dataclass(frozen=True, slots=True)
class Switch:
    """How strictly the next lot is inspected, and why.

    ``accepted`` is the run of accepted lots since, ``rejected`` those not accepted: under normal inspection among the
    last five, under tightened since it began.
    """

    strictness: str = NORMAL
    accepted: int = 0
    rejected: int = 0


def told(standings: Mapping[str, Standing], light: Collection[str], *, is_accepted: bool) -> dict[str, Happened]:
    """What a lot that ended tells of each class that was sampled by ISO 2859-1; each class switches by itself.

    Where no class's own sample rejected it, its average may have: it counts in ``light``, the classes by whose checks
    the pieces drawn were too light. What was seen outside the sample counts in none of them. A class whose sample
    wasn't looked at to its end tells nothing, unless it is lost.
    """
    by_average = not is_accepted and not any(one.is_lost for one in standings.values())
    return {
        severity: Happened.REJECTED if one.is_lost or (by_average and severity in light) else Happened.ACCEPTED
        for severity, one in standings.items()
        if one.plan.method == ISO and (one.is_lost or one.is_done)
    }


def switch(happened: Iterable[Happened]) -> Switch:
    """Where the rules stand after all that happened, oldest first."""
    strictness, accepted, rejected = NORMAL, 0, 0
    recent: list[bool] = []
    for one in happened:
        if one is Happened.RESTARTED:
            if strictness == STOPPED:
                strictness, accepted, rejected = TIGHTENED, 0, 0
            continue
        good = one is Happened.ACCEPTED
        if strictness == NORMAL:
            recent = [*recent, good][-WATCHED:]
            if recent.count(False) >= TOO_MANY:
                strictness, accepted, rejected, recent = TIGHTENED, 0, 0, []
        elif strictness == TIGHTENED:
            accepted, rejected = (accepted + 1 if good else 0), rejected + (not good)
            if accepted >= WATCHED:
                strictness, accepted, rejected = NORMAL, 0, 0
            elif rejected >= STOP_AFTER:
                strictness = STOPPED
    if strictness == NORMAL:
        run = recent[::-1].index(False) if False in recent else len(recent)
        return Switch(NORMAL, run, recent.count(False))
    return Switch(strictness, accepted, rejected)
