"""Held pieces that depart from the standard may pass by a supervisor's word, which is kept."""

from __future__ import annotations

import pytest

from floor import refusals
from floor.rules import places
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.office.conftest import Desk, said, sentence
from tests.quality.conftest import fail, send

ONE = "A-001-01/001"
AT = f"{places.on_hold(4)}.0.0"


@pytest.fixture
def page(shop: Shop) -> str:
    """The page of a bundle of which the inspector holds four pieces at the gate."""
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    send(shop, shop.item(shop.bundle(1), passed=8, hold=4, defects=[fail(4, "hold")]))
    return f"/office/units/{shop.bundle(1)}/deviation"


def test_held_pieces_pass_the_gate_and_the_reason_is_kept(
    supervisor: Desk, shop: Shop, page: str, database: OpenDatabase
) -> None:
    supervisor.do(page, at=AT, quantity="3", what="Panjang badan 1 cm kurang", reason="mitra setuju")
    assert shop.where(ONE) == {5: 11, places.on_hold(4): 1}
    assert database.rows("SELECT quantity, what, reason FROM deviation") == [
        (3, "Panjang badan 1 cm kurang", "mitra setuju")
    ]


def test_the_page_names_the_defects_that_were_found(supervisor: Desk, page: str) -> None:
    assert "G01 jahitan loncat" in supervisor.read(page).lower().replace("g01", "G01")


def test_sent_twice_it_is_done_once(supervisor: Desk, shop: Shop, page: str, database: OpenDatabase) -> None:
    for _ in range(2):
        fields = {"at": AT, "quantity": "1", "what": "Kancing miring", "reason": "mitra setuju"}
        supervisor.send(page, form_id="0192a3b4-0000-7000-8000-000000000001", **fields)
    assert shop.where(ONE) == {5: 9, places.on_hold(4): 3}
    assert database.value("SELECT COUNT(*) FROM deviation") == 1


@pytest.mark.parametrize(("what", "reason"), [("", "mitra setuju"), ("Panjang", "")])
def test_what_departs_and_why_must_be_said(supervisor: Desk, shop: Shop, page: str, what: str, reason: str) -> None:
    answer = supervisor.send(page, at=AT, quantity="1", what=what, reason=reason)
    assert answer.status_code == 422 and 'value="1"' in answer.text
    assert shop.where(ONE) == {5: 8, places.on_hold(4): 4}


def test_more_than_are_held_is_refused(supervisor: Desk, page: str) -> None:
    answer = supervisor.send(page, at=AT, quantity="5", what="Panjang", reason="mitra setuju")
    assert said(answer) == sentence(refusals.TOO_MANY, asked=5, waiting=4)


def test_pieces_held_before_the_gate_cannot_pass_it(supervisor: Desk, shop: Shop) -> None:
    start = f"/office/units/{shop.bundle(1)}"
    supervisor.do(f"{start}/correct", at="1.0.0", quantity="4", to=str(places.on_hold(1)), reason="kain salah")
    held = f"{places.on_hold(1)}.0.0"
    supervisor.send(f"{start}/deviation", at=held, quantity="4", what="Kain", reason="mitra setuju")
    assert shop.where(ONE) == {1: 8, places.on_hold(1): 4}


def test_who_accepted_one_stands_in_the_log_once(supervisor: Desk, page: str, database: OpenDatabase) -> None:
    fields = {"at": AT, "quantity": "3", "what": "Panjang kurang", "reason": "mitra setuju"}
    for _ in range(2):
        supervisor.send(page, form_id="0192a3b4-0000-7000-8000-000000000002", **fields)
    assert database.rows("SELECT noun, verb, reason FROM change WHERE noun = 'unit'") == [
        ("unit", "let_go", "mitra setuju")
    ]
    assert "Panjang kurang" in supervisor.read("/office/log")
