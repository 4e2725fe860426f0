"""What travels to a tablet is compressed, and is the same once it is there."""

from __future__ import annotations

import gzip

import pytest
from flask.testing import FlaskClient

GZIP = {"Accept-Encoding": "gzip"}


@pytest.mark.parametrize("address", ["/sign-in", "/static/css/tokens.css", "/static/js/page.js", "/static/icons.svg"])
def test_a_page_and_its_files_travel_compressed(browser: FlaskClient, address: str) -> None:
    with browser.get(address, headers=GZIP) as packed, browser.get(address) as plain:
        assert packed.headers["Content-Encoding"] == "gzip"
        assert len(packed.data) < len(plain.data) / 2
        assert len(gzip.decompress(packed.data)) == len(plain.data)
        assert "Accept-Encoding" in packed.headers["Vary"] and "Accept-Encoding" in plain.headers["Vary"]


def test_a_browser_that_takes_no_gzip_gets_none(browser: FlaskClient) -> None:
    with browser.get("/static/css/tokens.css", headers={"Accept-Encoding": "gzip;q=0, br"}) as answer:
        assert "Content-Encoding" not in answer.headers and answer.data.startswith(b"/*")


def test_a_file_that_the_browser_has_is_not_sent_again(browser: FlaskClient) -> None:
    with browser.get("/static/js/page.js", headers=GZIP) as first:
        tag = first.headers["ETag"]
    with browser.get("/static/js/page.js", headers={**GZIP, "If-None-Match": tag}) as again:
        assert tag.startswith("W/") and again.status_code == 304 and again.data == b""


def test_a_short_answer_stays_as_it_is(browser: FlaskClient) -> None:
    assert "Content-Encoding" not in browser.get("/csrf", headers=GZIP).headers
