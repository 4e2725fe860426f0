"""A standard's forms say everything that is wrong at once, each thing at its field, and keep what was typed."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from werkzeug.test import TestResponse

from floor import refusals
from tests.databases import OpenDatabase
from tests.office.conftest import Desk, sentence
from tests.office.test_photograph_product import picture
from tests.office.test_publish_standard import CHECK, DRAFT, ISO, NEW

NEEDED = refusals.FIELD_NEEDED


@pytest.fixture
def author(administrator: Desk) -> Desk:
    """O-4, who began to write the next version of S-KOK."""
    administrator.do(DRAFT)
    return administrator


def said(answer: TestResponse) -> dict[str, str]:
    """What stands at each field; the panel above must lead to all of them."""
    assert answer.status_code == 422
    at = dict(re.findall(r'class="error" id="([^"]+)-error">.*?</svg>(.*?)</small>', answer.text, re.DOTALL))
    assert re.findall(r'href="#([^"]+)-error"', answer.text) == list(at)
    return at


def test_a_measured_check_with_five_mistakes_says_five_things(author: Desk, database: OpenDatabase) -> None:
    wrong = {"text": "", "severity": "x", "minus": "kecil", "nominal-0": "4O,5", "owed": "first", "owed_first": "0"}
    answer = author.send(NEW, **CHECK | wrong | {"group": "Ukuran kita", "plus": "0,7"})
    assert said(answer) == {
        "text": sentence(NEEDED, what="apa yang diperiksa"),
        "severity": sentence(NEEDED, what="tingkat"),
        "minus": sentence(refusals.NOT_A_NUMBER, typed="kecil"),
        "nominal-0": sentence(refusals.LETTER_IN_NUMBER, typed="4O,5", letter="O", meant="40,5"),
        "owed_first": sentence(refusals.BAD_NUMBER, what="berapa yang pertama"),
    }
    assert "5 isian perlu dibetulkan:" in answer.text
    assert all(f'value="{typed}"' in answer.text for typed in ("Ukuran kita", "kecil", "4O,5", "0,7"))


def test_what_is_wanting_and_what_stands_twice_are_said_together(author: Desk) -> None:
    said_of = said(author.send(NEW, **CHECK | {"text": "Lingkar dada", "plus": "-1"}))
    assert said_of == {
        "text": sentence(refusals.CHECK_TWICE, check="Lingkar dada"),
        "plus": sentence(refusals.NOT_A_NUMBER, typed="-1"),
        "nominal": sentence(refusals.CHECK_BARE, check="Lingkar dada"),
    }


def test_a_count_without_words_and_without_a_limit(author: Desk) -> None:
    answer = author.send(NEW, **CHECK | {"kind": "count", "text": " "})
    assert list(said(answer)) == ["text", "most"]


def test_a_picture_that_is_none_is_said_besides_and_the_good_one_stays(author: Desk) -> None:
    pictures: dict[str, Any] = {
        "photo_right": (BytesIO(picture()), "a.jpg"),
        "photo_wrong": (BytesIO(b"text"), "b.jpg"),
    }
    answer = author.send(NEW, **{**CHECK, "text": "", "nominal": "72", **pictures})
    assert list(said(answer)) == ["text", "photo_wrong"]
    assert 'name="kept_photo_right"' in answer.text


def test_plans_say_each_class_that_no_table_has(author: Desk) -> None:
    wrong = {"aql-major": "3.0", "level-minor": "IV", "method-critical": "", "drawing": "kapal"}
    answer = author.send(f"{DRAFT}/plans", **ISO | wrong)
    assert list(said(answer)) == ["method-critical", "aql-major", "aql-minor", "drawing"]


def test_a_new_defect_says_code_and_name_and_class(author: Desk) -> None:
    answer = author.send(f"{DRAFT}/defects/new", code="?", name="", severity="", rework_stage="XX", name_en="Crooked")
    assert list(said(answer)) == ["code", "name", "severity", "rework_stage"]
    assert 'value="Crooked"' in answer.text


def test_a_new_standard_says_code_name_and_family(administrator: Desk) -> None:
    answer = administrator.send("/office/standards/new", code="s kok", name=" ", family="", name_en="Bag")
    assert list(said(answer)) == ["code", "name", "family"]
    assert 'value="s kok"' in answer.text and 'value="Bag"' in answer.text
