"""Sheets are read cell by cell; no file makes a crash, and what is exported comes in the same."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from floor import refusals
from floor.office.sheets_cells import Cell, shown
from floor.office.sheets_file import MOST_ROWS, Table, as_csv, as_xlsx, letter, read
from floor.office.sheets_kinds import (
    CHANNELS,
    COUNTED_IN,
    FAMILIES,
    Known,
    OrderRow,
    PartnerRow,
    ProductRow,
    Said,
    as_cells,
    example,
)
from floor.office.sheets_plan import Plan, plan
from floor.refusals import Refusal, Refused

CODES = st.from_regex(r"[A-Z0-9][A-Z0-9._-]{0,12}", fullmatch=True).filter(lambda code: not code.startswith("CONTOH"))
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
SIZES = st.lists(NAMES.filter(lambda size: len(size) <= 20), max_size=5, unique_by=str.lower).map(tuple)
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))

PARTNERS = st.builds(PartnerRow, CODES, NAMES, st.just("") | NAMES, st.booleans())
PRODUCTS = st.builds(
    ProductRow,
    CODES,
    NAMES,
    st.sampled_from(FAMILIES),
    st.sampled_from(COUNTED_IN),
    st.just("KONVEKSI"),
    st.just("MAKLUN"),
    st.sampled_from(["", "S-KOK"]),
    SIZES,
    st.booleans(),
)
SHIRT = ProductRow("KOK", "Koko", "garmen", "potong", "KONVEKSI", "MAKLUN", "", ("S", "M", "30 x 40"))
CLOTH = ProductRow("BTC", "Batik", "batik", "lembar", "KONVEKSI", "MAKLUN")
HERE = Known(
    partners={"A": PartnerRow("A", "Mitra A")},
    products={row.code: row for row in (SHIRT, CLOTH)},
    workshops=frozenset({"KONVEKSI"}),
    routes=frozenset({"MAKLUN"}),
    standards=frozenset({"S-KOK"}),
)


@st.composite
def orders(draw: st.DrawFn) -> OrderRow:
    """An order of the shirt or of the cloth."""
    product = draw(st.sampled_from([SHIRT, CLOTH]))
    wanted = draw(st.lists(st.sampled_from(product.sizes or ("",)), min_size=1, unique=True))
    targets = tuple((size, draw(st.integers(1, 9_999))) for size in product.sizes or ("",) if size in wanted)
    kind, channel = draw(st.sampled_from(["maklun", "own"])), draw(st.sampled_from(CHANNELS))
    return OrderRow(draw(CODES), "A", product.code, kind, channel, draw(DAYS), draw(st.booleans()), targets)


def written(rows: list[Said], ending: str) -> bytes:
    """These rows as an export writes them."""
    cells = [as_cells(row) for row in rows]
    headings = list(dict.fromkeys(heading for each in cells for heading in each))
    table = [[each.get(heading) for heading in headings] for each in cells]
    return as_csv(headings, table) if ending == "csv" else as_xlsx("Data", headings, table)


def name(row: Said) -> str:
    return row.number.removeprefix("PO-") if isinstance(row, OrderRow) else row.code


each_ending = pytest.mark.parametrize("ending", ["csv", "xlsx"])


@each_ending
@settings(max_examples=20, deadline=None)
@given(data=st.data())
@pytest.mark.parametrize(("kind", "some"), [("partners", PARTNERS), ("products", PRODUCTS), ("orders", orders())])
def test_what_is_exported_comes_in_the_same(kind: str, some: Any, ending: str, data: st.DataObject) -> None:
    rows = data.draw(st.lists(some, min_size=1, max_size=5, unique_by=name))
    made = plan(
        kind, read(written(rows, ending)), Known(**{**vars_of(HERE), "orders": {}}) if kind == "orders" else NEW
    )
    assert made.faults == []
    assert [row.said for row in made.rows] == rows
    assert not any(row.is_here for row in made.rows)


NEW = Known(workshops=HERE.workshops, routes=HERE.routes, standards=HERE.standards)


def vars_of(known: Known) -> dict[str, Any]:
    return {each: getattr(known, each) for each in Known.__dataclass_fields__}


@settings(max_examples=200, deadline=None)
@given(content=st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_no_bytes_make_a_crash(content: bytes) -> None:
    tried(content)


@settings(max_examples=25, deadline=None)
@given(at=st.integers(0, 10_000), byte=st.integers(0, 255))
def test_no_damaged_workbook_makes_a_crash(at: int, byte: int) -> None:
    whole = bytearray(written([SHIRT, CLOTH], "xlsx"))
    whole[at % len(whole)] = byte
    tried(bytes(whole))


@settings(max_examples=150, deadline=None)
@given(
    kind=st.sampled_from(["partners", "products", "orders"]),
    row=st.lists(
        st.none() | st.text(max_size=30) | st.integers() | st.floats() | st.booleans() | DAYS | NAMES, max_size=12
    ),
)
def test_no_cells_make_a_crash_and_every_fault_names_a_cell(kind: str, row: list[Cell]) -> None:
    headings, _ = example(kind)
    made = plan(kind, Table(tuple(headings), ((2, tuple(row)),)), HERE)
    assert len(made.rows) + bool(made.faults) + made.left_out == 1
    assert all(headings[fault.column] == fault.heading and fault.line == 2 for fault in made.faults)


def tried(content: bytes) -> None:
    """Reads bytes as each kind of sheet: an answer or a refusal, nothing else."""
    for kind in ("partners", "products", "orders"):
        try:
            plan(kind, read(content), HERE)
        except Refused:
            continue


def lines(*text: str, mark: str = ";") -> bytes:
    return "\n".join(line.replace(";", mark) for line in text).encode()


def faults(made: Plan) -> list[tuple[int, str, str, str]]:
    return [(fault.line, letter(fault.column), fault.heading, fault.no.code) for fault in made.faults]


ORDERS = "nomor;mitra;produk;jenis;jatuh tempo;jumlah;ukuran S;ukuran M"


def of_orders(*rows: str) -> Plan:
    return plan("orders", read(lines(ORDERS, *rows)), HERE)


def test_a_fault_names_row_and_column() -> None:
    made = of_orders("PO-1;A;KOK;maklun;21/11/2026;;12;3", "PO-2;A;KOK;maklun;2026-11-21;;12,5;3")
    assert faults(made) == [(3, "G", "ukuran S", refusals.CELL_NOT_WHOLE.code)]
    assert made.faults[0].no.detail["value"] == "12,5"


def test_every_wrong_cell_is_named_not_only_the_first() -> None:
    made = of_orders("nomor jelek;Z;KOK;borongan;31/02/2026;;x;0")
    assert [fault[1:] for fault in faults(made)] == [
        ("A", "nomor", refusals.CELL_NOT_A_CODE.code),
        ("B", "mitra", refusals.CELL_UNKNOWN.code),
        ("D", "jenis", refusals.CELL_NOT_A_CHOICE.code),
        ("E", "jatuh tempo", refusals.CELL_NOT_A_DAY.code),
        ("G", "ukuran S", refusals.CELL_NOT_WHOLE.code),
    ]


def test_a_code_that_stands_twice_is_named_with_its_first_row() -> None:
    made = of_orders("PO-1;A;BTC;sendiri;21/11/2026;5;;", "1;A;BTC;sendiri;21/11/2026;6;;")
    assert faults(made) == [(3, "A", "nomor", refusals.CELL_TWICE.code)]
    assert made.faults[0].no.detail["line"] == 2


def test_a_quantity_where_sizes_are_asked_for_is_wrong_and_so_is_none() -> None:
    made = of_orders("PO-1;A;KOK;maklun;21/11/2026;9;1;", "PO-2;A;KOK;maklun;21/11/2026;;;")
    assert [fault[3] for fault in faults(made)] == [refusals.CELL_NO_SIZE.code, refusals.CELL_EMPTY.code]


def test_a_number_too_like_one_that_is_here_is_wrong() -> None:
    here = Known(partners=HERE.partners, products=HERE.products, orders={"PO-1": an_order("PO-1")})
    made = plan("orders", read(lines(ORDERS, "1;A;BTC;sendiri;21/11/2026;5;;")), here)
    assert faults(made) == [(2, "A", "nomor", refusals.CELL_TAKEN.code)]


def an_order(number: str) -> OrderRow:
    return OrderRow(number, "A", "BTC", "own", "langsung", date(2026, 11, 21), False, (("", 5),))


def test_what_is_here_and_says_the_same_is_here_already_and_else_the_cell_is_named() -> None:
    here = Known(partners=HERE.partners, products=HERE.products, orders={"PO-1": an_order("PO-1")})
    same = plan("orders", read(lines(ORDERS, "PO-1;A;BTC;sendiri;21/11/2026;5;;")), here)
    other = plan("orders", read(lines(ORDERS, "PO-1;A;BTC;sendiri;22/11/2026;5;;")), here)
    assert [row.is_here for row in same.rows] == [True] and same.faults == []
    assert faults(other) == [(2, "E", "jatuh tempo", refusals.CELL_DIFFERS.code)]


@pytest.mark.parametrize("mark", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_is_read_however_a_program_saved_it(mark: str, encoding: str) -> None:
    content = lines("kode;nama;alamat", "É1;x;", "A1;Café Indah;Jalan 1", mark=mark).decode().encode(encoding)
    made = plan("partners", read(content), Known())
    assert [row.said for row in made.rows] == [PartnerRow("A1", "Café Indah", "Jalan 1")]
    assert faults(made) == [(2, "A", "kode", refusals.CELL_NOT_A_CODE.code)]


@pytest.mark.parametrize("typed", ["12", "12.0", "12,0", " 12 "])
def test_twelve_is_twelve_with_either_mark(typed: str) -> None:
    made = of_orders(f"PO-1;A;BTC;maklun;21/11/2026;{typed};;")
    assert isinstance(made.rows[0].said, OrderRow) and made.rows[0].said.targets == (("", 12),)


@pytest.mark.parametrize("typed", ["1.200", "1,200", "1e3", "-3", "duabelas"])
def test_nobody_guesses_what_a_number_means(typed: str) -> None:
    assert len(faults(of_orders(f"PO-1;A;BTC;maklun;21/11/2026;{typed};;"))) == 1


def test_more_than_there_can_be_is_out_of_range() -> None:
    made = of_orders("PO-1;A;BTC;maklun;21/11/2026;100001;;")
    assert faults(made) == [(2, "F", "jumlah", refusals.CELL_OUT_OF_RANGE.code)]


def test_a_text_longer_than_there_is_room_for_is_wrong() -> None:
    made = plan("partners", read(lines("kode;nama", f"A1;{'x' * 121}")), Known())
    assert faults(made) == [(2, "B", "nama", refusals.CELL_TOO_LONG.code)]


def test_a_day_of_a_workbook_is_a_day() -> None:
    made = plan(
        "orders", read(workbook([ORDERS.split(";"), ["PO-1", "A", "BTC", "maklun", date(2026, 11, 21), 12.0]])), HERE
    )
    assert isinstance(made.rows[0].said, OrderRow) and made.rows[0].said.due_on == date(2026, 11, 21)


def test_a_formula_without_a_result_is_named() -> None:
    made = plan(
        "orders", read(workbook([ORDERS.split(";"), ["PO-1", "A", "BTC", "maklun", "21/11/2026", "=2*6"]])), HERE
    )
    assert faults(made) == [(2, "F", "jumlah", refusals.CELL_FORMULA.code)]


def workbook(rows: list[list[Any]]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(out)
    return out.getvalue()


@each_ending
def test_an_example_left_in_the_template_is_left_out(ending: str) -> None:
    for kind in ("partners", "products", "orders"):
        headings, row = example(kind)
        content = as_csv(headings, [row]) if ending == "csv" else as_xlsx("Data", headings, [row])
        made = plan(kind, read(content), HERE)
        assert (made.left_out, made.rows, made.faults, made.unused) == (1, [], [], [])


@each_ending
@pytest.mark.parametrize("text", ["=1+1", "+62 812", "-5", "@SUM(A1)", "'=x", "\t=x"])
def test_no_cell_of_an_export_is_a_formula(text: str, ending: str) -> None:
    content = written([PartnerRow("A", text)], ending)
    if ending == "csv":
        assert f"'{text}" in content.decode()
        return
    cell = load_workbook(io.BytesIO(content)).active["B2"]  # type: ignore[index]
    assert cell.data_type == "s" and str(cell.value).startswith("'")


def refused(content: bytes, kind: str = "partners") -> str:
    with pytest.raises(Refused) as caught:
        plan(kind, read(content), HERE)
    return caught.value.no.code


PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (PNG, refusals.SHEET_UNREADABLE),
        (b"PK\x03\x04 no zip at all", refusals.SHEET_UNREADABLE),
        (b"", refusals.SHEET_EMPTY),
        (b"\n\n;;\n", refusals.SHEET_EMPTY),
        (b"A1;Mitra\nA2;Lain\n", refusals.SHEET_COLUMNS),
        (b"kode;alamat\nA1;x\n", refusals.SHEET_COLUMNS),
        (b"kode;nama;Nama\nA1;x;y\n", refusals.SHEET_COLUMN_TWICE),
        (b"kode;nama\n" + b"A1;x\n" * 50_000, refusals.SHEET_TOO_LONG),
        (b"x" * (4 * 1024 * 1024 + 1), refusals.TOO_LARGE),
    ],
)
def test_a_file_that_is_no_such_sheet_is_refused(content: bytes, refusal: Refusal) -> None:
    assert refused(content) == refusal.code


def test_a_workbook_of_too_many_rows_is_refused() -> None:
    rows: list[list[Cell]] = [[f"A{at}", "x"] for at in range(MOST_ROWS + 1)]
    assert refused(as_xlsx("Data", ["kode", "nama"], rows)) == refusals.SHEET_TOO_LONG.code


def test_a_workbook_that_unpacks_to_gigabytes_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/sharedStrings.xml", b"0" * 80_000_000)
    assert refused(out.getvalue()) == refusals.TOO_LARGE.code


def packed_anew(part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A small workbook with one of its parts changed."""
    whole, out = zipfile.ZipFile(io.BytesIO(workbook([["kode", "nama"], ["A1", 7]]))), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in whole.namelist():
            packed.writestr(name, change(whole.read(name)) if name == part else whole.read(name))
    return out.getvalue()


