"""A workshop that is served as on the floor, and browsers for the people in it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

import pytest
from playwright.sync_api import Browser, sync_playwright

from floor.access import pins
from floor.access.officers import set_pin
from floor.db import db
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.journeys.floor_people import PINS, Window
from tests.journeys.floor_server import Served, serving
from tests.stations.tablet import FLAGS, Server
from tests.stations.tablet import serving as serving_alone

W = TypeVar("W", bound=Window)


class Opened(Protocol):
    """What ``opened`` is."""

    def __call__(self, kind: type[W]) -> W: ...


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium for all tests of a file: Playwright can't be started twice at once."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def served(shop: Shop, database: OpenDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """The cast's workshop, its officers with PINs on hashes that cost next to nothing, served."""
    monkeypatch.setattr(pins, "_METHOD", "scrypt:512:8:1")
    for officer, pin in PINS.items():
        db.write(partial(set_pin, officer_id=shop.ids[officer], pin=pin))
    with serving(database.url, tmp_path) as served:
        yield served


@pytest.fixture
def server(database: OpenDatabase, tmp_path: Path) -> Iterator[Server]:
    """A server on the test's database, which can be killed; for one tablet at a time."""
    with serving_alone(database, tmp_path) as server:
        yield server


@pytest.fixture
def opened(served: Served, browser: Browser) -> Iterator[Opened]:
    """Opens a browser for somebody: ``opened(Desk)``. None of them may run into trouble."""
    windows: list[Window] = []

    def open_one(kind: type[W]) -> W:
        window = kind.open(browser, served.address)
        windows.append(window)
        return window

    yield open_one
    for window in windows:
        window.page.context.close()
    assert [trouble for window in windows for trouble in window.troubles] == []
