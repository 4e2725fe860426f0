"""Whether the officer signed in at a station is still there, by the signs there are; and whether stations work at all.

A sign is a badge, a PIN, a scan or a touch. Times in milliseconds UTC.
"""

from __future__ import annotations

MINUTE_MS = 60_000
# Touches reach the server with the tablet's heartbeat: what it knows of them may be so old.
SLACK_MS = 2 * MINUTE_MS


def is_away(seen_at: int | None, now: int, minutes: int) -> bool:
    """Whether nobody was seen for so many minutes. ``None``: nothing is known; no minutes: it is never asked."""
    return bool(minutes) and seen_at is not None and now - seen_at > minutes * MINUTE_MS + SLACK_MS


def was_away(seen_at: int | None, at: int, idle: int | None, minutes: int) -> bool:
    """The same at the moment of a scan: by what the tablet says (``idle``, ms without a sign before it), else by ours.

    The tablet knows of touches that never reached us, and it measures by one clock.
    """
    if idle is None:
        return is_away(seen_at, at, minutes)
    return bool(minutes) and idle > minutes * MINUTE_MS


def is_stopped(stopped_at: int | None, at: int) -> bool:
    """Whether all stations stood still at a moment; what happened before they were stopped still counts."""
    return stopped_at is not None and at >= stopped_at
