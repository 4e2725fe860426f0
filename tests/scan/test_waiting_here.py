"""What a station is told between scans: what waits there, and what was scanned last."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from floor.rules.codes import Kind
from floor.scan import read, waiting_here
from tests.cast import Shop


def _told(app: Flask, shop: Shop, station: str) -> Any:
    headers = {"Authorization": f"Bearer {shop.tokens[station]}"}
    return app.test_client().get("/api/v1/station", headers=headers).get_json()


def test_no_badges_code_is_told_to_a_machine(app: Flask, shop: Shop) -> None:
    badge = shop.card("officer_id", shop.ids["O-3"], Kind.OFFICER)
    shop.send("P-OBR", shop.item(badge), shop.item(shop.bundle(1)), token=shop.tablets["P-OBR"])
    recent = _told(app, shop, "P-OBR")["recent"]
    assert [scan["code"] for scan in recent] == [shop.bundle(1), None]


def test_what_waits_behind_many_others_is_shown(app: Flask, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting_here, "_MOST_WAITING", 1)
    read.forget()
    shop.through(shop.code("A-001-01"), "P-OBR", "P-JHT")  # both bundles wait at a step that may be skipped
    shop.make_batch("L", 12)
    assert [goods["unit"] for goods in _told(app, shop, "P-OBR")["waiting"]] == ["A-001-02/001"]
    assert [goods["step"] for goods in _told(app, shop, "P-QC")["waiting"]] == [4]


def test_goods_with_two_labels_are_told_by_the_newest(app: Flask, shop: Shop) -> None:
    old = shop.bundle(1)
    unit = shop.write(lambda conn: read.label(conn, old)).unit_id
    new = shop.card("unit_id", unit, Kind.UNIT)
    codes = [goods["code"] for goods in _told(app, shop, "P-OBR")["waiting"]]
    assert codes == [new, shop.bundle(2)]
