"""Orders are made, changed, closed and opened again."""

from __future__ import annotations

from floor import refusals
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.office.conftest import Desk, said, sentence

ORDER = {
    "product": "KOK-PJ",
    "number": "po-a-002",
    "partner": "1",
    "kind": "maklun",
    "channel": "langsung",
    "due_on": "2027-02-01",
    "target-0": "40",
    "target-1": "",
}


def test_an_order_has_a_line_for_every_size_with_a_target(supervisor: Desk, database: OpenDatabase) -> None:
    assert supervisor.do("/office/orders/new", **ORDER).endswith("/PO-A-002")
    lines = "SELECT l.size, l.target FROM order_line l JOIN orders o ON o.id = l.order_id WHERE o.number = 'PO-A-002'"
    assert database.rows(lines) == [("M", 40)]


def test_the_form_asks_for_each_size_of_the_product(supervisor: Desk) -> None:
    page = supervisor.see("/office/orders/new?product=KOK-PJ")
    assert 'name="target-0"' in page and 'name="target-1"' in page and 'name="target-2"' not in page


def test_an_order_sent_twice_is_one_order(supervisor: Desk, database: OpenDatabase) -> None:
    supervisor.do("/office/orders/new", **ORDER)
    supervisor.do("/office/orders/new", **ORDER)
    assert database.value("SELECT COUNT(*) FROM orders WHERE number = 'PO-A-002'") == 1


def test_an_order_without_any_target_is_refused_and_the_number_is_kept(supervisor: Desk) -> None:
    answer = supervisor.send("/office/orders/new", **ORDER | {"target-0": ""})
    assert said(answer) == sentence(refusals.BAD_NUMBER, what="target") and 'value="po-a-002"' in answer.text


def test_a_number_that_another_order_has_is_refused(supervisor: Desk) -> None:
    answer = supervisor.send("/office/orders/new", **ORDER | {"number": "PO-A-001"})
    assert said(answer) == sentence(refusals.ALREADY_EXISTS, what="nomor pesanan")


def test_numbers_that_differ_by_their_po_only_are_one_number(supervisor: Desk) -> None:
    answer = supervisor.send("/office/orders/new", **ORDER | {"number": "A-001"})
    assert said(answer) == sentence(refusals.ALREADY_EXISTS, what="nomor pesanan")


def test_a_new_due_date_is_shown(supervisor: Desk) -> None:
    supervisor.do("/office/orders/PO-A-001/edit", due_on="17/03/2027", takes_grade_b="1")
    page = supervisor.see("/office/orders/PO-A-001")
    assert "17 Mar 2027" in page and "diterima mitra" in page


def test_closing_an_order_needs_a_reason(supervisor: Desk) -> None:
    answer = supervisor.send("/office/orders/PO-A-001/end", what="close", reason=" ")
    assert said(answer) == sentence(refusals.REASON_NEEDED)


def test_a_closed_order_says_why_and_refuses_scans_until_it_is_opened_again(supervisor: Desk, shop: Shop) -> None:
    supervisor.do("/office/orders/PO-A-001/end", what="close", reason="Mitra membatalkan")
    assert "Mitra membatalkan" in supervisor.see("/office/orders/PO-A-001")
    assert shop.scan("P-OBR", shop.bundle(1))["refusal"]["code"] == "ORDER_CLOSED"
    supervisor.do("/office/orders/PO-A-001/end", what="reopen", reason="Jadi lagi")
    assert shop.scan("P-OBR", shop.bundle(1))["outcome"] == "recorded"
