"""A delivery note goes from draft to signature; only the signature hands pieces over."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from floor import refusals
from floor.boards.verify import verify
from tests.cast import Shop, iso
from tests.office.conftest import Desk, said, sentence, words_on_paper

NEW = "/office/orders/PO-A-001/deliveries/new"
NOTE = "/office/deliveries/SJ-A-001-01"
FIRST = "A-001-01/001"
AT_GATE = {"driver": "Pak Joko", "vehicle": "AD 8121 KB", "gate_officer": "Regu pagi"}


def packed(shop: Shop, desk: Desk, quantity: int) -> None:
    """So many of the first bundle are ready, the others wait at the gate."""
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    verdict(shop, desk, shop.item(shop.bundle(1), passed=quantity))
    shop.through(shop.bundle(1), "P-LPT")


def verdict(shop: Shop, desk: Desk, item: dict[str, Any]) -> None:
    """An inspector's verdict, given at the gate's station."""
    answer = judged(shop, desk, item)
    assert answer["outcome"] == "recorded", answer


def judged(shop: Shop, desk: Desk, item: dict[str, Any]) -> dict[str, Any]:
    """What a verdict, or the undo of one, is answered at the gate's station."""
    bearer = {"Authorization": f"Bearer {shop.tokens['P-QC']}"}
    heard = {"sent_at": iso(shop.now), "inspections": [item]}
    results: list[dict[str, Any]] = desk.browser.post("/api/v1/inspections", json=heard, headers=bearer).get_json()[
        "results"
    ]
    return results[0]


@pytest.fixture
def good(supervisor: Desk, shop: Shop) -> str:
    """Ten of the first bundle are packed, two wait at the gate; what fields of size M end on."""
    packed(shop, supervisor, 10)
    return f"good-{shop.ids['line M']}"


@pytest.fixture
def drafted(supervisor: Desk, good: str) -> str:
    """A draft of seven; what fields of size M end on."""
    supervisor.do(NEW, recipient="Bu Ratna", **{good: "7"})
    return good


@pytest.fixture
def at_gate(supervisor: Desk, drafted: str) -> str:
    """The same, checked at the gate."""
    supervisor.do(f"{NOTE}/approve")
    supervisor.do(f"{NOTE}/gate", **AT_GATE)
    return drafted


def test_nothing_ready_says_so(supervisor: Desk) -> None:
    assert "Belum ada yang siap kirim" in supervisor.see(NEW)


def test_the_form_proposes_all_that_is_ready(supervisor: Desk, good: str) -> None:
    assert f'name="{good}" aria-label="M dikirim" value="10"' in supervisor.see(NEW)


def test_a_draft_moves_nothing(supervisor: Desk, shop: Shop, drafted: str) -> None:
    assert shop.where(FIRST) == {4: 2, 1000: 10}
    assert "Menunggu persetujuan" in supervisor.see(NOTE)


def test_the_same_draft_sent_twice_is_one_note(supervisor: Desk, good: str) -> None:
    form_id = str(uuid4())
    notes = {supervisor.send(NEW, form_id, recipient="Bu Ratna", **{good: "7"}).location for _ in range(2)}
    assert notes == {NOTE}
    assert supervisor.see("/office/deliveries").count("SJ-A-001-") == 2  # its address and its number, once each


def test_more_than_is_ready_is_refused_and_what_was_typed_kept(supervisor: Desk, good: str) -> None:
    answer = supervisor.send(NEW, recipient="Bu Ratna", **{good: "11"})
    assert said(answer) == sentence(refusals.DELIVERY_TOO_MANY, size="M", ready=10, asked=11)
    assert 'value="11"' in answer.text and "Bu Ratna" in answer.text


def test_what_one_note_promises_no_other_does(supervisor: Desk, drafted: str) -> None:
    answer = supervisor.send(NEW, recipient="Bu Ratna", **{drafted: "4"})
    words = {"size": "M", "ready": 10, "packed": 0, "promised": 7, "free": 3, "asked": 4}
    assert said(answer) == sentence(refusals.PROMISED_TOO_MANY, **words)
    assert supervisor.do(NEW, recipient="Bu Ratna", **{drafted: "3"}).endswith("SJ-A-001-02")


