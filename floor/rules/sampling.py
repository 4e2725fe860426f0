"""Sampling by ISO 2859-1 (single plans, normal and tightened) and the inline check of bundles; which pieces to take.

The tables are those of ISO 2859-1 with the arrows resolved: an arrow changes the sample's size too. Of the tightened
table only the cells that were checked against two other sources are here; any other combination is refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, lgamma

from .. import refusals
from ..refusals import No

EVERY, ISO, INLINE = "every", "iso", "inline"
NORMAL, TIGHTENED, STOPPED = "normal", "tightened", "stopped"
CLASSES = ("critical", "major", "minor")  # worst first: the worst defect decides a piece's class
LEVELS = ("S-1", "S-2", "S-3", "S-4", "I", "II", "III")
AQLS = (1.0, 1.5, 2.5, 4.0, 6.5)
INLINE_PIECES = 7
LARGEST_LOT = 3_200  # a rejected lot is looked at piece by piece: that must be possible, and on one page
SMALL_LOT = 90  # up to here every piece is looked at, unless a sample is asked for

# Table 1: the largest lot of each row, and its letters for the levels in the order above.
_LETTERS = (
    (8, "AAAAAAB"), (15, "AAAAABC"), (25, "AABBBCD"), (50, "ABBCCDE"), (90, "BBCCCEF"), (150, "BBCDDFG"),
    (280, "BCDEEGH"), (500, "BCDEFHJ"), (1_200, "CCEFGJK"), (3_200, "CDEGHKL"), (10_000, "CDFGJLM"),
    (35_000, "CDFHKMN"), (150_000, "DEGJLNP"), (500_000, "DEGJMPQ"),
)  # fmt: skip
_LARGEST = "DEHKNQR"
# Table 2-A: letter: (n, Ac) for each AQL; Re is Ac + 1.
_NORMAL = {
    "A": ((13, 0), (8, 0), (5, 0), (3, 0), (2, 0)),
    "B": ((13, 0), (8, 0), (5, 0), (3, 0), (2, 0)),
    "C": ((13, 0), (8, 0), (5, 0), (3, 0), (8, 1)),
    "D": ((13, 0), (8, 0), (5, 0), (13, 1), (8, 1)),
    "E": ((13, 0), (8, 0), (20, 1), (13, 1), (13, 2)),
    "F": ((13, 0), (32, 1), (20, 1), (20, 2), (20, 3)),
    "G": ((50, 1), (32, 1), (32, 2), (32, 3), (32, 5)),
    "H": ((50, 1), (50, 2), (50, 3), (50, 5), (50, 7)),
    "J": ((80, 2), (80, 3), (80, 5), (80, 7), (80, 10)),
    "K": ((125, 3), (125, 5), (125, 7), (125, 10), (125, 14)),
    "L": ((200, 5), (200, 7), (200, 10), (200, 14), (200, 21)),
    "M": ((315, 7), (315, 10), (315, 14), (315, 21), (200, 21)),
    "N": ((500, 10), (500, 14), (500, 21), (315, 21), (200, 21)),
    "P": ((800, 14), (800, 21), (500, 21), (315, 21), (200, 21)),
    "Q": ((1250, 21), (800, 21), (500, 21), (315, 21), (200, 21)),
    "R": ((1250, 21), (800, 21), (500, 21), (315, 21), (200, 21)),
}
# Table 2-B, as far as it was checked.
_TIGHTENED_AQLS = (1.5, 2.5, 4.0)
_TIGHTENED = {
    "D": ((13, 0), (8, 0), (20, 1)),
    "E": ((13, 0), (32, 1), (20, 1)),
    "F": ((50, 1), (32, 1), (20, 1)),
    "G": ((50, 1), (32, 1), (32, 2)),
    "H": ((50, 1), (50, 2), (50, 3)),
    "J": ((80, 2), (80, 3), (80, 5)),
    "K": ((125, 3), (125, 5), (125, 8)),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """How a lot is judged for one class: ``accept`` bad pieces of the first ``size`` drawn are still taken.

    ``reject`` is always one more. Where every piece is judged by itself, ``accept`` is all of them: the lot as such
    can't be rejected then.
    """

    method: str
    size: int
    accept: int
    letter: str = ""
    level: str = ""
    aql: float | None = None
    strictness: str = NORMAL

    @property
    def reject(self) -> int:
        """From so many bad pieces on the lot can only be rejected."""
        return self.accept + 1


@dataclass(frozen=True, slots=True)
class Wish:
    """What a standard names for one class of defects."""

    method: str
    level: str = ""
    aql: float | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A class while a lot is inspected: bad pieces among its own sample, and how many of that were looked at."""

    plan: Plan
    found: int
    looked: int

    @property
    def is_lost(self) -> bool:
        """Whether the lot can only be rejected."""
        return self.found >= self.plan.reject

    @property
    def is_done(self) -> bool:
        """Whether the whole sample of this class was looked at."""
        return self.looked >= self.plan.size


def code_letter(lot: int, level: str) -> str | No:
    """The sample size's code letter."""
    if level not in LEVELS:
        return refusals.PLAN_UNKNOWN.because(level=level, aql="–")
    if lot < 1:
        return refusals.LOT_EMPTY.because()
    letters = next((letters for most, letters in _LETTERS if lot <= most), _LARGEST)
    return letters[LEVELS.index(level)]


