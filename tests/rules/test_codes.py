"""Codes on labels: drawn, checked, read as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floor.rules.codes import ALPHABET, Kind, copy_mark, in_words, is_code, kind_of, new_code, read_code

KINDS = st.sampled_from(list(Kind))


@given(KINDS)
def test_a_new_code_is_ten_characters_that_any_keyboard_carries(kind: Kind) -> None:
    code = new_code(kind)
    assert is_code(code)
    assert kind_of(code) is kind
    assert len(code) == 10
    assert set(code[1:]) <= set(ALPHABET)


def test_codes_are_random() -> None:
    assert len({new_code(Kind.UNIT) for _ in range(500)}) == 500


@given(KINDS, st.integers(1, 9), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_never_another_label(kind: Kind, place: int, letter: str) -> None:
    code = new_code(kind)
    wrong = code[:place] + letter + code[place + 1 :]
    assert wrong == code or not is_code(wrong)


@given(KINDS, st.integers(1, 8))
def test_two_characters_swapped_are_never_another_label(kind: Kind, place: int) -> None:
    code = new_code(kind)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert swapped == code or not is_code(swapped)


@given(KINDS)
def test_a_code_is_read_as_people_write_it(kind: Kind) -> None:
    code = new_code(kind)
    words = in_words(code)
    assert len(words) == 12
    for typed in (code, words, words.lower(), words.replace(" ", "-"), f"  {code}\r\n"):
        assert read_code(typed) == code


@given(KINDS)
def test_letters_that_look_alike_are_forgiven_in_the_last_nine_places(kind: Kind) -> None:
    code = new_code(kind)
    assert read_code(code[0] + code[1:].replace("0", "O").replace("1", "I")) == code
    assert read_code(code[0] + code[1:].replace("0", "o").replace("1", "l")) == code


@pytest.mark.parametrize("text", ["", "U", "0" * 10, "A-001-01/001", "https://example.org/", "U" * 10, "Ú" * 10, "\0"])
def test_what_is_no_code_is_not_read_as_one(text: str) -> None:
    assert read_code(text) is None


@given(st.text(max_size=40))
def test_any_text_is_read_without_an_error(text: str) -> None:
    code = read_code(text)
    assert code is None or is_code(code)


@given(KINDS)
def test_a_torn_code_is_no_code(kind: Kind) -> None:
    code = new_code(kind)
    assert not any(is_code(code[:length]) for length in range(10))
    assert not is_code(code + "0")
    assert not is_code(code.lower())


@pytest.mark.parametrize("number, mark", [(1, ""), (2, "-B"), (26, "-Z"), (27, "-27")])
def test_every_copy_but_the_first_has_a_mark_of_its_own(number: int, mark: str) -> None:
    assert copy_mark(number) == mark
