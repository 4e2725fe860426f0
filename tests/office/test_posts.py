"""Who holds which post, outright or acting, from when to when; and what that makes of an officer on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask

from floor import refusals
from floor.db import db
from floor.office import posts
from tests.cast import Shop
from tests.office.conftest import Desk, said, sentence

MAY, JUNE, JULY = date(2026, 5, 15), date(2026, 6, 15), date(2026, 7, 15)
POST = "Kasi Kegiatan Kerja"


@pytest.fixture
def given(shop: Shop) -> dict[str, Any]:
    """O-3 is Kasi from May on."""
    return {"post": POST, "officer": shop.ids["O-3"], "acting": "", "from_on": "2026-05-01", "until_on": ""}


def acting(given: dict[str, Any], shop: Shop) -> dict[str, Any]:
    """O-2 stands in for her in June."""
    return given | {"officer": shop.ids["O-2"], "acting": "plh", "from_on": "2026-06-01", "until_on": "2026-06-30"}


def test_who_acts_signs_and_who_holds_it_is_holder_still(
    administrator: Desk, given: dict[str, Any], shop: Shop, app: Flask
) -> None:
    administrator.do("/office/posts/new", **given)
    administrator.do("/office/posts/new", **acting(given, shop))
    with app.app_context():
        titles = [posts.holder(db.session, POST, day) for day in (date(2026, 4, 30), MAY, JUNE, JULY)]
        assert [holder and holder.title for holder in titles] == [None, POST, f"Plh. {POST}", POST]
        assert posts.of_officer(db.session, shop.ids["O-2"], JUNE) == f"Plh. {POST}"
        assert posts.of_officer(db.session, shop.ids["O-2"], JULY) == ""


def test_two_never_hold_a_post_outright_on_the_same_day(administrator: Desk, given: dict[str, Any], shop: Shop) -> None:
    administrator.do("/office/posts/new", **given)
    second = given | {"officer": shop.ids["O-2"], "from_on": "2027-01-01"}
    answer = administrator.send("/office/posts/new", **second)
    assert said(answer) == sentence(refusals.POST_TAKEN, post=POST, name="Petugas O-3")


def test_the_next_may_begin_the_day_after_the_last_one_ended(
    administrator: Desk, given: dict[str, Any], shop: Shop
) -> None:
    administrator.do("/office/posts/new", **given)
    administrator.do("/office/posts/1", **given | {"until_on": "2026-12-31"})
    administrator.do("/office/posts/new", **given | {"officer": shop.ids["O-2"], "from_on": "2027-01-01"})
    assert "Mulai nanti" in administrator.see("/office/posts")


def test_an_end_before_the_beginning_is_refused_and_both_are_kept(administrator: Desk, given: dict[str, Any]) -> None:
    answer = administrator.send("/office/posts/new", **given | {"until_on": "2026-04-30"})
    assert said(answer) == sentence(refusals.FIELD_NEEDED, what="tanggal akhir yang tidak mendahului tanggal mulai")
    assert 'value="2026-04-30"' in answer.text


def test_a_form_that_comes_twice_gives_a_post_once(administrator: Desk, given: dict[str, Any]) -> None:
    for _ in range(2):
        administrator.do("/office/posts/new", **given)
    assert administrator.see("/office/posts").count("Petugas O-3") == 1


def test_a_supervisor_sees_them_and_gives_none(supervisor: Desk, given: dict[str, Any]) -> None:
    assert "Belum ada pejabat" in supervisor.see("/office/posts")
    assert supervisor.send("/office/posts/new", **given).status_code == 403
