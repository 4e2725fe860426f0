"""What is shown when something goes wrong."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import ImATeapot

from floor import refusals
from floor.access.marks import everybody
from floor.db import Busy
from floor.refusals import Refused
from tests.databases import OpenDatabase


def _fails_with(app: Flask, error: Exception, address: str = "/fails") -> None:
    def fail() -> str:
        raise error

    app.add_url_rule(address, address, everybody(fail), methods=["GET", "POST"])


def test_a_page_that_is_not_there_says_so(browser: FlaskClient) -> None:
    answer = browser.get("/no/such/page")
    assert answer.status_code == 404
    assert "Halaman ini tidak ada" in answer.text


def test_the_api_says_it_as_json_whatever_is_accepted(browser: FlaskClient) -> None:
    answer = browser.get("/api/v1/no-such-thing", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.get_json()["error"]) == (404, "NO_SUCH_PAGE")


def test_a_wrong_method_keeps_its_status(browser: FlaskClient) -> None:
    assert browser.put("/sign-in").status_code == 405


def test_a_failure_of_ours_leaks_nothing(app: Flask, browser: FlaskClient) -> None:
    _fails_with(app, RuntimeError("the secret recipe"))
    answer = browser.get("/fails")
    assert answer.status_code == 500
    assert "Ada yang salah di server" in answer.text
    assert "recipe" not in answer.text
    assert "Traceback" not in answer.text


def test_a_busy_server_asks_to_come_back(app: Flask, browser: FlaskClient) -> None:
    _fails_with(app, Busy(), "/api/fails")
    answer = browser.get("/api/fails")
    assert (answer.status_code, answer.get_json()["error"]) == (503, "TRY_AGAIN")
    assert answer.headers["Retry-After"] == "2"


def test_a_refusal_is_a_page_with_its_sentence(app: Flask, browser: FlaskClient) -> None:
    _fails_with(app, Refused(refusals.FIELD_NEEDED.because(what="nama")))
    answer = browser.get("/fails")
    assert answer.status_code == 422
    assert "Isi nama." in answer.text


def test_what_is_too_large_is_refused(app: Flask, browser: FlaskClient) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1000
    answer = browser.post("/sign-in", data={"pin": "1" * 2000})
    assert answer.status_code == 413
    assert "terlalu besar" in answer.text


@pytest.mark.parametrize("address", ["/fails", "/api/fails"])
def test_even_a_broken_database_gets_a_sentence(
    app: Flask, browser: FlaskClient, database: OpenDatabase, address: str
) -> None:
    _fails_with(app, RuntimeError(), address)
    database.run("DROP TABLE site")
    answer = browser.get(address)
    assert answer.status_code == 500
    assert "server" in answer.text


def test_other_errors_keep_their_status(app: Flask, browser: FlaskClient) -> None:
    _fails_with(app, ImATeapot())
    assert browser.get("/fails").status_code == 418
