"""A tablet's test is kept, shown to whoever holds the tablet, and found by supervisors."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from floor.access.officers import set_pin
from floor.db import db
from floor.doors import checks, words
from floor.doors.checks import Check
from floor.rules.tablet import TEST_LABEL, Line, Verdict, judge
from tests.cast import Shop
from tests.doors.conftest import SECURE, send
from tests.rules.test_judge_a_tablet import ABLE, CHROME

AS_CHROME = {"HTTP_USER_AGENT": CHROME}


def newest() -> dict[str, Check]:
    """The newest test of each tablet."""
    return dict(db.write(lambda conn: checks.newest_checks(conn, camera_allowed=True)))


def test_what_was_found_is_kept_and_told(tablet: FlaskClient, shop: Shop) -> None:
    tablet.environ_base.update(AS_CHROME)
    answer = send(tablet, "/tablet-check", id=str(uuid4()), **(ABLE | {"sound": "no"}))
    assert answer.location == "/tablet-check/result"
    page = tablet.get(answer.location).text
    assert "Tidak terdengar. Naikkan volume media" in page
    assert "Pos P-OBR" in page
    (kept,) = newest().values()
    assert (kept.station_id, kept.verdict, kept.count(Verdict.BAD)) == (shop.ids["P-OBR"], Verdict.BAD, 1)


def test_a_form_sent_twice_is_kept_once(tablet: FlaskClient) -> None:
    form = str(uuid4())
    for _ in range(2):
        send(tablet, "/tablet-check", id=form, **ABLE)
    (kept,) = newest().values()
    send(tablet, "/tablet-check", id=str(uuid4()), **ABLE)
    (later,) = newest().values()
    assert later.id == kept.id + 1


def test_a_tablet_is_another_one_at_each_door(tablet: FlaskClient) -> None:
    send(tablet, "/tablet-check", id=str(uuid4()), **ABLE)
    send(tablet, "/tablet-check", SECURE, id=str(uuid4()), **ABLE)
    assert len(newest()) == 2


def test_only_so_many_are_kept_of_one_tablet(tablet: FlaskClient) -> None:
    for _ in range(checks.KEPT + 3):
        send(tablet, "/tablet-check", id=str(uuid4()), **ABLE)
    (kept,) = newest().values()
    oldest = db.write(lambda conn: checks.check_of(conn, kept.id - checks.KEPT, camera_allowed=True))
    assert oldest is None


def test_only_so_many_are_kept_of_strangers(
    tablet: FlaskClient, browser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "KEPT_UNPAIRED", 2)
    send(tablet, "/tablet-check", id=str(uuid4()), **ABLE)
    for _ in range(4):
        browser.delete_cookie("floor_tablet")
        send(browser, "/tablet-check", id=str(uuid4()), **ABLE)
    assert sorted(each.station_id is None for each in newest().values()) == [False, True, True]


def test_a_tablet_that_was_never_tested_is_told_so(tablet: FlaskClient) -> None:
    assert "Tablet ini belum diuji" in tablet.get("/tablet-check/result").text


def test_only_supervisors_look_at_another_tablets_test(tablet: FlaskClient, browser: FlaskClient, shop: Shop) -> None:
    db.write(partial(set_pin, officer_id=shop.ids["O-3"], pin="1003"))
    send(tablet, "/tablet-check", id=str(uuid4()), **ABLE)
    (kept,) = newest().values()
    address = f"/tablet-check/result?check={kept.id}"
    assert browser.get(address).status_code == 404
    send(browser, "/sign-in", officer="O-3", pin="1003")
    assert "Tablet ini" in browser.get(address).text


@pytest.mark.parametrize("locale", ["id", "en"])
def test_every_verdict_is_said_in_a_sentence(browser: FlaskClient, locale: str) -> None:
    """Whatever a rule may answer has words; one that had none would break the page of the tablet that needs it most."""
    agents = [CHROME, CHROME.replace("130", "74"), CHROME.replace("130", "90"), CHROME.replace("; K)", "; K; wv)"), ""]
    answers = ("", "no", "yes", "9", "500", "99999999", "-99999999", "photo", "refused")
    changes: list[dict[str, str]] = [{name: said} for name in ABLE for said in answers]
    changes += [{"scanned": TEST_LABEL.lower()}, {"scan_end": ""}, {"pings_lost": "2"}, {"clock_ms": "60000"}]
    changes += [{"clock_ms": "-60000"}, {"width": "", "height": ""}]
    judged: set[Line] = {line for agent in agents for each in changes for line in judge({**ABLE, **each}, agent, True)}
    with browser.application.test_request_context(f"/?lang={locale}"):
        assert all(words.sentence(line) and words.titles()[line.name] for line in judged)
