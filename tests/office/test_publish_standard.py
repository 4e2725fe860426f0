"""Standards are read on a page, and changed by a new version."""

from __future__ import annotations

import pytest

from floor import refusals
from tests.databases import OpenDatabase
from tests.office.conftest import Desk, said, sentence

PAGE = "/office/standards/S-KOK/new-version"
CHECK = {"kind-1": "measured", "severity-1": "major", "text-1": "Panjang badan", "measure-1": "cm"}


def test_a_standard_shows_its_checks_with_their_limits(administrator: Desk) -> None:
    page = administrator.see("/office/standards/S-KOK")
    assert "Lingkar dada" in page and "M 108" in page and "± 1" in page


def test_a_new_version_takes_numbers_with_a_comma_and_a_nominal_for_each_size(
    administrator: Desk, database: OpenDatabase
) -> None:
    numbers = {"minus-1": "0,5", "plus-1": "0.7", "nominals-1": "M=72; L=74,5"}
    page = administrator.see(administrator.do(PAGE, **CHECK | numbers))
    assert "Versi 2" in page and "L 74,5" in page and "−0,5 +0,7" in page
    assert database.rows("SELECT number FROM standard_version ORDER BY number") == [(1,), (2,)]


def test_a_measured_check_needs_something_to_measure_against(administrator: Desk) -> None:
    answer = administrator.send(PAGE, **CHECK)
    assert said(answer) == sentence(refusals.FIELD_NEEDED, what="nilai acuan setiap butir yang diukur")


def test_a_number_that_is_none_is_refused_and_kept(administrator: Desk) -> None:
    answer = administrator.send(PAGE, **CHECK | {"nominal-1": "tujuh"})
    assert said(answer) == sentence(refusals.FIELD_NEEDED, what="angka, misalnya 1,5") and "tujuh" in answer.text


def test_the_form_opened_and_sent_as_it_is_publishes_nothing(administrator: Desk, database: OpenDatabase) -> None:
    first = CHECK | {"text-1": "Lingkar dada", "minus-1": "1", "plus-1": "1", "nominals-1": "M=108; L=113"}
    administrator.do(PAGE, **first, **{"text-2": "Kampuh rapi", "kind-2": "yes_no", "severity-2": "major"})
    assert database.value("SELECT MAX(number) FROM standard_version") == 1


@pytest.mark.parametrize(("lang", "shown"), [("id", "M=72; L=74,5"), ("en", "M=72; L=74.5")])
def test_the_form_shows_numbers_as_its_reader_writes_them(administrator: Desk, lang: str, shown: str) -> None:
    administrator.do(PAGE, **CHECK | {"minus-1": "0,5", "plus-1": "0.7", "nominals-1": "M=72; L=74,5"})
    assert f'value="{shown}"' in administrator.see(f"{PAGE}?lang={lang}")
