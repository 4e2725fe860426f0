"""Nothing scanned is lost: the server is gone, killed or restored, pages close, clocks are wrong, two tabs are open."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, Response, expect, sync_playwright

from floor import backup, clock
from floor.boards.verify import verify
from floor.db import db
from floor.settings import Settings
from tests.cast import Shop, shop
from tests.databases import OpenDatabase, only
from tests.scan import drawn_labels
from tests.stations.tablet import FLAGS, Server, Tablet, at_station, sign_in

__all__ = ["shop"]

pytestmark = [pytest.mark.browser, only("sqlite")]

SLOWLY = 60_000
PLENTY = 2_000
CLOCK = "const real = Date.now; Date.now = () => real() + ({ms});"
# Time passes for the page alone, by both of its clocks.
LATER = "const wall = Date.now, steady = performance.now.bind(performance);" + (
    "Date.now = () => wall() + ({ms}); performance.now = () => steady() + ({ms});"
)
# Once the server has answered anything: before that a tablet can't know that its clock was set.
CLOCK_IS_KNOWN = """new Promise((known) => {
  const look = () => (localStorage.getItem("floor-clock") ? known() : setTimeout(look, 50));
  look();
})"""
SCAN_ALL = """codes => { for (const code of codes) {
  const field = document.getElementById("code");
  field.value = code;
  document.getElementById("wedge").requestSubmit();
} }"""


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """What starts browsers."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    """One Chromium for all of these tests."""
    launched = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
    yield launched
    launched.close()


@pytest.fixture
def tablet(shop: Shop, server: Server, browser: Browser, database: OpenDatabase) -> Iterator[Tablet]:
    """The screen of P-OBR."""
    with at_station("P-OBR", shop, server, browser, database) as tablet:
        yield tablet


def waits(page: Page, count: int) -> None:
    """So many wait on the tablet to be sent."""
    expect(page.locator("#link")).to_contain_text(f"{count} menunggu kirim", timeout=SLOWLY)


def is_empty(page: Page) -> None:
    """All that was made was heard."""
    expect(page.locator("#link")).to_contain_text("Tersambung", timeout=2 * SLOWLY)


def each_once(tablet: Tablet, count: int) -> None:
    """So many scans come to be on record, each once, and every piece is accounted for."""
    tablet.is_heard(count)
    assert tablet.database.value("SELECT COUNT(*) FROM scan") == count
    assert tablet.database.value("SELECT COUNT(DISTINCT client_id) FROM scan") == count
    assert db.write(verify).problems == ()


def asks_for_itself(answer: Response) -> bool:
    """A station's page that stands asks for itself once more, so that the browser keeps it."""
    return answer.url.endswith("/station") and answer.request.resource_type == "fetch"


# Without the server


def test_the_page_opens_again_without_the_server_and_goes_on(tablet: Tablet, shop: Shop, server: Server) -> None:
    with tablet.page.expect_response(asks_for_itself, timeout=SLOWLY) as again:
        tablet.page.reload()
    again.value.finished()
    tablet.page.goto("about:blank")
    server.kill()
    tablet.page.goto(f"{server.address}/station")
    expect(tablet.page.locator("#officer")).to_have_text("Petugas O-1")
    tablet.type(shop.bundle(1))
    tablet.shows("kept")
    server.start()
    tablet.shows("good", "A-001-01/001")
    each_once(tablet, 1)


def test_what_is_scanned_is_taken_off_what_waits_and_doubted_when_scanned_again(
    tablet: Tablet, shop: Shop, server: Server
) -> None:
    expect(tablet.page.locator("#waiting-total")).to_have_text("24")
    server.kill()
    tablet.type(shop.bundle(1))
    tablet.shows("kept", "Dikirim sendiri")
    expect(tablet.page.locator("#waiting-total")).to_have_text("12")
    tablet.type(shop.bundle(2))
    tablet.shows("kept", "Dikirim sendiri")
    tablet.page.wait_for_timeout(1_300)  # the same label within 1.2 s is the same pull of the trigger
    tablet.type(shop.bundle(1))
    tablet.shows("kept", "Tampaknya sudah dipindai di tablet ini")
    server.start()
    tablet.is_heard(3)
    assert tablet.scans() == ["recorded", "recorded", "ALREADY_DONE"]


