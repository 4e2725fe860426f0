"""``POST /api/v1/inspections`` over HTTP: the envelope, the token, the answer."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from floor import clock
from tests.cast import Shop, iso
from tests.quality.conftest import FIRST
from tests.quality.pages import tablet

ADDRESS = "/api/v1/inspections"


def post(app: Flask, token: str, body: Any) -> Any:
    return app.test_client().post(ADDRESS, json=body, headers={"Authorization": f"Bearer {token}"})


def test_one_result_per_item_in_order(app: Flask, shop: Shop, bundle: str) -> None:
    items = [shop.item(bundle, passed=13), shop.item(bundle, passed=12)]
    answer = post(app, shop.tokens["P-QC"], {"sent_at": iso(clock.now()), "inspections": items}).get_json()
    assert answer["epoch"] == "1"
    assert [(r["id"], r["outcome"]) for r in answer["results"]] == [
        (items[0]["id"], "refused"),
        (items[1]["id"], "recorded"),
    ]
    assert answer["results"][0]["refusal"]["next"] == "quantity"
    assert shop.where(FIRST) == {5: 12}


def test_a_revoked_or_unknown_token_stores_nothing(app: Flask, shop: Shop, bundle: str) -> None:
    assert post(app, "nobody's", {"inspections": [shop.item(bundle, passed=12)]}).status_code == 401
    assert shop.where(FIRST) == {4: 12}


def test_without_a_token_nobody_comes_in(app: Flask) -> None:
    assert app.test_client().post(ADDRESS, json={"inspections": []}).status_code == 401


@pytest.mark.parametrize("body", [[], {"scans": []}, {"inspections": {}}])
def test_what_is_no_envelope_is_refused_as_a_whole(app: Flask, shop: Shop, body: Any) -> None:
    assert post(app, shop.tokens["P-QC"], body).status_code == 400


def test_a_tablets_cookie_needs_its_csrf_token(app: Flask, shop: Shop, bundle: str) -> None:
    response = tablet(app, shop).post(ADDRESS, json={"inspections": [shop.item(bundle, passed=12)]})
    assert response.status_code == 400
    assert shop.where(FIRST) == {4: 12}
