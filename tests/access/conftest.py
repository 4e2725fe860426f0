"""The real application on a real database, and the officers who sign in to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from floor import create_app
from floor.access import pins, tokens
from floor.access.officers import Newcomer, create_officers
from floor.db import db
from floor.models import Role, Site, Station
from floor.settings import Settings
from tests.databases import OpenDatabase

NOW = 1_795_000_000_000  # November 2026
CAST = {role: f"{1001 + at}" for at, role in enumerate(Role)}  # each role's officer is named like it, with this PIN

Enter = Callable[..., FlaskClient]


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hash that costs next to nothing: these tests sign in hundreds of times."""
    monkeypatch.setattr(pins, "_METHOD", "scrypt:512:8:1")
    pins._nobodys.cache_clear()


@pytest.fixture
def app(database: OpenDatabase, tmp_path: Path) -> Iterator[Flask]:
    """The application, with a site, a station and an officer of each role."""
    app = create_app(Settings(instance=tmp_path, database_url=database.url, secret_key="k" * 32))
    db.write(lambda conn: conn.execute(insert(Site).values(code="LCT", name="Bengkel Contoh", epoch="1")))
    db.write(lambda conn: conn.execute(insert(Station).values(code="P1", name="Jahit 1")))
    cast = [Newcomer(role.value, role.value.title(), frozenset({role}), pin) for role, pin in CAST.items()]
    db.write(lambda conn: create_officers(conn, cast))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    """A browser in which nobody is signed in."""
    return app.test_client()


@pytest.fixture
def enter(app: Flask) -> Enter:
    """Gives a browser in which the officer of a role is signed in."""

    def entered(role: Role) -> FlaskClient:
        browser = app.test_client()
        assert send(browser, "/sign-in", officer=role.value, pin=CAST[role]).status_code == 303
        return browser

    return entered


@pytest.fixture
def token(app: Flask) -> str:
    """A token of the station."""
    return db.write(lambda conn: tokens.issue(conn, 1, None, "tablet", NOW))


def send(browser: FlaskClient, address: str, **fields: Any) -> Any:
    """Sends a form as a page does: with this browser's CSRF token."""
    token = browser.get("/csrf").get_json()["token"]
    return browser.post(address, data={"csrf_token": token, **fields})
