"""An order's output of the last two weeks as a server draws it: a bar a day, and the line of the pace it needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ..rules.pace import is_working

DAYS = 14
WIDTH, HEIGHT = 700, 160  # of the drawing, without what is written below and above
_ROOM = 1.15  # above the highest


@dataclass(frozen=True, slots=True)
class Bar:
    """A day: its pieces, and where its bar stands in the drawing."""

    day: date
    pieces: int
    x: float
    height: float
    is_today: bool
    is_working: bool

    @property
    def y(self) -> float:
        """The bar's upper end."""
        return HEIGHT - self.height


@dataclass(frozen=True, slots=True)
class Chart:
    """``needed_y`` is the height of the line of the needed pace; ``None`` where nothing is needed any more."""

    bars: tuple[Bar, ...]
    bar_width: float
    needed: float | None
    needed_y: float | None

    @property
    def total(self) -> int:
        """Pieces in all."""
        return sum(bar.pieces for bar in self.bars)


def chart(by_day: Mapping[date, int], needed: float | None, today: date) -> Chart:
    """The last fourteen days, today's the last."""
    days = [today - timedelta(days=back) for back in reversed(range(DAYS))]
    highest = max([1.0, needed or 0.0, *(float(by_day.get(day, 0)) for day in days)]) * _ROOM
    room = WIDTH / DAYS

    def bar(place: int, day: date) -> Bar:
        pieces = max(by_day.get(day, 0), 0)
        height = round(HEIGHT * pieces / highest, 1)
        return Bar(day, pieces, round(place * room + room * 0.15, 1), height, day == today, is_working(day))

    bars = tuple(bar(place, day) for place, day in enumerate(days))
    needed_y = round(HEIGHT * (1 - needed / highest), 1) if needed else None
    return Chart(bars, round(room * 0.7, 1), needed, needed_y)
