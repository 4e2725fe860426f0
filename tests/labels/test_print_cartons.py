"""A carton's label: its number, whose it is, what lies in it."""

from __future__ import annotations

from uuid import uuid4

import pypdfium2

from floor.labels.cartons import CartonText, carton_label
from floor.labels.sheets import A6, draw_pdf
from floor.rules import codes
from floor.rules.codes import Kind
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.labels.printing_desk import A4, ask, codes_on, pdf_at
from tests.office.conftest import Desk, app, enter, supervisor

__all__ = ["app", "enter", "supervisor"]


def packed(shop: Shop, database: OpenDatabase) -> str:
    """A carton with twelve shirts in it; its code."""
    shop.make_batch("L", 12)
    values = {"client": uuid4().bytes, "order": shop.ids["order"], "officer": shop.ids["O-1"], "now": shop.now}
    database.run(
        "INSERT INTO carton (client_id, number, order_id, made_at, made_by_id)"
        " VALUES (:client, 'KOLI-1', :order, :now, :officer)",
        **values,
    )
    for name, pieces in (("A-001-01/001", 10), ("A-001-02/001", 2)):
        database.run(
            "INSERT INTO carton_content (carton_id, unit_id, cycle, sent_by, quantity)"
            " VALUES ((SELECT id FROM carton), (SELECT id FROM unit WHERE name = :name), 0, 0, :pieces)",
            name=name,
            pieces=pieces,
        )
    return shop.card("carton_id", database.value("SELECT id FROM carton"), Kind.CARTON)


def words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    found = " ".join(document[0].get_textpage().get_text_range().split())
    document.close()
    return found


def test_a_cartons_label_says_what_lies_in_it(supervisor: Desk, shop: Shop, database: OpenDatabase) -> None:
    code = packed(shop, database)
    pdf = pdf_at(supervisor, ask(supervisor, "/labels/cartons/KOLI-1/sheet", media="a6", first="1"))
    assert codes_on(pdf) == {code}
    for said in ("KOLI-1", "PO-A-001", "Mitra Koko A", "12 potong", "10 × M · 2 × L"):
        assert said in words(pdf).replace("\xa0", " ")


def test_a_spoiled_one_is_another_copy(supervisor: Desk, shop: Shop, database: OpenDatabase) -> None:
    code = packed(shop, database)
    job = ask(supervisor, "/labels/cartons/KOLI-1/sheet", **A4)
    supervisor.do(f"{job}/outcome", **{"at-0": "spoiled"})
    pdf = pdf_at(supervisor, ask(supervisor, f"{job}/anew/sheet", **A4))
    assert "KOLI-1-B" in words(pdf) and code not in codes_on(pdf)


def test_there_is_no_label_of_a_carton_that_is_not_there(supervisor: Desk) -> None:
    assert supervisor.browser.get("/labels/cartons/KOLI-9/sheet").status_code == 404


def test_of_one_size_it_stands_large() -> None:
    code = codes.new_code(Kind.CARTON)
    label = carton_label(CartonText(code, "KOLI-2", "PO-A-001", "Mitra Koko A", ["12 × M"], "12 potong"))
    assert label.size == "12 × M"
    assert codes_on(draw_pdf([label], A6)) == {code}
