"""What every page carries: headers, addresses of static files, times and numbers."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from floor import clock, pages
from floor.ids import uuid7
from tests.databases import OpenDatabase

AFTERNOON = clock.parse("2025-11-21T14:05:00+07:00")


def test_no_page_lets_in_what_is_not_ours(browser: FlaskClient) -> None:
    policy = dict(part.split(" ", 1) for part in browser.get("/sign-in").headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self' 'wasm-unsafe-eval'"
    assert policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"


def test_no_page_has_a_script_or_style_inside(browser: FlaskClient) -> None:
    page = browser.get("/sign-in").text
    assert "<style" not in page
    assert "style=" not in page
    assert all(part.lstrip().startswith(('type="module" src=', "src=")) for part in page.split("<script")[1:])


@pytest.mark.parametrize("address", ["/sign-in", "/no/such/page", "/api/v1/nothing"])
def test_no_page_is_kept_by_a_browser(browser: FlaskClient, address: str) -> None:
    headers = browser.get(address).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers


def test_static_files_are_kept_for_a_year_under_their_digest(app: Flask, browser: FlaskClient) -> None:
    with app.test_request_context():
        address = app.url_for("static", filename="css/base.css")
    with browser.get(address) as kept, browser.get("/static/css/base.css") as asked_for_again:
        assert "immutable" in kept.headers["Cache-Control"]
        assert asked_for_again.headers["Cache-Control"] == "no-cache"


def test_a_missing_static_file_is_not_kept(browser: FlaskClient) -> None:
    assert browser.get("/static/nothing.js?v=1").headers["Cache-Control"] == "no-store"


def test_a_language_asked_for_stays(browser: FlaskClient) -> None:
    assert '<html lang="id"' in browser.get("/sign-in").text
    assert '<html lang="en"' in browser.get("/sign-in?lang=en").text
    assert '<html lang="en"' in browser.get("/sign-in").text


def test_an_unknown_language_is_indonesian(browser: FlaskClient) -> None:
    assert '<html lang="id"' in browser.get("/sign-in?lang=xx").text


@pytest.mark.parametrize(
    "lang, zone, moment, time, day, number",
    [
        ("id", "WIB", "21 Nov 2025 14.05", "14.05", "Jum, 21 Nov 2025", "1.234,5"),
        ("en", "WIB", "21 Nov 2025 14:05", "14:05", "Fri, 21 Nov 2025", "1,234.5"),
        ("id", "WIT", "21 Nov 2025 16.05", "16.05", "Jum, 21 Nov 2025", "1.234,5"),
    ],
)
def test_times_and_numbers_are_written_as_people_do(
    app: Flask, database: OpenDatabase, lang: str, zone: str, moment: str, time: str, day: str, number: str
) -> None:
    database.run("UPDATE site SET zone = :zone", zone=zone)
    with app.test_request_context(f"/?lang={lang}"):
        written = pages.moment(AFTERNOON), pages.clock_time(AFTERNOON), pages.day(AFTERNOON), pages.number(1234.5)
    assert written == (moment, time, day, number)


def test_this_years_moments_need_no_year(app: Flask) -> None:
    this_year = clock.local(clock.now(), "WIB").year
    with app.test_request_context():
        assert pages.moment(clock.parse(f"{this_year}-11-21T14:05:00+07:00")) == "21 Nov 14.05"


def test_what_is_not_known_is_a_dash(app: Flask) -> None:
    with app.test_request_context():
        assert {pages.moment(None), pages.clock_time(None), pages.day(None), pages.number(None)} == {"–"}


def test_scripts_read_iso(app: Flask) -> None:
    with app.test_request_context():
        assert pages.iso(AFTERNOON) == "2025-11-21T07:05:00.000Z"
        assert pages.iso(date(2025, 11, 21)) == "2025-11-21"


def test_ids_are_of_version_7_and_in_the_order_made() -> None:
    first, second = uuid7(), uuid7()
    assert (first.version, first.variant) == (7, "specified in RFC 4122")
    assert first != second
    assert first.int >> 80 <= second.int >> 80
    assert abs((first.int >> 80) - clock.now()) < 5_000
