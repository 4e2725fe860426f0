"""What became of a verdict, as plain values that leave the transaction."""

from __future__ import annotations

from dataclasses import dataclass

from ..models import LotOutcome
from ..scan.results import Result
from .lots import Lot


@dataclass(frozen=True, slots=True)
class FirstPass:
    """Pieces that this gate judged for the first time, and how many of them passed."""

    judged: int = 0
    passed: int = 0


@dataclass(frozen=True, slots=True)
class VerdictResult:
    """What became of one item: the result of any scan, and the first-pass count of a verdict that stands.

    ``lot`` is how a sampled lot stands afterwards, where the item spoke of one; ``draw`` the piece it looked at.
    ``ended`` says that the item ended the lot, or took its end back. ``marks`` are what was noticed of the verdict:
    those of ``rules.integrity``.
    """

    result: Result
    first_pass: FirstPass | None = None
    lot: Lot | None = None
    draw: int | None = None
    ended: LotOutcome | None = None
    marks: tuple[str, ...] = ()
