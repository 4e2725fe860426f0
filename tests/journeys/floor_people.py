"""Who works in a journey: a supervisor at a desk, officers at tablets. They see and touch what a person would."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Self

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response, expect

PINS = {"O-1": "1001", "O-2": "1002", "O-3": "1003", "O-4": "1004"}

_PHOTOS = """async ([address, count]) => {
    const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
    return page.querySelectorAll(".picture img").length === count;
}"""

expect.set_options(timeout=15_000)  # ms; pages look for what is new every few seconds


@dataclass
class Window:
    """A page that somebody looks at. ``troubles`` is what must not happen: see ``watch``."""

    size: ClassVar = (1280, 800)
    page: Page
    address: str
    troubles: list[str] = field(default_factory=list)

    @classmethod
    def open(cls, browser: Browser, address: str) -> Self:
        """A browser of one's own, without anything kept from before."""
        context = browser.new_context(viewport={"width": cls.size[0], "height": cls.size[1]}, locale="id-ID")
        window = cls(context.new_page(), address)
        window.watch()
        return window

    def watch(self) -> None:
        """Notes requests to elsewhere, answers of a server in trouble, errors of a page, breaches of its policy."""

        def asked(request: Request) -> None:
            if not request.url.startswith((self.address, "blob:", "data:")):
                self.troubles.append(request.url)

        def answered(response: Response) -> None:
            if response.status >= 500 or response.status == 404:
                self.troubles.append(f"{response.status} {response.url}")

        def said(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning"):
                self.troubles.append(message.text)

        self.page.on("request", asked)
        self.page.on("response", answered)
        self.page.on("console", said)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))

    @property
    def main(self) -> Locator:
        """What the page is about: all but its header."""
        return self.page.locator("main")

    def go(self, path: str) -> None:
        """Types an address."""
        self.page.goto(self.address + path)

    def follow(self, word: str) -> None:
        """Taps a link of the page."""
        self.main.get_by_role("link", name=word, exact=True).click()

    def press(self, word: str) -> None:
        """Taps a button of the page."""
        self.main.get_by_role("button", name=word, exact=True).click()

    def choose(self, word: str) -> None:
        """Taps one of several large choices."""
        self.main.locator("label", has_text=word).first.click()

    def type(self, label: str, text: str) -> None:
        """Fills a field."""
        self.main.get_by_label(label, exact=True).fill(text)

    def sees(self, *sentences: str) -> None:
        """Waits until all of this stands on the page."""
        for sentence in sentences:
            expect(self.main).to_contain_text(sentence)

    def scan(self, code: str) -> None:
        """Pulls the trigger of a hand scanner, with nothing focused, once the page listens."""
        self.page.wait_for_load_state()  # what is in sight may stand before the modules have run
        self.page.evaluate("document.activeElement.blur()")
        self.page.keyboard.type(code)
        self.page.keyboard.press("Enter")

    def row(self, name: str) -> list[str]:
        """The cells of a table's row that begins with this name."""
        row = self.main.get_by_role("row").filter(has=self.page.get_by_text(name, exact=True))
        expect(row.first).to_be_visible()
        return [text.strip() for text in row.locator("th, td").all_inner_texts()]

    def sign_in(self, officer: str) -> None:
        """Chooses a name and types its PIN, as the page in sight asks."""
        self.choose(f"Petugas {officer}")
        self.type("PIN", PINS[officer])
        self.press("Masuk")
        expect(self.main.get_by_label("PIN", exact=True)).to_be_hidden()


