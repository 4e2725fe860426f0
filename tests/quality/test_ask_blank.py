"""Whether a code that is scanned after a verdict is a blank label, which repair pieces may get."""

from __future__ import annotations

from flask import Flask

from floor.rules.codes import Kind
from floor.scan import labels
from tests.cast import Shop
from tests.quality.pages import tablet


def test_only_a_label_that_carries_nothing_is_blank(app: Flask, shop: Shop, bundle: str) -> None:
    blank = shop.write(lambda conn: labels.issue(conn, Kind.UNIT, shop.now))
    gate = tablet(app, shop)
    asked = {code: gate.get(f"/quality/blank/{code}").get_json()["blank"] for code in (blank, bundle, "entah")}
    assert asked == {blank: True, bundle: False, "entah": False}
