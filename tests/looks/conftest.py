"""The demo, served once for all that is looked at, and the browsers of its people.

Only on SQLite: what a page looks like doesn't depend on the database, and what stands on it is tested on both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import Connection, create_engine, pool, select, update

from floor.access.tokens import issue
from floor.clock import now
from floor.db import db
from floor.demo import prepare
from floor.models import Officer, Station
from floor.settings import Settings
from tests.journeys.floor_server import Served, serving
from tests.looks.lens import Look
from tests.looks.routes import GATE, fill
from tests.stations.tablet import FLAGS

Opens = Callable[[str, str], Look]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, str]]:
    """The demo's workshop, served, and what a tablet at its gate speaks by; an inspector is signed in there."""
    instance: Path = tmp_path_factory.mktemp("demo")
    url = f"sqlite:///{instance / 'floor.db'}"
    settings = Settings(instance=instance, database_url=url, secret_key="x" * 32)
    prepare(settings, reset=False)
    db.open_for_writing(url, settings.queue_limit)
    token = str(db.write(_tablet_at_the_gate))
    db.close_writing()
    with serving(url, instance) as demo:
        yield demo, token


def _tablet_at_the_gate(conn: Connection) -> str:
    gate = conn.execute(select(Station.id).where(Station.code == GATE)).scalar_one()
    inspector = conn.execute(select(Officer.id).where(Officer.code == "PTG-04")).scalar_one()
    conn.execute(update(Station).where(Station.id == gate).values(officer_id=inspector, pin_at=now()))
    return issue(conn, gate, None, "tablet", now())


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium for all tests of a file: Playwright can't be started twice at once."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def look(served: tuple[Served, str], browser: Browser) -> Opens:
    """Whose browser looks, in which language: ``look("administrator", "id")``, ``"tablet"``, ``"nobody"``."""
    demo, token = served
    opened: dict[tuple[str, str], Look] = {}

    def look_as(who: str, lang: str) -> Look:
        if (who, lang) not in opened:
            context = browser.new_context(base_url=demo.address)
            context.add_cookies([{"name": "floor_lang", "value": lang, "url": demo.address}])
            if who == "tablet":
                context.add_cookies([{"name": "floor_station", "value": token, "url": demo.address}])
            opened[who, lang] = Look(context, demo.address)
            if who == "administrator":
                _sign_in(opened[who, lang])
        return opened[who, lang]

    return look_as


def _sign_in(look: Look) -> None:
    look.go("/sign-in")
    look.page.fill("input[name=code]", "PTG-01")
    look.page.fill("input[name=pin]", "1010")
    look.page.click("main button[type=submit]")
    look.page.wait_for_url(lambda url: "/sign-in" not in url)


@pytest.fixture(scope="module")
def at(served: tuple[Served, str], look: Opens) -> Callable[[str], str]:
    """An example's address with the demo's own names and codes in it."""
    engine = create_engine(served[0].database_url, poolclass=pool.NullPool)
    known: dict[str, str] = {}

    def address(example: str) -> str:
        with engine.connect() as conn:
            if "{file}" in example and "file" not in known:
                known["file"] = _print_labels(look("administrator", "id"), fill("/labels/batches/{batch}", conn, {}))
            return fill(example, conn, known)

    return address


def _print_labels(look: Look, address: str) -> str:
    """Makes a batch's labels; what the file is called."""
    look.go(address)
    look.page.click("main form .button-main")
    look.page.wait_for_url("**/labels/made/*")
    return look.page.url.rsplit("/", 1)[-1]
