"""A tablet whose scans were kept by the first release: today's page sends them, though an older one is still open."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from floor.ids import uuid7
from tests.cast import Shop, shop
from tests.databases import OpenDatabase, only
from tests.stations.tablet import Server, sign_in

__all__ = ["shop"]

pytestmark = [pytest.mark.browser, only("sqlite")]

SLOWLY = 60_000
# As the first release did; it closes for no newer page.
KEEP_AS_BEFORE = """rows => new Promise((resolve, reject) => {
  const asked = indexedDB.open("floor", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("scans", { keyPath: "seq", autoIncrement: true });
  asked.onerror = () => reject(asked.error);
  asked.onsuccess = () => {
    window.base = asked.result;
    const transaction = window.base.transaction("scans", "readwrite");
    const happened_at = new Date(Date.now() - 60000).toISOString();
    for (const { id, code, state } of rows) {
      const body = { id, happened_at, station: "P-OBR", code };
      const answer = { result: { id, outcome: "recorded", moves: [] }, answeredAt: Date.now() };
      const row = { id, body, state, mono: 1, page: "before", unread: false, ...(state === "answered" && answer) };
      transaction.objectStore("scans").add(row);
    }
    transaction.oncomplete = () => resolve(true);
  };
})"""

NOTE_WHEN_BLOCKED = """const open = IDBFactory.prototype.open;
IDBFactory.prototype.open = function (...wanted) {
  const asked = open.apply(this, wanted);
  asked.addEventListener("blocked", () => { window.wasBlocked = true; });
  return asked;
};"""


@pytest.fixture
def context(shop: Shop, server: Server, browser: Browser) -> Iterator[BrowserContext]:
    """The tablet of P-OBR, no page open."""
    sign_in(shop, "P-OBR", "O-1")
    context = browser.new_context(viewport={"width": 800, "height": 1280}, locale="id-ID")
    context.set_default_timeout(SLOWLY)
    context.add_cookies([{"name": "floor_station", "value": shop.tablets["P-OBR"], "url": server.address}])
    yield context
    context.close()


@pytest.fixture
def before(context: BrowserContext, server: Server, shop: Shop) -> Page:
    """The older page, still open: one scan waits to be sent, another was answered by a server restored since."""
    page = context.new_page()
    page.goto(f"{server.address}/api/v1/health")
    states = {shop.bundle(1): "waiting", shop.bundle(2): "answered"}
    page.evaluate(
        KEEP_AS_BEFORE, [{"id": str(uuid7()), "code": code, "state": state} for code, state in states.items()]
    )
    return page


def all_is_sent(page: Page, database: OpenDatabase, shop: Shop) -> None:
    """Both scans are on record, each once and in their order."""
    expect(page.locator("#link")).to_contain_text("Tersambung", timeout=SLOWLY)
    expect(page.locator("#recent li.recent-good")).to_have_count(2, timeout=SLOWLY)
    assert database.rows("SELECT code FROM scan ORDER BY id") == [(shop.bundle(1),), (shop.bundle(2),)]


def test_scans_that_an_older_page_kept_are_sent(
    before: Page, context: BrowserContext, server: Server, database: OpenDatabase, shop: Shop
) -> None:
    before.goto(f"{server.address}/station")
    all_is_sent(before, database, shop)


def test_a_page_waits_for_an_older_one_to_close_and_keeps_on_the_disk(
    before: Page, context: BrowserContext, server: Server, database: OpenDatabase, shop: Shop
) -> None:
    page = context.new_page()
    page.add_init_script(NOTE_WHEN_BLOCKED)
    page.goto(f"{server.address}/station")
    page.wait_for_function("window.wasBlocked")
    before.close()
    all_is_sent(page, database, shop)
    expect(page.locator("#no-store")).to_be_hidden()