class Desk(Window):
    """A supervisor's browser."""

    def take_order(self, number: str, product: str, targets: Mapping[str, int]) -> None:
        """A new order of our own production."""
        self.go("/office")
        self.main.get_by_role("link", name="Pesanan").first.click()
        self.follow("Pesanan baru")
        self.main.get_by_role("link", name=product).click()
        self.type("Nomor pesanan", number)
        self.page.get_by_label("Mitra", exact=True).select_option(label="A · Mitra Koko A")
        self.type("Jatuh tempo", "2027-01-29")
        self.choose("Produksi sendiri")
        for size, target in targets.items():
            self.type(size, str(target))
        self.press("Simpan pesanan")
        expect(self.page.get_by_role("heading", level=1)).to_have_text(number)

    def make_batch(self, size: str, quantity: int, bundle_of: int) -> dict[str, str]:
        """A batch cut into bundles; the code on each bundle's label, by its name. The order's page is in sight."""
        self.follow("Buat batch")
        self.choose("Bundel")
        self.type(f"{size} dibuat sekarang", str(quantity))
        self.type(f"{size} isi satu bundel", str(bundle_of))
        self.press("Buat batch")
        self.page.wait_for_url("**/labels/batches/*")  # straight to its labels
        self.go("/office/batches/" + self.page.url.rpartition("/")[2])
        labels = self.main.locator("a[href^='/units/']").filter(has_text="/")
        found = [(label.inner_text(), label.get_attribute("href") or "") for label in labels.all()]
        return {name: href.removeprefix("/units/") for name, href in found}

    def print_labels(self, which: str, folder: Path) -> Path:
        """The PDF of a batch's labels, as the browser saves it. The batch's page is in sight."""
        self.follow("Cetak label")
        self.choose(which)
        self.press("Lihat lembar")
        self.press("Cetak")
        self.sees("label terbaca kembali.")
        with self.page.expect_download() as download:
            self.follow("Unduh PDF")
        pdf = folder / download.value.suggested_filename
        download.value.save_as(pdf)
        return pdf

    def deliver(self, number: str, recipient: str, size: str, quantity: int) -> None:
        """Hands over all that is packed, which is of one size: the note goes from its draft to its signature."""
        self.go(f"/orders/{number}")
        self.follow("Serah terima")
        self.type("Penerima", recipient)
        self.press("Simpan konsep")
        self.sign_off("Setujui")
        self.follow("Sudah di gerbang")
        self.type("Pengemudi", "Pak Joko")
        self.type("Kendaraan", "AD 8121 KB")
        self.type("Petugas P2U yang memeriksa", "Regu pagi")
        self.press("Sudah diperiksa di P2U")
        self.follow("Catat tanda tangan")
        self.type(f"Barang jadi {size} dihitung mitra", str(quantity))
        self.press("Catat tanda tangan")

    def sign_off(self, word: str) -> None:
        """A step that is confirmed on a page of its own, under the word that leads there."""
        self.follow(word)
        self.press(word)


class Board(Window):
    """The board of orders, left open: it keeps itself fresh."""

    def shows(self, number: str, done: str, *parts: str) -> None:
        """Waits until the order's row reads so: done of wanted, then every part with its word."""
        row = self.main.locator(".order").filter(has_text=number)
        expect(row.locator(".order-done")).to_contain_text(done, timeout=15_000)
        expect(row.locator(".place")).to_have_text(list(parts), timeout=15_000)


class Tablet(Window):
    """A tablet that stands at one station."""

    size: ClassVar = (800, 1280)

    def pair(self, station: str) -> None:
        """A supervisor makes the tablet a station's, without a code."""
        self.go("/station")
        self.sees("Tablet ini belum punya pos")
        self.follow("Masuk dan pilih posnya tanpa kode")
        self.sign_in("O-3")
        self.choose(f"Pos {station}")
        self.type("Nama tablet", f"Tablet {station}")
        self.press("Pasangkan")
        self.answers("idle", "Pindai kartu petugas dulu.")
        expect(self.page.locator("#officer")).to_have_text("belum masuk")

    def take_over(self, officer: str) -> None:
        """An officer signs in at the station: a PIN and one tap."""
        self.page.locator("#officer").click()
        self.type("PIN petugas", PINS[officer])
        self.press("Masuk")
        expect(self.page.locator("#officer")).to_have_text(f"Petugas {officer}")
        expect(self.page.locator("#link")).to_contain_text("Tersambung")
        self.answers("idle", "Pindai label.")

    def photograph(self, picture: Path) -> None:
        """Takes a photo of what lies on the table."""
        self.page.set_input_files("#photo", picture)

    def answers(self, look: str, sentence: str) -> None:
        """Waits until the large panel has this look and says this."""
        panel = self.page.locator(".answer").first
        expect(panel).to_have_class(re.compile(rf"\banswer-{look}\b"), timeout=20_000)
        expect(panel).to_contain_text(sentence)

    def waits_here(self, total: int, *words: str) -> None:
        """Waits until so many pieces wait at this station, and the list says this of them."""
        expect(self.page.locator("#waiting-total")).to_have_text(str(total), timeout=15_000)
        for word in words:
            expect(self.page.locator("#waiting")).to_contain_text(word)

    def has_scanned(self, scans: int) -> None:
        """Waits until the last good scans number so many."""
        expect(self.page.locator("#recent li.recent-good")).to_have_count(scans, timeout=20_000)


