"""Officers are added, given roles and PINs, by an administrator with the PIN."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from floor import refusals
from floor.access.officers import set_pin, try_pin
from floor.db import db
from floor.models import Role
from floor.office.officers import change as change_officer
from floor.refusals import Refused
from floor.rules.codes import Kind
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.office.conftest import Desk, said, sentence

Enter = Callable[[str], Desk]
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
    assert "Petugas sembilan" in answer.text and '="9090"' not in answer.text


def test_another_officers_pin_is_refused(administrator: Desk) -> None:
    answer = administrator.send("/office/officers/new", **NEW | {"new_pin": "1001", "again": "1001"})
    assert said(answer) == sentence(refusals.ALREADY_EXISTS, what="PIN")


def test_a_new_pin_replaces_the_old_one(administrator: Desk, enter: Callable[[str], Desk]) -> None:
    administrator.do("/office/officers/O-1/pin", new_pin="4444", again="4444")
    desk = enter("O-2")
    assert desk.send("/sign-in", officer="O-1", pin="1001").status_code == 403
    assert desk.send("/sign-in", officer="O-1", pin="4444").status_code == 303


def test_other_roles_open_other_doors(administrator: Desk, enter: Callable[[str], Desk]) -> None:
    administrator.do("/office/officers/O-1", name="Petugas O-1", role=["supervisor"])
    assert "Buat batch" in enter("O-1").see("/office/orders/PO-A-001")


def test_the_last_administrator_stays(administrator: Desk) -> None:
    answer = administrator.send("/office/officers/O-4", name="Petugas O-4", role=["supervisor"])
    assert said(answer) == sentence(refusals.LAST_ADMINISTRATOR)


def test_the_last_administrator_is_not_archived_either(administrator: Desk) -> None:
    answer = administrator.send("/office/officers/O-4/archive", what="archive")
    assert said(answer) == sentence(refusals.LAST_ADMINISTRATOR)


def test_each_role_says_in_plain_words_what_it_may_do(administrator: Desk) -> None:
    page = administrator.see("/office/officers/O-2")
    assert "Memeriksa barang dan memberi putusan" in page and "Memindai di pos dan mencetak label." in page


def test_a_badge_that_was_replaced_says_so_where_it_is_scanned(administrator: Desk, enter: Enter, shop: Shop) -> None:
    old = shop.card("officer_id", shop.ids["O-1"], Kind.OFFICER)
    form_id = str(uuid4())
    for _ in range(2):
        assert administrator.send("/office/officers/O-1/badge", form_id).status_code == 303
    refusal = shop.send("P-OBR", shop.item(old), token=shop.tablets["P-OBR"])[0]["refusal"]
    assert refusal["code"] == "LABEL_REPLACED"
    assert "Label sudah diganti. Pakai label baru F" in enter("O-3").send("/sign-in", code=old).text
    assert administrator.read("/office/log").count("Petugas O-1 mendapat kartu baru") == 1


def test_signed_out_everywhere_a_copied_cookie_is_worth_nothing(administrator: Desk, enter: Enter) -> None:
    desk = enter("O-3")
    assert desk.browser.get("/office/orders").status_code == 200
    administrator.do("/office/officers/O-3/sign-out")
    assert "/sign-in" in desk.browser.get("/office/orders").location
    assert enter("O-3").browser.get("/office/orders").status_code == 200


def test_an_officer_without_a_role_is_refused(administrator: Desk) -> None:
    answer = administrator.send("/office/officers/O-1", name="Petugas O-1")
    assert said(answer) == sentence(refusals.FIELD_NEEDED, what="paling sedikit satu peran")


def let_go(desk: Desk, code: str) -> None:
    desk.do(f"/office/officers/{code}/archive", what="archive")


def take_back(desk: Desk, code: str) -> str:
    return desk.do(f"/office/officers/{code}/archive", what="restore")


def test_who_comes_back_needs_a_new_pin_for_another_may_have_the_old_one(
    administrator: Desk, enter: Callable[[str], Desk]
) -> None:
    let_go(administrator, "O-1")
    administrator.do("/office/officers/O-2/pin", new_pin="1001", again="1001")
    assert take_back(administrator, "O-1").endswith("/O-1/pin")
    assert enter("O-3").send("/sign-in", officer="O-1", pin="1001").status_code == 403


def test_who_was_let_go_is_signed_out_and_stays_so(administrator: Desk, enter: Callable[[str], Desk]) -> None:
    desk = enter("O-1")
    let_go(administrator, "O-1")
    take_back(administrator, "O-1")
    assert "/sign-in" in desk.browser.get("/labels/blanks").location


@pytest.mark.parametrize(
    ("page", "fields"),
    [("/archive", {"what": "archive"}), ("", {"name": "Petugas O-1", "role": ["viewer"]})],
    ids=["let go", "looks only"],
)
def test_who_may_scan_no_more_leaves_the_stations(
    administrator: Desk, shop: Shop, database: OpenDatabase, page: str, fields: dict[str, Any]
) -> None:
    badge = shop.card("officer_id", shop.ids["O-1"], Kind.OFFICER)
    shop.send("P-OBR", shop.item(badge), token=shop.tablets["P-OBR"])
    assert database.value("SELECT officer_id FROM station WHERE code = 'P-OBR'") == shop.ids["O-1"]
    administrator.do(f"/office/officers/O-1{page}", **fields)
    assert database.value("SELECT officer_id FROM station WHERE code = 'P-OBR'") is None


def test_two_at_once_dont_get_the_same_pin(app: Flask, shop: Shop) -> None:
    """Both tried it while nobody had it."""
    with app.app_context():
        tried = {code: try_pin(db.session.connection(), "7777", shop.ids[code]) for code in ("O-1", "O-2")}
    db.write(lambda conn: set_pin(conn, shop.ids["O-1"], "7777", tried["O-1"]))
    with pytest.raises(Refused, match="ALREADY_EXISTS"):
        db.write(lambda conn: set_pin(conn, shop.ids["O-2"], "7777", tried["O-2"]))


def test_two_administrators_cant_demote_each_other_at_once(app: Flask, shop: Shop) -> None:
    db.write(lambda conn: change_officer(conn, shop.ids["O-3"], "Petugas O-3", [Role.ADMINISTRATOR], True))

    def demote(code: str) -> str:
        try:
            db.write(lambda conn: change_officer(conn, shop.ids[code], code, [Role.SUPERVISOR], True))
        except Refused as refused:
            return refused.no.code
        return "demoted"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(demote, ["O-3", "O-4"])) == ["LAST_ADMINISTRATOR", "demoted"]


def test_a_pin_that_was_tried_before_is_not_hashed_while_others_wait_to_write(
    app: Flask, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        tried = try_pin(db.session.connection(), "7777", shop.ids["O-1"])
    monkeypatch.setattr(hashlib, "scrypt", None)
    db.write(lambda conn: set_pin(conn, shop.ids["O-1"], "7777", tried))
