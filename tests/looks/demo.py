"""The demo served, and browsers for the people in it: for tests and for the benchmark of pages.

Only on SQLite: what a page looks like doesn't depend on the database, and what stands on it is tested on both.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser
from sqlalchemy import Connection, create_engine, pool, select, update

from floor.access.tokens import issue
from floor.clock import now
from floor.db import db
from floor.demo import prepare
from floor.models import Officer, Station
from floor.settings import Settings
from tests.journeys.floor_server import Served, serving
from tests.looks.furnish import furnish
from tests.looks.lens import Look
from tests.looks.routes import EXAMPLES, GATE, fill


class Demo:
    """The demo's workshop; ``look("administrator", "id")`` is somebody's browser, kept until the end."""

    def __init__(self, served: Served, token: str, browser: Browser) -> None:
        self._served = served
        self._token = token
        self._browser = browser
        self._engine = create_engine(served.database_url, poolclass=pool.NullPool)
        self._looks: dict[tuple[str, str], Look] = {}
        self._known: dict[str, str] = {}

    def look(self, who: str, lang: str) -> Look:
        """The browser of ``administrator``, ``tablet`` (paired with the gate, its inspector there) or ``nobody``."""
        if (who, lang) not in self._looks:
            self._looks[who, lang] = self._opened(who, lang)
        return self._looks[who, lang]

    def at(self, example: str) -> str:
        """An example's address with the demo's own names and codes in it."""
        with self._engine.connect() as conn:
            if "{job}" in example and "job" not in self._known:
                self._known["job"] = self._print_blanks(EXAMPLES["/labels/blanks/sheet"])
            return fill(example, conn, self._known)

    def _opened(self, who: str, lang: str) -> Look:
        address = self._served.address
        context = self._browser.new_context()
        context.add_cookies([{"name": "floor_lang", "value": lang, "url": address}])
        if who == "tablet":
            context.add_cookies([{"name": "floor_station", "value": self._token, "url": address}])
        look = Look(context, address)
        if who == "administrator":
            look.go("/sign-in")
            look.page.fill("input[name=code]", "PTG-01")
            look.page.fill("input[name=pin]", "1010")
            look.page.click("main button[type=submit]")
            look.page.wait_for_url(lambda url: "/sign-in" not in url)
        return look

    def _print_blanks(self, address: str) -> str:
        """Prints blank labels; the number of the job, once it is done."""
        look = self.look("administrator", "id")
        look.go(address)
        look.page.click("main form .button-main")
        look.page.wait_for_url("**/labels/jobs/*")
        look.page.locator("main a[href$='.pdf']").first.wait_for(timeout=60_000)
        return look.page.url.rsplit("/", 1)[-1]


@contextmanager
def serve_demo(instance: Path, browser: Browser) -> Iterator[Demo]:
    """Makes the demo in a folder and serves it. The browser is closed by whoever opened it."""
    url = f"sqlite:///{instance / 'floor.db'}"
    settings = Settings(instance=instance, database_url=url, secret_key="x" * 32)
    prepare(settings, reset=False)
    db.open_for_writing(url, settings.queue_limit)
    token = str(db.write(tablet_at_the_gate))
    db.write(furnish)
    db.close_writing()
    with serving(url, instance) as served:
        yield Demo(served, token, browser)


def tablet_at_the_gate(conn: Connection) -> str:
    """Pairs a tablet with the gate, where its inspector is signed in; its token."""
    gate = conn.execute(select(Station.id).where(Station.code == GATE)).scalar_one()
    inspector = conn.execute(select(Officer.id).where(Officer.code == "PTG-04")).scalar_one()
    conn.execute(update(Station).where(Station.id == gate).values(officer_id=inspector, pin_at=now()))
    return issue(conn, gate, None, "tablet", now())
