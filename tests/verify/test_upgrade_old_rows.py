"""A database of the first version, with a busy morning in it, says the same after the upgrade."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, insert, pool, select

from floor.migrations import triggers
from floor.models import EntryKind
from floor.rules.codes import Kind
from floor.scan import labels
from floor.upgrade import upgrade, upgrading
from tests.cast import Shop, hand_over
from tests.databases import OpenDatabase, postgresql_copy
from tests.verify.conftest import look, work_a_morning

_MADE_THERE = {"alembic_version", "revision"}


@pytest.fixture
def now(database: OpenDatabase, shop: Shop) -> OpenDatabase:
    """A morning, after which five pieces are delivered, and a label of every meaning."""
    work_a_morning(shop)
    shop.through(shop.bundle(1), "P-LPT")
    order_id = database.value("SELECT id FROM orders")
    asked, wanted = shop.entry(EntryKind.DELIVER), {shop.ids["line M"]: 5}
    assert shop.write(lambda conn: hand_over(conn, asked, order_id, wanted)).no is None
    shop.card("officer_id", shop.ids["O-1"], Kind.OFFICER)
    shop.card("station_id", shop.ids["P-OBR"], Kind.STATION)
    shop.card("worker_id", database.value("SELECT MIN(id) FROM worker"), Kind.WORKER)
    shop.card("command", "UNDO", Kind.COMMAND)
    shop.write(lambda conn: labels.issue(conn, Kind.UNIT, shop.now))
    return database


@pytest.fixture
def old(now: OpenDatabase, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[OpenDatabase]:
    """The same rows in a database of the first version."""
    if now.on_sqlite:
        yield _first_version(now, f"sqlite:///{tmp_path}/old.db")
        return
    with postgresql_copy(request.getfixturevalue("postgresql_server"), "template0") as url:
        yield _first_version(now, url)


def _first_version(now: OpenDatabase, url: str) -> OpenDatabase:
    with upgrading(url) as steps:
        command.upgrade(steps, "0001")
    database = OpenDatabase(url, create_engine(url, poolclass=pool.NullPool))
    tables = _tables(database.engine)
    with now.engine.connect() as there, database.engine.begin() as here:
        triggers.drop(here)
        for table in tables:
            _copy_rows(there, here, table)
        triggers.create(here)
    return database


def _tables(engine: Engine) -> list[Table]:
    described = MetaData()
    described.reflect(engine)
    return [table for table in described.sorted_tables if table.name not in _MADE_THERE]


def _copy_rows(there: Connection, here: Connection, table: Table) -> None:
    """In one statement: rows may point at later ones of the same table."""
    rows = [dict(row) for row in there.execute(select(table)).mappings()]
    if rows:
        here.execute(insert(table).values(rows))


def test_all_that_was_holds_after_the_upgrade(old: OpenDatabase) -> None:
    moved = old.rows("SELECT id, unit_id, from_place, to_place, quantity, why FROM move ORDER BY id")
    meant = old.rows("SELECT code, unit_id, station_id, officer_id, worker_id, command FROM label ORDER BY id")
    upgrade(old.url)
    assert look(old).problems == ()
    assert old.rows("SELECT id, unit_id, from_place, to_place, quantity, why FROM move ORDER BY id") == moved
    assert meant == old.rows("SELECT code, unit_id, station_id, officer_id, worker_id, command FROM label ORDER BY id")


def test_what_was_put_out_is_counted_as_it_is_counted_now(now: OpenDatabase, old: OpenDatabase) -> None:
    upgrade(old.url)
    counted = "SELECT hour, station_id, stage_id, order_line_id, quantity, rework FROM output ORDER BY 1, 2, 3, 4"
    assert old.rows(counted) == [row for row in now.rows(counted) if row[4:] != (0, 0)] != []


def test_a_delivery_of_before_is_signed_with_what_it_carried(old: OpenDatabase, shop: Shop) -> None:
    upgrade(old.url)
    signed = old.rows("SELECT status, signed_by_id, made_by_id FROM delivery")
    carried = old.rows("SELECT goods, order_line_id, quantity, counted, refused FROM delivery_line")
    assert signed == [("signed", shop.ids["O-3"], shop.ids["O-3"])]
    assert carried == [("good", shop.ids["line M"], 5, 5, 0)]


def test_a_site_at_work_is_not_led_through_its_first_start(old: OpenDatabase) -> None:
    upgrade(old.url)
    assert old.value("SELECT set_up_at FROM site") is not None


def test_who_stood_at_a_station_before_the_upgrade_is_known_after_it(old: OpenDatabase, shop: Shop) -> None:
    here = {"station": shop.ids["P-OBR"], "officer": shop.ids["O-2"], "worker": shop.ids["K1"]}
    old.run("UPDATE station SET officer_id = :officer, pin_at = 7, worker_id = :worker WHERE id = :station", **here)
    upgrade(old.url)
    came = old.rows("SELECT at, officer_id, pin_at FROM duty WHERE station_id = :station ORDER BY at", **here)
    assert came == [(0, shop.ids["O-2"], None), (7, shop.ids["O-2"], 7)]
    assert old.rows("SELECT at, worker_id FROM crew WHERE station_id = :station", **here) == [(0, shop.ids["K1"])]


def test_a_site_that_never_scanned_is_still_led(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new.db"
    with upgrading(url) as steps:
        command.upgrade(steps, "0001")
    fresh = OpenDatabase(url, create_engine(url, poolclass=pool.NullPool))
    fresh.run(
        "INSERT INTO site (code, name, zone, epoch, camera, clock_confirmed_at) VALUES ('A', 'A', 'WIB', 'e', TRUE, 0)"
    )
    upgrade(url)
    assert fresh.value("SELECT set_up_at FROM site") is None
