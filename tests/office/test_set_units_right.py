"""What a supervisor does with one unit, on its page and with the PIN."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from floor import clock, refusals
from floor.models import Why
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.labels.printing_desk import ask
from tests.office.conftest import Desk, said, sentence
from tests.quality.conftest import send

ONE, TWO = "A-001-01/001", "A-001-01/002"


def page_of(shop: Shop, number: int) -> str:
    return f"/office/units/{shop.bundle(number)}"


def test_a_unit_says_where_its_pieces_are(supervisor: Desk, shop: Shop) -> None:
    page = supervisor.see(page_of(shop, 1))
    assert "Obras" in page and "12 potong" in page


def test_without_a_fresh_pin_the_page_asks_for_it_first(supervisor: Desk, shop: Shop) -> None:
    with supervisor.browser.session_transaction() as session:
        session["pin_at"] = clock.now() - 6 * clock.MINUTE
    assert supervisor.browser.get(page_of(shop, 1)).location.startswith("/sign-in/pin?next=")


def test_pieces_split_off_get_a_label_of_their_own(supervisor: Desk, shop: Shop) -> None:
    page = supervisor.see(supervisor.do(f"{page_of(shop, 1)}/split", at="1.0.0", quantity="5"))
    assert "A-001-01/003" in page and shop.where("A-001-01/003") == {1: 5} and shop.where(ONE) == {1: 7}


def test_a_scanned_blank_becomes_the_label_of_what_was_split_off(
    supervisor: Desk, shop: Shop, database: OpenDatabase
) -> None:
    ask(supervisor, "/labels/blanks/sheet", media="a4-24", count="1", first="1")
    blank = database.value("SELECT code FROM label WHERE unit_id IS NULL")
    assert supervisor.do(f"{page_of(shop, 1)}/split", at="1.0.0", quantity="5", blank=blank).endswith(blank)


def test_more_than_there_is_cannot_be_split_off(supervisor: Desk, shop: Shop) -> None:
    answer = supervisor.send(f"{page_of(shop, 1)}/split", at="1.0.0", quantity="13")
    assert said(answer) == sentence(refusals.TOO_MANY, asked=13, waiting=12) and 'value="13"' in answer.text


def test_pieces_are_merged_into_another_unit_at_the_same_stage(
    supervisor: Desk, shop: Shop, database: OpenDatabase
) -> None:
    into = database.value("SELECT id FROM unit WHERE name = :name", name=TWO)
    supervisor.do(f"{page_of(shop, 1)}/merge", at="1.0.0", into=into)
    assert shop.where(ONE) == {} and shop.where(TWO) == {1: 24}


def test_missed_scans_are_caught_up_to_the_gate(supervisor: Desk, shop: Shop, database: OpenDatabase) -> None:
    supervisor.do(f"{page_of(shop, 1)}/catch-up", at="1.0.0", to="4", reason="tablet mati")
    assert shop.where(ONE) == {4: 12}
    assert {why for (why,) in database.rows("SELECT why FROM move WHERE why <> 'made'")} == {Why.INFERRED.value}


def test_nothing_is_caught_up_through_a_gate_and_the_gate_is_named(supervisor: Desk, shop: Shop) -> None:
    answer = supervisor.send(f"{page_of(shop, 1)}/catch-up", at="1.0.0", to="5")
    assert said(answer) == sentence(refusals.GATE_BETWEEN, stage="QC akhir")


def test_missing_pieces_are_corrected_with_a_reason(supervisor: Desk, shop: Shop) -> None:
    supervisor.do(f"{page_of(shop, 1)}/correct", at="1.0.0", quantity="2", to="6001", reason="hasil hitung sore")
    assert shop.where(ONE) == {1: 10, 6001: 2}


def test_a_correction_without_a_reason_is_refused_and_the_quantity_kept(supervisor: Desk, shop: Shop) -> None:
    answer = supervisor.send(f"{page_of(shop, 1)}/correct", at="1.0.0", quantity="3", to="6001")
    assert said(answer) == sentence(refusals.REASON_NEEDED) and 'value="3"' in answer.text


def test_held_pieces_are_released_to_where_they_were(supervisor: Desk, shop: Shop) -> None:
    supervisor.do(f"{page_of(shop, 1)}/correct", at="1.0.0", quantity="4", to="5001", reason="ditahan mitra")
    supervisor.do(f"{page_of(shop, 1)}/release", at="5001.0.0", quantity="4", to="1", reason="boleh lanjut")
    assert shop.where(ONE) == {1: 12}


def test_a_scan_is_taken_back_late_from_the_list_of_the_last_ones(
    supervisor: Desk, shop: Shop, database: OpenDatabase
) -> None:
    shop.through(shop.bundle(1), "P-OBR")
    scan_id = database.value("SELECT MAX(id) FROM scan")
    assert "Obras → Jahit" in supervisor.see(f"{page_of(shop, 1)}/undo")
    supervisor.do(f"{page_of(shop, 1)}/undo", scan=scan_id, reason="salah bundel")
    assert shop.where(ONE) == {1: 12}


def test_another_units_scan_cannot_be_taken_back_from_here(
    supervisor: Desk, shop: Shop, database: OpenDatabase
) -> None:
    shop.through(shop.bundle(2), "P-OBR")
    scan_id = database.value("SELECT MAX(id) FROM scan")
    answer = supervisor.send(f"{page_of(shop, 1)}/undo", scan=scan_id, reason="salah")
    assert answer.status_code == 422 and shop.where(TWO) == {2: 12}


def test_a_verdict_is_not_taken_back_from_here(supervisor: Desk, shop: Shop) -> None:
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    [judged] = send(shop, shop.item(shop.bundle(1), passed=12))
    assert judged["outcome"] == "recorded"
    page = supervisor.see(page_of(shop, 1))
    assert "Jahit → " in page and "QC akhir → " not in page


def test_a_stack_that_has_gone_meanwhile_is_refused_not_guessed(supervisor: Desk, shop: Shop) -> None:
    shop.through(shop.bundle(1), "P-OBR")
    answer = supervisor.send(f"{page_of(shop, 1)}/split", at="1.0.0", quantity="5")
    assert shop.where(ONE) == {2: 12} and answer.status_code in (404, 422)


@pytest.mark.parametrize(
    ("what", "fields"),
    [
        ("correct", {"at": "1.0.0", "to": "6001", "quantity": "12", "reason": "hilang"}),
        ("split", {"at": "1.0.0", "quantity": "12"}),
        ("merge", {"at": "1.0.0", "into": "3"}),
    ],
)
def test_a_form_that_comes_twice_is_answered_alike_though_nothing_is_left_there(
    supervisor: Desk, shop: Shop, database: OpenDatabase, what: str, fields: dict[str, Any]
) -> None:
    page, form_id = f"{page_of(shop, 1)}/{what}", str(uuid4())
    answers = [supervisor.send(page, form_id, **fields) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert database.value("SELECT COUNT(*) FROM entry WHERE kind = :what", what=what) == 1


def test_an_undo_that_comes_twice_is_answered_alike(supervisor: Desk, shop: Shop, database: OpenDatabase) -> None:
    shop.through(shop.bundle(1), "P-OBR")
    scan, form_id = database.value("SELECT MAX(id) FROM scan"), str(uuid4())
    page = f"{page_of(shop, 1)}/undo"
    answers = [supervisor.send(page, form_id, scan=scan, reason="salah").status_code for _ in range(2)]
    assert answers == [303, 303] and shop.where(ONE) == {1: 12}
