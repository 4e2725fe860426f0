"""Terms of office: both days are in them, and two may share a day or not."""

from __future__ import annotations

from datetime import date

from floor.rules.terms import Term

MAY = Term(date(2026, 5, 1), date(2026, 5, 31))


def test_the_first_and_the_last_day_are_in_it() -> None:
    assert MAY.holds_on(date(2026, 5, 1)) and MAY.holds_on(date(2026, 5, 31)) and not MAY.holds_on(date(2026, 6, 1))


def test_without_an_end_it_goes_on() -> None:
    assert Term(date(2026, 5, 1)).holds_on(date(2036, 1, 1))


def test_two_that_share_a_day_overlap() -> None:
    assert MAY.overlaps(Term(date(2026, 5, 31))) and Term(date(2026, 5, 31)).overlaps(MAY)


def test_one_that_begins_the_day_after_does_not() -> None:
    assert not MAY.overlaps(Term(date(2026, 6, 1))) and not Term(date(2026, 6, 1)).overlaps(MAY)
