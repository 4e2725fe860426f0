"""A shift at a station's tablet, every tap counted against what the design allows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from floor.rules.codes import Kind
from floor.scan import labels
from tests.cast import Shop
from tests.databases import OpenDatabase, only
from tests.journeys.conftest import Opened
from tests.journeys.floor_people import Tablet
from tests.journeys.floor_server import Served

pytestmark = [pytest.mark.browser, only("sqlite")]

_COUNTING = """
for (const name of ["taps", "digits"]) if (!sessionStorage[name]) sessionStorage[name] = 0;
addEventListener("pointerdown", (event) => {
  sessionStorage[event.target.closest("[data-key]") ? "digits" : "taps"]++;
}, true);
"""


class Counted(Tablet):
    """A tablet that counts what fingers do on it."""

    def stand(self, token: str) -> None:
        """Puts the tablet at a station, as if it had been paired."""
        self.page.context.add_cookies([{"name": "floor_station", "value": token, "url": self.address}])
        self.page.context.add_init_script(_COUNTING)
        self.go("/station")
        expect(self.page.locator("#link")).to_contain_text("Tersambung")

    def costs(self, taps: int, digits: int = 0) -> None:
        """So much was touched since this was asked last."""
        counted = self.page.evaluate("[Number(sessionStorage.taps), Number(sessionStorage.digits)]")
        assert counted == [taps, digits]
        self.page.evaluate("sessionStorage.taps = sessionStorage.digits = 0")

    def key(self, pad: str, digits: str) -> None:
        """Types on the large keys."""
        for digit in digits:
            self.page.click(f"[data-pad={pad}] [data-key='{digit}']")

    def today(self, done: int, target: str) -> None:
        """Waits until the day's count says this."""
        expect(self.page.locator("#today-done")).to_have_text(str(done), timeout=15_000)
        expect(self.page.locator("#today-target")).to_have_text(target)


@pytest.fixture
def tablet(opened: Opened, served: Served, shop: Shop) -> Iterator[Counted]:
    """The tablet of P-OBR; nobody is signed in."""
    tablet = opened(Counted)
    tablet.stand(shop.tablets["P-OBR"])
    yield tablet


@pytest.fixture
def working(tablet: Counted, shop: Shop) -> Counted:
    """The same, O-1 signed in by badge."""
    return _signed_in(tablet, shop)


@pytest.fixture
def timed(opened: Opened, shop: Shop) -> Counted:
    """The same by a clock that a test may move: the page never knew another."""
    tablet = opened(Counted)
    tablet.page.clock.install()
    tablet.stand(shop.tablets["P-OBR"])
    return _signed_in(tablet, shop)


def _signed_in(tablet: Counted, shop: Shop) -> Counted:
    tablet.scan(shop.card("officer_id", shop.ids["O-1"], Kind.OFFICER))
    tablet.answers("good", "Petugas O-1")
    expect(tablet.page.locator("#officer")).to_have_text("Petugas O-1", timeout=20_000)
    return tablet


def _blank(shop: Shop) -> str:
    return str(shop.write(lambda conn: labels.issue(conn, Kind.UNIT, shop.now)))


def test_a_shift_costs_no_more_than_the_design_allows(tablet: Counted, shop: Shop, database: OpenDatabase) -> None:
    database.run("UPDATE station SET day_target = 40 WHERE code = 'P-OBR'")
    tablet.scan(shop.card("officer_id", shop.ids["O-1"], Kind.OFFICER))
    tablet.answers("good", "Petugas O-1")
    tablet.costs(taps=0)  # an officer takes over: one badge

    tablet.scan(shop.bundle(1))
    tablet.answers("good", "selesai Obras, lanjut ke Jahit.")
    tablet.today(12, "dari target 40")
    tablet.costs(taps=0)  # a full batch: one scan

    tablet.page.click("#undo")
    tablet.answers("good", "kembali ke Obras.")
    tablet.today(0, "dari target 40")
    tablet.costs(taps=1)

    tablet.page.click("#quantity-opens")
    tablet.key("quantity", "5")
    tablet.scan(shop.bundle(2))
    tablet.answers("good", "5 dari 12.")
    tablet.waits_here(19, "A-001-01/001", "PO-A-001")
    tablet.costs(taps=1, digits=1)  # another quantity: at most two taps and the digits

    shop.through(shop.bundle(1), "P-GANDA", "P-JHT")
    tablet.scan(shop.bundle(1))
    tablet.answers("stop", "Sekarang di Buang benang.")
    tablet.costs(taps=0)  # where is it: one scan


def test_an_officer_takes_over_by_pin_and_one_tap(tablet: Counted) -> None:
    tablet.page.locator("#officer").click()
    tablet.costs(taps=1)
    tablet.key("pin", "1001")
    tablet.press("Masuk")
    expect(tablet.page.locator("#officer")).to_have_text("Petugas O-1")
    tablet.costs(taps=1, digits=4)


