"""An officer takes over a station by badge or PIN, and leaves it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from floor.rules.codes import Kind, in_words
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.stations.conftest import PINS, SignedInAt, send


def test_a_pin_alone_signs_in(tablet: FlaskClient, signed_in_at: SignedInAt) -> None:
    answer = send(tablet, "/station/sign-in", pin=PINS["O-1"])
    assert answer.location == "/station"
    officer, pin_at = signed_in_at("P-OBR")
    assert officer == "O-1"
    assert pin_at is not None
    assert tablet.get("/api/v1/station").get_json()["officer"]["name"] == "Petugas O-1"


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


def test_the_next_officers_pin_takes_over(tablet: FlaskClient, signed_in_at: SignedInAt) -> None:
    for officer in ("O-1", "O-3"):
        send(tablet, "/station/sign-in", pin=PINS[officer])
        assert signed_in_at("P-OBR")[0] == officer


@pytest.mark.parametrize("typed", ["9999", "", "12", "not a pin"])
def test_a_wrong_pin_leaves_who_was_there(tablet: FlaskClient, signed_in_at: SignedInAt, typed: str) -> None:
    send(tablet, "/station/sign-in", pin=PINS["O-1"])
    answer = send(tablet, "/station/sign-in", pin=typed)
    assert answer.status_code == 403
    assert "PIN atau kata sandi salah" in answer.text
    assert signed_in_at("P-OBR")[0] == "O-1"


def test_whoever_guesses_pins_waits_longer_and_longer(tablet: FlaskClient) -> None:
    for guess in ("0001", "0002", "0003"):
        send(tablet, "/station/sign-in", pin=guess)
    answer = send(tablet, "/station/sign-in", pin=PINS["O-1"])
    assert answer.status_code == 429
    assert "Terlalu banyak percobaan" in answer.text


def test_who_only_looks_takes_over_no_station(tablet: FlaskClient, signed_in_at: SignedInAt) -> None:
    assert send(tablet, "/station/sign-in", pin=PINS["O-5"]).status_code == 403
    assert signed_in_at("P-OBR") == (None, None)


def test_who_was_let_go_takes_over_no_station(
    tablet: FlaskClient, signed_in_at: SignedInAt, database: OpenDatabase
) -> None:
    database.run("UPDATE officer SET active = FALSE WHERE code = 'O-1'")
    assert send(tablet, "/station/sign-in", pin=PINS["O-1"]).status_code == 403
    assert signed_in_at("P-OBR") == (None, None)


def test_signing_out_leaves_nobody(tablet: FlaskClient, signed_in_at: SignedInAt) -> None:
    send(tablet, "/station/sign-in", pin=PINS["O-1"])
    assert send(tablet, "/station/sign-out").location == "/station/sign-in"
    assert signed_in_at("P-OBR") == (None, None)


def test_a_badge_that_was_replaced_says_which_to_use(
    tablet: FlaskClient, shop: Shop, database: OpenDatabase, signed_in_at: SignedInAt
) -> None:
    old, new = (shop.card("officer_id", shop.ids["O-1"], Kind.OFFICER) for _ in range(2))
    database.run(f"UPDATE label SET replaced_by_id = (SELECT id FROM label WHERE code = '{new}') WHERE code = '{old}'")
    answer = send(tablet, "/station/sign-in", code=old)
    assert f"Label sudah diganti. Pakai label baru {in_words(new)}" in answer.text
    assert signed_in_at("P-OBR") == (None, None)
