"""The finished PDF, as a person and a printer get it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pypdfium2
import pytest

from floor.labels.drawing import LabelText
from floor.labels.sheets import A4_24, A4_65, A6, MEDIA, ROLL_50X30, Media, draw_pdf
from floor.rules import codes

EACH_MEDIUM = pytest.mark.parametrize("media", MEDIA.values(), ids=MEDIA.keys())
MakeLabels = Callable[[int], list[LabelText]]


def texts(pdf: bytes) -> list[str]:
    """The words on every page, with single spaces."""
    document = pypdfium2.PdfDocument(pdf)
    words = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    document.close()
    return words


@EACH_MEDIUM
def test_a_label_says_everything_a_person_needs(media: Media, make_labels: MakeLabels) -> None:
    label = make_labels(2)[1]
    shirt = LabelText(label.code, "Baju koko", "PO-A-031", "XL", "12 potong", "A-031 · 012", "345–356", "Pengganti")

    (page,) = texts(draw_pdf([shirt], media))

    for words in ("Baju koko", "PO-A-031", "XL", "12 potong", "A-031 · 012", "345–356", "Pengganti"):
        assert words in page
    assert codes.in_words(shirt.code) in page


@EACH_MEDIUM
def test_a_name_without_end_is_cut_but_size_quantity_and_code_never(media: Media, make_labels: MakeLabels) -> None:
    label = LabelText(
        make_labels(1)[0].code, "Seragam " * 40, "PO-A-0032", "2,60 × 0,90 m", "1.240 lembar", "A-0032 · 1144", ""
    )

    (page,) = texts(draw_pdf([label], media))

    assert "…" in page
    for words in ("2,60 × 0,90 m", "1.240 lembar", "A-0032 · 1144", "PO-A-0032", codes.in_words(label.code)):
        assert words in page.replace("\xa0", " ")


def test_without_a_size_the_quantity_stands_in_its_place_once(make_labels: MakeLabels) -> None:
    (page,) = texts(draw_pdf([make_labels(2)[1]], A6))

    assert page.count("20 lembar") == 1


def test_labels_begin_at_the_cell_that_was_asked_for_and_go_on_overleaf(make_labels: MakeLabels) -> None:
    labels = make_labels(4)

    first, second = texts(draw_pdf(labels, A4_24, first_cell=22))

    assert [codes.in_words(label.code) in first for label in labels] == [True, True, False, False]
    assert [codes.in_words(label.code) in second for label in labels] == [False, False, True, True]


def test_a_roll_has_one_label_a_page_of_its_own_size(make_labels: MakeLabels) -> None:
    document = pypdfium2.PdfDocument(draw_pdf(make_labels(3), ROLL_50X30))

    assert [tuple(round(side * 25.4 / 72, 1) for side in page.get_size()) for page in document] == [(50.0, 30.0)] * 3
    document.close()


@pytest.mark.parametrize(("number", "left", "above"), [(0, 4.65, 10.7), (6, 45.3, 31.9), (64, 167.25, 265.1)])
def test_a_cell_stands_where_the_sheet_has_its_label(number: int, left: float, above: float) -> None:
    cell = A4_65.cell(number)

    assert cell.x * 25.4 / 203 == pytest.approx(left, abs=0.07)
    assert (A4_65.page_dots[1] - cell.y) * 25.4 / 203 == pytest.approx(above + 21.2, abs=0.2)


def test_the_printers_offset_moves_right_and_down() -> None:
    straight, moved = A4_24.cell(0), A4_24.cell(0, offset_mm=(2, 3))

    assert (moved.x - straight.x, straight.y - moved.y) == (16, 24)


def test_each_font_is_embedded_once_and_there_is_no_picture(make_labels: MakeLabels) -> None:
    pdf = draw_pdf(make_labels(60), A4_24)

    assert len(re.findall(rb"/FontFile2 ", pdf)) == 2
    assert b"/Subtype /Image" not in pdf


def test_the_same_labels_give_the_same_bytes(make_labels: MakeLabels) -> None:
    labels = make_labels(5)

    assert draw_pdf(labels, A4_65) == draw_pdf(labels, A4_65)


def test_a_thousand_labels_take_less_than_0_4_kib_each(make_labels: MakeLabels) -> None:
    assert len(draw_pdf(make_labels(1000), A4_24)) < 0.4 * 1024 * 1000


def test_nonsense_is_refused_with_a_sentence(make_labels: MakeLabels) -> None:
    label = make_labels(1)[0]
    with pytest.raises(ValueError, match="no labels"):
        draw_pdf([], A6)
    with pytest.raises(ValueError, match="has no cell 24"):
        draw_pdf([label], A4_24, first_cell=24)
    with pytest.raises(ValueError, match="not a code"):
        draw_pdf([LabelText("U000000000", "", "", "", "", "", "")], A6)


@EACH_MEDIUM
def test_a_label_with_nothing_but_its_code_is_drawn(media: Media) -> None:
    bare = LabelText(codes.new_code(codes.Kind.UNIT), "", "", "", "", "", "")
    assert texts(draw_pdf([bare], media)) == [codes.in_words(bare.code)]
