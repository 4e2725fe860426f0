"""A browser is made a station's, and nobody's again."""

from __future__ import annotations

from flask import Flask

from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.stations.conftest import Enter, send

GOOD = "SELECT s.code, t.tablet FROM station_token t JOIN station s ON s.id = t.station_id WHERE t.tablet IS NOT NULL"


def test_a_supervisor_makes_a_browser_a_stations(enter: Enter, shop: Shop) -> None:
    browser = enter("O-3")
    answer = send(browser, "/station/pair", station=shop.ids["P-JHT"], name="Tablet 3")
    assert answer.location == "/station"
    assert "Pos P-JHT" in browser.get("/station").text


def test_the_supervisor_who_paired_a_tablet_does_not_stay_signed_in_on_it(enter: Enter, shop: Shop) -> None:
    browser = enter("O-3")
    send(browser, "/station/pair", station=shop.ids["P-JHT"])
    browser.get("/station")
    assert "/sign-in" in browser.get("/office/orders").location


def test_pairing_twice_leaves_one_good_token(enter: Enter, shop: Shop, database: OpenDatabase) -> None:
    browser = enter("O-3")
    for _ in range(2):
        send(browser, "/station/pair", station=shop.ids["P-JHT"])
    assert len(database.rows(f"{GOOD} AND t.revoked_at IS NULL")) == 1


def test_a_tablet_moved_to_another_station_is_still_the_same_tablet(
    enter: Enter, shop: Shop, database: OpenDatabase
) -> None:
    browser = enter("O-3")
    for station in ("P-JHT", "P-OBR"):
        send(browser, "/station/pair", station=shop.ids[station])
    (first, tablet), (second, same) = database.rows(f"{GOOD} ORDER BY t.id")
    assert (first, second) == ("P-JHT", "P-OBR")
    assert tablet == same


def test_an_operator_pairs_nothing(enter: Enter, shop: Shop) -> None:
    assert send(enter("O-1"), "/station/pair", station=shop.ids["P-JHT"]).status_code == 403


def test_without_a_station_chosen_the_page_asks_for_one(enter: Enter) -> None:
    answer = send(enter("O-3"), "/station/pair")
    assert answer.status_code == 422
    assert "Isi pos." in answer.text


def test_an_unpaired_browser_is_nobodys(enter: Enter, shop: Shop) -> None:
    browser = enter("O-3")
    send(browser, "/station/pair", station=shop.ids["P-JHT"])
    send(browser, "/station/unpair")
    assert browser.get("/station/sign-in").status_code == 401


def test_a_token_that_was_copied_ends_with_unpairing(enter: Enter, shop: Shop) -> None:
    browser = enter("O-3")
    send(browser, "/station/pair", station=shop.ids["P-JHT"])
    cookie = browser.get_cookie("floor_station")
    send(browser, "/station/unpair")
    assert cookie is not None
    browser.set_cookie("floor_station", cookie.value)
    assert browser.get("/station/sign-in").status_code == 401


def test_an_unpaired_browser_is_told_what_to_do(enter: Enter, app: Flask) -> None:
    page = app.test_client().get("/station", follow_redirects=True).text
    assert "Tablet ini belum punya pos" in page
    assert "Minta penyelia membuka Kantor" in page
    assert "Tanpa kode: pilih posnya di sini" not in page
    assert "Tanpa kode: pilih posnya di sini" in enter("O-3").get("/station", follow_redirects=True).text
