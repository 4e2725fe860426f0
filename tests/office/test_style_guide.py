"""The style guide shows an administrator everything that pages are built of."""

from __future__ import annotations

import re
from pathlib import Path

import floor
from tests.office.conftest import Desk

STATIC = Path(floor.__file__).parent / "static"


def test_it_shows_every_icon_of_the_sprite(administrator: Desk) -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text())) - {"mark"}
    shown = set(re.findall(r"icons\.svg[^#\"]*#([\w-]+)", administrator.see("/styleguide")))
    assert drawn - shown == set()


def test_it_shows_every_colour_and_both_themes(administrator: Desk) -> None:
    page = administrator.see("/styleguide")
    for name in re.findall(r"--([\w-]+): #", (STATIC / "css/tokens.css").read_text()):
        assert f"colour-{name}" in page
    assert "Tampilan biasa" in page and 'class="theme high"' in page


def test_only_administrators_see_it(supervisor: Desk) -> None:
    assert supervisor.browser.get("/styleguide").status_code == 403


def test_every_icon_that_a_page_names_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text()))
    templates = (STATIC.parent / "templates").rglob("*.html")
    named = {name for page in templates for name in re.findall(r'icon(?:=|\()"([\w-]+)"', page.read_text())}
    assert named - drawn == set()


def test_a_contrast_asked_for_stays(administrator: Desk) -> None:
    assert 'class="high"' in administrator.see("/office?contrast=high")
    assert 'media="all"' in administrator.see("/office")
    assert "contrast.css" not in administrator.see("/office?contrast=plain")
    assert "contrast.css" not in administrator.see("/office")


def test_without_a_word_the_contrast_is_the_systems(administrator: Desk) -> None:
    assert 'media="(prefers-contrast: more)"' in administrator.see("/office")
