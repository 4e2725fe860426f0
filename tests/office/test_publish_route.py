"""Stages and routes: a published version never changes; a change is a new version."""

from __future__ import annotations

from typing import Any

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
    assert "tanpa buang benang" in page and "Versi 1" in page and page.count("kembali ke 2") == 2


def test_a_version_that_changes_nothing_is_not_published(
    administrator: Desk, shop: Shop, database: OpenDatabase
) -> None:
    administrator.do("/office/routes/KOKO/new-version", **as_it_is(shop))
    assert database.rows(VERSIONS) == [(1, 5)]


def test_a_gate_sends_back_to_an_earlier_step_only(administrator: Desk, shop: Shop) -> None:
    answer = administrator.send("/office/routes/KOKO/new-version", **as_it_is(shop) | {"rework-4": "5"})
    assert said(answer) == sentence(refusals.REWORK_WHERE) and 'value="5"' in answer.text


def test_more_rows_come_without_javascript_and_without_losing_any(administrator: Desk, shop: Shop) -> None:
    answer = administrator.send("/office/routes/KOKO/new-version", **as_it_is(shop), rows="7", more="1")
    assert answer.status_code == 200 and 'name="stage-13"' in answer.text and 'value="2"' in answer.text


def test_a_new_route_starts_at_version_one(administrator: Desk, shop: Shop) -> None:
    steps = {"stage-1": shop.ids["JHT"], "stage-2": shop.ids["LPT"]}
    assert "Versi 1" in administrator.see(administrator.do("/office/routes/new", code="PENDEK", name="Pendek", **steps))


def test_a_route_without_steps_is_refused(administrator: Desk) -> None:
    answer = administrator.send("/office/routes/new", code="KOSONG", name="Kosong")
    assert said(answer) == sentence(refusals.FIELD_NEEDED, what="paling sedikit satu tahap")


def test_a_stage_is_added_and_renamed(administrator: Desk) -> None:
    administrator.do("/office/stages/new", code="STR", name="Setrika", is_production="1")
    assert "Setrika uap" in administrator.see(administrator.do("/office/stages/STR", name="Setrika uap"))
