"""The answer to a verdict is heard as a station's answers are: the same tunes, on a page that has only just opened."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from floor import clock
from floor.access.officers import set_pin
from tests.cast import Shop, shop
from tests.databases import OpenDatabase, only
from tests.quality.conftest import send
from tests.stations.tablet import Server, sign_in

__all__ = ["shop"]

pytestmark = [pytest.mark.browser, only("sqlite")]
SLOWLY = 60_000
LISTEN = """window.tones = [];
const { start } = OscillatorNode.prototype;
OscillatorNode.prototype.start = function (at) {
  window.tones.push(this.frequency.value);
  return start.call(this, at);
};"""


def hears(page: Page, *tones: int) -> None:
    """Waits until the page has played these tones, in hertz."""
    page.wait_for_function("tones => String(window.tones) === tones", arg=",".join(map(str, tones)), timeout=SLOWLY)


def test_a_verdict_sounds_like_a_scan_and_its_undo_like_an_undo(
    shop: Shop, server: Server, browser: Browser, database: OpenDatabase
) -> None:
    database.run("UPDATE product SET standard_id = NULL")  # nothing is measured
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    sign_in(shop, "P-QC", "O-2")
    database.run("UPDATE station SET pin_at = :now, officer_seen_at = :now WHERE code = 'P-QC'", now=clock.now())
    context = browser.new_context(viewport={"width": 800, "height": 1280}, locale="id-ID")
    context.add_cookies([{"name": "floor_station", "value": shop.tablets["P-QC"], "url": server.address}])
    context.add_init_script(LISTEN)
    page = context.new_page()
    page.goto(f"{server.address}/quality/inspect/{shop.bundle(1)}")
    expect(page.locator("#wedge-said")).to_be_hidden()
    page.get_by_role("button", name="Semua lulus").click()
    expect(page.locator(".answer")).to_contain_text("12 lulus", timeout=SLOWLY)
    hears(page, 880, 1320)
    page.get_by_role("button", name="Urungkan").click()
    expect(page.locator(".answer")).to_contain_text("Diurungkan", timeout=SLOWLY)
    hears(page, 1320, 880)
    context.close()


def test_a_verdict_that_is_refused_sounds_as_it_looks(
    shop: Shop, server: Server, browser: Browser, database: OpenDatabase
) -> None:
    database.run("UPDATE product SET standard_id = NULL")  # nothing is measured
    code = shop.bundle(1)
    shop.through(code, "P-OBR", "P-JHT", "P-BBG")
    sign_in(shop, "P-QC", "O-2")
    shop.write(lambda conn: set_pin(conn, shop.ids["O-2"], "1002"))
    context = browser.new_context(viewport={"width": 800, "height": 1280}, locale="id-ID")
    context.add_cookies([{"name": "floor_station", "value": shop.tablets["P-QC"], "url": server.address}])
    context.add_init_script(LISTEN)
    page = context.new_page()
    page.goto(f"{server.address}/quality/inspect/{code}")
    expect(page.locator("#type-code")).to_be_visible(timeout=SLOWLY)  # its script runs
    page.fill("#pin", "9999")
    page.get_by_role("button", name="Semua lulus").click()  # a PIN goes as a form, and its refusal is a page
    refused = page.locator("[role=alert].look:visible")
    expect(refused).to_contain_text("PIN", timeout=SLOWLY)
    look = page.locator(".judged").get_attribute("data-sound", timeout=SLOWLY)
    hears(page, *{"stop": (220, 180, 220), "ask": (587, 880, 587, 880)}[str(look)])

    database.run("UPDATE station SET pin_at = :now, officer_seen_at = :now WHERE code = 'P-QC'", now=clock.now())
    page.goto(f"{server.address}/quality/inspect/{code}")
    expect(page.locator("#type-code")).to_be_visible(timeout=SLOWLY)
    send(shop, shop.item(code, passed=12))  # somebody else was quicker
    page.get_by_role("button", name="Semua lulus").click()
    said = page.locator("#given-said")
    expect(said).to_be_visible(timeout=SLOWLY)
    tunes = {"stop": (220, 180, 220), "ask": (587, 880, 587, 880), "already": (660, 660)}
    [look] = {name for name in tunes if f"look-{name}" in str(said.get_attribute("class"))}
    hears(page, *tunes[look])
    context.close()
