"""Pages read: one picture of the database from their first look to their last, and they change nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from floor.db import Database, db, prepare_reading
from tests.databases import OpenDatabase

_COUNT = text("SELECT count(*) FROM partner")
_ADD = "INSERT INTO partner (code, name, active) VALUES ('A', 'Mitra', TRUE)"


@pytest.fixture
def reading(database: OpenDatabase) -> Iterator[Engine]:
    """An engine as pages use it."""
    engine = create_engine(database.url)
    prepare_reading(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def pages(database: OpenDatabase) -> Iterator[Flask]:
    """An application of which only the sessions are wanted."""
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = database.url
    sessions = Database()
    sessions.init_app(app)
    sessions.open_for_writing(database.url, queue_limit=10)
    app.extensions["sessions"] = sessions
    with app.app_context():
        prepare_reading(sessions.engine)
        yield app
        sessions.session.remove()
        sessions.engine.dispose()
    sessions.close_writing()


def test_a_page_sees_one_state_from_first_look_to_last(reading: Engine) -> None:
    with reading.connect() as page:
        before = page.execute(_COUNT).scalar_one()
        db.write(lambda conn: conn.exec_driver_sql(_ADD))
        assert page.execute(_COUNT).scalar_one() == before == 0


def test_the_next_page_sees_what_was_written(reading: Engine) -> None:
    with reading.connect() as page:
        page.execute(_COUNT)
        db.write(lambda conn: conn.exec_driver_sql(_ADD))
    with reading.connect() as page:
        assert page.execute(_COUNT).scalar_one() == 1


def test_a_page_changes_nothing(reading: Engine, database: OpenDatabase) -> None:
    with reading.connect() as page, pytest.raises(DBAPIError, match=r"readonly|read-only"):
        page.execute(text(_ADD))
    assert database.value("SELECT count(*) FROM partner") == 0


def test_a_page_that_is_open_does_not_hold_up_a_write(reading: Engine, database: OpenDatabase) -> None:
    with reading.connect() as page:
        page.execute(_COUNT)
        db.write(lambda conn: conn.exec_driver_sql(_ADD))
        assert database.value("SELECT count(*) FROM partner") == 1


def test_a_request_sees_its_own_write(pages: Flask) -> None:
    sessions: Database = pages.extensions["sessions"]
    assert sessions.session.execute(_COUNT).scalar_one() == 0
    sessions.write(lambda conn: conn.exec_driver_sql(_ADD))
    assert sessions.session.execute(_COUNT).scalar_one() == 1
