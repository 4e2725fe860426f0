"""What a reader of figures asks for: which days, and whose and what; kept in the address, so that links carry it on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any

from .. import clock

LONGEST = 400  # days
USUAL = "7"
# What may be chosen, in days; the last asks for both ends.
PERIODS = ("1", "7", "30")
OWN = "own"
_MOST = 40  # letters of any term


@dataclass(frozen=True, slots=True)
class Terms:
    """Days of the site's clock, both included, and codes; an empty one asks for nothing.

    The first five narrow every page, the others only the list of inspections: ``spot`` is ``side,x,y`` on the drawing
    in cells, ``day`` one day of the period, ``no_team`` the work of nobody's team.
    """

    period: str
    first: date
    last: date
    zone: str
    product: str = ""
    partner: str = ""
    stage: str = ""
    team: str = ""
    defect: str = ""
    outcome: str = ""
    severity: str = ""
    batch: str = ""
    lot: str = ""
    size: str = ""
    check: str = ""
    cycle: str = ""
    spot: str = ""
    wrong: bool = False  # what was chosen as days was none; the usual ones stand instead

    @property
    def since(self) -> int:
        """When the first day begins, ms UTC."""
        return clock.day_starts(self.first, self.zone)

    @property
    def until(self) -> int:
        """When the last day has ended, ms UTC."""
        return clock.day_starts(self.last + timedelta(days=1), self.zone)

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    @property
    def before(self) -> Terms:
        """As many days that came before these, of the same."""
        return replace(
            self, period=OWN, first=self.first - timedelta(days=self.days), last=self.first - timedelta(days=1)
        )

    @property
    def own_words(self) -> dict[str, str]:
        """The codes that are asked for, by name."""
        return {name: value for name in _CODES if (value := getattr(self, name))}

    def asked(self, **more: str | int | None) -> dict[str, Any]:
        """These terms as an address carries them, with some changed; an empty one is left out."""
        days = {"period": self.period}
        if self.period == OWN:
            days |= {"from": self.first.isoformat(), "to": self.last.isoformat()}
        changed = {name: "" if value is None else str(value) for name, value in more.items()}
        return {name: value for name, value in {**days, **self.own_words, **changed}.items() if value}

    def on(self, day: date) -> dict[str, Any]:
        """The same of one day only."""
        return self.asked(period=OWN, **{"from": day.isoformat(), "to": day.isoformat()})


_CODES = tuple(field.name for field in fields(Terms) if field.type == "str" and field.name not in ("period", "zone"))


def read_terms(said: Mapping[str, str], zone: str, now: int) -> Terms:
    """The terms in an address. Days that are none, run backwards or are too many make the usual ones, said as wrong."""
    today = clock.local_day(now, zone)
    period = said.get("period", USUAL)
    codes: dict[str, Any] = {name: said.get(name, "").strip()[:_MOST] for name in _CODES}
    if period == OWN:
        try:
            first, last = date.fromisoformat(said.get("from", "")), date.fromisoformat(said.get("to", ""))
        except ValueError:
            return _last_days(USUAL, today, zone, codes, wrong=True)
        if 0 <= (last - first).days < LONGEST and first.year > 2000 and last.year < 2200:
            return replace(Terms(OWN, first, last, zone), **codes)
        return _last_days(USUAL, today, zone, codes, wrong=True)
    return _last_days(period if period in PERIODS else USUAL, today, zone, codes)


def _last_days(period: str, today: date, zone: str, codes: Mapping[str, Any], *, wrong: bool = False) -> Terms:
    terms = Terms(period, today - timedelta(days=int(period) - 1), today, zone, wrong=wrong)
    return replace(terms, **codes)
