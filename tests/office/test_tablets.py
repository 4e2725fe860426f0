"""The supervisor's page of tablets: how each is doing, and what is done with one from afar; stopping all stations."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, update

from floor import clock
from floor.access.tokens import hash_token
from floor.db import db
from floor.models import Heartbeat, StationToken, TabletCheck
from floor.pages import version
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.office.conftest import Desk
from tests.stations.tablet import sign_in

PAGE = "/office/tablets"


@pytest.fixture
def token(database: OpenDatabase, shop: Shop) -> int:
    """The tablet at P-OBR."""
    mark = hash_token(shop.tablets["P-OBR"])
    db.write(lambda conn: conn.execute(update(StationToken).values(name="").where(StationToken.token_hash == mark)))
    return int(database.value("SELECT id FROM station_token WHERE token_hash = :mark", mark=mark))


@pytest.fixture
def tablet(app: Flask, shop: Shop) -> FlaskClient:
    """The browser at P-OBR."""
    browser = app.test_client()
    browser.set_cookie("floor_station", shop.tablets["P-OBR"])
    return browser


def tell(token: int, **about: Any) -> None:
    """What the tablet last said of itself."""
    values = {"heard_at": clock.now(), "queued": 0, "refused": 0, "version": version(), "browser": "", "secure": False}
    db.write(lambda conn: conn.execute(insert(Heartbeat).values(token_id=token, **values | about)))


def card(desk: Desk, station: str = "Pos P-OBR") -> str:
    """What the page says of the tablet at a station."""
    return desk.read(PAGE).split(station, 1)[1].split("Cabut …", 1)[0]


def test_a_tablet_that_never_told_anything_says_so(supervisor: Desk, token: int) -> None:
    assert "belum ada kabar" in card(supervisor)


def test_how_a_tablet_does_stands_on_its_card(supervisor: Desk, token: int) -> None:
    tell(token, battery=78, charging=True, browser="Chrome 126 · Android 10", secure=True, clock_error_ms=2_000)
    said = card(supervisor)
    for words in ("tersambung", "78 %", "mengisi", "Chrome 126 · Android 10", "Jam tabletcocok", "terbaru"):
        assert words in said


@pytest.mark.parametrize(
    ("about", "says"),
    [
        ({"queued": 7, "oldest_at": 1}, "7 menunggu kirim"),
        ({"refused": 2}, "2 ditolak, belum dibaca"),
        ({"version": "lama"}, "halaman lama, muat ulang"),
        ({"browser": "Chrome 70 · Android 9"}, "peramban terlalu tua"),
        ({"clock_error_ms": 180 * clock.MINUTE}, "jam tablet lebih cepat 3 jam"),
        ({"clock_error_ms": -10 * clock.MINUTE}, "jam tablet terlambat 10 menit"),
        ({"battery": 9, "charging": False}, "segera isi"),
        ({"heard_at": 1}, "hari lalu"),
    ],
)
def test_what_is_wrong_with_one_is_said_and_puts_it_on_top(
    supervisor: Desk, shop: Shop, database: OpenDatabase, token: int, about: dict[str, Any], says: str
) -> None:
    good = database.rows("SELECT id FROM station_token WHERE officer_id IS NULL AND id <> :id", id=token)
    for (other,) in good:
        tell(other)
    tell(token, **about)
    page = supervisor.read(PAGE)
    assert says in page
    assert page.index("Pos P-OBR") == min(page.index(f"Pos {code}") for code in shop.tablets)


def test_the_newest_check_of_the_tablet_is_linked(supervisor: Desk, token: int) -> None:
    mark = "019aa4c2-7b1e-7c55-9d3e-0c6b5a2f9e11"
    found = {"secure": "1"}
    values = {"tablet": mark, "at": clock.now(), "browser": "Mozilla Chrome/126.0", "found": found}
    db.write(lambda conn: conn.execute(insert(TabletCheck).values(values)))
    db.write(lambda conn: conn.execute(update(StationToken).where(StationToken.id == token).values(tablet=mark)))
    assert "/tablet-check/result?check=" in supervisor.see(PAGE)


def test_the_cards_are_drawn_again_only_when_something_changed(
    supervisor: Desk, token: int, database: OpenDatabase
) -> None:
    tag = supervisor.browser.get(f"{PAGE}/cards").headers["ETag"]
    again = supervisor.browser.get(f"{PAGE}/cards", headers={"If-None-Match": tag})
    assert again.status_code == 304
    tell(token, battery=50)
    changed = supervisor.browser.get(f"{PAGE}/cards", headers={"If-None-Match": tag})
    assert changed.status_code == 200
    database.run("UPDATE heartbeat SET heard_at = heard_at + 1")  # nothing that a reader would see
    tag = changed.headers["ETag"]
    assert supervisor.browser.get(f"{PAGE}/cards", headers={"If-None-Match": tag}).status_code == 304


def test_a_locked_tablet_shows_its_station_and_nothing_else(supervisor: Desk, tablet: FlaskClient, token: int) -> None:
    supervisor.do(f"{PAGE}/{token}/lock")
    for address in ("/orders", "/office", "/sign-in", "/station/pair", "/find?code=x", "/anomalies"):
        assert tablet.get(address).location == "/station/locked", address
    for address in ("/station", "/station/sign-in", "/api/v1/station", "/csrf", "/tablet-check"):
        assert tablet.get(address).status_code == 200, address
    page = tablet.get("/station/locked").text
    assert "TABLET_LOCKED" not in page and 'href="/station"' in page and "top-nav" not in page


def test_a_program_at_a_locked_tablet_is_told_so(supervisor: Desk, tablet: FlaskClient, token: int) -> None:
    supervisor.do(f"{PAGE}/{token}/lock")
    answer = tablet.get("/orders", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.get_json()["error"]) == (403, "TABLET_LOCKED")


def test_unlocked_from_afar_it_shows_every_page(
    supervisor: Desk, tablet: FlaskClient, token: int, database: OpenDatabase
) -> None:
    supervisor.do(f"{PAGE}/{token}/lock")
    supervisor.do(f"{PAGE}/{token}/lock")
    supervisor.do(f"{PAGE}/{token}/unlock")
    assert tablet.get("/orders").status_code == 200
    assert database.rows("SELECT verb FROM change WHERE noun = 'tablet' ORDER BY id") == [("locked",), ("unlocked",)]
    supervisor.see("/office")
    assert "Tablet di pos P-OBR dibuka kuncinya" in supervisor.read("/office/log?noun=tablet")


def test_a_name_is_given_and_kept_in_the_log(supervisor: Desk, token: int) -> None:
    supervisor.do(f"{PAGE}/{token}/name", name=" Tablet 3 ")
    assert "Tablet 3" in card(supervisor)
    assert supervisor.send(f"{PAGE}/{token}/name", name=" ").status_code == 422


def test_a_revoked_tablet_is_gone_from_the_page_and_speaks_no_more(
    supervisor: Desk, tablet: FlaskClient, token: int
) -> None:
    assert "Cabut" in supervisor.read(f"{PAGE}/{token}/revoke")
    supervisor.do(f"{PAGE}/{token}/revoke")
    supervisor.do(f"{PAGE}/{token}/revoke")
    assert "Pos P-OBR" not in supervisor.read(PAGE)
    assert tablet.get("/api/v1/station").status_code == 401
    assert supervisor.read("/office/log?noun=tablet").count("P-OBR dicabut") == 1


def test_a_machine_is_no_tablet(supervisor: Desk, shop: Shop, database: OpenDatabase) -> None:
    machine = database.value("SELECT id FROM station_token WHERE officer_id IS NOT NULL LIMIT 1")
    assert supervisor.send(f"{PAGE}/{machine}/lock").status_code == 404


def test_without_tablets_the_page_says_how_to_begin(supervisor: Desk, database: OpenDatabase) -> None:
    database.run("UPDATE station_token SET revoked_at = 1")
    assert "Belum ada tablet" in supervisor.read(PAGE)


def test_only_a_supervisor_sees_the_tablets(enter: Callable[[str], Desk]) -> None:
    assert enter("O-1").browser.get(PAGE).status_code == 403


def test_one_button_stops_all_stations_and_the_pin_lets_them_go_on(
    supervisor: Desk, shop: Shop, tablet: FlaskClient
) -> None:
    assert "Kunci: hentikan semua pos" in supervisor.read("/")
    supervisor.do("/office/stop")
    supervisor.do("/office/stop")
    shop.now = clock.now()
    assert shop.scan("P-OBR", shop.bundle(1))["refusal"]["code"] == "STOPPED"
    assert tablet.get("/api/v1/station").get_json()["stopped"]["by"] == "O-3"
    assert "Semua pos dihentikan sejak" in supervisor.read("/orders")
    with supervisor.browser.session_transaction() as session:
        session["pin_at"] = 0
    assert supervisor.send("/office/stop/release").status_code == 403
    supervisor.do("/office/stop/release", pin="1003")
    assert tablet.get("/api/v1/station").get_json()["stopped"] is None
    log = supervisor.read("/office/log?noun=site")
    assert log.count("LCT: semua pos dihentikan") == 1 and log.count("LCT: semua pos berjalan lagi") == 1


def test_no_carton_is_made_at_a_tablet_while_all_is_stopped(
    app: Flask, supervisor: Desk, shop: Shop, database: OpenDatabase
) -> None:
    sign_in(shop, "P-LPT", "O-1")
    packing = Desk(app.test_client())
    packing.browser.set_cookie("floor_station", shop.tablets["P-LPT"])
    supervisor.do("/office/stop")
    answer = packing.send("/office/cartons", order="PO-A-001", count="1")
    assert re.search(r"Semua pos dihentikan pukul \d\d\.\d\d oleh O-3", answer.text)
    assert database.value("SELECT count(*) FROM carton") == 0
    supervisor.do("/office/cartons", order="PO-A-001", count="1")  # the office goes on
    assert database.value("SELECT count(*) FROM carton") == 1


def test_only_a_supervisor_stops_the_stations(enter: Callable[[str], Desk], database: OpenDatabase) -> None:
    assert enter("O-1").send("/office/stop").status_code == 403
    assert database.value("SELECT stopped_at FROM site") is None
