"""Will it be ready in time? The board says it in a word, with the paces and the day behind it."""

from __future__ import annotations

from datetime import date

from flask.testing import FlaskClient
from sqlalchemy import update

from floor.models import Order
from tests.boards.conftest import words
from tests.boards.finished import due_in, finish, pack
from tests.cast import Shop
from tests.databases import OpenDatabase


def test_a_quick_order_is_on_track(shop: Shop, supervisor: FlaskClient, database: OpenDatabase) -> None:
    due_in(shop, 30)
    finish(database, shop, 2, 6)
    finish(database, shop, 1, 6)
    assert "Sesuai jadwal Selesai " in (said := words(supervisor.get("/orders")))
    assert "Nyata 6/hari" in said


def test_a_slow_one_is_at_risk(shop: Shop, supervisor: FlaskClient, database: OpenDatabase) -> None:
    due_in(shop, 3)
    finish(database, shop, 2, 1)
    finish(database, shop, 1, 1)
    assert "Rawan terlambat" in (said := words(supervisor.get("/orders")))
    assert "1 rawan terlambat" in said


def test_a_day_on_which_others_worked_counts_and_one_on_which_nobody_did_does_not(
    shop: Shop, supervisor: FlaskClient, database: OpenDatabase
) -> None:
    finish(database, shop, 9, 12)
    finish(database, shop, 5, 0, "line L")
    finish(database, shop, 1, 12)
    assert "Nyata 8/hari" in words(supervisor.get("/orders"))


def test_one_day_is_not_enough_to_say(shop: Shop, supervisor: FlaskClient, database: OpenDatabase) -> None:
    due_in(shop, 30)
    finish(database, shop, 1, 6)
    assert "Nyata – Belum cukup data" in words(supervisor.get("/orders"))


def test_an_order_without_a_batch_has_not_begun(shop: Shop, supervisor: FlaskClient, database: OpenDatabase) -> None:
    due_in(shop, 30)
    database.run("DELETE FROM balance")
    assert "Belum dimulai Tempo" in words(supervisor.get("/orders"))


def test_a_complete_order_needs_nothing(shop: Shop, supervisor: FlaskClient, database: OpenDatabase) -> None:
    due_in(shop, -3)
    database.run("UPDATE order_line SET target = 12")
    pack(database, "A-001-01/001")
    pack(database, "A-001-01/002")
    assert "Lengkap Tempo" in (said := words(supervisor.get("/orders")))
    assert "Butuh" not in said


def test_a_closed_order_says_that_it_is(shop: Shop, supervisor: FlaskClient) -> None:
    shop.write(lambda conn: conn.execute(update(Order).values(closed_at=shop.now)))
    assert "Ditutup Tempo" in words(supervisor.get("/orders/PO-A-001"))


def test_work_that_runs_dry_is_hinted_at(shop: Shop, supervisor: FlaskClient, database: OpenDatabase) -> None:
    finish(database, shop, 2, 6)
    finish(database, shop, 1, 20)
    pack(database, "A-001-01/001")
    assert "Kerjaan hampir habis" in words(supervisor.get("/orders"))


def test_who_needs_somebody_stands_on_top(shop: Shop, supervisor: FlaskClient, database: OpenDatabase) -> None:
    due_in(shop, 40)
    database.run(
        "INSERT INTO orders (number, partner_id, product_id, kind, channel, due_on, ordered_at, takes_grade_b)"
        " SELECT 'PO-Z-009', partner_id, product_id, kind, channel, :due, ordered_at, takes_grade_b FROM orders",
        due=date(2020, 1, 1),
    )
    database.run("INSERT INTO order_line (order_id, size, position, target) SELECT MAX(id), 'M', 0, 5 FROM orders")
    database.run("UPDATE orders SET due_on = :due WHERE number = 'PO-A-001'", due=date(2019, 1, 1))
    said = words(supervisor.get("/orders"))
    assert said.index("PO-A-001") < said.index("PO-Z-009")
    due_in(shop, 40)
    database.run("UPDATE orders SET due_on = :due WHERE number = 'PO-Z-009'", due=date(2020, 1, 1))
    said = words(supervisor.get("/orders"))
    assert said.index("PO-Z-009") < said.index("PO-A-001")


def test_programs_are_told_the_same(shop: Shop, tablet: FlaskClient, database: OpenDatabase) -> None:
    day = due_in(shop, 3)
    finish(database, shop, 2, 1)
    finish(database, shop, 1, 1)
    order = tablet.get("/api/v1/orders/PO-A-001").get_json()
    assert (order["status"], order["owed"], order["measured_pace"]) == ("at_risk", 36, 1)
    assert (order["measured_days"], order["runs_dry"]) == (2, False)
    assert order["needed_pace"] >= 9  # on four working days, or three and a Sunday
    assert order["projected_finish"] > day.isoformat()
