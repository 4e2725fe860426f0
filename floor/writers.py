"""The two ways to write: all that waits in one commit (SQLite), or each in a transaction of its own (PostgreSQL).

SQLite's own lock waiting is what hurts (p99 of seconds when threads fight for it), so on SQLite one writer thread takes
whatever work has queued up, runs each piece in a savepoint inside one ``BEGIN IMMEDIATE``, commits once, then answers
all. ``db.write`` is the only one who uses these.
"""

from __future__ import annotations

import queue
import random
import sqlite3
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

T = TypeVar("T")
Work = Callable[[Connection], T]

PATIENCE_MS = 30_000  # how long a write waits for a lock that somebody else holds
_GROUP = 64
_ATTEMPTS = 12
_RETRY = {"40001", "40P01"}  # serialization failure, deadlock
_LOCK_TIMEOUT = "55P03"


class Busy(Exception):
    """More writes wait than the server is willing to hold: nothing was written, try again."""


class _Answer:
    """Where a waiting request finds what its work returned."""

    __slots__ = ("_done", "error", "is_news", "value", "work")

    def __init__(self, work: Work[Any], is_news: bool = True) -> None:
        self.work = work
        self.is_news = is_news
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


class GroupWriter:
    """SQLite: the one thread that writes, to what has queued up in one transaction."""

    def __init__(self, url: str, limit: int) -> None:
        self._engine = _sqlite_engine(url)
        self._limit = limit
        self._queue: queue.SimpleQueue[_Answer | None] = queue.SimpleQueue()
        # Nobody may join the queue behind the one who closes it: they would wait for ever.
        self._door = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def write(self, work: Work[T]) -> T:
        """The value of ``work``, once it is on the disk."""
        return cast(T, self._queued(_Answer(work)))

    def note(self, work: Work[T]) -> T:
        """The same for what no board shows: it alone doesn't make them draw themselves anew."""
        return cast(T, self._queued(_Answer(work, is_news=False)))

    def _queued(self, answer: _Answer) -> Any:
        with self._door:
            if self._closed:
                raise RuntimeError("the database was closed for writing")
            if self._queue.qsize() >= self._limit:
                raise Busy
            self._queue.put(answer)
        return answer.wait()

    def stop(self) -> None:
        """Finishes what is queued."""
        with self._door:
            self._closed = True
            self._queue.put(None)
        self._thread.join()
        self._engine.dispose()

    def _run(self) -> None:
        going = True
        while going:
            group: list[_Answer] = []
            answer = self._queue.get()
            while answer is not None:
                group.append(answer)
                if len(group) == _GROUP or self._queue.empty():
                    break
                answer = self._queue.get()
            going = answer is not None
            if group:
                self._commit_together(group)

    def _commit_together(self, group: list[_Answer]) -> None:
        try:
            with self._engine.connect() as conn:
                driver = cast(sqlite3.Connection, conn.connection.driver_connection)
                try:
                    _begin_immediate(driver)
                    for answer in group:
                        _run_in_savepoint(conn, driver, answer)
                    if any(answer.is_news for answer in group):
                        driver.execute("UPDATE revision SET number = number + 1")
                    driver.execute("COMMIT")
                except BaseException:
                    conn.invalidate()  # closing it takes back whatever is open, and what is broken isn't used again
                    raise
        except BaseException as error:  # noqa: BLE001 - whoever waits must hear of it, whatever it was
            told = OperationalError(None, None, error) if isinstance(error, sqlite3.Error) else error
            for answer in group:
                answer.error = answer.error or told
        for answer in group:
            answer.ready()


def _begin_immediate(driver: sqlite3.Connection) -> None:
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
            raise Busy from error  # a command has held the file for longer than we wait
        raise


def _run_in_savepoint(conn: Connection, driver: sqlite3.Connection, answer: _Answer) -> None:
    """Runs one work; a failing one rolls back to its savepoint and fails alone."""
    driver.execute("SAVEPOINT work")
    try:
        answer.value = _run_unnested(answer.work, conn)
    except Exception as error:  # it belongs to the one who asked
        answer.error = error
        # A full disk or an I/O error can end the whole transaction under us: then nothing of the group was written.
        if not driver.in_transaction:
            raise
        driver.execute("ROLLBACK TO work")
    driver.execute("RELEASE work")  # fails where a work swallowed such an error


class TransactionWriter:
    """PostgreSQL: a transaction for each work, tried again when the database asks for it."""

    def __init__(self, url: str) -> None:
        self._engine = _postgresql_engine(url)

    def write(self, work: Work[T]) -> T:
        """The value of ``work``, once it is on the disk."""
        for attempt in range(_ATTEMPTS):
            try:
                return self._write_once(work)
            except _Again as again:
                if attempt == _ATTEMPTS - 1:
                    raise again.error from None
                time.sleep(random.uniform(0.001, 0.01) * (attempt + 1))  # noqa: S311 - spreads the retries
            except PoolTimeout as error:
                raise Busy from error
        raise AssertionError("unreachable")

    def _write_once(self, work: Work[T]) -> T:
        with self._engine.connect() as conn:
            try:
                value = _run_unnested(work, conn)
            except DBAPIError as error:
                if sqlstate(error) == _LOCK_TIMEOUT:
                    raise Busy from error
                # A server that was restarted has cut our idle connections; nothing of this work was committed yet.
                if sqlstate(error) in _RETRY or error.connection_invalidated:
                    raise _Again(error) from error
                raise
            try:
                conn.commit()
            except DBAPIError as error:
                if sqlstate(error) in _RETRY:
                    raise _Again(error) from error
                raise
            return value

    note = write  # boards ask PostgreSQL itself what was committed

    def stop(self) -> None:
        """Lets the idle connections go."""
        self._engine.dispose()


class _Again(Exception):
    """The database took the work back and says that it may succeed if tried again."""

    def __init__(self, error: DBAPIError) -> None:
        super().__init__(str(error))
        self.error = error


def sqlstate(error: DBAPIError) -> str | None:
    """PostgreSQL's five characters for what went wrong, ``None`` on SQLite."""
    return getattr(error.orig, "sqlstate", None)


_inside = threading.local()


def refuse_nesting() -> None:
    """Raises if this thread is in the middle of a work: on SQLite it would wait for itself."""
    if getattr(_inside, "work", False):
        raise RuntimeError("a write inside a write: work must not nest")


def _run_unnested(work: Work[T], conn: Connection) -> T:
    _inside.work = True
    try:
        return work(conn)
    finally:
        _inside.work = False


def _sqlite_engine(url: str) -> Engine:
    """One connection for the writer, in the driver's autocommit: we begin and commit ourselves."""
    engine = create_engine(
        url, isolation_level="AUTOCOMMIT", connect_args={"check_same_thread": False}, pool_size=1, max_overflow=0
    )
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _postgresql_engine(url: str) -> Engine:
    """Connections for as many threads as write at once; none waits for a lock for ever."""
    engine = create_engine(url, pool_size=32, max_overflow=8)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.execute(f"SET lock_timeout = {PATIENCE_MS}")
        connection.execute(f"SET idle_in_transaction_session_timeout = {2 * PATIENCE_MS}")
        connection.commit()

    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    for pragma in (
        f"busy_timeout={PATIENCE_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",  # an answer given is on the disk
        "foreign_keys=ON",
        "recursive_triggers=ON",  # or INSERT OR REPLACE would delete past the triggers that refuse it
        "cache_size=-65536",  # 64 MiB halves what a grown ledger costs
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")
