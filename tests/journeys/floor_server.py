"""``floor serve`` as a workshop runs it, and the commands beside it, on one database."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import forked


@dataclass(frozen=True)
class Served:
    """A workshop that is being served; ``address`` is where browsers find it."""

    instance: Path
    database_url: str
    port: int

    @property
    def address(self) -> str:
        """A name that isn't localhost, so that browsers grant as little as on the floor."""
        return f"http://floor.test:{self.port}"

    @property
    def environ(self) -> dict[str, str]:
        """What tells ``floor`` which workshop is meant."""
        return {**os.environ, "FLOOR_INSTANCE": str(self.instance), "FLOOR_DATABASE_URL": self.database_url}

    def verify(self) -> dict[str, Any]:
        """What ``floor verify`` counted; it must exit with 0."""
        said, complaints = self.instance / "verified.json", self.instance / "verify.log"
        with said.open("wb") as output, complaints.open("wb") as errors:
            status = forked.start(["floor", "verify", "--json"], self.environ, output, errors).wait()
        assert status == 0, said.read_text() + complaints.read_text()
        counted: dict[str, Any] = json.loads(said.read_text())
        return counted


@contextmanager
def serving(database_url: str, instance: Path) -> Iterator[Served]:
    """``floor serve`` on a port of its own, until it is told to stop; it must stop well and complain of nothing."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        served = Served(instance, database_url, free.getsockname()[1])
    command = ["floor", "serve", "--host", "127.0.0.1", "--port", str(served.port)]
    log = instance / "server.log"
    with log.open("wb") as errors:
        reads, writes = os.pipe()
        with os.fdopen(writes, "wb") as output:
            process = forked.start(command, served.environ, output, errors)
    try:
        with os.fdopen(reads, "rb") as said:
            first = said.readline().decode()  # it says its address once the port is open
            assert f"http://localhost:{served.port}" in first, log.read_text()
            yield served
    finally:
        process.terminate()
        process.wait()
    assert process.returncode == 0, log.read_text()
    assert "Traceback" not in log.read_text()
