"""A standard gets another name: every page says it, the log has both, and what its versions say stays."""

from __future__ import annotations

from floor import refusals
from tests.databases import OpenDatabase
from tests.office.conftest import Desk, said, sentence

S = "/office/standards/S-KOK"
OTHER = {"name": "Koko lengan panjang", "name_en": "Koko shirt, long sleeves"}


def test_a_standard_is_renamed_on_its_pages_and_the_log_has_both_names(
    administrator: Desk, database: OpenDatabase
) -> None:
    before = database.value("SELECT name FROM standard")
    assert f"{S}/name" in administrator.see(S)
    assert f'value="{before}"' in administrator.see(f"{S}/name")
    page = administrator.read(administrator.do(f"{S}/name", **OTHER))
    assert "Standar mutu S-KOK diubah." in page and f"Nama: {before} menjadi Koko lengan panjang" in page
    assert "Koko shirt, long sleeves" in administrator.read(f"{S}?lang=en")


def test_its_versions_and_batches_stay(administrator: Desk, database: OpenDatabase) -> None:
    of_versions, of_checks = "SELECT id, number, published_at FROM standard_version", "SELECT id, text FROM check_item"
    before = database.rows(of_versions), database.rows(of_checks)
    administrator.do(f"{S}/name", **OTHER)
    assert (database.rows(of_versions), database.rows(of_checks)) == before
    assert database.rows("SELECT code FROM standard") == [("S-KOK",)]


def test_a_form_that_comes_twice_stands_once_in_the_log(administrator: Desk, database: OpenDatabase) -> None:
    for _ in range(2):
        administrator.do(f"{S}/name", **OTHER)
    changed = "SELECT COUNT(*) FROM change WHERE noun = 'standard' AND verb = 'changed'"
    assert database.value(changed) == 1


def test_a_standard_without_a_name_is_refused_at_its_field(administrator: Desk, database: OpenDatabase) -> None:
    answer = administrator.send(f"{S}/name", name=" ", name_en="Koko shirt")
    assert said(answer) == sentence(refusals.FIELD_NEEDED, what="nama standar mutu")
    assert 'value="Koko shirt"' in answer.text and 'id="name-error"' in answer.text
    assert database.value("SELECT name FROM standard") != " "


def test_only_the_administrator_renames(supervisor: Desk) -> None:
    assert supervisor.send(f"{S}/name", **OTHER).status_code == 403
