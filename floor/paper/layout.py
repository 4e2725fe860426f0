"""Where everything stands on a day sheet: millimetres from the upper left corner of a page of A4.

What is drawn and what is looked for in a photo of it come from the same figures, so they can't drift apart. A row knows
its own place (it is kept with the sheet), so a sheet printed before a change here is still read where it was drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

PAGE = (210.0, 297.0)
# Four square marks tell where the page lies; each has a number of its own, so that its way up is known too.
MARK = 12.0
MARKS = {0: (8.0, 8.0), 1: (190.0, 8.0), 2: (190.0, 277.0), 3: (8.0, 277.0)}  # upper left corner of each
SHEET_QR = 16.8  # the sheet's own code, twice: a corner may be torn or in the shade
SHEET_QRS = ((166.0, 8.0), (27.0, 271.5))
ROW_QR = 12.6
FIRST_ROW, LAST_ROW = 57.0, 263.0
# A black square at both ends of a row says where it really is: paper bends.
TICK = 3.0
TICKS = (6.5, 200.5)  # their left edges
BUBBLE = 3.7  # across
_PITCH, _LINE, _FROM, _UNTIL = 5.0, 6.6, 106.0, 198.0
_LEAST_HEIGHT = 18.0
LABELS_FROM = 79.0
MOST_PIECES = 999  # more than that are not counted in bubbles

ALL, QUANTITY = "all", "quantity"
VERDICT = ("passed", "rework", "scrap")


@dataclass(frozen=True)
class Row:
    """One line of a sheet: goods that waited when it was printed, and how far down it stands (mm)."""

    code: str
    unit: str
    product: str
    size: str
    order: str
    quantity: int
    step: int
    stage: str
    cycle: int
    is_gate: bool
    top: float = 0.0

    @classmethod
    def kept(cls, values: dict[str, Any]) -> Row:
        """A row as a sheet keeps it."""
        return cls(**values)

    def to_keep(self) -> dict[str, Any]:
        """What a sheet keeps of the row: plain values."""
        return asdict(self)

    @property
    def fields(self) -> tuple[str, ...]:
        """What may be marked here, a line of bubbles each; of a single piece there is nothing to count."""
        if self.is_gate:
            return VERDICT if self.quantity == 1 else (ALL, *VERDICT)
        return (ALL,) if self.quantity == 1 else (ALL, QUANTITY)

    @property
    def height(self) -> float:
        """How high it stands, the space below it included (mm)."""
        lines = self.bubbles[-1].line + 1
        return max(_LEAST_HEIGHT, lines * _LINE + 3.0)

    @property
    def bubbles(self) -> list[Bubble]:
        """All its bubbles, from the top."""
        found: list[Bubble] = []
        line = 0
        for field in self.fields:
            found += _of_field(field, self, line)
            line = found[-1].line + 1
        return found

    def tick(self, side: int) -> tuple[float, float]:
        """The middle of its square mark at the left (0) or right (1)."""
        return TICKS[side] + TICK / 2, self.top + 1.5 + TICK / 2


@dataclass(frozen=True)
class Bubble:
    """One circle to be blackened: it adds ``value`` to ``field``. Its middle in mm; ``line`` counts within the row."""

    field: str
    value: int
    place: int  # 0 ones, 1 tens, 2 hundreds
    line: int
    x: float
    y: float

    @property
    def digit(self) -> int:
        """What is printed in it."""
        return self.value // int(10**self.place)


def _of_field(field: str, row: Row, line: int) -> list[Bubble]:
    def at(value: int, place: int, x: float) -> Bubble:
        return Bubble(field, value, place, line, x, row.top + 1.5 + (line + 0.5) * _LINE)

    if field == ALL or row.quantity == 1:
        return [at(1, 0, _FROM)]
    found: list[Bubble] = []
    x = _FROM
    for place in reversed(range(len(str(row.quantity)))):
        highest = min(9, row.quantity // 10**place)
        digits = range(0 if row.quantity >= 10 ** (place + 1) else 1, highest + 1)
        if x + len(digits) * _PITCH > _UNTIL:
            x, line = _FROM, line + 1
        for digit in digits:
            found.append(at(digit * 10**place, place, x))
            x += _PITCH
        x += _PITCH / 2
    return found


def pages(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows laid on as many pages as they need, each with its place."""
    page: list[Row] = []
    top = FIRST_ROW
    for row in rows:
        if page and top + row.height > LAST_ROW:
            yield page
            page, top = [], FIRST_ROW
        page.append(Row(**{**asdict(row), "top": round(top, 1)}))
        top += row.height
    if page:
        yield page


def mark_corners(number: int) -> list[tuple[float, float]]:
    """The corners of a square mark, clockwise from its upper left one (mm)."""
    x, y = MARKS[number]
    return [(x, y), (x + MARK, y), (x + MARK, y + MARK), (x, y + MARK)]
