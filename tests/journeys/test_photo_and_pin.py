"""Photos of a verdict that the server asks a PIN for: they are its photos, by whichever way it is given in the end."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.cast import Shop
from tests.databases import OpenDatabase, only
from tests.journeys.conftest import Opened
from tests.journeys.floor_people import PINS, Inspector
from tests.journeys.test_inspector import at_the_gate

pytestmark = [pytest.mark.browser, only("sqlite")]

__all__ = ["at_the_gate"]


def photograph(gate: Inspector, photo: Path, count: int) -> None:
    """A photo, once it is drawn on the page."""
    gate.page.wait_for_load_state()
    gate.page.locator("#pictures input[type=file]").first.set_input_files(photo)
    expect(gate.main.locator("#pictures .picture img")).to_have_count(count)


def test_photos_stay_with_a_verdict_that_wanted_a_pin_first(
    at_the_gate: Shop, opened: Opened, database: OpenDatabase, tmp_path: Path
) -> None:
    shop, gate, photo = at_the_gate, opened(Inspector), tmp_path / "cacat.png"
    Image.new("RGB", (600, 400), "white").save(photo)
    gate.judges(shop.bundle(1), "A-001-01/001", waiting=12)
    gate.finds("G01", "scrap")
    photograph(gate, photo, 1)
    database.run("UPDATE station SET pin_at = 1")
    database.run("UPDATE duty SET pin_at = 1")
    gate.press("Simpan, sisanya lulus: 11")  # it is sent, refused, and comes back with a field for the PIN
    expect(gate.main.get_by_label("PIN petugas")).to_be_visible(timeout=30_000)
    photograph(gate, photo, 1)
    gate.type("PIN petugas", PINS["O-2"])
    gate.press("Simpan, sisanya lulus: 11")
    gate.answers("good", "11 lulus")
    gate.has_photos(shop.bundle(1), 2)
    gate.troubles[:] = [trouble for trouble in gate.troubles if "403" not in trouble]  # the PIN was wanted
