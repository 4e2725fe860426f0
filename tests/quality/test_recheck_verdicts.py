"""Verdicts that another officer gives again without seeing the first: nothing moves, and the agreement is shown."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, update

from floor import refusals
from floor.models import Recheck, Site
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.quality.conftest import FIRST, Judge
from tests.quality.pages import PINS, desk, said, send


@pytest.fixture
def asked(shop: Shop, bundle: str, judge: Judge, database: OpenDatabase) -> int:
    """The inspector's verdict on twelve is to be given again: all of a hundred are."""
    shop.write(lambda conn: conn.execute(update(Site).values(recheck_percent=100)))
    judge(bundle, passed=12)
    return int(database.value("SELECT id FROM recheck"))


def again(app: Flask, recheck: int, officer: str = "O-3", **fields: Any) -> Any:
    return send(desk(app, officer), f"/quality/rechecks/{recheck}", **fields)


def sentence(refusal: refusals.Refusal, **words: object) -> str:
    return refusal.sentence("id", words)


def test_none_is_asked_for_unless_the_site_wants_it(bundle: str, judge: Judge, database: OpenDatabase) -> None:
    judge(bundle, passed=12)
    assert database.value("SELECT COUNT(*) FROM recheck") == 0


def test_another_sees_it_in_the_queue_and_not_the_first_result(app: Flask, asked: int) -> None:
    assert "Periksa ulang buta" in said(desk(app, "O-3").get("/quality"))
    assert "Periksa ulang buta" not in said(desk(app, "O-2").get("/quality"))
    page = said(desk(app, "O-3").get(f"/quality/rechecks/{asked}"))
    assert "12 potong" in page and "Petugas O-2" not in page


def test_what_the_second_found_is_kept_and_nothing_moves(
    app: Flask, shop: Shop, asked: int, database: OpenDatabase
) -> None:
    assert again(app, asked, passed="11", failed="1").status_code == 303
    assert database.rows("SELECT passed, failed FROM recheck") == [(11, 1)]
    assert shop.where(FIRST) == {5: 12}


def test_it_is_never_the_same_officer(app: Flask, asked: int) -> None:
    assert sentence(refusals.RECHECK_SAME) in said(again(app, asked, "O-2", passed="12", failed="0"))


def test_all_of_the_pieces_are_judged(app: Flask, asked: int) -> None:
    answer = said(again(app, asked, passed="11", failed="0"))
    assert sentence(refusals.RECHECK_SUM, judged=12, counted=11) in answer


def test_a_correction_that_was_refused_hides_none(app: Flask, asked: int, database: OpenDatabase) -> None:
    given = database.value("SELECT id FROM inspection")
    bad = {"passed": "11", "scrap": "1", "defect": "G01", "note": "", "pin": PINS["O-2"]}
    send(desk(app, "O-2"), f"/quality/inspections/{given}/correct", **bad)
    assert database.value("SELECT COUNT(*) FROM inspection WHERE corrects_id IS NOT NULL AND outcome = 'refused'") == 1
    assert "Periksa ulang buta" in said(desk(app, "O-3").get("/quality"))


def test_it_is_made_once(app: Flask, asked: int) -> None:
    again(app, asked, passed="11", failed="1")
    assert sentence(refusals.RECHECK_DONE) in said(again(app, asked, passed="12", failed="0"))


def test_what_is_gone_is_dropped_with_a_reason(app: Flask, asked: int, database: OpenDatabase) -> None:
    assert "Tulis alasannya" in said(again(app, asked, drop="1", reason=""))
    assert again(app, asked, drop="1", reason="sudah dikirim").status_code == 303
    assert database.rows("SELECT passed, note FROM recheck") == [(None, "sudah dikirim")]


def test_an_undone_verdict_is_asked_about_no_more(app: Flask, bundle: str, judge: Judge, shop: Shop) -> None:
    shop.write(lambda conn: conn.execute(update(Site).values(recheck_percent=100)))
    given = judge(bundle, passed=12)
    judge(None, undoes=given["id"])
    assert "Periksa ulang buta" not in said(desk(app, "O-3").get("/quality"))


def pairs(shop: Shop, judge: Judge, bundle: str, database: OpenDatabase, many: int) -> None:
    """So many single pieces judged by both; the second found the last one bad."""
    for n in range(many):
        judge(bundle, passed=1)
        values = {
            "officer_id": shop.ids["O-3"],
            "at": shop.now,
            "passed": int(n < many - 1),
            "failed": int(n == many - 1),
        }
        newest = int(database.value("SELECT MAX(id) FROM inspection"))
        unit = int(database.value(f"SELECT unit_id FROM inspection WHERE id = {newest}"))
        row = insert(Recheck).values(inspection_id=newest, unit_id=unit, asked_at=shop.now, **values)
        shop.write(lambda conn, row=row: conn.execute(row))


def test_nine_pairs_are_too_few_to_say_anything(
    app: Flask, shop: Shop, judge: Judge, bundle: str, database: OpenDatabase
) -> None:
    pairs(shop, judge, bundle, database, 9)
    assert "Terlalu sedikit" in said(desk(app, "O-3").get("/quality/agreement"))


def test_the_agreement_of_ten_is_shown_with_its_kappa(
    app: Flask, shop: Shop, judge: Judge, bundle: str, database: OpenDatabase
) -> None:
    """Nine of ten alike, but one of them never failed any: no more than chance gives."""
    pairs(shop, judge, bundle, database, 10)
    page = said(desk(app, "O-3").get("/quality/agreement"))
    assert "90%" in page and "Hampir tidak ada kesepakatan" in page


def test_the_list_of_marked_verdicts_is_the_supervisors(app: Flask, bundle: str, judge: Judge) -> None:
    for _ in range(10):
        judge(bundle, passed=1)
    assert "Sepuluh lulus dalam 30 detik" in said(desk(app, "O-3").get("/quality/marked?mark=fast"))
    assert FIRST in said(desk(app, "O-3").get("/quality/marked?mark=fast"))
    assert FIRST not in said(desk(app, "O-3").get("/quality/marked?mark=own_stage"))
    assert desk(app, "O-2").get("/quality/marked").status_code == 403


def test_no_operator_sees_a_verdict(app: Flask, asked: int, database: OpenDatabase) -> None:
    inspection = int(database.value("SELECT MAX(id) FROM inspection"))
    assert desk(app, "O-1").get(f"/quality/inspections/{inspection}").status_code == 403
