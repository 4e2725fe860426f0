"""What was scrapped goes on a paper that people sign."""

from __future__ import annotations

from datetime import date

import pytest

from floor import clock
from floor.rules import places
from tests.cast import Shop
from tests.office.conftest import Desk, words_on_paper
from tests.quality.conftest import fail, send
from tests.quality.lot_cast import PLANS, Lots


@pytest.fixture
def day(shop: Shop) -> date:
    """Two of a bundle's pieces were scrapped on this day."""
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    send(shop, shop.item(shop.bundle(1), passed=10, scrap=2, defects=[fail(2, "scrap", "G01")]))
    return clock.local_day(shop.now, "WIB")


def test_scrap_is_listed_by_day_and_order_with_its_defect(supervisor: Desk, day: date) -> None:
    page = supervisor.read("/office/scrap")
    assert "PO-A-001" in page and "G01" in page and "2 potong" in page


def test_the_paper_names_pieces_cause_and_count(supervisor: Desk, day: date, pdftotext: str) -> None:
    words = words_on_paper(supervisor, f"/office/scrap/PO-A-001/{day}/paper", pdftotext)
    assert "BERITA ACARA AFKIR" in words and "A-001-01/001" in words and "Jumlah afkir: 2 potong" in words


def test_a_verdict_taken_back_is_on_no_record(supervisor: Desk, shop: Shop) -> None:
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    given = shop.item(shop.bundle(1), scrap=2, defects=[fail(2, "scrap", "G01")])
    send(shop, given)
    send(shop, shop.item(None, undoes=given["id"]))
    assert "Tidak ada barang afkir" in supervisor.read("/office/scrap")


def test_what_a_supervisor_decides_is_scrap_stands_on_it_with_the_reason(supervisor: Desk, shop: Shop) -> None:
    page = f"/office/units/{shop.bundle(1)}/correct"
    supervisor.do(page, at="1.0.0", quantity="1", to=str(places.SCRAP), reason="terbakar")
    assert "terbakar" in supervisor.read("/office/scrap")


def test_pieces_that_a_lot_scrapped_name_the_defects_of_those_drawn(supervisor: Desk, shop: Shop) -> None:
    lots = Lots(shop)
    lots.plan(**PLANS)
    *others, slip, bad = lots.start(lots.bring(26, 13)).pieces
    lots.look(bad, "G07", outcome="scrap")
    taken_back = lots.look(slip, "G01", outcome="scrap")
    send(shop, shop.item(None, lot=lots.number, undoes=taken_back["id"]))
    for piece in (*others, slip):
        lots.look(piece)
    assert lots.end("accepted")["outcome"] == "recorded"
    page = supervisor.read("/office/scrap")
    assert "1 potong" in page and "G07" in page and "G01" not in page


@pytest.mark.parametrize("address", ["/office/scrap/PO-A-001/2020-01-01/paper", "/office/scrap/PO-A-001/kemarin/paper"])
def test_a_day_without_scrap_has_no_paper(supervisor: Desk, shop: Shop, address: str) -> None:
    assert supervisor.browser.get(address).status_code == 404
