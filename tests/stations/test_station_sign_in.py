"""An officer takes over a station by badge or PIN, and leaves it."""

from __future__ import annotations

from flask.testing import FlaskClient

from floor.rules.codes import Kind
from tests.cast import Shop
from tests.stations.conftest import PINS, SignedInAt, send


def test_a_name_and_its_pin_sign_in(tablet: FlaskClient, shop: Shop, signed_in_at: SignedInAt) -> None:
    answer = send(tablet, "/station/sign-in", officer=shop.ids["O-1"], pin=PINS["O-1"])
    assert answer.location == "/station"
    officer, pin_at = signed_in_at("P-OBR")
    assert officer == "O-1"
    assert pin_at is not None
    assert "Petugas O-1" in tablet.get("/station").text


def test_a_badge_signs_in_without_a_pin(tablet: FlaskClient, shop: Shop, signed_in_at: SignedInAt) -> None:
    badge = shop.card("officer_id", shop.ids["O-1"], Kind.OFFICER)
    send(tablet, "/station/sign-in", code=badge)
    assert signed_in_at("P-OBR") == ("O-1", None)


def test_a_typed_name_is_no_badge(tablet: FlaskClient, signed_in_at: SignedInAt) -> None:
    answer = send(tablet, "/station/sign-in", code="O-1")
    assert "Kode petugas tidak dikenal" in answer.text
    assert signed_in_at("P-OBR") == (None, None)


def test_a_label_of_goods_is_no_badge(tablet: FlaskClient, shop: Shop, signed_in_at: SignedInAt) -> None:
    send(tablet, "/station/sign-in", code=shop.bundle(1))
    assert signed_in_at("P-OBR") == (None, None)


def test_a_wrong_pin_leaves_who_was_there(tablet: FlaskClient, shop: Shop, signed_in_at: SignedInAt) -> None:
    send(tablet, "/station/sign-in", officer=shop.ids["O-1"], pin=PINS["O-1"])
    answer = send(tablet, "/station/sign-in", officer=shop.ids["O-3"], pin="9999")
    assert answer.status_code == 403
    assert "PIN atau kata sandi salah" in answer.text
    assert signed_in_at("P-OBR")[0] == "O-1"


def test_who_only_looks_takes_over_no_station(tablet: FlaskClient, shop: Shop, signed_in_at: SignedInAt) -> None:
    assert "Petugas O-5" not in tablet.get("/station/sign-in").text
    send(tablet, "/station/sign-in", officer=shop.ids["O-5"], pin=PINS["O-5"])
    assert signed_in_at("P-OBR") == (None, None)


def test_signing_out_leaves_nobody(tablet: FlaskClient, shop: Shop, signed_in_at: SignedInAt) -> None:
    send(tablet, "/station/sign-in", officer=shop.ids["O-1"], pin=PINS["O-1"])
    assert send(tablet, "/station/sign-out").location == "/station/sign-in"
    assert signed_in_at("P-OBR") == (None, None)
