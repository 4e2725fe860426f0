"""What a row of a day sheet says, by its bubbles."""

from __future__ import annotations

import pytest

from floor.paper.judging import Read, read_row
from floor.paper.layout import Row
from floor.paper.seeing import Mark, Seen
from tests.paper.filled import row


def read(row: Row, *marked: tuple[str, int], doubtful: tuple[str, int] | None = None) -> Read:
    """The row read, with these bubbles (field, value) blackened."""
    how = dict.fromkeys(marked, Mark.FULL) | ({doubtful: Mark.DOUBTFUL} if doubtful else {})
    seen = [Seen(each, how.get((each.field, each.value), Mark.EMPTY), 0) for each in row.bubbles]
    return read_row(row, seen)


def test_an_empty_row_says_nothing() -> None:
    assert read(row()).is_blank


def test_all_of_it_is_one_mark() -> None:
    assert read(row(), ("all", 1)) == Read({"all": 1})


@pytest.mark.parametrize(
    ("quantity", "marked", "said"),
    [(12, [7], 7), (12, [10, 0], 10), (12, [10, 2], 12), (120, [100, 0, 5], 105), (999, [900, 90, 9], 999)],
)
def test_digits_add_up(quantity: int, marked: list[int], said: int) -> None:
    laid = row(quantity)
    places = {each.value: each for each in laid.bubbles if each.field == "quantity" and each.value}
    zeros = [each for each in laid.bubbles if each.field == "quantity" and not each.value]
    full = [places[value] for value in marked if value] + zeros[: marked.count(0)]
    seen = [Seen(each, Mark.FULL if each in full else Mark.EMPTY, 0) for each in laid.bubbles]
    assert read_row(laid, seen) == Read({"quantity": said})


def test_a_gate_counts_what_passed_and_what_did_not() -> None:
    said = read(row(is_gate=True), ("passed", 9), ("rework", 2), ("scrap", 1))
    assert said == Read({"passed": 9, "rework": 2, "scrap": 1})


@pytest.mark.parametrize(
    ("marked", "doubts"),
    [
        ([("quantity", 3), ("quantity", 4)], ("quantity",)),
        ([("quantity", 10)], ("quantity",)),  # ten, or ones that were forgotten?
        ([("all", 1), ("quantity", 5)], ("all", "quantity")),
        ([("quantity", 10), ("quantity", 9)], ("quantity",)),
        ([("quantity", 0)], ("quantity",)),
    ],
    ids=["two of one digit", "tens alone", "all and some", "more than there was", "nought"],
)
def test_what_contradicts_itself_is_asked(marked: list[tuple[str, int]], doubts: tuple[str, ...]) -> None:
    assert read(row(), *marked) == Read({}, doubts)


def test_all_and_the_same_number_agree() -> None:
    assert read(row(8), ("all", 1), ("quantity", 8)) == Read({"all": 1, "quantity": 8})


def test_more_than_came_to_a_gate_is_asked() -> None:
    assert read(row(8, is_gate=True), ("passed", 8), ("scrap", 1)).doubts == ("passed", "scrap")


def test_a_doubtful_bubble_leaves_the_other_fields_alone() -> None:
    said = read(row(8, is_gate=True), ("passed", 6), doubtful=("scrap", 1))
    assert said == Read({"passed": 6}, ("scrap",))
