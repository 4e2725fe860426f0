"""What a label is made of: symbols, columns of text and lines, each with its place.

All lengths are whole dots of a 203 dpi label printer, counted from the label's lower left corner, so that a module of a
symbol is never scaled to a fraction of a dot.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from floor.labels.lettering import CAP_HEIGHT, DESCENT, LEADING

DOTS_PER_INCH = 203
Field = Literal["name", "product", "size", "quantity", "order", "serials", "order and serials", "note", "code"]


def dots(mm: float) -> int:
    """The whole number of dots nearest to ``mm``."""
    return round(mm * DOTS_PER_INCH / 25.4)


@dataclass(frozen=True)
class Box:
    """A rectangle by its lower left corner."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def top(self) -> int:
        return self.y + self.height

    def overlaps(self, other: Box) -> bool:
        """Whether the two share any dot."""
        return self.x < other.right and other.x < self.right and self.y < other.top and other.y < self.top


@dataclass(frozen=True)
class Symbol:
    """A symbol's place: its dark part, how many dots a module has, and the white it keeps: modules beside and above."""

    dark: Box
    module: int
    beside: int
    above: int

    @property
    def field(self) -> Box:
        """The dark part with its quiet zone: nothing else may be drawn here."""
        across, down, dark = self.beside * self.module, self.above * self.module, self.dark
        return Box(dark.x - across, dark.y - down, dark.width + 2 * across, dark.height + 2 * down)


@dataclass(frozen=True)
class Row:
    """One text of a column: which, how large in the column's unit, in how many lines.

    Rows of one ``group`` stand close together; the space that is left in a column comes between its groups.
    """

    field: Field
    size: float
    group: int
    bold: bool = False
    lines: int = 1

    @property
    def shrinks_to(self) -> float:
        """How far a text that is too long may shrink: a product's name little, it is known by its beginning."""
        return 0.85 if self.field == "product" else 0

    def height(self, lines: int) -> float:
        """How high this row is with ``lines`` lines, from its first capital's top, in its letters' size."""
        below = {"code": 0, "quantity": 0, "size": DESCENT * 0.7}.get(self.field, DESCENT)
        return CAP_HEIGHT + (lines - 1) * LEADING + below


@dataclass(frozen=True)
class Column:
    """Rows of text in a box, from its top down; ``unit`` is the size, in dots, that a row of size 1 is set in."""

    box: Box
    rows: tuple[Row, ...]
    unit: float
    stands: bool = False  # on the box's bottom, where it doesn't fill the box


@dataclass(frozen=True)
class Layout:
    """What a medium's label carries, and where; ``None`` for what it has no room for."""

    qr: Symbol
    second: Symbol | None
    code_128: Symbol | None
    columns: tuple[Column, ...]
    lines: tuple[Box, ...] = ()

    @property
    def symbols(self) -> tuple[Symbol, ...]:
        """All symbols on the label."""
        return tuple(symbol for symbol in (self.qr, self.second, self.code_128) if symbol)
