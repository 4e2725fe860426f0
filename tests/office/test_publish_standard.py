"""A standard's next version is written as a draft, screen by screen, and then published: it never changes again."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from floor import refusals
from tests.databases import OpenDatabase
from tests.office.conftest import Desk, said, sentence

S = "/office/standards/S-KOK"
DRAFT = f"{S}/draft"
NEW = f"{DRAFT}/checks/new"
CHECK = {"kind": "measured", "severity": "major", "text": "Panjang badan", "measure": "cm", "owed": "", "group": ""}
ISO = {f"{name}-{severity}": value for severity in ("critical", "major", "minor")
       for name, value in (("method", "iso"), ("level", "II"), ("aql", "2.5"))}  # fmt: skip
SEEN = "SELECT changed_at FROM standard_draft"


@pytest.fixture
def author(administrator: Desk) -> Desk:
    """O-4, who began to write the next version of S-KOK."""
    administrator.do(DRAFT)
    return administrator


def publish(author: Desk, database: OpenDatabase, **more: Any) -> str:
    return author.do(f"{DRAFT}/publish", seen=database.value(SEEN), **more)


def test_a_standard_shows_its_checks_with_their_limits(administrator: Desk) -> None:
    page = administrator.see(S)
    assert "Lingkar dada" in page and "M 108" in page and "± 1" in page


def test_a_draft_begins_with_what_the_newest_version_says(author: Desk) -> None:
    page = author.see(f"{DRAFT}/checks")
    assert "Lingkar dada" in page and "Kampuh rapi" in page


def test_a_new_version_takes_numbers_with_a_comma_and_a_nominal_for_each_size(
    author: Desk, database: OpenDatabase
) -> None:
    author.do(NEW, **CHECK | {"minus": "0,5", "plus": "0.7", "nominal-0": "72", "nominal-1": "74,5"})
    page = author.see(publish(author, database))
    assert "L 74,5" in page and "−0,5 +0,7" in page
    assert database.rows("SELECT number FROM standard_version ORDER BY number") == [(1,), (2,)]


def test_batches_made_before_are_judged_by_theirs(author: Desk, database: OpenDatabase) -> None:
    of_batches = "SELECT b.id, v.number FROM batch b JOIN standard_version v ON v.id = b.standard_version_id"
    before = database.rows(of_batches)
    author.do(NEW, **CHECK | {"nominal": "72"})
    publish(author, database)
    assert before and database.rows(of_batches) == before


def test_a_measured_check_needs_something_to_measure_against(author: Desk) -> None:
    assert said(author.send(NEW, **CHECK)) == sentence(refusals.CHECK_BARE, check="Panjang badan")


@pytest.mark.parametrize("field", ["nominal", "minus", "plus", "nominal-1"])
def test_a_number_that_is_none_is_refused_beside_its_field_and_kept(author: Desk, field: str) -> None:
    answer = author.send(NEW, **CHECK | {field: "tujuh"})
    assert said(answer) == sentence(refusals.NOT_A_NUMBER, typed="tujuh")
    assert 'value="tujuh"' in answer.text and f'id="{field}-error"' in answer.text


def test_a_letter_for_a_digit_is_asked_about(author: Desk) -> None:
    answer = author.send(NEW, **CHECK | {"nominal": "4O,5"})
    assert said(answer) == sentence(refusals.LETTER_IN_NUMBER, typed="4O,5", letter="O", meant="40,5")


def test_a_check_stands_once_in_its_group(author: Desk) -> None:
    answer = author.send(NEW, **CHECK | {"text": "Lingkar dada", "nominal": "100"})
    assert said(answer) == sentence(refusals.CHECK_TWICE, check="Lingkar dada")


def test_a_form_that_comes_twice_adds_one_check(author: Desk) -> None:
    form_id = str(uuid4())
    for _ in range(2):
        assert author.send(NEW, form_id, **CHECK | {"nominal": "72"}).status_code == 303
    assert author.see(f"{DRAFT}/checks").count("<b>Panjang badan</b>") == 1


@pytest.mark.parametrize(
    ("kind", "fields", "shown"),
    [
        ("yes_no", {}, "Ya / tidak"),
        ("count", {"most": "2"}, "≤ 2"),
        ("weighed", {"nominal": "500", "minus": "15", "measure": "g"}, "500 · −15 g"),
        ("graded", {"owed": "first", "owed_first": "5"}, "5 pertama per ukuran dan batch"),
    ],
)
def test_each_kind_of_check_has_its_own_fields(author: Desk, kind: str, fields: dict[str, str], shown: str) -> None:
    assert f'value="{kind}"' in author.see(f"{NEW}?kind={kind}")
    author.do(NEW, **CHECK | {"kind": kind} | fields)
    assert shown in author.read(f"{DRAFT}/checks")


@pytest.mark.parametrize(("lang", "shown"), [("id", "74,5"), ("en", "74.5")])
def test_a_check_shows_numbers_as_its_reader_writes_them(author: Desk, lang: str, shown: str) -> None:
    key = str(uuid4())
    author.send(NEW, key, **CHECK | {"nominal-1": "74.5"})
    assert f'value="{shown}"' in author.see(f"{DRAFT}/checks/{key}?lang={lang}")


def test_a_check_is_moved_and_taken_out(author: Desk, database: OpenDatabase) -> None:
    key = str(uuid4())
    author.send(NEW, key, **CHECK | {"nominal": "72"})
    author.do(f"{DRAFT}/checks", place=f"{key},0")
    page = author.see(f"{DRAFT}/checks")
    assert page.index("Panjang badan") < page.index("Lingkar dada")
    author.do(f"{DRAFT}/checks/{key}", remove="1")
    assert "Panjang badan" not in author.see(f"{DRAFT}/checks")


def test_a_draft_that_says_the_same_publishes_nothing(author: Desk, database: OpenDatabase) -> None:
    assert "sama dengan versi 1" in author.see(f"{DRAFT}/publish")
    publish(author, database)
    assert database.value("SELECT MAX(number) FROM standard_version") == 1


def test_what_differs_is_shown_before_and_after_it_is_published(author: Desk, database: OpenDatabase) -> None:
    author.do(NEW, **CHECK | {"nominal": "72"})
    assert "Panjang badan" in author.read(f"{DRAFT}/publish")
    page = author.read(publish(author, database, note="Mitra minta panjang badan."))
    assert "Berbeda dari versi 1" in page and "Mitra minta panjang badan." in page


def test_the_log_says_what_a_version_changed(author: Desk, database: OpenDatabase) -> None:
    author.do(NEW, **CHECK | {"nominal": "72", "owed": "first", "owed_first": "3"})
    publish(author, database, note="Mitra minta.")
    page = author.read("/office/log?noun=standard")
    assert "versi 2 diterbitkan" in page and "Panjang badan [mayor] 72 cm, 3 yang pertama" in page
    assert "Mitra minta." in page


def test_what_was_changed_meanwhile_is_looked_at_again(author: Desk, database: OpenDatabase) -> None:
    seen = database.value(SEEN)
    author.do(NEW, **CHECK | {"nominal": "72"})
    answer = author.send(f"{DRAFT}/publish", seen=seen, note="Kerah lebih rapat.")
    assert said(answer) == sentence(refusals.DRAFT_CHANGED) and "Kerah lebih rapat." in answer.text


def test_publishing_twice_publishes_once(author: Desk, database: OpenDatabase) -> None:
    author.do(NEW, **CHECK | {"nominal": "72"})
    seen = database.value(SEEN)
    for _ in range(2):
        assert author.send(f"{DRAFT}/publish", seen=seen).status_code == 303
    assert database.value("SELECT MAX(number) FROM standard_version") == 2


def test_a_standard_without_checks_is_not_published_and_its_note_is_kept(
    administrator: Desk, database: OpenDatabase
) -> None:
    administrator.do("/office/standards/new", code="S-X", name="Tas", family="garmen")
    answer = administrator.send("/office/standards/S-X/draft/publish", seen=database.value(SEEN), note="Versi pertama.")
    assert said(answer) == sentence(refusals.STANDARD_EMPTY) and "Versi pertama." in answer.text


def test_too_many_checks_are_refused(author: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("floor.office.standards_edit.MOST_CHECKS", 2)
    assert said(author.send(NEW, **CHECK | {"nominal": "72"})) == sentence(refusals.CHECKS_TOO_MANY, most=2)


def test_a_new_standard_begins_as_a_copy_of_another(administrator: Desk, database: OpenDatabase) -> None:
    like = database.value("SELECT id FROM standard WHERE code = 'S-KOK'")
    page = administrator.see(
        administrator.do("/office/standards/new", code="S-X", name="Koko anak", family="garmen", like=like)
    )
    assert "Lingkar dada" in page and "M 108" in page


def test_a_draft_takes_what_another_standard_says(administrator: Desk, database: OpenDatabase) -> None:
    administrator.do("/office/standards/new", code="S-X", name="Tas", family="garmen")
    like = database.value("SELECT id FROM standard WHERE code = 'S-KOK'")
    administrator.do("/office/standards/S-X/draft/copy", like=like)
    assert "Kampuh rapi" in administrator.see("/office/standards/S-X/draft/checks")


def test_a_draft_that_was_dropped_is_gone(author: Desk) -> None:
    author.do(f"{DRAFT}/drop")
    answer = author.send(NEW, **CHECK | {"nominal": "72"})
    assert sentence(refusals.DRAFT_GONE) in answer.text or answer.status_code == 409
    assert "Tulis versi baru" in author.see(S)


def test_plans_are_kept_for_each_class(author: Desk, database: OpenDatabase) -> None:
    author.do(f"{DRAFT}/plans", **ISO | {"method-critical": "every", "method-minor": "inline", "drawing": "kemeja"})
    publish(author, database)
    found = database.rows("SELECT severity, method, level, aql FROM standard_plan ORDER BY severity")
    assert found == [("critical", "every", "", None), ("major", "iso", "II", 2.5), ("minor", "inline", "", None)]


@pytest.mark.parametrize(("field", "value", "shown"), [("level", "IV", "IV"), ("aql", "3.0", "II")])
def test_a_plan_that_no_table_has_is_refused_with_a_sentence(author: Desk, field: str, value: str, shown: str) -> None:
    answer = author.send(f"{DRAFT}/plans", **ISO | {f"{field}-major": value, "drawing": ""})
    assert answer.status_code == 422 and said(answer).startswith(f"Rencana tingkat {shown} dengan AQL")


def test_defects_are_chosen_from_the_catalogue_in_the_standards_own_words(author: Desk, database: OpenDatabase) -> None:
    author.do(f"{DRAFT}/defects", defect=["G01", "G07"])
    author.do(f"{DRAFT}/defects", place="G07,0")
    author.do(f"{DRAFT}/defects/G07", name="Benang lebih dari 1 cm", severity="major", rework_stage="JHT")
    publish(author, database)
    found = database.rows("SELECT name, severity FROM standard_defect ORDER BY position")
    assert found == [("Benang lebih dari 1 cm", "major"), ("Jahitan loncat", "major")]
    assert database.value("SELECT name FROM defect WHERE code = 'G07'") == "Benang sisa"


def test_a_new_defect_goes_into_the_catalogue_and_onto_the_list(author: Desk, database: OpenDatabase) -> None:
    fields = {"code": "g25", "name": "Saku miring", "severity": "minor", "rework_stage": ""}
    assert "Saku miring" in author.see(author.do(f"{DRAFT}/defects/new", **fields).partition("#")[0])
    assert database.rows("SELECT family, severity FROM defect WHERE code = 'G25'") == [("garmen", "minor")]


def test_an_archived_standard_is_offered_no_more(administrator: Desk) -> None:
    administrator.do("/office/standards/new", code="S-X", name="Tas", family="garmen")
    administrator.do("/office/standards/S-X/archive", what="archive")
    assert "/office/standards/S-X" not in administrator.see("/office/standards")
    assert "/office/standards/S-X" in administrator.see("/office/standards?archive=1")
