"""An order that changes: how low a target may go, and what an order that ends now lacks or has too much of."""

from __future__ import annotations

from collections.abc import Mapping


def lowest_target(target: int, made: int) -> int:
    """The least that the target of a size may become: what is made of it is not unmade.

    A target that was passed already, with a reason, may stay as it is.
    """
    return min(target, made)


def short_and_over(targets: Mapping[str, int], delivered: Mapping[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    """How many pieces of each size an order lacks, and how many it has too many, if it ends now."""
    short = {size: target - delivered.get(size, 0) for size, target in targets.items()}
    return (
        {size: count for size, count in short.items() if count > 0},
        {size: -count for size, count in short.items() if count < 0},
    )
