"""A workshop with some of everything in its ledger, built once, and a way to tamper with it that leaves no trace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, pool

from floor.boards.verify import Verified, verify
from floor.db import db
from floor.migrations import triggers
from floor.models import EntryKind, Why
from floor.rules import places
from floor.rules.scanning import FRESH, Mark
from floor.rules.times import Clock
from floor.scan import corrections, read, splits
from floor.scan.hearing import Item
from floor.scan.postings import Posting, Source
from floor.scan.record import Heard, Judged, inspect, post
from floor.scan.splits import At
from tests import databases
from tests.cast import Shop, build
from tests.databases import OpenDatabase

Tamper = Callable[..., Verified]


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def morning(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDatabase]:
    """The database of a workshop after a busy morning, on each kind in turn. Look, and leave it as it is."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        yield _opened(databases.sqlite_copy(template, tmp_path_factory.mktemp("verify")))
        return
    server = request.getfixturevalue("postgresql_server")
    with databases.postgresql_copy(server, request.getfixturevalue("postgresql_template")) as url:
        yield _opened(url)


def _opened(url: str) -> OpenDatabase:
    db.open_for_writing(url, 100)
    work_a_morning(build())
    db.close_writing()
    return OpenDatabase(url, create_engine(url, poolclass=pool.NullPool))


@pytest.fixture
def tamper(morning: OpenDatabase) -> Iterator[Tamper]:
    """Changes rows as somebody could who takes the triggers away and puts them back; then verifies."""
    with morning.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        if morning.on_sqlite:
            conn.exec_driver_sql("PRAGMA foreign_keys = OFF")
            conn.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
        else:
            conn.exec_driver_sql("SET session_replication_role = replica")
        conn.exec_driver_sql("BEGIN")
        if not morning.on_sqlite:
            conn.exec_driver_sql("ALTER TABLE move DROP CONSTRAINT ck_move_one_source")

        def tampered(statement: str) -> Verified:
            triggers.drop(conn)
            for part in statement.split(";"):
                assert conn.exec_driver_sql(part).rowcount, "changed nothing"
            triggers.create(conn)
            return verify(conn)

        yield tampered
        conn.exec_driver_sql("ROLLBACK")


def look(database: OpenDatabase) -> Verified:
    """What verify says of a database."""
    with database.engine.connect() as conn:
        return verify(conn)


def work_a_morning(shop: Shop) -> None:
    """Bundle 1 is judged, a scan of bundle 2 undone, two of it split off, one missing, and a late scan waits for it."""
    first, second = shop.bundle(1), shop.bundle(2)
    shop.through(first, "P-OBR", "P-JHT", "P-BBG")
    _judge(shop, _unit(shop, f"{shop.batch}/001"))
    scanned = shop.item(second)
    shop.send("P-OBR", scanned)
    shop.send("P-OBR", shop.item(None, undoes=scanned["id"]))
    shop.through(second, "P-OBR")
    assert shop.scan("P-LPT", second, late=True, seen=12)["refusal"]["code"] == "NOT_HERE_YET"
    at_sewing = At(_unit(shop, f"{shop.batch}/002"), 2)
    splitting, correcting = shop.entry(EntryKind.SPLIT), shop.entry(EntryKind.CORRECT, reason="tidak ada di rak")
    assert shop.write(lambda conn: splits.split(conn, splitting, at_sewing, 2)).no is None
    missing = places.missing_from(2)
    assert shop.write(lambda conn: corrections.correct(conn, correcting, at_sewing, missing, 1)).no is None


def _judge(shop: Shop, unit_id: int) -> None:
    """At the gate, step 4: nine pass, one goes back to step 2, one is scrap, one grade B."""
    item = Item(bytes(16), 1, shop.now, shop.now, shop.now, Clock.GOOD)
    outcomes = [(5, FRESH, 9), (2, Mark(1, 4), 1), (places.SCRAP, FRESH, 1), (places.GRADE_B, FRESH, 1)]

    def work(conn: Connection) -> None:
        route = read.route(conn, read.unit(conn, unit_id).route_version_id)
        judged = Judged(4, shop.ids["standard"], passed=9, rework=1, scrap=1, grade_b=1)
        verdict = inspect(conn, item, Heard(shop.ids["P-QC"], shop.ids["O-2"], unit_id), judged, None)
        postings = [Posting(unit_id, 4, FRESH, to, mark, quantity, Why.JUDGED) for to, mark, quantity in outcomes]
        post(conn, route, postings, Source(shop.now, shop.ids["P-QC"], inspection_id=verdict))

    shop.write(work)


def _unit(shop: Shop, name: str) -> int:
    def find(conn: Connection) -> Any:
        return conn.exec_driver_sql(f"SELECT id FROM unit WHERE name = '{name}'").scalar_one()

    return int(shop.write(find))