def test_a_note_needs_a_recipient_and_goods(supervisor: Desk, good: str) -> None:
    assert said(supervisor.send(NEW, **{good: "7"})) == sentence(refusals.FIELD_NEEDED, what="nama penerima")
    empty = supervisor.send(NEW, recipient="Bu Ratna", **{good: ""})
    assert said(empty) == sentence(refusals.BAD_NUMBER, what="jumlah")


def test_a_draft_can_be_written_anew_with_what_it_promised_itself(supervisor: Desk, drafted: str) -> None:
    assert f'name="{drafted}" aria-label="M dikirim" value="7"' in supervisor.see(f"{NOTE}/edit")
    supervisor.do(f"{NOTE}/edit", recipient="Pak Budi", **{drafted: "10"})
    note = supervisor.see(NOTE)
    assert "Pak Budi" in note and "<b>10</b>" in note


def test_an_approved_note_is_a_draft_no_more(supervisor: Desk, drafted: str) -> None:
    supervisor.do(f"{NOTE}/approve")
    again = supervisor.send(f"{NOTE}/edit", recipient="Pak Budi", **{drafted: "10"})
    assert said(again) == sentence(refusals.NOTE_MOVED_ON, note="SJ-A-001-01")
    assert said(supervisor.send(f"{NOTE}/approve")) == sentence(refusals.NOTE_MOVED_ON, note="SJ-A-001-01")


def test_one_officer_who_drafts_and_approves_is_marked(supervisor: Desk, administrator: Desk, drafted: str) -> None:
    administrator.do(f"{NOTE}/approve")
    assert "petugas yang sama" not in supervisor.see(NOTE)
    supervisor.do(NEW, recipient="Bu Ratna", **{drafted: "1"})
    supervisor.do("/office/deliveries/SJ-A-001-02/approve")
    assert "petugas yang sama" in supervisor.see("/office/deliveries/SJ-A-001-02")


def test_no_step_is_skipped(supervisor: Desk, drafted: str) -> None:
    early = supervisor.send(f"{NOTE}/gate", **AT_GATE)
    assert said(early) == sentence(refusals.NOTE_MOVED_ON, note="SJ-A-001-01")
    supervisor.do(f"{NOTE}/approve")
    early = supervisor.send(f"{NOTE}/sign", recipient="Bu Ratna", **{f"counted-{drafted}": "7"})
    assert said(early) == sentence(refusals.NOTE_MOVED_ON, note="SJ-A-001-01")


def test_the_gate_needs_names(supervisor: Desk, drafted: str) -> None:
    supervisor.do(f"{NOTE}/approve")
    answer = supervisor.send(f"{NOTE}/gate", **{**AT_GATE, "gate_officer": ""})
    assert said(answer) == sentence(refusals.FIELD_NEEDED, what="nama petugas P2U")


def test_the_signature_hands_over(supervisor: Desk, shop: Shop, at_gate: str) -> None:
    supervisor.do(f"{NOTE}/sign", recipient="Bu Ratna", **{f"counted-{at_gate}": "7"})
    assert shop.where(FIRST) == {4: 2, 1000: 3, 2000: 7}
    assert "ditandatangani" in supervisor.see(NOTE)


def test_a_signature_sent_twice_hands_over_once(supervisor: Desk, shop: Shop, at_gate: str) -> None:
    form_id = str(uuid4())
    for _ in range(2):
        answer = supervisor.send(f"{NOTE}/sign", form_id, recipient="Bu Ratna", **{f"counted-{at_gate}": "7"})
        assert answer.location == NOTE
    assert shop.where(FIRST)[2000] == 7


def test_what_the_partner_does_not_take_is_ready_again(supervisor: Desk, shop: Shop, at_gate: str) -> None:
    count = {f"counted-{at_gate}": "5", f"reason-{at_gate}": "kancing lepas", f"to-{at_gate}": "ready"}
    supervisor.do(f"{NOTE}/sign", recipient="Bu Ratna", **count)
    assert shop.where(FIRST) == {4: 2, 1000: 5, 2000: 5}
    assert "siap kirim lagi: kancing lepas" in supervisor.see(NOTE)


