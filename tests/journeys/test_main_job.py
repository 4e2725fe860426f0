"""The main job, as people do it: an order from nothing to delivered, in browsers, against what `floor serve` serves."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.journeys.conftest import Opened
from tests.journeys.floor_people import Board, Desk, Inspector, Tablet
from tests.journeys.floor_server import Served

pytestmark = pytest.mark.browser

ORDER, BATCH = "PO-A-031", "A-031-01"
SCANS = 2 + 3 + 3 + 1 + 3  # at Obras, Jahit, Buang benang, QC and Lipat: three where a piece came by twice, or too soon


def test_an_order_goes_from_nothing_to_delivered(served: Served, opened: Opened, pdftoppm: str, tmp_path: Path) -> None:
    desk, board = opened(Desk), opened(Board)
    desk.go("/")
    desk.sign_in("O-3")
    board.go("/orders")
    board.sign_in("O-3")
    overlock, sewing, trimming, packing = (opened(Tablet) for _ in range(4))
    gate = opened(Inspector)
    for tablet, station in ((overlock, "P-OBR"), (sewing, "P-JHT"), (trimming, "P-BBG"), (packing, "P-LPT")):
        tablet.pair(station)
        tablet.take_over("O-1")
    gate.pair("P-QC")
    gate.take_over("O-2")

    desk.take_order(ORDER, "Baju koko lengan panjang", {"M": 24})
    bundles = desk.make_batch("M", 24, bundle_of=12)
    assert list(bundles) == [f"{BATCH}/001", f"{BATCH}/002"]
    first, second = bundles.values()
    photo = pictured(pdftoppm, desk.print_labels("Bundel dan potong (2)", tmp_path))
    board.shows(ORDER, "0 / 24", "Obras 24")

    overlock.photograph(photo)
    overlock.answers("good", "selesai Obras, lanjut ke Jahit.")
    overlock.has_scanned(2)
    overlock.waits_here(24)  # the other order's

    sewing.waits_here(24)
    for code in (first, second):
        sewing.scan(code)
        sewing.answers("good", "selesai Jahit, lanjut ke Buang benang.")
    sewing.waits_here(0, "Tidak ada yang menunggu di sini.")
    for code in (first, second):
        trimming.scan(code)
        trimming.answers("good", "selesai Buang benang, lanjut ke QC akhir.")

    packing.scan(first)
    packing.answers("stop", f"Bundel {BATCH}/001 tidak di sini. Sekarang di QC akhir")

    gate.scan(first)
    gate.answers("ask", "Beri putusan.")
    gate.follow("Beri putusan")
    gate.looks_at(f"{BATCH}/001", waiting=12)
    gate.measure("108,5")
    gate.count_out("Perbaikan")
    gate.count_out("Afkir")
    gate.rest_passes()
    gate.sees("12 dari 12 dinilai")
    gate.name_defect("G01", "Perbaikan")
    gate.name_defect("G07", "Afkir")
    gate.press("Simpan putusan")
    gate.answers("good", "10 lulus, lanjut ke Lipat & kemas; 1 perbaikan, kembali ke Jahit; 1 afkir.")
    gate.scan(second)
    gate.looks_at(f"{BATCH}/002", waiting=12)
    gate.measure("107.5")
    gate.press("Semua lulus 12")
    gate.answers("good", "12 lulus, lanjut ke Lipat & kemas.")
    board.shows(ORDER, "0 / 24", "Lipat & kemas 22", "Jahit 1 (1 perbaikan)", "Afkir 1")

    sewing.waits_here(1, "perbaikan ke-1")
    sewing.scan(first)
    sewing.answers("good", "selesai Jahit, lanjut ke Buang benang.")
    trimming.waits_here(1, "perbaikan ke-1")
    trimming.scan(first)
    trimming.answers("good", "selesai Buang benang, lanjut ke QC akhir.")
    gate.take_from_queue(f"{BATCH}/001")
    gate.looks_at(f"{BATCH}/001", waiting=1)
    gate.sees("perbaikan ke-1")
    gate.press("Lulus")
    gate.answers("good", "1 lulus, lanjut ke Lipat & kemas.")

    for code in (first, second):
        packing.scan(code)
        packing.answers("good", "selesai Lipat & kemas. Siap kirim.")
    board.shows(ORDER, "23 / 24", "Siap kirim 23", "Afkir 1")

    desk.deliver(ORDER, "Petugas gudang mitra", "M", 23)
    desk.sees("Surat jalan", "Mitra Koko A", "Petugas gudang mitra", "ditandatangani")
    assert desk.row("M") == ["Barang jadi", "M", "lepas 23", "–", "23", "23", "–"]
    board.shows(ORDER, "23 / 24", "Terkirim 23", "Afkir 1")

    counted = served.verify()
    assert counted["problems"] == []
    assert (counted["scans"], counted["inspections"]) == (SCANS, 3)
    assert counted["units"] == 3 + 3  # a batch card and two bundles: the other order's, and this one's


def pictured(pdftoppm: str, pdf: Path) -> Path:
    """A page of one sheet as pixels, 200 to the inch."""
    picture = pdf.with_suffix("")
    subprocess.run([pdftoppm, "-png", "-r", "200", "-singlefile", pdf, picture], check=True)
    return picture.with_suffix(".png")
