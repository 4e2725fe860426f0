"""When a scan really happened, by a tablet whose clock may be wrong."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from floor.rules.times import Clock, Told, correct, pin_is_fresh

NOW = 1_795_000_000_000
HOUR = 3_600_000
MINUTE = 60_000
MOMENTS = st.integers(0, 7_258_118_400_000)
SPANS = st.none() | st.integers(-(2**53), 2**53)


def test_a_right_clock_is_believed() -> None:
    assert correct(Told(NOW - 3_000, sent_at=NOW), NOW) == (NOW - 3_000, Clock.GOOD)


def test_a_little_wrong_is_taken_off_without_a_word() -> None:
    assert correct(Told(NOW - 60_000, sent_at=NOW - 40_000), NOW) == (NOW - 20_000, Clock.GOOD)


def test_a_clock_eight_hours_behind_is_shifted() -> None:
    told = Told(NOW - 8 * HOUR - 5_000, sent_at=NOW - 8 * HOUR)
    assert correct(told, NOW) == (NOW - 5_000, Clock.SHIFTED)


def test_a_clock_eight_hours_ahead_is_shifted() -> None:
    told = Told(NOW + 8 * HOUR - 5_000, sent_at=NOW + 8 * HOUR)
    assert correct(told, NOW) == (NOW - 5_000, Clock.SHIFTED)


def test_a_late_scan_of_a_wrong_clock_is_shifted_where_it_was_as_wrong_then() -> None:
    told = Told(NOW - 10 * HOUR, sent_at=NOW - 8 * HOUR, age=2 * HOUR, offset_then=8 * HOUR, late=True)
    assert correct(told, NOW) == (NOW - 2 * HOUR, Clock.SHIFTED)


def test_a_late_scan_whose_clock_was_set_since_goes_by_its_age() -> None:
    told = Told(NOW - 10 * HOUR, sent_at=NOW, age=2 * HOUR, offset_then=8 * HOUR, late=True)
    assert correct(told, NOW) == (NOW - 2 * HOUR, Clock.AGED)


def test_a_late_scan_of_which_nothing_is_known_happened_when_it_was_heard() -> None:
    told = Told(NOW - 10 * HOUR, sent_at=NOW, offset_then=8 * HOUR, late=True)
    assert correct(told, NOW) == (NOW, Clock.UNSURE)


def test_a_scan_from_after_it_was_sent_betrays_a_clock_that_was_put_back() -> None:
    assert correct(Told(NOW + 8 * HOUR, sent_at=NOW, late=True), NOW) == (NOW, Clock.UNSURE)
    assert correct(Told(NOW + 8 * HOUR, sent_at=NOW, age=HOUR, late=True), NOW) == (NOW - HOUR, Clock.AGED)


def test_without_a_time_of_sending_the_scan_is_believed_but_not_from_the_future() -> None:
    assert correct(Told(NOW - HOUR, None), NOW) == (NOW - HOUR, Clock.GOOD)
    assert correct(Told(NOW + HOUR, None), NOW) == (NOW, Clock.UNSURE)


def test_an_absurd_age_is_no_older_than_time_itself() -> None:
    told = Told(NOW, sent_at=NOW, age=2**53 - 1, offset_then=8 * HOUR, late=True)
    assert correct(told, NOW) == (0, Clock.AGED)


@given(MOMENTS, st.none() | MOMENTS, SPANS, SPANS, st.booleans())
def test_whatever_a_tablet_says_the_scan_happened_at_a_moment_that_can_be_shown(
    happened_at: int, sent_at: int | None, age: int | None, offset: int | None, late: bool
) -> None:
    at, _ = correct(Told(happened_at, sent_at, age, offset, late), NOW)
    assert 0 <= at <= NOW


@given(st.integers(-20 * HOUR, 20 * HOUR), st.integers(0, 5 * HOUR))
def test_a_steady_error_of_the_clock_changes_nothing(error: int, age: int) -> None:
    told = Told(NOW - age + error, NOW + error, age, -error, late=True)
    at, clock = correct(told, NOW)
    assert at == NOW - age
    assert clock is (Clock.SHIFTED if abs(error) > 2 * MINUTE else Clock.GOOD)


def test_a_pin_counts_for_five_minutes_and_never_from_the_future() -> None:
    assert pin_is_fresh(1_000, 1_000) and pin_is_fresh(1_000, 300_999)
    assert not pin_is_fresh(1_000, 301_000)
    assert not pin_is_fresh(1_001, 1_000)
    assert not pin_is_fresh(None, 1_000)
