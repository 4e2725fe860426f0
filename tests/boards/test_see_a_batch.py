"""A batch for everybody who looks: how far it is, and where every bundle of it is; and a carton."""

from __future__ import annotations

from uuid import uuid4

from flask.testing import FlaskClient
from sqlalchemy import insert

from floor.models import Carton
from floor.rules.codes import Kind
from tests.boards.conftest import Enter, words
from tests.boards.finished import pack
from tests.cast import Shop
from tests.databases import OpenDatabase


def test_every_bundle_says_where_it_is(shop: Shop, supervisor: FlaskClient) -> None:
    shop.scan("P-OBR", shop.bundle(1), quantity=5)
    said = words(supervisor.get("/batches/a-001-01"))
    assert "A-001-01/001 Obras 7, Jahit 5 12 A-001-01/002 Obras 12" in said


def test_its_pieces_stand_along_the_route(shop: Shop, supervisor: FlaskClient) -> None:
    shop.scan("P-OBR", shop.bundle(1))
    said = words(supervisor.get("/batches/A-001-01"))
    assert "Obras 12 di sini Jahit 12 di sini Buang benang QC akhir" in said


def test_packed_pieces_are_done(shop: Shop, supervisor: FlaskClient, database: OpenDatabase) -> None:
    pack(database, "A-001-01/001")
    assert "Siap kirim atau terkirim 12 dari 24" in words(supervisor.get(f"/batches/{shop.batch}"))


def test_it_refreshes_itself(shop: Shop, supervisor: FlaskClient) -> None:
    part = supervisor.get("/batches/A-001-01/rows")
    assert part.text.strip() in supervisor.get("/batches/A-001-01").text
    shop.scan("P-OBR", shop.bundle(1))
    known = {"If-None-Match": part.headers["ETag"]}
    assert supervisor.get("/batches/A-001-01/rows", headers=known).status_code == 200


def test_only_a_supervisor_is_led_to_what_can_be_done_with_it(enter: Enter) -> None:
    assert "/office/batches/" in enter("O-3").get("/batches/A-001-01").text
    assert "/office/" not in enter("O-1").get("/batches/A-001-01").text


def test_what_is_not_there_is_not_found(supervisor: FlaskClient) -> None:
    assert "batch tidak ditemukan" in words(supervisor.get("/batches/X")).lower()
    assert "koli tidak ditemukan" in words(supervisor.get("/cartons/X")).lower()


def test_a_cartons_label_leads_to_what_lies_in_it(shop: Shop, supervisor: FlaskClient, database: OpenDatabase) -> None:
    values = {"client_id": uuid4().bytes, "number": "K-001", "order_id": shop.ids["order"], "made_at": shop.now}
    made = insert(Carton).values(**values, made_by_id=shop.ids["O-3"]).returning(Carton.id)
    carton_id = shop.write(lambda conn: conn.execute(made).scalar_one())
    database.run(
        "INSERT INTO carton_content (carton_id, unit_id, cycle, sent_by, quantity)"
        " SELECT :carton, id, 0, 0, 9 FROM unit WHERE name = 'A-001-01/001'",
        carton=carton_id,
    )
    label = shop.card("carton_id", carton_id, Kind.CARTON)
    address = supervisor.get("/find", query_string={"code": label}).location
    assert address == "/cartons/K-001"
    assert "A-001-01/001 M 9" in (said := words(supervisor.get(address)))
    assert "masih dibuka Baju koko lengan panjang · 9 potong" in said
