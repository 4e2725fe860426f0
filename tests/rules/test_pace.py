"""How fast an order goes, when it will be finished, and whether that is in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from floor.rules.pace import (
    Status,
    Work,
    finishes,
    is_working,
    judge,
    measured,
    measured_days,
    needed,
    working_day_after,
    working_days,
)

SATURDAY = date(2026, 11, 21)
SUNDAY = SATURDAY + timedelta(days=1)
MONDAY = SATURDAY + timedelta(days=2)
NEVER = date.max

days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
counts = st.integers(0, 400)
works = st.builds(
    Work,
    target=st.integers(1, 2_000),
    done=counts,
    made=st.integers(0, 2_000),
    in_work=counts,
    due_on=days,
    is_closed=st.booleans(),
    done_today=st.integers(0, 60),
    finished=st.lists(st.integers(0, 80), max_size=7),
)


def an_order(**more: object) -> Work:
    """400 wanted, 212 done at 20 a day, due on the Monday in nine days."""
    common = Work(400, 212, 400, 188, MONDAY + timedelta(weeks=1), finished=(20, 20, 20))
    return replace(common, **more)  # type: ignore[arg-type]


def test_saturday_is_worked_and_sunday_is_not() -> None:
    assert (is_working(SATURDAY), is_working(SUNDAY)) == (True, False)


@given(days, st.integers(0, 500))
def test_working_days_are_counted_as_by_hand(first: date, span: int) -> None:
    by_hand = sum(is_working(first + timedelta(days=day)) for day in range(span + 1))
    assert working_days(first, first + timedelta(days=span)) == by_hand


def test_no_working_day_lies_between_tomorrow_and_today() -> None:
    assert working_days(MONDAY, SATURDAY) == 0


@given(days, st.integers(1, 500))
def test_the_working_day_so_many_days_on_has_that_many_in_between(day: date, count: int) -> None:
    found = working_day_after(day, count)
    assert is_working(found)
    assert working_days(day + timedelta(days=1), found) == count


def test_what_is_owed_is_shared_out_over_the_working_days_left() -> None:
    assert needed(30, SATURDAY, MONDAY) == 15  # Saturday and Monday


def test_on_the_last_day_all_of_it_is_needed_even_on_a_sunday() -> None:
    assert (needed(30, MONDAY, MONDAY), needed(30, SUNDAY, SUNDAY)) == (30, 30)


def test_after_its_day_no_pace_helps() -> None:
    assert needed(30, MONDAY, SUNDAY) is None


def test_one_day_is_no_pace() -> None:
    assert measured([40]) is None
    assert measured([40, 20]) == 30


def test_days_that_nobody_worked_do_not_slow_an_order_down() -> None:
    by_day = {SATURDAY - timedelta(days=3): 10, SATURDAY: 20}
    worked = {SATURDAY - timedelta(days=3), SATURDAY - timedelta(days=1), SATURDAY}
    assert measured_days(by_day, worked, MONDAY) == [10, 0, 20]


def test_days_before_the_first_finished_piece_do_not_count_nor_does_today() -> None:
    worked = {SATURDAY - timedelta(days=day) for day in range(6)} | {MONDAY}
    assert measured_days({SATURDAY: 20, MONDAY: 3}, worked, MONDAY) == [20]


def test_only_the_last_seven_days_count() -> None:
    by_day = {SATURDAY - timedelta(days=day): day for day in range(12)}
    assert measured_days(by_day, set(), MONDAY) == [6, 5, 4, 3, 2, 1, 0]


def test_today_still_brings_what_is_missing_to_its_pace() -> None:
    pace = measured([20, 20])
    assert pace is not None
    assert finishes(20, pace, 0, SATURDAY) == SATURDAY
    assert finishes(20, pace, 5, SATURDAY) == MONDAY
    assert finishes(20, pace, 0, SUNDAY) == MONDAY


def test_an_order_that_will_be_finished_in_time_is_on_track() -> None:
    outlook = judge(an_order(due_on=date(2026, 12, 5)), SATURDAY)
    assert (outlook.status, outlook.owed, outlook.measured) == (Status.ON_TRACK, 188, 20)
    assert outlook.finish == date(2026, 12, 2)  # 20 today, then nine working days


def test_an_order_that_will_not_is_at_risk() -> None:
    outlook = judge(an_order(), SATURDAY)
    assert (outlook.status, outlook.needed) == (Status.AT_RISK, 188 / 8)


def test_an_order_past_its_day_is_late_whatever_its_pace() -> None:
    assert judge(an_order(due_on=SATURDAY - timedelta(days=1)), SATURDAY).status is Status.LATE


def test_an_order_of_which_nothing_came_for_a_week_is_at_risk() -> None:
    outlook = judge(an_order(finished=(0,) * 7, due_on=date(2027, 6, 1)), SATURDAY)
    assert (outlook.status, outlook.measured, outlook.finish) == (Status.AT_RISK, 0, None)


@pytest.mark.parametrize(("made", "status"), [(0, Status.NOT_STARTED), (188, Status.UNKNOWN)])
def test_without_a_pace_nothing_is_foretold(made: int, status: Status) -> None:
    outlook = judge(an_order(done=0, made=made, finished=(20,)), SATURDAY)
    assert (outlook.status, outlook.measured, outlook.finish) == (status, None, None)


def test_without_a_pace_a_day_that_is_near_is_a_risk() -> None:
    assert judge(an_order(done=0, made=0, finished=(), due_on=MONDAY), SATURDAY).status is Status.AT_RISK


def test_a_complete_order_owes_nothing_even_past_its_day() -> None:
    outlook = judge(an_order(done=401, due_on=SATURDAY - timedelta(days=9)), SATURDAY)
    assert (outlook.status, outlook.owed, outlook.needed) == (Status.COMPLETE, 0, None)


def test_a_closed_order_is_closed_though_pieces_are_owed() -> None:
    outlook = judge(an_order(is_closed=True), SATURDAY)
    assert (outlook.status, outlook.owed) == (Status.CLOSED, 188)


@pytest.mark.parametrize(("in_work", "made", "dry"), [(19, 300, True), (20, 300, False), (19, 400, False)])
def test_work_runs_dry_where_less_than_a_days_is_left_and_more_is_to_be_made(
    in_work: int, made: int, dry: bool
) -> None:
    assert judge(an_order(in_work=in_work, made=made), SATURDAY).runs_dry is dry


@given(works, days, st.data())
def test_more_output_never_makes_an_order_later(work: Work, today: date, data: st.DataObject) -> None:
    assume(work.finished)
    which = data.draw(st.integers(0, len(work.finished) - 1))
    more = data.draw(st.integers(1, 50))
    finished = [pieces + more * (day == which) for day, pieces in enumerate(work.finished)]
    _not_later(work, replace(work, done=work.done + more, finished=finished), today)


@given(works, days, st.integers(1, 50))
def test_more_output_today_never_makes_an_order_later(work: Work, today: date, more: int) -> None:
    _not_later(work, replace(work, done=work.done + more, done_today=work.done_today + more), today)


@given(works, days)
def test_a_finish_is_a_working_day_from_today_on(work: Work, today: date) -> None:
    finish = judge(work, today).finish
    assert finish is None or (finish >= today and is_working(finish))


@given(works, days)
def test_a_later_day_to_be_due_never_makes_an_order_riskier(work: Work, today: date) -> None:
    before, after = judge(work, today), judge(replace(work, due_on=work.due_on + timedelta(days=3)), today)
    assert before.status is not Status.ON_TRACK or after.status is Status.ON_TRACK
    assert before.needed is None or after.needed is None or after.needed <= before.needed


@given(works, days)
def test_every_order_has_an_honest_word(work: Work, today: date) -> None:
    outlook = judge(work, today)
    assert (outlook.status is Status.ON_TRACK) <= (outlook.finish is not None and outlook.finish <= work.due_on)
    assert (outlook.status is Status.LATE) <= (today > work.due_on and outlook.owed > 0)
    assert (outlook.status is Status.COMPLETE) <= (outlook.owed == 0)


def _not_later(before: Work, after: Work, today: date) -> None:
    one, other = judge(before, today), judge(after, today)
    if other.status not in (Status.COMPLETE, Status.CLOSED):
        assert (other.finish or NEVER) <= (one.finish or NEVER)
        assert one.status is not Status.ON_TRACK or other.status is Status.ON_TRACK
