"""A workshop whose first bundle waits at the final inspection, and an inspector who judges it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, update

from floor import create_app
from floor.access import pins
from floor.access.tokens import hash_token
from floor.db import db
from floor.models import Officer
from floor.quality import say
from floor.quality.hearing import hear
from floor.quality.results import VerdictResult
from floor.quality.verdicts import record_verdicts
from floor.scan import read
from floor.scan.envelope import write_heard
from floor.settings import Settings
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.quality.pages import PINS

FIRST = "A-001-01/001"

Judge = Callable[..., dict[str, Any]]


@pytest.fixture
def bundle(shop: Shop) -> str:
    """The code of a bundle of 12 that waits at the gate."""
    code = shop.bundle(1)
    shop.through(code, "P-OBR", "P-JHT", "P-BBG")
    return code


@pytest.fixture
def judge(shop: Shop) -> Judge:
    """Gives a verdict at P-QC, as a machine with the inspector's token unless ``token`` says otherwise."""

    def judged(code: str | None, **item: Any) -> dict[str, Any]:
        token = item.pop("token", None)
        return send(shop, shop.item(code, **item), token=token)[0]

    return judged


def send(shop: Shop, *items: Any, token: str | None = None) -> list[dict[str, Any]]:
    """One request of verdicts; the results as the API answers them, in Indonesian."""
    key, heard_at = hash_token(token or shop.tokens["P-QC"]), shop.now
    heard = [hear(item, heard_at, heard_at) for item in items]

    def work(conn: Connection) -> list[VerdictResult] | None:
        return record_verdicts(conn, key, heard, heard_at)

    results = write_heard(work, work)
    assert results is not None, "the token is not known"
    return [say.answer(result, "id", "WIB") for result in results]


def fail(quantity: int, outcome: str, defect: str = "G01") -> dict[str, Any]:
    """A defect on so many pieces."""
    return {"defect": defect, "quantity": quantity, "outcome": outcome}


@pytest.fixture(autouse=True)
def fresh_words() -> None:
    """Routes and stages are kept between requests; every test has its own."""
    read.forget()


@pytest.fixture
def app(database: OpenDatabase, shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The application on the workshop's database; the officers have PINs, hashed at next to no cost."""
    monkeypatch.setattr(pins, "_METHOD", "scrypt:512:8:1")
    pins._nobodys.cache_clear()
    app = create_app(Settings(instance=tmp_path, database_url=database.url, secret_key="k" * 32))
    for officer, pin in PINS.items():
        hashed = update(Officer).where(Officer.code == officer).values(pin_hash=pins.hash_pin(pin))
        shop.write(lambda conn, hashed=hashed: conn.execute(hashed))
    yield app
    with app.app_context():
        db.engine.dispose()
