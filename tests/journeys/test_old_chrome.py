"""A station's day in Chromium 83: a tablet that never sees an internet keeps the browser that it came with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from floor.settings import load
from floor.stations import reader
from tests.cast import Shop
from tests.databases import OpenDatabase, only
from tests.stations.tablet import FLAGS, Server, sign_in

pytestmark = [pytest.mark.browser, only("sqlite")]


@pytest.fixture(scope="module")
def browser(old_chromium: str) -> Iterator[Browser]:
    """The old Chromium. It knows no headless mode that doesn't need a GPU process of its own."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=old_chromium, args=[*FLAGS, "--headless", "--no-zygote"])
        assert launched.version.startswith("83.")
        yield launched
        launched.close()


class OldTablet:
    """A station's screen, worked by keys and by taps at places: Playwright's own finding needs a newer browser."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.troubles: list[str] = []
        page.on("pageerror", lambda error: self.troubles.append(str(error)))

    def type(self, keys: str) -> None:
        """Keys as a hand scanner sends them."""
        self.page.keyboard.type(keys)
        self.page.keyboard.press("Enter")

    def tap(self, selector: str) -> None:
        """A finger on the middle of something, wherever that is, once it keeps still."""
        middle = """async (selector) => {
          const wanted = document.querySelector(selector);
          let before = "";
          for (;;) {
            wanted.scrollIntoView({ block: "center" });
            const box = wanted.getBoundingClientRect();
            const found = [box.left + box.width / 2, box.top + box.height / 2];
            if (box.width && String(found) === before) return found;
            before = box.width ? String(found) : "";
            await new Promise((later) => setTimeout(later, 200));
          }
        }"""
        self.page.mouse.click(*self.page.evaluate(middle, selector))

    def reads(self, selector: str, words: str) -> None:
        """Waits until these words stand there."""
        found = "([selector, words]) => document.querySelector(selector).textContent.includes(words)"
        self.page.wait_for_function(found, arg=[selector, words], timeout=40_000)

    def shows(self, look: str, words: str = "") -> None:
        """Waits until the large panel has this look and says these words."""
        found = "(look) => document.getElementById('answer').dataset.look === look"
        self.page.wait_for_function(found, arg=look, timeout=20_000)
        self.reads("#answer", words)


@pytest.fixture
def tablet(shop: Shop, server: Server, browser: Browser) -> Iterator[OldTablet]:
    """The screen of P-OBR in the old browser, O-1 signed in."""
    sign_in(shop, "P-OBR", "O-1")
    context = browser.new_context(viewport={"width": 800, "height": 1280}, locale="id-ID")
    context.add_cookies([{"name": "floor_station", "value": shop.tablets["P-OBR"], "url": server.address}])
    tablet = OldTablet(context.new_page())
    tablet.page.goto(f"{server.address}/station")
    tablet.reads("#link", "Tersambung")
    yield tablet
    context.close()
    assert tablet.troubles == []


def test_a_scan_an_undo_and_another_quantity(tablet: OldTablet, shop: Shop) -> None:
    tablet.type(shop.bundle(1))
    tablet.shows("good", "selesai Obras")
    tablet.tap("#undo")
    tablet.reads("#answer", "Diurungkan")
    tablet.tap("#quantity-opens")
    tablet.tap("[data-pad='quantity'] [data-key='5']")
    tablet.tap("#quantity-use")
    tablet.reads("#armed-number", "5")
    tablet.type(shop.bundle(2))
    tablet.reads("#answer", "A-001-01/002")
    assert (shop.where("A-001-01/001"), shop.where("A-001-01/002")) == ({1: 12}, {1: 7, 2: 5})


def test_a_refusal_is_shown_and_the_next_scan_goes_on(tablet: OldTablet, shop: Shop, database: OpenDatabase) -> None:
    tablet.type("U000000000")
    tablet.shows("stop")
    tablet.type(shop.bundle(2))
    tablet.shows("good", "selesai Obras")
    assert database.value("SELECT COUNT(*) FROM scan") == 2


def test_what_is_scanned_while_the_server_is_dead_is_heard_when_it_is_back(
    tablet: OldTablet, shop: Shop, server: Server
) -> None:
    server.kill()
    for number in (1, 2):
        tablet.type(shop.bundle(number))
    tablet.shows("kept")
    server.start()
    tablet.reads("#link", "Tersambung")
    tablet.shows("good")
    assert [shop.where(f"A-001-01/00{number}") for number in (1, 2)] == [{2: 12}] * 2


def test_the_answer_is_as_large_as_in_a_new_browser(tablet: OldTablet, shop: Shop) -> None:
    tablet.type(shop.bundle(1))
    tablet.shows("good")
    assert tablet.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    width, height = tablet.page.evaluate(
        "(({width, height}) => [width, height])(document.getElementById('answer').getBoundingClientRect())"
    )
    assert width > 400
    assert height > 200


def test_the_tablets_own_label_reader_works_in_the_old_browser(tablet: OldTablet) -> None:
    address = reader.worker_address(load({}))
    assert address, "The reader is missing: make setup fetches it with npm."
    ready = """(address) => new Promise((done) => {
      const worker = new Worker(address);
      worker.onmessage = (event) => done(event.data);
      worker.onerror = (error) => done({ broken: error.message });
    })"""
    assert tablet.page.evaluate(ready, address) == {"ready": True}
