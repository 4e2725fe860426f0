"""*Pindai apa saja*: one field that takes a scan or a few typed letters."""

from __future__ import annotations

from urllib.parse import quote

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from ...access.answers import sentence
from ...access.marks import stations_or
from ...access.sessions import may
from ...db import db
from ...models import Role
from ...refusals import Refused
from ..door import bp
from ..finding import Found, exactly
from ..searching import LEAST, search


@bp.get("/find")
@stations_or(Role.VIEWER)
def find() -> ResponseReturnValue:
    """*Pindai apa saja*: goes where an exact text belongs; else lists what it may mean."""
    typed = " ".join(request.args.get("code", "").split())[:80]
    if not typed:
        return render_template("boards/find.html", text="", said="", groups=[], least=LEAST)
    conn, supervises = db.session.connection(), may(Role.SUPERVISOR)
    said, groups = "", []
    try:
        found = exactly(conn, typed, supervises)
        if found is not None and (address := address_of(found)) is not None:
            return redirect(address)
        groups = search(conn, found.name if found is not None else typed, supervises)
    except Refused as refused:
        said = sentence(refused.no)
    page = render_template("boards/find.html", text=typed, said=said, groups=groups, least=LEAST, address_of=address_of)
    return page, 200 if groups else 404


def address_of(found: Found) -> str | None:
    """The page that tells of a thing; ``None`` where this reader may not open one: its line says all there is."""
    pages = {
        "unit": ("/units/{}", Role.VIEWER),
        "order": ("/orders/{}", Role.VIEWER),
        "batch": ("/batches/{}", Role.VIEWER),
        "carton": ("/cartons/{}", Role.VIEWER),
        "delivery": ("/office/deliveries/{}", Role.SUPERVISOR),
        "partner": ("/office/partners/{}", Role.SUPERVISOR),
        "worker": ("/office/workers/{}", Role.SUPERVISOR),
        "product": ("/office/products/{}", Role.ADMINISTRATOR),
        "station": ("/office/stations/{}", Role.ADMINISTRATOR),
        "officer": ("/office/officers/{}", Role.ADMINISTRATOR),
    }
    address, role = pages[found.kind]
    if role is not Role.VIEWER and not may(role):
        return None
    return address.format(quote(found.name, safe=""))
