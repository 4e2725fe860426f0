"""The database: sessions that read, and ``db.write``, the only way in for what changes."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, cast

from flask import has_app_context
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Dialect, Engine, Executable, MetaData, event
from sqlalchemy.exc import DBAPIError, NoResultFound
from sqlalchemy.orm import DeclarativeBase

from .writers import PATIENCE_MS, Busy, GroupWriter, TransactionWriter, Work, refuse_nesting, sqlstate

__all__ = ["Base", "Busy", "Database", "Hot", "Rows", "Work", "db", "is_unique_violation", "prepare_reading"]

T = TypeVar("T")


class Base(DeclarativeBase):
    """Every table's base; constraint names are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Rows:
    """What a hot statement answered: plain tuples."""

    __slots__ = ("_cursor",)

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    @property
    def rowcount(self) -> int:
        """How many rows were written."""
        return cast(int, self._cursor.rowcount)

    def first(self) -> Any:
        """The first row, or ``None``."""
        return self._cursor.fetchone()

    def one(self) -> Any:
        """The first row; ``NoResultFound`` where there is none."""
        row = self._cursor.fetchone()
        if row is None:
            raise NoResultFound
        return row

    def all(self) -> list[Any]:
        """Every row."""
        return cast("list[Any]", self._cursor.fetchall())

    def scalar(self) -> Any:
        """The first column of the first row, or ``None``."""
        row = self._cursor.fetchone()
        return None if row is None else row[0]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._cursor.fetchall())


class Hot:
    """A statement compiled by Core once per database, then handed to the driver as text.

    Building it and its result's metadata each time costs ten times what SQLite takes to run it. Values go to the driver
    as they are, so columns in hot statements hold plain integers, texts and bytes. Errors are SQLAlchemy's, as ever.
    """

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._compiled: dict[str, tuple[str, list[str] | None, dict[str, Any]]] = {}

    def __call__(self, conn: Connection, values: Mapping[str, Any]) -> Rows:
        dialect = conn.dialect
        text, order, fixed = self._compiled.get(dialect.name) or self._compile(dialect)
        given: Any = {**fixed, **values} if fixed or order is None else values
        if order is not None:
            given = tuple([given[name] for name in order])
        if not conn.in_transaction():
            conn.begin()  # or SQLAlchemy would take its own commit for one of nothing
        try:
            return Rows(cast(Any, conn.connection.driver_connection).execute(text, given))
        except dialect.loaded_dbapi.Error as error:
            raise _as_ours(conn, text, given, error) from error

    def _compile(self, dialect: Dialect) -> tuple[str, list[str] | None, dict[str, Any]]:
        compiled = cast(Any, self._statement).compile(dialect=dialect)
        fixed = {name: value for name, value in compiled.params.items() if value is not None}
        order = list(compiled.positiontup) if compiled.positional else None
        self._compiled[dialect.name] = made = (str(compiled), order, fixed)
        return made


def _as_ours(conn: Connection, text: str, given: Any, error: Exception) -> Exception:
    """The driver's error as SQLAlchemy would raise it; a connection that was cut isn't used again."""
    dialect = conn.dialect
    cut = dialect.is_disconnect(cast(Any, error), conn.connection, None)
    if cut:
        conn.invalidate(error)
    base = dialect.loaded_dbapi.Error
    told = DBAPIError.instance(text, given, error, base, connection_invalidated=cut, dialect=dialect)
    return cast(Exception, told)


class Database(SQLAlchemy):
    """Flask-SQLAlchemy for reading pages, and ``write`` for everything that changes."""

    _url = ""
    _queue_limit = 0
    _writer: GroupWriter | TransactionWriter | None = None
    _guard = threading.Lock()

    def open_for_writing(self, url: str, queue_limit: int) -> None:
        """Names the database that ``write`` writes to; nothing is opened before the first write."""
        self.close_writing()
        self._url, self._queue_limit = url, queue_limit

    def close_writing(self) -> None:
        """Finishes what is queued and lets go of the database; writes that come later open it again."""
        with self._guard:
            writer, self._writer = self._writer, None
        if writer is not None:
            writer.stop()

    def write(self, work: Work[T]) -> T:
        """Runs ``work(conn)`` in a transaction and returns its value once that is on the disk.

        ``work`` has no request, session or locale; it takes and returns plain values, has no side effects, may be run
        again, and does not nest. What it raises is raised here, and nothing it did remains; ``Busy`` when too much
        waits. This request's session forgets what it had read, so that a page drawn afterwards shows what was written.
        """
        refuse_nesting()
        return self._seen_anew((self._writer or self._open()).write(work))

    def note(self, work: Work[T]) -> T:
        """The same for what no board shows, a tablet's heartbeat: boards that ask are told that nothing changed."""
        refuse_nesting()
        return self._seen_anew((self._writer or self._open()).note(work))

    def _seen_anew(self, value: T) -> T:
        if has_app_context() and self.session.registry.has():
            self.session.rollback()
        return value

    def _open(self) -> GroupWriter | TransactionWriter:
        if not self._url:
            raise RuntimeError("no database was opened for writing")
        with self._guard:
            if self._writer is None:
                on_sqlite = self._url.startswith("sqlite")
                self._writer = GroupWriter(self._url, self._queue_limit) if on_sqlite else TransactionWriter(self._url)
            return self._writer

    def _forget_parents_writer(self) -> None:
        """In a fork's child: the writer's thread isn't here, and its connections are the parent's to close."""
        self._guard = threading.Lock()
        if self._writer is not None:
            _of_the_parent.append(self._writer)
            self._writer = None


_of_the_parent: list[object] = []


def prepare_reading(engine: Engine) -> None:
    """Makes an engine one for pages: each transaction sees the database as it stood at its first look, and only reads.

    Call it before the engine's first connection.
    """
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite_for_reading)
        event.listen(engine, "begin", _begin_reading)
    else:
        event.listen(engine, "connect", _prepare_postgresql_for_reading)


def _prepare_sqlite_for_reading(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver would begin before writes only: each SELECT would see another state
    for pragma in (f"busy_timeout={PATIENCE_MS}", "query_only=ON", "cache_size=-8192", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_reading(conn: Connection) -> None:
    conn.exec_driver_sql("BEGIN")


def _prepare_postgresql_for_reading(connection: Any, _record: object) -> None:
    import psycopg  # here, for SQLite does without it

    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.read_only = True


def is_unique_violation(error: DBAPIError) -> bool:
    """Whether the database refused a second row with the same key."""
    return sqlstate(error) == "23505" or "UNIQUE constraint failed" in str(error.orig)


db = Database(model_class=Base)
os.register_at_fork(after_in_child=db._forget_parents_writer)
