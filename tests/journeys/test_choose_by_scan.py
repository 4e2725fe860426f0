"""Of several numbered choices one is taken with a scanner: its number, then OK."""

from __future__ import annotations

from functools import partial

import pytest
from playwright.sync_api import Browser, expect

from floor.rules.codes import Kind
from floor.scan import lots
from floor.scan.labels import issue
from tests.cast import Shop, shop
from tests.databases import OpenDatabase, only
from tests.quality.conftest import fail, send
from tests.stations.tablet import Server, at_station

__all__ = ["shop"]

pytestmark = [pytest.mark.browser, only("sqlite")]
SLOWLY = 60_000


def _cards(shop: Shop, *words: str) -> dict[str, str]:
    return {word: shop.card("command", word, Kind.COMMAND) for word in words}


def test_a_step_and_a_lost_label_are_chosen_without_a_touch(
    shop: Shop, server: Server, browser: Browser, database: OpenDatabase
) -> None:
    cards = _cards(shop, "d2", "d9", "ok", "for.lost")
    shop.scan("P-OBR", shop.bundle(1), quantity=5)
    with at_station("P-GANDA", shop, server, browser, database) as tablet:
        scan, choices = tablet.type, tablet.page.locator(".answer-next .button-main")
        expect(tablet.page.locator("#waiting-total")).to_have_text("24", timeout=SLOWLY)
        scan(shop.bundle(1))
        tablet.shows("ask")
        expect(choices).to_have_text(["1. Obras (7)", "2. Jahit (5)"])
        scan(cards["d9"])
        scan(cards["ok"])  # there is no ninth: the choices stay
        expect(tablet.page.locator("#armed-number")).to_have_text("9")
        expect(choices).to_have_count(2)
        scan(cards["d2"])
        expect(tablet.page.locator("#armed-number")).to_have_text("2")
        scan(cards["ok"])
        tablet.shows("good", "selesai Jahit")
        expect(tablet.page.locator("#armed")).to_be_hidden()
        assert shop.where("A-001-01/001") == {1: 7, 3: 5}

        scan(str(shop.write(lambda conn: issue(conn, Kind.UNIT, shop.now))))
        expect(tablet.page.locator("#bind-uses")).to_be_visible(timeout=SLOWLY)
        scan(cards["for.lost"])
        offered = tablet.page.locator("#bind-offered button")
        expect(offered).to_have_count(2)
        second = offered.nth(1).inner_text().removeprefix("2. ")
        scan(cards["d2"])
        expect(offered.nth(1)).to_have_attribute("aria-pressed", "true")
        scan(cards["ok"])
        expect(tablet.page.locator("#bind-confirm")).to_contain_text(second)
        scan(cards["ok"])
        tablet.shows("good", second)


def test_a_lots_recipe_is_chosen_without_a_touch(
    shop: Shop, server: Server, browser: Browser, database: OpenDatabase
) -> None:
    cards = _cards(shop, "d2", "d5", "ok", "for.dye")
    for unit, recipe in (("A-001-01", "Nila 2 %"), ("A-001-01/002", "Soga, 3 celup")):
        unit_id = database.value("SELECT id FROM unit WHERE name = :unit", unit=unit)
        bath = {"unit_id": unit_id, "kind": lots.LotKind.DYE, "recipe": recipe}
        shop.write(partial(lots.keep, **bath, at=shop.now, officer_id=shop.ids["O-1"]))
    with at_station("P-OBR", shop, server, browser, database) as tablet:
        page, scan = tablet.page, tablet.type
        scan(str(shop.write(lambda conn: issue(conn, Kind.UNIT, shop.now))))
        expect(page.locator("#bind-uses")).to_be_visible(timeout=SLOWLY)
        scan(cards["for.dye"])
        scan(shop.bundle(1))
        expect(page.locator("#bind-amount")).to_be_visible(timeout=SLOWLY)
        scan(cards["d5"])
        expect(page.locator("#bind-confirm")).to_contain_text("lot celup 5")
        scan(cards["ok"])
        expect(page.locator("#bind-said")).to_contain_text("Resep yang mana?")
        scan(cards["d2"])
        expect(page.locator("#bind-recipes button").nth(1)).to_have_attribute("aria-pressed", "true")
        expect(page.locator("#bind-quantity")).to_have_value("5")
        scan(cards["ok"])
        tablet.shows("good", "5")
    assert database.value("SELECT recipe FROM lot ORDER BY id DESC LIMIT 1") == "Nila 2 %"


def test_which_pieces_are_judged_is_chosen_without_a_touch(
    shop: Shop, server: Server, browser: Browser, database: OpenDatabase
) -> None:
    cards, code = _cards(shop, "d2", "d7", "ok"), shop.bundle(1)
    shop.through(code, "P-OBR", "P-JHT", "P-BBG")
    send(shop, shop.item(code, rework=[{"quantity": 3}], defects=[fail(3, "rework")]))
    shop.through(code, "P-JHT", "P-BBG")
    with at_station("P-QC", shop, server, browser, database) as tablet:
        tablet.page.goto(f"{server.address}/quality/inspect/{code}")
        choices = tablet.page.locator("[data-choices] a")
        expect(choices).to_have_text(["1. Hanya yang baru (9)", "2. Hanya perbaikan ke-1 (3)"])
        expect(tablet.page.locator("#type-code")).to_be_visible(timeout=SLOWLY)  # it listens
        tablet.type(cards["d7"])
        tablet.type(cards["ok"])  # there is no seventh
        expect(tablet.page.locator("#wedge-said")).to_contain_text("Perintah itu tidak ada")
        tablet.type(cards["d2"])
        expect(choices.nth(1)).to_have_attribute("aria-current", "true")
        tablet.type(cards["ok"])
        expect(choices).to_have_count(0, timeout=SLOWLY)
        expect(tablet.page.locator(".judged-count")).to_contain_text("3")
