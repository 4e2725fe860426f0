"""The inspection screen as a plain form: what it shows, and what becomes of a verdict."""

from __future__ import annotations

from uuid import uuid4

import pytest
from flask import Flask

from floor.rules import places
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.quality.conftest import FIRST, Judge, fail
from tests.quality.owing import checks
from tests.quality.pages import desk, said, send, tablet


def test_it_shows_the_unit_its_checks_and_defects(app: Flask, shop: Shop, bundle: str) -> None:
    page = said(desk(app).get(f"/quality/inspect/{bundle}"))
    for words in (
        "A-001-01/001",
        "Baju koko lengan panjang",
        "107–109 cm",
        "Kampuh rapi",
        "Jahitan loncat",
        "PO-A-001",
    ):
        assert words in page


def test_no_verdict_is_filled_in_beforehand(app: Flask, bundle: str) -> None:
    page = said(desk(app).get(f"/quality/inspect/{bundle}"))
    assert " checked" not in page
    assert 'name="passed" data-count value=""' in page


def test_all_pass_with_one_tap(app: Flask, shop: Shop, bundle: str) -> None:
    answer = send(desk(app), f"/quality/inspect/{bundle}", all="pass", waiting=12)
    assert "12 lulus, lanjut ke Lipat &amp; kemas" in said(answer)
    assert shop.where(FIRST) == {5: 12}


@pytest.mark.parametrize("measured", ["108,5", "108.5"])
def test_a_filled_in_split_is_recorded_with_its_findings(
    app: Flask, shop: Shop, bundle: str, database: OpenDatabase, measured: str
) -> None:
    check = {f"check_{shop.ids['chest']}_1": measured, f"check_{shop.ids['seam']}_1": "yes"}
    fields = {"passed": "10", "rework": "2", "defect": "G01", "note": "kampuh kiri", **check}
    answer = send(desk(app), f"/quality/inspect/{bundle}", **fields)
    assert "10 lulus" in said(answer) and "2 perbaikan, kembali ke Jahit" in said(answer)
    assert database.rows("SELECT value FROM finding ORDER BY id") == [(108.5,), (None,)]
    assert database.rows("SELECT quantity, outcome FROM defect_found") == [(2, "rework")]


def test_a_double_tap_is_answered_alike_and_done_once(
    app: Flask, shop: Shop, bundle: str, database: OpenDatabase
) -> None:
    browser, once = desk(app), str(uuid4())
    first, second = (send(browser, f"/quality/inspect/{bundle}", id=once, passed="6") for _ in range(2))
    assert "6 lulus" in said(first) and "6 lulus" in said(second)
    assert (first.status_code, second.status_code) == (200, 200)
    assert shop.where(FIRST) == {4: 6, 5: 6}
    assert database.value("SELECT COUNT(*) FROM inspection") == 1


def test_a_refused_verdict_comes_back_with_what_was_typed(app: Flask, shop: Shop, bundle: str) -> None:
    check = {f"check_{shop.ids['chest']}_1": "110,2"}
    answer = send(desk(app), f"/quality/inspect/{bundle}", passed="12", **check)
    assert "Lingkar dada: 110,2 cm, di luar batas 107–109 cm." in said(answer)
    assert 'value="110,2"' in said(answer) and 'value="12"' in said(answer)
    assert shop.where(FIRST) == {4: 12}


def test_two_ways_of_failing_ask_which_defect_is_whose(app: Flask, shop: Shop, bundle: str) -> None:
    browser, fields = desk(app), {"passed": "10", "scrap": "1", "hold": "1", "defect": ["G01", "G07"]}
    assert "Isi putusan untuk tiap cacat." in said(send(browser, f"/quality/inspect/{bundle}", **fields))
    told = {"outcome_G01": "scrap", "outcome_G07": "hold"}
    send(browser, f"/quality/inspect/{bundle}", **fields, **told)
    assert shop.where(FIRST) == {5: 10, places.SCRAP: 1, places.on_hold(4): 1}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Isi jumlah untuk putusan ini."),
        ({"passed": "sepuluh"}, "Isi jumlah dengan angka bulat"),
        ({"passed": "1", "defect": "G01"}, "Isi jumlah yang tidak lulus."),
        ({"scrap": "1"}, "Pilih jenis cacat untuk 1 yang tidak lulus."),
        ({"passed": "13"}, "Diminta 13, yang ada di sini 12."),
    ],
)
def test_what_is_missing_is_said(app: Flask, shop: Shop, bundle: str, fields: dict[str, str], sentence: str) -> None:
    assert sentence in said(send(desk(app), f"/quality/inspect/{bundle}", **fields))
    assert shop.where(FIRST) == {4: 12}


