"""The log: whatever changes set-up or an order leaves a line, with what differs, who, in which post and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection

from floor.db import db
from floor.models import Role
from floor.office.log import By, note, signed
from floor.office.officers import change as change_officer
from tests.cast import Shop
from tests.databases import OpenDatabase, only
from tests.office.conftest import Desk

Fields = Callable[[Shop], dict[str, Any]]

DUE = {"due_on": "2027-02-01", "target-0": "24", "target-1": "30"}
PRODUCT = {"family": "garmen", "counted_in": "potong", "workshop": "1", "route": "1", "standard": "1"}
POST = {"post": "Kasi Kegiatan Kerja", "officer": "3", "acting": "", "from_on": "2026-01-01"}


def steps(shop: Shop) -> dict[str, Any]:
    return {"stage-1": shop.ids["OBR"], "stage-2": shop.ids["LPT"]}


# Every office address that takes a form and changes set-up or an order: what to fill in, and what line that leaves.
FORMS: dict[str, tuple[str, dict[str, Any] | Fields, str]] = {
    "new_partner_now": ("/office/partners/new", {"code": "B", "name": "Batik B"}, "partner B added"),
    "partner_now": ("/office/partners/A", {"name": "Mitra lain", "address": "Jalan 1"}, "partner A changed"),
    "put_away_now": ("/office/workers/K1/archive", {"what": "archive"}, "worker K1 archived"),
    "put_set_up_away_now": ("/office/stations/P-OBR/archive", {"what": "archive"}, "station P-OBR archived"),
    "let_go_now": ("/office/officers/O-1/archive", {"what": "archive"}, "officer O-1 archived"),
    "new_product_now": ("/office/products/new", {**PRODUCT, "code": "BTC", "name": "Batik"}, "product BTC added"),
    "product_now": ("/office/products/KOK-PJ", {**PRODUCT, "name": "Koko", "sizes": "M"}, "product KOK-PJ changed"),
    "new_route_now": (
        "/office/routes/new",
        lambda shop: {"code": "R", "name": "R", **steps(shop)},
        "route R published",
    ),
    "new_version_now": ("/office/routes/KOKO/new-version", steps, "route KOKO published"),
    "new_standard_now": (
        "/office/standards/new",
        {"code": "S", "name": "S", "family": "garmen"},
        "standard S added",
    ),
    "standard_name_now": ("/office/standards/S-KOK/name", {"name": "Koko panjang"}, "standard S-KOK changed"),
    "begin_draft": ("/office/standards/S-KOK/draft", {}, "standard S-KOK begun"),
    "new_stage_now": ("/office/stages/new", {"code": "STR", "name": "Setrika"}, "stage STR added"),
    "stage_now": ("/office/stages/JHT", {"name": "Jahit rapi"}, "stage JHT changed"),
    "new_station_now": (
        "/office/stations/new",
        lambda shop: {"code": "P-9", "name": "Meja", "stage": [shop.ids["JHT"]]},
        "station P-9 added",
    ),
    "station_now": (
        "/office/stations/P-OBR",
        lambda shop: {"name": "Pos P-OBR", "day_target": "60", "stage": [shop.ids["OBR"]]},
        "station P-OBR changed",
    ),
    "new_token_now": (
        "/office/stations/P-OBR/token",
        lambda shop: {"name": "mesin 1", "officer": shop.ids["O-1"]},
        "station P-OBR token",
    ),
    "revoke_token_now": ("/office/stations/P-OBR/tokens/1/revoke", {}, "station P-OBR token_ended"),
    "targets_now": (
        "/office/targets",
        lambda shop: {f"target-{shop.ids['P-OBR']}": "60"},
        "station P-OBR changed",
    ),
    "new_workshop_now": ("/office/workshops/new", {"code": "BATIK", "name": "Batik"}, "workshop BATIK added"),
    "workshop_now": ("/office/workshops/KONVEKSI", {"name": "Jahit"}, "workshop KONVEKSI changed"),
    "new_worker_now": ("/office/workers/new", {"kind": "worker", "code": "P-017"}, "worker P-017 added"),
    "worker_now": ("/office/workers/K1", {"workshop": ""}, "worker K1 changed"),
    "new_officer_now": (
        "/office/officers/new",
        {"code": "O-9", "name": "N", "role": ["viewer"], "new_pin": "9090", "again": "9090"},
        "officer O-9 added",
    ),
    "officer_now": ("/office/officers/O-1", {"name": "Petugas O-1", "role": ["viewer"]}, "officer O-1 changed"),
    "officers_pin_now": ("/office/officers/O-1/pin", {"new_pin": "9090", "again": "9090"}, "officer O-1 pin"),
    "new_badge_now": ("/office/officers/O-1/badge", {}, "officer O-1 badge"),
    "sign_officer_out_now": ("/office/officers/O-1/sign-out", {}, "officer O-1 signed_out"),
    "new_post_now": ("/office/posts/new", POST, "post Kasi Kegiatan Kerja added"),
    "post_now": ("/office/posts/1", {**POST, "until_on": "2026-12-01"}, "post Kasi Kegiatan Kerja changed"),
    "new_order_now": (
        "/office/orders/new",
        {"product": "KOK-PJ", "number": "PO-A-9", "partner": "1", "kind": "own", "channel": "galeri", **DUE},
        "order PO-A-9 added",
    ),
    "edit_order_now": (
        "/office/orders/PO-A-001/edit",
        {**DUE, "reason": "tambah", "agreed_by": "Pemilik"},
        "order PO-A-001 amended",
    ),
    "end_order_now": (
        "/office/orders/PO-A-001/end",
        {"what": "close", "reason": "cukup", "agreed_by": "Pemilik"},
        "order PO-A-001 closed",
    ),
    "site_now": ("/office/site", {"code": "LCT", "name": "Bengkel lain", "zone": "WIB"}, "site LCT changed"),
}
# What moves goods stands in the ledger; imports, the first start, tablets and the stop have tests of their own, which
# look at the log too; a pairing is a tablet's.
ELSEWHERE = {
    *("batches", "receipts", "units", "deviations", "deliveries", "cartons", "returns"),
    *("standards_draft", "standards_defects", "standards_sheet"),
    *("sheets", "first_start", "first_start_steps", "pairing", "tablets", "stopping"),
}


def test_every_form_of_set_up_is_walked_below(app: Flask) -> None:
    rules = [rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    views = {name: app.view_functions[name].__module__ for name in rules if name.startswith("office.")}
    walked = {name.removeprefix("office.") for name, module in views.items() if not module.endswith(tuple(ELSEWHERE))}
    assert sorted(walked - set(FORMS)) == []


def filled_in(endpoint: str, shop: Shop) -> dict[str, Any]:
    given = FORMS[endpoint][1]
    return given(shop) if callable(given) else given


@pytest.mark.parametrize("endpoint", FORMS)
def test_a_form_of_set_up_leaves_its_line(
    administrator: Desk, shop: Shop, database: OpenDatabase, endpoint: str
) -> None:
    if endpoint == "post_now":
        administrator.do("/office/posts/new", **POST)
    address, _given, line = FORMS[endpoint]
    assert administrator.send(address, **filled_in(endpoint, shop)).status_code in (200, 303)
    lines = database.rows("SELECT noun, code, verb, officer_id FROM change")
    assert (line, shop.ids["O-4"]) in [(f"{noun} {code} {verb}", by) for noun, code, verb, by in lines]


def test_no_pin_stands_in_the_log(administrator: Desk, shop: Shop, database: OpenDatabase) -> None:
    for endpoint in ("officers_pin_now", "new_officer_now"):
        administrator.send(FORMS[endpoint][0], **filled_in(endpoint, shop))
    said = " ".join(str(row) for row in database.rows("SELECT code, verb, before, after, reason FROM change"))
    assert "9090" not in said and "scrypt" not in said


def test_a_line_says_what_it_was_and_is_now_and_who_in_which_post(administrator: Desk, shop: Shop) -> None:
    administrator.do("/office/posts/new", **POST | {"officer": shop.ids["O-4"], "acting": "plt"})
    administrator.do("/office/partners/A", name="Mitra lain", address="")
    page = administrator.read("/office/log?noun=partner")
    assert "Mitra A diubah. Semua tentang ini Nama: Mitra Koko A menjadi Mitra lain" in page
    assert "Petugas O-4, Plt. Kasi Kegiatan Kerja" in page


def test_a_line_is_read_in_english_too(administrator: Desk) -> None:
    administrator.do("/office/workers/K1/archive", what="archive", reason="bubar")
    page = administrator.read("/office/log?lang=en")
    assert "K1" in page and "bubar" in page


def test_nothing_is_noted_where_nothing_differs(administrator: Desk, database: OpenDatabase) -> None:
    administrator.do("/office/partners/A", name="Mitra Koko A", address="")
    assert database.value("SELECT COUNT(*) FROM change") == 0


def test_what_was_refused_is_not_noted(administrator: Desk, database: OpenDatabase) -> None:
    administrator.send("/office/partners/new", code="A", name="Lain")
    assert database.value("SELECT COUNT(*) FROM change") == 0


def test_a_command_on_the_server_is_noted_without_an_officer(administrator: Desk, shop: Shop) -> None:
    db.write(lambda conn: change_officer(conn, shop.ids["O-1"], "Nama baru", [Role.VIEWER], True))
    assert "dari server" in administrator.read("/office/log")


@only("postgresql")
def test_a_line_is_written_though_the_connection_was_cut_meanwhile(database: OpenDatabase) -> None:
    cuts = ["SELECT pg_terminate_backend(pg_backend_pid())"]

    def work(conn: Connection) -> None:
        with signed(conn, By(None, 5)):
            note(conn, "partner", "A", "changed")
            if cuts:
                conn.exec_driver_sql(cuts.pop())

    db.write(work)
    assert database.rows("SELECT at, code FROM change") == [(5, "A")]


@pytest.mark.parametrize(
    ("asked", "there"),
    [("noun=partner", True), ("noun=order", False), ("day=2001-01-01", False), ("officer=1", False), ("code=A", True)],
)
def test_the_log_is_filtered(administrator: Desk, asked: str, there: bool) -> None:
    administrator.do("/office/partners/A", name="Mitra lain", address="")
    assert ("Mitra A diubah." in administrator.read(f"/office/log?{asked}")) is there


def test_older_lines_stand_on_the_next_page(administrator: Desk) -> None:
    for number in range(41):
        administrator.do("/office/partners/A", name=f"Mitra {number}", address="")
    first, second = administrator.read("/office/log"), administrator.read("/office/log?page=2")
    assert "Mitra 39 menjadi Mitra 40" in first and "Mitra Koko A menjadi Mitra 0" not in first
    assert "Mitra Koko A menjadi Mitra 0" in second


def test_a_things_own_page_ends_with_its_own_lines(administrator: Desk) -> None:
    administrator.do("/office/partners/A", name="Mitra lain", address="")
    administrator.do("/office/stages/JHT", name="Jahit rapi")
    page = administrator.read("/office/partners/A")
    assert "Mitra A diubah." in page and "Jahit rapi" not in page
