"""Sending straight to a printer: a thermal one on the network, or a queue of the server's CUPS."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from floor import clock, refusals
from floor.labels import sending, zpl
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.labels.fake_printers import Thermal, a_little, all_and_chatter, cups, listening, switched_off
from tests.labels.printing_desk import A4, BATCH, ask, codes_on, rest, status
from tests.office.conftest import Desk, administrator, app, enter, said, sentence, supervisor

__all__ = ["administrator", "app", "enter", "supervisor"]

ROLL = {"media": "roll-50x30", "which": "units"}

AddPrinter = Callable[..., str]


@pytest.fixture
def thermal() -> Iterator[Thermal]:
    """A thermal printer that takes whatever is sent."""
    with listening() as printer:
        yield printer


@pytest.fixture
def add(administrator: Desk, database: OpenDatabase) -> AddPrinter:
    """Adds a printer; what a form names it by."""

    def added(kind: str, address: str, **fields: Any) -> str:
        medium = "roll-50x30" if kind == "zpl" else "a4-24"
        given = {"code": "P1", "name": "Printer meja", "medium": medium, "dots_per_mm": "8", **fields}
        administrator.do("/labels/printers/new", kind=kind, reached_at=address, **given)
        return str(database.value("SELECT id FROM printer WHERE code = :code", code=given["code"]))

    return added


@pytest.fixture
def with_cups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A CUPS on the server; the folder in which its ``lp`` leaves what it was told and given."""
    folder = cups(tmp_path / "cups")
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder


# Thermal, by network


def test_a_thermal_printer_gets_every_label_as_it_was_proved(
    supervisor: Desk, shop: Shop, add: AddPrinter, thermal: Thermal, database: OpenDatabase
) -> None:
    job = ask(supervisor, BATCH, **ROLL, printer=add("zpl", thermal.address))
    assert thermal.codes() == [shop.bundle(1), shop.bundle(2)]
    assert status(database, job) == "sent"
    page = supervisor.see(job)
    assert "Terkirim ke Printer meja." in page and "Apakah semua keluar?" in page


def test_one_of_300_dpi_gets_dots_of_its_own(supervisor: Desk, shop: Shop, add: AddPrinter, thermal: Thermal) -> None:
    ask(supervisor, BATCH, **ROLL, printer=add("zpl", thermal.address, dots_per_mm="12"))
    assert thermal.codes() == [shop.bundle(1), shop.bundle(2)]
    assert b"^PW600^LL360" in thermal.heard[0]


def test_one_that_hangs_up_in_the_middle_is_asked_about_and_nothing_is_sent_twice(
    supervisor: Desk, add: AddPrinter, database: OpenDatabase
) -> None:
    with listening(a_little) as broken:
        job = ask(supervisor, BATCH, **ROLL, printer=add("zpl", broken.address))
        assert status(database, job) == "unknown"
        assert sentence(refusals.PRINT_UNKNOWN) in supervisor.see(job)
        answer = supervisor.send(f"{job}/send", printer="1")
        rest()
        assert said(answer) == sentence(refusals.NOT_TO_SEND)
        assert len(broken.heard) == 1
    supervisor.do(f"{job}/outcome", all="printed")
    assert status(database, job) == "printed"


def test_one_that_is_switched_off_got_nothing_and_it_is_sent_again_by_hand(
    supervisor: Desk, administrator: Desk, add: AddPrinter, thermal: Thermal, database: OpenDatabase
) -> None:
    address = switched_off()
    key = add("zpl", address)
    job = ask(supervisor, BATCH, **ROLL, printer=key)
    assert status(database, job) == "ready"
    assert sentence(refusals.PRINTER_SILENT, what=address) in supervisor.see(job)
    fields = {"name": "Printer meja", "reached_at": thermal.address, "medium": "roll-50x30", "dots_per_mm": "8"}
    administrator.do("/labels/printers/P1", **fields, active="1")
    ask(supervisor, f"{job}/send", printer=key)
    assert status(database, job) == "sent" and thermal.labels == 2


def test_a_server_that_dies_while_it_sends_leaves_a_question(
    supervisor: Desk, add: AddPrinter, thermal: Thermal, database: OpenDatabase
) -> None:
    job = ask(supervisor, BATCH, **ROLL, printer=add("zpl", thermal.address))
    database.run("UPDATE print_job SET status = 'unknown', ended_at = NULL, claimed_at = 1")
    supervisor.see(job)
    rest()
    assert status(database, job) == "unknown" and "Apakah semua keluar?" in supervisor.see(job)
    assert len(thermal.heard) == 1


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], None]]:
    """What happens while a drawn job is made ready for a thermal printer, once before its first label."""
    waiting: list[Callable[[], None]] = []
    real = zpl.commands

    def commands(*drawn: Any) -> bytes:
        while waiting:
            waiting.pop()()
        return real(*drawn)

    monkeypatch.setattr(zpl, "commands", commands)
    return waiting


