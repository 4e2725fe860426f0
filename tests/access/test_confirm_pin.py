"""Verdicts, releases and corrections need the PIN, typed within five minutes."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from floor.access.marks import fresh_pin, needs, stations_or
from floor.models import Role
from tests.access.conftest import CAST, Enter, send

INSPECTOR = CAST[Role.INSPECTOR]


@pytest.fixture
def judge(app: Flask, enter: Enter) -> FlaskClient:
    """An inspector who typed the PIN a while ago, where a page asks for a fresh one."""

    @app.route("/judge", methods=["GET", "POST"])
    @fresh_pin
    @needs(Role.INSPECTOR)
    def judge() -> str:
        return "judged"

    browser = enter(Role.INSPECTOR)
    with browser.session_transaction() as session:
        session["pin_at"] -= 5 * 60_000
    return browser


def test_the_page_asks_for_the_pin_and_leads_back(judge: FlaskClient) -> None:
    asked = judge.get("/judge?unit=1").location
    assert asked == "/sign-in/pin?next=/judge?unit%3D1"
    assert send(judge, asked, pin=INSPECTOR).location == "/judge?unit=1"
    assert judge.get("/judge").text == "judged"


def test_a_form_may_bring_the_pin_along(judge: FlaskClient) -> None:
    assert send(judge, "/judge", pin=INSPECTOR).text == "judged"
    assert send(judge, "/judge").text == "judged"


def test_a_form_without_it_is_refused(judge: FlaskClient) -> None:
    answer = send(judge, "/judge")
    assert answer.status_code == 403
    assert "Masukkan PIN petugas" in answer.text


def test_a_wrong_pin_in_a_form_is_refused(judge: FlaskClient) -> None:
    assert send(judge, "/judge", pin="0000").status_code == 403
    assert send(judge, "/judge").status_code == 403


def test_a_wrong_pin_confirms_nothing(judge: FlaskClient) -> None:
    assert send(judge, "/sign-in/pin", pin=CAST[Role.SUPERVISOR]).status_code == 403
    assert send(judge, "/judge").status_code == 403


def test_a_station_is_never_asked_in_an_officers_place() -> None:
    with pytest.raises(ValueError, match="only an officer"):
        fresh_pin(stations_or(Role.INSPECTOR)(lambda: ""))
