"""The database: sessions that read, and ``db.write``, the only way in for what changes.

SQLite's own lock waiting is what hurts (p99 of seconds when threads fight for it), so on SQLite one writer thread takes
whatever work has queued up, runs each piece in a savepoint inside one ``BEGIN IMMEDIATE``, commits once, then answers
all. On PostgreSQL the same ``write`` is a transaction of its own, tried again when the database asks for it.
"""

from __future__ import annotations

import os
import queue
import random
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, Executable, MetaData, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import DeclarativeBase

__all__ = ["Base", "Busy", "Hot", "Work", "db"]

T = TypeVar("T")
Work = Callable[[Connection], T]

_BUSY_MS = 30_000
_GROUP = 64
_RETRY = {"40001", "40P01"}


class Busy(Exception):
    """More writes wait than the server is willing to hold: nothing was written, try again."""


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


class Hot:
    """A statement compiled once per database and run as text: a third of what building it each time costs.

    Values go to the driver as they are, so columns in hot statements hold plain integers, texts and bytes.
    """

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._compiled: dict[str, tuple[str, list[str] | None, dict[str, Any]]] = {}

    def __call__(self, conn: Connection, values: Mapping[str, Any]) -> Any:
        text, order, fixed = self._compiled.get(conn.dialect.name) or self._compile(conn)
        if order is None:
            return conn.exec_driver_sql(text, {**fixed, **values})
        if fixed:
            values = {**fixed, **values}
        return conn.exec_driver_sql(text, tuple([values[name] for name in order]))

    def _compile(self, conn: Connection) -> tuple[str, list[str] | None, dict[str, Any]]:
        compiled = cast(Any, self._statement).compile(dialect=conn.dialect)
        fixed = {name: value for name, value in compiled.params.items() if value is not None}
        order = list(compiled.positiontup) if compiled.positional else None
        self._compiled[conn.dialect.name] = made = (str(compiled), order, fixed)
        return made


class _Answer:
    """Where a waiting request finds what its work returned."""

    __slots__ = ("_done", "error", "value", "work")

    def __init__(self, work: Work[Any]) -> None:
        self.work = work
        self.value: Any = None
        self.error: BaseException | None = None
        self._done = threading.Lock()
        self._done.acquire()

    def ready(self) -> None:
        self._done.release()

    def wait(self) -> Any:
        self._done.acquire()
        if self.error is not None:
            raise self.error
        return self.value


