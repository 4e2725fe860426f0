"""The office's flows in a browser: an order with all its batches at once, amended; a route drawn by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.databases import only
from tests.journeys.conftest import Opened
from tests.journeys.floor_people import Desk
from tests.journeys.floor_server import Served

pytestmark = [pytest.mark.browser, only("postgresql")]

ORDER = "PO-A-031"


def test_an_order_with_all_its_batches_at_once_and_amended(served: Served, opened: Opened) -> None:
    desk = opened(Desk)
    desk.go("/office/orders/new?product=KOK-PJ")
    desk.sign_in("O-3")
    desk.type("Nomor pesanan", ORDER)
    desk.page.get_by_label("Mitra", exact=True).select_option(label="A · Mitra Koko A")
    desk.type("Jatuh tempo", "2027-01-29")
    desk.choose("Produksi sendiri")
    desk.type("M", "2 kodi")
    desk.type("L", "25")
    desk.sees("Jumlah 65 potong (3 kodi 5 potong)")
    desk.press("Simpan pesanan")

    desk.follow("Buat batch")
    desk.sees("65 potong, 2 batch, 9 label")
    desk.type("L isi satu bundel", "5")
    desk.sees("65 potong, 2 batch, 11 label")
    desk.choose("Satu kartu batch")
    desk.sees("65 potong, 2 batch, 2 label")
    desk.choose("Bundel")
    desk.press("Buat batch")
    desk.sees(f"Cetak label pesanan {ORDER}", "Belum dicetak (11)")  # straight to their labels

    desk.go(f"/office/orders/{ORDER}")
    desk.follow("Ubah")
    desk.type("M", "30")
    desk.type("Disetujui mitra lewat", "Pemilik")
    desk.type("Alasan", "kain kurang")
    desk.press("Simpan perubahan")
    desk.sees("Ukuran M: sudah dibuat 40, targetnya tidak bisa kurang dari itu.")
    expect(desk.page.get_by_label("M", exact=True)).to_have_value("30")
    assert desk.troubles.pop().endswith("(UNPROCESSABLE ENTITY)")  # the browser's word for a form that was refused
    desk.type("M", "60")
    desk.press("Simpan perubahan")
    desk.sees("Riwayat perubahan", "Pesanan PO-A-031 diubah atas persetujuan mitra.", "Alasan: kain kurang")
    desk.sees("Target M: 40 menjadi 60")


def test_a_route_is_arranged_and_published_by_keyboard(served: Served, opened: Opened) -> None:
    desk = opened(Desk)
    desk.go("/office/routes/KOKO/new-version")
    desk.sign_in("O-4")
    keyboard = desk.page.keyboard
    loaded = desk.page.evaluate("performance.timeOrigin")

    desk.page.get_by_role("button", name="Obras lebih akhir").focus()
    keyboard.press("Enter")
    desk.sees("Obras sekarang nomor 2.")
    expect(desk.page.get_by_role("button", name="Obras lebih akhir")).to_be_focused()
    keyboard.press("Tab")  # to repeating it
    expect(desk.page.get_by_role("button", name="Ulangi Obras")).to_be_focused()
    keyboard.press("Space")
    desk.sees("Obras sekarang nomor 3.")
    desk.page.get_by_role("button", name="Keluarkan Buang benang").press("Enter")
    expect(desk.page.get_by_role("button", name="Keluarkan Buang benang")).to_have_count(0)
    expect(desk.page.get_by_label("Yang tidak lulus kembali ke").locator("visible=true")).to_have_value("1")
    assert desk.page.evaluate("performance.timeOrigin") == loaded  # never left the page

    desk.type("Apa yang berubah", "obras dua kali")
    desk.page.get_by_role("button", name="Terbitkan").press("Enter")
    desk.sees("Versi 2", "obras dua kali", "Buang benang tidak dipakai lagi.", "oleh Petugas O-4")
    desk.follow("Versi 1")
    desk.sees("Buang benang", "untuk batch lama")
