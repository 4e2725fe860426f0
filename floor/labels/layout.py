"""What fits on a label and where it stands, decided from the label's size alone."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from floor.labels.boxes import Box, Column, Layout, Row, Symbol, dots
from floor.labels.symbols import CODE_128_QUIET, CODE_128_WIDEST, QR_QUIET, QR_SIDE

# A QR symbol's dark part is 15.8 mm at six dots a module; at five it would be under 15. Eight with the quiet zone are
# 25 mm, and from there on text serves a person better than a larger symbol; on a card that lies on a table, ten.
_MODULES, _CARD_MODULES = (8, 7, 6), (10,)
_CARD_HEIGHT = dots(100)
_TEXT_WIDTH = dots(16)  # the narrowest column of text
_TEXT_BETWEEN = dots(20)  # … and between two symbols, where it holds the size and the quantity
_BARS_WIDTH, _BARS_HEIGHT = dots(45), dots(10)
_HAIR = 2  # between text and the white that a symbol keeps: letters are rounded to whole dots
_AIR = dots(4)  # above and below a line across a card
GAP, GROUP_GAP = 0.3, 0.55  # between two rows and between two groups of them, in the column's unit


def decide(width: int, height: int, edge_x: int, edge_y: int) -> Layout:
    """What fits on a label of this size, nothing dark nearer than ``edge_x`` and ``edge_y`` to its edges; all in dots.

    A QR always; a second one at the opposite end where both leave 20 mm of text between them; Code 128 where 45 mm are
    left beside one of them and 50 mm of height between the two. ValueError where not even one QR fits.
    """
    label = _Label(width, height, edge_x, edge_y)
    first = label.largest_module()
    second = label.second_module(first)
    if second is None:
        return _one_symbol(label, first)
    if label.has_room_for_bars(first):
        return _card(label, first)
    return _two_symbols(label, first, second)


@dataclass(frozen=True)
class _Label:
    width: int
    height: int
    edge_x: int
    edge_y: int

    @property
    def right(self) -> int:
        return self.width - self.edge_x

    @property
    def top(self) -> int:
        return self.height - self.edge_y

    def start_x(self, module: int) -> int:
        """The nearest that a symbol's dark part may come to the left or right edge."""
        return max(self.edge_x, QR_QUIET * module)

    def start_y(self, module: int) -> int:
        return max(self.edge_y, QR_QUIET * module)

    def taken(self, module: int) -> int:
        """How much of the label's width a QR at one end of it takes, with its white."""
        return self.start_x(module) + (QR_SIDE + QR_QUIET) * module

    def largest_module(self) -> int:
        for module in _CARD_MODULES if self.height >= _CARD_HEIGHT else _MODULES:
            high_enough = self.height - 2 * self.start_y(module) >= QR_SIDE * module
            if high_enough and self.right - self.taken(module) >= _TEXT_WIDTH:
                return module
        raise ValueError(f"no symbol of 15 mm fits on a label of {self.width} × {self.height} dots")

    def second_module(self, first: int) -> int | None:
        for module in (first, *(module for module in _MODULES if module < first)):
            if self.width - self.taken(first) - self.taken(module) >= _TEXT_BETWEEN:
                return module
        return None

    def has_room_for_bars(self, module: int) -> bool:
        above = self.start_y(module) + (QR_SIDE + QR_QUIET) * module
        return self.right - self.taken(module) >= _BARS_WIDTH and self.height - 2 * above >= dots(50)

    def at_top_left(self, module: int) -> Symbol:
        return _qr(self.start_x(module), self.height - self.start_y(module) - QR_SIDE * module, module)

    def at_bottom_right(self, module: int) -> Symbol:
        return _qr(self.width - self.start_x(module) - QR_SIDE * module, self.start_y(module), module)


def _qr(x: int, y: int, module: int) -> Symbol:
    return Symbol(Box(x, y, QR_SIDE * module, QR_SIDE * module), module, QR_QUIET, QR_QUIET)


