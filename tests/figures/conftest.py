"""Verdicts of a small workshop, and browsers that look at what they tell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, select, update

from floor import clock
from floor.access import pins
from floor.access.tokens import hash_token
from floor.figures.facts import Facts, read_facts
from floor.figures.terms import Terms, read_terms
from floor.models import Officer, Station, Worker
from floor.quality import say
from floor.quality.hearing import hear
from floor.quality.results import VerdictResult
from floor.quality.verdicts import record_verdicts
from floor.scan.envelope import write_heard
from tests.cast import Shop
from tests.quality.pages import PINS, desk

Judge = Callable[..., dict[str, Any]]
Read = Callable[..., Facts]


@pytest.fixture
def judge(shop: Shop) -> Judge:
    """Brings a bundle to the gate, if it waits before it, and gives a verdict that must be recorded."""

    def judged(number: int, **item: Any) -> dict[str, Any]:
        code = shop.bundle(number)
        for station in ("P-OBR", "P-JHT", "P-BBG"):
            shop.scan(station, code)
        return verdict(shop, shop.item(code, **item))

    return judged


def verdict(shop: Shop, item: dict[str, Any]) -> dict[str, Any]:
    """A verdict, or the undo of one, at the gate; it must be recorded."""
    key, heard_at = hash_token(shop.tokens["P-QC"]), shop.now
    heard = [hear(item, heard_at, heard_at)]

    def work(conn: Connection) -> list[VerdictResult] | None:
        return record_verdicts(conn, key, heard, heard_at)

    results = write_heard(work, work)
    assert results is not None
    [answer] = [say.answer(result, "id", "WIB") for result in results]
    assert answer["outcome"] == "recorded", answer
    return answer


def failed(quantity: int, outcome: str = "rework", defect: str = "G01") -> list[dict[str, Any]]:
    """A defect on so many pieces, as an item names it."""
    return [{"defect": defect, "quantity": quantity, "outcome": outcome}]


@pytest.fixture
def read(shop: Shop) -> Read:
    """The facts that an address's terms name."""

    def facts(**said: str) -> Facts:
        found: Facts = shop.write(lambda conn: read_facts(conn, asked(shop, **said), spots=True))
        return found

    return facts


def asked(shop: Shop, **said: str) -> Terms:
    """Terms as an address says them, today."""
    return read_terms(said, "WIB", shop.now)


@pytest.fixture
def works(shop: Shop) -> Callable[[str], None]:
    """Lets the team of the cast, or nobody, work at a station."""

    def set_(station: str) -> None:
        team = select(Worker.id).where(Worker.code == "K1").scalar_subquery()
        shop.write(lambda conn: conn.execute(update(Station).where(Station.code == station).values(worker_id=team)))

    return set_


@pytest.fixture
def supervisor(served: Flask, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """O-3 at a desk."""
    return signed_in(served, shop, monkeypatch, "O-3")


def signed_in(app: Flask, shop: Shop, monkeypatch: pytest.MonkeyPatch, officer: str) -> FlaskClient:
    """A browser in which an officer is signed in."""
    monkeypatch.setattr(pins, "_METHOD", "scrypt:512:8:1")
    pins._nobodys.cache_clear()
    hashed = pins.hash_pin(PINS[officer])
    shop.write(lambda conn: conn.execute(update(Officer).where(Officer.code == officer).values(pin_hash=hashed)))
    return desk(app, officer)


def day_before(shop: Shop, days: int) -> str:
    """A day so many before today, ISO."""
    return clock.local_day(shop.now - days * clock.DAY, "WIB").isoformat()
