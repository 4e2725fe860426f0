"""The application on the small workshop of the cast, and officers at its pages."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from floor import create_app
from floor.access import pins
from floor.access.officers import set_pin
from floor.db import db
from floor.refusals import Refusal
from floor.settings import Settings
from tests.cast import Shop
from tests.databases import OpenDatabase

PINS = {"O-1": "1001", "O-2": "1002", "O-3": "1003", "O-4": "1004"}


@dataclass
class Desk:
    """A browser in which an officer is signed in."""

    browser: FlaskClient

    def see(self, address: str) -> str:
        """A page as its reader gets it, on one line; it must be there."""
        answer = self.browser.get(address, follow_redirects=True)
        assert answer.status_code == 200, answer.text
        return " ".join(answer.text.split())

    def read(self, address: str) -> str:
        """The words of a page, without what draws them."""
        return " ".join(unescape(re.sub(r"<[^>]+>", "", self.see(address))).split())

    def send(self, address: str, /, form_id: str | None = None, **fields: Any) -> TestResponse:
        """Sends a form; a field ``due_on`` or, for names with a hyphen, ``**{"target-0": 3}``."""
        token = self.browser.get("/csrf").get_json()["token"]
        return self.browser.post(address, data={"csrf_token": token, "id": form_id or str(uuid4()), **fields})

    def do(self, address: str, /, **fields: Any) -> str:
        """Sends a form that must be taken; where it leads."""
        answer = self.send(address, **fields)
        assert answer.status_code == 303, said(answer)
        return answer.location


def said(answer: TestResponse) -> str:
    """The sentence of a refusal: at its field, else above the form."""
    found = re.search(r'class="error" id="[^"]+">.*?</svg>(.*?)</small>', answer.text, re.DOTALL)
    found = found or re.search(r'role="alert">.*?<strong>(.*?)</strong>', answer.text, re.DOTALL)
    return unescape(found[1]) if found else ""


def sentence(refusal: Refusal, **words: object) -> str:
    """What a refusal says in Indonesian, to be found beside a form."""
    whole = refusal.sentence("id", words)
    return whole[:1].upper() + whole[1:]


@pytest.fixture
def app(database: OpenDatabase, shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The application, with a PIN for each officer of the cast, on hashes that cost next to nothing."""
    monkeypatch.setattr(pins, "_METHOD", "scrypt:512:8:1")
    pins._nobodys.cache_clear()
    app = create_app(Settings(instance=tmp_path, database_url=database.url, secret_key="k" * 32))
    for code, pin in PINS.items():
        officer_id = shop.ids[code]
        db.write(lambda conn, officer_id=officer_id, pin=pin: set_pin(conn, officer_id, pin))  # type: ignore[misc]
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def enter(app: Flask) -> Callable[[str], Desk]:
    """Signs an officer in at a new browser."""

    def entered(officer: str) -> Desk:
        desk = Desk(app.test_client())
        desk.do("/sign-in", officer=officer, pin=PINS[officer])
        return desk

    return entered


@pytest.fixture
def supervisor(enter: Callable[[str], Desk]) -> Desk:
    """O-3 at the office's pages."""
    return enter("O-3")


@pytest.fixture
def administrator(enter: Callable[[str], Desk]) -> Desk:
    """O-4 at the office's pages."""
    return enter("O-4")


@pytest.fixture
def pdftotext() -> str:
    """The program that reads a PDF's words."""
    return shutil.which("pdftotext") or pytest.skip("pdftotext isn't installed")


def words_on_paper(desk: Desk, address: str, pdftotext: str) -> str:
    """What a PDF says."""
    answer = desk.browser.get(address)
    assert answer.mimetype == "application/pdf"
    read = subprocess.run([pdftotext, "-", "-"], input=answer.data, capture_output=True, check=True)
    return str(read.stdout, "utf-8")
