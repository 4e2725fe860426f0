"""``db.write``: the right answer to the right caller, and nothing half done."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError, OperationalError

from floor.db import Busy, Work, db, is_unique_violation
from floor.writers import GroupWriter
from tests.databases import OpenDatabase, only


class Unwell(Exception):
    """What a failing work raises here."""


def adding(code: str, *, then_fail: bool = False) -> Work[str]:
    """A work that adds a partner and answers its code."""

    def work(conn: Connection) -> str:
        conn.exec_driver_sql(f"INSERT INTO partner (code, name, active) VALUES ('{code}', 'Mitra', TRUE)")
        if then_fail:
            raise Unwell(code)
        return code

    return work


def codes(database: OpenDatabase) -> list[str]:
    """The codes of all partners, sorted."""
    return sorted(code for (code,) in database.rows("SELECT code FROM partner"))


def test_what_was_written_is_there_when_write_returns(database: OpenDatabase) -> None:
    assert db.write(adding("A")) == "A"
    assert codes(database) == ["A"]


def test_of_a_failing_work_nothing_remains(database: OpenDatabase) -> None:
    with pytest.raises(Unwell):
        db.write(adding("A", then_fail=True))
    assert codes(database) == []


def test_a_failing_work_fails_alone_among_its_neighbours(database: OpenDatabase) -> None:
    def ask(number: int) -> str:
        try:
            return db.write(adding(f"P{number:03}", then_fail=number % 3 == 0))
        except Unwell as error:
            return f"{error} failed"

    with ThreadPoolExecutor(16) as many:
        answers = list(many.map(ask, range(120)))
    good = [f"P{number:03}" for number in range(120) if number % 3]
    assert answers == [f"P{number:03}" + ("" if number % 3 else " failed") for number in range(120)]
    assert codes(database) == good


@only("sqlite")
def test_works_that_wait_together_are_committed_together(database: OpenDatabase) -> None:
    with held_up() as release, ThreadPoolExecutor(10) as many:
        waiting = [many.submit(db.write, adding(f"P{number}", then_fail=number == 4)) for number in range(10)]
        release(10)
        failed = [number for number, answer in enumerate(waiting) if answer.exception()]
    assert failed == [4]
    assert codes(database) == [f"P{number}" for number in range(10) if number != 4]
    assert database.value("SELECT number FROM revision") == 2  # what held them up, and all ten


@only("sqlite")
def test_beyond_the_limit_a_write_is_refused_at_once(database: OpenDatabase) -> None:
    db.open_for_writing(database.url, queue_limit=3)
    with held_up() as release, ThreadPoolExecutor(3) as many:
        waiting = [many.submit(db.write, adding(f"P{number}")) for number in range(3)]
        release.until(3)
        with pytest.raises(Busy):
            db.write(adding("TOO-MANY"))
        release(3)
        assert [answer.result() for answer in waiting] == ["P0", "P1", "P2"]
    assert codes(database) == ["P0", "P1", "P2"]


def test_a_write_inside_a_write_is_refused(database: OpenDatabase) -> None:
    with pytest.raises(RuntimeError, match="must not nest"):
        db.write(lambda _conn: db.write(adding("INNER")))
    assert db.write(adding("NEXT")) == "NEXT"
    assert codes(database) == ["NEXT"]


def test_writing_nowhere_says_so() -> None:
    with pytest.raises(RuntimeError, match="no database"):
        type(db)().write(adding("A"))


def test_a_second_row_with_the_same_key_is_told_from_other_errors(database: OpenDatabase) -> None:
    db.write(adding("A"))
    with pytest.raises(IntegrityError) as twice:
        db.write(adding("A"))
    with pytest.raises(IntegrityError) as nameless:
        db.write(lambda conn: conn.exec_driver_sql("INSERT INTO partner (code, active) VALUES ('B', TRUE)"))
    assert (is_unique_violation(twice.value), is_unique_violation(nameless.value)) == (True, False)


@only("sqlite")
def test_closing_finishes_what_is_queued(database: OpenDatabase) -> None:
    with held_up() as release, ThreadPoolExecutor(9) as many:
        waiting = [many.submit(db.write, adding(f"P{number}")) for number in range(8)]
        release.until(8)
        closing = many.submit(db.close_writing)
        release(0)
        closing.result()
        assert [answer.result() for answer in waiting] == [f"P{number}" for number in range(8)]
    assert codes(database) == [f"P{number}" for number in range(8)]


def test_after_closing_a_write_opens_the_database_again(database: OpenDatabase) -> None:
    db.write(adding("A"))
    db.close_writing()
    assert db.write(adding("B")) == "B"
    assert codes(database) == ["A", "B"]


@only("sqlite")
def test_a_full_disk_fails_the_whole_group_and_nothing_of_it_remains(database: OpenDatabase) -> None:
    """SQLite takes back the whole transaction there, the neighbours' work too: they must not hear that it is done."""
    with held_up() as release, ThreadPoolExecutor(4) as many:
        waiting = [many.submit(db.write, work) for work in (adding("BEFORE"), filling_the_disk)]
        release(2)
        errors = [answer.exception() for answer in waiting]
    assert [type(error) for error in errors] == [OperationalError, OperationalError]
    assert codes(database) == []
    assert db.write(adding("AFTER")) == "AFTER"


@only("sqlite")
def test_a_work_that_swallows_a_full_disk_is_not_told_that_it_is_done(database: OpenDatabase) -> None:
    def swallowing(conn: Connection) -> str:
        with pytest.raises(OperationalError):
            filling_the_disk(conn)
        return "all is well"

    with pytest.raises(OperationalError):
        db.write(swallowing)


def filling_the_disk(conn: Connection) -> None:
    """Writes more than may be written."""
    conn.exec_driver_sql("PRAGMA max_page_count = 1")  # as small as it is now
    for number in range(10_000):
        conn.exec_driver_sql(f"INSERT INTO partner (code, name, active) VALUES ('F{number}', '{'x' * 100}', TRUE)")


class held_up:  # noqa: N801 - reads as a sentence after `with`
    """The writer busy with something, so that works queue up behind it until ``release(count)``: then all go on."""

    def __enter__(self) -> held_up:
        self._going_on, started = threading.Event(), threading.Event()

        def work(_conn: Connection) -> None:
            started.set()
            self._going_on.wait(30)

        self._thread = threading.Thread(target=db.write, args=(work,))
        self._thread.start()
        assert started.wait(30)
        assert isinstance(db._writer, GroupWriter)
        self._queue = db._writer._queue
        return self

    def until(self, count: int) -> None:
        """Waits until that many works are queued."""
        while self._queue.qsize() < count:
            self._going_on.wait(0.001)

    def __call__(self, count: int) -> None:
        self.until(count)
        self._going_on.set()

    def __exit__(self, *_error: object) -> None:
        self._going_on.set()
        self._thread.join()
