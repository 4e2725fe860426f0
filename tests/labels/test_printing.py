"""Printing on a page: drawn, read back, offered; and what is printed besides a batch's labels."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any
from uuid import uuid4

import numpy as np
import pypdfium2
import pytest
from flask import Flask

from floor import refusals
from floor.db import db
from floor.labels import printing
from floor.labels.proof import ProofFailed
from floor.scan.decode import read_array
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.office.conftest import Desk, administrator, app, enter, said, sentence, supervisor

__all__ = ["administrator", "app", "enter", "supervisor"]

PAGE = "/labels/batches/A-001-01"
A4 = {"media": "a4-24", "first": "1"}


def codes_on(pdf: bytes) -> set[str]:
    """The codes that a camera would read on the first page."""
    page = pypdfium2.PdfDocument(pdf)[0]
    grey = page.render(scale=203 / 72, grayscale=True).to_numpy()
    return set(read_array(np.dstack([grey] * 3)))


def pdf_of(desk: Desk, address: str, **fields: Any) -> bytes:
    """The PDF that a form makes."""
    file_id = desk.do(address, **fields).rpartition("/")[2]
    with desk.browser.get(f"/labels/files/{file_id}.pdf") as answer:
        assert answer.status_code == 200
        return bytes(answer.data)


def test_a_batchs_labels_are_offered_after_they_were_read_back(supervisor: Desk, shop: Shop) -> None:
    where = supervisor.do(PAGE, **A4, which="all")
    assert "3 label terbaca kembali" in supervisor.see(where)


def test_the_pdf_carries_the_codes_of_the_units(supervisor: Desk, shop: Shop) -> None:
    wanted = {shop.code("A-001-01"), shop.bundle(1), shop.bundle(2)}
    assert codes_on(pdf_of(supervisor, PAGE, **A4, which="all")) == wanted


@pytest.mark.parametrize(
    ("which", "numbers", "names"),
    [("cards", "", ["A-001-01"]), ("units", "", ["A-001-01/001", "A-001-01/002"]), ("numbers", "2", ["A-001-01/002"])],
)
def test_only_the_labels_asked_for_are_printed(
    supervisor: Desk, shop: Shop, which: str, numbers: str, names: list[str]
) -> None:
    pdf = pdf_of(supervisor, PAGE, **A4, which=which, numbers=numbers)
    assert codes_on(pdf) == {shop.code(name) for name in names}


def test_what_was_printed_counts_as_printed(supervisor: Desk, shop: Shop) -> None:
    supervisor.do(PAGE, **A4, which="cards")
    page = supervisor.see(PAGE)
    assert "Belum dicetak (2)" in page and "Semua (3)" in page


def test_the_file_is_a_download_that_no_browser_guesses_about(supervisor: Desk) -> None:
    file_id = supervisor.do(PAGE, **A4, which="all").rpartition("/")[2]
    with supervisor.browser.get(f"/labels/files/{file_id}.pdf") as answer:
        assert answer.mimetype == "application/pdf" and answer.data.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"] == "attachment; filename=label-a-001-01.pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_an_operator_may_print_and_an_inspector_of_a_strange_file_finds_nothing(enter: Callable[[str], Desk]) -> None:
    assert "terbaca kembali" in enter("O-1").see(enter("O-1").do(PAGE, **A4, which="all"))
    assert enter("O-2").browser.get("/labels/files/..%2Ffloor.db.pdf").status_code == 404
    assert enter("O-2").browser.get(f"/labels/files/{'0' * 32}.pdf").status_code == 404


def test_the_same_form_sent_twice_makes_one_pdf(supervisor: Desk, tmp_path: Path) -> None:
    form_id = str(uuid4())
    first, again = (supervisor.send(PAGE, form_id, **A4, which="all").location for _ in range(2))
    assert first == again and len(list((tmp_path / "labels").glob("*.pdf"))) == 1


def test_a_pdf_is_kept_for_a_week(supervisor: Desk) -> None:
    address = supervisor.do(PAGE, **A4, which="all")
    folder = Path(supervisor.browser.application.instance_path) / "labels"
    for path in folder.iterdir():
        os.utime(path, (0, 0))
    supervisor.do(PAGE, **A4, which="cards")
    assert supervisor.browser.get(address).status_code == 404


def test_labels_that_cannot_be_read_back_are_not_offered(
    supervisor: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise ProofFailed(["U0000000000", "U1111111111"])

    monkeypatch.setattr(printing, "prove", fail)
    answer = supervisor.send(PAGE, **A4, which="all")
    assert said(answer) == sentence(refusals.LABELS_UNREADABLE, count=2)
    assert not list(tmp_path.glob("labels/*"))


def test_no_labels_chosen_is_refused(supervisor: Desk) -> None:
    answer = supervisor.send(PAGE, **A4, which="numbers", numbers="77")
    assert said(answer) == sentence(refusals.FIELD_NEEDED, what="label yang dicetak")


def test_a_cell_beyond_the_sheet_is_refused(supervisor: Desk) -> None:
    answer = supervisor.send(PAGE, media="a4-24", first="25", which="all")
    assert said(answer) == sentence(refusals.BAD_NUMBER, what="label pertama")


def test_each_medium_draws_its_own_cells(supervisor: Desk) -> None:
    assert supervisor.see(f"{PAGE}?media=a4-65").count('name="first"') == 65
    assert supervisor.see(f"{PAGE}?media=roll-50x30").count('name="first"') == 1


def test_blank_labels_are_issued_once_for_a_form_sent_twice(supervisor: Desk, database: OpenDatabase) -> None:
    form_id = str(uuid4())
    for _ in range(2):
        supervisor.send("/labels/blanks", form_id, **A4, count="24")
    assert database.value("SELECT COUNT(*) FROM label WHERE unit_id IS NULL") == 24


def test_no_blank_is_issued_for_a_sheet_that_cannot_be_drawn(supervisor: Desk, database: OpenDatabase) -> None:
    supervisor.send("/labels/blanks", media="a5", count="24")
    assert database.value("SELECT COUNT(*) FROM label WHERE unit_id IS NULL") == 0


def test_a_workers_card_says_whose_work_follows(supervisor: Desk, shop: Shop) -> None:
    (code,) = codes_on(pdf_of(supervisor, "/labels/cards/worker", **A4, key=shop.ids["K1"], copies="1"))
    assert "K1" in shop.scan("P-OBR", code)["say"]


def test_a_card_printed_again_has_the_same_code(administrator: Desk, shop: Shop) -> None:
    first, again = (
        codes_on(pdf_of(administrator, "/labels/cards/officer", **A4, key=shop.ids["O-1"], copies="1"))
        for _ in range(2)
    )
    assert first == again and len(first) == 1


def test_a_lost_badge_opens_nothing_once_a_new_one_was_made(administrator: Desk, shop: Shop) -> None:
    fields = {**A4, "key": shop.ids["O-1"], "copies": "1"}
    (lost,) = codes_on(pdf_of(administrator, "/labels/cards/officer", **fields))
    (new,) = codes_on(pdf_of(administrator, "/labels/cards/officer", **fields, anew="1"))
    assert shop.scan("P-OBR", lost)["refusal"]["code"] == "LABEL_VOID"
    assert shop.scan("P-OBR", new)["outcome"] == "recorded"


def test_the_command_sheet_takes_the_last_scan_back(supervisor: Desk, shop: Shop) -> None:
    (undo,) = codes_on(pdf_of(supervisor, "/labels/cards/command", **A4, key="undo", copies="1"))
    shop.through(shop.bundle(1), "P-OBR")
    assert shop.scan("P-OBR", undo)["outcome"] == "recorded" and shop.where("A-001-01/001") == {1: 12}


def test_only_an_administrator_makes_badges(supervisor: Desk, shop: Shop) -> None:
    assert supervisor.send("/labels/cards/officer", **A4, key=shop.ids["O-4"], copies="1").status_code == 403


def test_the_command_line_gets_the_same_labels_read_back(shop: Shop) -> None:
    pdf = db.write(lambda conn: printing.batch_pdf(conn, "A-001-01", "a4-40", 3))
    assert codes_on(pdf) == {shop.code("A-001-01"), shop.bundle(1), shop.bundle(2)}


def test_a_form_sent_twice_at_once_issues_its_blanks_once(supervisor: Desk, app: Flask, database: OpenDatabase) -> None:
    """Both sendings come before either has made its PDF."""
    form_id, both_asked = str(uuid4()), Barrier(2)
    token = supervisor.browser.get("/csrf").get_json()["token"]
    cookie = supervisor.browser.get_cookie("floor_session")
    assert cookie is not None

    def send() -> int:
        browser = app.test_client()
        browser.set_cookie("floor_session", cookie.value)
        both_asked.wait(10)
        return browser.post("/labels/blanks", data={"csrf_token": token, "id": form_id, **A4, "count": "3"}).status_code

    with ThreadPoolExecutor(2) as both:
        assert {sent.result() for sent in [both.submit(send) for _ in range(2)]} == {303}
    assert database.value("SELECT COUNT(*) FROM label WHERE unit_id IS NULL") == 3


def test_a_form_sent_again_after_its_file_is_gone_prints_the_same_new_cards(
    administrator: Desk, shop: Shop, database: OpenDatabase, app: Flask
) -> None:
    form_id, fields = str(uuid4()), {**A4, "copies": "1", "key": str(shop.ids["O-1"]), "anew": "1"}
    for _ in range(2):
        assert administrator.send("/labels/cards/officer", form_id, **fields).status_code == 303
        for file in (Path(app.instance_path) / "labels").iterdir():
            file.unlink()
    assert database.value("SELECT COUNT(*) FROM label WHERE officer_id IS NOT NULL") == 1
