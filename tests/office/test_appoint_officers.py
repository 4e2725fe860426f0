"""Officers are added, given roles and PINs, by an administrator with the PIN."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from floor import refusals
from tests.office.conftest import Desk, said, sentence

NEW: dict[str, Any] = {
    "code": "O-9",
    "name": "Petugas sembilan",
    "role": ["operator"],
    "new_pin": "9090",
    "again": "9090",
}


def test_a_new_officer_signs_in_with_the_pin(administrator: Desk, enter: Callable[[str], Desk]) -> None:
    administrator.do("/office/officers/new", **NEW)
    assert enter("O-1").send("/sign-in", officer="O-9", pin="9090").status_code == 303


def test_the_same_form_sent_twice_adds_one_officer(administrator: Desk) -> None:
    for _ in range(2):
        page = administrator.see(administrator.do("/office/officers/new", **NEW))
    assert page.count("Petugas sembilan") == 1


def test_pins_that_differ_are_refused_and_the_name_is_kept_but_not_the_pin(administrator: Desk) -> None:
    answer = administrator.send("/office/officers/new", **NEW | {"again": "9091"})
    assert said(answer) == sentence(refusals.FIELD_NEEDED, what="PIN yang sama dua kali")
    assert "Petugas sembilan" in answer.text and "9090" not in answer.text


def test_another_officers_pin_is_refused(administrator: Desk) -> None:
    answer = administrator.send("/office/officers/new", **NEW | {"new_pin": "1001", "again": "1001"})
    assert said(answer) == sentence(refusals.ALREADY_EXISTS, what="PIN")


def test_a_new_pin_replaces_the_old_one(administrator: Desk, enter: Callable[[str], Desk]) -> None:
    administrator.do("/office/officers/O-1/pin", new_pin="4444", again="4444")
    desk = enter("O-2")
    assert desk.send("/sign-in", officer="O-1", pin="1001").status_code == 403
    assert desk.send("/sign-in", officer="O-1", pin="4444").status_code == 303


def test_other_roles_open_other_doors(administrator: Desk, enter: Callable[[str], Desk]) -> None:
    administrator.do("/office/officers/O-1", name="Petugas O-1", role=["supervisor"], active="1")
    assert "Buat batch" in enter("O-1").see("/office/orders/PO-A-001")


def test_the_last_administrator_stays(administrator: Desk) -> None:
    answer = administrator.send("/office/officers/O-4", name="Petugas O-4", role=["supervisor"], active="1")
    assert said(answer) == sentence(refusals.LAST_ADMINISTRATOR)


def test_an_officer_without_a_role_is_refused(administrator: Desk) -> None:
    answer = administrator.send("/office/officers/O-1", name="Petugas O-1", active="1")
    assert said(answer) == sentence(refusals.FIELD_NEEDED, what="paling sedikit satu peran")
