"""The PIN that a verdict needs: typed into its form, good for five minutes, at a desk and at a station."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import update

from floor import clock
from floor.models import Station
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.quality.conftest import FIRST
from tests.quality.pages import PINS, desk, said, send, tablet


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Lets time go by, in milliseconds."""
    now = clock.now

    def passed(millis: int) -> None:
        monkeypatch.setattr(clock, "now", lambda: now() + millis)

    return passed


@pytest.fixture
def signed_in(shop: Shop) -> None:
    """The inspector's badge was scanned at P-QC: no PIN yet."""
    badge = update(Station).where(Station.code == "P-QC").values(officer_id=shop.ids["O-2"], pin_at=None)
    shop.write(lambda conn: conn.execute(badge))


@pytest.mark.usefixtures("signed_in")
def test_a_tablet_asks_for_the_pin_once(app: Flask, shop: Shop, bundle: str) -> None:
    browser = tablet(app, shop)
    assert 'name="pin"' in said(browser.get(f"/quality/inspect/{bundle}"))
    answer = send(browser, f"/quality/inspect/{bundle}", passed="6", pin=PINS["O-2"])
    assert "6 lulus" in said(answer)
    assert 'name="pin"' not in said(browser.get(f"/quality/inspect/{bundle}"))
    assert "6 lulus" in said(send(browser, f"/quality/inspect/{bundle}", passed="6"))


@pytest.mark.usefixtures("signed_in")
def test_without_the_pin_nothing_is_recorded_and_nothing_is_lost(app: Flask, shop: Shop, bundle: str) -> None:
    answer = send(tablet(app, shop), f"/quality/inspect/{bundle}", passed="7")
    assert "Masukkan PIN petugas" in said(answer) and 'value="7"' in said(answer)
    assert shop.where(FIRST) == {4: 12}


@pytest.mark.usefixtures("signed_in")
def test_another_officers_pin_is_wrong(app: Flask, shop: Shop, bundle: str, database: OpenDatabase) -> None:
    answer = send(tablet(app, shop), f"/quality/inspect/{bundle}", passed="7", pin=PINS["O-3"])
    assert "PIN atau kata sandi salah" in said(answer)
    assert database.value("SELECT COUNT(*) FROM inspection") == 0


def test_a_desk_asks_again_after_five_minutes(
    app: Flask, shop: Shop, bundle: str, later: Callable[[int], None]
) -> None:
    browser = desk(app)
    later(5 * clock.MINUTE)
    assert "Masukkan PIN" in said(send(browser, f"/quality/inspect/{bundle}", passed="12"))
    assert "12 lulus" in said(send(browser, f"/quality/inspect/{bundle}", passed="12", pin=PINS["O-2"]))


@pytest.mark.usefixtures("signed_in")
def test_a_stations_officer_judges_whoever_else_is_signed_in_there(
    app: Flask, shop: Shop, bundle: str, database: OpenDatabase
) -> None:
    browser = desk(app, "O-3")  # who paired the tablet
    browser.set_cookie("floor_station", shop.tablets["P-QC"])
    send(browser, f"/quality/inspect/{bundle}", passed="12", pin=PINS["O-2"])
    assert database.rows("SELECT officer_id, station_id FROM inspection") == [(shop.ids["O-2"], shop.ids["P-QC"])]


@pytest.mark.usefixtures("signed_in")
def test_who_judges_piece_after_piece_is_not_asked_again(
    app: Flask, shop: Shop, bundle: str, later: Callable[[int], None]
) -> None:
    browser = tablet(app, shop)
    send(browser, f"/quality/inspect/{bundle}", passed="1", pin=PINS["O-2"])
    for minutes in (4, 8):
        later(minutes * clock.MINUTE)
        assert "1 lulus" in said(send(browser, f"/quality/inspect/{bundle}", passed="1")), minutes
    later(14 * clock.MINUTE)
    assert "Masukkan PIN petugas" in said(send(browser, f"/quality/inspect/{bundle}", passed="1"))


def test_a_stranger_has_no_second_officers_pin_tried(
    app: Flask, shop: Shop, bundle: str, database: OpenDatabase
) -> None:
    item = shop.item(bundle, passed=12, second={"officer": "O-3", "pin": "9999"})
    tried = []
    for token in ("nobody", shop.tokens["P-QC"]):
        headers = {"Authorization": f"Bearer {token}"}
        app.test_client().post("/api/v1/inspections", json={"inspections": [item]}, headers=headers)
        tried.append(database.value("SELECT COUNT(*) FROM sign_in_failure"))
    assert tried == [0, 1]
