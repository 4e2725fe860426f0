"""Brings a database to the tables that this version of floor knows; safe to call at every start."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, pool

_MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(url: str) -> None:
    """Takes every step that the database lacks, in one transaction; an upgrade never loses data.

    On any failure nothing is changed. Two servers that start at once wait for each other.
    """
    with upgrading(url) as steps:
        command.upgrade(steps, "head")


def current(url: str) -> str | None:
    """The step a database has reached, ``None`` if it is empty."""
    engine = _engine(url)
    with engine.connect() as conn:
        reached = MigrationContext.configure(conn).get_current_revision()
    engine.dispose()
    return reached


def newest() -> str | None:
    """The step that this version of floor needs."""
    return ScriptDirectory.from_config(config()).get_current_head()


@contextmanager
def upgrading(url: str) -> Iterator[Config]:
    """Alembic's configuration with a connection to the database, for its commands."""
    engine = _engine(url)
    try:
        with engine.connect() as conn:
            steps = config()
            steps.attributes["connection"] = conn
            yield steps
    finally:
        engine.dispose()


def config() -> Config:
    """Alembic's configuration: there is no file of it, only the place of the migrations."""
    steps = Config()
    steps.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    steps.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return steps


def _engine(url: str) -> Engine:
    """On SQLite the driver's own beginnings are switched off: they leave changes of tables outside the transaction."""
    engine = create_engine(url, poolclass=pool.NullPool)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _leave_beginning_to_us)
        event.listen(engine, "begin", _begin_immediate)
    return engine


def _leave_beginning_to_us(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA busy_timeout = 30000")
    connection.execute("PRAGMA journal_mode = WAL")  # a property of the file from then on


def _begin_immediate(conn: Connection) -> None:
    conn.exec_driver_sql("BEGIN IMMEDIATE")
