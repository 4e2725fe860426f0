"""Long Indonesian names on small labels."""

from __future__ import annotations

import pytest

from floor.labels.lettering import BOLD, REGULAR, fit, is_cut, printable, shorten, width_of

LONG = "Seragam SD (atasan) putih lengan pendek dengan bordir nama sekolah dan kantong dalam"


@pytest.mark.parametrize("font", [REGULAR, BOLD])
@pytest.mark.parametrize("width", [40, 90, 130, 260])
def test_a_shortened_text_fits_and_ends_with_an_ellipsis(font: str, width: int) -> None:
    short = shorten(LONG, font, 20, width)

    assert short.endswith("…")
    assert LONG.startswith(short[:-1])
    assert width_of(short, font, 20) <= width


def test_a_text_that_fits_stays_as_it_is() -> None:
    assert fit("Kursi lipat kayu", REGULAR, 20, 14, 400).texts == ("Kursi lipat kayu",)
    assert fit("Kursi lipat kayu", REGULAR, 20, 14, 400).size == 20


def test_a_text_that_is_a_little_too_long_shrinks_before_it_is_cut() -> None:
    width = width_of("120 lembar", BOLD, 20) * 0.9

    lines = fit("120 lembar", BOLD, 20, 14, width)

    assert lines.texts == ("120 lembar",)
    assert 14 <= lines.size < 20


def test_a_name_breaks_between_its_words_and_only_its_last_line_is_cut() -> None:
    lines = fit(LONG, REGULAR, 20, 17, 300, lines=2)

    assert len(lines.texts) == 2
    assert is_cut(lines)
    assert LONG.startswith(f"{lines.texts[0]} {lines.texts[1][:-1]}")


def test_a_measure_is_not_broken_over_two_lines() -> None:
    name = printable("Batik cap satu warna 2,60 × 0,90 m")

    lines = fit(name, REGULAR, 20, 20, width_of("Batik cap satu warna 2,60", REGULAR, 20), lines=2)

    assert [line.replace("\xa0", " ") for line in lines.texts] == ["Batik cap satu warna", "2,60 × 0,90 m"]


def test_the_signs_our_labels_use_are_in_both_fonts_and_a_strange_one_becomes_a_question_mark() -> None:
    assert printable("A-031 · 345–356×… ½ é") == "A-031 · 345–356×… ½ é"
    assert printable("baju\n\t 木") == "baju ?"
