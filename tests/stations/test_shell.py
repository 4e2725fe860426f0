"""What a tablet may keep of its pages, so that they open without the server: shells that name nobody."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from tests.cast import Shop


@pytest.fixture
def somebody_is_here(shop: Shop) -> None:
    """O-1 is signed in at P-OBR, where K1 works."""
    who = {"officer": shop.ids["O-1"], "worker": shop.ids["K1"], "station": shop.ids["P-OBR"]}
    sql = text("UPDATE station SET officer_id = :officer, worker_id = :worker WHERE id = :station")
    shop.write(lambda conn: conn.execute(sql, who))


@pytest.mark.usefixtures("somebody_is_here")
def test_the_stations_page_may_be_kept_for_a_day_and_names_nobody(tablet: FlaskClient) -> None:
    answer = tablet.get("/station")
    assert answer.headers["Cache-Control"] == "private, max-age=86400"
    assert {"Cookie", "Accept-Encoding"} <= set(re.split(r", ?", ", ".join(answer.headers.getlist("Vary"))))
    assert "Petugas O-1" not in answer.text
    assert '<b id="worker">…</b>' in answer.text


@pytest.mark.usefixtures("somebody_is_here")
def test_a_page_that_names_somebody_is_never_kept(tablet: FlaskClient) -> None:
    answer = tablet.get("/station/sign-in")
    assert "Petugas O-1" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_page_shown_without_the_server_names_nobody(tablet: FlaskClient) -> None:
    answer = tablet.get("/offline")
    assert "Server tidak menjawab" in answer.text
    assert answer.headers["X-Floor-Shell"]


def test_the_service_worker_speaks_for_all_pages_and_names_files_that_are_there(tablet: FlaskClient) -> None:
    answer = tablet.get("/service-worker.js")
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("text/javascript", "no-cache")
    files = re.findall(r'"(/static/[^"]+)"', answer.text)
    assert any(name.endswith("/js/station/main.js") for name in files)
    for name in files:
        with tablet.get(name) as file:
            assert file.status_code == 200, name


def test_all_files_stand_under_one_version_and_those_of_another_are_not_kept(app: Flask, tablet: FlaskClient) -> None:
    with app.test_request_context():
        script, style = (app.url_for("static", filename=name) for name in ("js/outbox.js", "css/base.css"))
    assert script.split("/")[2] == style.split("/")[2]
    with tablet.get(script) as now, tablet.get("/static/v-000000000000/js/outbox.js") as before:
        assert "immutable" in now.headers["Cache-Control"]
        assert before.headers["Cache-Control"] == "no-cache"
        assert now.get_data() == before.get_data()


def test_every_answer_of_the_api_tells_the_servers_time(tablet: FlaskClient) -> None:
    assert tablet.get("/api/v1/health").headers["X-Floor-Time"].isdigit()