def iso_plan(lot: int, level: str, aql: float | None, strictness: str = NORMAL) -> Plan | No:
    """The single sampling plan for a lot; every piece where its sample isn't smaller than the lot."""
    letter = code_letter(lot, level)
    if isinstance(letter, No):
        return letter
    if aql not in AQLS:
        return refusals.PLAN_UNKNOWN.because(level=level, aql=_number(aql))
    size, accept = _NORMAL[letter][AQLS.index(aql)]
    if strictness == TIGHTENED:
        if letter not in _TIGHTENED or aql not in _TIGHTENED_AQLS:
            return refusals.TIGHTENED_UNKNOWN.because(lot=lot, letter=letter, aql=_number(aql))
        size, accept = _TIGHTENED[letter][_TIGHTENED_AQLS.index(aql)]
    if size >= lot:
        return Plan(EVERY, lot, lot, letter, level, aql, strictness)
    return Plan(ISO, size, accept, letter, level, aql, strictness)


def class_plan(
    lot: int, severity: str, wish: Wish | None, strictness: str = NORMAL, *, sample_small: bool = True
) -> Plan | No:
    """The plan of one class for a lot of so many; ``wish`` is ``None`` where the standard names none: every piece.

    So is it for a small lot, unless ``sample_small``. Of critical defects none is ever accepted, whatever is named.
    """
    if lot < 1:
        return refusals.LOT_EMPTY.because()
    plan: Plan | No = Plan(EVERY, lot, lot)
    if wish is not None and wish.method == ISO and (lot > SMALL_LOT or sample_small):
        plan = iso_plan(lot, wish.level, wish.aql, strictness)
    elif wish is not None and wish.method == INLINE and lot > INLINE_PIECES:
        plan = Plan(INLINE, INLINE_PIECES, 0)
    if isinstance(plan, No) or severity != "critical":
        return plan
    return Plan(plan.method, plan.size, 0, plan.letter, plan.level, plan.aql, plan.strictness)


def sorted_out(lot: int) -> dict[str, Plan]:
    """The plans of a rejected lot that is presented again: every piece is looked at and judged by itself."""
    return {severity: Plan(EVERY, lot, lot) for severity in CLASSES}


def sample_size(plans: Mapping[str, Plan]) -> int:
    """How many pieces are drawn: the largest sample of all classes.

    Critical checks that are owed on every piece (a metal check) are done on all of them at once and don't make the
    other classes' sample larger; where nothing is sampled, every piece is drawn.
    """
    sampled = any(plan.method != EVERY for plan in plans.values())
    return max(
        p.size for severity, p in plans.items() if not (sampled and severity == "critical" and p.method == EVERY)
    )


def all_at_once(plans: Mapping[str, Plan]) -> bool:
    """Whether critical checks are owed on more pieces than are drawn."""
    critical = plans.get("critical")
    return critical is not None and critical.size > sample_size(plans)


def draw(seed: str, held: Iterable[tuple[str, int]], size: int) -> list[tuple[str, int]]:
    """Draws ``size`` pieces of units that hold so many each: (unit's code, position from the top), first drawn first.

    Anybody can draw them again: the pieces in the order of the SHA-256 of ``seed:code:position``.
    """
    pieces = [(code, position) for code, quantity in held for position in range(1, quantity + 1)]
    return sorted(pieces, key=lambda piece: (_lot_of(seed, *piece), piece))[:size]


def _lot_of(seed: str, code: str, position: int) -> str:
    return hashlib.sha256(f"{seed}:{code}:{position}".encode()).hexdigest()


def standing(plan: Plan, severity: str, looked: Mapping[int, str | None]) -> Standing:
    """How a class stands. ``looked`` are the drawn pieces looked at, by number from 1: their worst class, or ``None``.

    Each class is judged on its own sample, the first pieces drawn; a piece counts once, in its worst class. What can
    hurt somebody counts wherever it is seen, in a piece drawn for another class too.
    """
    own = sum(number <= plan.size for number in looked)
    counted = [worst for number, worst in looked.items() if number <= plan.size or severity == "critical"]
    return Standing(plan, sum(worst == severity for worst in counted), own)


def outcome(standings: Sequence[Standing], drawn: int, looked: int) -> bool | None:
    """Whether a lot is accepted; ``None`` while that is open. It is rejected as soon as one class is lost."""
    if any(one.is_lost for one in standings):
        return False
    return True if looked >= drawn else None


def worst(severities: Iterable[str]) -> str | None:
    """The worst class among those found on one piece; ``None`` for a good piece."""
    return min(severities, key=CLASSES.index, default=None)


def acceptance(lot: int, size: int, accept: int, bad: int) -> float:
    """The chance from 0 to 1 that a lot with so many bad pieces is accepted (hypergeometric)."""
    taken = min(size, lot)
    least = max(0, taken - (lot - bad))  # of so many good ones no more can be taken
    all_ways = _log_comb(lot, taken)
    found = range(least, min(accept, bad, taken) + 1)
    return min(1.0, sum(exp(_log_comb(bad, k) + _log_comb(lot - bad, taken - k) - all_ways) for k in found))


def _log_comb(n: int, k: int) -> float:
    """The logarithm of how many ways there are to take k of n: the number itself would have thousands of digits."""
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _number(aql: float | None) -> str:
    return "–" if aql is None else f"{aql:g}".replace(".", ",")
