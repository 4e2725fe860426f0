"""Browsers at the boards of the small workshop of the cast."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection
from werkzeug.test import TestResponse

from floor.access import pins
from floor.access.officers import set_pin
from floor.models import EntryKind, Why
from floor.rules import places
from floor.rules.scanning import FRESH, Mark
from floor.rules.times import Clock
from floor.scan import read
from floor.scan.hearing import Item
from floor.scan.postings import Posting, Source
from floor.scan.record import Heard, Judged, inspect, post
from tests import cast
from tests.cast import Shop

Enter = Callable[[str], FlaskClient]
PINS = {"O-1": "1001", "O-2": "1002", "O-3": "1003"}


@pytest.fixture
def enter(served: Flask, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Enter:
    """Signs an officer of the cast in at a new browser."""
    monkeypatch.setattr(pins, "_METHOD", "scrypt:512:8:1")
    pins._nobodys.cache_clear()

    def entered(officer: str) -> FlaskClient:
        shop.write(lambda conn: set_pin(conn, shop.ids[officer], PINS[officer]))
        browser = served.test_client()
        assert send(browser, "/sign-in", officer=officer, pin=PINS[officer]).status_code == 303
        return browser

    return entered


@pytest.fixture
def supervisor(enter: Enter) -> FlaskClient:
    """O-3 at the boards."""
    return enter("O-3")


@pytest.fixture
def tablet(served: Flask, shop: Shop) -> FlaskClient:
    """A machine that speaks for the station P-OBR; nobody is signed in."""
    browser = served.test_client()
    browser.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {shop.tokens['P-OBR']}"
    return browser


def send(browser: FlaskClient, address: str, **fields: Any) -> TestResponse:
    """Sends a form as a page does."""
    token = browser.get("/csrf").get_json()["token"]
    return browser.post(address, data={"csrf_token": token, "id": str(uuid4()), **fields})


def words(answer: TestResponse) -> str:
    """What a page says, without its tags, on one line."""
    assert answer.status_code in (200, 404, 422), answer.status
    text = re.sub(r"<(script|style|svg)\b.*?</\1>|<[^>]+>", " ", answer.text, flags=re.DOTALL)
    return " ".join(text.split())


def judge(shop: Shop, bundle: int) -> None:
    """A verdict on a bundle of twelve at the gate: nine pass, one is sent back, one is scrap, one is held."""
    shop.now += 1
    item = Item(shop.now.to_bytes(16, "big"), 1, shop.now, shop.now, shop.now, Clock.GOOD)
    outcomes = [(5, FRESH, 9), (2, Mark(1, 4), 1), (places.SCRAP, FRESH, 1), (places.on_hold(4), FRESH, 1)]
    found = [
        {"defect_id": shop.ids["G01"], "quantity": 1, "outcome": outcome} for outcome in ("rework", "scrap", "hold")
    ]
    measured = [{"check_item_id": shop.ids["chest"], "piece": 1, "value": 110.5, "good": False}]

    code = shop.bundle(bundle)

    def work(conn: Connection) -> None:
        label = read.label(conn, code)
        assert label is not None
        unit_id = label.unit_id or 0
        judged = Judged(
            4, shop.ids["standard"], passed=9, rework=1, scrap=1, hold=1, findings=measured, defects=found, note="rapi"
        )
        verdict = inspect(conn, item, Heard(shop.ids["P-QC"], shop.ids["O-2"], unit_id), judged, None)
        postings = [Posting(unit_id, 4, FRESH, to, mark, quantity, Why.JUDGED) for to, mark, quantity in outcomes]
        route = read.route(conn, read.unit(conn, unit_id).route_version_id)
        post(conn, route, postings, Source(shop.now, shop.ids["P-QC"], inspection_id=verdict))

    shop.write(work)


def hand_over(shop: Shop, quantity: int) -> None:
    """Delivers so many of size M."""
    asked, wanted = shop.entry(EntryKind.DELIVER), {shop.ids["line M"]: quantity}
    assert shop.write(lambda conn: cast.hand_over(conn, asked, shop.ids["order"], wanted)).no is None