def test_looking_tells_the_story_and_moves_nothing(working: Counted, shop: Shop) -> None:
    shop.through(shop.bundle(2), "P-OBR")
    working.costs(taps=0)
    working.page.click("#look-opens")
    working.scan(shop.bundle(1))
    story = working.page.locator("#looked")
    expect(story).to_contain_text("A-001-01/001")
    working.scan(shop.bundle(2))
    for words in ("tidak ada yang dicatat", "A-001-01/002", "Jahit", "lalu Buang benang", "selesai Obras"):
        expect(story).to_contain_text(words)
    working.costs(taps=1)
    assert shop.where("A-001-01/001") == {1: 12}
    working.page.locator(".today").click()
    expect(story).to_be_hidden()
    working.scan(shop.bundle(1))
    working.answers("good", "selesai Obras")


def test_looking_ends_by_itself(timed: Counted, shop: Shop) -> None:
    timed.page.click("#look-opens")
    expect(timed.page.locator("#looked")).to_be_visible()
    timed.page.clock.run_for(31_000)
    expect(timed.page.locator("#looked")).to_be_hidden()
    timed.scan(shop.bundle(1))
    timed.answers("good", "selesai Obras")


def test_the_keys_keep_their_places_under_an_answer(working: Counted, shop: Shop) -> None:
    before = working.page.locator("#undo").bounding_box()
    working.scan(shop.bundle(1))
    working.answers("good", "selesai Obras, lanjut ke Jahit.")
    assert working.page.locator("#undo").bounding_box() == before


def test_a_blank_label_is_bound_in_two_taps_and_the_digits(working: Counted, shop: Shop) -> None:
    blank = _blank(shop)
    working.scan(blank)
    panel = working.page.locator("#bind")
    expect(panel).to_contain_text("Untuk apa?")
    working.costs(taps=0)
    panel.get_by_text("Lot celup").click()
    working.scan(shop.bundle(1))
    expect(panel).to_contain_text("A-001-01/001")
    working.key("bind-quantity", "5")
    panel.get_by_role("button", name="Ya, lot celup 5 dari A-001-01/001").click()
    working.answers("good", "Lot celup Bundel A-001-01/003: 5 dari A-001-01/001")
    working.costs(taps=2, digits=1)
    assert (shop.where("A-001-01/001"), shop.where("A-001-01/003")) == ({1: 7}, {1: 5})
    working.scan(blank)
    working.answers("good", "Bundel A-001-01/003 selesai Obras")


def test_what_was_scanned_just_before_is_what_the_blank_is_for(working: Counted, shop: Shop) -> None:
    working.scan(shop.bundle(2))
    working.answers("good", "selesai Obras")
    working.scan(_blank(shop))
    panel = working.page.locator("#bind")
    expect(panel).to_contain_text("A-001-01/002")
    panel.get_by_text("Pecah").click()
    working.key("bind-quantity", "40")
    panel.get_by_role("button", name="Ya, pecah 40").click()
    expect(panel).to_contain_text("Diminta 40")
    for _ in "40":
        working.page.click("[data-pad=bind-quantity] [data-key=back]")
    working.key("bind-quantity", "4")
    panel.get_by_role("button", name="Ya, pecah 4 dari").click()
    working.answers("good", "4 dari A-001-01/002 sekarang Bundel A-001-01/003")


def test_a_lost_label_is_chosen_from_what_waits_here(working: Counted, shop: Shop) -> None:
    old, blank = shop.bundle(1), _blank(shop)
    working.waits_here(24)
    working.scan(blank)
    panel = working.page.locator("#bind")
    panel.get_by_text("Ganti label hilang").click()
    panel.get_by_role("button", name="A-001-01/001").click()
    panel.get_by_role("button", name="Ya, ganti label A-001-01/001").click()
    working.answers("good", "A-001-01/001 memakai label")
    working.scan(old)
    working.answers("stop", "Label sudah diganti.")


def test_a_quiet_screen_wakes_at_a_scan_which_is_not_lost(timed: Counted, shop: Shop) -> None:
    timed.scan(shop.bundle(1))
    timed.answers("good", "selesai Obras")
    quiet, done = timed.page.locator("#quiet"), timed.page.locator("#today-done")
    expect(done).to_have_text("12", timeout=20_000)  # a minute that passes at once would cut this question off
    timed.page.clock.run_for(61_000)
    expect(quiet).to_contain_text("12")
    timed.scan(shop.bundle(2))
    expect(quiet).to_be_hidden()
    timed.answers("good", "A-001-01/002")
    expect(done).to_have_text("24", timeout=20_000)
    timed.page.clock.run_for(61_000)
    expect(quiet).to_be_visible()
    timed.page.mouse.click(60, 760)  # where the large buttons are
    expect(quiet).to_be_hidden()
    expect(timed.page.locator("#quantity-panel")).to_be_hidden()
    assert shop.where("A-001-01/002") == {2: 12}


def test_a_gates_tablet_asks_for_nobodys_work(opened: Opened, shop: Shop) -> None:
    gate = opened(Counted)
    gate.stand(shop.tablets["P-QC"])
    expect(gate.page.locator(".station-people")).to_contain_text("Petugas")
    expect(gate.page.locator(".station-people")).not_to_contain_text("Pekerja/regu")
