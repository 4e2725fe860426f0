"""From one day to another: how long somebody holds a post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Term:
    """Both days are in it; without ``until`` it has no end yet."""

    since: date
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether a day is in it."""
        return self.since <= day and (self.until is None or day <= self.until)

    def overlaps(self, other: Term) -> bool:
        """Whether some day is in both."""
        begins_in_time = other.until is None or self.since <= other.until
        return begins_in_time and (self.until is None or other.since <= self.until)
