"""The finished PDF, read back before it is offered for printing."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from floor.labels.boxes import Box
from floor.labels.drawing import LabelText, draw_label
from floor.labels.proof import ProofFailed, prove
from floor.labels.sheets import A4_24, A4_40, A6, MEDIA, POINTS_PER_DOT, ROLL_40X25, Media, draw_pdf

EACH_MEDIUM = pytest.mark.parametrize("media", MEDIA.values(), ids=MEDIA.keys())
MakeLabels = Callable[[int], list[LabelText]]


def draw_spoiled(label: LabelText, media: Media, spot: Box) -> bytes:
    """A page with ``label`` and a black spot over it."""
    file = io.BytesIO()
    width, height = media.page_dots
    canvas = Canvas(file, (width * POINTS_PER_DOT, height * POINTS_PER_DOT))
    canvas.scale(POINTS_PER_DOT, POINTS_PER_DOT)
    draw_label(canvas, label, media.layout, 0, 0)
    canvas.rect(spot.x, spot.y, spot.width, spot.height, stroke=0, fill=1)
    canvas.save()
    return file.getvalue()


@EACH_MEDIUM
def test_what_was_drawn_is_read_back(media: Media, make_labels: MakeLabels) -> None:
    labels = make_labels(media.cells + 7)
    prove(draw_pdf(labels, media, media.cells // 2), labels, media, media.cells // 2)


def test_a_moved_print_is_read_where_it_was_moved_to(make_labels: MakeLabels) -> None:
    labels = make_labels(24)
    pdf = draw_pdf(labels, A4_24, offset_mm=(0.9, -0.4))

    prove(pdf, labels, A4_24, offset_mm=(0.9, -0.4))
    with pytest.raises(ProofFailed) as failed:
        prove(pdf, labels, A4_24)
    assert len(failed.value.codes_missing) == 24


def test_a_label_that_is_another_than_was_ordered_is_named(make_labels: MakeLabels) -> None:
    drawn = make_labels(30)
    ordered = [*drawn[:28], *make_labels(1), drawn[29]]

    with pytest.raises(ProofFailed) as failed:
        prove(draw_pdf(drawn, A4_24), ordered, A4_24)
    assert failed.value.codes_missing == (ordered[28].code,)


def test_a_page_that_is_missing_fails_every_label_on_it(make_labels: MakeLabels) -> None:
    labels = make_labels(50)

    with pytest.raises(ProofFailed) as failed:
        prove(draw_pdf(labels[:40], A4_40), labels, A4_40)
    assert failed.value.codes_missing == tuple(label.code for label in labels[40:])


@pytest.mark.parametrize("part", [0, 1, 2])
def test_every_copy_and_the_bars_are_read_not_just_one_of_them(part: int, make_labels: MakeLabels) -> None:
    (label,) = make_labels(1)
    dark = A6.layout.symbols[part].dark

    prove(draw_spoiled(label, A6, Box(0, 0, 1, 1)), [label], A6)
    with pytest.raises(ProofFailed):
        prove(draw_spoiled(label, A6, Box(dark.x, dark.y, dark.width // 2, dark.height)), [label], A6)


def test_a_speck_in_a_symbols_white_fails_though_the_symbol_still_reads(make_labels: MakeLabels) -> None:
    (label,) = make_labels(1)
    field = ROLL_40X25.layout.qr.field

    with pytest.raises(ProofFailed):
        prove(draw_spoiled(label, ROLL_40X25, Box(field.right - 4, field.y + 40, 3, 3)), [label], ROLL_40X25)


def test_a_print_moved_off_its_sheet_fails(make_labels: MakeLabels) -> None:
    labels = make_labels(1)
    offset = (-10.0, 0.0)

    with pytest.raises(ProofFailed):
        prove(draw_pdf(labels, A6, offset_mm=offset), labels, A6, offset_mm=offset)


def test_progress_is_told_page_by_page(make_labels: MakeLabels) -> None:
    labels, told = make_labels(60), list[tuple[int, int]]()

    prove(draw_pdf(labels, A4_24), labels, A4_24, progress=lambda done, of: told.append((done, of)))

    assert told == [(24, 60), (48, 60), (60, 60)]
