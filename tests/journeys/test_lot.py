"""An inspector judges a lot by its sample; the network goes after the draw, and nothing of it is lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.cast import Shop
from tests.databases import only
from tests.journeys.conftest import Opened
from tests.journeys.floor_people import Inspector
from tests.journeys.floor_server import Served
from tests.journeys.test_inspector import COUNT_TAPS, taps
from tests.quality.lot_cast import Lots

pytestmark = [pytest.mark.browser, only("sqlite")]

PATIENT = 40_000


@pytest.fixture
def lots(shop: Shop) -> Lots:
    """Two bundles of thirteen shirts wait at the gate; five are drawn of them for each class."""
    made = Lots(shop)
    made.plan(critical=("iso", "II", 2.5), major=("iso", "II", 2.5), minor=("iso", "II", 2.5))
    return made


def test_a_lot_is_finished_without_the_network(lots: Lots, served: Served, opened: Opened) -> None:
    codes, gate = lots.bring(26, 13), opened(Inspector)
    page = gate.page
    page.add_init_script(COUNT_TAPS)
    gate.pair("P-QC")
    gate.take_over("O-2")
    gate.go("/quality/lots")
    expect(page.locator(".lot-offer")).to_be_visible(timeout=PATIENT)
    before = taps(gate)
    for place, code in enumerate(codes, start=1):
        gate.scan(code)
        expect(page.locator(".lot-bundle input:checked")).to_have_count(place, timeout=PATIENT)
    page.get_by_role("button", name="Mulai lot").click()
    page.get_by_role("button", name="Pakai sampel: 5 potong").click()
    expect(page.locator("#lot-count")).to_have_text("0/5", timeout=PATIENT)
    assert taps(gate) - before == 2

    page.context.set_offline(True)
    before = taps(gate)
    for looked in range(1, 5):
        page.get_by_role("button", name="Baik", exact=True).click()
        expect(page.locator("#lot-count")).to_have_text(f"{looked}/5", timeout=PATIENT)
    page.get_by_text("Ada cacat").click()
    page.locator(".tile", has_text="G07").click()
    page.get_by_role("button", name="Perbaikan", exact=True).click()
    expect(page.locator("#lot-count")).to_have_text("5/5", timeout=PATIENT)
    expect(page.get_by_role("heading", name="Lot ini hanya bisa ditolak")).to_be_visible(timeout=PATIENT)
    assert taps(gate) - before == 7  # one for a good piece, three for a bad one
    page.get_by_role("button", name="Urungkan potong terakhir").click()
    expect(page.locator("#lot-count")).to_have_text("4/5", timeout=PATIENT)
    page.get_by_role("button", name="Baik", exact=True).click()
    page.get_by_role("button", name="Lot diterima (sampling)").click()
    expect(page.locator("#lot-said")).to_contain_text("Disimpan di tablet", timeout=PATIENT)

    page.context.set_offline(False)
    expect(page.get_by_text("Lot diterima (sampling)").first).to_be_visible(timeout=PATIENT)
    expect(page.locator("#lot-look")).to_have_count(0, timeout=PATIENT)
    gate.troubles = [trouble for trouble in gate.troubles if "ERR_INTERNET_DISCONNECTED" not in trouble]
    lots.number = "LOT-0001"
    assert [lots.shop.where(unit.unit) for unit in lots.lot.units] == [{5: 13}, {5: 13}]
    assert served.verify()["problems"] == []
