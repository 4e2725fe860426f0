"""The real application on the cast's workshop, and browsers in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from floor import create_app
from floor.access import pins
from floor.access.officers import set_pin
from floor.db import db
from floor.models import Officer, OfficerRole, Role
from floor.settings import Settings
from tests.cast import Shop, shop
from tests.databases import OpenDatabase

__all__ = ["shop"]

PINS = {"O-1": "1001", "O-3": "1003", "O-5": "1005"}  # who scans, who supervises, who only looks

Enter = Callable[[str], FlaskClient]
SignedInAt = Callable[[str], tuple[str | None, int | None]]


@pytest.fixture
def app(database: OpenDatabase, shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The application; hashes cost next to nothing here."""
    monkeypatch.setattr(pins, "_METHOD", "scrypt:512:8:1")
    app = create_app(Settings(instance=tmp_path, database_url=database.url, secret_key="k" * 32))
    db.write(lambda conn: conn.execute(insert(Officer).values(id=95, code="O-5", name="Petugas O-5")))
    db.write(lambda conn: conn.execute(insert(OfficerRole).values(officer_id=95, role=Role.VIEWER.value)))
    shop.ids["O-5"] = 95
    for code, pin in PINS.items():
        db.write(partial(set_pin, officer_id=shop.ids[code], pin=pin))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def enter(app: Flask) -> Enter:
    """Gives a browser in which an officer is signed in."""

    def entered(code: str) -> FlaskClient:
        browser = app.test_client()
        assert send(browser, "/sign-in", officer=code, pin=PINS[code]).status_code == 303
        return browser

    return entered


@pytest.fixture
def tablet(app: Flask, shop: Shop) -> FlaskClient:
    """A browser that is paired with the station P-OBR; nobody is signed in."""
    browser = app.test_client()
    browser.set_cookie("floor_station", shop.tablets["P-OBR"])
    return browser


@pytest.fixture
def signed_in_at(database: OpenDatabase) -> SignedInAt:
    """Says who is signed in at a station, and when the PIN was typed there."""

    def look(station: str) -> tuple[str | None, int | None]:
        sql = "SELECT o.code, s.pin_at FROM station s LEFT JOIN officer o ON o.id = s.officer_id WHERE s.code = :code"
        ((officer, pin_at),) = database.rows(sql, code=station)
        return officer, pin_at

    return look


def send(browser: FlaskClient, address: str, **fields: Any) -> Any:
    """Sends a form as a page does: with this browser's CSRF token."""
    token = browser.get("/csrf").get_json()["token"]
    return browser.post(address, data={"csrf_token": token, **fields})
