"""What a paired tablet says of itself every half minute, kept in one row for each; and what it is told in return."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, text, update

from .. import clock
from ..access.tokens import Speaker
from ..db import Hot
from ..models import StationToken
from ..scan import presence
from ..scan.hearing import clean, moment

_MOST = 1_000_000
_LONGEST_IDLE = 30 * clock.DAY
_KEEP = Hot(
    text(
        "INSERT INTO heartbeat (token_id, heard_at, battery, charging, queued, refused, oldest_at, version, browser,"
        " secure, clock_error_ms) VALUES (:token_id, :heard_at, :battery, :charging, :queued, :refused, :oldest_at,"
        " :version, :browser, :secure, :clock_error_ms)"
        " ON CONFLICT (token_id) DO UPDATE SET heard_at = excluded.heard_at, battery = excluded.battery,"
        " charging = excluded.charging, queued = excluded.queued, refused = excluded.refused,"
        " oldest_at = excluded.oldest_at, version = excluded.version, browser = excluded.browser,"
        " secure = excluded.secure, clock_error_ms = excluded.clock_error_ms"
    )
)


@dataclass(frozen=True, slots=True)
class Beat:
    """A heartbeat as it was told; whatever made no sense is missing. Times in milliseconds UTC."""

    heard_at: int
    battery: int | None = None  # percent
    charging: bool | None = None
    queued: int = 0
    refused: int = 0
    oldest_at: int | None = None
    version: str = ""
    browser: str = ""
    secure: bool = False
    clock_error: int | None = None  # what its clock is ahead of ours
    idle: int | None = None  # how long ago somebody touched it
    opened_at: int | None = None  # when its page was opened


def hear(raw: object, browser: str, heard_at: int) -> Beat:
    """A heartbeat's JSON; never raises: half of one is better than none."""
    said: Mapping[str, Any] = raw if isinstance(raw, dict) else {}
    sent_at = moment(said.get("sent_at"))
    open_for = _whole(said, "open_ms", 10 * 365 * clock.DAY)
    version = said.get("version")
    return Beat(
        heard_at,
        battery=_whole(said, "battery", 100),
        charging=said["charging"] if isinstance(said.get("charging"), bool) else None,
        queued=_whole(said, "queued", _MOST) or 0,
        refused=_whole(said, "refused", _MOST) or 0,
        oldest_at=moment(said.get("oldest_at")),
        version=clean(version, 20) if isinstance(version, str) else "",
        browser=browser_name(browser),
        secure=said.get("secure") is True,
        clock_error=sent_at - heard_at if sent_at is not None else None,
        idle=_whole(said, "idle_ms", _LONGEST_IDLE),
        opened_at=heard_at - open_for if open_for is not None else None,
    )


def browser_name(agent: str) -> str:
    """The browser and the system of a User-Agent: ``Chrome 126 · Android 10``; nothing else of it is kept."""
    browser = re.search(r"(Chrome|Chromium|Firefox|Version)/(\d+)", agent)
    system = re.search(r"Android [\d.]+", agent) or re.search(r"Windows NT [\d.]+|CrOS|Mac OS X|Linux", agent)
    words = [f"{browser[1]} {browser[2]}".replace("Version", "Safari") if browser else "", system[0] if system else ""]
    return clean(" · ".join(word for word in words if word), 60)


def keep(conn: Connection, speaker: Speaker, beat: Beat) -> bool:
    """Writes it over the last one. Answers whether the tablet shall open its page anew.

    That is asked until a page says that it was opened after the asking.
    """
    asked_at = conn.scalar(select(StationToken.reload_asked_at).where(StationToken.id == speaker.token_id))
    _KEEP(
        conn,
        {
            "token_id": speaker.token_id,
            "heard_at": beat.heard_at,
            "battery": beat.battery,
            "charging": beat.charging,
            "queued": beat.queued,
            "refused": beat.refused,
            "oldest_at": beat.oldest_at,
            "version": beat.version,
            "browser": beat.browser,
            "secure": beat.secure,
            "clock_error_ms": beat.clock_error,
        },
    )
    if asked_at is None:
        return False
    if beat.opened_at is None or beat.opened_at < asked_at:
        return True
    conn.execute(update(StationToken).where(StationToken.id == speaker.token_id).values(reload_asked_at=None))
    return False


def touch(conn: Connection, speaker: Speaker, beat: Beat) -> bool:
    """Takes a touch for a sign of the officer at the station. Answers whether that officer is away all the same."""
    if beat.idle is None:
        return False
    ask = presence.nobody_touched if beat.queued else presence.note_touch
    return ask(conn, speaker.station_id, beat.heard_at - beat.idle, beat.heard_at)


def _whole(said: Mapping[str, Any], name: str, most: int) -> int | None:
    value = said.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        return None
    return round(value)
