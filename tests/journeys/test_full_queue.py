"""A tablet that was away comes back with all it kept: paired anew meanwhile, or with another officer than before."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from floor.rules.codes import Kind
from tests.cast import Shop, shop
from tests.databases import OpenDatabase, only
from tests.journeys.conftest import Opened
from tests.journeys.floor_people import Desk, Tablet
from tests.journeys.floor_server import Served

__all__ = ["shop"]

pytestmark = [pytest.mark.browser, only("sqlite")]
SLOWLY = 60_000
SCAN_ALL = """codes => { for (const code of codes) {
  document.getElementById("code").value = code;
  document.getElementById("wedge").requestSubmit();
} }"""
# The server hears what is sent; its answers never reach the page, until ``lost`` is set to minus one.
LOSE = """() => { const real = window.fetch; window.lost = 0; window.fetch = async (address, options) => {
  const answer = await real(address, options);
  if (address !== "/api/v1/scans" || window.lost < 0) return answer;
  window.lost += 1;
  throw new TypeError("lost");
} }"""
OFFICERS = (
    "SELECT u.name, o.code FROM move m JOIN scan s ON s.id = m.scan_id JOIN unit u ON u.id = m.unit_id"
    " JOIN officer o ON o.id = s.officer_id ORDER BY s.id"
)


class Away(Tablet):
    """A tablet whose network comes and goes."""

    def loses_the_network(self) -> None:
        """Nothing reaches the server from now on."""
        self.page.context.set_offline(True)

    def is_back(self) -> None:
        """All that was made was heard."""
        self.page.context.set_offline(False)
        expect(self.page.locator("#link")).to_contain_text("Tersambung", timeout=2 * SLOWLY)

    def keeps(self, count: int) -> None:
        """So many scans wait on it."""
        expect(self.page.locator("#link")).to_contain_text(f"{count} menunggu kirim", timeout=SLOWLY)

    def pair_at(self, desk: Desk) -> None:
        """Reads the code that a supervisor's screen shows for P-OBR."""
        desk.go("/office/stations/P-OBR/pair")
        desk.press("Tampilkan kode")
        code = re.sub(r"\s", "", desk.main.locator(".pairing-short").inner_text())
        expect(self.main).to_contain_text("Tablet ini belum punya pos")
        self.scan(code)
        self.sees("Pasangkan tablet ini?", "Pos P-OBR")
        self.press("Pasangkan tablet ini")
        expect(self.page.locator("#waiting-total")).not_to_have_text("–", timeout=SLOWLY)


@pytest.fixture
def desk(opened: Opened) -> Desk:
    """The supervisor O-3."""
    desk = opened(Desk)
    desk.go("/office/tablets")
    desk.sign_in("O-3")
    return desk


@pytest.fixture
def tablet(opened: Opened, desk: Desk, shop: Shop) -> Away:
    """A tablet that a supervisor paired with P-OBR; O-1 came there by badge."""
    tablet = opened(Away)
    tablet.go("/station")
    tablet.pair_at(desk)
    tablet.scan(badge(shop, "O-1"))
    tablet.answers("good", "Petugas O-1")
    expect(tablet.page.locator("#officer")).to_have_text("Petugas O-1")
    return tablet


@pytest.fixture
def four(shop: Shop) -> list[str]:
    """The labels of four bundles of one."""
    batch = shop.make_batch("L", 4, bundle_of=1).detail["batch"]
    return [shop.code(f"{batch}/{number:03}") for number in range(1, 5)]


def badge(shop: Shop, officer: str) -> str:
    """A new badge of an officer."""
    return shop.card("officer_id", shop.ids[officer], Kind.OFFICER)


def test_a_full_queue_outlives_its_tablets_token(
    tablet: Away, desk: Desk, shop: Shop, served: Served, database: OpenDatabase
) -> None:
    batches = [str(shop.make_batch("M", 12, bundle_of=1, reason="banyak").detail["batch"]) for _ in range(3)]
    codes = [shop.code(f"{batch}/{number:03}") for number in range(1, 13) for batch in batches]
    tablet.loses_the_network()
    tablet.page.evaluate(SCAN_ALL, codes)
    tablet.keeps(len(codes))

    desk.go("/office/stations/P-OBR/pair")
    desk.main.get_by_role("button", name=re.compile("^Cabut Tablet")).last.click()
    desk.sees("Tablet dicabut.")
    tablet.page.context.set_offline(False)
    expect(tablet.page.locator("#link")).to_contain_text("Tablet tidak terpasang lagi", timeout=SLOWLY)
    assert database.value("SELECT COUNT(*) FROM scan WHERE unit_id IS NOT NULL") == 0
    tablet.page.locator("#trouble").get_by_role("link", name="Pasangkan lagi").click()
    tablet.pair_at(desk)

    tablet.is_back()
    heard = database.rows("SELECT code, outcome FROM scan WHERE unit_id IS NOT NULL ORDER BY id")
    assert heard == [(code, "recorded") for code in codes]
    assert {officer for _, officer in database.rows(OFFICERS)} == {"O-1"}
    assert served.verify()["problems"] == []
    tablet.troubles.clear()  # the network was away, and the tablet was refused


def test_late_scans_are_their_own_officers_on_both_sides_of_a_badge(
    tablet: Away, four: list[str], shop: Shop, served: Served, database: OpenDatabase
) -> None:
    tablet.loses_the_network()
    tablet.page.evaluate(SCAN_ALL, [*four[:2], badge(shop, "O-2"), *four[2:]])
    tablet.keeps(5)
    tablet.page.wait_for_timeout(4_100)  # by then they are late
    tablet.is_back()
    _each_is_its_own_officers(tablet, database)
    assert database.value("SELECT COUNT(*) FROM scan WHERE late") == 5
    assert served.verify()["problems"] == []
    tablet.troubles.clear()  # the network was away


def test_scans_whose_answers_were_lost_are_their_own_officers(
    tablet: Away, four: list[str], shop: Shop, served: Served, database: OpenDatabase
) -> None:
    tablet.page.evaluate(LOSE)
    tablet.page.evaluate(SCAN_ALL, four[:1])
    tablet.keeps(1)
    tablet.page.evaluate(SCAN_ALL, [*four[1:2], badge(shop, "O-2"), *four[2:]])
    tablet.keeps(5)
    tablet.page.wait_for_function("before => lost > before + 1", arg=tablet.page.evaluate("lost"), timeout=SLOWLY)
    tablet.page.evaluate("lost = -1")
    tablet.is_back()
    _each_is_its_own_officers(tablet, database)
    assert served.verify()["problems"] == []


def _each_is_its_own_officers(tablet: Away, database: OpenDatabase) -> None:
    expect(tablet.page.locator("#officer")).to_have_text("Petugas O-2", timeout=SLOWLY)
    found = database.rows(OFFICERS)
    assert found == [(f"A-001-02/{number:03}", "O-1" if number < 3 else "O-2") for number in range(1, 5)]
