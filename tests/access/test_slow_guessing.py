"""Who guesses PINs waits longer and longer, per place."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient

from floor.access.officers import check_pin, find_officer
from floor.access.slowing import wait_after
from floor.db import db
from floor.models import Role
from floor.refusals import Refused
from tests.access.conftest import CAST, NOW, send

PIN = CAST[Role.OPERATOR]


def _try(app: Flask, pin: str, at: int = 0, place: str = "station:1") -> str:
    """What comes of a PIN typed ``at`` seconds from the start: nothing, or the refusal's code."""
    with app.app_context():
        operator = find_officer(db.session.connection(), "operator")
        try:
            check_pin(operator, pin, place, NOW + at * 1000)
        except Refused as refused:
            return refused.no.code
    return ""


def test_three_may_go_wrong_then_even_the_right_one_waits(app: Flask) -> None:
    assert [_try(app, "0000") for _ in range(3)] == ["WRONG_PIN"] * 3
    assert _try(app, PIN) == "SLOW_DOWN"
    assert _try(app, PIN, at=4) == "SLOW_DOWN"
    assert _try(app, PIN, at=5) == ""


def test_the_wait_doubles_up_to_five_minutes() -> None:
    assert [wait_after(failures) // 1000 for failures in range(12)] == [0, 0, 0, 5, 10, 20, 40, 80, 160, 300, 300, 300]


def test_another_place_does_not_wait(app: Flask) -> None:
    for _ in range(3):
        _try(app, "0000")
    assert _try(app, PIN, place="station:2") == ""


def test_signing_in_between_buys_no_more_guesses(app: Flask) -> None:
    assert [_try(app, pin) for pin in ("0000", PIN, "0001", PIN, "0002")] == [
        "WRONG_PIN",
        "",
        "WRONG_PIN",
        "",
        "WRONG_PIN",
    ]
    assert _try(app, "0003") == "SLOW_DOWN"


def test_all_is_forgotten_after_an_hour(app: Flask) -> None:
    for _ in range(3):
        _try(app, "0000")
    assert [_try(app, "0000", at=3601) for _ in range(3)] == ["WRONG_PIN"] * 3


def test_guessing_side_by_side_gains_nothing(app: Flask) -> None:
    with ThreadPoolExecutor(8) as threads:
        came = list(threads.map(lambda guess: _try(app, f"{guess:04}"), range(16)))
    assert sorted(came) == ["SLOW_DOWN"] * 13 + ["WRONG_PIN"] * 3


def test_a_clock_that_went_back_locks_nobody_out(app: Flask) -> None:
    for _ in range(8):
        _try(app, "0000")
    assert _try(app, PIN, at=-7200) == ""


def test_the_page_says_how_long_to_wait(browser: FlaskClient) -> None:
    for _ in range(3):
        send(browser, "/sign-in", officer="operator", pin="0000")
    answer = send(browser, "/sign-in", officer="operator", pin=PIN)
    assert answer.status_code == 429
    assert re.search(r"Tunggu [1-5] detik", answer.text)  # five, less what this test took


@pytest.mark.parametrize("lang, said", [("id", "Terlalu banyak percobaan"), ("en", "Too many tries")])
def test_programs_get_the_refusal_as_json(browser: FlaskClient, lang: str, said: str) -> None:
    token = browser.get("/csrf").get_json()["token"]
    for _ in range(4):
        answer = browser.post(
            f"/sign-in?lang={lang}",
            data={"officer": "operator", "pin": "0000", "csrf_token": token},
            headers={"Accept": "application/json"},
        )
    assert answer.get_json()["error"] == "SLOW_DOWN"
    assert answer.get_json()["sentence"].startswith(said)
