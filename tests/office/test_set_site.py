"""The site's own settings: its name, its zone, the head of its papers, cameras."""

from __future__ import annotations

import pytest

from floor import refusals
from tests.databases import OpenDatabase
from tests.office.conftest import Desk, said, sentence

HEADER = " Kementerian \r\n\r\nJalan 1\r\n"
SITE = {"name": "Rutan Contoh", "code": "RTN", "zone": "WIT", "header": HEADER, "camera": "1"}


def test_a_site_is_renamed_on_every_page(administrator: Desk, database: OpenDatabase) -> None:
    administrator.do("/office/site", **SITE)
    assert "Rutan Contoh" in administrator.see("/orders")
    assert database.value("SELECT zone FROM site WHERE code = 'RTN'") == "WIT"
    assert database.value("SELECT header FROM site") == "Kementerian\nJalan 1"


def test_the_log_says_who_changed_what_of_the_site(administrator: Desk, database: OpenDatabase) -> None:
    administrator.do("/office/site", **SITE)
    administrator.do("/office/site", **SITE)
    assert database.value("SELECT count(*) FROM change WHERE noun = 'site' AND officer_id IS NOT NULL") == 1


@pytest.mark.parametrize(
    ("wrong", "what"), [({"zone": "GMT"}, "zona waktu"), ({"name": " "}, "nama bengkel")], ids=["zone", "name"]
)
def test_what_can_not_be_meant_is_refused_and_what_was_typed_kept(
    administrator: Desk, wrong: dict[str, str], what: str
) -> None:
    answer = administrator.send("/office/site", **SITE | wrong)
    assert said(answer) == sentence(refusals.FIELD_NEEDED, what=what) and 'value="RTN"' in answer.text


def test_a_supervisor_does_not_set_the_site(supervisor: Desk) -> None:
    assert supervisor.browser.get("/office/site").status_code == 403


def test_switches_of_the_tablets_are_set_and_logged(administrator: Desk, database: OpenDatabase) -> None:
    administrator.do("/office/site", **SITE, voice="1", away_minutes="45")
    assert database.rows("SELECT camera, voice, away_minutes FROM site") == [(True, True, 45)]
    administrator.do("/office/site", **SITE, away_minutes="")
    assert database.rows("SELECT voice, away_minutes FROM site") == [(False, 0)]
    assert "Menit tanpa petugas: 45 menjadi 0" in administrator.read("/office/log?noun=site")


@pytest.mark.parametrize("minutes", ["999", "-3", "lama"])
def test_minutes_that_make_no_sense_are_refused_and_kept(administrator: Desk, minutes: str) -> None:
    answer = administrator.send("/office/site", **SITE, away_minutes=minutes)
    assert answer.status_code == 422 and f'value="{minutes}"' in answer.text