def test_a_number_that_is_none_is_asked_again(app: Flask, shop: Shop, bundle: str) -> None:
    typed = {f"check_{shop.ids['chest']}_1": "seratus"}
    assert "“seratus” bukan angka." in said(send(desk(app), f"/quality/inspect/{bundle}", passed="12", **typed))


def test_another_piece_is_asked_for_without_losing_the_first(app: Flask, shop: Shop, bundle: str) -> None:
    chest = shop.ids["chest"]
    fields = {f"check_{chest}_1": "108,5", "pieces": "1", "more": "1"}
    page = said(send(desk(app), f"/quality/inspect/{bundle}", **fields))
    assert f'name="check_{chest}_2"' in page and 'value="108,5"' in page
    assert shop.where(FIRST) == {4: 12}


def test_a_verdict_is_undone_from_the_answer(app: Flask, shop: Shop, bundle: str) -> None:
    browser, once = desk(app), str(uuid4())
    send(browser, f"/quality/inspect/{bundle}", id=once, all="pass", waiting=12)
    assert "kembali ke QC akhir" in said(send(browser, "/quality/undo", undoes=once))
    assert shop.where(FIRST) == {4: 12}


def test_a_batch_card_can_only_pass_as_a_whole(app: Flask, shop: Shop) -> None:
    for number in (1, 2):
        shop.through(shop.bundle(number), "P-OBR", "P-JHT", "P-BBG")
    card = shop.code(shop.batch)
    page = said(desk(app).get(f"/quality/inspect/{card}"))
    assert "2 bundel" in page and 'name="rework"' not in page and 'name="all"' in page


def test_new_and_repaired_pieces_can_be_told_apart(app: Flask, shop: Shop, bundle: str, judge: Judge) -> None:
    judge(bundle, rework=[{"quantity": 2}], defects=[fail(2, "rework")])
    shop.through(bundle, "P-JHT", "P-BBG")
    browser = desk(app)
    assert "Hanya perbaikan ke-1 (2)" in said(browser.get(f"/quality/inspect/{bundle}"))
    send(browser, f"/quality/inspect/{bundle}?cycle=1", cycle="1", all="pass", waiting=2)
    assert shop.where(FIRST) == {4: 10, 5: 2}


def test_what_does_not_wait_here_says_where_it_is(app: Flask, shop: Shop) -> None:
    answer = desk(app).get(f"/quality/inspect/{shop.bundle(1)}")
    assert "Sekarang di Obras" in said(answer)


def test_a_typed_code_leads_to_its_screen(app: Flask, bundle: str) -> None:
    typed = f"{bundle[:4]} {bundle[4:8]}-{bundle[8:]}".lower()
    answer = desk(app).get("/quality/inspect", query_string={"code": typed})
    assert answer.location.endswith(f"/quality/inspect/{bundle}")


@pytest.mark.parametrize("officer", ["O-1"])
def test_who_gives_no_verdicts_does_not_see_it(app: Flask, bundle: str, officer: str) -> None:
    assert desk(app, officer).get(f"/quality/inspect/{bundle}").status_code == 403


def test_an_administrator_may_look_and_gives_no_verdict(app: Flask, shop: Shop, bundle: str) -> None:
    browser = desk(app, "O-4")
    answer = send(browser, f"/quality/inspect/{bundle}", all="pass", waiting=12)
    assert "Tidak punya izin" in said(answer)
    assert shop.where(FIRST) == {4: 12}


def test_a_tablet_with_nobody_signed_in_says_so(app: Flask, shop: Shop, bundle: str) -> None:
    browser = tablet(app, shop)
    assert "Belum ada petugas di pos ini" in said(browser.get(f"/quality/inspect/{bundle}"))
    send(browser, f"/quality/inspect/{bundle}", all="pass", waiting=12)
    assert shop.where(FIRST) == {4: 12}


@pytest.mark.parametrize("kind", ["measured", "yes_no", "graded", "count"])
def test_what_is_right_and_wrong_is_shown_with_every_kind_of_check(
    app: Flask, shop: Shop, bundle: str, kind: str
) -> None:
    checks(shop, kind=kind, photo_right="a" * 32 + ".jpg", photo_wrong="b" * 32 + ".jpg")
    page = said(desk(app).get(f"/quality/inspect/{bundle}"))
    assert f"/photos/small/{'a' * 32}.jpg" in page and f"/photos/small/{'b' * 32}.jpg" in page
