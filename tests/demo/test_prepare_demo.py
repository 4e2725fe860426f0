"""Making a demo, making it anew, and leaving alone what is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from floor.demo import NotADemo, prepare, welcome
from floor.demo.setting import TOLD
from tests.databases import OpenDatabase
from tests.demo.conftest import Demo, settings_of

MARK = "demo"
SITE = "INSERT INTO site (code, name, zone, epoch, camera, clock_confirmed_at) VALUES (:code, 'x', 'WIB', '1', :no, 0)"


def test_a_demo_that_is_there_is_kept(demo: Demo) -> None:
    before = demo.database.rows("SELECT epoch, (SELECT COUNT(*) FROM move) FROM site")
    demo.database.run("UPDATE partner SET name = 'Diubah' WHERE code = 'MKA'")
    prepare(demo.settings, reset=False)
    assert demo.database.rows("SELECT epoch, (SELECT COUNT(*) FROM move) FROM site") == before
    assert demo.database.value("SELECT name FROM partner WHERE code = 'MKA'") == "Diubah"


def test_reset_starts_afresh(demo: Demo) -> None:
    epoch = demo.database.value("SELECT epoch FROM site")
    demo.database.run("UPDATE partner SET name = 'Diubah' WHERE code = 'MKA'")
    prepare(demo.settings, reset=True)
    assert demo.database.value("SELECT epoch FROM site") != epoch
    assert demo.database.value("SELECT name FROM partner WHERE code = 'MKA'") == "Mitra Koko A"
    assert demo.orders()["PO-A-031"].total.done == 212


@pytest.mark.parametrize("reset", [False, True])
@pytest.mark.parametrize("code, marked", [("LPA", True), ("LCT", False)])
def test_a_workshops_own_database_is_refused_and_left_alone(
    database: OpenDatabase, tmp_path: Path, code: str, marked: bool, reset: bool
) -> None:
    database.run(SITE, code=code, no=False)
    if marked:
        (tmp_path / MARK).touch()
    with pytest.raises(NotADemo, match="nothing was touched"):
        prepare(settings_of(database.url, tmp_path), reset=reset)
    assert database.rows("SELECT code FROM site") == [(code,)]


def test_a_database_with_an_officer_but_no_site_is_a_workshops_own(database: OpenDatabase, tmp_path: Path) -> None:
    database.run("INSERT INTO officer (code, name, active, locale) VALUES ('X', 'X', :yes, 'id')", yes=True)
    with pytest.raises(NotADemo):
        prepare(settings_of(database.url, tmp_path), reset=True)


def test_the_tables_of_others_are_left_alone(database: OpenDatabase, tmp_path: Path) -> None:
    for table in ("officer", "orders"):
        database.run(f"ALTER TABLE {table} RENAME TO {table}_of_others")
    with pytest.raises(NotADemo):
        prepare(settings_of(database.url, tmp_path), reset=True)


def test_the_welcome_says_where_who_and_what_to_try(tmp_path: Path) -> None:
    said = welcome(settings_of("sqlite:///none", tmp_path))
    assert "http://localhost:8000" in said
    assert all(f"{told['code']}  PIN {told['pin']}" in said for told in TOLD["officers"])
    assert all(told["code"] in said for told in TOLD["stations"])
    assert "Coba dulu (what to try first)" in said
