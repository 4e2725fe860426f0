"""One row of a sheet as a partner, a product or an order; every cell that is wrong is noted, not only the first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from .. import refusals
from ..refusals import No
from . import sheets_cells as cells
from .sheets_cells import BadCell, Cell
from .sheets_kinds import (
    CHANNELS,
    COUNTED_IN,
    FAMILIES,
    KINDS,
    SIZE,
    Known,
    OrderRow,
    PartnerRow,
    ProductRow,
    Said,
)

_MOST_SIZES = 40
_MOST_SIZE = 20
_MOST_NUMBER = 13

Reads = Mapping[str, tuple[str, Callable[[Cell], Any]]]  # what is read, from under which heading, and how


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell: its row's number, its column (from 0), that column's heading."""

    line: int
    column: int
    heading: str
    no: No


class Line:
    """One row: its cells by heading (in small letters), and the faults found in it so far."""

    def __init__(self, number: int, row: tuple[Cell, ...], headings: tuple[str, ...]) -> None:
        self.number = number
        self.faults: list[Fault] = []
        self.at = {heading.lower(): column for column, heading in enumerate(headings)}
        self._row = row
        self._headings = headings

    def cell(self, heading: str) -> Cell:
        """The cell under a heading; nothing where there is no such column."""
        column = self.at.get(heading, len(self._row))
        return self._row[column] if column < len(self._row) else None

    def wrong(self, heading: str, no: No) -> None:
        """Notes what is wrong with the cell under a heading; with the row's first where that column is missing."""
        column = self.at.get(heading, 0)
        self.faults.append(Fault(self.number, column, self._headings[column], no))

    def take(self, heading: str, read: Callable[[Cell], Any]) -> Any:
        """What ``read`` makes of a cell; ``None``, and a fault noted, where it can't use it."""
        try:
            return read(self.cell(heading))
        except BadCell as bad:
            self.wrong(heading, bad.no)
            return None

    def take_all(self, reads: Reads) -> dict[str, Any]:
        """Several cells at once."""
        return {name: self.take(heading, read) for name, (heading, read) in reads.items()}


def partner(line: Line, known: Known) -> Said | None:  # noqa: ARG001 - its sisters ask what is known
    """A partner; ``None`` where a cell is wrong."""
    values = line.take_all(
        {
            "code": ("kode", cells.code),
            "name": ("nama", cells.needed),
            "address": ("alamat", lambda cell: cells.text(cell, 200)),
            "active": ("dipakai", lambda cell: cells.yes(cell, True)),
        }
    )
    return None if line.faults else PartnerRow(**values)


def product(line: Line, known: Known) -> Said | None:
    """A product; ``None`` where a cell is wrong."""
    values = line.take_all(
        {
            "code": ("kode", cells.code),
            "name": ("nama", cells.needed),
            "family": ("kelompok", lambda cell: cells.one_of(cell, FAMILIES)),
            "counted_in": ("satuan", lambda cell: cells.one_of(cell, COUNTED_IN)),
            "workshop": ("unit kerja", lambda cell: _named(cell, known.workshops, "unit kerja")),
            "route": ("alur kerja", lambda cell: _named(cell, known.routes, "alur kerja")),
            "standard": ("standar mutu", lambda cell: _named(cell, known.standards, "standar mutu", needed=False)),
            "sizes": ("ukuran", sizes),
            "active": ("dipakai", lambda cell: cells.yes(cell, True)),
        }
    )
    return None if line.faults else ProductRow(**values)


def order(line: Line, known: Known) -> Said | None:
    """An order; ``None`` where a cell is wrong."""
    partners = [code for code, each in known.partners.items() if each.active]
    products = [code for code, each in known.products.items() if each.active]
    values = line.take_all(
        {
            "number": ("nomor", _number),
            "partner": ("mitra", lambda cell: _named(cell, partners, "mitra")),
            "product": ("produk", lambda cell: _named(cell, products, "produk")),
            "kind": ("jenis", lambda cell: KINDS[cells.one_of(cell, KINDS)]),
            "channel": ("saluran", lambda cell: cells.one_of(cell, CHANNELS, CHANNELS[0])),
            "due_on": ("jatuh tempo", cells.day),
            "takes_grade_b": ("terima grade b", lambda cell: cells.yes(cell, False)),
        }
    )
    found = known.products.get(values["product"] or "")
    targets = _targets(line, found) if found else ()
    return None if line.faults else OrderRow(**values, targets=targets)


def sizes(cell: Cell) -> tuple[str, ...]:
    """Sizes out of one cell: one a line, or by commas, or by blanks; each once, in their order."""
    typed = cells.raw(cell)
    if "\n" in typed:
        parts = typed.split("\n")
    else:
        parts = typed.replace(";", ",").split(",") if set(typed) & set(",;") else typed.split()
    found = tuple(dict.fromkeys(part for each in parts if (part := cells.text(each, 400))))
    if len(found) > _MOST_SIZES or any(len(size) > _MOST_SIZE for size in found):
        raise BadCell(refusals.CELL_TOO_LONG.because(most=_MOST_SIZE))
    return found


def _targets(line: Line, product: ProductRow) -> tuple[tuple[str, int], ...]:
    """How many of each size, from a column for each; of a product without sizes, from the column of the quantity."""
    wanted = {SIZE + size.lower(): size for size in product.sizes} or {"jumlah": ""}
    for heading in line.at:
        asked = heading.startswith(SIZE) or heading == "jumlah"
        if asked and heading not in wanted and line.take(heading, cells.pieces):
            line.wrong(heading, refusals.CELL_NO_SIZE.because(product=product.code))
    found = {size: line.take(heading, cells.pieces) for heading, size in wanted.items()}
    if not any(found.values()) and not line.faults:
        line.wrong(next((heading for heading in wanted if heading in line.at), "nomor"), refusals.CELL_EMPTY.because())
    return tuple((size, target) for size, target in found.items() if target)


def _number(cell: Cell) -> str:
    found = cells.code(cell, _MOST_NUMBER + 3)
    if len(found.removeprefix("PO-")) > _MOST_NUMBER:
        raise BadCell(refusals.CELL_NOT_A_CODE.because(value=found, most=_MOST_NUMBER))
    return found


def _named(cell: Cell, known: Collection[str], what: str, *, needed: bool = True) -> str:
    """The code of something that is here; empty where it need not be there and isn't."""
    found = (cells.needed(cell, 400) if needed else cells.text(cell, 400)).upper()
    if found and found not in known:
        raise BadCell(refusals.CELL_UNKNOWN.because(what=what, value=found[:40]))
    return found
