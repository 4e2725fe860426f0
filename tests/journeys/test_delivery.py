"""Goods leave the house: cartons are filled by scanning, a note is signed at the gate, and one piece comes back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from floor.models import Carton, Label
from floor.rules import places
from tests.cast import Shop
from tests.databases import only
from tests.journeys.conftest import Opened
from tests.journeys.floor_people import Desk, Tablet
from tests.journeys.floor_server import Served
from tests.journeys.test_inspector import judged

pytestmark = [pytest.mark.browser, only("postgresql")]

NOTE, CARTON = "SJ-A-001-01", "K-A-001-001"


@pytest.fixture
def inspected(shop: Shop) -> Shop:
    """Both bundles passed their inspection and wait to be packed."""
    for number in (1, 2):
        shop.through(shop.bundle(number), "P-OBR", "P-JHT", "P-BBG")
        judged(shop, shop.bundle(number), 12)
    return shop


def test_an_order_is_packed_handed_over_disputed_and_one_comes_back(
    inspected: Shop, served: Served, opened: Opened
) -> None:
    shop, desk, packing = inspected, opened(Desk), opened(Tablet)
    desk.go("/")
    desk.sign_in("O-3")
    packing.pair("P-LPT")
    packing.take_over("O-1")

    desk.go("/office/cartons")
    desk.press("Koli baru")
    expect(desk.page.get_by_role("heading", level=1)).to_contain_text(CARTON)
    carton = shop.write(
        lambda conn: conn.execute(
            select(Label.code).join(Carton, Carton.id == Label.carton_id).where(Carton.number == CARTON)
        ).scalar_one()
    )
    packing.scan(carton)
    packing.answers("good", f"Koli {CARTON} diisi di pos ini.")
    expect(packing.page.locator("#carton")).to_have_text(CARTON, timeout=15_000)
    packing.scan(shop.bundle(1))
    packing.answers("good", f"Masuk koli {CARTON}.")
    packing.scan(carton)
    packing.answers("good", f"Koli {CARTON} ditutup.")
    packing.scan(shop.bundle(2))
    packing.answers("good", "Siap kirim.")

    desk.go("/orders/PO-A-001")
    desk.follow("Serah terima")
    desk.sees(CARTON, "M 12")
    desk.type("Penerima", "Bu Ratna")
    desk.press("Simpan konsep")
    desk.sees(NOTE, f"{CARTON}: 12", "lepas 12")
    desk.sign_off("Setujui")
    desk.follow("Sudah di gerbang")
    desk.type("Pengemudi", "Pak Joko")
    desk.type("Kendaraan", "AD 8121 KB")
    desk.type("Petugas P2U yang memeriksa", "Regu pagi")
    desk.press("Sudah diperiksa di P2U")
    desk.follow("Catat tanda tangan")
    desk.type("Barang jadi M dihitung mitra", "22")
    desk.type("Alasan M", "dua kancing lepas")
    desk.press("Catat tanda tangan")
    desk.sees("ditandatangani", "siap kirim lagi: dua kancing lepas")
    assert standing(shop) == {places.READY: 2, places.DELIVERED: 22}

    desk.go("/office/returns")
    desk.type("Pindai label barang atau koli, atau ketik nomor pesanan", shop.bundle(1))
    desk.press("Cari")
    desk.type("Berapa yang kembali", "1")
    desk.page.get_by_label("Cacat", exact=True).select_option(label="G01 Jahitan loncat")
    desk.type("Nomor surat mitra", "MTR-7")
    desk.press("Terima kembali")
    desk.choose("Jahit")
    desk.type("Alasan", "dijahit ulang")
    desk.press("Putuskan")
    desk.sees("Diputuskan.", "Tidak ada retur yang menunggu keputusan")
    assert standing(shop) == {2: 1, places.READY: 2, places.DELIVERED: 21}
    assert served.verify()["problems"] == []


def standing(shop: Shop) -> dict[int, int]:
    """Where the pieces of both bundles are."""
    found: dict[int, int] = {}
    for number in (1, 2):
        for place, quantity in shop.where(f"{shop.batch}/{number:03}").items():
            found[place] = found.get(place, 0) + quantity
    return found
