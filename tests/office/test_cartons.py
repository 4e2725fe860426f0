"""Cartons at the desk and at the packing station's tablet, and on a delivery note."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from floor import refusals
from floor.rules.codes import Kind
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.office.conftest import PINS, Desk, said, sentence
from tests.office.test_deliver import AT_GATE, FIRST, NEW, NOTE, packed

CARTON = "/office/cartons/K-A-001-001"


@pytest.fixture
def filled(supervisor: Desk, shop: Shop) -> str:
    """A carton with eight of the ten that are ready; the field of their unit."""
    packed(shop, supervisor, 10)
    assert supervisor.do("/office/cartons", order="PO-A-001", count="1") == CARTON
    field = re.search(r'name="(unit-\d+)"', supervisor.see(CARTON))
    assert field is not None
    supervisor.do(f"{CARTON}/pack", **{field[1]: "8"})
    return field[1]


@pytest.fixture
def tablet(app: Flask, shop: Shop) -> FlaskClient:
    """The packing station's tablet; nobody is signed in at it."""
    return at_station(app, shop, "P-LPT")


def at_station(app: Flask, shop: Shop, station: str) -> FlaskClient:
    """The browser of a station's tablet."""
    browser = app.test_client()
    browser.set_cookie("floor_station", shop.tablets[station])
    return browser


def sign_in(shop: Shop, station: str) -> None:
    """O-1's card is scanned at the station."""
    badge = shop.card("officer_id", shop.ids["O-1"], Kind.OFFICER)
    shop.send(station, shop.item(badge), token=shop.tablets[station])


def test_several_cartons_are_made_in_one_go(supervisor: Desk) -> None:
    supervisor.do("/office/cartons", order="PO-A-001", count="3")
    assert "K-A-001-003" in supervisor.see("/office/cartons")


def test_the_same_form_sent_twice_makes_one(supervisor: Desk) -> None:
    form_id = str(uuid4())
    made = {supervisor.send("/office/cartons", form_id, order="PO-A-001", count="1").location for _ in range(2)}
    assert made == {CARTON} and "K-A-001-002" not in supervisor.see("/office/cartons")


def test_a_carton_says_what_lies_in_it(supervisor: Desk, filled: str) -> None:
    page = supervisor.see(CARTON)
    assert "<b>8</b> potong" in page and FIRST in page and "Tutup koli" in page


def test_more_than_is_loose_does_not_go_in(supervisor: Desk, filled: str) -> None:
    answer = supervisor.send(f"{CARTON}/pack", **{filled: "3"})
    assert said(answer) == sentence(refusals.TOO_MANY, asked=3, waiting=2)


def test_a_sealed_carton_is_opened_by_a_supervisor_alone(
    supervisor: Desk, filled: str, enter: Callable[[str], Desk]
) -> None:
    supervisor.do(f"{CARTON}/seal")
    assert "Buka lagi" in supervisor.see(CARTON)
    assert said(supervisor.send(f"{CARTON}/take-out", **{filled: "1"})) == sentence(
        refusals.CARTON_SEALED, carton="K-A-001-001"
    )
    operator = enter("O-1")
    assert "Buka lagi" not in operator.see(CARTON)
    assert operator.send(f"{CARTON}/open").status_code == 403
    supervisor.do(f"{CARTON}/open")
    supervisor.do(f"{CARTON}/take-out", **{filled: "1"})
    assert "<b>7</b> potong" in supervisor.see(CARTON)


def test_the_packing_stations_tablet_makes_cartons_for_who_is_signed_in_there(tablet: FlaskClient, shop: Shop) -> None:
    token = tablet.get("/csrf").get_json()["token"]
    form = {"csrf_token": token, "id": str(uuid4()), "order": "PO-A-001", "count": "1"}
    nobody = tablet.post("/office/cartons", data=form)
    assert said(nobody) == sentence(refusals.NO_OFFICER)
    sign_in(shop, "P-LPT")
    assert tablet.post("/office/cartons", data={**form, "id": str(uuid4())}).location == CARTON


def test_at_a_station_where_nothing_becomes_ready_no_carton_is_made(app: Flask, shop: Shop) -> None:
    sign_in(shop, "P-JHT")
    answer = Desk(at_station(app, shop, "P-JHT")).send("/office/cartons", order="PO-A-001", count="1")
    assert said(answer) == sentence(refusals.CARTON_NOT_HERE)


def test_a_viewer_in_the_stations_browser_does_nothing_in_his_own_name(
    tablet: FlaskClient, shop: Shop, database: OpenDatabase
) -> None:
    desk = Desk(tablet)
    desk.do("/sign-in", officer="O-4", pin=PINS["O-4"])
    database.run("UPDATE officer_role SET role = 'viewer' WHERE officer_id = :id", id=shop.ids["O-4"])
    assert said(desk.send("/office/cartons", order="PO-A-001", count="1")) == sentence(refusals.NO_OFFICER)
    sign_in(shop, "P-LPT")
    desk.do("/office/cartons", order="PO-A-001", count="1")
    assert database.value("SELECT made_by_id FROM carton") == shop.ids["O-1"]


