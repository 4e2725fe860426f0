"""When a scan really happened, told by a tablet whose clock may be wrong. A wrong clock never refuses."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# Two measurements of the same clock's error count as equal within this; a shift larger than OFF is shown to people.
SAME_MS = 30_000
OFF_MS = 120_000
# What needs the PIN needs it once in this time.
PIN_FRESH_MS = 5 * 60_000


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


def pin_is_fresh(pin_at: int | None, now: int) -> bool:
    """Whether a PIN typed then (milliseconds; ``None``: never) still counts."""
    return pin_at is not None and 0 <= now - pin_at < PIN_FRESH_MS


def correct(told: Told, heard_at: int) -> tuple[int, Clock]:
    """Our best guess of the moment (never after it was heard, never before 1970), and how it was reached."""
    at, clock = _guess(told, heard_at)
    return max(0, min(at, heard_at)), clock


def _guess(told: Told, heard_at: int) -> tuple[int, Clock]:
    """``offset`` is what must be added to the tablet's clock now.

    For a late scan it only holds if it was the same then; else the tablet's steady clock tells how old the scan is. A
    scan that would have happened after it was sent says the same: the clock was set in between.
    """
    if told.sent_at is None:
        return told.happened_at, Clock.GOOD if told.happened_at <= heard_at else Clock.UNSURE
    offset = heard_at - told.sent_at
    shifted = told.happened_at + offset
    moved = told.late and told.offset_then is not None and abs(offset - told.offset_then) > SAME_MS
    if moved or shifted > heard_at + SAME_MS:
        if told.age is None or told.age < 0:
            return heard_at, Clock.UNSURE
        return heard_at - told.age, Clock.AGED
    return shifted, Clock.SHIFTED if abs(offset) > OFF_MS else Clock.GOOD
