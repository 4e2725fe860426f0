"""A tablet that is locked to its station, stopped with all others, and asks for the badge when nobody was there."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from floor import clock
from floor.rules.codes import Kind
from tests.cast import Shop, shop
from tests.databases import OpenDatabase, only
from tests.journeys.conftest import Opened
from tests.journeys.floor_people import PINS, Desk, Window
from tests.journeys.floor_server import Served
from tests.stations.tablet import sign_in

__all__ = ["shop"]

pytestmark = [pytest.mark.browser, only("sqlite")]
LONG = 40_000  # ms; a quiet tablet asks every half minute


class Tablet(Window):
    """The screen of a station, used with a hand scanner."""

    size = (800, 1280)

    def scan(self, code: str) -> None:
        """The scanner's keys, once the page listens."""
        self.page.wait_for_load_state()
        self.page.keyboard.type(code)
        self.page.keyboard.press("Enter")

    def says_done(self, unit: str) -> None:
        """Waits until the large panel says that this unit went on."""
        expect(self.page.locator("#answer")).to_contain_text(f"{unit} selesai Obras", timeout=LONG)

    def covered_by(self, words: str) -> None:
        """Waits until nothing but these words is to be seen."""
        expect(self.page.locator("#kiosk")).to_be_visible(timeout=LONG)
        expect(self.page.locator("#kiosk")).to_contain_text(words, use_inner_text=True, timeout=LONG)

    def uncovered(self) -> None:
        """Waits until the screen is as ever."""
        expect(self.page.locator("#kiosk")).to_be_hidden(timeout=LONG)


@pytest.fixture
def tablet(opened: Opened, shop: Shop, served: Served) -> Tablet:
    """The tablet at P-OBR, O-1 signed in."""
    sign_in(shop, "P-OBR", "O-1")
    window = opened(Tablet)
    window.page.context.add_cookies([{"name": "floor_station", "value": shop.tablets["P-OBR"], "url": served.address}])
    window.go("/station")
    expect(window.page.locator("#link")).to_contain_text("Tersambung", timeout=LONG)
    return window


@pytest.fixture
def desk(opened: Opened) -> Desk:
    """The supervisor O-3, at the page of tablets."""
    desk = opened(Desk)
    desk.go("/office/tablets")
    desk.sign_in("O-3")
    return desk


def test_all_stations_are_stopped_at_a_tablet_in_use_and_go_on(tablet: Tablet, desk: Desk, shop: Shop) -> None:
    desk.press("Kunci: hentikan semua pos")
    tablet.covered_by("Semua pos dihentikan")
    tablet.scan(shop.bundle(1))
    tablet.covered_by("Pindaian tadi disimpan, belum dicatat")
    desk.press("Jalankan lagi semua pos")
    desk.sees("Semua pos berjalan lagi.")
    tablet.uncovered()
    assert shop.where("A-001-01/001") == {1: 12}
    tablet.scan(shop.bundle(2))  # the first one, so soon again, would be the same pull of the trigger
    tablet.says_done("A-001-01/002")
    assert shop.where("A-001-01/002") == {2: 12}


def test_after_long_without_anybody_the_badge_is_asked_for_and_work_goes_on(
    tablet: Tablet, shop: Shop, database: OpenDatabase
) -> None:
    with tablet.page.expect_response("**/api/v1/heartbeat", timeout=LONG):
        tablet.page.reload()  # that somebody is here is on record before it is made old
    long_ago = clock.now() - 50 * clock.MINUTE
    database.run("UPDATE station SET officer_seen_at = :at WHERE code = 'P-OBR'", at=long_ago)
    tablet.page.evaluate("at => localStorage.setItem('floor-sign', String(at))", long_ago)
    tablet.page.reload()
    tablet.covered_by("Pindai kartu petugas")
    tablet.scan(shop.bundle(1))
    tablet.covered_by("Pindaian tadi disimpan, belum dicatat")
    tablet.scan(shop.card("officer_id", shop.ids["O-2"], Kind.OFFICER))
    tablet.uncovered()
    tablet.scan(shop.bundle(2))
    tablet.says_done("A-001-01/002")
    assert (shop.where("A-001-01/001"), shop.where("A-001-01/002")) == ({1: 12}, {2: 12})
    # A heartbeat that came between signed the officer out already.
    assert database.value("SELECT refusal FROM scan WHERE outcome = 'refused'") in ("OFFICER_AWAY", "NO_OFFICER")


def test_a_locked_tablet_leads_back_to_its_station_until_a_supervisor_unlocks_it(tablet: Tablet, desk: Desk) -> None:
    desk.go("/office/tablets")
    desk.main.locator("article", has_text="Pos P-OBR").get_by_role("button", name="Kunci ke posnya").click()
    desk.sees("Tablet dikunci pada layar posnya.")
    tablet.go("/orders")
    tablet.sees("Tablet ini hanya untuk pos Pos P-OBR.")
    tablet.follow("Kembali ke layar pos")
    expect(tablet.page.locator("#link")).to_contain_text("Tersambung", timeout=LONG)
    tablet.go("/station/locked")
    tablet.main.get_by_text("Penyelia: buka kunci").click()
    tablet.type("Kartu atau kode penyelia", "O-3")
    tablet.type("PIN penyelia", PINS["O-3"])
    tablet.press("Buka kunci tablet")
    expect(tablet.page.locator("#link")).to_contain_text("Tersambung", timeout=LONG)
    tablet.go("/orders")
    expect(tablet.page.get_by_role("heading", level=1)).to_have_text("Pesanan")
