"""Officers sign in with a PIN, a password or a badge."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, insert, update

from floor import clock
from floor.access import officers
from floor.db import db
from floor.models import Label, Officer, Role
from floor.rules.codes import Kind, new_code
from tests.access.conftest import CAST, NOW, Enter, send

SUPERVISOR = CAST[Role.SUPERVISOR]


def _who(browser: FlaskClient) -> str:
    """Who the page says is signed in; nothing where nobody is."""
    page = browser.get("/sign-in").text
    return next((role.title() for role in Role if f"<span>{role.title()}</span></summary>" in page), "")


def test_a_right_pin_signs_in_and_leads_back(browser: FlaskClient) -> None:
    answer = send(browser, "/sign-in", officer="supervisor", pin=SUPERVISOR, next="/orders?late=1")
    assert (answer.status_code, answer.location) == (303, "/orders?late=1")
    assert _who(browser) == "Supervisor"


def test_a_wrong_pin_says_so_and_signs_nobody_in(browser: FlaskClient) -> None:
    answer = send(browser, "/sign-in", officer="supervisor", pin="9999")
    assert answer.status_code == 403
    assert "PIN atau kata sandi salah" in answer.text
    assert _who(browser) == ""


def test_a_code_is_typed_in_any_case(browser: FlaskClient) -> None:
    assert send(browser, "/sign-in", code=" SuperVisor ", pin=SUPERVISOR).status_code == 303


def test_another_officers_pin_opens_nothing(browser: FlaskClient) -> None:
    assert send(browser, "/sign-in", officer="supervisor", pin=CAST[Role.VIEWER]).status_code == 403


def test_an_unknown_officer_is_refused_like_a_wrong_pin(browser: FlaskClient) -> None:
    answer = send(browser, "/sign-in", code="nobody", pin=SUPERVISOR)
    assert answer.status_code == 403
    assert "PIN atau kata sandi salah" in answer.text


@pytest.mark.parametrize(
    "address", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:x", "/a\n"]
)
def test_signing_in_never_leads_elsewhere(browser: FlaskClient, address: str) -> None:
    answer = send(browser, "/sign-in", officer="viewer", pin=CAST[Role.VIEWER], next=address)
    assert answer.location == "/"


def test_a_scanned_badge_chooses_its_officer_and_the_pin_completes(browser: FlaskClient) -> None:
    badge = _badge_of("inspector")
    assert 'value="inspector" checked' in send(browser, "/sign-in", code=badge).text
    assert send(browser, "/sign-in", code=badge.lower(), pin=CAST[Role.INSPECTOR]).status_code == 303


def test_a_void_badge_is_unknown(browser: FlaskClient) -> None:
    badge = _badge_of("inspector")
    db.write(lambda conn: conn.execute(update(Label).values(voided_at=NOW)))
    assert "Kode petugas tidak dikenal" in send(browser, "/sign-in", code=badge).text


def test_an_empty_form_says_what_to_fill_in(browser: FlaskClient) -> None:
    assert "Isi nama atau kode petugas." in send(browser, "/sign-in").text


def test_a_password_signs_in_too(app: Flask, browser: FlaskClient) -> None:
    db.write(lambda conn: officers.set_password(conn, _id(conn, "viewer"), "kain mori putih"))
    assert send(browser, "/sign-in", officer="viewer", password="kain mori putih").status_code == 303


def test_signing_out_signs_out(enter: Enter) -> None:
    browser = enter(Role.VIEWER)
    assert send(browser, "/sign-out").location == "/sign-in"
    assert _who(browser) == ""


def test_an_officer_made_inactive_is_out_at_once(enter: Enter) -> None:
    browser = enter(Role.VIEWER)
    db.write(lambda conn: conn.execute(update(Officer).values(active=False)))
    assert browser.get("/sign-in/pin").status_code == 302


def test_a_new_pin_ends_the_sessions_of_the_old_one(enter: Enter) -> None:
    browser = enter(Role.VIEWER)
    db.write(lambda conn: officers.set_pin(conn, _id(conn, "viewer"), "77777"))
    assert browser.get("/sign-in/pin").status_code == 302
    assert send(browser, "/sign-in", officer="viewer", pin="77777").status_code == 303


def test_a_session_ends_after_its_hours(enter: Enter) -> None:
    browser = enter(Role.VIEWER)
    with browser.session_transaction() as session:
        session["since"] = clock.now() - 12 * 60 * clock.MINUTE
    assert browser.get("/sign-in/pin").status_code == 302


def test_signing_in_leaves_the_open_pages_of_this_browser_working(browser: FlaskClient) -> None:
    before = browser.get("/csrf").get_json()["token"]
    send(browser, "/sign-in", officer="viewer", pin=CAST[Role.VIEWER])
    assert browser.post("/sign-out", data={"csrf_token": before}).location == "/sign-in"


def test_each_door_has_a_cookie_of_its_own(browser: FlaskClient) -> None:
    plain = browser.get("/sign-in").headers["Set-Cookie"]
    secure = browser.get("/sign-in", base_url="https://localhost").headers["Set-Cookie"]
    assert plain.startswith("floor_session=")
    assert "Secure" not in plain
    assert secure.startswith("__Host-floor_session=")
    assert all(word in secure for word in ("Secure", "HttpOnly", "SameSite=Lax"))


def _id(conn: Connection, code: str) -> int:
    found = officers.find_officer(conn, code)
    assert found
    return found


def _badge_of(code: str) -> str:
    badge = new_code(Kind.OFFICER)
    db.write(lambda conn: conn.execute(insert(Label).values(code=badge, officer_id=_id(conn, code), issued_at=NOW)))
    return badge
