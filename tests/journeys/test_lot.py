"""An inspector judges a lot by its sample; the network goes after the draw, and nothing of it is lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from floor.models import Site
from tests.cast import Shop
from tests.databases import OpenDatabase, only
from tests.journeys.conftest import Opened
from tests.journeys.floor_people import Inspector
from tests.journeys.floor_server import Served
from tests.journeys.test_inspector import COUNT_TAPS, taps
from tests.quality.lot_cast import Lots
from tests.quality.test_keep_pictures import photo

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
    gate.finds("G07", "rework")
    expect(page.locator("#lot-count")).to_have_text("5/5", timeout=PATIENT)
    expect(page.get_by_role("heading", name="Lot ini hanya bisa ditolak")).to_be_visible(timeout=PATIENT)
    assert taps(gate) - before == 7  # one for a good piece, three for a bad one
    page.get_by_text("Potong yang dipilih").click()
    page.locator("#lot-pieces .is-bad").get_by_role("button", name="Nilai lagi").click()
    expect(page.locator("#lot-count")).to_have_text("4/5", timeout=PATIENT)
    page.get_by_role("button", name="Baik", exact=True).click()
    page.get_by_role("button", name="Lot diterima (sampling)").click()
    expect(page.locator("#lot-said")).to_contain_text("Disimpan di tablet", timeout=PATIENT)
    page.get_by_role("button", name="Urungkan akhir lot").click()  # and once more, rightly
    page.get_by_role("button", name="Lot diterima (sampling)").click()
    expect(page.locator("#lot-said")).to_contain_text("Disimpan di tablet", timeout=PATIENT)

    page.context.set_offline(False)
    expect(page.get_by_text("Lot diterima (sampling)").first).to_be_visible(timeout=PATIENT)
    expect(page.locator("#lot-look")).to_have_count(0, timeout=PATIENT)
    gate.troubles = [trouble for trouble in gate.troubles if "ERR_INTERNET_DISCONNECTED" not in trouble]
    lots.number = "LOT-0001"
    assert [lots.shop.where(unit.unit) for unit in lots.lot.units] == [{5: 13}, {5: 13}]
    assert served.verify()["problems"] == []


def test_a_drawn_piece_is_measured_placed_and_photographed_and_its_lots_end_undone_by_one_tap(
    shop: Shop, served: Served, opened: Opened, database: OpenDatabase
) -> None:
    lots, gate = Lots(shop), opened(Inspector)
    lots.draws()
    lots.plan(critical=("iso", "II", 2.5), major=("iso", "II", 2.5), minor=("iso", "II", 2.5))
    lots.owes("Lengan", kind="measured", measure="cm", nominal=40.5, minus=1, plus=1, owed="first", owed_first=1)
    shop.write(lambda conn: conn.execute(update(Site).values(camera=True)))
    lots.start(lots.bring(26, 13))
    page = gate.page
    gate.pair("P-QC")
    gate.take_over("O-2")
    gate.go(f"/quality/lots/{lots.number}")
    count = page.locator("#lot-count")
    expect(count).to_have_text("0/5", timeout=PATIENT)

    page.get_by_label("Lengan").first.click()
    gate.keys("4050")
    expect(page.locator("#measure-verdict")).to_contain_text("jauh dari 40,5", timeout=PATIENT)
    page.locator("#measure-sure").click()
    expect(page.locator("#measure")).to_be_hidden(timeout=PATIENT)
    page.get_by_text("Ada cacat").click()
    page.locator(".tile", has_text="G07").click()
    page.locator(".drawing-side").first.click(position={"x": 60, "y": 90})
    expect(page.locator(".drawing-spot")).to_have_count(1, timeout=PATIENT)
    page.locator("#found input[type=file]").set_input_files(
        {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    expect(page.locator("#picture-list li")).to_have_count(1, timeout=PATIENT)
    with page.expect_response("**/api/v1/inspections/pictures", timeout=PATIENT):
        page.locator("#found [data-outcome=rework]").click()
    expect(count).to_have_text("1/5", timeout=PATIENT)
    expect(page.locator("#picture-list li")).to_have_count(0, timeout=PATIENT)
    expect(page.locator("#lot-end")).to_be_visible(timeout=PATIENT)

    page.get_by_role("button", name="Lot ditolak").click()
    expect(page.get_by_role("button", name="Periksa semua")).to_be_visible(timeout=PATIENT)
    page.get_by_role("button", name="Urungkan akhir lot").click()
    expect(page.get_by_role("button", name="Lot ditolak")).to_be_visible(timeout=PATIENT)
    expect(count).to_have_text("1/5", timeout=PATIENT)
    assert database.rows("SELECT value FROM finding") == [(4050.0,)]
    assert database.rows("SELECT COUNT(*) FROM defect_spot") == [(1,)]
    assert [outcome for (outcome,) in database.rows("SELECT outcome FROM lot_result ORDER BY turn")] == [
        "rejected",
        "undone",
    ]
    assert database.rows("SELECT COUNT(*) FROM inspection_picture") == [(1,)]
    assert served.verify()["problems"] == []
