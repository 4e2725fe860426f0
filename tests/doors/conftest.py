"""A site's certificates, made for machines that tests make up, and browsers at both doors."""

from __future__ import annotations

from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from floor.doors.certificates import Kept, begin
from floor.doors.names import Names
from tests.cast import Shop

NOW = datetime(2026, 11, 22, tzinfo=UTC)
SECURE = "https://floor.local:8443"


def names(*addresses: str, plain: tuple[str, ...] = ("localhost", "server")) -> Names:
    """What a machine with these addresses is called."""
    return Names(plain, ("floor.local", "server.local"), tuple(map(ip_address, addresses)))


@pytest.fixture
def certificates(tmp_path: Path) -> Kept:
    """The certificates of a server at 192.168.10.2."""
    return begin(tmp_path, "Contoh", names("127.0.0.1", "192.168.10.2"), NOW)


@pytest.fixture
def browser(served: Flask) -> FlaskClient:
    """Somebody's browser."""
    return served.test_client()


@pytest.fixture
def tablet(served: Flask, shop: Shop) -> FlaskClient:
    """A tablet that is paired with the station P-OBR at the plain door, with nobody signed in there."""
    tablet = served.test_client()
    for host in ("localhost", "floor.local"):
        tablet.set_cookie("floor_station", shop.tablets["P-OBR"], domain=host)
    return tablet


def send(browser: FlaskClient, address: str, root: str = "http://localhost", **fields: Any) -> Any:
    """Sends a form as a page does: with this browser's CSRF token."""
    token = browser.get("/csrf", base_url=root).get_json()["token"]
    referrer = {"Referer": f"{root}/"}  # Flask-WTF asks for it over HTTPS, as browsers send it
    return browser.post(address, base_url=root, data={"csrf_token": token, **fields}, headers=referrer)
