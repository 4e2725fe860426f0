"""What waits at the gates."""

from __future__ import annotations

from flask import Flask

from tests.cast import Shop
from tests.quality.conftest import Judge, fail, send
from tests.quality.pages import desk, said, tablet


def test_it_lists_what_waits_longest_first(app: Flask, shop: Shop, bundle: str) -> None:
    shop.through(shop.bundle(2), "P-OBR", "P-JHT", "P-BBG")
    page = said(desk(app).get("/quality"))
    assert page.index("A-001-01/001") < page.index("A-001-01/002")
    assert f"/quality/inspect/{bundle}?step=4" in page


def test_what_is_before_or_behind_the_gate_is_not_listed(app: Flask, shop: Shop) -> None:
    shop.through(shop.bundle(1), "P-OBR", "P-JHT")
    assert "Tidak ada yang menunggu pemeriksaan" in said(desk(app).get("/quality"))


def test_what_came_back_says_how_often(app: Flask, shop: Shop, bundle: str, judge: Judge) -> None:
    judge(bundle, passed=10, rework=[{"quantity": 2}], defects=[fail(2, "rework")])
    shop.through(bundle, "P-JHT", "P-BBG")
    assert "kembali ke-1" in said(desk(app).get("/quality"))


def test_a_tablet_lists_what_waits_at_its_own_gates(app: Flask, shop: Shop, bundle: str) -> None:
    assert bundle in said(tablet(app, shop).get("/quality"))
    assert bundle not in said(tablet(app, shop, "P-LPT").get("/quality"))


def test_the_list_is_sent_again_only_when_it_changed(app: Flask, shop: Shop, bundle: str, judge: Judge) -> None:
    browser = desk(app)
    tag = {"If-None-Match": browser.get("/quality/waiting").headers["ETag"]}
    assert browser.get("/quality/waiting", headers=tag).status_code == 304
    judge(bundle, passed=12)
    assert browser.get("/quality/waiting", headers=tag).status_code == 200


def test_the_days_own_figures_say_what_was_passed_first_time(app: Flask, shop: Shop, bundle: str, judge: Judge) -> None:
    judge(bundle, passed=9, rework=[{"quantity": 2}], scrap=1, defects=[fail(2, "rework"), fail(1, "scrap")])
    day = " ".join(said(desk(app).get("/quality")).split())
    assert "<b>12</b><span>saya periksa hari ini</span>" in day and "<b>75%</b>" in day
    assert "<b>0</b><span>saya periksa hari ini</span>" in " ".join(said(desk(app, "O-3").get("/quality")).split())


def test_a_second_look_counts_for_the_day_but_not_as_a_first_pass(
    app: Flask, shop: Shop, bundle: str, judge: Judge
) -> None:
    judge(bundle, passed=9, rework=[{"quantity": 3}], defects=[fail(3, "rework")])
    shop.through(bundle, "P-JHT", "P-BBG")
    judge(bundle, passed=3)
    day = " ".join(said(desk(app).get("/quality")).split())
    assert "<b>15</b><span>saya periksa hari ini</span>" in day and "<b>75%</b>" in day


def test_a_verdict_taken_back_counts_nowhere(app: Flask, shop: Shop, bundle: str, judge: Judge) -> None:
    item = shop.item(bundle, passed=12)
    assert send(shop, item)[0]["outcome"] == "recorded"
    judge(None, undoes=item["id"])
    assert "<b>0</b><span>saya periksa hari ini</span>" in " ".join(said(desk(app).get("/quality")).split())


def test_what_is_held_stands_beside_the_queue(app: Flask, bundle: str, judge: Judge) -> None:
    judge(bundle, passed=10, hold=2, defects=[fail(2, "hold")])
    page = said(desk(app).get("/quality"))
    assert f'href="/units/{bundle}"' in page and "Tidak ada yang ditahan" not in page
