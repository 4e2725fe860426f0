"""*Pindai apa saja*: a scan or a typed number goes where it belongs."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from floor.rules.codes import Kind
from tests.boards.conftest import Enter, words
from tests.cast import Shop


def test_a_label_leads_to_its_unit(shop: Shop, tablet: FlaskClient) -> None:
    code = shop.bundle(1)
    typed = f"{code[:4]} {code[4:8]} {code[8:]}".lower()
    assert tablet.get("/find", query_string={"code": typed}).location == f"/units/{code}"


@pytest.mark.parametrize("typed", ["PO-A-001", "po-a-001", " a-001 "])
def test_an_orders_number_leads_to_the_order(supervisor: FlaskClient, typed: str) -> None:
    assert supervisor.get("/find", query_string={"code": typed}).location == "/orders/PO-A-001"


def test_a_batchs_number_leads_to_the_batch(supervisor: FlaskClient) -> None:
    assert supervisor.get("/find", query_string={"code": "a-001-01"}).location == "/batches/A-001-01"


def test_a_bundles_name_leads_to_it(shop: Shop, supervisor: FlaskClient) -> None:
    found = supervisor.get("/find", query_string={"code": "a-001-01/002"}).location
    assert found == f"/units/{shop.code('A-001-01/002')}"


@pytest.mark.parametrize("typed", ["mitra koko", "lengan panjang", "a-00", "koko 001"])
def test_a_few_letters_find_an_order_by_number_partner_or_product(supervisor: FlaskClient, typed: str) -> None:
    page = supervisor.get("/find", query_string={"code": typed})
    assert 'href="/orders/PO-A-001"' in page.text


def test_part_of_a_name_finds_bundles(shop: Shop, supervisor: FlaskClient) -> None:
    page = supervisor.get("/find", query_string={"code": "01/00"})
    assert f'href="/units/{shop.bundle(1)}"' in page.text
    assert "Bundel dan barang A-001-01/002 A-001-01/001" in words(page)


@pytest.mark.parametrize("typed", ["XYZ", "U7K49QXB2X", "%", "a_001"])
def test_what_is_not_known_says_so_and_keeps_what_was_typed(supervisor: FlaskClient, typed: str) -> None:
    answer = supervisor.get("/find", query_string={"code": typed})
    assert answer.status_code == 404
    assert f'value="{typed}"' in answer.text
    assert "Yang bisa dicari" in words(answer)


def test_an_unknown_label_says_that_it_is_unknown(supervisor: FlaskClient) -> None:
    assert "Label tidak dikenal" in words(supervisor.get("/find", query_string={"code": "U7K49QXB2X"}))


def test_one_letter_is_too_few(supervisor: FlaskClient) -> None:
    assert "Ketik sedikitnya dua huruf." in words(supervisor.get("/find", query_string={"code": "z"}))


def test_a_badge_says_whose_it_is_and_nothing_else(shop: Shop, supervisor: FlaskClient) -> None:
    badge = shop.card("officer_id", shop.ids["O-1"], Kind.OFFICER)
    page = supervisor.get("/find", query_string={"code": badge})
    assert "Petugas Petugas O-1" in words(page)
    assert "/office/officers/O-1" not in page.text


def test_a_stations_label_says_which_it_is(shop: Shop, supervisor: FlaskClient) -> None:
    label = shop.card("station_id", shop.ids["P-QC"], Kind.STATION)
    assert "Pos P-QC" in words(supervisor.get("/find", query_string={"code": label}))


def test_a_workers_card_is_for_supervisors_only(shop: Shop, enter: Enter) -> None:
    card = shop.card("worker_id", shop.ids["K1"], Kind.WORKER)
    assert enter("O-3").get("/find", query_string={"code": card}).location == "/office/workers/K1"
    operator = enter("O-1")
    assert "Ini bukan label barang" in words(operator.get("/find", query_string={"code": card}))
    assert "Tidak ditemukan: K1" in words(operator.get("/find", query_string={"code": "K1"}))


def test_products_are_the_offices(enter: Enter) -> None:
    asked = {"code": "KOK-PJ"}
    assert "Produk KOK-PJ" in words(enter("O-3").get("/find", query_string=asked))
    assert "Tidak ditemukan" in words(enter("O-1").get("/find", query_string=asked))


def test_a_command_is_no_goods(shop: Shop, supervisor: FlaskClient) -> None:
    command = shop.card("command", "undo", Kind.COMMAND)
    assert "Ini bukan label barang" in words(supervisor.get("/find", query_string={"code": command}))


def test_a_blank_label_says_that_it_is_blank(shop: Shop, supervisor: FlaskClient) -> None:
    blank = shop.card("unit_id", None, Kind.UNIT)
    assert "Label kosong" in words(supervisor.get("/find", query_string={"code": blank}))


def test_nothing_asked_is_a_field_to_ask_in(supervisor: FlaskClient) -> None:
    assert 'name="code"' in supervisor.get("/find").text
