"""A new workshop's first half hour: from an empty instance to the first scanned bundle, by the screens alone."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.databases import OpenDatabase, only
from tests.journeys.floor_people import Tablet, Window
from tests.journeys.floor_server import Served, serving

pytestmark = [pytest.mark.browser, only("sqlite")]

PIN = "4826"
# What it may cost at most, from the first page to the first scan: screens seen, taps, fields typed into.
SCREENS, TAPS, FIELDS = 32, 32, 12


@dataclass
class Starter(Window):
    """Who sets a workshop up at a desk; every screen, tap and typed field is counted."""

    screens: int = 0
    taps: int = 0
    fields: int = 0

    @classmethod
    def open(cls, browser: Browser, address: str) -> Self:
        window = super().open(browser, address)
        window.page.on("load", window.count_screen)
        return window

    def count_screen(self, _page: Page) -> None:
        """One page more was seen."""
        self.screens += 1

    def press(self, word: str) -> None:
        self.taps += 1
        super().press(word)

    def follow(self, word: str) -> None:
        self.taps += 1
        super().follow(word)

    def choose(self, word: str) -> None:
        self.taps += 1
        super().choose(word)

    def type(self, label: str, text: str) -> None:
        self.fields += 1
        super().type(label, text)

    def is_asked(self, title: str) -> None:
        """Waits until the page in sight has this title."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(title)

    def go_on(self) -> None:
        """Taps what every page offers until the first start is finished."""
        self.follow("Lanjutkan pemasangan")


@pytest.fixture
def new_site(database: OpenDatabase, tmp_path: Path) -> Iterator[Served]:
    """Nothing but tables, served."""
    with serving(database.url, tmp_path) as served:
        yield served


@pytest.fixture
def starter(new_site: Served, browser: Browser) -> Iterator[Starter]:
    """A browser at a desk."""
    window = Starter.open(browser, new_site.address)
    yield window
    window.page.context.close()
    assert window.troubles == []


@pytest.fixture
def tablet(new_site: Served, browser: Browser) -> Iterator[Tablet]:
    """A tablet that knows nothing yet."""
    window = Tablet.open(browser, new_site.address)
    yield window
    window.page.context.close()
    assert window.troubles == []


def run(site: Served, *command: str) -> str:
    """What a command on the server prints."""
    floor = str(Path(sys.executable).with_name("floor"))
    return subprocess.run([floor, *command], env=site.environ, capture_output=True, text=True, check=True).stdout


def test_a_new_workshop_scans_its_first_bundle(new_site: Served, starter: Starter, tablet: Tablet) -> None:
    starter.go("/orders")
    starter.is_asked("Bengkel baru")
    starter.type("Kode pemasangan", run(new_site, "site", "code").strip())
    starter.press("Mulai")
    pins = set_up(starter)
    pair(starter, tablet)
    sign_in_at(tablet, pins["Petugas bengkel 1"])
    make_the_first_batch(starter)
    tablet.scan(first_label(new_site))
    tablet.answers("good", "selesai Terima bahan, lanjut ke Obras.")
    starter.go("/")
    starter.sees("Semua langkah sudah.")
    starter.follow("Selesaikan")
    starter.press("Pemasangan selesai")
    expect(starter.main).not_to_contain_text("pemasangan")
    print(f"\nfirst start: {starter.screens} screens, {starter.taps} taps, {starter.fields} fields")  # noqa: T201
    assert starter.screens <= SCREENS and starter.taps <= TAPS and starter.fields <= FIELDS
    assert new_site.verify()["scans"] == 1


def set_up(desk: Starter) -> dict[str, str]:
    """Steps 1 to 7; the PINs on the slips, by post."""
    desk.sees("Langkah 1 dari 8")
    desk.is_asked("Nama bengkel")
    desk.type("Nama", "Lapas Kelas IIA Contoh")
    desk.type("Kode singkat", "LCT")
    desk.press("Simpan dan lanjut")
    desk.is_asked("Administrator pertama")
    desk.type("PIN", PIN)
    desk.type("PIN sekali lagi", PIN)
    desk.press("Simpan dan lanjut")
    desk.is_asked("Unit kerja mana yang ada?")
    desk.choose("Konveksi")
    desk.press("Simpan dan lanjut")
    desk.is_asked("Apa yang dibuat di sini?")
    desk.press("Ambil dan lanjut")
    desk.is_asked("Di mana dipindai?")
    desk.press("Simpan dan lanjut")
    desk.is_asked("Siapa yang bekerja dengan ini?")
    desk.press("Buat PIN dan slip")
    desk.is_asked("Slip PIN")
    desk.page.wait_for_load_state()  # all of them
    slips = desk.main.locator(".first-slip").all()
    pins = {slip.locator("h2").inner_text(): slip.locator(".first-pin").inner_text() for slip in slips}
    desk.follow("Slip sudah disimpan, lanjut")
    desk.is_asked("Coba printer")
    desk.follow("Buka halaman uji")
    desk.is_asked("Halaman uji")
    desk.go_on()
    desk.follow("Lanjut")
    return pins


def pair(desk: Starter, tablet: Tablet) -> None:
    """Step 8: the code on the desk's screen, typed at the tablet."""
    desk.is_asked("Tablet pertama")
    desk.press("Konveksi: terima & potong")
    code = desk.main.locator(".pairing-short").inner_text()
    tablet.go("/station")
    tablet.sees("Tablet ini belum punya pos")
    tablet.scan(code.replace(" ", ""))
    tablet.press("Pasangkan tablet ini")
    desk.sees("Tablet terpasang")


def sign_in_at(tablet: Tablet, pin: str) -> None:
    """The operator's PIN from the slip."""
    tablet.page.locator("#officer").click()
    tablet.type("PIN petugas", pin)
    tablet.press("Masuk")
    tablet.answers("idle", "Pindai label.")


def make_the_first_batch(desk: Starter) -> None:
    """A partner, an order, a batch and its labels."""
    desk.page.reload()
    desk.go_on()
    desk.is_asked("Batch pertama")
    desk.follow("Tambah mitra")
    desk.type("Kode", "GAL")
    desk.type("Nama", "Galeri UPT")
    desk.press("Simpan")
    desk.go_on()
    desk.follow("Pesanan baru")
    desk.taps += 1
    desk.main.get_by_role("link", name="Baju koko lengan panjang").click()
    desk.type("Nomor pesanan", "PO-G-001")
    desk.type("Jatuh tempo", "2027-01-29")
    desk.choose("Produksi sendiri")
    desk.type("M", "24")
    desk.press("Simpan pesanan")
    desk.go_on()
    desk.follow("Buat batch")
    desk.press("Buat batch")  # all that was ordered, in the usual bundles: straight to its labels
    desk.press("Lihat lembar")
    desk.press("Cetak")
    desk.sees("label terbaca kembali.")
    desk.go_on()
    desk.sees("Pindaian pertama")


def first_label(site: Served) -> str:
    """What stands on the first bundle's label, as it came out of the printer."""
    [batch] = json.loads(run(site, "batches", "list", "--json"))
    return str(next(unit["code"] for unit in batch["units"] if unit["kind"] == "bundle"))
