"""Behind every number of an order stand the scans, verdicts and entries that made it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from floor.boards import moved
from floor.rules.codes import Kind
from tests.boards.conftest import Enter, judge, words
from tests.boards.finished import finish
from tests.cast import Shop
from tests.databases import OpenDatabase


def test_every_number_of_a_size_leads_to_what_made_it(shop: Shop, supervisor: FlaskClient) -> None:
    shop.scan("P-OBR", shop.bundle(1))
    page = supervisor.get("/orders/PO-A-001").text
    assert 'href="/orders/PO-A-001/moves?size=M&amp;stage=JHT">12</a>' in page
    assert 'href="/orders/PO-A-001/moves?stage=made">24</a>' in page


def test_a_move_says_when_where_by_whom_and_what(shop: Shop, supervisor: FlaskClient) -> None:
    shop.scan("P-OBR", shop.bundle(1), quantity=5)
    said = words(supervisor.get("/orders/PO-A-001/moves?size=M&stage=JHT"))
    assert "A-001-01/001 Selesai: Obras → Jahit 5 Pos P-OBR · Petugas O-1" in said


def test_only_what_touched_the_stage_is_listed(shop: Shop, supervisor: FlaskClient) -> None:
    shop.through(shop.bundle(1), "P-OBR", "P-JHT")
    said = words(supervisor.get("/orders/PO-A-001/moves?stage=OBR"))
    assert "Selesai: Obras → Jahit" in said
    assert "Selesai: Jahit" not in said


def test_only_the_size_asked_for_is_listed(shop: Shop, supervisor: FlaskClient) -> None:
    assert "Tidak ada gerakan" in words(supervisor.get("/orders/PO-A-001/moves?size=L"))


def test_scrap_leads_to_its_verdict(shop: Shop, supervisor: FlaskClient) -> None:
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    judge(shop, 1)
    said = words(supervisor.get("/orders/PO-A-001/moves?stage=scrap"))
    assert "Putusan: QC akhir → afkir 1 Pos P-QC · Petugas O-2" in said


def test_what_was_undone_says_so(shop: Shop, supervisor: FlaskClient) -> None:
    scanned = shop.item(shop.bundle(1))
    shop.send("P-OBR", scanned)
    shop.send("P-OBR", shop.item(None, undoes=scanned["id"]))
    said = words(supervisor.get("/orders/PO-A-001/moves?stage=JHT"))
    assert "Diurungkan: Jahit → Obras" in said
    assert "Selesai: Obras → Jahit diurungkan" in said


def test_a_long_list_goes_on_on_the_next_page(
    shop: Shop, supervisor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moved, "A_PAGE", 2)
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    page = supervisor.get("/orders/PO-A-001/moves").text
    older = page.split("before=")[1].split('"')[0]
    said = words(supervisor.get(f"/orders/PO-A-001/moves?before={older}"))
    assert "Selesai: Obras → Jahit" in said
    assert "Selesai: Jahit" not in said


def test_whose_work_it_was_is_for_supervisors_only(shop: Shop, enter: Enter) -> None:
    shop.scan("P-OBR", shop.card("worker_id", shop.ids["K1"], Kind.WORKER))
    shop.scan("P-OBR", shop.bundle(1))
    assert "hasil kerja K1" in words(enter("O-3").get("/orders/PO-A-001/moves"))
    assert "K1" not in words(enter("O-1").get("/orders/PO-A-001/moves"))


def test_an_unknown_stage_shows_nothing(supervisor: FlaskClient) -> None:
    assert "Tidak ada gerakan" in words(supervisor.get("/orders/PO-A-001/moves?stage=XYZ"))


def test_output_a_day_is_drawn_and_told_in_a_table(shop: Shop, supervisor: FlaskClient, database: OpenDatabase) -> None:
    finish(database, shop, 2, 7)
    finish(database, shop, 1, 9)
    page = supervisor.get("/orders/PO-A-001")
    assert page.text.count('class="chart-bar"') == 13
    assert '<td class="number">7</td>' in page.text
    assert "Garis putus-putus" in words(page)
    assert " style=" not in page.text


def test_without_output_the_page_says_so(supervisor: FlaskClient) -> None:
    assert "Belum ada yang siap kirim dalam 14 hari ini." in words(supervisor.get("/orders/PO-A-001"))


def test_the_page_of_an_order_refreshes_itself(shop: Shop, supervisor: FlaskClient) -> None:
    part = supervisor.get("/orders/PO-A-001/rows")
    assert part.text.strip() in supervisor.get("/orders/PO-A-001").text
    known = {"If-None-Match": part.headers["ETag"]}
    assert supervisor.get("/orders/PO-A-001/rows", headers=known).status_code == 304
    shop.scan("P-OBR", shop.bundle(1))
    assert supervisor.get("/orders/PO-A-001/rows", headers=known).status_code == 200
