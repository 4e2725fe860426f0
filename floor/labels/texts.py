"""What stands on labels of every kind, by their keys."""

from __future__ import annotations

from collections.abc import Sequence

from . import cards, cartons, printing
from .jobs import Issued
from .printing import Reader


def issued(reader: Reader, label_ids: Sequence[int]) -> list[Issued]:
    """Those of these labels that can be printed, with what stands on them, in this order."""
    found = dict(cards.of_labels(reader, label_ids))
    for printable in (*printing.of_labels(reader, label_ids), *cartons.of_labels(reader, label_ids)):
        found[printable.label_id] = printable.marked
    return [(key, found[key]) for key in label_ids if key in found]
