"""A PostgreSQL server for one run of the tests: made in a temporary folder, reached through a socket, then gone."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

# Nothing here outlives the run, so nothing needs to reach the disk; and nothing moves but by a test: what autovacuum
# does in between is a change to a page that asks whether anything has changed.
_OPTIONS = (
    *("fsync=off", "full_page_writes=off", "synchronous_commit=off", "autovacuum=off"),
    *("wal_level=minimal", "max_wal_senders=0", "listen_addresses=", "max_connections=200"),
)

_ROOM = 2 * 1024**3


class Missing(Exception):
    """What the tests need isn't on this machine; the message says what and how to get it."""


@contextmanager
def throw_away_server() -> Iterator[str]:
    """The address of a fresh server's ``postgres`` database; ``Missing`` where PostgreSQL isn't installed."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="floor-pg-", dir=in_memory()))
    try:
        if os.geteuid() == 0:
            _give_to_postgres(folder)
        with _running(programs, folder):
            yield f"postgresql+psycopg://floor@/postgres?host={folder}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def in_memory(room: int = _ROOM) -> str | None:
    """Where files are kept in memory, programs too, and so many bytes are free: nobody waits for a disk there."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of a random name is made in it
    if not memory.is_dir() or shutil.disk_usage(memory).free < room:
        return None
    return None if os.statvfs(memory).f_flag & os.ST_NOEXEC else str(memory)


def _programs() -> Path:
    """The folder of initdb and postgres, the newest version installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    raise Missing("PostgreSQL is missing: install the package postgresql, or set FLOOR_TEST_POSTGRES_URL.")


def _give_to_postgres(folder: Path) -> None:
    """PostgreSQL refuses to run as root."""
    try:
        owner = pwd.getpwnam("postgres")
    except KeyError as error:
        raise Missing("PostgreSQL doesn't run as root, and there is no user postgres to run it as.") from error
    os.chown(folder, owner.pw_uid, owner.pw_gid)


def _as_postgres() -> list[str]:
    """Runs what follows as the user postgres, and ends it when the tests die, however they die."""
    end_with_us = ["setpriv", "--pdeathsig", "INT"]
    if os.geteuid() != 0:
        return end_with_us
    return [*end_with_us, "--reuid", "postgres", "--regid", "postgres", "--clear-groups"]


@contextmanager
def _running(programs: Path, folder: Path) -> Iterator[None]:
    tables, log = folder / "tables", folder / "log"
    make = [
        str(programs / "initdb"),
        "-D",
        str(tables),
        "-U",
        "floor",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
    ]
    subprocess.run([*_as_postgres(), *make], cwd=folder, check=True, capture_output=True)
    options = [word for option in _OPTIONS for word in ("-c", option)]
    with log.open("wb") as output:
        server = subprocess.Popen(
            [*_as_postgres(), programs / "postgres", "-D", tables, "-k", folder, *options],
            cwd=folder,
            stdout=output,
            stderr=output,
        )
    try:
        _wait_until_it_answers(folder, server, log)
        yield
    finally:
        server.send_signal(signal.SIGQUIT)  # at once: what it holds is thrown away
        server.wait()


def _wait_until_it_answers(folder: Path, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(host=str(folder), user="floor", dbname="postgres").close()
        except psycopg.OperationalError as error:
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}") from error
            time.sleep(0.05)
        else:
            return
