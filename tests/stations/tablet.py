"""A real server that can be killed, and a station's tablet in a real browser."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect
from sqlalchemy import text

from floor.db import db
from tests import forked
from tests.cast import Shop
from tests.databases import OpenDatabase

# A name that isn't localhost, so that the browser grants as little as on the floor.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP floor.test 127.0.0.1",
]

_ENDS: dict[str, dict[str, Any]] = {
    "Enter": {"text": "\r", "windowsVirtualKeyCode": 13},
    "Tab": {"windowsVirtualKeyCode": 9},
}


@dataclass
class Server:
    """gunicorn, as it serves a workshop; ``kill`` ends it as a power cut would."""

    instance: Path
    database_url: str
    port: int
    _process: forked.Forked | None = None

    @property
    def address(self) -> str:
        """Where the browser finds it."""
        return f"http://floor.test:{self.port}"

    def start(self) -> None:
        """Serves, and answers once it does."""
        command = ["gunicorn", "--bind", f"127.0.0.1:{self.port}", "--threads", "8", "floor:create_app()"]
        environ = {**os.environ, "FLOOR_INSTANCE": str(self.instance), "FLOOR_DATABASE_URL": self.database_url}
        with (self.instance / "server.log").open("ab") as log:
            self._process = forked.start(command, environ, log, log)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                with urlopen(f"http://127.0.0.1:{self.port}/csrf", timeout=5):
                    return
            except OSError:
                time.sleep(0.02)
        pytest.fail((self.instance / "server.log").read_text())

    def kill(self) -> None:
        """``kill -9``, workers and all."""
        if self._process is not None:
            self._process.kill()
            self._process = None


@dataclass
class Tablet:
    """A station's screen, and what can be done at it."""

    page: Page
    database: OpenDatabase
    troubles: list[str] = field(default_factory=list)

    def type(self, keys: str, end: str = "Enter") -> None:
        """Keys as a hand scanner sends them: to whatever has the focus, once the page listens."""
        self.page.wait_for_load_state()  # what is in sight may stand before the modules have run
        self.page.keyboard.type(keys)
        self.page.keyboard.press(end)

    def burst(self, keys: str, gap_ms: float, end: str = "Enter") -> None:
        """Keys with exact times between them, however busy this machine is."""
        session, at = self.page.context.new_cdp_session(self.page), time.time()
        for key in [*keys, end]:
            pressed: dict[str, Any] = {"key": key, "timestamp": at, **_ENDS.get(key, {"text": key})}
            session.send("Input.dispatchKeyEvent", {"type": "keyDown", **pressed})
            session.send("Input.dispatchKeyEvent", {"type": "keyUp", "key": key, "timestamp": at})
            at += gap_ms / 1000

    def burst_without_names(self, keys: str) -> None:
        """Keys as an Android keyboard sends them: no key is named, the text comes by itself."""
        session = self.page.context.new_cdp_session(self.page)
        for letter in keys:
            unnamed = {"type": "rawKeyDown", "windowsVirtualKeyCode": 229, "key": "Unidentified"}
            session.send("Input.dispatchKeyEvent", unnamed)
            session.send("Input.insertText", {"text": letter})
        self.page.keyboard.press("Enter")

    def focus(self, selector: str) -> None:
        """Puts the focus on an element, or with ``body`` on nothing."""
        self.page.evaluate("document.activeElement.blur()")
        if selector != "body":
            self.page.focus(selector)

    def shows(self, look: str, words: str = "") -> None:
        """Waits until the large panel has this look and says these words."""
        expect(self.page.locator("#answer")).to_have_attribute("data-look", look, timeout=20_000)
        expect(self.page.locator("#answer")).to_contain_text(words)

    def watch(self, address: str) -> None:
        """Notes what must not happen: a request to elsewhere, an error of the page, a breach of its policy."""

        def asked(request: Request) -> None:
            if not request.url.startswith((address, "blob:", "data:")):
                self.troubles.append(request.url)

        def said(message: ConsoleMessage) -> None:
            if "Content Security" in message.text:
                self.troubles.append(message.text)

        self.page.on("request", asked)
        self.page.on("console", said)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))

    def is_heard(self, scans: int) -> None:
        """Waits until so many scans are on record; that some wait, or none, the screen says a moment later."""
        for _ in range(1_200):
            if self.database.value("SELECT COUNT(*) FROM scan") >= scans:
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"{self.scans()} are on record, not {scans}: {self.page.inner_text('body')}")

    def scans(self) -> list[str]:
        """What the server has on record, in the order heard: outcome or refusal."""
        return [why or outcome for outcome, why in self.database.rows("SELECT outcome, refusal FROM scan ORDER BY id")]


@contextmanager
def serving(database: OpenDatabase, folder: Path) -> Iterator[Server]:
    """A server on a database, on a port of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    server = Server(folder, database.url, port)
    server.start()
    try:
        yield server
    finally:
        server.kill()


@contextmanager
def at_station(station: str, shop: Shop, server: Server, browser: Browser, database: OpenDatabase) -> Iterator[Tablet]:
    """The screen of a station, O-1 signed in. Nothing may leave the host or be complained of by the browser."""
    sign_in(shop, station, "O-1")
    context = browser.new_context(viewport={"width": 800, "height": 1280}, locale="id-ID")
    context.add_cookies([{"name": "floor_station", "value": shop.tablets[station], "url": server.address}])
    tablet = Tablet(context.new_page(), database)
    tablet.watch(server.address)
    tablet.page.goto(f"{server.address}/station")
    expect(tablet.page.locator("#link")).to_contain_text("Tersambung")
    yield tablet
    context.close()
    assert tablet.troubles == []


def sign_in(shop: Shop, station: str, officer: str | None) -> None:
    """Puts an officer (or nobody) at a station."""
    values = {"officer": shop.ids[officer] if officer else None, "station": shop.ids[station]}
    sql = text("UPDATE station SET officer_id = :officer WHERE id = :station")
    db.write(lambda conn: conn.execute(sql, values))
