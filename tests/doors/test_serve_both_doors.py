"""One process serves both doors: each request knows truly by which it came, and nobody who stalls stops the others."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from pathlib import Path

import pytest
from cryptography import x509
from gunicorn.config import Config

from floor.doors import worker
from floor.doors.certificates import authority_file, begin, renew, server_file
from tests.cast import Shop
from tests.doors.conftest import names
from tests.journeys.floor_server import serving

SILENT = 120  # callers: nearly four times the threads
PATIENCE = 4.0  # seconds for an answer on a busy machine; a handshake that held a thread would cost ten


@dataclass
class Doors:
    """A server's two ports."""

    instance: Path
    plain: int
    secure: int

    def get(
        self, path: str, secure: bool = False, headers: Mapping[str, str] | None = None
    ) -> tuple[HTTPResponse, bytes]:
        """One request on a connection of its own."""
        with closing(self._connection(secure)) as connection:
            connection.request("GET", path, headers=dict(headers or {}))
            answer = connection.getresponse()
            return answer, answer.read()

    def seconds(self, secure: bool) -> float:
        """How long the slowest of five requests took, each on a connection of its own."""
        took = []
        for _ in range(5):
            began = time.monotonic()
            assert self.get("/api/v1/health", secure)[0].status == 200
            took.append(time.monotonic() - began)
        return max(took)

    def serial(self) -> int:
        """Which certificate the secure door shows."""
        pem = ssl.get_server_certificate(("127.0.0.1", self.secure))
        return x509.load_pem_x509_certificate(pem.encode()).serial_number

    def _connection(self, secure: bool) -> HTTPConnection:
        if not secure:
            return HTTPConnection("127.0.0.1", self.plain, timeout=30)
        context = ssl.create_default_context(cafile=str(authority_file(self.instance)))
        return HTTPSConnection("127.0.0.1", self.secure, timeout=30, context=context)


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_let_go(caller: socket.socket) -> bool:
    """Waits until the server ends a connection; ``TimeoutError`` where it doesn't."""
    with suppress(ConnectionResetError):
        while caller.recv(1000):
            pass  # TLS says why before it goes
    return True


@pytest.fixture(scope="module")
def doors(sqlite_workshop: tuple[Path, Shop], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """The cast's workshop, served at both doors."""
    instance = tmp_path_factory.mktemp("doors")
    shutil.copy(sqlite_workshop[0], instance / "floor.db")
    begin(instance, "Contoh", names("127.0.0.1"), datetime.now(UTC))
    (instance / "config.toml").write_text(f"https_port = {(secure := free_port())}\n", encoding="utf-8")
    with serving(f"sqlite:///{instance / 'floor.db'}", instance) as served:
        yield Doors(instance, served.port, secure)


def test_each_request_knows_by_which_door_it_came(doors: Doors) -> None:
    plain, secure = doors.get("/sign-in")[0], doors.get("/sign-in", secure=True)[0]
    assert plain.headers["Set-Cookie"].startswith("floor_session=")
    assert "Secure" not in plain.headers["Set-Cookie"]
    assert secure.headers["Set-Cookie"].startswith("__Host-floor_session=")
    assert "; Secure;" in secure.headers["Set-Cookie"]
    assert "Strict-Transport-Security" not in secure.headers


@pytest.mark.parametrize("name", ["X-Forwarded-Proto", "X-Forwarded-Ssl", "X-Forwarded-Protocol"])
def test_nobody_can_claim_to_have_come_by_https(doors: Doors, name: str) -> None:
    answer, _page = doors.get("/sign-in", headers={name: "on" if name.endswith("Ssl") else "https"})
    assert answer.headers["Set-Cookie"].startswith("floor_session=")


def test_files_come_whole_through_both_doors(doors: Doors) -> None:
    path = "/static/css/station.css"
    assert doors.get(path)[1] == doors.get(path, secure=True)[1] != b""


def test_callers_who_say_nothing_stop_nobody(doors: Doors) -> None:
    with ExitStack() as callers:
        for port, said in ((doors.secure, b""), (doors.secure, b"\x16\x03\x01\x02\x00\x01"), (doors.plain, b"")):
            for _ in range(SILENT):
                caller = callers.enter_context(closing(socket.create_connection(("127.0.0.1", port))))
                caller.sendall(said)
        assert doors.seconds(secure=False) < PATIENCE
        assert doors.seconds(secure=True) < PATIENCE


def test_a_caller_who_speaks_plainly_at_the_secure_door_is_let_go_of(doors: Doors) -> None:
    with closing(socket.create_connection(("127.0.0.1", doors.secure), timeout=20)) as caller:
        caller.sendall(b"GET / HTTP/1.1\r\nHost: floor\r\n\r\n")
        assert is_let_go(caller)
    assert doors.get("/api/v1/health", secure=True)[0].status == 200


def test_a_handshake_that_comes_to_nothing_is_ended(doors: Doors) -> None:
    with closing(socket.create_connection(("127.0.0.1", doors.secure), timeout=30)) as caller:
        assert is_let_go(caller)


def test_a_renewed_certificate_is_in_force_at_once(doors: Doors) -> None:
    before = doors.serial()
    renew(doors.instance, names("127.0.0.1"), datetime.now(UTC))
    assert doors.serial() != before
    assert doors.get("/api/v1/health", secure=True)[0].status == 200


def test_a_certificate_that_became_unreadable_leaves_the_last_one_in_force(doors: Doors) -> None:
    before = doors.serial()
    server_file(doors.instance).write_text("nonsense", encoding="utf-8")
    assert doors.serial() == before
    renew(doors.instance, names("127.0.0.1"), datetime.now(UTC))
    assert doors.serial() != before


def test_who_stops_in_the_middle_of_a_request_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "REQUEST_LIMIT", 0.05)
    ours, theirs = socket.socketpair()
    with ours, theirs, ThreadPoolExecutor() as pool:
        caller = worker._Plain(Config(), ours, ("127.0.0.1", 1), ("127.0.0.1", 2), pool)
        theirs.sendall(b"GET /station HT")
        caller.init()
        with pytest.raises(TimeoutError):
            next(caller.parser)


def test_a_secure_port_that_is_taken_is_told_of(tmp_path: Path, doors: Doors) -> None:
    begin(tmp_path, "Contoh", names("127.0.0.1"), datetime.now(UTC))
    shutil.copy(doors.instance / "floor.db", tmp_path)
    (tmp_path / "config.toml").write_text(f"port = {free_port()}\nhttps_port = {doors.secure}\n", encoding="utf-8")
    command = [str(Path(sys.executable).with_name("floor")), "serve", "--host", "127.0.0.1"]
    environ = {**os.environ, "FLOOR_INSTANCE": str(tmp_path)}
    ended = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert (ended.returncode, "Choose another with --https-port" in ended.stderr) == (1, True)
