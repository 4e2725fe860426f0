"""The power fails: a station is worked on paper, and what was marked there is in the ledger afterwards."""

from __future__ import annotations

from pathlib import Path

import cv2
import pytest

from floor.boards.verify import verify
from floor.models import DaySheet
from floor.paper.layout import Row
from tests.cast import Shop
from tests.databases import OpenDatabase, only
from tests.journeys.conftest import Opened
from tests.journeys.floor_people import PINS, Desk
from tests.paper.filled import bubble, mark, page, photographed

pytestmark = [pytest.mark.browser, only("sqlite")]

FETCH = "async (address) => Array.from(new Uint8Array(await (await fetch(address)).arrayBuffer()))"


def test_a_sheet_is_printed_filled_photographed_confirmed_and_recorded(
    shop: Shop, opened: Opened, database: OpenDatabase, tmp_path: Path
) -> None:
    for number in (1, 2):
        shop.through(shop.bundle(number), "P-OBR")
    desk = opened(Desk)
    desk.go("/")
    desk.sign_in("O-3")
    desk.go("/paper")
    desk.page.get_by_label("Pos", exact=True).select_option("P-JHT")
    desk.press("Buat lembar")
    desk.sees("Lembar siap dicetak", "Pos P-JHT")
    address = desk.main.get_by_role("link", name="Buka PDF").get_attribute("href") or ""
    picture = page(bytes(desk.page.evaluate(FETCH, address)))

    kept = shop.write(lambda conn: conn.execute(DaySheet.__table__.select()).one().rows)
    first, second = (Row.kept(row) for row in kept)
    mark(picture, [bubble(first, "all", 1)])
    mark(picture, [bubble(second, "quantity", 5)], "half")
    photo = tmp_path / "lembar.jpg"
    cv2.imwrite(str(photo), photographed(picture, 4))

    desk.go("/paper")
    desk.page.get_by_label("Foto atau hasil pindai lembar").set_input_files(photo)
    desk.press("Baca lembar")
    desk.sees("1 baris kurang jelas dan harus Anda isi sendiri.")
    desk.page.get_by_label("Selesai").nth(1).fill("5")
    if desk.page.get_by_label("PIN petugas").count():
        desk.type("PIN petugas", PINS["O-3"])
    desk.press("Sudah cocok, catat")
    desk.sees("Semua baris yang diisi sudah dicatat.", "Selesai 12 dari 12", "Selesai 5 dari 12")

    assert shop.where(f"{shop.batch}/001") == {3: 12}
    assert shop.where(f"{shop.batch}/002") == {2: 7, 3: 5}
    with database.engine.connect() as conn:
        assert verify(conn).holds
