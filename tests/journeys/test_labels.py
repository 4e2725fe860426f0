"""Labels, as an officer prints them: which, on which sheet, from which cell; what came out; what is spoiled, again."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import cv2
import numpy as np
import pytest
from playwright.sync_api import Browser, expect

from floor.scan.decode import read_array
from tests.cast import Shop
from tests.databases import only
from tests.journeys.conftest import Opened
from tests.journeys.floor_people import Desk, Tablet
from tests.journeys.floor_server import Served
from tests.labels.fake_printers import a_little, listening

pytestmark = [pytest.mark.browser, only("sqlite")]

BATCH = "A-001-01"


class Printing(Desk):
    """An officer at a tablet beside the printer."""

    size = (800, 1280)

    def begin_at(self, cell: int) -> None:
        """Taps a cell of the drawn sheet."""
        self.main.get_by_role("link", name=re.compile(rf"^Mulai di label nomor {cell}\b")).click()
        expect(self.main.locator(".labels-cell[aria-current]")).to_have_attribute(
            "aria-label", re.compile(rf"^Mulai di label nomor {cell}\b")
        )

    def begins_at(self, cell: int) -> None:
        """Sees from which cell on it will be printed."""
        expect(self.main.locator(".labels-cell-used")).to_have_count(cell - 1)

    def sees_sheet(self) -> None:
        """Sees the picture of the sheet, and that it could be drawn."""
        width = "image => new Promise(done => { const copy = new Image(); copy.onload = () => done(copy.width);"
        address = " copy.onerror = () => done(0); copy.src = image.getAttribute('href'); })"
        assert self.main.locator(".labels-sheet image").evaluate(width + address) > 500

    def says_of(self, name: str, outcome: str) -> None:
        """Taps a label until it says this."""
        cell = self.main.get_by_role("button").filter(has_text=name)
        while outcome not in cell.inner_text():
            cell.click()

    def saves_pdf(self, folder: Path, name: str) -> Path:
        """The PDF, as the browser saves it."""
        with self.page.expect_download() as download:
            self.follow("Unduh PDF")
        path = folder / name
        download.value.save_as(path)
        return path


def on_paper(pdftoppm: str, pdf: Path) -> set[str]:
    """What a camera reads on the first sheet."""
    picture = pdf.with_suffix("")
    subprocess.run([pdftoppm, "-png", "-r", "200", "-singlefile", pdf, picture], check=True)
    found = cv2.imread(str(picture.with_suffix(".png")))
    assert found is not None
    return set(read_array(np.asarray(found, np.uint8)))


def test_spoiled_labels_are_printed_anew_and_the_old_ones_open_nothing(
    served: Served, opened: Opened, shop: Shop, pdftoppm: str, tmp_path: Path
) -> None:
    desk = opened(Printing)
    desk.go(f"/labels/batches/{BATCH}")
    desk.sign_in("O-3")
    desk.choose("Semua (3)")
    desk.press("Lihat lembar")
    desk.begin_at(5)
    desk.sees_sheet()
    desk.press("Cetak")
    desk.sees("3 label terbaca kembali.")
    first = on_paper(pdftoppm, desk.saves_pdf(tmp_path, "first.pdf"))
    card, one, two = shop.code(BATCH), shop.bundle(1), shop.bundle(2)
    assert first == {card, one, two}

    desk.follow("Ada yang rusak atau hilang")
    desk.says_of(f"{BATCH}/001", "rusak")
    desk.says_of(f"{BATCH}/002", "hilang")
    desk.press("Simpan")
    desk.sees("2 label pengganti siap dicetak.", "Selesai: 1 label keluar.")
    desk.follow("Cetak 2 label pengganti")
    desk.begins_at(8)
    desk.press("Cetak")
    desk.sees("2 label terbaca kembali.")
    second = on_paper(pdftoppm, desk.saves_pdf(tmp_path, "second.pdf"))
    assert len(second) == 2 and not second & first
    desk.press("Ya, semua baik")
    desk.sees("Selesai: 2 label keluar.")

    station = opened(Tablet)
    station.pair("P-OBR")
    station.take_over("O-1")
    station.scan(one)
    station.answers("stop", f"Label sudah diganti. Pakai label baru {BATCH}/001-B")
    for code in second:
        station.scan(code)
        station.answers("good", "selesai Obras")
    station.has_scanned(2)
    assert served.verify()["problems"] == []


def test_a_connection_that_breaks_is_a_question_and_nothing_is_sent_twice(served: Served, opened: Opened) -> None:
    desk = opened(Printing)
    with listening(a_little) as printer:
        desk.go("/labels/printers")
        desk.sign_in("O-4")
        desk.follow("Printer baru")
        desk.main.get_by_role("link", name=re.compile("^Printer label termal")).click()
        for label, words in (("Kode", "MEJA"), ("Nama", "Printer meja"), ("Alamat dan porta", printer.address)):
            desk.type(label, words)
        desk.press("Simpan")
        desk.sees("Halaman uji", "Seharusnya 10 mm dari kiri dan 10 mm dari atas.")
        desk.go(f"/labels/batches/{BATCH}")
        desk.choose("Bundel dan potong (2)")
        desk.choose("Rol, 50 × 30 mm")
        desk.press("Lihat lembar")
        desk.press("Cetak")
        desk.sees("Sambungan putus saat mengirim.", "Apakah semua keluar?")
        desk.page.reload()
        desk.sees("Sambungan putus saat mengirim.")
        desk.press("Tidak ada yang keluar")
        desk.sees("Tidak ada label yang keluar.")
    assert len(printer.heard) == 1


def test_it_is_printed_without_javascript(served: Served, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, locale="id-ID")
    desk = Printing(context.new_page(), served.address)
    desk.go(f"/labels/batches/{BATCH}")
    desk.sign_in("O-3")
    desk.press("Lihat lembar")
    desk.begin_at(2)
    desk.press("Cetak")
    desk.sees("3 label terbaca kembali.")
    desk.follow("Ada yang rusak atau hilang")
    desk.main.get_by_role("combobox").first.select_option(label="rusak")
    desk.press("Simpan")
    desk.sees("Selesai: 2 label keluar.")
    context.close()
