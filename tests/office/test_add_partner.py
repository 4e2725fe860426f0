"""Partners are added and renamed."""

from __future__ import annotations

from floor import refusals
from tests.office.conftest import Desk, said, sentence


def test_a_partner_that_was_added_stands_in_the_list(supervisor: Desk) -> None:
    assert "Juragan Batik P" in supervisor.see(supervisor.do("/office/partners/new", code="b", name="Juragan Batik P"))


def test_the_same_form_sent_twice_adds_one_partner(supervisor: Desk) -> None:
    for _ in range(2):
        page = supervisor.see(supervisor.do("/office/partners/new", code="B", name="Juragan Batik P"))
    assert page.count("Juragan Batik P") == 1


def test_a_code_that_another_has_is_refused_and_what_was_typed_is_kept(supervisor: Desk) -> None:
    answer = supervisor.send("/office/partners/new", code="A", name="Orang lain")
    assert said(answer) == sentence(refusals.ALREADY_EXISTS, what="kode mitra")
    assert answer.status_code == 409 and 'value="Orang lain"' in answer.text


def test_a_code_that_can_stand_in_no_address_is_refused(supervisor: Desk) -> None:
    answer = supervisor.send("/office/partners/new", code="A/B", name="Mitra")
    assert said(answer) == sentence(refusals.BAD_CODE, what="kode mitra", most=20)


def test_a_partner_is_renamed(supervisor: Desk) -> None:
    assert "Mitra Baru" in supervisor.see(supervisor.do("/office/partners/A", name="Mitra Baru", active="1"))


def test_a_page_of_a_partner_that_is_not_there_says_so(supervisor: Desk) -> None:
    assert supervisor.browser.get("/office/partners/ZZ").status_code == 404
