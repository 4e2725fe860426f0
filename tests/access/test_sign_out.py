"""Who signs out is out everywhere: a cookie that was copied before is worth nothing."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from floor import clock
from floor.models import Role
from tests.access.conftest import CAST, Enter, send
from tests.databases import OpenDatabase

ASKS_FOR_THE_PIN = "/sign-in/pin"  # a page for whoever is signed in


def is_in(browser: FlaskClient) -> bool:
    return browser.get(ASKS_FOR_THE_PIN).status_code == 200


def test_a_copied_cookie_dies_with_the_session(app: Flask, enter: Enter) -> None:
    browser, thief = enter(Role.VIEWER), app.test_client()
    kept = browser.get_cookie("floor_session")
    assert kept is not None
    thief.set_cookie("floor_session", kept.value)
    assert is_in(thief)
    send(browser, "/sign-out")
    assert not is_in(thief)


def test_the_other_browsers_of_the_same_officer_are_out_too_and_nobody_elses(enter: Enter) -> None:
    here, there, another = enter(Role.VIEWER), enter(Role.VIEWER), enter(Role.OPERATOR)
    send(here, "/sign-out")
    assert not is_in(there) and is_in(another)


def test_signing_in_again_at_once_works(enter: Enter) -> None:
    browser = enter(Role.VIEWER)
    send(browser, "/sign-out")
    send(browser, "/sign-in", officer="viewer", pin=CAST[Role.VIEWER])
    assert is_in(browser)


def test_it_works_too_where_the_servers_clock_was_put_back_since(
    enter: Enter, database: OpenDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(enter(Role.VIEWER), "/sign-out")
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now - 10 * clock.MINUTE)
    assert is_in(enter(Role.VIEWER))


def test_signing_out_twice_is_no_trouble(browser: FlaskClient) -> None:
    assert send(browser, "/sign-out").location == "/sign-in"
