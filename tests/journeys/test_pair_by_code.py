"""A supervisor's screen shows a code, a tablet reads it, and the screen turns by itself."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.databases import only
from tests.journeys.conftest import Opened
from tests.journeys.floor_people import Desk, Tablet

pytestmark = [pytest.mark.browser, only("sqlite")]


def test_a_tablet_is_paired_by_the_code_on_a_supervisors_screen(opened: Opened) -> None:
    desk, tablet = opened(Desk), opened(Tablet)
    desk.go("/office/pairing")
    desk.sign_in("O-3")
    desk.follow("Pos P-JHT Jahit · 1 tablet")
    desk.press("Tampilkan kode")
    desk.sees("Berlaku", "untuk satu tablet.")
    address = desk.main.locator(".pairing-address").inner_text()
    code = re.sub(r"\s", "", desk.main.locator(".pairing-short").inner_text())

    tablet.go("/station")
    tablet.sees("Tablet ini belum punya pos")
    tablet.scan(f"{address}?code={code}")  # as a hand scanner reads the QR
    tablet.sees("Pasangkan tablet ini?", "Pos P-JHT")
    tablet.press("Pasangkan tablet ini")
    tablet.answers("idle", "Pindai kartu petugas dulu.")

    expect(desk.main.locator(".look-good")).to_contain_text("Tablet terpasang di pos Pos P-JHT.", timeout=15_000)
    desk.follow("Selesai")
    assert desk.row("Tablet 2")[0] == "Tablet 2"

    desk.main.get_by_role("button", name="Cabut Tablet 2").click()
    desk.sees("Tablet dicabut.")
    tablet.go("/station")
    tablet.sees("Tablet tidak terpasang lagi")
    tablet.follow("Pasangkan lagi")
    tablet.sees("Tablet ini belum punya pos")
    tablet.troubles.clear()  # it was refused, as it should be


def test_a_code_typed_on_the_tablets_keys_pairs_too_and_a_second_tablet_is_refused(opened: Opened) -> None:
    desk, tablet, other = opened(Desk), opened(Tablet), opened(Tablet)
    desk.go("/office/stations/P-OBR/pair")
    desk.sign_in("O-3")
    desk.press("Tampilkan kode")
    code = re.sub(r"\s", "", desk.main.locator(".pairing-short").inner_text())

    tablet.go("/station/pair")
    for key in code:
        tablet.page.click(f"[data-pad=code] [data-key='{key}']")
    tablet.press("Lanjut")
    tablet.press("Pasangkan tablet ini")
    tablet.answers("idle", "Pindai kartu petugas dulu.")

    other.go("/station")
    other.scan(code)
    other.sees("Kode ini sudah dipakai tablet lain.")
    other.troubles.clear()  # the browser notes every answer that says no
