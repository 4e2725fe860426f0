"""A print job from being asked for to what became of the paper."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest

from floor import clock, refusals
from floor.db import db
from floor.labels import press, progress
from floor.labels.printing import Progress
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.labels.printing_desk import A4, BATCH, ask, codes_on, pdf_at, rest, status
from tests.office.conftest import Desk, administrator, app, enter, said, sentence, supervisor

__all__ = ["administrator", "app", "enter", "supervisor"]

UNITS = {**A4, "which": "units"}


def unprinted(database: OpenDatabase) -> int:
    return int(database.value("SELECT COUNT(*) FROM label WHERE printed_at IS NULL"))


# What came out


def test_all_that_came_out_is_printed(supervisor: Desk, database: OpenDatabase) -> None:
    job = ask(supervisor, BATCH, **UNITS)
    assert "Apakah semua keluar?" in supervisor.see(job)
    supervisor.do(f"{job}/outcome", all="printed")
    assert status(database, job) == "printed" and "Selesai: 2 label keluar." in supervisor.see(job)


def test_of_a_spoiled_label_another_copy_is_printed_and_the_old_one_is_refused(supervisor: Desk, shop: Shop) -> None:
    old = shop.bundle(1)
    job = ask(supervisor, BATCH, **UNITS)
    supervisor.do(f"{job}/outcome", **{"at-0": "spoiled"})
    (new,) = codes_on(pdf_at(supervisor, ask(supervisor, f"{job}/anew/sheet", **A4)))
    assert shop.scan("P-OBR", old)["refusal"]["code"] == "LABEL_REPLACED"
    assert "A-001-01/001-B" in shop.scan("P-OBR", old)["say"]
    assert shop.scan("P-OBR", new)["outcome"] == "recorded"


def test_a_lost_blank_is_void_for_whoever_finds_it(supervisor: Desk, shop: Shop, database: OpenDatabase) -> None:
    job = ask(supervisor, "/labels/blanks/sheet", **A4, count="2")
    lost = database.value("SELECT code FROM label WHERE unit_id IS NULL ORDER BY id LIMIT 1")
    supervisor.do(f"{job}/outcome", **{"at-0": "lost"})
    assert shop.scan("P-OBR", lost)["refusal"]["code"] == "LABEL_REPLACED"
    assert database.value("SELECT COUNT(*) FROM label WHERE unit_id IS NULL AND printed_at IS NULL") == 1


def test_a_spoiled_blank_is_bound_to_nothing(supervisor: Desk, shop: Shop, database: OpenDatabase) -> None:
    job = ask(supervisor, "/labels/blanks/sheet", **A4, count="2")
    spoiled = database.value("SELECT code FROM label WHERE unit_id IS NULL ORDER BY id LIMIT 1")
    supervisor.do(f"{job}/outcome", **{"at-0": "spoiled"})
    answer = supervisor.send(f"/office/units/{shop.bundle(1)}/relabel", blank=spoiled)
    assert said(answer).startswith("Label sudah diganti. Pakai label baru U")


def test_a_card_with_other_good_copies_keeps_its_code(supervisor: Desk, shop: Shop) -> None:
    job = ask(supervisor, "/labels/cards/worker/sheet", **A4, key=shop.ids["K1"], copies="2")
    (code,) = codes_on(pdf_at(supervisor, job))
    supervisor.do(f"{job}/outcome", **{"at-1": "spoiled"})
    assert codes_on(pdf_at(supervisor, ask(supervisor, f"{job}/anew/sheet", **A4))) == {code}
    assert shop.scan("P-OBR", code)["outcome"] == "recorded"


def test_where_nothing_came_out_the_labels_were_never_printed(
    supervisor: Desk, shop: Shop, database: OpenDatabase
) -> None:
    code, before = shop.bundle(1), unprinted(database)
    job = ask(supervisor, BATCH, **UNITS)
    supervisor.do(f"{job}/outcome", all="none")
    assert sentence(refusals.NOTHING_PRINTED) in supervisor.see(job)
    assert unprinted(database) == before
    assert code in codes_on(pdf_at(supervisor, ask(supervisor, f"{job}/anew/sheet", **A4)))


def test_blanks_of_which_nothing_came_out_are_printed_with_the_numbers_they_have(
    supervisor: Desk, database: OpenDatabase
) -> None:
    job = ask(supervisor, "/labels/blanks/sheet", **A4, count="3")
    meant = codes_on(pdf_at(supervisor, job))
    supervisor.do(f"{job}/outcome", all="none")
    assert codes_on(pdf_at(supervisor, ask(supervisor, f"{job}/anew/sheet", **A4))) == meant
    assert database.value("SELECT COUNT(*) FROM label WHERE unit_id IS NULL") == 3


def test_what_came_out_is_said_once(supervisor: Desk, shop: Shop, database: OpenDatabase) -> None:
    job, form_id = ask(supervisor, BATCH, **UNITS), str(uuid4())
    for _ in range(2):
        assert supervisor.send(f"{job}/outcome", form_id, **{"at-0": "spoiled"}).status_code == 303
    assert database.value("SELECT COUNT(*) FROM label WHERE copy_number = 2") == 1
    assert said(supervisor.send(f"{job}/outcome", all="none")) == sentence(refusals.JOB_SETTLED)


def test_the_replacements_are_printed_once(supervisor: Desk, shop: Shop) -> None:
    job = ask(supervisor, BATCH, **UNITS)
    supervisor.do(f"{job}/outcome", **{"at-0": "spoiled", "at-1": "lost"})
    assert "Cetak 2 label pengganti" in supervisor.see(job)
    ask(supervisor, f"{job}/anew/sheet", **A4)
    assert "label pengganti" not in supervisor.see(job)
    assert said(supervisor.send(f"{job}/anew/sheet", **A4)) == sentence(refusals.ALREADY_PRINTED)


def test_a_sheet_on_which_nothing_came_out_is_begun_where_it_was(supervisor: Desk, database: OpenDatabase) -> None:
    job = ask(supervisor, BATCH, media="a4-24", first="5", which="units")
    assert database.value("SELECT next_cell FROM part_sheet") == 6
    supervisor.do(f"{job}/outcome", all="none")
    assert database.value("SELECT next_cell FROM part_sheet") == 4


def test_a_card_that_another_job_printed_stays_printed(supervisor: Desk, shop: Shop, database: OpenDatabase) -> None:
    fields = {**A4, "key": shop.ids["K1"], "copies": "1"}
    first, second = (ask(supervisor, "/labels/cards/worker/sheet", **fields) for _ in range(2))
    before = unprinted(database)
    supervisor.do(f"{second}/outcome", all="none")
    assert unprinted(database) == before
    supervisor.do(f"{first}/outcome", all="none")
    assert unprinted(database) == before + 1


# Printing again


def test_nothing_is_printed_twice_unless_asked_for(supervisor: Desk) -> None:
    ask(supervisor, BATCH, **UNITS)
    assert said(supervisor.send(BATCH, **UNITS)) == sentence(refusals.ALREADY_PRINTED)


def test_a_reprint_raises_the_copy_and_ends_the_old_one(supervisor: Desk, shop: Shop) -> None:
    old = shop.bundle(1)
    for _ in range(2):
        job = ask(supervisor, BATCH, **A4, which="numbers", numbers="1", again="1")
    (new,) = codes_on(pdf_at(supervisor, job))
    assert new != old and "A-001-01/001-B" in shop.scan("P-OBR", old)["say"]
    assert "A-001-01/001-C" in supervisor.see(f"/labels/units/{new}/sheet?again=1")
    assert shop.scan("P-OBR", new)["outcome"] == "recorded"


def test_only_a_supervisor_ends_labels_by_printing_them_again(enter: Callable[[str], Desk], shop: Shop) -> None:
    operator = enter("O-1")
    ask(operator, BATCH, **UNITS)
    assert said(operator.send(BATCH, **UNITS, again="1")) == sentence(refusals.NOT_ALLOWED)
    assert shop.scan("P-OBR", shop.bundle(1))["outcome"] == "recorded"


def test_exactly_one_units_label_is_printed_from_its_page(supervisor: Desk, shop: Shop) -> None:
    page = f"/labels/units/{shop.bundle(2)}"
    assert supervisor.browser.get(page).location == f"{page}/sheet"
    job = ask(supervisor, f"{page}/sheet", media="a4-24", first="7")
    assert codes_on(pdf_at(supervisor, job)) == {shop.bundle(2)}
    assert "Label ini sudah pernah dicetak." in supervisor.see(page)


# The press


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], None]]:
    """What happens while the first job is drawn, once before its first label is read back."""
    meanwhile: list[Callable[[], None]] = []
    real = press.draw

    def draw(job: progress.Taken, note: Progress | None = None) -> bytes:
        while meanwhile:
            meanwhile.pop()()
        return real(job, note)

    monkeypatch.setattr(press, "draw", draw)
    return meanwhile


def test_a_job_can_be_stopped_while_it_is_drawn(
    supervisor: Desk, database: OpenDatabase, held: list[Callable[[], None]]
) -> None:
    before = unprinted(database)
    held.append(lambda: database.run("UPDATE print_job SET stop_asked = :yes", yes=True))
    job = ask(supervisor, BATCH, **UNITS)
    assert status(database, job) == "stopped" and "Dihentikan." in supervisor.see(job)
    assert unprinted(database) == before
    assert supervisor.browser.get(f"{job}/labels.pdf").status_code == 404


def test_the_button_stops_what_is_drawn(supervisor: Desk, database: OpenDatabase) -> None:
    job = waiting_job(supervisor, database)
    supervisor.do(f"{job}/stop")
    supervisor.see(job)
    rest()
    assert status(database, job) == "stopped"


def waiting_job(desk: Desk, database: OpenDatabase) -> str:
    """A job as it was asked for, nobody having drawn it yet."""
    job = ask(desk, BATCH, **UNITS)
    database.run("UPDATE print_job SET status = 'drawing', claimed_at = NULL, file = NULL, progress = 0")
    return job


def test_what_was_asked_for_before_a_restart_is_drawn_when_somebody_looks(
    supervisor: Desk, database: OpenDatabase
) -> None:
    job = waiting_job(supervisor, database)
    assert "Menggambar dan membaca kembali" in supervisor.see(job)
    rest()
    assert status(database, job) == "ready"


def test_a_job_whose_press_died_is_given_up_and_its_labels_are_free(supervisor: Desk, database: OpenDatabase) -> None:
    job = waiting_job(supervisor, database)
    database.run("UPDATE print_job SET claimed_at = :then", then=clock.now() - 2 * clock.MINUTE)
    supervisor.see(job)
    rest()
    assert status(database, job) == "failed" and sentence(refusals.PRINT_INTERRUPTED) in supervisor.see(job)
    ask(supervisor, BATCH, **UNITS)


def test_of_several_presses_one_takes_a_job(supervisor: Desk, database: OpenDatabase) -> None:
    waiting_job(supervisor, database)
    at_once = Barrier(4)

    def take() -> progress.Taken | None:
        at_once.wait(10)
        return db.write(lambda conn: progress.take(conn, clock.now()))

    with ThreadPoolExecutor(4) as presses:
        taken = [asked.result() for asked in [presses.submit(take) for _ in range(4)]]
    assert sum(job is not None for job in taken) == 1


def test_a_press_that_still_works_is_not_given_up(supervisor: Desk, database: OpenDatabase) -> None:
    job = waiting_job(supervisor, database)
    db.write(lambda conn: progress.take(conn, clock.now()))
    db.write(lambda conn: progress.give_up_silent(conn, clock.now() + 30_000, alone=False))
    assert status(database, job) == "drawing"


def test_what_cannot_be_drawn_does_not_keep_others_waiting(
    supervisor: Desk, database: OpenDatabase, held: list[Callable[[], None]]
) -> None:
    held.append(lambda: 1 // 0)  # type: ignore[arg-type]
    assert status(database, ask(supervisor, BATCH, **UNITS)) == "failed"
    assert status(database, ask(supervisor, BATCH, **UNITS)) == "ready"


def test_a_job_that_was_given_up_while_it_was_drawn_stays_so(
    supervisor: Desk, database: OpenDatabase, held: list[Callable[[], None]]
) -> None:
    held.append(lambda: database.run("UPDATE print_job SET status = 'failed', ended_at = 1"))
    job = ask(supervisor, BATCH, **UNITS)
    assert status(database, job) == "failed"
    assert supervisor.browser.get(f"{job}/labels.pdf").status_code == 404


def test_too_many_waiting_jobs_are_refused(supervisor: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("floor.labels.jobs._MOST_WAITING", 0)
    assert said(supervisor.send(BATCH, **UNITS)) == sentence(refusals.PRESS_FULL)


def test_the_page_asks_how_far_it_is_until_it_is_done(supervisor: Desk, database: OpenDatabase) -> None:
    job = waiting_job(supervisor, database)
    asking = supervisor.see(f"{job}/state")
    rest()
    done = supervisor.see(f"{job}/state")
    assert "data-going" in asking and "0 dari 2" in asking
    assert "data-going" not in done and "2 label terbaca kembali" in done and "<html" not in done


# The list


def test_jobs_are_listed_with_what_became_of_them(supervisor: Desk) -> None:
    job = ask(supervisor, BATCH, **UNITS)
    assert "PDF siap, belum dijawab" in supervisor.see("/labels/jobs")
    supervisor.do(f"{job}/outcome", **{"at-0": "spoiled"})
    assert "keluar, 1 diganti" in supervisor.see("/labels/jobs?subject=A-001-01")
    assert "keluar, 1 diganti" in supervisor.see("/labels/batches/A-001-01")
    assert "keluar, 1 diganti" not in supervisor.see("/labels/jobs?subject=A-001-02")
