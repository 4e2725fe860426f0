"""How long boards take on a ledger of a million moves, and how many statements each asks, in one run.

    .venv/bin/python -m benchmarks.boards [--orders 250] [--times 15]

Each order has four sizes in a hundred bundles each, ten moves a bundle; one in five is open. Times are the processor's,
application and SQLite together, as milliseconds and as ratios to a page that asks the database nothing.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from floor import clock, create_app
from floor.access.officers import set_pin
from floor.db import db
from floor.settings import Settings
from floor.upgrade import upgrade
from tests.cast import STAGES, Shop, build

LINES, BUNDLES = 4, 100
HOUR = 3_600_000
EMPTY = "/csrf"


@dataclass(frozen=True, slots=True)
class Measured:
    """A page: milliseconds in the middle, statements asked, KiB answered."""

    address: str
    status: int
    millis: float
    statements: int
    kib: float


def main() -> None:
    """Prepares a workshop and asks for its boards."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--orders", type=int, default=250)
    asked.add_argument("--times", type=int, default=15)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'floor.db'}"
        upgrade(url)
        db.open_for_writing(url, 1_000)
        shop = build()
        db.write(lambda conn: set_pin(conn, shop.ids["O-3"], "1003"))
        db.close_writing()
        with closing(sqlite3.connect(Path(folder) / "floor.db", isolation_level=None)) as raw:
            moves = fill(raw, shop, given.orders)
        app = create_app(Settings(instance=Path(folder), database_url=url, secret_key="k" * 32))
        print(f"{moves:,} moves, {given.orders} orders")
        _report(list(measure(app, given.times)))


def fill(raw: sqlite3.Connection, shop: Shop, orders: int) -> int:
    """Orders of the last ten months, written straight to the file; answers how many moves."""
    raw.execute("BEGIN IMMEDIATE")
    started, now = clock.now() // HOUR - 24 * 300, clock.now() // HOUR
    worked = [day * 24 + at for day in range(20) for at in range(6)]
    for number in range(orders):
        is_open = number >= orders * 4 // 5
        hour = started + number * 24 * 300 // orders
        order_id = _order(raw, number, hour, is_open)
        for size in range(LINES):
            line = "INSERT INTO order_line (order_id, size, position, target) VALUES (?,?,0,1200)"
            line_id = _last(raw, line, order_id, f"Z{size}")
            _batch(raw, shop, line_id, f"Z-{number:04}-{size}", hour, is_open)
            hours = [hour + after for after in worked if hour + after <= now]
            rows = [(at, stage, line_id) for at in hours for stage in range(len(STAGES) + 1)]
            raw.executemany(
                "INSERT INTO output (hour, station_id, stage_id, order_line_id, quantity, rework)"
                " VALUES (?,1,?,?,12,0)",
                rows,
            )
    raw.execute("COMMIT")
    raw.execute("ANALYZE")
    return int(raw.execute("SELECT COUNT(*) FROM move").fetchone()[0])


def _order(raw: sqlite3.Connection, number: int, hour: int, is_open: bool) -> int:
    return _last(
        raw,
        "INSERT INTO orders (number, partner_id, product_id, kind, channel, due_on, ordered_at, closed_at,"
        " takes_grade_b)"
        " SELECT ?, partner_id, product_id, kind, channel, date('now', ?), ?, ?, 0 FROM orders ORDER BY id LIMIT 1",
        f"PO-Z-{number:04}",
        f"+{number % 40} days",
        hour * HOUR,
        None if is_open else 1,
    )


