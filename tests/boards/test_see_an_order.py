"""One order: its sizes, what came in, its batches, what went out."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy import Connection, insert, update

from floor.models import Order, Receipt, ReceiptLine
from floor.rules import places
from tests.boards.conftest import Enter, hand_over, judge, words
from tests.cast import Shop
from tests.databases import OpenDatabase


def test_every_size_stands_in_a_row_of_its_own(shop: Shop, supervisor: FlaskClient) -> None:
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    judge(shop, 1)
    said = words(supervisor.get("/orders/PO-A-001"))
    # size, target, made; Obras, Jahit, Lipat & kemas; ready, delivered; hold, missing, grade B, scrap
    assert "M 24 24 12 1 1 perbaikan 9 0 0 1 0 0 1" in said
    assert "L 12 0 kurang 12 0 0 0 0 0 0 0 0 0" in said


def test_what_was_lost_is_to_be_made_again_once_nothing_is_in_work(
    shop: Shop, supervisor: FlaskClient, database: OpenDatabase
) -> None:
    move = "UPDATE balance SET place = :to, stage_id = NULL WHERE unit_id = (SELECT id FROM unit WHERE name = :unit)"
    database.run(move, to=places.SCRAP, unit="A-001-01/001")
    assert "buat batch pengganti" not in words(supervisor.get("/orders/PO-A-001"))
    database.run(move, to=places.READY, unit="A-001-01/002")
    assert "Kurang 12 potong: buat batch pengganti ukuran M" in words(supervisor.get("/orders/PO-A-001"))


def test_its_batches_lead_to_their_pages(supervisor: FlaskClient) -> None:
    assert 'href="/batches/A-001-01"' in supervisor.get("/orders/PO-A-001").text


def test_its_deliveries_say_how_many_of_which_size_went_to_whom(shop: Shop, supervisor: FlaskClient) -> None:
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    judge(shop, 1)
    shop.through(shop.bundle(1), "P-LPT")
    hand_over(shop, 5)
    assert "5 potong: M 5 · diterima Bu Rina" in words(supervisor.get("/orders/PO-A-001"))


def test_a_difference_in_what_came_in_is_called_out(shop: Shop, supervisor: FlaskClient) -> None:
    _receive(shop, claimed=24, counted=23)
    said = words(supervisor.get("/orders/PO-A-001"))
    assert "SJ-7" in said
    assert "Terhitung 23 dari 24 di surat selisih belum ditandatangani" in said


def test_a_supervisor_finds_what_to_do_next(supervisor: FlaskClient) -> None:
    page = supervisor.get("/orders/PO-A-001").text
    assert 'href="/office/orders/PO-A-001/batches/new"' in page
    assert 'href="/office/orders/PO-A-001/deliveries/new"' in page


def test_material_comes_in_for_maklun(shop: Shop, supervisor: FlaskClient) -> None:
    shop.write(lambda conn: conn.execute(update(Order).values(kind="maklun")))
    assert 'href="/office/orders/PO-A-001/receipts/new"' in supervisor.get("/orders/PO-A-001").text


def test_others_only_look(enter: Enter) -> None:
    assert "/office/" not in enter("O-1").get("/orders/PO-A-001").text


def test_an_unknown_order_is_not_found(supervisor: FlaskClient) -> None:
    answer = supervisor.get("/orders/PO-X")
    assert answer.status_code == 404
    assert "Pesanan tidak ditemukan" in words(answer)


def _receive(shop: Shop, claimed: int, counted: int) -> None:
    values = {"client_id": bytes(16), "order_id": shop.ids["order"], "paper_number": "SJ-7", "received_at": shop.now}
    line = {"order_line_id": shop.ids["line M"], "claimed": claimed, "counted": counted}

    def work(conn: Connection) -> None:
        made = insert(Receipt).values(**values, officer_id=shop.ids["O-3"]).returning(Receipt.id)
        receipt = conn.execute(made).scalar_one()
        conn.execute(insert(ReceiptLine).values(receipt_id=receipt, **line))

    shop.write(work)
