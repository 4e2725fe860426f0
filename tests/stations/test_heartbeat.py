"""A tablet tells every half minute how it does, and hears what it must know; it is unlocked by badge and PIN."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from floor import clock
from floor.pages import version
from floor.scan.openapi import DOCUMENT
from floor.stations.heartbeats import browser_name
from tests.cast import Shop, iso
from tests.databases import OpenDatabase, only
from tests.scan.test_openapi import must_fit
from tests.stations.conftest import PINS, Enter, send
from tests.stations.tablet import sign_in

ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"


def beat(tablet: FlaskClient, **about: Any) -> dict[str, Any]:
    """One heartbeat, and what it is told."""
    token = tablet.get("/csrf").get_json()["token"]
    headers = {"X-CSRFToken": token, "User-Agent": ANDROID}
    answer = tablet.post("/api/v1/heartbeat", json=about, headers=headers)
    assert answer.status_code == 200, answer.text
    must_fit(answer.get_json(), DOCUMENT["components"]["schemas"]["Heard"])
    told: dict[str, Any] = answer.get_json()
    return told


def test_what_a_tablet_tells_is_kept_in_one_row_for_it(tablet: FlaskClient, database: OpenDatabase) -> None:
    beat(tablet, battery=90, charging=True, queued=3, refused=1, secure=True, version="abc", oldest_at=iso(1_000))
    beat(tablet, battery=89, charging=False, queued=2)
    columns = "battery, charging, queued, refused, oldest_at, version, browser, secure"
    kept = database.rows(f"SELECT {columns} FROM heartbeat")
    assert [tuple(row) for row in kept] == [(89, False, 2, 0, None, "", "Chrome 126 · Android 10", False)]


def test_the_error_of_its_clock_is_measured(tablet: FlaskClient, database: OpenDatabase) -> None:
    beat(tablet, sent_at=iso(clock.now() + 10 * clock.MINUTE))
    assert database.value("SELECT clock_error_ms FROM heartbeat") == pytest.approx(10 * clock.MINUTE, abs=clock.MINUTE)


@pytest.mark.parametrize(
    "about", [{"battery": "full", "queued": -1, "sent_at": "now", "idle_ms": None}, {"battery": 500}]
)
def test_what_makes_no_sense_is_left_out(tablet: FlaskClient, database: OpenDatabase, about: dict[str, Any]) -> None:
    beat(tablet, **about)
    assert database.rows("SELECT battery, queued, clock_error_ms FROM heartbeat") == [(None, 0, None)]


@only("sqlite")
def test_a_heartbeat_draws_no_board_anew(tablet: FlaskClient, database: OpenDatabase) -> None:
    beat(tablet)
    before = database.value("SELECT number FROM revision")
    beat(tablet, battery=50)
    assert database.value("SELECT number FROM revision") == before


def test_nobody_but_a_station_is_heard(app: Flask) -> None:
    assert app.test_client().post("/api/v1/heartbeat", json={}).status_code == 401


def test_without_the_pages_token_nothing_is_heard(tablet: FlaskClient) -> None:
    assert tablet.post("/api/v1/heartbeat", json={}).status_code == 400


def test_it_is_told_the_servers_version_and_whether_all_stands_still(
    tablet: FlaskClient, shop: Shop, database: OpenDatabase
) -> None:
    assert beat(tablet) == {"version": version(), "reload": False, "locked": False, "away": False, "stopped": None}
    database.run("UPDATE site SET stopped_at = 1, stopped_by_id = :by", by=shop.ids["O-3"])
    assert beat(tablet)["stopped"]["by"] == "O-3"


def test_a_page_that_shall_be_opened_anew_is_told_until_it_was(tablet: FlaskClient, database: OpenDatabase) -> None:
    database.run("UPDATE station_token SET reload_asked_at = :at", at=clock.now() - clock.MINUTE)
    assert [beat(tablet, open_ms=10 * clock.MINUTE)["reload"] for _ in range(2)] == [True, True]
    assert [beat(tablet, open_ms=open_for)["reload"] for open_for in (1_000, 10 * clock.MINUTE)] == [False, False]


def test_who_gave_no_sign_for_long_is_signed_out(tablet: FlaskClient, shop: Shop, database: OpenDatabase) -> None:
    sign_in(shop, "P-OBR", "O-1")
    database.run("UPDATE station SET officer_seen_at = 1 WHERE code = 'P-OBR'")
    assert tablet.get("/api/v1/station").get_json()["away"] is True
    assert beat(tablet, idle_ms=2_000)["away"] is False
    database.run("UPDATE station SET officer_seen_at = 1 WHERE code = 'P-OBR'")
    assert beat(tablet, idle_ms=40 * clock.MINUTE)["away"] is True
    assert database.value("SELECT officer_id FROM station WHERE code = 'P-OBR'") is None


def test_a_touch_at_a_tablet_that_keeps_scans_back_is_a_sign_of_nobody_yet(
    tablet: FlaskClient, shop: Shop, database: OpenDatabase
) -> None:
    sign_in(shop, "P-OBR", "O-1")
    database.run("UPDATE station SET officer_seen_at = 1 WHERE code = 'P-OBR'")
    assert beat(tablet, idle_ms=2_000, queued=2)["away"] is False
    assert database.value("SELECT officer_seen_at FROM station WHERE code = 'P-OBR'") == 1


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (ANDROID, "Chrome 126 · Android 10"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox 140 · Linux"),
        ("curl/8", ""),
    ],
)
def test_of_the_browsers_name_only_what_it_is_is_kept(agent: str, name: str) -> None:
    assert browser_name(agent) == name


def test_a_supervisor_unlocks_the_tablet_by_badge_and_pin(
    tablet: FlaskClient, enter: Enter, database: OpenDatabase
) -> None:
    database.run("UPDATE station_token SET locked = TRUE")
    assert send(tablet, "/station/unlock", code="O-3", pin="0000").status_code == 403
    assert send(tablet, "/station/unlock", code="O-1", pin=PINS["O-1"]).status_code == 403
    assert tablet.get("/orders").location == "/station/locked"
    assert send(tablet, "/station/unlock", code="O-3", pin=PINS["O-3"]).location == "/station"
    assert tablet.get("/orders").status_code == 200
    assert database.rows("SELECT verb FROM change WHERE noun = 'tablet'") == [("unlocked",)]


def test_an_officer_who_was_signed_in_leaves_no_menu_on_a_locked_tablet(
    tablet: FlaskClient, database: OpenDatabase
) -> None:
    send(tablet, "/sign-in", officer="O-3", pin=PINS["O-3"])
    database.run("UPDATE station_token SET locked = TRUE")
    assert "top-nav" not in tablet.get("/station/locked").text
    assert "top-nav" not in tablet.get("/quality").text