def test_a_workbook_that_defines_entities_is_refused() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    assert refused(packed_anew("xl/workbook.xml", lambda _: bomb)) == refusals.SHEET_UNREADABLE.code


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("part", "end", "many"),
    [
        (SHEET, b"</sheetData>", b"<row>" + b"<c/>" * 1_000_000 + b"</row>"),
        (SHEET, b"</sheetData>", b'<row><x:c xmlns:x="y"/>' + b"<x:c\n/>" * 70_000 + b"</row>"),
        (SHEET, b"</sheetData>", b"<row/>" * 70_000),
        ("xl/workbook.xml", b"</sheets>", b"<si/>" * 70_000),
        ("xl/styles.xml", b"</cellXfs>", b"<xf/>" * 40_000),
    ],
)
def test_a_small_file_that_would_be_built_up_for_long_is_refused(part: str, end: bytes, many: bytes) -> None:
    content = packed_anew(part, lambda whole: whole.replace(end, many + end))
    assert len(content) < 16_000
    assert refused(content) == refusals.TOO_LARGE.code


def test_a_workbook_in_letters_that_nobody_counts_is_refused() -> None:
    content = packed_anew(SHEET, lambda whole: b"\n\x00" + whole.decode().encode("utf-16-le"))
    assert refused(content) == refusals.SHEET_UNREADABLE.code


def test_a_full_sheet_of_the_widest_kind_is_read() -> None:
    rows: list[list[Cell]] = [[f"{at}-{column}" for column in range(100)] for at in range(MOST_ROWS + 1)]
    assert len(read(as_xlsx("Data", [f"K{column}" for column in range(100)], rows[1:])).rows) == MOST_ROWS


def test_headings_that_nobody_asks_for_are_named() -> None:
    made = plan("partners", read(lines("Kode;NAMA;Telepon", "A1;Mitra;0812")), Known())
    assert made.unused == ["Telepon"] and made.new[0].said == PartnerRow("A1", "Mitra")


def test_a_day_is_shown_as_it_is_written_here() -> None:
    assert shown(date(2026, 11, 21) + timedelta(days=1)) == "22/11/2026" and shown(12.5) == "12,5"
