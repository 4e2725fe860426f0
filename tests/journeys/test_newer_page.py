"""The server was updated: a tablet takes the newer page by itself, though never while something waits on it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import floor
from tests.cast import Shop, shop
from tests.databases import OpenDatabase, only
from tests.stations.tablet import Server, Tablet, sign_in

__all__ = ["shop"]

pytestmark = [pytest.mark.browser, only("sqlite")]
SLOWLY = 60_000
VERSION = "document.querySelector('meta[name=floor-version]').content"
# A minute without anybody, and half a minute between two looks at the server, pass in seconds.
SOON = """const real = window.setTimeout;
window.setTimeout = (act, ms, ...more) => real(act, ms >= 30000 ? ms / 30 : ms, ...more);"""
# Scans don't get through, though all else does; `newer` counts what a newer server answered meanwhile.
HOLD = """version => { const real = window.fetch; window.newer = 0; window.fetch = async (address, options) => {
  if (address === "/api/v1/scans" && window.newer >= 0) throw new TypeError("held");
  const answer = await real(address, options);
  if (window.newer >= 0 && (answer.headers.get("X-Floor-Version") || version) !== version) window.newer += 1;
  return answer;
} }"""


@contextmanager
def updated(server: Server, folder: Path) -> Iterator[None]:
    """A newer floor at the same address: all of it copied, and one script with a line more."""
    shutil.copytree(Path(floor.__file__).parent, folder / "floor", ignore=shutil.ignore_patterns("__pycache__"))
    with (folder / "floor/static/js/kept.js").open("a") as script:
        script.write("// newer\n")
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{server.port}", "--threads", "8"]
    environ = {**os.environ, "FLOOR_INSTANCE": str(server.instance), "FLOOR_DATABASE_URL": server.database_url}
    with (folder / "newer.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "floor:create_app()"], cwd=folder, env=environ, stderr=log, start_new_session=True
        )
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def version(page: Page) -> str:
    """Of the page that is open."""
    return str(page.evaluate(VERSION))


def test_a_tablet_takes_the_newer_page_once_nothing_waits_on_it(
    shop: Shop, server: Server, browser: Browser, database: OpenDatabase, tmp_path: Path
) -> None:
    sign_in(shop, "P-OBR", "O-1")
    address = server.address.replace("floor.test", "localhost")  # as secure as HTTPS: there is a service worker
    context = browser.new_context(viewport={"width": 800, "height": 1280}, locale="id-ID")
    context.add_cookies([{"name": "floor_station", "value": shop.tablets["P-OBR"], "url": address}])
    context.add_init_script(SOON)
    tablet = Tablet(context.new_page(), database)
    tablet.page.goto(f"{address}/station")
    tablet.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    tablet.page.reload()
    expect(tablet.page.locator("#link")).to_contain_text("Tersambung", timeout=SLOWLY)
    before = version(tablet.page)

    tablet.page.evaluate(HOLD, before)
    server.kill()
    tablet.type(shop.bundle(1))
    tablet.shows("kept")
    (tmp_path / "update").mkdir()
    with updated(server, tmp_path / "update"):
        expect(tablet.page.locator("#quiet")).to_be_visible(timeout=SLOWLY)
        tablet.page.wait_for_function("() => newer > 3", timeout=2 * SLOWLY)
        assert version(tablet.page) == before
        tablet.page.evaluate("newer = -1")
        tablet.page.wait_for_function(f"before => {VERSION} !== before", arg=before, timeout=2 * SLOWLY)
        expect(tablet.page.locator("#recent li.recent-good")).to_have_count(1, timeout=SLOWLY)
        assert tablet.scans() == ["recorded"]
        after = version(tablet.page)
    tablet.page.reload()
    expect(tablet.page.locator("#link")).to_contain_text("Jaringan terputus", timeout=SLOWLY)
    assert version(tablet.page) == after  # the newer one is what opens without the server, too
    context.close()
