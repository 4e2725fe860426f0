"""A tablet is paired by the code on a supervisor's screen: once, within ten minutes, unless it is taken back."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from floor.access import pairings
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.stations.conftest import Enter, send

PAGE = "/office/stations/P-JHT/pair"


@pytest.fixture
def desk(enter: Enter) -> FlaskClient:
    """A supervisor's browser."""
    return enter("O-3")


@pytest.fixture
def code(desk: FlaskClient) -> str:
    """A code that is shown for P-JHT."""
    return _shown(desk)


@pytest.fixture
def tablet(app: Flask) -> FlaskClient:
    """A browser that is nobody's yet."""
    return app.test_client()


def _shown(desk: FlaskClient, ask: str | None = None) -> str:
    answer = send(desk, PAGE, id=ask or str(uuid4()))
    found = re.search(r'pairing-short">(\w{4} \w{4})<', desk.get(answer.location).text)
    assert found
    return found[1]


def _pair(tablet: FlaskClient, code: str, **more: Any) -> Any:
    return send(tablet, "/station/pair/code", code=code, **more)


def test_the_code_makes_a_browser_the_stations(tablet: FlaskClient, code: str) -> None:
    answer = _pair(tablet, code, name="Tablet 7")
    assert answer.location == "/station"
    assert "Pos P-JHT" in tablet.get("/station").text


def test_looking_at_the_address_changes_nothing(tablet: FlaskClient, code: str) -> None:
    page = tablet.get("/station/pair", query_string={"code": code}).text
    assert "Pos P-JHT" in page
    assert "Pasangkan tablet ini" in page
    assert tablet.get("/station/sign-in").status_code == 401


@pytest.mark.parametrize(
    "sent", ["{0}", "{1}", "http://10.0.0.5:8000/station/pair?code={0}", "HTTP>&&10.0.0.5&STATION&PAIR_CODE#{0}"]
)
def test_a_code_is_known_however_it_comes(tablet: FlaskClient, code: str, sent: str) -> None:
    whole = sent.format(code.replace(" ", ""), code.lower().replace("0", "o").replace("1", "l"))
    assert "Pos P-JHT" in tablet.get("/station/pair", query_string={"code": whole}).text
    assert _pair(tablet, whole).status_code == 303


def test_it_holds_once(tablet: FlaskClient, app: Flask, code: str) -> None:
    _pair(tablet, code)
    other = app.test_client()
    answer = _pair(other, code)  # PAIRING_USED
    assert "Kode ini sudah dipakai tablet lain." in answer.text
    assert other.get("/station/sign-in").status_code == 401


def test_the_same_tablet_may_come_again_where_the_answer_was_lost(
    tablet: FlaskClient, code: str, database: OpenDatabase
) -> None:
    tablet.get("/station/pair", query_string={"code": code})
    _pair(tablet, code)
    tablet.delete_cookie("floor_station")
    assert _pair(tablet, code).location == "/station"
    assert database.value("SELECT COUNT(*) FROM station_token WHERE tablet IS NOT NULL AND revoked_at IS NULL") == 1


def test_after_ten_minutes_it_holds_no_longer(tablet: FlaskClient, code: str, database: OpenDatabase) -> None:
    database.run("UPDATE pairing SET expires_at = made_at - 1")
    assert "Kode ini tidak berlaku lagi." in _pair(tablet, code).text  # PAIRING_OVER
    assert "Kode ini tidak berlaku lagi." in tablet.get("/station/pair", query_string={"code": code}).text
    assert tablet.get("/station/sign-in").status_code == 401


def test_a_supervisor_takes_it_back(desk: FlaskClient, tablet: FlaskClient) -> None:
    ask = str(uuid4())
    code = _shown(desk, ask)
    send(desk, f"{PAGE}/withdraw", ask=ask)
    assert "Kode ini tidak berlaku lagi." in _pair(tablet, code).text
    assert "Kode ini tidak berlaku lagi." in desk.get(f"{PAGE}?ask={ask}").text


def test_a_wrong_code_pairs_nothing(tablet: FlaskClient, code: str) -> None:
    answer = _pair(tablet, "0000 0000")
    assert answer.status_code == 422
    assert "Kode tablet tidak dikenal." in answer.text  # PAIRING_UNKNOWN
    assert tablet.get("/station/sign-in").status_code == 401


def test_guessing_codes_is_slowed(tablet: FlaskClient, code: str) -> None:
    for number in range(3):
        _pair(tablet, f"0000 000{number}")
    assert _pair(tablet, code).status_code == 429


def test_a_closed_stations_code_pairs_nothing(tablet: FlaskClient, code: str, database: OpenDatabase) -> None:
    database.run("UPDATE station SET active = FALSE WHERE code = 'P-JHT'")
    assert "Kode tablet tidak dikenal." in _pair(tablet, code).text


def test_the_code_itself_is_not_kept(code: str, database: OpenDatabase) -> None:
    ((kept,),) = database.rows("SELECT code_hash FROM pairing")
    assert code.replace(" ", "") not in kept


def test_a_form_sent_twice_shows_one_code(desk: FlaskClient, database: OpenDatabase) -> None:
    ask = str(uuid4())
    assert _shown(desk, ask) == _shown(desk, ask)
    assert database.value("SELECT COUNT(*) FROM pairing") == 1


def test_the_supervisors_screen_sees_the_tablet_come(desk: FlaskClient, tablet: FlaskClient) -> None:
    ask = str(uuid4())
    code, state = _shown(desk, ask), f"{PAGE}/state?ask={ask}"
    assert re.search(r"Berlaku (9:5\d|10:00) lagi", desk.get(state).text)
    _pair(tablet, code, name="Tablet 7")
    assert "Tablet terpasang di pos Pos P-JHT." in desk.get(state).text
    assert "Tablet 7" in desk.get(PAGE).text


def test_a_revoked_tablet_is_nobodys(desk: FlaskClient, tablet: FlaskClient, code: str, database: OpenDatabase) -> None:
    _pair(tablet, code)
    token = database.value("SELECT MAX(id) FROM station_token")
    send(desk, f"/office/stations/P-JHT/tablets/{token}/revoke")
    assert tablet.get("/station/sign-in").status_code == 401
    assert _pair(tablet, code).status_code != 303  # the code it came by is over too
    assert tablet.get("/station/sign-in").status_code == 401


def test_a_machines_token_is_no_tablet(desk: FlaskClient, database: OpenDatabase, shop: Shop) -> None:
    token = database.value(
        "SELECT id FROM station_token WHERE officer_id IS NOT NULL AND station_id = :id", id=shop.ids["P-JHT"]
    )
    assert send(desk, f"/office/stations/P-JHT/tablets/{token}/revoke").status_code == 404
    assert database.value("SELECT revoked_at FROM station_token WHERE id = :id", id=token) is None


def test_who_pairs_is_not_signed_in_by_it(tablet: FlaskClient, code: str) -> None:
    _pair(tablet, code)
    assert "belum masuk" in tablet.get("/station").text
    assert "/sign-in" in tablet.get("/office").location


def test_an_operator_shows_no_codes(enter: Enter) -> None:
    assert send(enter("O-1"), PAGE, id=str(uuid4())).status_code == 403


def test_a_code_has_only_letters_that_scanners_carry() -> None:
    codes = {pairings.code_of("secret", str(number)) for number in range(200)}
    assert len(codes) == 200
    assert all(pairings.read_code(code) == code for code in codes)
