"""*Pindai apa saja*: a scan or a typed number goes where it belongs."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from floor.rules.codes import Kind
from tests.boards.conftest import words
from tests.cast import Shop


def test_a_label_leads_to_its_unit(shop: Shop, tablet: FlaskClient) -> None:
    code = shop.bundle(1)
    typed = f"{code[:4]} {code[4:8]} {code[8:]}".lower()
    assert tablet.get("/find", query_string={"code": typed}).location == f"/units/{code}"


@pytest.mark.parametrize("typed", ["PO-A-001", "po-a-001", " a-001 "])
def test_an_orders_number_leads_to_the_order(supervisor: FlaskClient, typed: str) -> None:
    assert supervisor.get("/find", query_string={"code": typed}).location == "/orders/PO-A-001"


@pytest.mark.parametrize("name", ["A-001-01", "A-001-01/002"])
def test_a_batchs_or_bundles_name_leads_to_it(shop: Shop, supervisor: FlaskClient, name: str) -> None:
    assert supervisor.get("/find", query_string={"code": name.lower()}).location == f"/units/{shop.code(name)}"


@pytest.mark.parametrize("typed", ["XYZ", "U7K49QXB2X", "%"])
def test_what_is_not_known_says_so_and_keeps_what_was_typed(supervisor: FlaskClient, typed: str) -> None:
    answer = supervisor.get("/find", query_string={"code": typed})
    assert answer.status_code == 404
    assert f'value="{typed}"' in answer.text
    assert "Label tidak dikenal" in words(answer)


def test_a_badge_is_no_goods(shop: Shop, supervisor: FlaskClient) -> None:
    badge = shop.card("officer_id", shop.ids["O-1"], Kind.OFFICER)
    assert "Ini bukan label barang" in words(supervisor.get("/find", query_string={"code": badge}))


def test_a_blank_label_says_that_it_is_blank(shop: Shop, supervisor: FlaskClient) -> None:
    blank = shop.card("unit_id", None, Kind.UNIT)
    assert "Label kosong" in words(supervisor.get("/find", query_string={"code": blank}))


def test_nothing_asked_is_a_field_to_ask_in(supervisor: FlaskClient) -> None:
    assert 'name="code"' in supervisor.get("/find").text
