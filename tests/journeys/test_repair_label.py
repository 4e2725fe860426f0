"""Pieces to be mended get a label of their own, and come back to the gate by it with what was found on them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlalchemy import Connection, insert, select, update

from floor.models import Batch, StandardVersion
from floor.rules.codes import Kind
from floor.scan import labels
from tests.cast import Shop
from tests.databases import OpenDatabase, only
from tests.journeys.conftest import Opened
from tests.journeys.floor_people import Inspector
from tests.journeys.floor_server import Served

pytestmark = [pytest.mark.browser, only("sqlite")]


def draw_shirts(conn: Connection, shop: Shop) -> None:
    """A newer version of the cast's standard: nothing is checked by it, defects are placed on a shirt's drawing."""
    standard = select(StandardVersion.standard_id).where(StandardVersion.id == shop.ids["standard"])
    values = {"standard_id": conn.execute(standard).scalar_one(), "number": 2, "published_at": shop.now}
    version = insert(StandardVersion).values({**values, "drawing": "kemeja"}).returning(StandardVersion.id)
    conn.execute(update(Batch).values(standard_version_id=conn.execute(version).scalar_one()))


def test_pieces_to_be_mended_get_their_own_label(
    shop: Shop, served: Served, opened: Opened, database: OpenDatabase
) -> None:
    shop.write(lambda conn: draw_shirts(conn, shop))
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    gate = opened(Inspector)
    blank = shop.write(lambda conn: labels.issue(conn, Kind.UNIT, shop.now))
    gate.judges(shop.bundle(1), "A-001-01/001", waiting=12)

    gate.main.locator(".tile", has_text="G01").click()
    gate.main.locator(".drawing-side").first.click(position={"x": 60, "y": 90})
    expect(gate.main.locator(".drawing-spot")).to_have_count(1)
    gate.main.locator(".zones summary").focus()
    gate.page.keyboard.press("Enter")
    expect(gate.main.get_by_role("button", name="Kerah")).to_be_visible()
    gate.page.keyboard.press("Tab")
    gate.page.keyboard.press("Enter")
    expect(gate.main.get_by_role("button", name="Kerah")).to_have_attribute("aria-pressed", "true")
    expect(gate.main.locator(".drawing-spot")).to_have_count(2)
    gate.main.locator("#found [data-found-add='1']").click()
    gate.main.locator("#found [data-outcome=rework]").click()
    expect(gate.main.locator("#lines")).to_contain_text("2 Perbaikan: G01 Jahitan loncat · 2 titik")
    gate.press("Simpan, sisanya lulus: 10")
    gate.answers("good", "10 lulus, lanjut ke Lipat & kemas; 2 perbaikan, kembali ke Jahit.")
    gate.sees("Tempel label kosong pada 2 potong perbaikan")
    gate.scan(blank)
    gate.sees("Label baru ditempel pada 2 potong perbaikan.")

    shop.through(blank, "P-JHT", "P-BBG")
    gate.go("/quality")
    gate.sees("A-001-01/003", "kembali ke-1")
    gate.scan(blank)
    gate.looks_at("A-001-01/003", waiting=2)
    gate.sees("yang ditemukan sebelumnya", "G01 Jahitan loncat")
    gate.go(f"/units/{blank}")
    gate.sees("lewat label asalnya, A-001-01/001")
    assert len(database.rows("SELECT * FROM defect_spot")) == 2
    assert served.verify()["problems"] == []
