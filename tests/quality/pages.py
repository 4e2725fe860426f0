"""Browsers in which verdicts are given: an inspector's at a desk, and a station's tablet."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient

from tests.cast import Shop

PINS = {"O-1": "1111", "O-2": "2222", "O-3": "3333", "O-4": "4444"}


def send(browser: FlaskClient, address: str, **fields: Any) -> Any:
    """Sends a form as a page does: with this browser's CSRF token, and an id of its own unless one is given."""
    token = browser.get("/csrf").get_json()["token"]
    return browser.post(address, data={"csrf_token": token, "id": str(uuid4()), **fields})


def desk(app: Flask, officer: str = "O-2") -> FlaskClient:
    """A browser in which an officer is signed in, the PIN just typed."""
    browser = app.test_client()
    assert send(browser, "/sign-in", code=officer, pin=PINS[officer]).status_code == 303
    return browser


def tablet(app: Flask, shop: Shop, station: str = "P-QC") -> FlaskClient:
    """A station's tablet."""
    browser = app.test_client()
    browser.set_cookie("floor_station", shop.tablets[station])
    return browser


def said(response: Any) -> str:
    """The text of a page."""
    return str(response.get_data(as_text=True))
