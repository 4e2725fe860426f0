"""Photos kept while the server was away: their goods count, cards never; with cameras off since, a person decides."""

from __future__ import annotations

from pathlib import Path

import cv2
import pytest
from playwright.sync_api import Browser, expect

from floor.rules.codes import Kind
from tests.cast import Shop, shop
from tests.databases import OpenDatabase, only
from tests.scan import drawn_labels
from tests.stations.tablet import Server, at_station

__all__ = ["shop"]

pytestmark = [pytest.mark.browser, only("sqlite")]
SLOWLY = 60_000


def test_a_kept_photo_of_goods_and_a_badge_waits_for_a_person_while_cameras_are_forbidden(
    shop: Shop, server: Server, browser: Browser, database: OpenDatabase, tmp_path: Path
) -> None:
    badge = shop.card("officer_id", shop.ids["O-2"], Kind.OFFICER)
    labels = [(shop.bundle(1), 40, 40), (badge, 330, 40), (shop.bundle(2), 330, 240)]
    photo = tmp_path / "photo.png"
    cv2.imwrite(str(photo), drawn_labels.table(*((drawn_labels.qr(text), x, y) for text, x, y in labels)))
    with at_station("P-OBR", shop, server, browser, database) as tablet:
        link, unread = tablet.page.locator("#link"), tablet.page.locator("#unread li")
        server.kill()
        for count in (1, 2):
            tablet.page.set_input_files("#photo", photo)
            expect(link).to_contain_text(f"{count} menunggu kirim", timeout=SLOWLY)
        database.run("UPDATE site SET camera = FALSE")
        server.start()
        expect(unread).to_have_count(2, timeout=SLOWLY)
        expect(unread.first).to_contain_text("Kamera tidak dipakai di bengkel ini.")
        expect(unread.first).to_contain_text("Foto label")
        unread.last.get_by_role("button", name="Buang foto").click()
        expect(unread).to_have_count(1, timeout=SLOWLY)
        database.run("UPDATE site SET camera = TRUE")
        unread.get_by_role("button", name="Kirim lagi").click()
        expect(tablet.page.locator("#recent li.recent-good")).to_have_count(2, timeout=SLOWLY)
        expect(unread).to_have_count(0)
        assert {code for (code,) in database.rows("SELECT code FROM scan")} == {shop.bundle(1), shop.bundle(2)}
