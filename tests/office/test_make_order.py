"""Orders are made, changed, closed and opened again."""

from __future__ import annotations

from uuid import uuid4

import pytest

from floor import refusals
from floor.refusals import Refusal
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


EDIT = "/office/orders/PO-A-001/edit"
AMENDED = {
    "target-0": "24",
    "target-1": "12",
    "due_on": "2027-01-09",
    "agreed_by": "Pemilik",
    "reason": "Mitra minta tambah",
}


def test_a_target_is_amended_and_the_order_says_what_it_was_why_and_who_agreed(supervisor: Desk) -> None:
    page = supervisor.read(supervisor.do(EDIT, **AMENDED | {"target-1": "2 kodi"}))
    assert "Pesanan PO-A-001 diubah atas persetujuan mitra." in page
    assert "Target L: 12 menjadi 40" in page
    assert "Disetujui mitra lewat: Pemilik" in page and "Alasan: Mitra minta tambah" in page


def test_less_than_is_made_already_is_refused_and_what_was_typed_kept(supervisor: Desk) -> None:
    answer = supervisor.send(EDIT, **AMENDED | {"target-0": "23"})
    assert said(answer) == sentence(refusals.BELOW_MADE, size="M", made=24) and 'value="23"' in answer.text


def test_a_size_that_nothing_is_there_of_goes_and_comes_back(supervisor: Desk, database: OpenDatabase) -> None:
    lines = "SELECT size, target FROM order_line ORDER BY position"
    supervisor.do(EDIT, **AMENDED | {"target-1": ""})
    assert database.rows(lines) == [("M", 24)]
    supervisor.do(EDIT, **AMENDED | {"target-1": "7"})
    assert database.rows(lines) == [("M", 24), ("L", 7)]


def test_a_size_that_material_came_for_stays(supervisor: Desk, shop: Shop, database: OpenDatabase) -> None:
    line = shop.ids["line L"]
    paper = {f"claimed-{line}": "1", f"counted-{line}": "0"}
    supervisor.do("/office/orders/PO-A-001/receipts/new", paper_number="SJ-1", note="kurang", pin="1003", **paper)
    assert said(supervisor.send(EDIT, **AMENDED | {"target-1": ""})) == sentence(refusals.MATERIAL_CAME, size="L")


@pytest.mark.parametrize(
    ("left_out", "refusal", "words"),
    [
        ("reason", refusals.REASON_NEEDED, {}),
        ("agreed_by", refusals.FIELD_NEEDED, {"what": "siapa di mitra yang menyetujui"}),
    ],
)
def test_an_amendment_needs_its_reason_and_who_agreed(
    supervisor: Desk, left_out: str, refusal: Refusal, words: dict[str, str]
) -> None:
    answer = supervisor.send(EDIT, **AMENDED | {"target-1": "40", left_out: ""})
    assert said(answer) == sentence(refusal, **words)


def test_an_amendment_sent_twice_is_one_line_of_the_log(supervisor: Desk, database: OpenDatabase) -> None:
    form_id = str(uuid4())
    for _ in range(2):
        assert supervisor.send(EDIT, form_id, **AMENDED | {"target-1": "40"}).status_code == 303
    assert database.value("SELECT COUNT(*) FROM change WHERE verb = 'amended'") == 1


def test_a_closed_order_is_not_amended(supervisor: Desk, shop: Shop, database: OpenDatabase) -> None:
    database.run("UPDATE orders SET closed_at = 1")
    assert said(supervisor.send(EDIT, **AMENDED | {"target-1": "40"})) == sentence(refusals.ORDER_CLOSED)


def test_an_order_that_is_short_is_closed_with_the_partners_consent_only(supervisor: Desk) -> None:
    page = supervisor.see("/office/orders/PO-A-001/end")
    assert "kurang 24" in page and "kurang 12" in page
    answer = supervisor.send("/office/orders/PO-A-001/end", what="close", reason="cukup")
    assert said(answer) == sentence(refusals.FIELD_NEEDED, what="siapa di mitra yang menyetujui")
    page = supervisor.see(
        supervisor.do("/office/orders/PO-A-001/end", what="close", reason="cukup", agreed_by="Pemilik")
    )
    assert "Kurang: M 24 · L 12" in page and "Disetujui mitra lewat: Pemilik" in page


def test_a_new_due_date_is_shown(supervisor: Desk) -> None:
    supervisor.do(EDIT, **AMENDED | {"due_on": "17/03/2027", "takes_grade_b": "1"})
    page = supervisor.see("/office/orders/PO-A-001")
    assert "17 Mar 2027" in page and "diterima mitra" in page


def test_closing_an_order_needs_a_reason(supervisor: Desk) -> None:
    answer = supervisor.send("/office/orders/PO-A-001/end", what="close", reason=" ")
    assert said(answer) == sentence(refusals.REASON_NEEDED)


def test_a_closed_order_says_why_and_refuses_scans_until_it_is_opened_again(supervisor: Desk, shop: Shop) -> None:
    supervisor.do("/office/orders/PO-A-001/end", what="close", reason="Mitra membatalkan", agreed_by="Pemilik")
    assert "Mitra membatalkan" in supervisor.see("/office/orders/PO-A-001")
    assert shop.scan("P-OBR", shop.bundle(1))["refusal"]["code"] == "ORDER_CLOSED"
    supervisor.do("/office/orders/PO-A-001/end", what="reopen", reason="Jadi lagi")
    assert shop.scan("P-OBR", shop.bundle(1))["outcome"] == "recorded"
