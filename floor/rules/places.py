"""Places: where pieces can be, each as one small number, so that the ledger stays narrow.

A step of the route is its own number (1 … 999). The ends lie above, a thousand apart; *hold* and *missing* add the step
the pieces came from. *new* and *void* are outside: they carry no balance.
"""

from __future__ import annotations

READY = 1_000  # packed
DELIVERED = 2_000
SCRAP = 3_000
GRADE_B = 4_000
HOLD = 5_000
MISSING = 6_000
RETURNED = 7_000
NEW = 8_000
VOID = 9_000

LAST_STEP = 999

_NAMES = {
    READY: "ready",
    DELIVERED: "delivered",
    SCRAP: "scrap",
    GRADE_B: "grade_b",
    HOLD: "hold",
    MISSING: "missing",
    RETURNED: "returned",
    NEW: "new",
    VOID: "void",
}


def is_step(place: int) -> bool:
    """Whether pieces at this place wait for a step or are in it."""
    return 1 <= place <= LAST_STEP


def is_outside(place: int) -> bool:
    """Whether the place carries no balance."""
    return place >= NEW


def on_hold(step: int) -> int:
    """The place of pieces held back at a step."""
    return HOLD + step


def missing_from(step: int) -> int:
    """The place of pieces that a count did not find at a step."""
    return MISSING + step


def base(place: int) -> int:
    """The place without the step it remembers: ``HOLD`` for pieces held at step 5; ``0`` for a step."""
    return place // 1_000 * 1_000


def step_of(place: int) -> int | None:
    """The step a place is, or remembers; ``None`` for the other ends."""
    step = place % 1_000
    return step or None


def name(place: int) -> str:
    """The place's name in the API: ``step``, or that of the end."""
    return "step" if is_step(place) else _NAMES[base(place)]


def is_valid(place: int) -> bool:
    """Whether the number is a place at all."""
    if is_step(place):
        return True
    if base(place) not in _NAMES:
        return False
    return step_of(place) is None or base(place) in (HOLD, MISSING)
