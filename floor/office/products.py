"""Products and their sizes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, insert, select, update

from ..models import Product, ProductSize, Route, Standard, Workshop
from . import log, rows


@dataclass(frozen=True, slots=True)
class Described:
    """What a product is, but for its code and its sizes."""

    name: str
    family: str
    counted_in: str
    workshop_id: int
    route_id: int
    standard_id: int | None
    active: bool = True


def add(conn: Connection, code: str, described: Described, sizes: Sequence[str]) -> None:
    """Adds a product with its sizes in the order people expect; once, however often the form comes."""
    _check(conn, described)
    values = {"code": code, **asdict(described)}
    _put_sizes(conn, rows.add(conn, Product, values, "kode produk", more={"sizes": list(sizes)}), sizes)


def change(conn: Connection, code: str, described: Described, sizes: Sequence[str]) -> None:
    """Describes a product anew. Orders keep the sizes they were made with, batches their route and standard."""
    _check(conn, described)
    of_it = select(ProductSize.size).join(Product, Product.id == ProductSize.product_id)
    was = {"sizes": list(conn.scalars(of_it.where(Product.code == code).order_by(ProductSize.position)))}
    _put_sizes(conn, rows.change(conn, Product, code, asdict(described), was, {"sizes": list(sizes)}), sizes)


def put_photo(conn: Connection, code: str, photo: str | None) -> None:
    """Shows a photo, kept under this name, with a product; or none. The log says whether there is one."""
    before = conn.execute(select(Product.photo).where(Product.code == code)).scalar_one()
    conn.execute(update(Product).where(Product.code == code).values(photo=photo))
    log.note(conn, "product", code, "changed", {"photo": before is not None}, {"photo": photo is not None})


def _check(conn: Connection, described: Described) -> None:
    rows.must_exist(conn, Workshop, described.workshop_id, "unit kerja")
    rows.must_exist(conn, Route, described.route_id, "alur kerja")
    rows.must_exist(conn, Standard, described.standard_id, "standar mutu")


def _put_sizes(conn: Connection, product_id: int, sizes: Sequence[str]) -> None:
    conn.execute(delete(ProductSize).where(ProductSize.product_id == product_id))
    if sizes:
        wanted = [{"product_id": product_id, "size": size, "position": at} for at, size in enumerate(sizes)]
        conn.execute(insert(ProductSize), wanted)
