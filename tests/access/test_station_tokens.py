"""Tokens that speak for a station."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy import update

from floor.access import tokens
from floor.access.marks import everybody
from floor.access.tokens import Speaker
from floor.db import db
from floor.models import Station
from tests.access.conftest import NOW
from tests.databases import OpenDatabase


@pytest.fixture
def found(app: Flask) -> Callable[[str], Speaker | None]:
    """Who a request speaks for that brings a token."""

    def look(token: str) -> Speaker | None:
        with app.test_request_context(headers={"Authorization": f"Bearer {token}"}):
            return tokens.current_station()

    return look


def test_a_token_names_its_station(token: str, found: Callable[[str], Speaker | None]) -> None:
    assert found(token) == Speaker(token_id=1, station_id=1, officer_id=None)


@pytest.mark.usefixtures("app")
def test_a_machines_token_carries_an_officer(found: Callable[[str], Speaker | None]) -> None:
    token = db.write(lambda conn: tokens.issue(conn, 1, 2, "robot", NOW))
    assert found(token) == Speaker(token_id=1, station_id=1, officer_id=2)


def test_a_token_is_not_kept_in_clear(database: OpenDatabase, token: str) -> None:
    [(kept,)] = database.rows("SELECT token_hash FROM station_token")
    assert len(token) >= 43
    assert token not in kept


def test_a_revoked_token_names_nobody(token: str, found: Callable[[str], Speaker | None]) -> None:
    assert db.write(lambda conn: tokens.revoke(conn, 1, NOW)) is True
    assert found(token) is None
    assert db.write(lambda conn: tokens.revoke(conn, 1, NOW)) is False


def test_a_closed_stations_token_names_nobody(token: str, found: Callable[[str], Speaker | None]) -> None:
    db.write(lambda conn: conn.execute(update(Station).values(active=False)))
    assert found(token) is None


def test_a_browser_is_paired_and_unpaired(app: Flask, browser: FlaskClient, token: str) -> None:
    def pair() -> Response:
        tokens.pair_response(answer := Response(), token)
        return answer

    def unpair() -> Response:
        tokens.unpair_response(answer := Response())
        return answer

    app.add_url_rule("/pair", "pair", everybody(pair))
    app.add_url_rule("/unpair", "unpair", everybody(unpair))
    app.add_url_rule("/who", "who", everybody(lambda: str(tokens.current_station() is not None)))
    assert browser.get("/who").text == "False"
    assert "HttpOnly" in browser.get("/pair").headers["Set-Cookie"]
    assert browser.get("/who").text == "True"
    browser.get("/unpair")
    assert browser.get("/who").text == "False"


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Basic abc", "nonsense", "Bearer no-such-token"])
def test_a_strange_header_names_nobody(app: Flask, header: str) -> None:
    with app.test_request_context(headers={"Authorization": header}):
        assert tokens.current_station() is None
