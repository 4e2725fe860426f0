"""What the guard answers, to people and to programs."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from floor.access.marks import needs, stations_only, stations_or
from floor.models import Role
from tests.access.conftest import Enter


def _add_doors(app: Flask) -> None:
    app.add_url_rule("/cellar", "cellar", needs(Role.SUPERVISOR)(lambda: "wine"), methods=["GET", "POST"])
    app.add_url_rule("/forgotten", "forgotten", lambda: "open")
    app.add_url_rule("/api/bench", "bench", stations_only(lambda: "wood"), methods=["GET", "POST"])
    app.add_url_rule("/api/shelf", "shelf", stations_or(Role.VIEWER)(lambda: "jars"))


def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(app: Flask, browser: FlaskClient) -> None:
    _add_doors(app)
    assert browser.get("/cellar?a=1&b=2").location == "/sign-in?next=/cellar?a%3D1%26b%3D2"


def test_a_program_that_is_not_signed_in_gets_401(app: Flask, browser: FlaskClient) -> None:
    _add_doors(app)
    answer = browser.get("/cellar", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.get_json()["error"]) == (401, "NOT_ALLOWED")


def test_who_may_not_is_told_on_a_page(app: Flask, enter: Enter) -> None:
    _add_doors(app)
    answer = enter(Role.OPERATOR).get("/cellar")
    assert answer.status_code == 403
    assert "Tidak punya izin" in answer.text


def test_an_administrator_may_what_a_supervisor_may(app: Flask, enter: Enter) -> None:
    _add_doors(app)
    assert enter(Role.ADMINISTRATOR).get("/cellar").text == "wine"


def test_a_view_that_forgot_to_say_who_may_is_shut_to_all(app: Flask, enter: Enter) -> None:
    _add_doors(app)
    assert enter(Role.ADMINISTRATOR).get("/forgotten").status_code == 403


def test_a_form_from_another_sites_page_is_refused(app: Flask, enter: Enter) -> None:
    _add_doors(app)
    answer = enter(Role.SUPERVISOR).post("/cellar")
    assert answer.status_code == 400
    assert "terlalu lama terbuka" in answer.text


def test_a_bearer_needs_no_csrf_token(app: Flask, browser: FlaskClient, token: str) -> None:
    _add_doors(app)
    assert browser.post("/api/bench", headers={"Authorization": f"Bearer {token}"}).text == "wood"


def test_a_paired_tablets_cookie_does(app: Flask, browser: FlaskClient, token: str) -> None:
    _add_doors(app)
    browser.set_cookie("floor_station", token)
    assert browser.get("/api/bench").text == "wood"
    assert browser.post("/api/bench").get_json()["error"] == "PAGE_TOO_OLD"
    csrf = browser.get("/csrf").get_json()["token"]
    assert browser.post("/api/bench", headers={"X-CSRFToken": csrf}).text == "wood"


def test_a_bearer_saves_no_officers_form_from_the_csrf_check(app: Flask, enter: Enter, token: str) -> None:
    _add_doors(app)
    answer = enter(Role.SUPERVISOR).post("/cellar", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 400


def test_an_officer_is_no_station(app: Flask, enter: Enter) -> None:
    _add_doors(app)
    answer = enter(Role.ADMINISTRATOR).get("/api/bench")
    assert (answer.status_code, answer.get_json()["error"]) == (401, "UNKNOWN_STATION")


def test_a_station_or_an_officer_may_open_the_same_door(app: Flask, enter: Enter, token: str) -> None:
    _add_doors(app)
    assert enter(Role.VIEWER).get("/api/shelf").text == "jars"
    assert app.test_client().get("/api/shelf", headers={"Authorization": f"Bearer {token}"}).text == "jars"
    assert app.test_client().get("/api/shelf").status_code == 401
