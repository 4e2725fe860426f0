"""Stages and routes: a published version never changes; a change is a new version."""

from __future__ import annotations

import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from floor import refusals
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.office.conftest import Desk, said, sentence

VERSIONS = "SELECT v.number, COUNT(*) FROM route_version v JOIN route_step s ON s.route_version_id = v.id GROUP BY 1"


def as_it_is(shop: Shop) -> dict[str, Any]:
    """The form of a new version as it opens: what the first one says."""
    stages = {f"stage-{row}": shop.ids[code] for row, code in enumerate(("OBR", "JHT", "BBG", "QC", "LPT"), start=1)}
    return {**stages, "skip-3": "1", "gate-4": "1", "rework-4": "2"}


def test_a_route_is_drawn_as_a_line_of_stages(administrator: Desk) -> None:
    page = administrator.see("/office/routes/KOKO")
    assert page.index("Obras") < page.index("Jahit") < page.index("boleh dilewati") < page.index("kembali ke 2")


def test_a_new_version_leaves_the_old_one_as_it_was(administrator: Desk, shop: Shop, database: OpenDatabase) -> None:
    administrator.do(
        "/office/routes/KOKO/new-version", **as_it_is(shop) | {"stage-3": ""}, changed="tanpa buang benang"
    )
    assert sorted(database.rows(VERSIONS)) == [(1, 5), (2, 4)]
    # The empty row is no step, and what the gate sends back to is still Jahit.
    page = administrator.see("/office/routes/KOKO")
    assert "tanpa buang benang" in page and "Buang benang tidak dipakai lagi." in page and "kembali ke 2" in page
    assert "oleh Petugas O-4" in page and "boleh dilewati" in administrator.see("/office/routes/KOKO/1")


def test_a_version_that_changes_nothing_is_not_published(
    administrator: Desk, shop: Shop, database: OpenDatabase
) -> None:
    administrator.do("/office/routes/KOKO/new-version", **as_it_is(shop))
    assert database.rows(VERSIONS) == [(1, 5)]


def test_a_gate_sends_back_to_an_earlier_step_only(administrator: Desk, shop: Shop) -> None:
    answer = administrator.send("/office/routes/KOKO/new-version", **as_it_is(shop) | {"rework-4": "5"})
    assert said(answer) == sentence(refusals.REWORK_WHERE) and 'value="5"' in answer.text


def drawn(answer: TestResponse, shop: Shop) -> list[str]:
    """The codes of the steps that the page shows, in order."""
    codes = {str(shop.ids[code]): code for code in ("OBR", "JHT", "BBG", "QC", "LPT")}
    cards = re.findall(r'<select name="stage-.*?</select>', answer.text, re.DOTALL)
    return [codes[re.search(r'value="(\d+)" selected', card)[1]] for card in cards]  # type: ignore[index]


@pytest.mark.parametrize(
    ("do", "after"),
    [
        ("left-2", ["JHT", "OBR", "BBG", "QC", "LPT"]),
        ("right-4", ["OBR", "JHT", "BBG", "LPT", "QC"]),
        ("twice-2", ["OBR", "JHT", "JHT", "BBG", "QC", "LPT"]),
        ("remove-3", ["OBR", "JHT", "QC", "LPT"]),
        ("add", ["OBR", "JHT", "BBG", "QC", "LPT", "OBR"]),
        ("left-1", ["OBR", "JHT", "BBG", "QC", "LPT"]),
        ("left-99", ["OBR", "JHT", "BBG", "QC", "LPT"]),
    ],
)
def test_steps_are_arranged_by_plain_buttons_and_nothing_is_published(
    administrator: Desk, shop: Shop, database: OpenDatabase, do: str, after: list[str]
) -> None:
    answer = administrator.send("/office/routes/KOKO/new-version", **as_it_is(shop), do=do, add=shop.ids["OBR"])
    assert drawn(answer, shop) == after and database.rows(VERSIONS) == [(1, 5)]


def test_the_button_that_was_pressed_has_the_focus_at_the_steps_new_place(administrator: Desk, shop: Shop) -> None:
    answer = administrator.send("/office/routes/KOKO/new-version", **as_it_is(shop), do="right-1")
    assert 'value="right-2" autofocus' in answer.text and "Obras sekarang nomor 2." in answer.text


def test_a_version_that_is_not_there_is_not_found(administrator: Desk) -> None:
    assert administrator.browser.get("/office/routes/KOKO/9").status_code == 404


def test_a_new_route_starts_at_version_one(administrator: Desk, shop: Shop) -> None:
    steps = {"stage-1": shop.ids["JHT"], "stage-2": shop.ids["LPT"]}
    assert "Versi 1" in administrator.see(administrator.do("/office/routes/new", code="PENDEK", name="Pendek", **steps))


def test_a_route_without_steps_is_refused(administrator: Desk) -> None:
    answer = administrator.send("/office/routes/new", code="KOSONG", name="Kosong")
    assert said(answer) == sentence(refusals.FIELD_NEEDED, what="paling sedikit satu tahap")


def test_a_stage_is_added_and_renamed(administrator: Desk) -> None:
    administrator.do("/office/stages/new", code="STR", name="Setrika", is_production="1")
    assert "Setrika uap" in administrator.see(administrator.do("/office/stages/STR", name="Setrika uap"))
