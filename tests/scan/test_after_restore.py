"""A tablet that last heard of us before a backup was restored: it is told so before anything of it is heard."""

from __future__ import annotations

from flask import Flask

from tests.cast import Shop
from tests.databases import OpenDatabase


def test_what_is_sent_to_another_epoch_is_not_heard_yet(served: Flask, shop: Shop, database: OpenDatabase) -> None:
    by = {"Authorization": f"Bearer {shop.tokens['P-OBR']}"}
    item = shop.item(shop.bundle(1))
    told = served.test_client().post("/api/v1/scans", json={"epoch": "another", "scans": [item]}, headers=by)
    assert told.get_json() == {"epoch": "1", "results": []}
    assert database.value("SELECT COUNT(*) FROM scan") == 0
    heard = served.test_client().post("/api/v1/scans", json={"epoch": "1", "scans": [item]}, headers=by)
    assert [result["outcome"] for result in heard.get_json()["results"]] == ["recorded"]


def test_a_verdict_sent_to_another_epoch_is_not_heard_yet(served: Flask, shop: Shop, database: OpenDatabase) -> None:
    by = {"Authorization": f"Bearer {shop.tokens['P-QC']}"}
    body = {"epoch": "another", "inspections": [shop.item(shop.bundle(1), passed=1)]}
    told = served.test_client().post("/api/v1/inspections", json=body, headers=by)
    assert told.get_json() == {"epoch": "1", "results": []}
    assert database.value("SELECT COUNT(*) FROM inspection") == 0
