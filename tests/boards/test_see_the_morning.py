"""The first page: each officer sees what needs them first, in one look."""

from __future__ import annotations

from datetime import date

from flask.testing import FlaskClient
from sqlalchemy import insert, update

from floor.models import Delivery, DeliveryStatus, Order
from tests.boards.conftest import Enter, judge, words
from tests.boards.finished import due_in, finish
from tests.cast import Shop
from tests.databases import OpenDatabase


def test_a_supervisor_sees_which_order_is_late_and_why(shop: Shop, supervisor: FlaskClient) -> None:
    shop.write(lambda conn: conn.execute(update(Order).values(due_on=date(2020, 1, 4))))
    said = words(supervisor.get("/"))
    assert "PO-A-001 Terlambat" in said
    assert "Jatuh tempo Sab, 4 Jan sudah lewat, masih kurang 36 potong." in said


def test_one_at_risk_says_what_it_needs_and_what_it_gets(
    shop: Shop, supervisor: FlaskClient, database: OpenDatabase
) -> None:
    due_in(shop, 0)
    finish(database, shop, 2, 1)
    finish(database, shop, 1, 1)
    assert "Kurang 36 potong: butuh 36 sehari, nyata 1. Perkiraan selesai" in words(supervisor.get("/"))


def test_where_all_is_well_the_page_says_so(shop: Shop, supervisor: FlaskClient) -> None:
    due_in(shop, 30)
    assert "Tidak ada pesanan yang terlambat atau rawan terlambat." in (said := words(supervisor.get("/")))
    assert "Menunggu tindakan tidak ada" in said


def test_scans_and_pieces_that_wait_for_a_person_are_counted(shop: Shop, supervisor: FlaskClient) -> None:
    shop.scan("P-JHT", shop.bundle(2), late=True, seen=12)
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    judge(shop, 1)
    said = words(supervisor.get("/"))
    assert "1 pindaian menunggu barangnya" in said
    assert "36 barang dikerjakan tanpa kode pekerja" in said
    assert "1 ditahan di PO-A-001" in said


def test_delivery_notes_that_nobody_signed_are_named(shop: Shop, supervisor: FlaskClient) -> None:
    note = {"number": "SJ-A-001-01", "order_id": shop.ids["order"], "status": DeliveryStatus.AT_GATE, "made_at": 1}
    shop.write(lambda conn: conn.execute(insert(Delivery).values(**note)))
    assert "Surat jalan SJ-A-001-01 belum ditandatangani" in words(supervisor.get("/"))
    assert "SJ-A-001-01 1 Jan 1970 07.00 di gerbang 0 potong" in words(supervisor.get("/orders/PO-A-001"))


def test_the_last_days_output_is_told_by_workshop(shop: Shop, supervisor: FlaskClient, database: OpenDatabase) -> None:
    finish(database, shop, 2, 9)
    assert "9 siap kirim," in (said := words(supervisor.get("/")))
    assert "9 Konveksi" in said


def test_an_inspector_sees_what_waits_at_the_gates(shop: Shop, enter: Enter) -> None:
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    assert "Menunggu diperiksa 12 QC akhir Buka antrean" in (said := words(enter("O-2").get("/")))
    assert "Menunggu tindakan" not in said


def test_an_operator_sees_where_goods_wait(shop: Shop, enter: Enter) -> None:
    assert "24 Pos P-OBR" in (said := words(enter("O-1").get("/")))
    assert "Menunggu diperiksa" not in said


def test_a_tablet_without_an_officer_goes_to_its_station(tablet: FlaskClient) -> None:
    assert tablet.get("/").location == "/station"


def test_the_first_page_refreshes_itself(shop: Shop, supervisor: FlaskClient) -> None:
    part = supervisor.get("/morning")
    assert part.text.strip() in supervisor.get("/").text
    known = {"If-None-Match": part.headers["ETag"]}
    assert supervisor.get("/morning", headers=known).status_code == 304
