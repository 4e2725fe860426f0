"""A paired tablet goes over to the other door by a code of its own; what it had at the old one ends only then."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from floor.db import db
from floor.models import Station, StationToken
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.doors.conftest import SECURE, send


@pytest.fixture
def secure(served: Flask, shop: Shop) -> None:
    """The secure door is open, and an officer is signed in at P-OBR."""
    served.config["SECURE_PORT"] = 8443
    here = update(Station).where(Station.id == shop.ids["P-OBR"])
    db.write(lambda conn: conn.execute(here.values(officer_id=shop.ids["O-1"])))


def way_over(tablet: FlaskClient) -> str:
    """The address at the other door that the tablet is shown, with its code."""
    answer = send(tablet, "/station/door", "http://floor.local:8000", id=str(uuid4()))
    page = tablet.get(answer.location, base_url="http://floor.local:8000").text
    found = re.search(r'href="(https://floor\.local:8443/station/pair\?code=\w+)"', page)
    assert found, page
    return found[1]


def test_a_tablet_goes_over_and_is_nobodys_where_it_came_from(tablet: FlaskClient, secure: None) -> None:
    code = way_over(tablet).rpartition("=")[2]
    assert tablet.get("/station").status_code == 200  # nothing ended yet
    assert send(tablet, "/station/pair/code", SECURE, code=code).location == "/station"
    assert "Pos P-OBR" in tablet.get("/station", base_url=SECURE).text
    assert tablet.get("/station", base_url="http://localhost").location == "/station/pair"


def test_its_name_and_its_lock_go_with_it(tablet: FlaskClient, secure: None, database: OpenDatabase) -> None:
    was = update(StationToken).where(StationToken.name != "").values(name="Tablet 7", locked=True)
    db.write(lambda conn: conn.execute(was))
    send(tablet, "/station/pair/code", SECURE, code=way_over(tablet).rpartition("=")[2], name="Tablet 1")
    newest = database.rows("SELECT name, locked FROM station_token ORDER BY id DESC LIMIT 1")
    assert [(name, bool(locked)) for name, locked in newest] == [("Tablet 7", True)]


def test_the_way_over_leads_one_tablet_once(served: Flask, tablet: FlaskClient, secure: None) -> None:
    code = way_over(tablet).rpartition("=")[2]
    send(tablet, "/station/pair/code", SECURE, code=code)
    assert "sudah dipakai tablet lain" in send(served.test_client(), "/station/pair/code", SECURE, code=code).text


def test_somebody_must_answer_for_it(served: Flask, tablet: FlaskClient) -> None:
    served.config["SECURE_PORT"] = 8443
    answer = send(tablet, "/station/door", id=str(uuid4()))  # NO_OFFICER
    assert answer.status_code == 422
    assert "Belum ada petugas di pos ini" in answer.text


def test_without_a_secure_door_there_is_nowhere_to_go(tablet: FlaskClient) -> None:
    assert "HTTPS belum menyala" in tablet.get("/station/door").text


def test_a_browser_that_is_no_stations_has_no_door_to_change(browser: FlaskClient) -> None:
    assert browser.get("/station/door").status_code == 401
