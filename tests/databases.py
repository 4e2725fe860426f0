"""Empty, migrated databases for tests, one each, made by copying; and a plain way to look into them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import Engine, make_url, text

from floor.upgrade import upgrade

_servers: dict[str, psycopg.Connection] = {}


def only(kind: str) -> pytest.MarkDecorator:
    """Marks a test for one kind of database: ``@only("sqlite")``."""
    marks = [pytest.mark.postgresql] if kind == "postgresql" else []
    return pytest.mark.parametrize("database_url", [pytest.param(kind, marks=marks)], indirect=True)


@dataclass(frozen=True)
class OpenDatabase:
    """A database that ``db.write`` writes to, and a look at its rows that goes past everything of ours."""

    url: str
    engine: Engine

    @property
    def on_sqlite(self) -> bool:
        """Whether it is the embedded one."""
        return self.engine.dialect.name == "sqlite"

    def rows(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        """What a SELECT finds, row by row; values as ``:name``."""
        with self.engine.connect() as conn:
            return [tuple(row) for row in conn.execute(text(sql), values)]

    def value(self, sql: str, **values: Any) -> Any:
        """The one value that a SELECT finds."""
        with self.engine.connect() as conn:
            return conn.execute(text(sql), values).scalar_one()

    def run(self, sql: str, **values: Any) -> None:
        """Changes rows behind the back of ``db.write``, as somebody with a database shell would."""
        with self.engine.begin() as conn:
            conn.execute(text(sql), values)


def migrated_file(folder: Path) -> Path:
    """A SQLite database with all tables and no rows, to be copied."""
    path = folder / "template.db"
    upgrade(f"sqlite:///{path}")
    return path


def sqlite_copy(template: Path, folder: Path) -> str:
    """The address of a copy of the template in a folder."""
    path = folder / "floor.db"
    shutil.copyfile(template, path)
    return f"sqlite:///{path}"


def postgresql_address(server: str, name: str) -> str:
    """The address of a database on a server."""
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def migrated_template(server: str) -> str:
    """Makes a PostgreSQL database with all tables and no rows, to be copied; its name. ``server`` is any database."""
    name = f"floor_template_{uuid4().hex[:12]}"
    _on_server(server, f"CREATE DATABASE {name}")
    upgrade(postgresql_address(server, name))
    return name


@contextmanager
def postgresql_copy(server: str, template: str) -> Iterator[str]:
    """The address of a copy of the template, gone afterwards."""
    name = f"floor_{uuid4().hex[:12]}"
    copy(server, template, name)
    try:
        yield postgresql_address(server, name)
    finally:
        drop(server, name)


def copy(server: str, template: str, name: str) -> None:
    """Makes a PostgreSQL database from another that nobody is in."""
    # Copying files takes a fifth of what writing them through the log does, which is what PostgreSQL 15 does unasked.
    _on_server(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")


def drop(server: str, name: str) -> None:
    """Drops a database, whoever still holds it."""
    _on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


def leave(server: str) -> None:
    """Closes the connection that databases of a server were made by."""
    if server in _servers:
        _servers.pop(server).close()


def _on_server(server: str, statement: str) -> None:
    # One connection for all: making and dropping a database takes a third of connecting for it.
    try:
        _connection(server).execute(statement.encode())
    except psycopg.OperationalError:  # a test ended all connections to the server
        leave(server)
        _connection(server).execute(statement.encode())


def _connection(server: str) -> psycopg.Connection:
    if server not in _servers:
        address = make_url(server).set(drivername="postgresql").render_as_string(hide_password=False)
        _servers[server] = psycopg.connect(address, autocommit=True)
    return _servers[server]
