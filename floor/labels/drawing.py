"""One label, drawn onto a page whose unit is the printer's dot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from floor.labels.boxes import Column, Field, Layout, Row, Symbol
from floor.labels.layout import gaps
from floor.labels.lettering import BOLD, CAP_HEIGHT, CONDENSED, LEADING, REGULAR, Lines, fit, is_cut, printable
from floor.labels.symbols import Run, bar_runs, qr_runs
from floor.rules import codes

_SMALLEST = 14.0  # dots: 5 points, the least that people read at arm's length


@dataclass(frozen=True)
class LabelText:
    """What stands on one label; ``quantity`` with its unit (``12 potong``). An empty text leaves its room to others."""

    code: str
    product: str
    order: str
    size: str
    quantity: str
    name: str
    serials: str
    note: str = ""

    def shown(self) -> dict[Field, str]:
        """What each field of a layout shows of this label; without a size, the quantity stands in its place."""
        return {
            "name": self.name,
            "product": self.product,
            "size": self.size or self.quantity,
            "quantity": self.quantity if self.size else "",
            "order": self.order,
            "serials": f"No. {self.serials}" if self.serials else "",
            "order and serials": " · ".join(part for part in (self.order, self.serials) if part),
            "note": self.note,
            "code": codes.in_words(self.code),
        }


class _SetRow(NamedTuple):
    row: Row
    lines: Lines

    @property
    def height(self) -> float:
        return self.row.height(len(self.lines.texts)) * self.lines.size


def draw_label(canvas: Canvas, label: LabelText, layout: Layout, x: int, y: int) -> None:
    """Draw ``label`` with its lower left corner at ``x``, ``y`` (dots). ValueError where its code is none."""
    # Runs and rectangles go straight into the page's content: a shape of reportlab's own costs several times as much.
    square = _operators(qr_runs(label.code))
    for symbol in filter(None, (layout.qr, layout.second)):
        canvas.addLiteral(_placed(square, symbol, symbol.module, x, y))
    if layout.code_128:
        bars = _operators(bar_runs(label.code))
        canvas.addLiteral(_placed(bars, layout.code_128, layout.code_128.dark.height, x, y))
    for line in layout.lines:
        canvas.addLiteral(f"{x + line.x} {y + line.y} {line.width} {line.height} re f")
    text = canvas.beginText()
    text.setHorizScale(CONDENSED * 100)
    shown = {field: printable(words) for field, words in label.shown().items()}
    for column in layout.columns:
        _write(text, column, shown, x, y)
    canvas.drawText(text)


def _operators(runs: Iterable[Run]) -> str:
    return " ".join([f"{start} {y} {end - start} 1 re" for start, end, y in runs])


def _placed(operators: str, symbol: Symbol, height: int, x: int, y: int) -> str:
    """A symbol's runs as one path, a module ``symbol.module`` dots wide and ``height`` dots high."""
    return f"q {symbol.module} 0 0 {height} {x + symbol.dark.x} {y + symbol.dark.y} cm {operators} f Q"


def _write(text: PDFTextObject, column: Column, shown: dict[Field, str], x: int, y: int) -> None:
    """Set a column's rows from its top down."""
    rows = [row for row in column.rows if shown[row.field]]
    if not rows:
        return
    placed, distances = _spread(column, rows, shown)
    top = float(y + column.box.top)
    if column.stands:
        top -= column.box.height - sum(part.height for part in placed) - sum(distances)
    for (row, lines), distance in zip(placed, [*distances, 0], strict=True):
        text.setFont(BOLD if row.bold else REGULAR, lines.size)
        for number, line in enumerate(lines.texts):
            text.setTextOrigin(x + column.box.x, round(top - (CAP_HEIGHT + number * LEADING) * lines.size))
            text.textOut(line)
        top -= row.height(len(lines.texts)) * lines.size + distance


def _spread(column: Column, rows: list[Row], shown: dict[Field, str]) -> tuple[list[_SetRow], list[float]]:
    """The rows as they are set and the distance after each, all in dots; squeezed where they would overflow."""
    unit, room, least = column.unit, column.box.height, gaps(rows)
    while True:
        placed = [_set(row, shown[row.field], unit, column.box.width) for row in rows]
        free = room - sum(part.height for part in placed) - sum(least) * unit
        if free >= -0.5:
            break
        unit *= min(room / (room - free), 0.98)
    # A group that is missing leaves its share of the free space where it would stand.
    share = free / max(len({row.group for row in column.rows}) - 1, 1)
    return placed, [
        gap * unit + (share if row.group != following.group else 0)
        for gap, (row, following) in zip(least, pairwise(rows), strict=True)
    ]


def _set(row: Row, words: str, unit: float, width: int) -> _SetRow:
    """A row's text at this unit: on its lines, else smaller, else on one line more, at worst cut."""
    size, font = round(row.size * unit, 1), BOLD if row.bold else REGULAR
    smallest = min(size, max(_SMALLEST, size * row.shrinks_to))
    lines = fit(words, font, size, smallest, width, row.lines)
    if is_cut(lines) and row.field != "product":  # numbers are never cut while there is another way
        lines = fit(words, font, size, smallest, width, row.lines + 1)
    return _SetRow(row, lines)
