"""The server's process ends without a warning: what it had said is written is there."""

from __future__ import annotations

import random

import pytest

from tests.databases import OpenDatabase
from tests.faults.writing import start


@pytest.mark.parametrize("run", range(3))
def test_what_was_acknowledged_survives_kill_9(database: OpenDatabase, run: int) -> None:
    enough = random.randint(20, 600)
    with start(database.url) as server:
        assert server.stdout
        acknowledged = [server.stdout.readline().strip() for _ in range(enough)]
        server.kill()
        acknowledged += [line.strip() for line in server.stdout if line.endswith("\n")]
    there = {code for (code,) in database.rows("SELECT code FROM partner")}
    assert len(acknowledged) >= enough
    assert set(acknowledged) <= there
    if database.on_sqlite:
        assert database.value("PRAGMA integrity_check") == "ok"
