"""The migrated tables are those of floor/models, on both databases."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Inspector, create_engine, inspect, pool
from sqlalchemy.exc import DBAPIError

from floor import models, upgrade
from floor.db import Base
from tests.databases import postgresql_copy


def test_an_empty_database_knows_no_step(tmp_path: Path) -> None:
    assert upgrade.current(f"sqlite:///{tmp_path}/new.db") is None


def test_an_upgraded_database_has_every_step(database_url: str) -> None:
    assert upgrade.current(database_url) == upgrade.newest()


def test_upgrading_again_changes_nothing(database_url: str) -> None:
    before = _described(database_url)
    upgrade.upgrade(database_url)
    assert _described(database_url) == before


def test_the_migrations_make_the_tables_that_the_models_name(database_url: str) -> None:
    assert models.__all__
    engine = create_engine(database_url, poolclass=pool.NullPool)
    with engine.connect() as conn:
        context = MigrationContext.configure(conn, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_checks_and_partial_indexes_are_those_of_the_models(database_url: str, empty_url: str) -> None:
    """Alembic's comparison doesn't look at these two."""
    engine = create_engine(empty_url, poolclass=pool.NullPool)
    Base.metadata.create_all(engine)
    assert _described(database_url) == _described(empty_url)


def test_the_counter_of_changes_starts_at_nought(database_url: str) -> None:
    engine = create_engine(database_url, poolclass=pool.NullPool)
    with engine.connect() as conn:
        assert conn.exec_driver_sql("SELECT id, number FROM revision").all() == [(1, 0)]


@pytest.fixture
def empty_url(database_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database without tables, of the same kind."""
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path}/empty.db"
        return
    with postgresql_copy(request.getfixturevalue("postgresql_server"), "template0") as url:
        yield url


def _described(url: str) -> set[str]:
    """Every check, index and foreign key, one line each."""
    seen: Inspector = inspect(create_engine(url, poolclass=pool.NullPool))
    lines = set()
    for table in seen.get_table_names():
        lines |= {f"{table}: check {check['name']} {check['sqltext']}" for check in seen.get_check_constraints(table)}
        lines |= {f"{table}: key {key}" for key in seen.get_foreign_keys(table)}
        for index in seen.get_indexes(table):
            only_where = {name: str(value) for name, value in index.pop("dialect_options", {}).items()}
            lines.add(f"{table}: index {sorted(index.items(), key=str)} {only_where}")
    return lines


def test_an_upgrade_that_fails_changes_nothing(empty_url: str) -> None:
    engine = create_engine(empty_url, poolclass=pool.NullPool)
    with engine.begin() as conn:
        conn.exec_driver_sql("CREATE TABLE unit (id INTEGER)")  # in the way of ours
    with pytest.raises(DBAPIError, match="already exists"):
        upgrade.upgrade(empty_url)
    assert inspect(engine).get_table_names() == ["unit"]


def test_two_servers_that_start_at_once_upgrade_once(empty_url: str) -> None:
    command = [sys.executable, "-c", "import sys, floor.upgrade; floor.upgrade.upgrade(sys.argv[1])", empty_url]
    servers = [subprocess.Popen(command) for _ in range(2)]
    assert [server.wait(60) for server in servers] == [0, 0]
    assert upgrade.current(empty_url) == upgrade.newest()
