"""Material in: counted, and a difference signed for."""

from __future__ import annotations

from uuid import uuid4

import pytest

from floor import refusals
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.office.conftest import Desk, said, sentence

PAGE = "/office/orders/PO-A-001/receipts/new"


@pytest.fixture
def paper(shop: Shop) -> dict[str, str]:
    """A paper that claims 24 of size M; all of them were counted."""
    m = shop.ids["line M"]
    return {"paper_number": "SJ/12/2026", f"claimed-{m}": "24", f"counted-{m}": "24"}


@pytest.fixture
def short(shop: Shop, paper: dict[str, str]) -> dict[str, str]:
    """The same paper, but two are missing on the table."""
    return paper | {f"counted-{shop.ids['line M']}": "22", "note": "dua sobek"}


def test_what_was_counted_is_shown_on_the_order(supervisor: Desk, paper: dict[str, str]) -> None:
    page = supervisor.see(supervisor.do(PAGE, **paper))
    assert "SJ/12/2026" in page and '<td class="number">24</td>' in page


def test_a_difference_asks_for_the_pin_and_keeps_what_was_typed(supervisor: Desk, short: dict[str, str]) -> None:
    answer = supervisor.send(PAGE, **short)
    assert said(answer) == sentence(refusals.PIN_NEEDED)
    assert 'name="pin"' in answer.text and "<b>-2</b>" in answer.text and "dua sobek" in answer.text


def test_a_difference_is_signed_by_whoever_typed_the_pin(
    supervisor: Desk, short: dict[str, str], shop: Shop, database: OpenDatabase
) -> None:
    supervisor.do(PAGE, **short, pin="1003")
    ((signed_by, signed_at, received_at),) = database.rows("SELECT signed_by_id, signed_at, received_at FROM receipt")
    assert signed_by == shop.ids["O-3"] and signed_at == received_at


def test_a_wrong_pin_signs_nothing(supervisor: Desk, short: dict[str, str], database: OpenDatabase) -> None:
    assert said(supervisor.send(PAGE, **short, pin="9999")) == sentence(refusals.WRONG_PIN)
    assert database.value("SELECT COUNT(*) FROM receipt") == 0


def test_a_paper_without_a_difference_needs_no_signature(
    supervisor: Desk, paper: dict[str, str], database: OpenDatabase
) -> None:
    supervisor.do(PAGE, **paper)
    assert database.rows("SELECT signed_by_id, signed_at FROM receipt") == [(None, None)]


def test_the_same_form_sent_twice_is_one_receipt(
    supervisor: Desk, paper: dict[str, str], database: OpenDatabase
) -> None:
    form_id = str(uuid4())
    for _ in range(2):
        assert supervisor.send(PAGE, form_id, **paper).status_code == 303
    assert database.value("SELECT SUM(counted) FROM receipt_line") == 24


def test_another_paper_under_a_used_id_is_refused(
    supervisor: Desk, paper: dict[str, str], database: OpenDatabase
) -> None:
    form_id = str(uuid4())
    supervisor.send(PAGE, form_id, **paper)
    answer = supervisor.send(PAGE, form_id, **paper | {"paper_number": "SJ-2"})
    assert said(answer) == sentence(refusals.ID_REUSED) and database.value("SELECT COUNT(*) FROM receipt") == 1


def test_an_empty_paper_is_refused(supervisor: Desk) -> None:
    assert said(supervisor.send(PAGE, paper_number="SJ-1")) == sentence(refusals.BAD_NUMBER, what="jumlah")


def test_a_size_needs_both_numbers(supervisor: Desk, shop: Shop) -> None:
    answer = supervisor.send(PAGE, paper_number="SJ-1", **{f"claimed-{shop.ids['line M']}": "5"})
    assert said(answer) == sentence(refusals.BAD_NUMBER, what="jumlah terhitung")
