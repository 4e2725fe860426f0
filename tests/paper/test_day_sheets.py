"""A day sheet from the printer to the ledger: printed, marked, photographed, confirmed, recorded once."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import cv2
import pytest
from sqlalchemy import update
from werkzeug.test import TestResponse

from floor import clock, refusals
from floor.boards.verify import verify
from floor.db import db
from floor.models import DaySheet
from floor.paper.layout import Row
from floor.rules import codes
from floor.rules.codes import Kind
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.office.conftest import PINS, Desk, said, sentence
from tests.paper.filled import How, Picture, bubble, mark, page, photographed
from tests.quality.owing import checks

Marks = dict[int, list[tuple[str, int]]]


class Paper:
    """The sheet of a station, as it lies on the table."""

    def __init__(self, desk: Desk, database: OpenDatabase, station: str) -> None:
        self._desk, self._database = desk, database
        where = desk.do("/paper/sheets", station=station)
        self.codes = where.split("codes=")[1].split("%2C")
        pdf = desk.browser.get(where.replace("/paper/sheets?", "/paper/sheets.pdf?")).data
        self.picture = page(pdf)
        self.rows = [Row.kept(each) for each in self._rows()]

    def _rows(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = db.write(
            lambda conn: conn.execute(DaySheet.__table__.select().where(DaySheet.code == self.codes[0])).one().rows
        )
        return rows

    def mark(self, marks: Marks, how: How = "full") -> None:
        for number, fields in marks.items():
            mark(self.picture, [bubble(self.rows[number], *each) for each in fields], how)

    def bring(self, seed: int = 1, **more: str) -> TestResponse:
        return brought(self._desk, photographed(self.picture, seed), **more)

    def confirm(self, address: str, **changed: Any) -> TestResponse:
        """Sends the confirmation as the page shows it, but for what is changed."""
        return self._desk.send(address, **{**self.form(address), **changed})

    def form(self, address: str) -> dict[str, Any]:
        """The confirmation as the page shows it, worked a minute after midnight."""
        shown = self._desk.browser.get(address).text
        fields = dict(re.findall(r'name="((?:quantity|passed|rework|scrap)_\d+)"[^>]*value="(\d*)"', shown))
        when = {"day": clock.local_day(clock.now(), "WIB").isoformat(), "time": "00:01"}
        officer = re.search(r'name="officer".*?<option value="(\d+)" selected', shown, re.DOTALL)
        assert officer is not None
        return {**fields, **when, "officer": officer[1], "pin": PINS["O-3"]}


def brought(desk: Desk, photo: Picture, **more: str) -> TestResponse:
    sizes = (cv2.imencode(".jpg", photo, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes() for quality in (80, 50, 30))
    packed = next(each for each in sizes if len(each) < 480_000)  # larger ones the test's client leaves lying about
    return desk.send("/paper/readings", photo=(io.BytesIO(packed), "lembar.jpg"), **more)


@pytest.fixture
def sewing(shop: Shop, supervisor: Desk, database: OpenDatabase) -> Paper:
    """Both bundles of twelve wait at the sewing station."""
    shop.through(shop.bundle(1), "P-OBR")
    shop.through(shop.bundle(2), "P-OBR")
    return Paper(supervisor, database, "P-JHT")


def test_what_was_marked_is_recorded_once_confirmed(sewing: Paper, shop: Shop, supervisor: Desk) -> None:
    sewing.mark({0: [("all", 1)], 1: [("quantity", 5)]})
    address = sewing.bring().location
    assert shop.where(f"{shop.batch}/001") == {2: 12}
    assert sewing.confirm(address).status_code == 303
    assert shop.where(f"{shop.batch}/001") == {3: 12}
    assert shop.where(f"{shop.batch}/002") == {2: 7, 3: 5}
    assert "Selesai 5 dari 12" in supervisor.read(address)


def test_a_sheet_that_names_no_team_is_no_teams_work(sewing: Paper, shop: Shop, database: OpenDatabase) -> None:
    card = shop.card("worker_id", shop.ids["K1"], Kind.WORKER)
    shop.send("P-JHT", shop.item(card, happened_at=clock.iso(1_000), late=True))
    sewing.mark({0: [("all", 1)]})
    sewing.confirm(sewing.bring().location)
    assert database.rows("SELECT worker_id FROM move WHERE from_place = 2") == [(None,)]


def test_the_ledger_holds_afterwards(sewing: Paper, database: OpenDatabase) -> None:
    sewing.mark({0: [("all", 1)], 1: [("quantity", 5)]})
    sewing.confirm(sewing.bring().location)
    with database.engine.connect() as conn:
        assert verify(conn).holds


def test_the_same_sheet_photographed_twice_counts_once(sewing: Paper, shop: Shop, supervisor: Desk) -> None:
    sewing.mark({0: [("quantity", 5)]})
    first, second = sewing.bring(1).location, sewing.bring(2).location
    form = sewing.form(first)
    assert [supervisor.send(first, **form).status_code for _ in range(2)] == [303, 303]
    sewing.confirm(second, quantity_0="6", time="00:00")
    assert shop.where(f"{shop.batch}/001") == {2: 7, 3: 5}
    assert "sudah dari foto sebelumnya" in supervisor.read(second)


def test_what_was_filled_in_later_is_recorded_from_the_second_photo(sewing: Paper, shop: Shop) -> None:
    sewing.mark({0: [("quantity", 5)]})
    sewing.confirm(sewing.bring(1).location)
    sewing.mark({1: [("all", 1)]})
    sewing.confirm(sewing.bring(2).location)
    assert (shop.where(f"{shop.batch}/001"), shop.where(f"{shop.batch}/002")) == ({2: 7, 3: 5}, {3: 12})


@pytest.mark.parametrize("how", ["half", "cross", "rubbed out"])
def test_a_doubtful_mark_is_asked_and_nothing_recorded_before(sewing: Paper, shop: Shop, how: How) -> None:
    sewing.mark({0: [("quantity", 5)]}, how)
    address = sewing.bring().location
    answer = sewing.confirm(address)
    assert said(answer) == sentence(refusals.SHEET_ROW_UNANSWERED, unit=f"{shop.batch}/001")
    assert shop.where(f"{shop.batch}/001") == {2: 12}
    assert sewing.confirm(address, quantity_0="5").status_code == 303
    assert shop.where(f"{shop.batch}/001") == {2: 7, 3: 5}


def test_a_gates_sheet_becomes_verdicts(shop: Shop, supervisor: Desk, database: OpenDatabase) -> None:
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    gate = Paper(supervisor, database, "P-QC")
    gate.mark({0: [("passed", 9), ("rework", 2), ("scrap", 1)]})
    address = gate.bring().location
    assert said(gate.confirm(address)) == sentence(refusals.FIELD_NEEDED, what="cacat")
    assert gate.confirm(address, rework_defect_0="G01", scrap_defect_0="G07").status_code == 303
    assert shop.where(f"{shop.batch}/001") == {2: 2, 5: 9, 5000: 1} or 9 in shop.where(f"{shop.batch}/001").values()


@pytest.mark.parametrize(("ticked", "left"), [(True, {4: 3, 5: 9}), (False, {4: 12})])
def test_what_must_be_seen_on_every_piece_is_ticked_by_its_name(
    shop: Shop, supervisor: Desk, database: OpenDatabase, *, ticked: bool, left: dict[int, int]
) -> None:
    needle = checks(shop, severity="critical")
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    gate = Paper(supervisor, database, "P-QC")
    gate.mark({0: [("passed", 9)]})
    address = gate.bring().location
    assert "semuanya baik: Bebas patahan jarum" in supervisor.read(address)
    gate.confirm(address, all_checked_0=str(needle) if ticked else "9" * 5000)
    assert shop.where("A-001-01/001") == left


def test_goods_that_went_on_meanwhile_are_refused_by_the_row(sewing: Paper, shop: Shop, supervisor: Desk) -> None:
    sewing.mark({0: [("all", 1)]})
    shop.through(shop.bundle(1), "P-JHT")
    address = sewing.bring().location
    sewing.confirm(address)
    assert "ditolak" in supervisor.read(address)
    assert shop.where(f"{shop.batch}/001") == {3: 12}


def test_a_photo_without_a_sheet_is_refused(supervisor: Desk, sewing: Paper) -> None:
    plain = sewing.picture.copy()
    plain[:] = 200
    assert said(brought(supervisor, plain)) == sentence(refusals.SHEET_NOT_SEEN)


def test_a_file_that_is_no_photo_is_refused(supervisor: Desk) -> None:
    answer = supervisor.send("/paper/readings", photo=(io.BytesIO(b"%PDF-1.7"), "lembar.pdf"))
    assert said(answer) == sentence(refusals.NOT_A_PHOTO)


def test_another_workshops_sheet_is_refused(sewing: Paper, database: OpenDatabase) -> None:
    database.run("UPDATE day_sheet SET code = :code", code=codes.new_code(codes.Kind.DAY_SHEET))
    assert said(sewing.bring()) == sentence(refusals.UNKNOWN_SHEET)


def test_another_stations_sheet_is_refused_where_one_was_named(sewing: Paper) -> None:
    assert said(sewing.bring(station="P-OBR")) == sentence(refusals.SHEET_OF_ANOTHER_STATION, station="P-JHT")


def test_a_sheet_of_long_ago_is_refused(sewing: Paper) -> None:
    day = clock.local_day(clock.now(), "WIB") - timedelta(days=15)
    db.write(lambda conn: conn.execute(update(DaySheet).values(for_day=day)))
    assert said(sewing.bring()) == sentence(refusals.SHEET_TOO_OLD, day=day.strftime("%d/%m/%Y"), days=14)


def test_a_station_where_nothing_waits_needs_no_paper(supervisor: Desk) -> None:
    assert said(supervisor.send("/paper/sheets", station="P-LPT")) == sentence(refusals.NOTHING_FOR_PAPER)


def test_a_form_sent_twice_makes_one_sheet(supervisor: Desk, database: OpenDatabase) -> None:
    form_id = str(uuid4())
    one, two = (supervisor.send("/paper/sheets", form_id, station="P-OBR").location for _ in range(2))
    assert one == two
    assert database.value("SELECT COUNT(*) FROM day_sheet") == 1


def test_a_sheets_own_code_is_refused_at_a_station(sewing: Paper, shop: Shop) -> None:
    assert shop.scan("P-JHT", sewing.codes[0])["refusal"]["code"] == "DAY_SHEET_SCANNED"


def test_the_photo_is_shown_to_supervisors_only(sewing: Paper, enter: Any) -> None:
    address = f"{sewing.bring().location}/0.jpg"
    assert enter("O-3").browser.get(address).mimetype == "image/jpeg"
    assert enter("O-1").browser.get(address).status_code == 403


def test_it_may_be_signed_by_pin_only(sewing: Paper, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    sewing.mark({0: [("all", 1)]})
    address = sewing.bring().location
    later = clock.now() + 10 * clock.MINUTE
    monkeypatch.setattr(clock, "now", lambda: later)
    assert sewing.confirm(address, pin="").status_code == 403
    assert shop.where(f"{shop.batch}/001") == {2: 12}
