"""Commands of floor that begin at once: forked from a process that has read floor, which takes a second or two.

A command in its process is what it would be if it were started by itself, but for that; whether it starts from nothing
is tested where it is killed (``tests/faults``), and at both doors. ``python -m tests.forked`` is the process to fork
from: it listens on the socket whose number it is given, and ends, with all that it forked, when nobody holds the other
end any more.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from flask import Flask
from jinja2 import FileSystemBytecodeCache

_ROOT = Path(__file__).parent.parent
_LONGEST = 200_000  # bytes of a request: mostly the environment
_PATIENCE = 120  # seconds; a machine may be busy


@dataclass
class Forked:
    """A running command, with a session of its own; ``returncode`` once it has ended."""

    pid: int
    returncode: int | None = None

    def terminate(self) -> None:
        """Asks it to stop, as systemd does."""
        os.kill(self.pid, signal.SIGTERM)

    def kill(self) -> None:
        """``kill -9``, and all that it started."""
        os.killpg(self.pid, signal.SIGKILL)
        self.wait()

    def wait(self) -> int:
        """Its exit status; it is killed where that takes too long."""
        try:
            self.returncode = forker.ask({"wait": self.pid})
        except TimeoutError:
            os.killpg(self.pid, signal.SIGKILL)
            raise
        return self.returncode


class _Forker:
    """The process to fork from; it is started when something is first asked of it."""

    def __init__(self) -> None:
        self._asking: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, asked: Mapping[str, Any], *files: int) -> int:
        """A request, with the files that go with it; the number that it is answered with."""
        asking = self._asking or self._begin()
        socket.send_fds(asking, [json.dumps(asked).encode()], files)
        return int(asking.recv(100))

    def end(self) -> None:
        """Ends it, with all that still runs of what it forked."""
        if self._asking is not None and self._process is not None:
            self._asking.close()
            self._process.wait()
        self._asking = self._process = None

    def _begin(self) -> socket.socket:
        ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.settimeout(_PATIENCE)
        pages = getattr(Flask.jinja_options.get("bytecode_cache"), "directory", "")
        command = [sys.executable, "-m", "tests.forked", str(its.fileno()), pages]
        with its:
            self._process = subprocess.Popen(command, cwd=_ROOT, pass_fds=[its.fileno()], start_new_session=True)
        self._asking = ours
        return ours


forker = _Forker()


def start(command: list[str], environ: Mapping[str, str], output: IO[bytes], errors: IO[bytes]) -> Forked:
    """Starts ``floor …`` or ``gunicorn …`` in an environment, writing to these two files."""
    return Forked(forker.ask({"command": command, "environ": dict(environ)}, output.fileno(), errors.fileno()))


def _read_floor(pages: str) -> None:
    import gunicorn.app.wsgiapp
    import gunicorn.workers.gthread  # noqa: F401

    import floor.access
    import floor.cli
    import floor.compress
    import floor.pages
    import floor.serve
    import floor.statics
    import floor.upgrade

    floor._register_parts(Flask("floor"))
    if pages:
        Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache(pages)}


def _forked(asking: socket.socket) -> list[str]:
    """Forks as it is asked to; comes back in what was forked, with the command that it is to be."""
    running: set[int] = set()
    while True:
        message, files, _, _ = socket.recv_fds(asking, _LONGEST, 2)
        if not message:
            break
        asked = json.loads(message)
        if "wait" in asked:
            status = os.waitpid(asked["wait"], 0)[1]
            running.remove(asked["wait"])
            asking.send(b"%d" % os.waitstatus_to_exitcode(status))
            continue
        if (pid := os.fork()) == 0:
            asking.close()
            _become(asked["environ"], files)
            return list(asked["command"])
        running.add(pid)
        for file in files:
            os.close(file)
        asking.send(b"%d" % pid)
    for pid in running:
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
    raise SystemExit


def _become(environ: Mapping[str, str], files: list[int]) -> None:
    os.setsid()
    os.environ.clear()
    os.environ.update(environ)
    for file, place in zip(files, (1, 2), strict=True):
        os.dup2(file, place)
        os.close(file)


def _run(command: list[str]) -> None:
    sys.argv = command
    if command[0] == "floor":
        from floor.cli import main

        main()
    else:
        from gunicorn.app.wsgiapp import run

        run()


if __name__ == "__main__":
    _read_floor(sys.argv[2])
    _run(_forked(socket.socket(fileno=int(sys.argv[1]))))
