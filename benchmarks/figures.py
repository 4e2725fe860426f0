"""How long the pages of quality's figures take, on SQLite and on PostgreSQL, and what one verdict asks, in one run.

    .venv/bin/python -m benchmarks.figures [--inspections 3000] [--days 30] [--times 9] [--only sqlite]

Every inspection is of a bundle of twelve, scanned at three stages before, with thirteen measurements; one in six has a
defect. Twice as many are older than the pages look back. Times are the processor's, application and SQLite together
(of PostgreSQL the application's alone, and beside it what a reader waits), as milliseconds and as ratios to a page that
asks the database nothing. Then how many statements a scan and a verdict ask.
"""

from __future__ import annotations

import argparse
import gc
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median
from typing import Any
from unittest.mock import patch

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, event, func, insert, select, text

from floor import clock, create_app
from floor.access.officers import set_pin
from floor.access.tokens import hash_token
from floor.db import Hot, Rows, db
from floor.models import Batch, CheckItem, CheckNominal, DefectFound, Finding, Inspection, Move, Scan, Unit
from floor.quality.hearing import hear
from floor.quality.verdicts import record_verdicts
from floor.settings import Settings
from floor.upgrade import upgrade
from tests import databases
from tests.cast import Shop, build
from tests.postgres import throw_away_server

EMPTY = "/csrf"
CHECKS, A_BATCH, A_BUNDLE = 13, 10, 12
PAGES = ("", "?period=30", "/defects?period=30", "/days?period=30", "/measures?period=30", "/inspections?period=30")


@dataclass(frozen=True, slots=True)
class Measured:
    """A page: milliseconds in the middle of the processor and of the clock, statements asked, KiB answered."""

    address: str
    status: int
    millis: float
    waited: float
    statements: int
    kib: float