def _batch(raw: sqlite3.Connection, shop: Shop, line_id: int, number: str, hour: int, is_open: bool) -> None:
    """A hundred bundles, each scanned to and fro ten times; of an open order every third is still under way."""
    batch_id = _last(
        raw,
        "INSERT INTO batch (number, order_line_id, route_version_id, quantity, made_at, made_by_id)"
        " VALUES (?,?,1,1200,?,1)",
        number,
        line_id,
        hour * HOUR,
    )
    unit = (
        "INSERT INTO unit (batch_id, order_line_id, route_version_id, parent_id, kind, number, name)"
        " VALUES (?,?,1,?,?,?,?)"
    )
    card = _last(raw, unit, batch_id, line_id, None, "batch", 0, number)
    scans = raw.execute("SELECT COALESCE(MAX(id), 0) FROM scan").fetchone()[0]
    heard: list[tuple[object, ...]] = []
    moved: list[tuple[int, ...]] = []
    for bundle in range(1, BUNDLES + 1):
        unit_id = _last(raw, unit, batch_id, line_id, card, "bundle", bundle, f"{number}/{bundle:03}")
        _last(
            raw, "INSERT INTO label (code, unit_id, issued_at, copy_number) VALUES (?,?,0,1)", f"Z{unit_id:09}", unit_id
        )
        step = 1 + bundle % len(STAGES) if is_open and bundle % 3 == 0 else 0
        _last(
            raw,
            "INSERT INTO balance (unit_id, place, cycle, sent_by, stage_id, quantity) VALUES (?,?,0,0,?,12)",
            unit_id,
            step or 1000,
            shop.ids[STAGES[step - 1][0]] if step else None,
        )
        for place in range(1, len(STAGES) + 1):
            for start, end in ((place, place + 1), (place + 1, place)):
                scans += 1
                heard.append((scans, scans.to_bytes(16, "big"), unit_id, hour * HOUR, hour * HOUR, hour * HOUR))
                moved.append((unit_id, start, unit_id, end, scans))
    raw.executemany(
        "INSERT INTO scan (id, client_id, fingerprint, station_id, unit_id, late, happened_at, at, heard_at, clock,"
        " outcome) VALUES (?,?,0,1,?,0,?,?,?,'good','recorded')",
        heard,
    )
    raw.executemany(
        "INSERT INTO move (unit_id, from_place, from_cycle, from_sent_by, to_unit_id, to_place, to_cycle, to_sent_by,"
        " quantity, why, scan_id) VALUES (?,?,0,0,?,?,0,0,12,'done',?)",
        moved,
    )


def _last(raw: sqlite3.Connection, statement: str, *values: object) -> int:
    return int(raw.execute(statement, values).lastrowid or 0)


def measure(app: Flask, times: int) -> Iterator[Measured]:
    """The boards, one after the other, as a supervisor sees them."""
    browser = app.test_client()
    token = browser.get("/csrf").get_json()["token"]
    browser.post("/sign-in", data={"csrf_token": token, "officer": "O-3", "pin": "1003"})
    with app.app_context():
        number = str(db.session.connection().exec_driver_sql("SELECT MAX(number) FROM orders").scalar())
    batch = number.removeprefix("PO-") + "-3"
    part = number.removeprefix("PO-Z-")
    order = f"/orders/{number}"
    boards = ("/", "/orders", "/orders/rows", "/orders/board", order, f"{order}/moves", f"{order}/moves?stage=JHT")
    found = (f"/batches/{batch}", f"/find?code={part}", f"/find?code={part}-3/0")
    for address in (EMPTY, *boards, *found, "/api/v1/orders", f"/api/v1{order}"):
        yield _time(app, browser, address, times)


def _time(app: Flask, browser: FlaskClient, address: str, times: int) -> Measured:
    asked: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    with app.app_context():
        engine = db.engine
    browser.get(address)
    event.listen(engine, "before_cursor_execute", note)
    answer = browser.get(address)
    event.remove(engine, "before_cursor_execute", note)
    taken = []
    for _ in range(times):
        began = time.process_time()
        browser.get(address)
        taken.append((time.process_time() - began) * 1_000)
    return Measured(address, answer.status_code, median(taken), len(asked), len(answer.data) / 1_024)


def _report(measured: list[Measured]) -> None:
    empty = measured[0].millis
    print(f"{'page':36} {'status':>6} {'ms':>8} {'x empty':>8} {'asked':>6} {'KiB':>7}")
    for page in measured:
        figures = f"{page.millis:8.1f} {page.millis / empty:8.1f} {page.statements:6} {page.kib:7.1f}"
        print(f"{page.address:36} {page.status:6} {figures}")


if __name__ == "__main__":
    main()
