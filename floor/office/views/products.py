"""Products: what is made, its sizes, the route it goes and the standard it is judged by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from ... import refusals
from ...access.marks import needs
from ...db import db
from ...models import Product, Role, Route, Standard, StandardVersion, Workshop
from ...refusals import No, Refused
from .. import photos, rows, typed, words
from .. import products as them
from ..door import bp
from ..forms import form_page
from ..products import Described
from .photos import photo_folder

_MOST_SIZES = 40


@bp.get("/office/products")
@needs(Role.ADMINISTRATOR)
def products() -> ResponseReturnValue:
    """The products in use with their photos, or those put away."""
    shelf = rows.shelf(Product)
    found = db.session.execute(
        select(Product, Route, Standard)
        .join(Route, Route.id == Product.route_id)
        .outerjoin(Standard, Standard.id == Product.standard_id)
        .where(shelf.shown)
        .options(selectinload(Product.sizes))
        .order_by(Product.family, Product.code)
    )
    return render_template("office/products.html", products=found.all(), families=dict(words.families()), shelf=shelf)


@bp.get("/office/products/new")
@needs(Role.ADMINISTRATOR)
def new_product(no: No | None = None) -> ResponseReturnValue:
    """Asks for a product."""
    start = {"family": "garmen", "counted_in": "potong"}
    return form_page("office/product.html", no, start, product=None, **_choices())


@bp.post("/office/products/new")
@needs(Role.ADMINISTRATOR)
def new_product_now() -> ResponseReturnValue:
    """Adds a product."""
    try:
        code, described, sizes = typed.code(request.form, "code", "kode produk"), _described(), _sizes()
        photo = _new_photo()
        rows.write(lambda conn: them.add(conn, code, described, sizes))
        _put_photo(code, None, photo)
    except Refused as refused:
        return new_product(refused.no)
    return redirect(url_for("office.products"), 303)


@bp.get("/office/products/<code>")
@needs(Role.ADMINISTRATOR)
def product(code: str, no: No | None = None) -> ResponseReturnValue:
    """One product, to be described anew."""
    found = rows.named(Product, code)
    start = {
        "name": found.name,
        "family": found.family,
        "counted_in": found.counted_in,
        "workshop": found.workshop_id,
        "route": found.route_id,
        "standard": found.standard_id or "",
        "sizes": "\n".join(size.size for size in found.sizes),
    }
    return form_page("office/product.html", no, start, product=found, **_choices())


@bp.post("/office/products/<code>")
@needs(Role.ADMINISTRATOR)
def product_now(code: str) -> ResponseReturnValue:
    """Describes a product anew."""
    found = rows.named(Product, code)
    kept, active = found.photo, found.active
    try:
        described, sizes, photo = _described(active), _sizes(), _new_photo()
        rows.write(lambda conn: them.change(conn, code, described, sizes))
    except Refused as refused:
        return product(code, refused.no)
    if photo or "no_photo" in request.form:
        _put_photo(code, kept, photo)
    return redirect(url_for("office.products"), 303)


def _described(active: bool = True) -> Described:
    form = request.form
    return Described(
        name=typed.text(form, "name", "nama produk"),
        family=typed.one_of(form, "family", "kelompok", dict(words.families())),
        counted_in=typed.one_of(form, "counted_in", "satuan", dict(words.counted_in())),
        workshop_id=typed.key(form, "workshop", "unit kerja"),
        route_id=typed.key(form, "route", "alur kerja"),
        standard_id=typed.maybe_key(form, "standard"),
        active=active,
    )


def _sizes() -> list[str]:
    """The sizes typed, one a line, each once; none for a product that has only one."""
    lines = (" ".join(line.split()) for line in request.form.get("sizes", "").replace("\x00", "").splitlines())
    sizes = list(dict.fromkeys(line for line in lines if line))
    if len(sizes) > _MOST_SIZES or any(len(size) > 20 for size in sizes):
        raise Refused(
            refusals.FIELD_NEEDED.because(what="ukuran, satu per baris, masing-masing paling banyak 20 huruf")
        )
    return sizes


def _new_photo() -> str | None:
    """The name of the photo that was sent along; ``None`` where none was."""
    brought = request.files.get("photo")
    content = brought.read() if brought else b""
    return photos.keep(photo_folder(), content, current_app.config["SECRET_KEY"].encode()) if content else None


def _put_photo(code: str, before: str | None, photo: str | None) -> None:
    """Shows this photo with a product from now on; the one of before goes, unless another product shows it."""
    if before == photo:
        return
    rows.write(lambda conn: them.put_photo(conn, code, photo))
    if before and db.session.scalars(select(Product.id).where(Product.photo == before)).first() is None:
        photos.throw_away(photo_folder(), before)


def _standards() -> Sequence[Standard]:
    """Those by which something can be judged: of one that is only a draft nobody knows yet what it says."""
    published = Standard.id.in_(select(StandardVersion.standard_id))
    return db.session.scalars(select(Standard).where(published).order_by(Standard.code)).all()


def _choices() -> dict[str, Any]:
    return {
        "families": words.families(),
        "counted_in": words.counted_in(),
        "workshops": words.of_rows(db.session.scalars(select(Workshop).order_by(Workshop.name))),
        "routes": words.of_rows(db.session.scalars(select(Route).order_by(Route.code))),
        "standards": words.of_rows(_standards(), True),
    }