def test_what_the_partner_disputes_can_be_held(supervisor: Desk, shop: Shop, at_gate: str) -> None:
    count = {f"counted-{at_gate}": "5", f"reason-{at_gate}": "kancing lepas", f"to-{at_gate}": "hold"}
    supervisor.do(f"{NOTE}/sign", recipient="Bu Ratna", **count)
    assert shop.where(FIRST) == {4: 2, 1000: 3, 2000: 5, 5000: 2}


def test_a_difference_needs_a_reason_and_more_than_was_sent_is_refused(supervisor: Desk, at_gate: str) -> None:
    less = supervisor.send(f"{NOTE}/sign", recipient="Bu Ratna", **{f"counted-{at_gate}": "5"})
    assert said(less) == sentence(refusals.REASON_NEEDED)
    more = supervisor.send(f"{NOTE}/sign", recipient="Bu Ratna", **{f"counted-{at_gate}": "8"})
    assert said(more) == sentence(refusals.MORE_THAN_SENT, size="M", sent=7, counted=8)
    uncounted = supervisor.send(f"{NOTE}/sign", recipient="Bu Ratna")
    assert said(uncounted) == sentence(refusals.BAD_NUMBER, what="hitungan mitra")


def test_a_cancelled_note_frees_what_it_promised(supervisor: Desk, drafted: str) -> None:
    assert said(supervisor.send(f"{NOTE}/cancel")) == sentence(refusals.REASON_NEEDED)
    supervisor.do(f"{NOTE}/cancel", reason="mobil mitra rusak")
    assert "mobil mitra rusak" in supervisor.see(NOTE)
    assert supervisor.do(NEW, recipient="Bu Ratna", **{drafted: "10"}).endswith("SJ-A-001-02")


def test_a_signed_note_is_not_cancelled(supervisor: Desk, at_gate: str) -> None:
    supervisor.do(f"{NOTE}/sign", recipient="Bu Ratna", **{f"counted-{at_gate}": "7"})
    answer = supervisor.send(f"{NOTE}/cancel", reason="salah")
    assert said(answer) == sentence(refusals.NOTE_MOVED_ON, note="SJ-A-001-01")


def test_what_is_left_goes_with_the_next_note(supervisor: Desk, shop: Shop, at_gate: str) -> None:
    supervisor.do(f"{NOTE}/sign", recipient="Bu Ratna", **{f"counted-{at_gate}": "7"})
    second = supervisor.do(NEW, recipient="Bu Ratna", **{at_gate: "3"})
    supervisor.do(f"{second}/approve")
    supervisor.do(f"{second}/gate", **AT_GATE)
    supervisor.do(f"{second}/sign", recipient="Bu Ratna", **{f"counted-{at_gate}": "3"})
    assert shop.where(FIRST) == {4: 2, 2000: 10}


def test_scrap_goes_back_on_a_note_and_never_more_than_there_is(supervisor: Desk, shop: Shop) -> None:
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    judged = shop.item(
        shop.bundle(1), passed=9, scrap=3, defects=[{"defect": "G01", "quantity": 3, "outcome": "scrap"}]
    )
    verdict(shop, supervisor, judged)
    field = f"scrap-{shop.ids['line M']}"
    more = supervisor.send(NEW, recipient="Bu Ratna", **{field: "4"})
    assert said(more) == sentence(refusals.GOODS_TOO_MANY, size="M", ready=3, asked=4)
    supervisor.do(NEW, recipient="Bu Ratna", **{field: "2"})
    supervisor.do(f"{NOTE}/approve")
    supervisor.do(f"{NOTE}/gate", **AT_GATE)
    supervisor.do(f"{NOTE}/sign", recipient="Bu Ratna", **{f"counted-{field}": "2"})
    again = supervisor.send(NEW, recipient="Bu Ratna", **{field: "2"})
    assert said(again) == sentence(refusals.GOODS_TOO_MANY, size="M", ready=1, asked=2)
    assert shop.where(FIRST) == {3000: 3, 5: 9}  # the ledger keeps them as scrap; the note says that they left


