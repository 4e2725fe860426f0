"""When an officer counts as away, and when all stations stand still."""

from __future__ import annotations

import pytest

from floor.rules.presence import MINUTE_MS, SLACK_MS, is_away, is_stopped, was_away

NOW = 1_000 * MINUTE_MS
LONG, SHORT = NOW - 31 * MINUTE_MS, NOW - 29 * MINUTE_MS


@pytest.mark.parametrize(
    ("seen_at", "minutes", "away"),
    [
        (NOW - 30 * MINUTE_MS - SLACK_MS, 30, False),
        (NOW - 30 * MINUTE_MS - SLACK_MS - 1, 30, True),
        (None, 30, False),
        (0, 0, False),
        (NOW + 5 * MINUTE_MS, 30, False),
    ],
)
def test_nobody_seen_for_so_many_minutes_is_away(seen_at: int | None, minutes: int, away: bool) -> None:
    assert is_away(seen_at, NOW, minutes) is away


@pytest.mark.parametrize(
    ("seen_at", "idle", "away"),
    [
        (LONG, NOW - LONG, True),
        (LONG, 5_000, False),  # touched meanwhile
        (SHORT, NOW - LONG, False),  # a badge that the tablet wasn't sure of
        (None, NOW - LONG, True),
        (None, None, False),
        (LONG, None, False),  # within what we may not have heard yet
    ],
)
def test_the_later_of_two_signs_counts_at_a_scan(seen_at: int | None, idle: int | None, away: bool) -> None:
    assert was_away(seen_at, NOW, idle, 30) is away


@pytest.mark.parametrize(("stopped_at", "stopped"), [(None, False), (NOW - 1, True), (NOW, True), (NOW + 1, False)])
def test_what_happened_before_the_stop_still_counts(stopped_at: int | None, stopped: bool) -> None:
    assert is_stopped(stopped_at, NOW) is stopped
