"""How many pieces a check is owed on."""

from __future__ import annotations

import pytest

from floor.rules.owed import owed_pieces, still_owed
from floor.rules.standard import Answer, Judged


@pytest.mark.parametrize(
    ("how", "before", "passed", "owed"),
    [
        ("every", 5, 12, 12),
        ("first", 0, 12, 3),
        ("first", 2, 12, 1),
        ("first", 9, 12, 0),
        ("first", 0, 2, 2),
        ("sample", 0, 12, 1),
        ("sample", 0, 0, 0),
        ("", 0, 12, 0),
    ],
)
def test_so_many_pieces_owe_an_answer(how: str, before: int, passed: int, owed: int) -> None:
    assert owed_pieces(how, 3, before, passed) == owed


def test_an_answer_counts_once_for_its_piece() -> None:
    answers = [Judged(Answer(1, piece, 108.0), good=True) for piece in (1, 1, 2)]
    assert still_owed("first", 3, 0, 12, answers) == 1


def test_where_every_piece_owes_it_a_bad_answer_passes_none() -> None:
    answers = [Judged(Answer(1, 1, 108.0), good=True), Judged(Answer(1, 2, 90.0), good=False)]
    assert still_owed("every", None, 0, 2, answers) == 1
    assert still_owed("first", 2, 0, 2, answers) == 0