def test_scrap_that_left_is_not_put_back_to_work(supervisor: Desk, shop: Shop) -> None:
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    defects = [{"defect": "G01", "quantity": 3, "outcome": "scrap"}]
    verdict(shop, supervisor, shop.item(shop.bundle(1), passed=9, scrap=3, defects=defects))
    field = f"scrap-{shop.ids['line M']}"
    supervisor.do(NEW, recipient="Bu Ratna", **{field: "2"})
    supervisor.do(f"{NOTE}/approve")
    supervisor.do(f"{NOTE}/gate", **AT_GATE)
    supervisor.do(f"{NOTE}/sign", recipient="Bu Ratna", **{f"counted-{field}": "2"})
    correct = f"/office/units/{shop.bundle(1)}/correct"
    back = {"at": "3000.0.0", "to": "2", "reason": "ternyata baik"}
    assert said(supervisor.send(correct, **back, quantity="2")) == sentence(refusals.ALREADY_DELIVERED)
    supervisor.do(correct, **back, quantity="1")


def test_a_verdict_is_not_undone_when_its_scrap_has_left(supervisor: Desk, shop: Shop) -> None:
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    defects = [{"defect": "G01", "quantity": 3, "outcome": "scrap"}]
    given = shop.item(shop.bundle(1), scrap=3, defects=defects)
    verdict(shop, supervisor, given)
    field = f"scrap-{shop.ids['line M']}"
    supervisor.do(NEW, recipient="Bu Ratna", **{field: "3"})
    supervisor.do(f"{NOTE}/approve")
    supervisor.do(f"{NOTE}/gate", **AT_GATE)
    supervisor.do(f"{NOTE}/sign", recipient="Bu Ratna", **{f"counted-{field}": "3"})
    answer = judged(shop, supervisor, shop.item(None, undoes=given["id"]))
    assert answer["refusal"]["code"] == "ALREADY_DELIVERED"


def test_scrap_put_back_to_work_while_it_stands_at_the_gate_is_not_signed_away(supervisor: Desk, shop: Shop) -> None:
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    defects = [{"defect": "G01", "quantity": 3, "outcome": "scrap"}]
    verdict(shop, supervisor, shop.item(shop.bundle(1), passed=9, scrap=3, defects=defects))
    field = f"scrap-{shop.ids['line M']}"
    supervisor.do(NEW, recipient="Bu Ratna", **{field: "2"})
    supervisor.do(f"{NOTE}/approve")
    supervisor.do(f"{NOTE}/gate", **AT_GATE)
    back = {"at": "3000.0.0", "to": "2", "quantity": "2", "reason": "ternyata baik"}
    supervisor.do(f"/office/units/{shop.bundle(1)}/correct", **back)
    answer = supervisor.send(f"{NOTE}/sign", recipient="Bu Ratna", **{f"counted-{field}": "2"})
    assert said(answer) == sentence(refusals.GOODS_TOO_MANY, size="M", ready=1, asked=2)
    assert shop.write(verify).problems == ()


def test_left_over_material_goes_back_with_the_goods(supervisor: Desk, shop: Shop) -> None:
    line = shop.ids["line L"]
    receipt = {"paper_number": "MTR-1", **{f"{what}-{line}": "5" for what in ("claimed", "counted")}}
    supervisor.do("/office/orders/PO-A-001/receipts/new", **receipt)
    assert supervisor.do(NEW, recipient="Bu Ratna", **{f"leftover-{line}": "5"}) == NOTE
    assert "Sisa bahan" in supervisor.see(NOTE)


def test_the_paper_is_three_marked_copies_and_a_draft_says_so(supervisor: Desk, drafted: str, pdftotext: str) -> None:
    assert "KONSEP" in words_of(supervisor, pdftotext)
    supervisor.do(f"{NOTE}/approve")
    words = words_of(supervisor, pdftotext)
    assert [word in words for word in ("ASLI", "TINDASAN 1", "TINDASAN 2", "KONSEP")] == [True, True, True, False]
    assert "SJ-A-001-01" in words and "Mitra Koko A" in words and "Pemeriksaan P2U" in words and "Bu Ratna" in words
    assert "K1" not in words  # no team's or worker's code


def words_of(desk: Desk, pdftotext: str) -> str:
    """What the paper says."""
    return words_on_paper(desk, f"{NOTE}/paper", pdftotext)
