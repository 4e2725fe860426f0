"""A site's certificates, made for machines that tests make up."""

from __future__ import annotations

from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path

import pytest

from floor.doors.certificates import Kept, begin
from floor.doors.names import Names

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def names(*addresses: str, plain: tuple[str, ...] = ("localhost", "server")) -> Names:
    """What a machine with these addresses is called."""
    return Names(plain, ("floor.local", "server.local"), tuple(map(ip_address, addresses)))


@pytest.fixture
def certificates(tmp_path: Path) -> Kept:
    """The certificates of a server at 192.168.10.2."""
    return begin(tmp_path, "Contoh", names("127.0.0.1", "192.168.10.2"), NOW)
