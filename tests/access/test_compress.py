"""What travels to a tablet is compressed, and is the same once it is there."""

from __future__ import annotations

import gzip

import pytest
from flask.testing import FlaskClient

from floor import statics

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
        assert "Content-Encoding" not in answer.headers and answer.data.startswith(b":root")


def test_a_file_that_the_browser_has_is_not_sent_again(browser: FlaskClient) -> None:
    with browser.get("/static/js/page.js", headers=GZIP) as first:
        tag = first.headers["ETag"]
    with browser.get("/static/js/page.js", headers={**GZIP, "If-None-Match": tag}) as again:
        assert tag.startswith("W/") and again.status_code == 304 and again.data == b""


def test_scripts_and_sheets_leave_their_comments_at_home(browser: FlaskClient) -> None:
    for address, sign in {"/static/css/tokens.css": b"/*", "/static/js/outbox.js": b"\n//"}.items():
        with browser.get(address) as answer:
            assert sign not in answer.data and len(answer.data) > 1_000


def test_several_sheets_travel_as_one(browser: FlaskClient) -> None:
    one, other, both = (browser.get(f"/static/css/{name}.css").data for name in ("look", "tile", "look+tile"))
    assert both == one + other
    assert browser.get("/static/css/look+nothing.css").status_code == 404
    assert browser.get("/static/css/..+..+__init__.css").status_code == 404


def test_no_script_has_a_text_over_several_lines() -> None:
    scripts = (path.read_text(encoding="utf-8") for path in (statics.FOLDER / "js").rglob("*.js"))
    lines = [line for script in scripts for line in script.splitlines() if not line.strip().startswith("//")]
    assert [line for line in lines if "`" in line.split("//")[0]] == []


def test_a_short_answer_stays_as_it_is(browser: FlaskClient) -> None:
    assert "Content-Encoding" not in browser.get("/csrf", headers=GZIP).headers
