"""The partner brings pieces back: scanned, counted, and decided on."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from sqlalchemy import text

from floor import refusals
from floor.boards.verify import verify
from floor.models import EntryKind
from floor.office.orders import close
from tests import cast
from tests.cast import Shop
from tests.office.conftest import Desk, said, sentence
from tests.office.test_deliver import FIRST, packed


@pytest.fixture
def page(supervisor: Desk, shop: Shop) -> str:
    """Ten of the first bundle are with the partner; the page that takes some back."""
    packed(shop, supervisor, 10)
    asked, wanted = shop.entry(EntryKind.DELIVER), {shop.ids["line M"]: 10}
    assert shop.write(lambda conn: cast.hand_over(conn, asked, shop.ids["order"], wanted)).no is None
    return f"/office/returns/{shop.bundle(1)}"


@pytest.fixture
def returned(supervisor: Desk, page: str) -> str:
    """Three of them came back; the page that decides."""
    return supervisor.do(page, quantity="3", defect="G07 Benang sisa", paper="MTR-7")


def decide(desk: Desk, page: str, to: int, quantity: int, at: str = "7000.0.0") -> str:
    """A decision that must be taken."""
    return desk.do(page, at=at, to=str(to), quantity=str(quantity), reason="diperiksa ulang")


def test_a_scanned_label_leads_to_its_return(supervisor: Desk, shop: Shop, page: str) -> None:
    answer = supervisor.browser.get("/office/returns", query_string={"code": shop.bundle(1).lower()})
    assert answer.location == page and "Di mitra 10 potong" in supervisor.see(page)


def test_an_order_lists_what_the_partner_has_of_it(supervisor: Desk, page: str) -> None:
    listed = supervisor.see("/office/returns?code=a-001")
    assert FIRST in listed and page in listed


def test_what_came_back_waits_for_a_decision(supervisor: Desk, shop: Shop, returned: str) -> None:
    assert shop.where(FIRST) == {4: 2, 2000: 7, 7000: 3}
    waiting = supervisor.see("/office/returns")
    assert "G07 Benang sisa (MTR-7)" in waiting and FIRST in waiting
    assert "G07 Benang sisa (MTR-7)" in supervisor.see(f"/units/{shop.bundle(1)}")


def test_a_return_sent_twice_is_one(supervisor: Desk, shop: Shop, page: str) -> None:
    form_id = str(uuid4())
    for _ in range(2):
        supervisor.send(page, form_id, quantity="3", reason="salah ukuran", paper="MTR-7")
    assert shop.where(FIRST)[7000] == 3


def test_a_return_needs_a_count_a_reason_and_the_partners_paper(supervisor: Desk, page: str) -> None:
    more = supervisor.send(page, quantity="11", reason="salah ukuran", paper="MTR-7")
    assert said(more) == sentence(refusals.TOO_MANY, asked=11, waiting=10)
    assert said(supervisor.send(page, quantity="1", paper="MTR-7")) == sentence(refusals.REASON_NEEDED)
    no_paper = supervisor.send(page, quantity="1", reason="salah ukuran")
    assert said(no_paper) == sentence(refusals.FIELD_NEEDED, what="nomor surat mitra")


def test_what_was_never_delivered_does_not_come_back(supervisor: Desk, shop: Shop, page: str) -> None:
    other = f"/office/returns/{shop.bundle(2)}"
    answer = supervisor.send(other, quantity="1", reason="salah ukuran", paper="MTR-7")
    assert said(answer) == sentence(refusals.NOT_DELIVERED)


def test_sent_back_to_a_stage_it_is_rework_and_is_inspected_again(supervisor: Desk, shop: Shop, returned: str) -> None:
    decide(supervisor, returned, 2, 3)
    assert shop.where(FIRST) == {2: 3, 4: 2, 2000: 7}
    shop.through(shop.bundle(1), "P-JHT", "P-BBG")
    assert "kembali" in supervisor.see("/quality")
    assert shop.write(verify).problems == ()


def test_good_after_all_it_is_ready_again_and_bad_it_is_scrap(supervisor: Desk, shop: Shop, returned: str) -> None:
    decide(supervisor, returned, 1000, 2)
    decide(supervisor, returned, 3000, 1)
    assert shop.where(FIRST) == {4: 2, 1000: 2, 2000: 7, 3000: 1}
    assert shop.write(verify).problems == ()


def test_grade_b_needs_the_partners_consent(supervisor: Desk, returned: str) -> None:
    answer = supervisor.send(returned, at="7000.0.0", to="4000", quantity="1", reason="diperiksa ulang")
    assert said(answer) == sentence(refusals.NO_CONSENT)


def test_a_third_rework_is_refused(supervisor: Desk, shop: Shop, page: str) -> None:
    supervisor.do(page, quantity="3", reason="jebol", paper="MTR-7")
    shop.write(lambda conn: conn.execute(text("UPDATE balance SET cycle = 2 WHERE place = 7000")))
    answer = supervisor.send(f"{page}/decide", at="7000.2.0", to="2", quantity="1", reason="diperiksa ulang")
    assert said(answer) == sentence(refusals.THIRD_REWORK, times=3)


def test_in_a_closed_order_nothing_goes_back_to_a_stage(supervisor: Desk, shop: Shop, returned: str) -> None:
    closed = shop.entry(EntryKind.CLOSE, "selesai")
    assert shop.write(lambda conn: close(conn, closed, shop.ids["order"], "Bu Ratna")).no is None
    answer = supervisor.send(returned, at="7000.0.0", to="2", quantity="1", reason="diperiksa ulang")
    assert said(answer) == sentence(refusals.ORDER_CLOSED)
    decide(supervisor, returned, 3000, 3)
    assert shop.where(FIRST) == {4: 2, 2000: 7, 3000: 3}


def test_an_inspector_decides_and_an_operator_does_not(enter: Callable[[str], Desk], shop: Shop, returned: str) -> None:
    assert enter("O-1").browser.get("/office/returns").status_code == 403
    decide(enter("O-2"), returned, 1000, 3)
    assert shop.where(FIRST)[1000] == 3


def test_a_batch_card_says_that_its_bundles_are_scanned(supervisor: Desk, shop: Shop, page: str) -> None:
    card = f"/office/returns/{shop.code(shop.batch)}"
    answer = supervisor.send(card, quantity="1", reason="salah ukuran", paper="MTR-7")
    assert said(answer) == sentence(refusals.SCAN_THE_BUNDLES)


def test_what_a_partner_refused_and_is_held_is_decided_with_its_reason(supervisor: Desk, shop: Shop) -> None:
    packed(shop, supervisor, 10)
    asked, wanted = shop.entry(EntryKind.DELIVER), {shop.ids["line M"]: 10}
    shop.write(lambda conn: cast.hand_over(conn, asked, shop.ids["order"], wanted, 2, to_hold=True))
    assert "ditolak mitra" in supervisor.see("/office/returns")
    decide(supervisor, f"/office/returns/{shop.bundle(1)}/decide", 1000, 2, at="5000.0.0")
    assert shop.where(FIRST) == {4: 2, 1000: 2, 2000: 8}
    assert shop.write(verify).problems == ()
