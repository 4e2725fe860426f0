"""What a station is told between scans: what waits there, and what was scanned last."""

from __future__ import annotations

from typing import Any

from flask import Flask

from floor.rules.codes import Kind
from tests.cast import Shop


def _told(app: Flask, shop: Shop, station: str) -> Any:
    headers = {"Authorization": f"Bearer {shop.tokens[station]}"}
    return app.test_client().get("/api/v1/station", headers=headers).get_json()


def test_no_badges_code_is_told_to_a_machine(app: Flask, shop: Shop) -> None:
    badge = shop.card("officer_id", shop.ids["O-3"], Kind.OFFICER)
    shop.send("P-OBR", shop.item(badge), shop.item(shop.bundle(1)), token=shop.tablets["P-OBR"])
    recent = _told(app, shop, "P-OBR")["recent"]
    assert [scan["code"] for scan in recent] == [shop.bundle(1), None]
