"""The board on the wall: page after page, by itself, with or without JavaScript."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.boards.conftest import words
from tests.boards.finished import due_in, finish
from tests.cast import Shop
from tests.databases import OpenDatabase


def test_orders_come_first_with_their_word(shop: Shop, supervisor: FlaskClient) -> None:
    due_in(shop, 30)
    said = words(supervisor.get("/orders/board"))
    assert "1 dari 3" in said
    assert "PO-A-001 Baju koko lengan panjang" in said
    assert "Belum cukup data" in said


def test_it_needs_nobody_signed_in_at_a_paired_screen(tablet: FlaskClient) -> None:
    assert "PO-A-001" in words(tablet.get("/orders/board"))


def test_without_javascript_each_page_leads_to_the_next(supervisor: FlaskClient) -> None:
    assert "20; url=/orders/board?page=2" in supervisor.get("/orders/board").text
    assert "20; url=/orders/board?page=1" in supervisor.get("/orders/board?page=3").text
    assert supervisor.get("/orders/board?page=2").text.count("slide is-shown") == 1


def test_it_says_where_work_piles_up(shop: Shop, supervisor: FlaskClient, database: OpenDatabase) -> None:
    shop.scan("P-OBR", shop.bundle(1))
    finish(database, shop, 1, 3)
    for stage in ("OBR", "JHT"):
        database.run(
            "INSERT INTO output (hour, station_id, stage_id, order_line_id, quantity, rework)"
            " SELECT hour, 1, :stage, order_line_id, :pieces, 0 FROM output WHERE stage_id = 0 AND quantity = 3",
            stage=shop.ids[stage],
            pieces=12 if stage == "OBR" else 2,
        )
    said = words(supervisor.get("/orders/board"))
    assert "Menumpuk di tahap Jahit" in said
    assert "Jahit 12 6 hari kerja" in said


def test_todays_output_is_told_by_workshop_and_hour(
    shop: Shop, supervisor: FlaskClient, database: OpenDatabase
) -> None:
    finish(database, shop, 0, 7)
    said = words(supervisor.get("/orders/board"))
    assert "Hasil hari ini" in said
    assert "Konveksi · · · · 7 · · · 7" in said


def test_its_pages_are_drawn_anew_only_when_something_changed(shop: Shop, supervisor: FlaskClient) -> None:
    part = supervisor.get("/orders/board/rows")
    known = {"If-None-Match": part.headers["ETag"]}
    assert supervisor.get("/orders/board/rows", headers=known).status_code == 304
    shop.scan("P-OBR", shop.bundle(1))
    assert supervisor.get("/orders/board/rows", headers=known).status_code == 200


def test_no_style_stands_in_its_pages(supervisor: FlaskClient) -> None:
    assert " style=" not in supervisor.get("/orders/board").text
