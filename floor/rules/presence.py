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
    """The same at the moment of a scan, by the later of two signs: ours, and the tablet's (``idle`` ms before it).

    The tablet knows of touches that never reached us; we know of badges that it only thinks are good.
    """
    if idle is None:
        return is_away(seen_at, at, minutes)
    gap = idle if seen_at is None else min(idle, at - seen_at)
    return bool(minutes) and gap > minutes * MINUTE_MS


def is_stopped(stopped_at: int | None, at: int) -> bool:
    """Whether all stations stood still at a moment; what happened before they were stopped still counts."""
    return stopped_at is not None and at >= stopped_at
