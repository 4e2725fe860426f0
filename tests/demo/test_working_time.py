"""The story's minutes are those that were worked up to now, whenever that is."""

from __future__ import annotations

import pytest

from floor import clock
from floor.demo.working_time import A_DAY, WorkingTime
from floor.rules.places import READY
from tests.databases import OpenDatabase, only

SUNDAY_NIGHT = "2026-11-22T03:00+07:00"
MID_MORNING = "2026-11-18T10:30+07:00"
LUNCH = "2026-11-18T12:15+07:00"


def last(now: str, minutes: int = 2 * A_DAY) -> WorkingTime:
    return WorkingTime(clock.parse(now), "WIB", minutes)


def wall(moment: int) -> str:
    return clock.local(moment, "WIB").strftime("%a %d %H.%M")


@pytest.mark.parametrize(
    "now, first, newest",
    [
        (SUNDAY_NIGHT, "Fri 20 08.30", "Sat 21 16.00"),
        (MID_MORNING, "Mon 16 10.30", "Wed 18 10.30"),
        (LUNCH, "Mon 16 13.00", "Wed 18 11.45"),
        ("2026-11-16T08:00+07:00", "Fri 13 08.30", "Sat 14 16.00"),
    ],
)
def test_the_minutes_end_now_or_with_the_last_session(now: str, first: str, newest: str) -> None:
    hours = last(now)
    # The first minute after the end of a session is the last of that session.
    assert wall(hours.moment(0.001)) == first
    assert wall(hours.moment(2 * A_DAY)) == newest


def test_minutes_go_on_after_lunch_where_they_stopped() -> None:
    hours = last(SUNDAY_NIGHT)
    assert [wall(hours.moment(minute)) for minute in (195, 196)] == ["Fri 20 11.45", "Fri 20 13.01"]


@pytest.mark.parametrize("minute", [-1, 2 * A_DAY + 1])
def test_there_are_no_other_minutes(minute: int) -> None:
    with pytest.raises(ValueError, match="minute"):
        last(SUNDAY_NIGHT).moment(minute)


@only("sqlite")
@pytest.mark.parametrize("now", [SUNDAY_NIGHT, MID_MORNING, LUNCH])
def test_the_story_ends_the_same_whenever_it_is_told(database: OpenDatabase, now: str) -> None:
    from floor.db import db
    from floor.demo.history import tell

    db.write(lambda conn: tell(conn, clock.parse(now)))
    done = "SELECT SUM(b.quantity) FROM balance b JOIN unit u ON u.id = b.unit_id WHERE u.name LIKE 'A-031-%'"
    assert database.value(f"{done} AND b.place BETWEEN {READY} AND 2999") == 212
    assert database.value("SELECT MAX(heard_at) FROM scan") < clock.parse(now)