def _one_symbol(label: _Label, module: int) -> Layout:
    """The symbol on the left, halfway up; one column of text beside it."""
    qr = _qr(label.start_x(module), (label.height - QR_SIDE * module) // 2, module)
    text = _column(
        _between(qr.field.right, label.edge_y, label.right, label.top),
        Row("name", 1, 1, bold=True),
        Row("product", 0.85, 1, lines=2),
        Row("size", 2.3, 2, bold=True),
        Row("quantity", 1.25, 2, bold=True),
        Row("order and serials", 0.85, 3),
        Row("note", 0.85, 3),
        Row("code", 0.95, 3, bold=True),
    )
    return Layout(qr, None, None, (text,))


def _two_symbols(label: _Label, first: int, second: int) -> Layout:
    """A symbol in the top left and the bottom right corner, the text in the other two corners and between them."""
    qr, copy = label.at_top_left(first), label.at_bottom_right(second)
    head = _column(
        _between(qr.field.right, copy.field.top + _HAIR, label.right, label.top),
        Row("name", 1.1, 1, bold=True),
        Row("product", 0.9, 1, lines=2),
    )
    middle = _column(
        _between(qr.field.right, label.edge_y, copy.field.x, copy.dark.top),
        Row("size", 2.5, 1, bold=True),
        Row("quantity", 1.2, 2, bold=True),
        Row("note", 0.75, 2),
    )
    foot = _column(
        _between(qr.dark.x, label.edge_y, qr.dark.right, qr.field.y - _HAIR),
        Row("order and serials", 0.85, 1),
        Row("code", 0.95, 2, bold=True),
    )
    return Layout(qr, copy, None, (head, middle, foot))


def _card(label: _Label, module: int) -> Layout:
    """A card to lie on a table: what it is above, how much in the middle, the symbols in opposite corners."""
    qr, copy = label.at_top_left(module), label.at_bottom_right(module)
    left, right = label.edge_x, label.right
    bar = (copy.field.x - left) // (CODE_128_WIDEST + CODE_128_QUIET)
    bars_height = max(_BARS_HEIGHT, copy.dark.height // 2)
    dark = Box(left, copy.dark.top - bars_height, CODE_128_WIDEST * bar, bars_height)
    head = _column(
        _between(qr.field.right, qr.dark.y, right, qr.dark.top),
        Row("product", 1.4, 1, bold=True, lines=3),
        Row("order", 1, 2),
    )
    middle = _column(
        _between(left, copy.field.top + _AIR, right, qr.field.y - _AIR),
        Row("name", 1, 1, bold=True),
        Row("size", 3, 2, bold=True),
        Row("quantity", 1.4, 2, bold=True),
        Row("serials", 0.6, 3),
        Row("note", 0.6, 3),
    )
    # As wide as the bars above it, and standing on the line that the second QR stands on.
    under_bars = _between(left, copy.dark.y, dark.right, dark.y - _AIR // 2)
    foot = _column(under_bars, Row("code", 1, 1, bold=True), stands=True)
    above, below = (Box(left, y, right - left, 2) for y in (qr.field.y - 2, copy.field.top))
    return Layout(qr, copy, Symbol(dark, bar, CODE_128_QUIET, 0), (head, middle, foot), (above, below))


def _between(x: int, y: int, right: int, top: int) -> Box:
    return Box(x, y, right - x, top - y)


def _column(box: Box, *rows: Row, stands: bool = False) -> Column:
    """Rows in ``box``, as large as they can be with all their lines; a note is rare and squeezes the others."""
    usual = [row for row in rows if row.field != "note"]
    total = sum(row.size * row.height(row.lines) for row in usual) + sum(gaps(usual))
    return Column(box, rows, box.height / total, stands)


def gaps(rows: list[Row]) -> list[float]:
    """The least distance after every row but the last, in the column's unit."""
    return [GAP if row.group == following.group else GROUP_GAP for row, following in pairwise(rows)]
