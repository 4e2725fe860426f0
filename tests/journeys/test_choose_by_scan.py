"""Of several numbered choices one is taken with a scanner: its number, then OK."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from floor.rules.codes import Kind
from floor.scan.labels import issue
from tests.cast import Shop, shop
from tests.databases import OpenDatabase, only
from tests.stations.tablet import Server, at_station

__all__ = ["shop"]

pytestmark = [pytest.mark.browser, only("sqlite")]
SLOWLY = 60_000


def test_a_step_and_a_lost_label_are_chosen_without_a_touch(
    shop: Shop, server: Server, browser: Browser, database: OpenDatabase
) -> None:
    cards = {word: shop.card("command", word, Kind.COMMAND) for word in ("d2", "d9", "ok", "for.lost")}
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