def test_a_carton_on_a_note_is_sealed_and_stays_so(supervisor: Desk, shop: Shop, filled: str) -> None:
    supervisor.do(NEW, recipient="Bu Ratna", carton="K-A-001-001")
    assert "K-A-001-001: 8" in supervisor.see(NOTE)
    opened = supervisor.send(f"{CARTON}/open")
    assert said(opened) == sentence(refusals.CARTON_PROMISED, carton="K-A-001-001", note="SJ-A-001-01")
    twice = supervisor.send(NEW, recipient="Bu Ratna", carton="K-A-001-001")
    assert said(twice) == sentence(refusals.CARTON_PROMISED, carton="K-A-001-001", note="SJ-A-001-01")


def test_a_scanned_carton_is_ticked_and_what_was_typed_kept(supervisor: Desk, filled: str) -> None:
    answer = supervisor.send(NEW, recipient="Bu Ratna", scanned="k-a-001-001")
    assert 'value="K-A-001-001" checked' in answer.text and "Bu Ratna" in answer.text
    unknown = supervisor.send(NEW, recipient="Bu Ratna", scanned="K-A-001-009")
    assert said(unknown) == sentence(refusals.NOT_FOUND, what="koli")


def test_loose_pieces_and_a_carton_go_on_one_note_and_the_rest_comes_out(
    supervisor: Desk, shop: Shop, filled: str
) -> None:
    size = f"good-{shop.ids['line M']}"
    supervisor.do(NEW, recipient="Bu Ratna", carton="K-A-001-001", **{size: "2"})
    supervisor.do(f"{NOTE}/approve")
    supervisor.do(f"{NOTE}/gate", **AT_GATE)
    count = {f"counted-{size}": "7", f"reason-{size}": "satu sobek", f"to-{size}": "ready"}
    supervisor.do(f"{NOTE}/sign", recipient="Bu Ratna", **count)
    assert shop.where(FIRST) == {4: 2, 1000: 3, 2000: 7}
    assert "Kosong" in supervisor.see(CARTON)


def test_a_carton_ticked_twice_goes_once(supervisor: Desk, shop: Shop, filled: str) -> None:
    supervisor.do(NEW, recipient="Bu Ratna", carton=["K-A-001-001", "k-a-001-001"])
    supervisor.do(f"{NOTE}/approve")
    supervisor.do(f"{NOTE}/gate", **AT_GATE)
    supervisor.do(f"{NOTE}/sign", recipient="Bu Ratna", **{f"counted-good-{shop.ids['line M']}": "8"})
    assert shop.where(FIRST) == {4: 2, 1000: 2, 2000: 8}


def test_a_note_that_names_a_carton_twice_is_not_approved(supervisor: Desk, shop: Shop, filled: str) -> None:
    supervisor.do(NEW, recipient="Bu Ratna", carton="K-A-001-001")
    columns = "delivery_id, goods, order_line_id, carton_id, quantity, refused, to_hold, reason"
    again = text(f"INSERT INTO delivery_line ({columns}) SELECT {columns} FROM delivery_line")
    shop.write(lambda conn: conn.execute(again))
    answer = supervisor.send(f"{NOTE}/approve")
    assert said(answer) == sentence(refusals.CARTON_CHANGED, carton="K-A-001-001")


def test_a_carton_that_goes_on_a_note_is_filled_at_no_station_any_more(
    supervisor: Desk, shop: Shop, filled: str, tablet: FlaskClient
) -> None:
    shop.scan("P-LPT", label_of(shop))
    assert tablet.get("/api/v1/station").get_json()["carton"] == "K-A-001-001"
    supervisor.do(NEW, recipient="Bu Ratna", carton="K-A-001-001")
    assert tablet.get("/api/v1/station").get_json()["carton"] is None
    supervisor.do(f"{NOTE}/cancel", reason="mobil mitra rusak")
    supervisor.do(f"{CARTON}/open")
    assert tablet.get("/api/v1/station").get_json()["carton"] is None


def label_of(shop: Shop) -> str:
    """The code on the carton's label."""
    code = text("SELECT l.code FROM label l JOIN carton c ON c.id = l.carton_id")
    return str(shop.write(lambda conn: conn.execute(code).scalar_one()))


def test_a_carton_that_was_changed_behind_its_drafts_back_is_noticed(supervisor: Desk, shop: Shop, filled: str) -> None:
    supervisor.do(NEW, recipient="Bu Ratna", carton="K-A-001-001")
    shop.write(lambda conn: conn.execute(text("UPDATE delivery_line SET quantity = 9")))
    answer = supervisor.send(f"{NOTE}/approve")
    assert said(answer) == sentence(refusals.CARTON_CHANGED, carton="K-A-001-001")
