"""Scans acknowledged per second, against the same server's empty endpoint and bare SQLite, in one run.

    .venv/bin/python -m benchmarks.scan [--rows 1000000] [--slow-disk] [--quick]

Every scan is one validated, durable move answered over HTTP. Besides full speed with 1, 8 and 32 stations it paces 32
stations at two scans a second each; ``--rows`` does it all on a ledger that holds that many moves already;
``--slow-disk`` delays every sync by 4 ms (a library of a few lines, built with cc, loaded before the server).
"""

from __future__ import annotations

import argparse
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, insert

from benchmarks.clients import Timed, empty_request, run, scan_request
from floor import clock
from floor.access.tokens import issue
from floor.db import db
from floor.models import EntryKind, Station, StationStage
from floor.office.batches import Cut, make_batch
from floor.settings import load
from floor.upgrade import upgrade
from tests.cast import Shop, build

STATIONS = 32
_SLOW_SYNC = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>
int fsync(int fd) { usleep(4000); return ((int(*)(int))dlsym(RTLD_NEXT, "fsync"))(fd); }
int fdatasync(int fd) { usleep(4000); return ((int(*)(int))dlsym(RTLD_NEXT, "fdatasync"))(fd); }
"""


def prepare(instance: Path) -> list[tuple[str, str]]:
    """A workshop with 32 stations that each have pieces enough; answers a token and a code for each."""
    url = load({"FLOOR_INSTANCE": str(instance)}).database_url
    upgrade(url)
    db.open_for_writing(url, 1_000)
    shop = build()
    made = [_station(shop, number) for number in range(STATIONS)]
    db.close_writing()
    return made


def _station(shop: Shop, number: int) -> tuple[str, str]:
    asked = shop.entry(EntryKind.BATCH, "benchmark")
    done = db.write(lambda conn: make_batch(conn, asked, shop.ids["line M"], Cut(100_000)))

    def work(conn: Connection) -> str:
        values = {"code": f"B-{number}", "name": f"B-{number}"}
        station = conn.execute(insert(Station).values(values).returning(Station.id)).scalar_one()
        conn.execute(insert(StationStage).values(station_id=station, stage_id=shop.ids["OBR"]))
        return issue(conn, station, shop.ids["O-1"], "benchmark", clock.now())

    return db.write(work), shop.code(str(done.detail["batch"]))


def fill(instance: Path, rows: int) -> None:
    """Grows the ledger by so many scans and moves that are already over, written straight to the file."""
    path = instance / "floor.db"
    with closing(sqlite3.connect(path)) as conn:
        scan = conn.execute("SELECT MAX(id) FROM scan").fetchone()[0] or 0
        now = clock.now() - 400 * clock.DAY
        scans = (
            (scan + n, uuid4().bytes, n, 1, 1, f"U{n:09}"[:10], 1, now + n, now + n, now + n)
            for n in range(1, rows + 1)
        )
        conn.executemany(
            "INSERT INTO scan (id, client_id, fingerprint, station_id, officer_id, code, unit_id, late, happened_at,"
            " at, heard_at, clock, outcome) VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, 'good', 'recorded')",
            scans,
        )
        conn.execute(
            "INSERT INTO move (unit_id, from_place, from_cycle, from_sent_by, to_unit_id, to_place, to_cycle,"
            " to_sent_by, quantity, why, scan_id) SELECT 1, 1, 0, 0, 1, 2, 0, 0, 1, 'done', id FROM scan WHERE id > ?",
            (scan,),
        )
        conn.commit()


@contextmanager
def served(instance: Path, port: int, preload: str | None = None) -> Iterator[None]:
    """The real server in a process of its own."""
    environment = {**os.environ, "FLOOR_INSTANCE": str(instance)}
    if preload:
        environment["LD_PRELOAD"] = preload
    command = [str(Path(sys.executable).with_name("floor")), "serve", "--port", str(port), "--host", "127.0.0.1"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        server.stdout.readline()
        time.sleep(1.0)
        try:
            yield
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)


def bare_sqlite(seconds: float = 1.5) -> float:
    """Scans per second of one select, one insert and two updates, one durable commit each."""
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(sqlite3.connect(Path(folder) / "x.db", isolation_level=None)) as c,
    ):
        c.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE b (id INTEGER PRIMARY KEY, q INT);"
            "CREATE TABLE s (id INTEGER PRIMARY KEY, u BLOB UNIQUE, b INT); INSERT INTO b VALUES (1, 1000000), (2, 0);"
        )
        count, begun = 0, time.perf_counter()
        while time.perf_counter() - begun < seconds:
            c.execute("BEGIN IMMEDIATE")
            c.execute("SELECT q FROM b WHERE id = 1").fetchone()
            c.execute("INSERT INTO s (u, b) VALUES (?, 1)", (uuid4().bytes,))
            c.execute("UPDATE b SET q = q - 1 WHERE id = 1")
            c.execute("UPDATE b SET q = q + 1 WHERE id = 2")
            c.execute("COMMIT")
            count += 1
        return count / (time.perf_counter() - begun)


def measure(port: int, made: list[tuple[str, str]], quick: bool) -> None:
    """Full speed at 1, 8 and 32 stations beside the empty endpoint, then the steady pace."""
    for stations in (1, 8, STATIONS):
        count = (400 if quick else 2_000) // stations + 30
        empty = run(port, stations, count * 2, lambda _: empty_request(), b"200 OK")
        scans = run(port, stations, count, lambda n: scan_request(*made[n]), b'"recorded"')
        again = run(port, stations, count * 2, lambda _: empty_request(), b"200 OK")
        rate = (empty.rate + again.rate) / 2
        _show(f"{stations:2} stations, empty", Timed(rate, empty.p50, empty.p99, empty.worst, empty.wrong))
        _show(f"{stations:2} stations, scans", scans, f"   {scans.rate / rate:.2f} of the empty endpoint")
    seconds = 5 if quick else 15
    paced = run(port, STATIONS, 2 * seconds, lambda n: scan_request(*made[n]), b'"recorded"', per_second=2)
    _show("32 paced at 2/s", paced)
    faster = run(port, STATIONS, 4 * seconds, lambda n: scan_request(*made[n]), b'"recorded"', per_second=4)
    _show("32 paced at 4/s", faster)


def _show(what: str, timed: Timed, more: str = "") -> None:
    print(f"  {what:22} {timed}{more}", flush=True)


def slow_library(folder: Path) -> str:
    """A library that makes every sync take 4 ms longer."""
    source, library = folder / "slow.c", folder / "slow.so"
    source.write_text(_SLOW_SYNC, encoding="ascii")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return str(library)


def main() -> None:
    """Runs what the arguments ask for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=0)
    asked.add_argument("--slow-disk", action="store_true")
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--port", type=int, default=8765)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        instance = Path(folder) / "instance"
        made = prepare(instance)
        if options.rows:
            fill(instance, options.rows)
        print(f"bare SQLite: {bare_sqlite():.0f}/s; {options.rows} moves beforehand", flush=True)
        with served(instance, options.port):
            measure(options.port, made, options.quick)
        if options.slow_disk:
            print("with 4 ms more for every sync")
            with served(instance, options.port, slow_library(Path(folder))):
                measure(options.port, made, options.quick)


if __name__ == "__main__":
    main()
