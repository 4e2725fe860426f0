"""When a scan really happened, told by a tablet whose clock may be wrong. A wrong clock never refuses."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# Two measurements of the same clock's error count as equal within this; a shift larger than OFF is shown to people.
SAME_MS = 30_000
OFF_MS = 120_000


class Clock(StrEnum):
    """How the corrected time was reached."""

    GOOD = "good"  # the tablet's clock was right, as far as can be told
    SHIFTED = "shifted"  # its error is known and was taken off
    AGED = "aged"  # its clock jumped since; the time since the scan, by its steady clock, was used
    UNSURE = "unsure"  # nothing can be said: the time we heard it


@dataclass(frozen=True, slots=True)
class Told:
    """What the tablet said: all in milliseconds. ``sent_at`` is its clock when it sent."""

    happened_at: int
    sent_at: int | None
    age: int | None = None
    offset_then: int | None = None
    late: bool = False


def correct(told: Told, heard_at: int) -> tuple[int, Clock]:
    """Our best guess of the moment (never after it was heard), and how it was reached.

    ``offset`` is what must be added to the tablet's clock now. For a late scan it only holds if it was the same then;
    else the tablet's steady clock tells how old the scan is.
    """
    if told.sent_at is None:
        return min(told.happened_at, heard_at), Clock.GOOD if told.happened_at <= heard_at else Clock.UNSURE
    offset = heard_at - told.sent_at
    unmoved = told.offset_then is None or abs(offset - told.offset_then) <= SAME_MS
    if told.late and not unmoved:
        if told.age is None or told.age < 0:
            return heard_at, Clock.UNSURE
        return heard_at - told.age, Clock.AGED
    shifted = told.happened_at + offset
    clock = Clock.SHIFTED if abs(offset) > OFF_MS else Clock.GOOD
    return min(shifted, heard_at), clock
