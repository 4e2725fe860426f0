"""Judging one check: is a number inside its tolerance, an answer good, a count low enough."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """What is still good: from ``low`` to ``high``, both included; ``None`` is no limit on that side."""

    low: float | None = None
    high: float | None = None

    def allows(self, value: float) -> bool:
        """Whether a value is inside. A measured 108,5 is not failed for the last bit of its binary fraction."""
        slack = 1e-9
        return (self.low is None or value >= self.low - slack) and (self.high is None or value <= self.high + slack)


def measured_limit(nominal: float, minus: float | None, plus: float | None) -> Limit:
    """The limit around a nominal; a side without a tolerance is open (a weight may always be more)."""
    return Limit(nominal - minus if minus is not None else None, nominal + plus if plus is not None else None)


def counted_limit(most: float | None) -> Limit:
    """The limit of a count: at most so many, none where nothing is said."""
    return Limit(0, most or 0)


def read_number(text: str) -> float:
    """A number as people write it, ``1,5`` and ``1.5`` alike; ``ValueError`` where it is none or not finite."""
    cleaned = text.strip().replace(" ", "")
    if cleaned.count(",") == 1 and "." not in cleaned:
        cleaned = cleaned.replace(",", ".")
    value = float(cleaned)
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError(text)
    return value
