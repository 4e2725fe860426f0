"""What stands on a station's screen before anything is scanned."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.databases import OpenDatabase

PAGES = ("/station", "/station/sign-in")


def test_the_camera_stays_away_where_the_site_switched_it_off(tablet: FlaskClient, database: OpenDatabase) -> None:
    assert 'id="photo"' in tablet.get("/station").text
    database.run("UPDATE site SET camera = :off", off=False)
    assert 'id="photo"' not in tablet.get("/station").text


def test_the_screen_says_that_nobody_is_signed_in(tablet: FlaskClient) -> None:
    assert "belum masuk" in tablet.get("/station").text
    assert "Pindai kartu petugas dulu." in tablet.get("/station").text


@pytest.mark.parametrize("address", PAGES)
def test_no_page_carries_a_script_or_style_of_its_own(tablet: FlaskClient, address: str) -> None:
    html = tablet.get(address).text
    assert re.findall(r"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=", html) == []


@pytest.mark.parametrize("address", PAGES)
def test_every_file_a_page_names_is_there(tablet: FlaskClient, address: str) -> None:
    for file in re.findall(r'(?:href|src)="(/static/[^"#]+)', tablet.get(address).text):
        with tablet.get(file) as answer:
            assert answer.status_code == 200, file


@pytest.mark.parametrize("address", PAGES)
def test_every_icon_a_page_uses_is_drawn(tablet: FlaskClient, address: str) -> None:
    with tablet.get("/static/icons.svg") as icons:
        drawn = set(re.findall(r'symbol id="(\w+)"', icons.get_data(as_text=True)))
    assert set(re.findall(r'icons\.svg[^"]*#(\w+)"', tablet.get(address).text)) <= drawn
