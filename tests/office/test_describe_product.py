"""Products, workers and the units of the workshop."""

from __future__ import annotations

from typing import Any

import pytest

from floor import refusals
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.office.conftest import Desk, said, sentence


@pytest.fixture
def product(shop: Shop, database: OpenDatabase) -> dict[str, Any]:
    """A product without sizes, as its form is filled in."""
    words = {
        "code": "BTC-1",
        "name": "Batik cap",
        "family": "batik",
        "counted_in": "lembar",
        "sizes": "",
        "standard": "",
    }
    return words | {"workshop": shop.ids["KONVEKSI"], "route": database.value("SELECT id FROM route")}


def test_a_product_without_sizes_is_ordered_by_one_number(administrator: Desk, product: dict[str, Any]) -> None:
    administrator.do("/office/products/new", **product)
    page = administrator.see("/office/orders/new?product=BTC-1")
    assert 'name="target-0"' in page and 'name="target-1"' not in page and "lembar" in page


def test_sizes_keep_the_order_they_were_typed_in(administrator: Desk, product: dict[str, Any]) -> None:
    administrator.do("/office/products/new", **product | {"sizes": "S\nM\n\nXL\nM"})
    page = administrator.see("/office/orders/new?product=BTC-1")
    assert page.index(">S<") < page.index(">M<") < page.index(">XL<") and 'name="target-3"' not in page


def test_a_product_is_described_anew(administrator: Desk, product: dict[str, Any]) -> None:
    administrator.do("/office/products/new", **product)
    administrator.do("/office/products/BTC-1", **product | {"name": "Batik cap biru", "active": "1", "code": ""})
    assert "Batik cap biru" in administrator.see("/office/products")


def test_a_product_without_a_route_is_refused_and_what_was_typed_kept(
    administrator: Desk, product: dict[str, Any]
) -> None:
    answer = administrator.send("/office/products/new", **product | {"route": ""})
    assert said(answer) == sentence(refusals.FIELD_NEEDED, what="alur kerja") and "Batik cap" in answer.text


def test_a_route_that_is_not_there_is_refused(administrator: Desk, product: dict[str, Any]) -> None:
    answer = administrator.send("/office/products/new", **product | {"route": "999"})
    assert said(answer) == sentence(refusals.NOT_FOUND, what="alur kerja")


def test_a_worker_is_a_code_and_never_a_name(supervisor: Desk) -> None:
    answer = supervisor.send("/office/workers/new", kind="worker", code="Budi Santoso", workshop="")
    assert said(answer) == sentence(refusals.BAD_CODE, what="kode pekerja", most=20)
    assert "P-017" in supervisor.see(supervisor.do("/office/workers/new", kind="worker", code="P-017", workshop=""))


def test_a_team_that_was_put_away_gets_no_new_batches(supervisor: Desk) -> None:
    supervisor.do("/office/workers/K1/archive", what="archive")
    assert "K1" in supervisor.see("/office/workers?archive=1")
    # Not `see`: in what is sealed for this browser, K1 may stand by chance.
    assert "K1" not in supervisor.read("/office/orders/PO-A-001/batches/new")


def test_a_unit_of_the_workshop_is_added(administrator: Desk) -> None:
    administrator.do("/office/workshops/new", code="BATIK", name="Batik")
    assert "BATIK" in administrator.see("/office/workshops")
