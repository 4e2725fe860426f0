"""Boards for other programs."""

from __future__ import annotations

from flask import jsonify
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from ... import refusals
from ...access.answers import answer
from ...access.marks import stations_or
from ...access.sessions import may
from ...db import db
from ...models import Role
from ...pages import site
from ...refusals import Refused
from .. import as_json, finding, progress, story
from ..door import bp
from ..fresh import today, unless_unchanged
from ..outlooks import outlooks


@bp.get("/api/v1/orders")
@stations_or(Role.VIEWER)
def orders_as_json() -> ResponseReturnValue:
    """How every open order stands."""
    return unless_unchanged(lambda: jsonify(orders=_orders(progress.open_orders(db.session.connection()))))


@bp.get("/api/v1/orders/<number>")
@stations_or(Role.VIEWER)
def order_as_json(number: str) -> ResponseReturnValue:
    """How one order stands, open or closed."""
    found = progress.one_order(db.session.connection(), number)
    if found is None:
        raise Refused(refusals.NOT_FOUND.because(what="pesanan"))
    return unless_unchanged(lambda: jsonify(_orders([found])[0]))


@bp.get("/api/v1/units/<code>")
@stations_or(Role.VIEWER)
def unit_as_json(code: str) -> ResponseReturnValue:
    """The whole story of a unit."""
    conn = db.session.connection()
    try:
        told = story.tell(conn, *finding.unit_of(conn, code))
    except Refused as refused:
        return answer(refused.no, 404)
    return jsonify(as_json.story(told, str(get_locale()), site().zone, may(Role.SUPERVISOR)))


def _orders(found: list[progress.OrderProgress]) -> list[dict[str, object]]:
    day = today()
    by_id = outlooks(db.session.connection(), found, day, site().zone)
    return [as_json.order(each, by_id[each.id], day) for each in found]
