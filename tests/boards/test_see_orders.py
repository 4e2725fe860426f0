"""The board: how every open order stands, at a look."""

from __future__ import annotations

from datetime import date

from flask.testing import FlaskClient
from sqlalchemy import update

from floor.models import Order
from tests.boards.conftest import hand_over, judge, words
from tests.cast import Shop


def test_a_new_order_says_what_waits_and_what_is_not_begun(supervisor: FlaskClient) -> None:
    said = words(supervisor.get("/orders"))
    assert "PO-A-001 Mitra Koko A · Baju koko lengan panjang" in said
    assert "Obras 24 Belum dimulai 12 0 / 36 potong selesai" in said


def test_the_rest_is_shown_from_the_end_of_the_route_to_its_beginning(shop: Shop, supervisor: FlaskClient) -> None:
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    judge(shop, 1)
    said = words(supervisor.get("/orders"))
    assert "Lipat &amp; kemas 9 Jahit 1 (1 perbaikan) Obras 12 Ditahan 1 Afkir 1 Belum dimulai 12" in said


def test_packed_and_delivered_pieces_are_done(shop: Shop, supervisor: FlaskClient) -> None:
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    judge(shop, 1)
    shop.through(shop.bundle(1), "P-LPT")
    hand_over(shop, 4)
    assert "Terkirim 4 Siap kirim 5" in (said := words(supervisor.get("/orders")))
    assert "9 / 36 potong selesai" in said


def test_a_closed_order_is_not_on_the_board(shop: Shop, supervisor: FlaskClient) -> None:
    shop.write(lambda conn: conn.execute(update(Order).values(closed_at=shop.now)))
    assert "Belum ada pesanan terbuka" in words(supervisor.get("/orders"))


def test_a_late_order_says_by_how_many_days(shop: Shop, supervisor: FlaskClient) -> None:
    shop.write(lambda conn: conn.execute(update(Order).values(due_on=date(2020, 1, 1))))
    assert "terlambat" in (said := words(supervisor.get("/orders")))
    assert "1 pesanan terbuka · 1 terlambat" in said


def test_the_bar_is_drawn_without_styles_and_in_patterns(supervisor: FlaskClient) -> None:
    page = supervisor.get("/orders").text
    assert 'fill="url(#fill-stage-1)"' in page
    assert 'id="fill-stage-1"' in page
    assert " style=" not in page
