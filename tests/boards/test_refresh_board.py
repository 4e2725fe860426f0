"""The board asks again every few seconds, and is drawn anew only when something changed."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask.testing import FlaskClient

from floor.boards import fresh
from tests.boards.conftest import Enter
from tests.cast import Shop


def test_nothing_new_is_answered_with_nothing(supervisor: FlaskClient) -> None:
    tag = supervisor.get("/orders/rows").headers["ETag"]
    again = supervisor.get("/orders/rows", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


def test_the_page_hands_its_own_tag_to_the_first_question(supervisor: FlaskClient) -> None:
    found = re.search(r"data-tag='([^']*)'", supervisor.get("/orders").text)
    assert found is not None
    assert supervisor.get("/orders/rows", headers={"If-None-Match": found[1]}).status_code == 304


def test_a_scan_is_seen_at_the_next_question(shop: Shop, supervisor: FlaskClient) -> None:
    tag = supervisor.get("/orders/rows").headers["ETag"]
    shop.scan("P-OBR", shop.bundle(1))
    update = supervisor.get("/orders/rows", headers={"If-None-Match": tag})
    assert update.status_code == 200
    assert "Jahit <b>12</b>" in update.text


def test_the_update_is_the_part_that_the_page_was_drawn_with(supervisor: FlaskClient) -> None:
    part = supervisor.get("/orders/rows").text.strip()
    assert part.startswith("<p")
    assert part in supervisor.get("/orders").text


def test_another_language_is_another_tag(supervisor: FlaskClient) -> None:
    assert supervisor.get("/orders/rows").headers["ETag"] != supervisor.get("/orders/rows?lang=en").headers["ETag"]


def test_another_role_is_another_tag(supervisor: FlaskClient, enter: Enter) -> None:
    assert supervisor.get("/orders/rows").headers["ETag"] != enter("O-1").get("/orders/rows").headers["ETag"]


def test_the_next_day_is_another_tag(supervisor: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    tag = supervisor.get("/orders/rows").headers["ETag"]
    monkeypatch.setattr(fresh, "today", lambda: date(2030, 1, 1))
    assert supervisor.get("/orders/rows").headers["ETag"] != tag


def test_who_was_signed_out_is_sent_to_sign_in(supervisor: FlaskClient) -> None:
    tag = supervisor.get("/orders/rows").headers["ETag"]
    supervisor.delete_cookie("floor_session")
    assert supervisor.get("/orders/rows", headers={"If-None-Match": tag}).status_code == 302
