"""Look mode asks what a label's unit is, where, and what happened to it; nothing moves."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from floor.models import EntryKind
from floor.rules.codes import Kind
from floor.scan import labels, lots
from floor.scan.lots import LotKind
from tests.cast import Shop
from tests.databases import OpenDatabase


def _look(tablet: FlaskClient, code: str) -> str:
    answer = tablet.get("/station/look", query_string={"code": code})
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def test_it_says_where_what_comes_next_and_what_was(tablet: FlaskClient, shop: Shop) -> None:
    shop.through(shop.bundle(1), "P-OBR")
    told = _look(tablet, shop.bundle(1))
    for words in ("A-001-01/001", "PO-A-001", "Jahit", "12 potong", "lalu Buang benang", "12 potong selesai Obras"):
        assert words in told
    assert shop.where("A-001-01/001") == {2: 12}


def test_it_says_which_bath_a_lot_went_through(tablet: FlaskClient, shop: Shop, database: OpenDatabase) -> None:
    unit = database.value("SELECT unit_id FROM label WHERE code = :code", code=shop.bundle(1))
    keep = (unit, LotKind.DYE, "naphthol 3 g/l", shop.now, shop.ids["O-1"])
    shop.write(lambda conn: lots.keep(conn, *keep))
    assert "naphthol 3 g/l" in _look(tablet, shop.bundle(1))


def test_what_names_no_unit_says_what_to_do(tablet: FlaskClient, shop: Shop) -> None:
    blank = shop.write(lambda conn: labels.issue(conn, Kind.UNIT, shop.now))
    assert "Label kosong, belum dipakai." in _look(tablet, blank)
    assert "Label tidak dikenal." in _look(tablet, "nonsense")
    assert "Ini bukan label barang." in _look(tablet, shop.card("officer_id", shop.ids["O-1"], Kind.OFFICER))


def test_looking_is_kept_nowhere(tablet: FlaskClient, shop: Shop, database: OpenDatabase) -> None:
    _look(tablet, shop.bundle(1))
    assert database.value("SELECT COUNT(*) FROM scan") == 0
    assert database.value("SELECT COUNT(*) FROM entry WHERE kind <> :batch", batch=EntryKind.BATCH.value) == 0


def test_only_a_station_looks(app: Flask) -> None:
    assert app.test_client().get("/station/look?code=x").status_code == 401
