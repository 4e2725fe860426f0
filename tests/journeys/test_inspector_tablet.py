"""What an inspector's tablet takes: numbers on large keys, a defect with its photo while the network is gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from floor.rules.codes import Kind
from tests.cast import Shop
from tests.databases import OpenDatabase, only
from tests.journeys.conftest import Opened
from tests.journeys.floor_people import PINS, Inspector
from tests.journeys.test_inspector import COUNT_TAPS, at_the_gate, taps
from tests.quality.owing import checks, owes

pytestmark = [pytest.mark.browser, only("sqlite")]

__all__ = ["at_the_gate"]


def test_three_measurements_are_three_numbers_and_one_tap(shop: Shop, opened: Opened) -> None:
    owes(shop, "first", 3)
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    gate = opened(Inspector)
    gate.page.add_init_script(COUNT_TAPS)
    gate.judges(shop.bundle(1), "A-001-01/001", waiting=12)
    expect(gate.main.locator(".pass-all")).to_contain_text("masih 3 hasil periksa")
    before = taps(gate)
    gate.types_number("108")
    gate.types_number("107,5")
    gate.keys("10,8")
    expect(gate.main.locator("#measure-verdict")).to_contain_text("10,8 jauh dari 108 cm.")
    gate.page.get_by_role("button", name="Maksudnya 108?").click()
    gate.page.get_by_role("button", name="Lanjut").click()
    expect(gate.main.locator("#measure")).to_be_hidden()
    gate.main.locator(".pass-all").click()
    gate.answers("good", "12 lulus")
    assert taps(gate) - before == 1


def test_what_is_found_without_the_network_is_kept_with_its_photo_and_sent_again_to_a_restored_server(
    at_the_gate: Shop, opened: Opened, database: OpenDatabase, tmp_path: Path
) -> None:
    shop, gate, photo = at_the_gate, opened(Inspector), tmp_path / "cacat.png"
    Image.new("RGB", (2400, 1800), "white").save(photo)
    gate.page.add_init_script(COUNT_TAPS)
    gate.judges(shop.bundle(1), "A-001-01/001", waiting=12)
    gate.page.context.set_offline(True)
    before = taps(gate)
    gate.main.locator(".tile", has_text="G01").click()
    with gate.page.expect_file_chooser() as camera:
        gate.page.locator("#found .picture-take").click()
    camera.value.set_files(photo)  # its shutter is the second tap of a photo
    expect(gate.main.locator(".picture img")).to_have_count(1)
    gate.page.locator("#found [data-outcome=scrap]").click()
    gate.press("Simpan, sisanya lulus: 11")
    gate.sees("Disimpan di tablet")
    assert taps(gate) - before == 4
    gate.page.context.set_offline(False)
    gate.answers("good", "11 lulus, lanjut ke Lipat & kemas; 1 afkir.")
    kept = "SELECT COUNT(*) FROM inspection_picture p JOIN inspection i ON i.client_id = p.verdict_client_id"
    gate.has_photos(shop.bundle(1), 1)
    story = gate.page.context.new_page()
    story.goto(f"{gate.address}/units/{shop.bundle(1)}")
    expect(story.locator(".picture")).to_contain_text("G01")
    assert database.rows(kept) == [(1,)]
    database.run("UPDATE site SET epoch = 'restored'")
    with gate.page.expect_response("**/api/v1/inspections/pictures", timeout=60_000) as again:
        gate.go("/quality")
    assert again.value.json()["replayed"]
    expect(gate.page.locator("#kept")).to_be_hidden()  # the verdict was sent again as well, and is answered
    gate.troubles[:] = [trouble for trouble in gate.troubles if "DISCONNECTED" not in trouble]


def test_work_of_the_own_team_is_judged_with_a_second_officer(
    shop: Shop, opened: Opened, database: OpenDatabase
) -> None:
    worker = shop.card("worker_id", shop.ids["K1"], Kind.WORKER)
    shop.through(shop.bundle(1), "P-OBR")
    shop.scan("P-JHT", worker)
    shop.through(shop.bundle(1), "P-JHT", "P-BBG")
    database.run("UPDATE officer SET team_id = :team WHERE code = 'O-2'", team=shop.ids["K1"])
    gate = opened(Inspector)
    gate.judges(shop.bundle(1), "A-001-01/001", waiting=12)
    gate.sees("Hasil kerja regu yang Anda pimpin")
    gate.press("Semua lulus 12")
    gate.sees("petugas kedua")
    expect(gate.main.get_by_role("alert").first).to_be_visible()
    gate.looks_at("A-001-01/001", waiting=12)
    gate.type("Kode petugas kedua", "O-3")
    gate.type("PIN petugas kedua", PINS["O-3"])
    gate.press("Semua lulus 12")
    gate.answers("good", "12 lulus")
    gate.follow("Lihat putusan ini")
    gate.sees("Petugas kedua", "Petugas O-3 (O-3)")
    gate.troubles[:] = [trouble for trouble in gate.troubles if "status of 4" not in trouble]


def test_what_must_be_seen_on_every_piece_is_asked_for_by_name_and_is_one_tap(
    shop: Shop, opened: Opened, database: OpenDatabase
) -> None:
    checks(shop, severity="critical")
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    gate = opened(Inspector)
    gate.page.add_init_script(COUNT_TAPS)
    gate.judges(shop.bundle(1), "A-001-01/001", waiting=12)
    pass_all = gate.main.locator(".pass-all")
    expect(pass_all).to_contain_text("masih 1 hasil periksa")
    pass_all.click()
    expect(gate.main.locator("#pass-owed")).to_contain_text("Bebas patahan jarum")
    before = taps(gate)
    gate.main.locator("[name=all_checked]").check()
    expect(pass_all).not_to_contain_text("masih")
    pass_all.click()
    gate.answers("good", "12 lulus")
    assert taps(gate) - before == 2
    assert database.rows("SELECT piece, good FROM finding") == [(0, True)]
