"""The time, as floor keeps it: whole milliseconds since 1970 in UTC; zones only when something is shown."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

# The three zones of Indonesia, by the letters people use for them.
ZONES = {"WIB": ZoneInfo("Asia/Jakarta"), "WITA": ZoneInfo("Asia/Makassar"), "WIT": ZoneInfo("Asia/Jayapura")}

SECOND = 1_000
MINUTE = 60 * SECOND
DAY = 24 * 60 * MINUTE


def now() -> int:
    """Milliseconds since 1970, UTC, by the server's clock."""
    return time.time_ns() // 1_000_000


def parse(text: str) -> int:
    """Milliseconds from ISO 8601 with an offset; ``ValueError`` where the text is none or the offset is missing."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time needs its offset")
    return int(moment.timestamp() * SECOND)


def iso(millis: int) -> str:
    """ISO 8601 in UTC, to the millisecond: ``2026-11-21T02:14:00.250Z``."""
    return as_datetime(millis).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def as_datetime(millis: int) -> datetime:
    """The same moment as an aware datetime in UTC."""
    return datetime.fromtimestamp(millis / SECOND, tz=UTC)


def local(millis: int, zone: str) -> datetime:
    """The same moment on the wall clock of a zone (WIB, WITA or WIT)."""
    return as_datetime(millis).astimezone(ZONES[zone])


def local_day(millis: int, zone: str) -> date:
    """The calendar day of a moment in a zone."""
    return local(millis, zone).date()


def day_starts(day: date, zone: str) -> int:
    """The moment a calendar day begins in a zone."""
    return int(datetime(day.year, day.month, day.day, tzinfo=ZONES[zone]).timestamp() * SECOND)
