"""Packed pieces are handed over, with a paper."""

from __future__ import annotations

from uuid import uuid4

import pytest

from floor import refusals
from tests.cast import Shop, iso
from tests.office.conftest import Desk, said, sentence

PAGE = "/office/orders/PO-A-001/deliveries/new"


@pytest.fixture
def field(supervisor: Desk, shop: Shop) -> str:
    """Ten of the first bundle are packed, two wait at the gate; the form's field for size M."""
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    passed = {"sent_at": iso(shop.now), "inspections": [shop.item(shop.bundle(1), passed=10)]}
    bearer = {"Authorization": f"Bearer {shop.tokens['P-QC']}"}
    answer = supervisor.browser.post("/api/v1/inspections", json=passed, headers=bearer)
    assert answer.get_json()["results"][0]["outcome"] == "recorded", answer.text
    shop.through(shop.bundle(1), "P-LPT")
    return f"quantity-{shop.ids['line M']}"


def test_nothing_ready_says_so(supervisor: Desk) -> None:
    assert "Belum ada yang siap kirim" in supervisor.see(PAGE)


def test_the_form_proposes_all_that_is_ready(supervisor: Desk, field: str) -> None:
    assert f'name="{field}" aria-label="M diserahkan" value="10"' in supervisor.see(PAGE)


def test_what_was_handed_over_stands_on_a_paper(supervisor: Desk, shop: Shop, field: str) -> None:
    paper = supervisor.see(supervisor.do(PAGE, recipient="Bu Ratna", **{field: "7"}))
    assert "SJ-A-001-01" in paper and "Bu Ratna" in paper and '<td class="number">7</td>' in paper
    assert shop.where("A-001-01/001") == {4: 2, 1000: 3, 2000: 7}


def test_the_same_form_sent_twice_hands_over_once(supervisor: Desk, shop: Shop, field: str) -> None:
    form_id = str(uuid4())
    papers = {supervisor.send(PAGE, form_id, recipient="Bu Ratna", **{field: "7"}).location for _ in range(2)}
    assert len(papers) == 1 and shop.where("A-001-01/001")[2000] == 7


def test_more_than_is_ready_is_refused_and_what_was_typed_kept(supervisor: Desk, field: str) -> None:
    answer = supervisor.send(PAGE, recipient="Bu Ratna", **{field: "11"})
    assert said(answer) == sentence(refusals.DELIVERY_TOO_MANY, size="M", ready=10, asked=11)
    assert 'value="11"' in answer.text and "Bu Ratna" in answer.text


def test_a_paper_needs_a_recipient(supervisor: Desk, field: str) -> None:
    assert said(supervisor.send(PAGE, **{field: "7"})) == sentence(refusals.FIELD_NEEDED, what="nama penerima")
