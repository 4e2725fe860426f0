"""What a row of a day sheet says, from its bubbles: pure. What a person must look at is named, never guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from floor.paper.layout import ALL, QUANTITY, Row
from floor.paper.seeing import Mark, Seen


@dataclass(frozen=True)
class Read:
    """What was read in a row: ``values`` by field (pieces; ``all`` is 1), and the fields that are in doubt."""

    values: dict[str, int] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nothing was marked at all."""
        return not self.values and not self.doubts

    def to_keep(self) -> dict[str, Any]:
        """What a reading keeps of it: plain values."""
        return {"values": self.values, "doubts": list(self.doubts)}

    @classmethod
    def kept(cls, values: dict[str, Any]) -> Read:
        """As a reading keeps it."""
        return cls(dict(values["values"]), tuple(values["doubts"]))


def read_row(row: Row, seen: Sequence[Seen]) -> Read:
    """The row's values; in doubt is a field with a doubtful bubble, two of one digit, or that can't be true."""
    values: dict[str, int] = {}
    doubts: set[str] = set()
    for name in row.fields:
        mine = [each for each in seen if each.bubble.field == name]
        full = [each.bubble for each in mine if each.mark is Mark.FULL]
        if any(each.mark is Mark.DOUBTFUL for each in mine) or _twice(full) or _without_ones(full, mine):
            doubts.add(name)
        elif full:
            values[name] = sum(bubble.value for bubble in full)
    doubts |= _impossible(row, values)
    return Read({name: value for name, value in values.items() if name not in doubts}, tuple(sorted(doubts)))


def _twice(full: Sequence[Any]) -> bool:
    places = [bubble.place for bubble in full]
    return len(set(places)) < len(places)


def _without_ones(full: Sequence[Any], mine: Sequence[Seen]) -> bool:
    """Tens without ones: 10, or ones that were forgotten? Where a 0 could have been blackened, it is asked."""
    return bool(full) and all(bubble.place > 0 for bubble in full) and any(each.bubble.place == 0 for each in mine)


def _impossible(row: Row, values: dict[str, int]) -> set[str]:
    """The fields that contradict each other, or say more than there was."""
    counts = {name: value for name, value in values.items() if name != ALL}
    if ALL in values and counts and (row.is_gate or counts.get(QUANTITY) != row.quantity):
        return set(values)
    return set(counts) if sum(counts.values()) > row.quantity or 0 in counts.values() else set()
