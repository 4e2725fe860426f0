"""The page that tests a hand scanner says what it sends, and what to set."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from floor.rules.codes import is_code
from floor.stations.scanner import SAMPLE
from tests.databases import only
from tests.journeys.floor_server import Served
from tests.journeys.scanner_harness import Scanner

pytestmark = [pytest.mark.browser, only("sqlite")]

SPOILED = SAMPLE.translate(str.maketrans("12QAWZM", "&éAQZW?"))
CASES = [
    (SAMPLE, ("Enter",), "siap dipakai", ["TAQWZYM12B, benar", "USA, benar", "10 ms per tombol"]),
    (SPOILED, ("Enter",), "perlu diatur", ["tablet: Prancis"]),
    (SAMPLE.lower(), ("Enter", "Tab"), "perlu diatur", ["huruf kecil", "Enter, Tab"]),
    (f"]Q1{SAMPLE}", ("Tab",), "siap dipakai", ["]Q1 (QR)", "lebih baik Enter"]),
    (f"*{SAMPLE}", ("Enter",), "perlu diatur", ["Hapus awalan"]),
    (SAMPLE * 2, ("Enter",), "siap dipakai", ["2 kode dalam satu pindaian"]),
    (SPOILED[:7] + SPOILED[8:], ("Enter",), "harus diatur dulu", ["tata letak papan ketik pemindai salah"]),
    ("]E04006381333931", ("Enter",), "harus diatur dulu", ["Matikan simbologi lain"]),
    (SAMPLE, (), "harus diatur dulu", ["Atur akhiran (suffix): Enter"]),
]


def test_it_says_what_a_scanner_sends_and_what_to_set(served: Served, browser: Browser) -> None:
    assert is_code(SAMPLE)
    page = browser.new_page(locale="id-ID")
    page.goto(served.address + "/station/scanner")
    expect(page.locator("#scanner-verdict")).to_contain_text("Siap: pindai contohnya.")
    scanner = Scanner(page, page.context.new_cdp_session(page), float(page.evaluate("Date.now()")) / 1000)
    for keys, ends, verdict, facts in CASES:
        scanner.keys([*keys, *ends], 10)
        scanner.clock += 2
        expect(page.locator("#scanner-verdict")).to_contain_text(verdict)
        for fact in facts:
            expect(page.locator("#scanner-facts")).to_contain_text(fact)
        expect(page.locator("#scanner-keys li")).to_have_count(len(keys) + len(ends))
    page.context.close()
