"""A supervisor's morning: one look says which order is at risk and why; from there to the bundle and its story."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from floor.access.officers import set_pin
from floor.db import db
from tests.boards.finished import due_in, finish
from tests.cast import Shop
from tests.databases import OpenDatabase, only
from tests.journeys.floor_people import PINS, Desk, Window
from tests.stations.tablet import Server, serving

pytestmark = [pytest.mark.browser, only("postgresql")]

THREE_MINUTES = 180_000


class Wall(Window):
    """The screen on the wall."""

    size = (1920, 1080)


@pytest.fixture
def server(shop: Shop, database: OpenDatabase, tmp_path: Path) -> Iterator[Server]:
    """The cast's workshop, served by what can be stopped and started again; its officers have PINs."""
    for officer, pin in PINS.items():
        db.write(partial(set_pin, officer_id=shop.ids[officer], pin=pin))
    with serving(database, tmp_path) as server:
        yield server


def test_one_look_says_which_order_is_at_risk_and_why_and_leads_to_its_bundles(
    shop: Shop, server: Server, browser: Browser, database: OpenDatabase
) -> None:
    due_in(shop, 3)
    finish(database, shop, 2, 1)
    finish(database, shop, 1, 1)
    shop.through(shop.bundle(1), "P-OBR")
    desk = Desk.open(browser, server.address)
    desk.go("/")
    desk.sign_in("O-3")

    desk.sees("PO-A-001", "Rawan terlambat", "Kurang 36 potong: butuh ", "nyata 1. Perkiraan selesai ")
    desk.follow("PO-A-001")
    desk.sees("Hasil per hari, 14 hari terakhir", "12 potong")
    desk.main.locator("a[href$='size=M&stage=JHT']").click()
    desk.sees("Selesai: Obras → Jahit", "Petugas O-1")
    desk.follow("A-001-01/001")
    desk.sees("Sekarang di mana", "di sini", "12 potong selesai Obras, lanjut ke Jahit.")
    assert desk.troubles == []


def test_a_scan_on_any_page_leads_to_its_story(shop: Shop, server: Server, browser: Browser) -> None:
    desk = Desk.open(browser, server.address)
    desk.go("/office")
    desk.sign_in("O-3")
    desk.sees("Kantor")
    desk.scan(shop.bundle(2))
    expect(desk.page.get_by_role("heading", level=1)).to_contain_text("A-001-01/002")


def test_the_pages_keep_themselves_fresh(shop: Shop, server: Server, browser: Browser) -> None:
    desk = Desk.open(browser, server.address)
    desk.go("/orders/PO-A-001")
    desk.sign_in("O-3")
    desk.sees("Obras 24")
    shop.through(shop.bundle(1), "P-OBR")
    expect(desk.main).to_contain_text("Jahit 12", timeout=15_000)
    assert desk.troubles == []


def test_the_wall_greys_out_when_the_server_stops_and_comes_back_by_itself(server: Server, browser: Browser) -> None:
    wall = Wall.open(browser, server.address)
    wall.page.clock.install()
    wall.go("/orders/board")
    wall.sign_in("O-3")
    wall.sees("PO-A-001")
    expect(wall.page.locator(".wall-old")).to_be_hidden()

    server.kill()
    wall.page.clock.run_for(THREE_MINUTES)
    expect(wall.page.locator(".wall-old")).to_be_visible()
    wall.sees("Data lama", "Layar ini lanjut sendiri.")
    expect(wall.page.locator("#wall")).to_have_css("filter", "grayscale(1)")

    server.start()
    wall.page.clock.resume()
    expect(wall.page.locator(".wall-old")).to_be_hidden(timeout=20_000)


def test_the_wall_turns_its_pages_until_somebody_stops_it(server: Server, browser: Browser) -> None:
    wall = Wall.open(browser, server.address)
    wall.page.clock.install()
    wall.go("/orders/board")
    wall.sign_in("O-3")
    heading = wall.page.locator(".slide.is-shown h2")
    expect(heading).to_have_text("Pesanan")
    expect(wall.page.get_by_role("button", name="Jeda")).to_be_visible()  # by the script that turns the pages
    wall.page.clock.run_for(21_000)
    expect(heading).to_contain_text("Menumpuk di tahap")
    wall.page.get_by_role("button", name="Jeda").click()
    wall.page.clock.run_for(60_000)
    expect(heading).to_contain_text("Menumpuk di tahap")
    assert wall.troubles == []