def main() -> None:
    """Prepares a workshop on each database and asks for its figures."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--inspections", type=int, default=3_000)
    asked.add_argument("--days", type=int, default=30)
    asked.add_argument("--times", type=int, default=9)
    asked.add_argument("--only", choices=["sqlite", "postgresql"])
    given = asked.parse_args()
    for kind in (given.only,) if given.only else ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory() as folder, _database(kind, Path(folder)) as url:
            upgrade(url)
            db.open_for_writing(url, 1_000)
            shop = build()
            counts = db.write(lambda conn, shop=shop: prepare(conn, shop, given.inspections, given.days))  # type: ignore[misc]
            statements = count_verdict(shop)
            db.close_writing()
            app = create_app(Settings(instance=Path(folder), database_url=url, secret_key="k" * 32))
            gc.collect()
            gc.freeze()  # as a server does
            print(f"\n{kind}: " + ", ".join(f"{count:,} {what}s" for what, count in counts.items()))
            _report(list(measure(app, given.times)))
            with app.app_context():
                db.engine.dispose()
            print(", ".join(f"{what}: {count} statements" for what, count in statements.items()))


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'floor.db'}"
        return
    with throw_away_server() as server, databases.postgresql_copy(server, databases.migrated_template(server)) as url:
        yield url


def _count(conn: Connection, model: Any) -> int:
    return int(conn.execute(select(func.count(model.id))).scalar_one())


def _next(conn: Connection, model: Any) -> int:
    return int(conn.execute(select(func.max(model.id))).scalar() or 0) + 1


def prepare(conn: Connection, shop: Shop, inspections: int, days: int) -> dict[str, int]:
    """A supervisor with a PIN, and what there is to count; how many rows."""
    set_pin(conn, shop.ids["O-3"], "1003")
    fill(conn, shop, inspections, days)
    return {model.__tablename__: _count(conn, model) for model in (Inspection, Finding, Move)}


def fill(conn: Connection, shop: Shop, inspections: int, days: int) -> None:
    """So many inspections of the last days, and twice as many before them."""
    random, now = Random(7), clock.now()
    team = shop.ids["K1"]
    checks = [_check(conn, shop, number) for number in range(CHECKS)]
    every = inspections * 3
    rows: dict[Any, list[dict[str, Any]]] = {one: [] for one in (Batch, Unit, Scan, Inspection, Finding, DefectFound)}
    moves: list[dict[str, Any]] = []
    batches, units = _next(conn, Batch), _next(conn, Unit)
    for at in range(every):
        moment = now - int((every - at) / every * 3 * days * clock.DAY)
        batch, unit = batches + at // A_BATCH, units + at
        line = shop.ids["line M" if batch % 2 else "line L"]
        if at % A_BATCH == 0:
            number = {"number": f"Z-{batch:05}", "order_line_id": line, "route_version_id": 1}
            rows[Batch].append(
                {
                    "id": batch,
                    **number,
                    "quantity": 120,
                    "made_at": moment,
                    "made_by_id": 1,
                    "standard_version_id": shop.ids["standard"],
                }
            )
        ids = {"batch_id": batch, "order_line_id": line, "route_version_id": 1}
        rows[Unit].append({"id": unit, **ids, "kind": "bundle", "number": at % A_BATCH + 1, "name": f"Z/{at:06}"})
        bad = 1 + random.randrange(3) if random.random() < 1 / 6 else 0
        heard = {"unit_id": unit, "happened_at": moment, "at": moment, "heard_at": moment, "clock": "good"}
        heard |= {"client_id": unit.to_bytes(16, "big"), "fingerprint": 0, "station_id": 1, "officer_id": 1}
        heard |= {"outcome": "recorded"}
        rows[Scan].append({"id": at + 1, "late": False, **heard})
        judged = {"passed": A_BUNDLE - bad, "rework": bad, "standard_version_id": shop.ids["standard"], "step": 4}
        rows[Inspection].append({"id": at + 1, **heard, **judged})
        for check in checks:
            value = round(random.gauss(40, 0.3), 1)
            of = {"inspection_id": at + 1, "check_item_id": check, "piece": 1 + check % 3}
            rows[Finding].append({**of, "value": value, "good": abs(value - 40) <= 1})
        if bad:
            found = {"defect_id": shop.ids["G01" if random.random() < 0.7 else "G07"], "quantity": bad}
            rows[DefectFound].append({"inspection_id": at + 1, **found, "outcome": "rework", "severity": "major"})
        moves += _moves(unit, at + 1, bad, team)
    for model, found_rows in rows.items():
        _many(conn, model, found_rows)
    _many(conn, Move, moves)
    if conn.dialect.name == "postgresql":
        for model in (Batch, Unit, Scan, Inspection):
            after = func.setval(f"{model.__tablename__}_id_seq", _next(conn, model))
            conn.execute(select(after))
    conn.execute(text("ANALYZE"))


def _check(conn: Connection, shop: Shop, number: int) -> int:
    about = {"standard_version_id": shop.ids["standard"], "position": 10 + number, "text": f"Ukuran {number}"}
    limits = {"kind": "measured", "measure": "cm", "severity": "major", "minus": 1, "plus": 1}
    check = int(conn.execute(insert(CheckItem).values(**about, **limits).returning(CheckItem.id)).scalar_one())
    for size in ("M", "L"):
        conn.execute(insert(CheckNominal).values(check_item_id=check, size=size, nominal=40))
    return check


def _moves(unit: int, source: int, bad: int, team: int) -> Iterator[dict[str, Any]]:
    """Three scans, then what the verdict passes and sends back."""
    fresh = {"unit_id": unit, "to_unit_id": unit, "from_cycle": 0, "from_sent_by": 0, "to_cycle": 0, "to_sent_by": 0}
    none = {"worker_id": None, "scan_id": None, "inspection_id": None}
    for step in (1, 2, 3):
        at = {"from_place": step, "to_place": step + 1, "quantity": A_BUNDLE, "why": "done"}
        yield {**fresh, **none, **at, "worker_id": team, "scan_id": source}
    judged = {"from_place": 4, "why": "judged", "inspection_id": source}
    yield {**fresh, **none, **judged, "to_place": 5, "quantity": A_BUNDLE - bad}
    if bad:
        back = {"to_place": 2, "to_cycle": 1, "to_sent_by": 4, "quantity": bad}
        yield {**fresh, **none, **judged, **back}


def _many(conn: Connection, model: Any, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), 5_000):
        conn.execute(insert(model), rows[start : start + 5_000])


def measure(app: Flask, times: int) -> Iterator[Measured]:
    """The pages, one after the other, as a supervisor sees them."""
    browser = app.test_client()
    token = browser.get("/csrf").get_json()["token"]
    browser.post("/sign-in", data={"csrf_token": token, "officer": "O-3", "pin": "1003"})
    yield _time(app, browser, EMPTY, times)
    for page in PAGES:
        yield _time(app, browser, f"/figures{page}", times)
    with app.app_context():
        check = db.session.connection().execute(text("SELECT MAX(id) FROM check_item")).scalar_one()
    yield _time(app, browser, f"/figures/measures/{check}?period=30&size=M&product=KOK-PJ", times)


def _time(app: Flask, browser: FlaskClient, address: str, times: int) -> Measured:
    browser.get(address)
    with app.app_context(), counted(db.engine) as asked:
        answer = browser.get(address)
    taken, waited = [], []
    for _ in range(times):
        began, went = time.process_time(), time.perf_counter()
        browser.get(address)
        taken.append((time.process_time() - began) * 1_000)
        waited.append((time.perf_counter() - went) * 1_000)
    kib = len(answer.data) / 1_024
    return Measured(address, answer.status_code, median(taken), median(waited), len(asked), kib)


@contextmanager
def counted(engine: Any) -> Iterator[list[str]]:
    """The statements that are asked meanwhile, those included that go past SQLAlchemy to the driver."""
    asked: list[str] = []
    plain = Hot.__call__

    def note(_conn: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    def hot(self: Hot, conn: Connection, values: Mapping[str, Any]) -> Rows:
        asked.append(str(self._statement))
        return plain(self, conn, values)

    event.listen(engine, "before_cursor_execute", note)
    with patch.object(Hot, "__call__", hot):
        yield asked
    event.remove(engine, "before_cursor_execute", note)


def count_verdict(shop: Shop) -> dict[str, int]:
    """Statements of a scan, and of a verdict on a whole bundle, one after the other."""
    code, found = shop.bundle(1), {}
    for station in ("P-OBR", "P-JHT", "P-BBG"):
        item = shop.item(code)
        found["a scan"] = len(_of(lambda station=station, item=item: shop.send(station, item)))
    shop.now = clock.now()
    key, now = hash_token(shop.tokens["P-QC"]), shop.now
    heard = [hear(shop.item(code, passed=11, rework=[{"quantity": 1}], defects=[_G01]), now, now)]
    found["a verdict"] = len(_of(lambda: db.write(lambda conn: record_verdicts(conn, key, heard, now))))
    return found


_G01 = {"defect": "G01", "quantity": 1, "outcome": "rework"}


def _of(do: Any) -> list[str]:
    with counted(db.write(lambda conn: conn.engine)) as asked:
        do()
    return asked


def _report(measured: list[Measured]) -> None:
    empty = measured[0].millis
    print(f"{'page':64} {'status':>6} {'ms':>8} {'x empty':>8} {'waited':>8} {'asked':>6} {'KiB':>7}")
    for page in measured:
        figures = (
            f"{page.millis:8.1f} {page.millis / empty:8.1f} {page.waited:8.1f} {page.statements:6} {page.kib:7.1f}"
        )
        print(f"{page.address:64} {page.status:6} {figures}")


if __name__ == "__main__":
    main()