@pytest.mark.parametrize("change", ["SET stop_asked = (1 = 1)", "SET claimed_at = 1"], ids=["stopped", "given up"])
def test_a_pdf_that_was_there_stays_there_when_sending_it_comes_to_nothing(
    supervisor: Desk,
    add: AddPrinter,
    thermal: Thermal,
    meanwhile: list[Callable[[], None]],
    database: OpenDatabase,
    change: str,
) -> None:
    job, key = ask(supervisor, BATCH, **ROLL), add("zpl", thermal.address)
    before = database.rows("SELECT id, printed_at FROM label ORDER BY id")
    meanwhile.append(lambda: database.run(f"UPDATE print_job {change}"))
    ask(supervisor, f"{job}/send", printer=key)
    supervisor.see(job)
    rest()
    assert status(database, job) == "ready" and thermal.heard == []
    assert database.rows("SELECT id, printed_at FROM label ORDER BY id") == before
    ask(supervisor, f"{job}/send", printer=key)
    assert status(database, job) == "sent" and thermal.labels == 2


def test_nothing_is_offered_or_answered_before_it_was_sent(
    supervisor: Desk, add: AddPrinter, thermal: Thermal, meanwhile: list[Callable[[], None]], database: OpenDatabase
) -> None:
    answers: list[str] = []

    def answer() -> None:
        job = f"/labels/jobs/{database.value('SELECT id FROM print_job')}"
        answers.extend(said(supervisor.send(f"{job}/{what}", all="none", printer="1")) for what in ("outcome", "send"))

    meanwhile.append(answer)
    job = ask(supervisor, BATCH, **ROLL, printer=add("zpl", thermal.address))
    assert answers == [sentence(refusals.JOB_SETTLED), sentence(refusals.NOT_TO_SEND)]
    assert status(database, job) == "sent" and thermal.labels == 2


@pytest.mark.parametrize("became", ["failed", "drawing"])
def test_what_another_process_gave_up_or_took_up_is_not_sent(
    supervisor: Desk,
    add: AddPrinter,
    thermal: Thermal,
    meanwhile: list[Callable[[], None]],
    database: OpenDatabase,
    became: str,
) -> None:
    soon = clock.now() + clock.MINUTE
    changed = "UPDATE print_job SET status = :became, claimed_at = :soon"
    meanwhile.append(lambda: database.run(changed, became=became, soon=soon))
    job = ask(supervisor, BATCH, **ROLL, printer=add("zpl", thermal.address))
    assert status(database, job) == became and thermal.heard == []


def test_what_is_stopped_before_it_is_sent_is_not_sent(
    supervisor: Desk, add: AddPrinter, thermal: Thermal, meanwhile: list[Callable[[], None]], database: OpenDatabase
) -> None:
    meanwhile.append(lambda: database.run("UPDATE print_job SET stop_asked = :yes", yes=True))
    job = ask(supervisor, BATCH, **ROLL, printer=add("zpl", thermal.address))
    assert status(database, job) == "stopped" and thermal.heard == []
    ask(supervisor, f"{job}/anew/sheet", **ROLL)


def test_one_that_never_falls_silent_is_hung_up_on(
    supervisor: Desk, add: AddPrinter, database: OpenDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "_ENDING", 0.3)
    with listening(all_and_chatter) as chatty:
        job = ask(supervisor, BATCH, **ROLL, printer=add("zpl", chatty.address))
    assert status(database, job) == "sent" and chatty.labels == 2
    assert chatty.heard[0].endswith(b"cut")


@pytest.mark.parametrize("address", ["a..b:9100", "127.0.0.1:99999"])
def test_at_an_address_that_cannot_be_nothing_was_sent(
    supervisor: Desk, add: AddPrinter, database: OpenDatabase, address: str
) -> None:
    key = add("zpl", switched_off())
    database.run("UPDATE printer SET address = :address", address=address)
    job = ask(supervisor, BATCH, **ROLL, printer=key)
    assert status(database, job) == "ready"
    assert sentence(refusals.PRINTER_SILENT, what=address) in supervisor.see(job)