def test_two_thousand_scans_wait_and_are_all_recorded(tablet: Tablet, shop: Shop, server: Server) -> None:
    batches = [str(shop.make_batch("M", PLENTY // 4, bundle_of=1, reason="banyak").detail["batch"]) for _ in range(4)]
    rows = tablet.database.rows("SELECT l.code, u.name FROM label l JOIN unit u ON u.id = l.unit_id ORDER BY u.id")
    codes = [code for code, name in rows if name.startswith(tuple(f"{batch}/" for batch in batches))]
    server.kill()
    tablet.page.evaluate(SCAN_ALL, codes)
    waits(tablet.page, PLENTY)
    tablet.page.goto("about:blank")
    server.start()
    tablet.page.goto(f"{server.address}/station")
    is_empty(tablet.page)
    each_once(tablet, len(codes))
    assert [code for (code,) in tablet.database.rows("SELECT code FROM scan ORDER BY id")] == codes


def test_a_photo_taken_without_the_server_becomes_its_scans(
    tablet: Tablet, shop: Shop, server: Server, tmp_path: Path
) -> None:
    photo = tmp_path / "photo.png"
    labels = [(drawn_labels.qr(shop.bundle(1)), 40, 40), (drawn_labels.qr(shop.bundle(2)), 330, 200)]
    cv2.imwrite(str(photo), drawn_labels.table(*labels))
    server.kill()
    tablet.page.set_input_files("#photo", photo)
    expect(tablet.page.locator("#link")).to_contain_text("menunggu kirim", timeout=SLOWLY)
    server.start()
    expect(tablet.page.locator("#recent li.recent-good")).to_have_count(2, timeout=SLOWLY)
    each_once(tablet, 2)


# The server dies


def test_a_server_killed_amid_thirty_scans_records_each_once(tablet: Tablet, shop: Shop, server: Server) -> None:
    batch = str(shop.make_batch("M", 30, bundle_of=1, reason="banyak").detail["batch"])
    codes = [shop.code(f"{batch}/{number:03}") for number in range(1, 31)]
    for start in range(0, 30, 10):
        tablet.page.evaluate(SCAN_ALL, codes[start : start + 10])
        server.kill()
        tablet.page.wait_for_timeout(50)
        server.start()
    is_empty(tablet.page)
    each_once(tablet, 30)


def test_a_restored_backup_gets_back_what_it_forgot(
    tablet: Tablet, shop: Shop, server: Server, database: OpenDatabase, tmp_path: Path
) -> None:
    settings = Settings(instance=tmp_path, database_url=database.url, secret_key="k" * 32)
    tablet.type(shop.bundle(1))
    tablet.shows("good", "A-001-01/001")
    copy = backup.backup(settings)
    tablet.type(shop.bundle(2))
    tablet.shows("good", "A-001-01/002")
    server.kill()
    backup.restore(settings, copy)
    server.start()
    expect(tablet.page.locator("#link")).to_contain_text("Tersambung", timeout=SLOWLY)
    tablet.is_heard(2)
    rows = database.rows("SELECT code FROM scan ORDER BY id")
    assert rows == [(shop.bundle(1),), (shop.bundle(2),)]


# The tablet


def test_two_tabs_of_one_tablet_show_the_same_and_send_each_scan_once(
    tablet: Tablet, shop: Shop, server: Server
) -> None:
    second = Tablet(tablet.page.context.new_page(), tablet.database)
    second.page.goto(f"{server.address}/station")
    is_empty(second.page)
    second.type(shop.bundle(1))
    second.shows("good", "A-001-01/001")
    tablet.page.bring_to_front()
    expect(tablet.page.locator("#recent")).to_contain_text("A-001-01/001")
    server.kill()
    tablet.type(shop.bundle(2))
    tablet.shows("kept")
    second.page.bring_to_front()
    second.type("U00000000")
    second.shows("kept")
    server.start()
    expect(second.page.locator("#recent")).to_contain_text("A-001-01/002", timeout=SLOWLY)
    second.is_heard(3)
    is_empty(second.page)
    assert sorted(second.scans()) == ["UNREADABLE", "recorded", "recorded"]


def test_a_browser_that_is_killed_has_kept_what_it_showed_as_kept(
    playwright: Playwright, chromium: str, shop: Shop, server: Server, database: OpenDatabase, tmp_path: Path
) -> None:
    sign_in(shop, "P-OBR", "O-1")
    first = Chromium(chromium, tmp_path / "profile")
    tablet = Tablet(first.open(playwright, server, shop), database)
    server.kill()
    for number in (1, 2):
        tablet.type(shop.bundle(number))
        tablet.shows("kept")
    waits(tablet.page, 2)
    first.kill()
    server.start()
    second = Chromium(chromium, tmp_path / "profile")
    tablet = Tablet(second.open(playwright, server, shop), database)
    is_empty(tablet.page)
    expect(tablet.page.locator("#recent li.recent-good")).to_have_count(2, timeout=SLOWLY)
    second.kill()
    each_once(tablet, 2)


class Chromium:
    """A browser with a profile on the disk, which dies as by an empty battery."""

    def __init__(self, executable: str, profile: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        flags = [*FLAGS, "--headless=new", f"--remote-debugging-port={self._port}", f"--user-data-dir={profile}"]
        self._process = subprocess.Popen(
            [executable, *flags], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )

    def open(self, playwright: Playwright, server: Server, shop: Shop) -> Page:
        """The screen of P-OBR in it."""
        for _ in range(600):
            try:
                browser = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{self._port}")
                break
            except Error:
                time.sleep(0.1)
        context = browser.contexts[0]
        context.add_cookies([{"name": "floor_station", "value": shop.tablets["P-OBR"], "url": server.address}])
        page = context.new_page()
        page.goto(f"{server.address}/station")
        expect(page.locator("#link")).to_contain_text("Tersambung", timeout=SLOWLY)
        return page

    def kill(self) -> None:
        """``kill -9``, all of it."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


# Verdicts


def test_a_verdict_given_without_the_server_waits_on_the_tablet(
    shop: Shop, server: Server, browser: Browser, database: OpenDatabase
) -> None:
    database.run("UPDATE product SET standard_id = NULL")  # nothing is measured
    for number in (1, 2):
        shop.through(shop.bundle(number), "P-OBR", "P-JHT", "P-BBG")
    sign_in(shop, "P-QC", "O-2")
    database.run("UPDATE station SET pin_at = :now, officer_seen_at = :now WHERE code = 'P-QC'", now=clock.now())
    context = _context(browser, shop, server.address, "P-QC")
    page = context.new_page()
    page.goto(f"{server.address}/quality/inspect/{shop.bundle(1)}")
    page.get_by_role("button", name="Semua lulus").click()
    expect(page.locator(".answer")).to_contain_text("12 lulus", timeout=SLOWLY)
    page.goto(f"{server.address}/quality/inspect/{shop.bundle(2)}")
    server.kill()
    page.get_by_role("button", name="Semua lulus").click()
    expect(page.locator("#given-said")).to_contain_text("Disimpan di tablet", timeout=SLOWLY)
    expect(page.locator("#kept b").first).to_have_text("1")
    Tablet(page, database).type(shop.bundle(1))
    expect(page.locator("#wedge-said")).to_contain_text("Jaringan terputus", timeout=SLOWLY)
    server.start()
    expect(page.locator(".answer")).to_contain_text("12 lulus", timeout=SLOWLY)
    assert database.rows("SELECT outcome FROM inspection ORDER BY id") == [("recorded",), ("recorded",)]
    context.close()


# Clocks


def test_a_clock_that_is_wrong_is_said_and_its_scans_stand_at_the_right_time(
    shop: Shop, server: Server, browser: Browser, database: OpenDatabase
) -> None:
    sign_in(shop, "P-OBR", "O-1")
    context = _context(browser, shop, server.address)
    context.add_init_script(CLOCK.format(ms=180_000))
    tablet = Tablet(context.new_page(), database)
    tablet.page.goto(f"{server.address}/station")
    expect(tablet.page.locator("#notes")).to_contain_text("Jam tablet 3 menit terlalu cepat", timeout=SLOWLY)
    tablet.type(shop.bundle(1))
    tablet.shows("good")
    assert abs(database.value("SELECT at FROM scan") - clock.now()) < SLOWLY
    context.close()


@pytest.mark.parametrize("hours", [3, -3, -26])
def test_a_clock_set_while_the_server_is_away_spoils_no_time(
    tablet: Tablet, shop: Shop, server: Server, hours: int
) -> None:
    tablet.page.evaluate(CLOCK_IS_KNOWN)
    server.kill()
    tablet.type(shop.bundle(1))
    tablet.shows("kept")
    made = clock.now()
    tablet.page.evaluate(CLOCK.format(ms=hours * 3_600_000))
    tablet.type(shop.bundle(2))
    waits(tablet.page, 2)
    tablet.page.evaluate(LATER.format(ms=5_000))  # so that they are late
    server.start()
    tablet.is_heard(2)
    rows = tablet.database.rows("SELECT at FROM scan ORDER BY id")
    assert [abs(at - made) < 15_000 for (at,) in rows] == [True, True]


# A secure page


def test_a_secure_page_reloads_without_the_server(
    shop: Shop, server: Server, browser: Browser, database: OpenDatabase
) -> None:
    sign_in(shop, "P-OBR", "O-1")
    address = server.address.replace("floor.test", "localhost")
    context = _context(browser, shop, address)
    tablet = Tablet(context.new_page(), database)
    tablet.page.goto(f"{address}/station")
    tablet.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    tablet.page.reload()
    is_empty(tablet.page)
    server.kill()
    tablet.page.reload()
    tablet.type(shop.bundle(1))
    tablet.shows("kept")
    tablet.page.goto(f"{address}/quality")
    expect(tablet.page.locator("main")).to_contain_text("Server tidak menjawab")
    expect(tablet.page.locator("#kept-total")).to_have_text("1")
    server.start()
    expect(tablet.page.locator("main")).to_contain_text("Pemeriksaan", timeout=SLOWLY)
    tablet.page.goto(f"{address}/station")
    expect(tablet.page.locator("#recent li.recent-good")).to_have_count(1, timeout=SLOWLY)
    each_once(tablet, 1)
    context.close()


def _context(browser: Browser, shop: Shop, address: str, station: str = "P-OBR") -> BrowserContext:
    context = browser.new_context(viewport={"width": 800, "height": 1280}, locale="id-ID")
    context.add_cookies([{"name": "floor_station", "value": shop.tablets[station], "url": address}])
    return context