class _Writer:
    """The one thread that writes to SQLite. Started on the first write, after any fork."""

    def __init__(self, engine: Engine, limit: int) -> None:
        self._engine = engine
        self._limit = limit
        self._queue: queue.SimpleQueue[_Answer | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def write(self, work: Work[T]) -> T:
        if threading.current_thread() is self._thread:
            raise RuntimeError("a write inside a write: work must not nest")
        if self._queue.qsize() >= self._limit:
            raise Busy
        answer = _Answer(work)
        self._queue.put(answer)
        return cast(T, answer.wait())

    def stop(self) -> None:
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        going = True
        while going:
            first = self._queue.get()
            if first is None:
                return
            group = [first]
            while len(group) < _GROUP:
                try:
                    following = self._queue.get_nowait()
                except queue.Empty:
                    break
                if following is None:
                    going = False
                    break
                group.append(following)
            self._commit_together(group)

    def _commit_together(self, group: list[_Answer]) -> None:
        try:
            with self._engine.connect() as conn:
                conn.exec_driver_sql("BEGIN IMMEDIATE")
                try:
                    for answer in group:
                        _run_in_savepoint(conn, answer)
                    conn.exec_driver_sql("UPDATE revision SET number = number + 1")
                    conn.exec_driver_sql("COMMIT")
                except BaseException:
                    if _in_transaction(conn):
                        conn.exec_driver_sql("ROLLBACK")
                    raise
        except BaseException as error:  # noqa: BLE001 - whoever waits must hear of it, whatever it was
            for answer in group:
                answer.error = answer.error or error
        for answer in group:
            answer.ready()


def _in_transaction(conn: Connection) -> bool:
    return bool(cast(Any, conn.connection.driver_connection).in_transaction)


def _run_in_savepoint(conn: Connection, answer: _Answer) -> None:
    """Runs one work; a failing one rolls back to its savepoint and fails alone."""
    conn.exec_driver_sql("SAVEPOINT work")
    try:
        answer.value = answer.work(conn)
    except Exception as error:  # noqa: BLE001 - it belongs to the one who asked
        answer.error = error
        # A full disk or an I/O error can end the whole transaction under us: then nothing of the group was written.
        if not _in_transaction(conn):
            raise
        conn.exec_driver_sql("ROLLBACK TO work")
    conn.exec_driver_sql("RELEASE work")


class Database(SQLAlchemy):
    """Flask-SQLAlchemy for reading pages, and ``write`` for everything that changes."""

    _writer: _Writer | None = None
    _writing: Engine | None = None
    _pid = 0
    _guard = threading.Lock()
    _queue_limit = 2_000
    _url = ""

    def open_for_writing(self, url: str, queue_limit: int) -> None:
        """Names the database that ``write`` writes to; nothing is opened before the first write."""
        self.close_writing()
        self._url, self._queue_limit = url, queue_limit

    def close_writing(self) -> None:
        """Finishes what is queued and lets go of the database."""
        with self._guard:
            if self._writer is not None and self._pid == os.getpid():
                self._writer.stop()
            if self._writing is not None:
                self._writing.dispose(close=self._pid == os.getpid())
            self._writer = self._writing = None

    def write(self, work: Work[T]) -> T:
        """Runs ``work(conn)`` in a transaction and returns its value once that is on the disk.

        ``work`` has no request, session or locale; it takes and returns plain values, has no side effects, may be run
        again, and does not nest. What it raises is raised here, and nothing it did remains. ``Busy`` when too much waits.
        """
        engine = self._open()
        if self._writer is not None:
            return self._writer.write(work)
        return _write_in_own_transaction(engine, work)

    def _open(self) -> Engine:
        if self._writing is not None and self._pid == os.getpid():
            return self._writing
        with self._guard:
            if self._writing is None or self._pid != os.getpid():
                self._pid = os.getpid()
                self._writing = writing_engine(self._url)
                on_sqlite = self._writing.dialect.name == "sqlite"
                self._writer = _Writer(self._writing, self._queue_limit) if on_sqlite else None
        return self._writing


def _write_in_own_transaction(engine: Engine, work: Work[T]) -> T:
    """PostgreSQL: one transaction, tried again on a serialization failure or a deadlock."""
    attempts = 12
    for attempt in range(attempts):
        try:
            with engine.begin() as conn:
                return work(conn)
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) not in _RETRY or attempt == attempts - 1:
                raise
            time.sleep(random.uniform(0.001, 0.01) * (attempt + 1))  # noqa: S311 - spreads the retries, guards nothing
    raise AssertionError("unreachable")


def writing_engine(url: str) -> Engine:
    """An engine for writing: on SQLite in the driver's autocommit, so that we begin and commit ourselves."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_size=40, max_overflow=20)
    engine = create_engine(
        url, isolation_level="AUTOCOMMIT", connect_args={"check_same_thread": False}, pool_size=1, max_overflow=0
    )
    prepare(engine)
    return engine


def prepare(engine: Engine) -> None:
    """Sets what every SQLite connection needs; does nothing on PostgreSQL."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # an answer given is on the disk
        "foreign_keys=ON",
        f"busy_timeout={_BUSY_MS}",
        "cache_size=-65536",  # 64 MiB halves what a grown ledger costs
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def is_unique_violation(error: DBAPIError) -> bool:
    """Whether the database refused a second row with the same key."""
    return getattr(error.orig, "sqlstate", None) == "23505" or "UNIQUE constraint failed" in str(error.orig)


db = Database(model_class=Base)