def test_whatever_goes_wrong_while_it_is_sent_is_asked_about(
    supervisor: Desk, add: AddPrinter, database: OpenDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socket.create_connection", lambda *_: 1 // 0)
    job = ask(supervisor, BATCH, **ROLL, printer=add("zpl", switched_off()))
    assert status(database, job) == "unknown" and "Apakah semua keluar?" in supervisor.see(job)


# CUPS


def test_a_queue_gets_the_proved_pdf_at_its_true_size(
    supervisor: Desk, shop: Shop, add: AddPrinter, with_cups: Path, database: OpenDatabase
) -> None:
    job = ask(supervisor, BATCH, **A4, which="units", printer=add("cups", "kantor"))
    assert status(database, job) == "sent"
    assert codes_on((with_cups / "lp.pdf").read_bytes()) == {shop.bundle(1), shop.bundle(2)}
    words = (with_cups / "lp.words").read_text().splitlines()
    assert words[:2] == ["-d", "kantor"] and {"media=A4", "print-scaling=none"} <= set(words)


def test_the_servers_queues_are_offered(administrator: Desk, with_cups: Path) -> None:
    page = administrator.see("/labels/printers/new?kind=cups")
    assert '<option value="kantor">' in page and '<option value="label_meja">' in page


def test_a_queue_that_refuses_got_nothing(
    supervisor: Desk, add: AddPrinter, with_cups: Path, database: OpenDatabase
) -> None:
    (with_cups / "lp").write_text("#!/bin/sh\ncat > /dev/null\nexit 1\n", encoding="ascii")
    job = ask(supervisor, BATCH, **A4, which="units", printer=add("cups", "kantor"))
    assert status(database, job) == "ready"
    assert sentence(refusals.PRINTER_REFUSED, what="kantor") in supervisor.see(job)


def test_a_queue_that_breaks_off_is_asked_about(
    supervisor: Desk, add: AddPrinter, with_cups: Path, database: OpenDatabase
) -> None:
    (with_cups / "lp").write_text("#!/bin/sh\nkill -9 $$\n", encoding="ascii")
    job = ask(supervisor, BATCH, **A4, which="units", printer=add("cups", "kantor"))
    assert status(database, job) == "unknown"


def test_without_cups_the_pdf_is_there(
    supervisor: Desk, add: AddPrinter, database: OpenDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    job = ask(supervisor, BATCH, **A4, which="units", printer=add("cups", "kantor"))
    assert status(database, job) == "ready" and "Unduh PDF" in supervisor.see(job)


# Which printer


def test_a_printer_is_offered_only_for_what_lies_in_it(supervisor: Desk, add: AddPrinter, thermal: Thermal) -> None:
    key = add("zpl", thermal.address)
    assert "Printer meja" in supervisor.see(f"{BATCH}?which=all&media=roll-50x30")
    assert "Printer meja" not in supervisor.see(f"{BATCH}?which=all&media=a4-24")
    answer = supervisor.send(BATCH, **A4, which="units", printer=key)
    assert said(answer) == sentence(refusals.WRONG_MEDIUM, printer="Printer meja")


def test_an_archived_printer_prints_nothing(
    supervisor: Desk, administrator: Desk, add: AddPrinter, thermal: Thermal
) -> None:
    key = add("zpl", thermal.address)
    fields = {"name": "Printer meja", "reached_at": thermal.address, "medium": "roll-50x30", "dots_per_mm": "8"}
    administrator.do("/labels/printers/P1", **fields)
    assert "diarsipkan" in supervisor.see("/labels/printers")
    answer = supervisor.send(BATCH, **ROLL, printer=key)
    assert said(answer) == sentence(refusals.NOT_FOUND, what="printer")


@pytest.mark.parametrize(
    "kind, address",
    [
        ("zpl", "printer"),
        ("zpl", "10.0.0.5:80"),
        ("zpl", "a..b:9100"),
        ("zpl", f"{'a' * 64}:9100"),
        ("cups", "-o x"),
        ("cups", "a;b"),
    ],
)
def test_an_address_that_nothing_can_be_sent_to_is_refused(administrator: Desk, kind: str, address: str) -> None:
    fields = {"code": "P1", "name": "Printer", "medium": "roll-50x30" if kind == "zpl" else "a4-24", "kind": kind}
    answer = administrator.send("/labels/printers/new", **fields, reached_at=address)
    assert said(answer) == sentence(refusals.BAD_PRINTER_ADDRESS)


# The offset


def test_what_was_measured_moves_pdf_and_thermal_alike(
    supervisor: Desk, shop: Shop, add: AddPrinter, thermal: Thermal, database: OpenDatabase
) -> None:
    key = add("zpl", thermal.address)
    ask(supervisor, BATCH, **ROLL, printer=key)
    fields = {"media": "roll-50x30", "offset_x": "0.0", "offset_y": "0.0", "right": "9,5", "down": "10.25"}
    supervisor.do("/labels/printers/P1/offset", **fields)
    assert database.rows("SELECT offset_x, offset_y FROM printer") == [(0.5, -0.25)]
    again = {**ROLL, "which": "cards", "printer": key}
    ask(supervisor, BATCH, **again)
    assert thermal.codes()[-1] == shop.code("A-001-01")


def test_a_measure_that_cannot_be_is_refused(supervisor: Desk, add: AddPrinter, thermal: Thermal) -> None:
    add("zpl", thermal.address)
    fields = {"media": "roll-50x30", "offset_x": "0", "offset_y": "0", "right": "satu", "down": "10"}
    answer = supervisor.send("/labels/printers/P1/offset", **fields)
    assert said(answer) == sentence(refusals.BAD_DISTANCE)


def test_the_test_page_goes_straight_to_the_printer(supervisor: Desk, add: AddPrinter, thermal: Thermal) -> None:
    add("zpl", thermal.address)
    job = ask(supervisor, "/labels/test", printer="P1")
    assert thermal.labels == 1 and "Isi hasil ukur" in supervisor.see(job)


def test_the_test_page_is_a_pdf_for_any_other_printer(supervisor: Desk) -> None:
    with supervisor.browser.get("/labels/test.pdf?media=a4-40") as answer:
        document = pypdfium2.PdfDocument(answer.data)
    assert len(document) == 1 and "50 mm / 50 mm" in document[0].get_textpage().get_text_range()
    document.close()
