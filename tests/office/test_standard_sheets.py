"""A standard's draft as a table: what is taken out reads back the same; what is wrong is named by its cell."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from floor import refusals
from floor.library import shelf
from floor.library.shelf import CheckPlan, Content, NamedDefect, Sampling
from floor.models import CheckKind, Method, Owed, Severity
from floor.office import sheets_file, standards_sheet
from floor.office.standards_draft import of_content
from floor.office.standards_sheet import Known
from floor.refusals import Refused
from floor.rules.sampling import AQLS, LEVELS
from tests.databases import OpenDatabase
from tests.office.conftest import Desk, said, sentence

DRAFT = "/office/standards/S-KOK/draft"
SIZES = ["S", "M", "XL 2"]
KNOWN = Known(frozenset(d.code for d in shelf.defects()), frozenset(s.code for s in shelf.stages()))
HEAD = "jenis;nama;cara;tingkat;acuan;batas lebih;ukuran M\r\n"

words = st.text("abcåé -=+@\"';,1,5", max_size=20).map(lambda text: " ".join(text.split()))
named = words.filter(bool)
numbers = st.none() | st.integers(0, 99_999).map(lambda value: value / 8)


@st.composite
def checks(draw: st.DrawFn) -> CheckPlan:
    kind, owed = draw(st.sampled_from(CheckKind)), draw(st.sampled_from(Owed))
    check = CheckPlan(
        draw(named),
        kind,
        draw(st.sampled_from(Severity)),
        draw(words),
        draw(words),
        wants_photo=draw(st.booleans()),
        owed=owed,
        owed_first=draw(st.integers(1, 50)) if owed is Owed.FIRST else None,
        group_en=draw(words),
    )
    if kind is CheckKind.COUNT:
        return replace(check, plus=draw(numbers))
    if kind not in (CheckKind.MEASURED, CheckKind.WEIGHED):
        return check
    nominals = {size: value for size in SIZES if (value := draw(numbers)) is not None}
    nominal = draw(numbers) if nominals else 40.5
    measure = draw(st.sampled_from(["cm", "cm²", "/cm", ""]))
    minus, plus = draw(numbers), draw(numbers)
    average = kind is CheckKind.WEIGHED and draw(st.booleans())
    numbered = replace(check, nominal=nominal, nominals=nominals, measure=measure, minus=minus, plus=plus)
    return replace(numbered, average=average)


defects = st.builds(
    NamedDefect,
    st.sampled_from(sorted(KNOWN.defects)),
    named,
    words,
    st.sampled_from(Severity),
    st.none() | st.sampled_from(sorted(KNOWN.stages)),
)
iso = st.builds(Sampling, st.just(Method.ISO), st.sampled_from(LEVELS), st.sampled_from(AQLS))
plans = st.dictionaries(
    st.sampled_from(Severity), iso | st.sampled_from([Sampling(Method.EVERY), Sampling(Method.INLINE)])
)
contents = st.builds(
    Content,
    st.lists(checks(), max_size=6, unique_by=lambda check: (check.group, check.text)).map(tuple),
    st.lists(defects, max_size=4, unique_by=lambda defect: defect.code).map(tuple),
    plans,
    st.sampled_from(["", "kemeja", "toples"]),
)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(content=contents)
def test_what_is_taken_out_reads_back_the_same(ending: str, content: Content) -> None:
    headings, rows = standards_sheet.take_out(of_content(content), SIZES)
    file = sheets_file.as_csv(headings, rows) if ending == "csv" else sheets_file.as_xlsx("Data", headings, rows)
    try:
        read = standards_sheet.read(sheets_file.read(file), KNOWN)
    except Refused as refused:
        assert not rows and refused.no.code == refusals.SHEET_EMPTY.code
        return
    assert read.faults == []
    assert read.draft.content == content


@pytest.mark.parametrize("standard", shelf.standards(), ids=lambda standard: standard.code)
def test_every_standard_of_the_library_goes_out_and_in(standard: shelf.StandardPlan) -> None:
    sizes = list(dict.fromkeys(size for check in standard.checks for size in check.nominals))
    headings, rows = standards_sheet.take_out(of_content(standard.content), sizes)
    read = standards_sheet.read(sheets_file.read(sheets_file.as_csv(headings, rows)), KNOWN)
    assert (read.faults, read.draft.content) == ([], standard.content)


def test_pictures_stay_where_the_check_is_the_same() -> None:
    check = CheckPlan("Kampuh rapi", CheckKind.YES_NO, Severity.MAJOR, photo_right="a" * 32 + ".jpg")
    headings, rows = standards_sheet.take_out(of_content(Content((check,))), [])
    known = replace(KNOWN, content=Content((check,)))
    read = standards_sheet.read(sheets_file.read(sheets_file.as_csv(headings, rows)), known)
    assert read.draft.content.checks == (check,)


@pytest.fixture
def author(administrator: Desk) -> Desk:
    """O-4, who began to write the next version of S-KOK."""
    administrator.do(DRAFT)
    return administrator


def upload(author: Desk, file: bytes) -> str:
    """The page that shows what a file comes to."""
    return author.read(author.do(f"{DRAFT}/sheet", file=(io.BytesIO(file), "standar.csv")))


@pytest.mark.parametrize(
    ("row", "where", "no"),
    [
        ("butir;Kerah;diukur;mayor;4O,5;;", "kolom E (acuan)", refusals.CELL_NOT_A_NUMBER.because(value="4O,5")),
        ("butir;Kerah;diukur;mayor;40;-1;", "kolom F (batas lebih)", refusals.CELL_NOT_A_NUMBER.because(value="-1")),
        ("butir;Kerah;diukur;mayor;;1;", "kolom E (acuan)", refusals.CHECK_BARE.because(check="Kerah")),
        ("butir;;ya/tidak;mayor;;;", "kolom B (nama)", refusals.CELL_EMPTY.because()),
        ("butir;Kerah;ya/tidak;mayor;;;40", "kolom G (ukuran M)", refusals.CELL_NOT_HERE.because(kind="ya/tidak")),
        ("rencana;Kerah;setiap;mayor;;;", "kolom B (nama)", refusals.CELL_NOT_HERE.because(kind="rencana")),
        ("butir;Rapi;ya/tidak;mayor;;;", "kolom B (nama)", refusals.CELL_TWICE.because(value="Rapi", line=2)),
    ],
)
def test_what_is_wrong_is_named_by_its_cell_and_nothing_is_kept(
    author: Desk, database: OpenDatabase, row: str, where: str, no: refusals.No
) -> None:
    before = database.rows("SELECT body, changed_at FROM standard_draft")
    page = upload(author, f"{HEAD}butir;Rapi;ya/tidak;mayor;;;\r\n{row}\r\n".encode())
    assert f"Baris 3, {where}" in page
    assert sentence(refusals.ALL[no.code], **no.detail) in page
    assert "Isi konsep dari berkas ini" not in page
    assert database.rows("SELECT body, changed_at FROM standard_draft") == before


def test_a_wrong_column_is_named(author: Desk) -> None:
    answer = author.send(
        f"{DRAFT}/sheet", file=(io.BytesIO(b"jenis;nama;tingkat;tolerensi\r\nbutir;A;mayor;1"), "a.csv")
    )
    known = ", ".join(column.heading for column in standards_sheet.columns())
    assert said(answer) == sentence(refusals.SHEET_COLUMN_UNKNOWN, heading="tolerensi", known=known)


def test_a_missing_column_is_named(author: Desk) -> None:
    answer = author.send(f"{DRAFT}/sheet", file=(io.BytesIO(b"jenis;nama\r\nbutir;A"), "a.csv"))
    assert said(answer) == sentence(refusals.SHEET_COLUMNS, missing="tingkat")


def test_an_export_brought_in_again_changes_nothing(author: Desk, database: OpenDatabase) -> None:
    before = database.rows("SELECT body, changed_at FROM standard_draft")
    exported = author.browser.get(f"{DRAFT}/export.xlsx").data
    page = author.do(f"{DRAFT}/sheet", file=(io.BytesIO(exported), "standar.xlsx"))
    author.do(page)
    assert database.rows("SELECT body, changed_at FROM standard_draft") == before


def test_a_file_fills_the_draft(author: Desk, database: OpenDatabase) -> None:
    file = f"{HEAD}butir;Lingkar kerah;diukur;mayor;;0,5;40,5\r\n".encode()
    author.do(author.do(f"{DRAFT}/sheet", file=(io.BytesIO(file), "standar.csv")))
    page = author.read(f"{DRAFT}/checks")
    assert "Lingkar kerah" in page and "M 40,5" in page and "Lingkar dada" not in page


def test_a_published_version_is_taken_out(administrator: Desk) -> None:
    exported = administrator.browser.get("/office/standards/S-KOK/1/export.csv").data.decode("utf-8-sig")
    assert "ukuran M;ukuran L" in exported.splitlines()[0] and "Lingkar dada" in exported