class Inspector(Tablet):
    """The tablet at a gate."""

    def begins(self) -> None:
        """Paired with the last gate, O-2 signed in, what waits there in sight."""
        self.pair("P-QC")
        self.take_over("O-2")
        self.go("/quality")
        self.sees("Menunggu putusan")

    def judges(self, code: str, unit: str, waiting: int) -> None:
        """Begins, and scans a label: its inspection is in sight."""
        self.begins()
        self.scan(code)
        self.looks_at(unit, waiting)

    def looks_at(self, unit: str, waiting: int) -> None:
        """Waits for the inspection of this unit, with so many pieces to judge."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(unit)
        expect(self.page.locator(".judged-count")).to_contain_text(str(waiting))

    def measure(self, chest: str) -> None:
        """Takes a piece's one measurement, and looks at its seams."""
        self.main.get_by_label(re.compile("^Lingkar dada")).fill(chest)
        expect(self.main.locator(".check-said").first).to_contain_text("masuk")
        self.main.get_by_role("radiogroup", name="Kampuh rapi").get_by_text("Ya", exact=True).click()

    def keys(self, number: str) -> None:
        """Taps a number on the large keys, once they are there."""
        expect(self.main.locator("#measure")).to_be_visible()
        for digit in number:
            self.main.locator(f"#measure [data-digit='{digit}']").click()

    def types_number(self, number: str) -> None:
        """A measurement on the large keys, and on to the next."""
        self.keys(number)
        expect(self.main.locator("#measure-typed")).to_have_text(number)
        self.page.get_by_role("button", name="Lanjut").click()
        expect(self.main.locator("#measure-typed")).to_have_text("–")

    def finds(self, code: str, outcome: str) -> None:
        """A defect on one piece: its tile, and what becomes of it."""
        self.main.locator(".tile", has_text=code).click()
        self.main.locator(f"#found [data-outcome={outcome}]").click()

    def count_out(self, way: str) -> None:
        """One piece more that goes this way."""
        self.press(f"{way}: tambah satu")

    def name_defect(self, code: str, outcome: str) -> None:
        """One piece with this defect, and what becomes of it."""
        self.main.locator(".tile", has_text=code).click()
        fault = self.main.locator(f"[data-fault={code}]")
        fault.get_by_label("pada").fill("1")
        fault.get_by_label(f"Putusan untuk {code}").select_option(label=outcome)

    def rest_passes(self) -> None:
        """All pieces that go no other way."""
        self.main.locator(".split-passed").get_by_role("button", name="Sisa").click()

    def has_photos(self, unit: str, count: int) -> None:
        """Waits until so many photos stand on the page of the unit with this code."""
        self.page.wait_for_function(_PHOTOS, arg=[f"/units/{unit}", count], polling=500, timeout=60_000)

    def take_from_queue(self, unit: str) -> None:
        """Taps a unit in the list of what waits, once it stands there."""
        self.main.locator(".queue a", has_text=unit).click(timeout=15_000)
