"""What waits at the gates."""

from __future__ import annotations

from flask import Flask

from tests.cast import Shop
from tests.quality.conftest import Judge, fail
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
    assert "kembali 1×" in said(desk(app).get("/quality"))


def test_a_tablet_lists_what_waits_at_its_own_gates(app: Flask, shop: Shop, bundle: str) -> None:
    assert bundle in said(tablet(app, shop).get("/quality"))
    assert bundle not in said(tablet(app, shop, "P-LPT").get("/quality"))


def test_the_list_is_sent_again_only_when_it_changed(app: Flask, shop: Shop, bundle: str, judge: Judge) -> None:
    browser = desk(app)
    tag = {"If-None-Match": browser.get("/quality/waiting").headers["ETag"]}
    assert browser.get("/quality/waiting", headers=tag).status_code == 304
    judge(bundle, passed=12)
    assert browser.get("/quality/waiting", headers=tag).status_code == 200
