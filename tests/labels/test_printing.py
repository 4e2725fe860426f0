"""Printing from a page: asked for, drawn, read back, offered; and what is printed besides a batch's labels."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from floor import refusals
from floor.db import db
from floor.labels import printing
from floor.labels.proof import ProofFailed
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.labels.printing_desk import A4, BATCH, ask, codes_on, pdf_at, pdf_of, rest, status
from tests.office.conftest import Desk, administrator, app, enter, said, sentence, supervisor

__all__ = ["administrator", "app", "enter", "supervisor"]

PAGE = "/labels/batches/A-001-01"


def test_a_batchs_labels_are_offered_after_they_were_read_back(supervisor: Desk, shop: Shop) -> None:
    assert "3 label terbaca kembali" in supervisor.see(ask(supervisor, BATCH, **A4, which="all"))


def test_the_pdf_carries_the_codes_of_the_units(supervisor: Desk, shop: Shop) -> None:
    wanted = {shop.code("A-001-01"), shop.bundle(1), shop.bundle(2)}
    assert codes_on(pdf_of(supervisor, BATCH, **A4, which="all")) == wanted


@pytest.mark.parametrize(
    ("which", "numbers", "names"),
    [("cards", "", ["A-001-01"]), ("units", "", ["A-001-01/001", "A-001-01/002"]), ("numbers", "2", ["A-001-01/002"])],
)
def test_only_the_labels_asked_for_are_printed(
    supervisor: Desk, shop: Shop, which: str, numbers: str, names: list[str]
) -> None:
    pdf = pdf_of(supervisor, BATCH, **A4, which=which, numbers=numbers)
    assert codes_on(pdf) == {shop.code(name) for name in names}


def test_what_was_printed_counts_as_printed(supervisor: Desk, shop: Shop) -> None:
    ask(supervisor, BATCH, **A4, which="cards")
    page = supervisor.see(PAGE)
    assert "Belum dicetak (2)" in page and "Semua (3)" in page


def test_of_an_order_only_the_sizes_asked_for_are_printed(supervisor: Desk, shop: Shop) -> None:
    shop.make_batch("L", 12)
    assert "M (3)" in supervisor.see("/labels/orders/PO-A-001")
    pdf = pdf_of(supervisor, "/labels/orders/PO-A-001/sheet", **A4, which="units", size="L")
    assert codes_on(pdf) == {shop.code("A-001-02/001")}


def test_the_file_is_a_download_that_no_browser_guesses_about(supervisor: Desk) -> None:
    with supervisor.browser.get(f"{ask(supervisor, BATCH, **A4, which='all')}/labels.pdf") as answer:
        assert answer.mimetype == "application/pdf" and answer.data.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"] == "attachment; filename=label-a-001-01.pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_an_operator_may_print(enter: Callable[[str], Desk]) -> None:
    assert "terbaca kembali" in enter("O-1").see(ask(enter("O-1"), BATCH, **A4, which="all"))


def test_the_same_form_sent_twice_makes_one_job(supervisor: Desk, database: OpenDatabase) -> None:
    form_id = str(uuid4())
    first, again = (supervisor.send(BATCH, form_id, **A4, which="all").location for _ in range(2))
    rest()
    assert first == again and database.value("SELECT COUNT(*) FROM print_job") == 1


def test_a_pdf_that_was_made_more_than_a_week_ago_is_drawn_again_to_the_byte(supervisor: Desk, app: Flask) -> None:
    job = ask(supervisor, BATCH, **A4, which="cards")
    before = pdf_at(supervisor, job)
    for path in (Path(app.instance_path) / "labels").iterdir():
        os.utime(path, (0, 0))
    ask(supervisor, BATCH, **A4, which="units")
    assert len(list((Path(app.instance_path) / "labels").iterdir())) == 1 and pdf_at(supervisor, job) == before


def test_labels_that_cannot_be_read_back_are_not_offered(
    supervisor: Desk, database: OpenDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise ProofFailed(["U0000000000", "U1111111111"])

    monkeypatch.setattr(printing, "prove", fail)
    job = ask(supervisor, BATCH, **A4, which="all")
    assert sentence(refusals.LABELS_UNREADABLE, count=2) in supervisor.see(job)
    assert supervisor.browser.get(f"{job}/labels.pdf").status_code == 404
    assert database.value("SELECT COUNT(*) FROM label WHERE printed_at IS NOT NULL") == 0


def test_no_labels_chosen_is_refused(supervisor: Desk) -> None:
    answer = supervisor.send(BATCH, **A4, which="numbers", numbers="77")
    assert said(answer) == sentence(refusals.FIELD_NEEDED, what="label yang dicetak")


def test_a_cell_beyond_the_sheet_is_refused(supervisor: Desk) -> None:
    answer = supervisor.send(BATCH, media="a4-24", first="25", which="all")
    assert said(answer) == sentence(refusals.BAD_NUMBER, what="label pertama")


def test_more_labels_than_a_press_takes_at_once_are_refused(supervisor: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("floor.labels.jobs.MOST_LABELS", 2)
    answer = supervisor.send(BATCH, **A4, which="all")
    assert said(answer) == sentence(refusals.TOO_MANY_LABELS, most=2)


# The sheet


def test_each_medium_draws_its_own_cells(supervisor: Desk) -> None:
    assert supervisor.see(f"{BATCH}?which=all&media=a4-65").count("Mulai di label nomor ") == 65
    assert supervisor.see(f"{BATCH}?which=all&media=roll-50x30").count("Mulai di label nomor ") == 0


def test_the_sheet_is_shown_as_it_will_come_out(supervisor: Desk, shop: Shop) -> None:
    assert 'labels-cell-used" aria-label="Mulai di label nomor 4"' in supervisor.see(f"{BATCH}?which=all&first=5")
    picture = supervisor.browser.get(f"{BATCH}/1.png?which=all&first=5&media=a4-24")
    assert picture.mimetype == "image/png" and len(picture.data) < 12_000
    assert supervisor.browser.get(f"{BATCH}/2.png?which=all&first=5&media=a4-24").status_code == 404


def test_the_next_print_goes_on_where_the_last_sheet_ended_whoever_asks(enter: Callable[[str], Desk]) -> None:
    ask(enter("O-3"), BATCH, media="a4-24", first="23", which="all")
    assert 'aria-label="Mulai di label nomor 2 (di sana Label kosong)" aria-current="true"' in enter("O-1").see(
        "/labels/blanks/sheet?count=3&media=a4-24"
    )


def test_a_label_begins_at_the_cell_that_was_tapped(supervisor: Desk) -> None:
    pdf = pdf_of(supervisor, BATCH, media="a4-24", first="24", which="all")
    assert len(codes_on(pdf, 0)) == 1 and len(codes_on(pdf, 1)) == 2


# Blanks and cards


def test_blank_labels_are_issued_once_for_a_form_sent_twice(supervisor: Desk, database: OpenDatabase) -> None:
    form_id = str(uuid4())
    for _ in range(2):
        supervisor.send("/labels/blanks/sheet", form_id, **A4, count="24")
    rest()
    assert database.value("SELECT COUNT(*) FROM label WHERE unit_id IS NULL") == 24


def test_no_blank_is_issued_for_a_sheet_that_cannot_be_drawn(supervisor: Desk, database: OpenDatabase) -> None:
    supervisor.send("/labels/blanks/sheet", media="a5", count="24")
    assert database.value("SELECT COUNT(*) FROM label WHERE unit_id IS NULL") == 0


def test_a_workers_card_says_whose_work_follows(supervisor: Desk, shop: Shop) -> None:
    (code,) = codes_on(pdf_of(supervisor, "/labels/cards/worker/sheet", **A4, key=shop.ids["K1"], copies="1"))
    assert "K1" in shop.scan("P-OBR", code)["say"]


def test_a_card_printed_again_has_the_same_code(administrator: Desk, shop: Shop) -> None:
    first, again = (
        codes_on(pdf_of(administrator, "/labels/cards/officer/sheet", **A4, key=shop.ids["O-1"], copies="1"))
        for _ in range(2)
    )
    assert first == again and len(first) == 1


def test_a_lost_badge_opens_nothing_once_a_new_one_was_made(administrator: Desk, shop: Shop) -> None:
    fields = {**A4, "key": shop.ids["O-1"], "copies": "1"}
    (lost,) = codes_on(pdf_of(administrator, "/labels/cards/officer/sheet", **fields))
    (new,) = codes_on(pdf_of(administrator, "/labels/cards/officer/sheet", **fields, anew="1"))
    assert shop.scan("P-OBR", lost)["refusal"]["code"] == "LABEL_VOID"
    assert shop.scan("P-OBR", new)["outcome"] == "recorded"


def test_the_command_sheet_takes_the_last_scan_back(supervisor: Desk, shop: Shop) -> None:
    (undo,) = codes_on(pdf_of(supervisor, "/labels/cards/command/sheet", **A4, key="undo", copies="1"))
    shop.through(shop.bundle(1), "P-OBR")
    assert shop.scan("P-OBR", undo)["outcome"] == "recorded" and shop.where("A-001-01/001") == {1: 12}


def test_only_an_administrator_makes_badges_or_fetches_them(administrator: Desk, supervisor: Desk, shop: Shop) -> None:
    fields: dict[str, Any] = {**A4, "key": shop.ids["O-4"], "copies": "1"}
    assert supervisor.send("/labels/cards/officer/sheet", **fields).status_code == 403
    job = ask(administrator, "/labels/cards/officer/sheet", **fields)
    assert supervisor.browser.get(f"{job}/labels.pdf").status_code == 403


def test_the_command_line_gets_the_same_labels_read_back(shop: Shop) -> None:
    pdf = db.write(lambda conn: printing.batch_pdf(conn, "A-001-01", "a4-40", 3))
    assert codes_on(pdf) == {shop.code("A-001-01"), shop.bundle(1), shop.bundle(2)}


def test_a_form_sent_twice_at_once_issues_its_blanks_once(supervisor: Desk, app: Flask, database: OpenDatabase) -> None:
    """Both sendings come before either has made its job."""
    form_id, both_asked = str(uuid4()), Barrier(2)
    token = supervisor.browser.get("/csrf").get_json()["token"]
    cookie = supervisor.browser.get_cookie("floor_session")
    assert cookie is not None
    fields = {"csrf_token": token, "id": form_id, **A4, "count": "3"}

    def send() -> int:
        browser = app.test_client()
        browser.set_cookie("floor_session", cookie.value)
        both_asked.wait(10)
        return browser.post("/labels/blanks/sheet", data=fields).status_code

    with ThreadPoolExecutor(2) as both:
        assert {sent.result() for sent in [both.submit(send) for _ in range(2)]} == {303}
    rest()
    assert database.value("SELECT COUNT(*) FROM label WHERE unit_id IS NULL") == 3


def test_a_form_sent_again_after_its_file_is_gone_prints_the_same_new_cards(
    administrator: Desk, shop: Shop, database: OpenDatabase, app: Flask
) -> None:
    form_id = str(uuid4())
    fields: dict[str, Any] = {**A4, "copies": "1", "key": str(shop.ids["O-1"]), "anew": "1"}
    for _ in range(2):
        job = administrator.send("/labels/cards/officer/sheet", form_id, **fields).location
        rest()
        for file in (Path(app.instance_path) / "labels").iterdir():
            file.unlink()
    assert len(codes_on(pdf_at(administrator, job))) == 1
    assert database.value("SELECT COUNT(*) FROM label WHERE officer_id IS NOT NULL") == 1


def test_what_is_read_back_is_ready(supervisor: Desk, database: OpenDatabase) -> None:
    assert status(database, ask(supervisor, BATCH, **A4, which="all")) == "ready"
