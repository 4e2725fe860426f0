"""Run by the tests of faults: writes partners as fast as it can and prints each code once it was told it is written.

``python -m tests.faults.writing URL [BYTES]``; with BYTES no file may grow beyond that, as on a full disk, until a
line comes in on the standard input.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import count

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from floor.db import Work, db

_numbers = count()
_printing = threading.Lock()


def start(*arguments: str) -> subprocess.Popen[str]:
    """This module as a process of its own."""
    command = [sys.executable, "-m", "tests.faults.writing", *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def say(line: str) -> None:
    """Prints a line in one piece, past every buffer."""
    with _printing:
        os.write(1, f"{line}\n".encode())


def adding(code: str) -> Work[str]:
    """A work that adds a partner with a long name."""

    def work(conn: Connection) -> str:
        conn.exec_driver_sql(f"INSERT INTO partner (code, name, active) VALUES ('{code}', '{code * 10}', TRUE)")
        return code

    return work


def write_for_ever(_worker: int) -> None:
    """Until somebody ends the process."""
    while True:
        say(db.write(adding(f"P{next(_numbers):07}")))


def write_until_full(_worker: int) -> None:
    """Until the database says that it can't."""
    while True:
        code = f"P{next(_numbers):07}"
        try:
            say(db.write(adding(code)))
        except OperationalError:
            return


def main() -> None:
    """Eight at once, as stations do."""
    db.open_for_writing(sys.argv[1], queue_limit=100)
    if len(sys.argv) == 2:
        with ThreadPoolExecutor(8) as stations:
            list(stations.map(write_for_ever, range(8)))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
    with ThreadPoolExecutor(8) as stations:
        list(stations.map(write_until_full, range(8)))
    say("full")
    sys.stdin.readline()
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    say(db.write(adding("ROOM-AGAIN")))
    db.close_writing()


if __name__ == "__main__":
    main()
