"""The disk is full: nobody is told that something was written that was not, and with room again all goes on."""

from __future__ import annotations

from tests.databases import OpenDatabase, only
from tests.faults.writing import start


@only("sqlite")
def test_a_full_disk_loses_nothing_that_was_acknowledged(database: OpenDatabase) -> None:
    size = 1_000_000
    with start(database.url, str(size)) as server:
        assert server.stdin
        assert server.stdout
        acknowledged = []
        while (line := server.stdout.readline().strip()) != "full":
            acknowledged.append(line)
        server.stdin.write("there is room again\n")
        server.stdin.flush()
        assert server.stdout.readline().strip() == "ROOM-AGAIN"
    there = {code for (code,) in database.rows("SELECT code FROM partner")}
    assert len(acknowledged) > 100
    assert there == {*acknowledged, "ROOM-AGAIN"}
    assert database.value("PRAGMA integrity_check") == "ok"
