"""The id that a client gives what it sends, so that sending it again is harmless: a UUID of version 7."""

from __future__ import annotations

import secrets
import time
from uuid import UUID


def uuid7() -> UUID:
    """A new UUID of version 7 (RFC 9562): 48 bits of milliseconds since 1970, then 74 bits of chance."""
    millis = time.time_ns() // 1_000_000
    high = (millis & (2**48 - 1)) << 16 | 0x7000 | secrets.randbits(12)
    low = 0b10 << 62 | secrets.randbits(62)
    return UUID(int=high << 64 | low)
