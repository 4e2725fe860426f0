"""What a gate's tablet keeps to judge by while the network is gone."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from floor.models import Order, Station
from tests.cast import Shop
from tests.quality.conftest import Judge
from tests.quality.lot_cast import PLANS, Lots
from tests.quality.owing import owes
from tests.quality.pages import desk, said, tablet


def told(browser: FlaskClient) -> dict[str, Any]:
    """What the server tells a tablet to keep, its sheets by their unit."""
    answer: dict[str, Any] = browser.get("/quality/away").get_json()
    return {**answer, "sheets": {one["unit"]: one for one in answer["sheets"]}}


def test_a_tablet_keeps_what_waits_at_its_own_gates(app: Flask, shop: Shop, bundle: str) -> None:
    [(unit, sheet)] = told(tablet(app, shop))["sheets"].items()
    assert (unit, sheet["code"], sheet["quantity"]) == ("A-001-01/001", bundle, 12)
    assert told(tablet(app, shop, "P-LPT"))["sheets"] == {}
    assert desk(app).get("/quality/away").status_code == 401


def test_a_kept_page_asks_for_nobodys_pin(app: Flask, shop: Shop, bundle: str) -> None:
    shop.write(lambda conn: conn.execute(update(Station).values(officer_id=shop.ids["O-2"])))
    browser = tablet(app, shop)
    address = told(browser)["sheets"]["A-001-01/001"]["address"]
    assert 'name="pin"' in said(browser.get(address))
    kept = said(browser.get(address + "&kept=1"))
    assert 'id="verdict"' in kept and 'name="pin"' not in kept


def test_only_what_reads_otherwise_has_another_mark(app: Flask, shop: Shop, bundle: str, judge: Judge) -> None:
    owes(shop, "first", 3)
    shop.through(shop.bundle(2), "P-OBR", "P-JHT", "P-BBG")
    browser = tablet(app, shop)
    before = told(browser)["sheets"]
    assert told(browser)["sheets"] == before
    findings = [{"check": shop.ids["chest"], "piece": piece, "value": 108} for piece in (1, 2, 3)]
    assert judge(bundle, passed=12, findings=findings)["outcome"] == "recorded"
    [(unit, after)] = told(browser)["sheets"].items()
    assert unit == "A-001-01/002" and after["mark"] != before[unit]["mark"]  # nothing is owed by it any more


def test_a_partners_consent_changes_the_mark(app: Flask, shop: Shop, bundle: str) -> None:
    browser = tablet(app, shop)
    before = told(browser)["sheets"]["A-001-01/001"]["mark"]
    shop.write(lambda conn: conn.execute(update(Order).values(takes_grade_b=True)))
    assert told(browser)["sheets"]["A-001-01/001"]["mark"] != before


def test_what_is_kept_holds_for_one_pairing_and_one_language(app: Flask, shop: Shop, bundle: str) -> None:
    one, other = tablet(app, shop), tablet(app, shop, "P-LPT")
    assert len({told(one)["key"], told(other)["key"], one.get("/quality/away?lang=en").get_json()["key"]}) == 3
    assert f'data-key="{told(one)["key"]}"' in said(one.get("/quality"))


def test_what_is_inspected_in_a_lot_is_not_kept(app: Flask, shop: Shop, bundle: str) -> None:
    lots = Lots(shop)
    lots.plan(**PLANS)
    bundles = lots.bring(24)
    browser = tablet(app, shop)
    assert len(told(browser)["sheets"]) == 3
    lots.start(bundles)
    assert list(told(browser)["sheets"]) == ["A-001-01/001"]
