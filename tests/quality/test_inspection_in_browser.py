"""The inspection screen under a finger: keys, tiles, live judgement, a scanner; and the same page as a plain form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from sqlalchemy import update

from floor import clock
from floor.models import Station
from tests.cast import Shop
from tests.databases import OpenDatabase, only
from tests.journeys.floor_server import Served, serving
from tests.quality.conftest import FIRST
from tests.stations.tablet import FLAGS

pytestmark = [pytest.mark.browser, only("sqlite")]

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def chromium_here(chromium: str) -> Iterator[Browser]:
    """One Chromium for all of these."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def served(shop: Shop, database: OpenDatabase, tmp_path: Path) -> Iterator[Served]:
    """The workshop, served; the inspector has just typed the PIN at P-QC."""
    signed_in = update(Station).where(Station.code == "P-QC").values(officer_id=shop.ids["O-2"], pin_at=clock.now())
    shop.write(lambda conn: conn.execute(signed_in))
    with serving(database.url, tmp_path) as served:
        yield served


@pytest.fixture
def look_at(served: Served, shop: Shop, bundle: str, chromium_here: Browser) -> Iterator[Open]:
    """Opens the bundle's inspection on the tablet of P-QC."""
    contexts = []

    def opened(javascript: bool = True) -> Page:
        context = chromium_here.new_context(viewport={"width": 800, "height": 1280}, java_script_enabled=javascript)
        contexts.append(context)
        context.add_cookies([{"name": "floor_station", "value": shop.tablets["P-QC"], "url": served.address}])
        page = context.new_page()
        page.goto(f"{served.address}/quality/inspect/{bundle}")
        return page

    yield opened
    for context in contexts:
        context.close()


def test_a_number_is_judged_while_it_is_typed(look_at: Open) -> None:
    page = look_at()
    chest, said = page.get_by_label("Lingkar dada"), page.locator(".check-said").first
    for typed, word in (
        ("108,5", "masuk"),
        ("109.4", "di luar batas"),
        ("106,", "di luar batas"),
        ("x", "bukan angka"),
    ):
        chest.fill(typed)
        expect(said).to_have_text(word)
    expect(page.get_by_role("button", name="Semua lulus")).to_be_disabled()


def test_one_measurement_then_one_tap(look_at: Open, shop: Shop) -> None:
    page = look_at()
    page.get_by_label("Lingkar dada").fill("108")
    page.get_by_role("button", name="Semua lulus").click()
    expect(page.locator(".answer-good")).to_contain_text("12 lulus")
    assert shop.where(FIRST) == {5: 12}


def test_keys_and_a_tile_make_a_split(look_at: Open, shop: Shop) -> None:
    page = look_at()
    page.get_by_role("button", name="Perbaikan: tambah satu").click(click_count=2)
    page.get_by_role("button", name="Perbaikan: kurangi satu").click()
    page.locator(".split-passed").get_by_role("button", name="Sisa").click()
    expect(page.locator("#tally")).to_have_text("12 dari 12 dinilai")
    page.locator(".tile", has_text="G01").click()
    page.get_by_role("button", name="Simpan putusan").click()
    expect(page.locator(".answer-good")).to_contain_text("1 perbaikan, kembali ke Jahit")
    assert shop.where(FIRST) == {2: 1, 5: 11}


def test_a_scan_leads_to_the_next_unit(look_at: Open, shop: Shop) -> None:
    page, other = look_at(), shop.bundle(2)
    page.keyboard.type(other)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{other}")


def test_a_scan_does_not_throw_a_begun_verdict_away(look_at: Open, shop: Shop, bundle: str) -> None:
    page, other = look_at(), shop.bundle(2)
    page.get_by_role("button", name="Afkir: tambah satu").click()
    page.keyboard.type(other)
    page.keyboard.press("Enter")
    expect(page.locator("#wedge-said")).to_contain_text("belum disimpan")
    expect(page.locator("#scrap")).to_have_value("1")
    assert page.url.endswith(bundle)


def test_without_javascript_it_is_a_form(look_at: Open, shop: Shop) -> None:
    page = look_at(javascript=False)
    page.get_by_label("Lulus", exact=True).fill("11")
    page.get_by_label("Perbaikan", exact=True).fill("1")
    page.locator(".tile", has_text="G01").click()
    page.get_by_label("Perbaikan", exact=True).press("Enter")  # Enter saves; it never passes everything
    expect(page.locator(".answer-good")).to_contain_text("11 lulus")
    assert shop.where(FIRST) == {2: 1, 5: 11}
