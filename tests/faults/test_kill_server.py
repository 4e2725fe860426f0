"""The server dies between commit and answer, again and again: no scan is lost, none is recorded twice."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from floor.boards.verify import verify
from floor.db import db
from tests.cast import Shop
from tests.databases import OpenDatabase

PIECES = 240
STATIONS = ["P-OBR", "P-OBR", "P-GANDA", "P-JHT"]
KILLS = 4

Answered = dict[str, Any]


class Server:
    """``floor serve`` as a process of its own, on one port."""

    def __init__(self, instance: Path, url: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        plain = {name: value for name, value in os.environ.items() if not name.startswith("FLOOR_")}
        told = {
            "FLOOR_INSTANCE": str(instance),
            "FLOOR_DATABASE_URL": url,
            "FLOOR_THREADS": "8",
            "FLOOR_ANNOUNCE": "no",
        }
        self._environment = {**plain, **told, "FLOOR_HOST": "127.0.0.1", "FLOOR_PORT": str(self.port)}
        self.up = threading.Event()

    def start(self) -> None:
        """Comes back once the port is open."""
        command = [sys.executable, "-c", "from floor.cli import main; main()", "serve"]
        self._process = subprocess.Popen(
            command, env=self._environment, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        assert self._process.stdout
        assert self._process.stdout.readline().startswith("http://")
        self.up.set()

    def kill(self) -> None:
        """Ends its processes in the middle of whatever they do."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self.up.clear()
        self._process.communicate()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Runs meanwhile."""
        self.start()
        try:
            yield
        finally:
            self.kill()


class Tablet(threading.Thread):
    """Sends its queue in order, a few at a time, and keeps each item until its id stands in an answer."""

    def __init__(self, server: Server, token: str, items: list[Answered], answered: threading.Semaphore) -> None:
        super().__init__()
        self._server, self._token, self._answered = server, token, answered
        self.items = items
        self.answers: dict[str, Answered] = {}
        self.in_vain = 0

    def run(self) -> None:
        """A shift: until all is answered."""
        while waiting := [item for item in self.items if item["id"] not in self.answers][:3]:
            self._server.up.wait(30)
            try:
                self._take(self.send(waiting))
            except (OSError, http.client.HTTPException):
                self.in_vain += 1  # perhaps it was recorded, perhaps not

    def send(self, items: list[Answered]) -> list[Answered]:
        """One request; the results."""
        headers = {"Authorization": f"Bearer {self._token}"}
        with closing(http.client.HTTPConnection("127.0.0.1", self._server.port, timeout=30)) as connection:
            connection.request("POST", "/api/v1/scans", json.dumps({"scans": items}), headers)
            answer = connection.getresponse()
            body = answer.read()
        assert answer.status == 200, body
        results: list[Answered] = json.loads(body)["results"]
        return results

    def _take(self, results: list[Answered]) -> None:
        for result in results:
            self.answers[result["id"]] = result
            self._answered.release()


def _queues(shop: Shop) -> Iterator[tuple[str, list[Answered]]]:
    """What each station scans: the same pieces, which only one of them can get at each step."""
    batch = shop.make_batch("L", PIECES, 1, "uji").detail["batch"]
    codes = [shop.code(f"{batch}/{number:03}") for number in range(1, PIECES + 1)]
    for number, station in enumerate(STATIONS):
        yield station, [shop.item(code) for code in Random(number).sample(codes, len(codes))]


def _figures(answer: Answered) -> tuple[Any, ...]:
    return answer["outcome"], answer.get("moves"), answer.get("refusal", {}).get("code")


def test_a_server_that_is_killed_loses_and_doubles_nothing(shop: Shop, database: OpenDatabase, tmp_path: Path) -> None:
    server, answered, random = Server(tmp_path / "instance", database.url), threading.Semaphore(0), Random(1)
    tablets = [Tablet(server, shop.tokens[station], items, answered) for station, items in _queues(shop)]
    db.close_writing()
    with server.running():
        for tablet in tablets:
            tablet.start()
        for _ in range(KILLS):
            for _ in range(random.randint(20, 120)):
                answered.acquire(timeout=60)
            server.kill()
            server.start()
        for tablet in tablets:
            tablet.join(120)
            repeated = [tablet.send(tablet.items[at : at + 40]) for at in range(0, PIECES, 40)]
            again = [answer for answers in repeated for answer in answers]
            assert all(answer["replayed"] for answer in again)
            assert [_figures(answer) for answer in again] == [_figures(tablet.answers[a["id"]]) for a in again]
    assert sum(tablet.in_vain for tablet in tablets) > 0
    _is_in_the_ledger_once(tablets, database)


def _is_in_the_ledger_once(tablets: list[Tablet], database: OpenDatabase) -> None:
    """Every id that was answered, and nothing else; what was told has moved has moved."""
    kept = [str(UUID(bytes=bytes(key))) for (key,) in database.rows("SELECT client_id FROM scan")]
    assert sorted(kept) == sorted(item["id"] for tablet in tablets for item in tablet.items)
    answers = [answer for tablet in tablets for answer in tablet.answers.values()]
    told = sum(len(answer["moves"]) for answer in answers if answer["outcome"] == "recorded")
    assert told == database.value("SELECT COUNT(*) FROM move WHERE scan_id IS NOT NULL") > PIECES
    assert database.value("SELECT SUM(quantity) FROM balance") == 24 + PIECES
    assert db.write(verify).problems == ()
