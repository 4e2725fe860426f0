"""A sheet, read and checked as a whole: what would be added, what is here already, every cell that is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

from .. import refusals
from ..refusals import Refused
from . import sheets_cells as cells
from . import sheets_rows
from .sheets_file import Table
from .sheets_kinds import CLOSED, COLUMNS, EXAMPLE, PROGRESS, SIZE, Known, OrderRow, PartnerRow, ProductRow, Said
from .sheets_rows import Fault, Line

_READ = {"partners": sheets_rows.partner, "products": sheets_rows.product, "orders": sheets_rows.order}


@dataclass(frozen=True, slots=True)
class Planned:
    """A row without faults, and whether it is here already just so."""

    line: int
    said: Said
    is_here: bool


@dataclass(slots=True)
class Plan:
    """What a sheet comes to. ``left_out`` counts examples and closed orders; ``unused``: headings nobody asks for."""

    rows: list[Planned] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    left_out: int = 0
    unused: list[str] = field(default_factory=list)

    @property
    def new(self) -> list[Planned]:
        """The rows that would be added."""
        return [row for row in self.rows if not row.is_here]


def plan(kind: str, table: Table, known: Known) -> Plan:
    """Reads a sheet of ``partners``, ``products`` or ``orders``; refused where its headings won't do."""
    _check_headings(kind, table)
    made, seen = Plan(unused=_unused(kind, table)), dict[str, int]()
    for number, row in table.rows:
        line = Line(number, row, table.headings)
        if _is_left_out(line, known):
            made.left_out += 1
            continue
        if (said := _READ[kind](line, known)) is not None and _may_stand(line, said, seen, known):
            made.rows.append(Planned(number, said, _kept(said, known) is not None))
        made.faults += line.faults
    return made


def name_of(said: Said) -> str:
    """What a row goes by: a code, or an order's number."""
    return said.number if isinstance(said, OrderRow) else said.code


def _check_headings(kind: str, table: Table) -> None:
    """Refused where a column that is needed isn't there, or one stands twice."""
    seen: set[str] = set()
    for heading in table.headings:
        if heading and heading.lower() in seen:
            raise Refused(refusals.SHEET_COLUMN_TWICE.because(heading=heading[:40]))
        seen.add(heading.lower())
    missing = [column.heading for column in COLUMNS[kind] if column.needed and column.heading not in seen]
    if missing:
        raise Refused(refusals.SHEET_COLUMNS.because(missing=", ".join(missing)))


def _unused(kind: str, table: Table) -> list[str]:
    known = {column.heading for column in COLUMNS[kind]} | (set(PROGRESS) if kind == "orders" else set())
    begins = SIZE if kind == "orders" else "\0"
    names = [heading for heading in table.headings if heading]
    return [name[:40] for name in names if name.lower() not in known and not name.lower().startswith(begins)]


def _is_left_out(line: Line, known: Known) -> bool:
    """The example; and an order that was closed where it comes from, unless it is known here."""
    name = cells.shown(line.cell("kode" if "kode" in line.at else "nomor")).strip().upper()
    closed = cells.shown(line.cell("keadaan")).strip().lower() == CLOSED
    return name.startswith(EXAMPLE) or (closed and name not in known.orders)


def _may_stand(line: Line, said: Said, seen: dict[str, int], known: Known) -> bool:
    """Whether nothing else has its name: no row before it in this file, and nothing that is here and says otherwise."""
    name, heading = name_of(said), "nomor" if isinstance(said, OrderRow) else "kode"
    # Batches are numbered without the order's PO-: A-001 and PO-A-001 would share theirs.
    stem = name.removeprefix("PO-") if isinstance(said, OrderRow) else name
    kept = _kept(said, known)
    if stem in seen:
        line.wrong(heading, refusals.CELL_TWICE.because(value=name, line=seen[stem]))
    elif kept is not None:
        _note_differences(line, said, kept)
    elif isinstance(said, OrderRow) and not {stem, f"PO-{stem}"}.isdisjoint(known.orders):
        line.wrong(heading, refusals.CELL_TAKEN.because(value=name))
    seen.setdefault(stem, line.number)
    return not line.faults


def _kept(said: Said, known: Known) -> Said | None:
    if isinstance(said, PartnerRow):
        return known.partners.get(said.code)
    return known.products.get(said.code) if isinstance(said, ProductRow) else known.orders.get(said.number)


def _note_differences(line: Line, said: Said, kept: Said) -> None:
    """Each cell that says something else than what is here: a sheet adds, it doesn't change."""
    kind = {PartnerRow: "partners", ProductRow: "products", OrderRow: "orders"}[type(said)]
    headings = {column.name: column.heading for column in COLUMNS[kind]}
    for each in fields(said):
        here, asked = getattr(kept, each.name), getattr(said, each.name)
        if asked != here and not (each.name == "targets" and sorted(asked) == sorted(here)):
            heading = headings.get(each.name) or _first_target(line)
            line.wrong(heading, refusals.CELL_DIFFERS.because(name=name_of(said), kept=_in_words(here)))


def _first_target(line: Line) -> str:
    return next((heading for heading in line.at if heading.startswith(SIZE) or heading == "jumlah"), "nomor")


def _in_words(value: object) -> str:
    """What is here, as it would stand in a cell."""
    if isinstance(value, tuple):
        return ", ".join(" ".join(map(str, each)).strip() if isinstance(each, tuple) else str(each) for each in value)
    return cells.shown(value) or "–"  # type: ignore[arg-type]
