"""Spreadsheets as files: CSV or XLSX in, never trusted; CSV or XLSX out, with nothing in it that runs."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from .. import refusals
from ..refusals import Refused
from .sheets_cells import NO, YES, Cell, Formula, harmless, shown

MOST_BYTES = 4 * 1024 * 1024
MOST_ROWS = 500  # a second or two for the writer; scans wait meanwhile
_MOST_LINES = 20_000  # with the empty ones between and after them
_MOST_COLUMNS = 120
_MOST_UNPACKED = 6 * 1024 * 1024
_MOST_CELLS = 60_000  # with the empty ones; the reader takes up to 30 µs for each, and for every other element
_MOST_OTHERS = 30_000
_ELEMENT = re.compile(rb"<(?:[^\s<>/!?:]+:)?([^\s<>/!?:]+)")
_UTF_16 = re.compile(rb"(?:\x00\s)*\x00<|(?:\s\x00)*<\x00")
_OF_CELLS = (b"c", b"si", b"row", b"v", b"f", b"is", b"t")
_MARKS = ";,\t"
CSV_TYPE = "text/csv; charset=utf-8"
Row = tuple[int, list[Cell]]
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: its headings, and its rows by the number they have there (from 1; the headings stand on one too)."""

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]


def read(content: bytes) -> Table:
    """The first sheet of a file; refused where it is neither CSV nor XLSX, empty, or too long."""
    if len(content) > MOST_BYTES:
        raise Refused(refusals.TOO_LARGE.because())
    filled = _of_xlsx(content) if content.startswith(b"PK") else _filled(_of_csv(content))
    if not filled:
        raise Refused(refusals.SHEET_EMPTY.because())
    headings = tuple(" ".join(shown(cell).split()) for cell in filled[0][1])
    return Table(headings, tuple((number, tuple(row)) for number, row in filled[1:]))


def letter(column: int) -> str:
    """What a spreadsheet calls a column, counted from 0: ``C``."""
    return str(get_column_letter(column + 1))


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A CSV as a spreadsheet here opens it at a double click: UTF-8 with its mark, semicolons."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([harmless(heading) for heading in headings])
    writer.writerows([[_as_text(cell) for cell in row] for row in rows])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_xlsx(
    title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]], notes: Sequence[Sequence[str]] = ()
) -> bytes:
    """An XLSX with this sheet and, where there are notes, a second one with them."""
    book = Workbook()
    _fill(book.active, title, [headings, *rows])
    if notes:
        _fill(book.create_sheet(), "Keterangan", notes)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Any, title: str, rows: Iterable[Sequence[Cell]]) -> None:
    sheet.title = title
    widths: dict[int, int] = {}
    for at, row in enumerate(rows, start=1):
        for column, cell in enumerate(row, start=1):
            value: Cell = (YES if cell else NO) if isinstance(cell, bool) else cell
            value = harmless(value) if isinstance(value, str) else value
            put = sheet.cell(at, column, value)
            put.font = Font(bold=at == 1)
            if isinstance(cell, date):
                put.number_format = "dd/mm/yyyy"
            widths[column] = max(widths.get(column, 10), min(len(str(cell or "")) + 2, 60))
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"


def _as_text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return YES if cell else NO
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return harmless(cell) if isinstance(cell, str) else "" if cell is None else str(cell)


def _filled(rows: Iterable[Sequence[Cell]]) -> list[Row]:
    """The rows in which something stands, with their numbers; refused where there are too many."""
    found: list[Row] = []
    for number, row in enumerate(rows, start=1):
        if any(cell not in (None, "") for cell in row):
            found.append((number, list(row[:_MOST_COLUMNS])))
        if number >= _MOST_LINES or len(found) > MOST_ROWS + 1:
            raise Refused(refusals.SHEET_TOO_LONG.because(most=MOST_ROWS))
    return found


def _of_csv(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    try:
        # A row of the sheet, as a spreadsheet counts them, may be several lines of the file.
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=max(_MARKS, key=first.count))
    except csv.Error:
        raise Refused(refusals.SHEET_UNREADABLE.because()) from None


def _decoded(content: bytes) -> str:
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(letter < " " and letter not in "\t\r\n" for letter in text):
            return text
    raise Refused(refusals.SHEET_UNREADABLE.because())


def _of_xlsx(content: bytes) -> list[Row]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _weigh(packed)
        rows = _cells(content, formulas=True)
        if any(isinstance(cell, Formula) for _, row in rows for cell in row):
            results = dict(_cells(content, formulas=False))
            rows = [(number, _results(row, results.get(number, []))) for number, row in rows]
    except Refused:
        raise
    except Exception:  # noqa: BLE001 - a file made to break the reader may break it in any way
        raise Refused(refusals.SHEET_UNREADABLE.because()) from None
    return rows


def _weigh(packed: zipfile.ZipFile) -> None:
    """Refuses a workbook that the reader would build up for long: it keeps a whole row, and every style, at once."""
    parts = packed.infolist()
    if sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise Refused(refusals.TOO_LARGE.because())
    elements: Counter[bytes] = Counter()
    for part in parts:
        content = packed.read(part)
        if content.startswith((b"\xff\xfe", b"\xfe\xff")) or _UTF_16.match(content):  # no program writes it here
            raise Refused(refusals.SHEET_UNREADABLE.because())
        elements.update(_ELEMENT.findall(content))
    others = elements.total() - sum(elements[name] for name in _OF_CELLS)
    if elements[b"c"] + elements[b"si"] > _MOST_CELLS or elements[b"row"] > _MOST_CELLS or others > _MOST_OTHERS:
        raise Refused(refusals.TOO_LARGE.because())


def _cells(content: bytes, *, formulas: bool) -> list[Row]:
    """The first sheet's rows; with ``formulas`` those cells are marked, else they are their results."""
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=not formulas, keep_links=False)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its size may be wrong
        return _filled([_cell(cell) for cell in row] for row in sheet.iter_rows(max_col=_MOST_COLUMNS))
    finally:
        book.close()


def _cell(cell: Any) -> Cell:
    if cell.data_type in ("f", "e"):
        return Formula()
    value = cell.value
    known = value is None or isinstance(value, (str, int, float, bool, date))
    return value if known else str(value)


def _results(row: list[Cell], results: list[Cell]) -> list[Cell]:
    """A row with the results of its formulas, where the file has them."""
    return [
        (results[at] if at < len(results) and results[at] is not None else Formula())
        if isinstance(cell, Formula)
        else cell
        for at, cell in enumerate(row)
    ]
