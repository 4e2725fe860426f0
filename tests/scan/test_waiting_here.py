"""What a station is told between scans: what waits there, and what was scanned last."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from floor.models import EntryKind
from floor.rules.codes import Kind
from floor.scan import read, waiting_here
from floor.scan.splits import At, split
from tests.cast import Shop, iso
from tests.databases import OpenDatabase


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


def test_what_came_first_stands_first_and_says_since_when(app: Flask, shop: Shop) -> None:
    shop.through(shop.bundle(2), "P-OBR")
    first = shop.now
    shop.through(shop.bundle(1), "P-OBR")
    goods = _told(app, shop, "P-JHT")["waiting"]
    assert [(one["unit"], one["since"]) for one in goods] == [
        ("A-001-01/002", iso(first)),
        ("A-001-01/001", iso(shop.now)),
    ]


def test_what_was_taken_back_waits_since_it_came_first(app: Flask, shop: Shop) -> None:
    before = {one["unit"]: one["since"] for one in _told(app, shop, "P-OBR")["waiting"]}
    done = shop.scan("P-OBR", shop.bundle(1))
    shop.scan("P-OBR", None, undoes=done["id"])
    assert {one["unit"]: one["since"] for one in _told(app, shop, "P-OBR")["waiting"]} == before


def test_what_was_split_off_waits_since_then(app: Flask, shop: Shop, database: OpenDatabase) -> None:
    unit = database.value("SELECT unit_id FROM label WHERE code = :code", code=shop.bundle(1))
    asked = shop.entry(EntryKind.SPLIT)
    shop.write(lambda conn: split(conn, asked, At(unit, 1), 5))
    since = {one["unit"]: one["since"] for one in _told(app, shop, "P-OBR")["waiting"]}
    assert since["A-001-01/003"] == iso(asked.at)


def test_today_counts_what_was_finished_here_and_not_what_was_taken_back(
    app: Flask, shop: Shop, database: OpenDatabase
) -> None:
    database.run("UPDATE station SET day_target = 40 WHERE code = 'P-OBR'")
    shop.scan("P-OBR", shop.bundle(1), quantity=5)
    last = shop.scan("P-OBR", shop.bundle(2))
    assert _told(app, shop, "P-OBR")["today"] == {"done": 17, "target": 40}
    shop.scan("P-OBR", None, undoes=last["id"])
    assert _told(app, shop, "P-OBR")["today"]["done"] == 5
    assert _told(app, shop, "P-JHT")["today"] == {"done": 0, "target": None}


def test_yesterday_counts_no_more(app: Flask, shop: Shop, database: OpenDatabase) -> None:
    shop.scan("P-OBR", shop.bundle(1))
    database.run("UPDATE output SET hour = hour - 24")
    assert _told(app, shop, "P-OBR")["today"]["done"] == 0
