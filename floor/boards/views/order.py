"""The page of an order: its whole history, and the moves behind every number."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from ... import refusals
from ...access.marks import stations_or
from ...access.sessions import may
from ...db import db
from ...models import Role
from ...office import changes
from ...pages import site
from ...refusals import Refused
from .. import finished, fresh, moved, papers, progress, sentences
from ..chart import chart
from ..door import bp
from ..fresh import today, unless_unchanged
from ..outlooks import outlooks
from ..progress import OrderProgress
from .orders import order_words

_CHANGES = 20  # the newest; the office's log has them all


@bp.get("/orders/<number>")
@stations_or(Role.VIEWER)
def order(number: str) -> ResponseReturnValue:
    """One order: how it stands, its sizes, its output, what came in, its batches, what went out."""
    found = _found(number)
    return render_template("boards/order.html", tag=fresh.tag(), **_order(found))


@bp.get("/orders/<number>/rows")
@stations_or(Role.VIEWER)
def order_rows(number: str) -> ResponseReturnValue:
    """What changes of that page, for the page that refreshes itself."""
    found = _found(number)
    return unless_unchanged(lambda: render_template("boards/order_now.html", **_order(found)))


@bp.get("/orders/<number>/moves")
@stations_or(Role.VIEWER)
def order_moves(number: str) -> ResponseReturnValue:
    """The moves behind a number: ``?size=``, ``?stage=`` (a stage's code or an end); ``?before=`` for the next page."""
    found, conn = _found(number), db.session.connection()
    size, where = request.args.get("size", ""), request.args.get("stage", "")
    lines = [each.line_id for each in found.sizes if not size or each.size == size]
    rows = moved.moves(conn, lines, where, request.args.get("before", type=int))
    return render_template(
        "boards/moves.html",
        order=found,
        size=size,
        sizes=[(each.size, each.size) for each in found.sizes],
        where=where,
        choices=sentences.stage_choices(conn, moved.versions(conn, [each.line_id for each in found.sizes])),
        moves=rows[: moved.A_PAGE],
        more=len(rows) > moved.A_PAGE,
        told=lambda row: sentences.row_words(conn, row, str(get_locale())),
        show_workers=may(Role.SUPERVISOR),
        **order_words(),
    )


def _found(number: str) -> OrderProgress:
    found = progress.one_order(db.session.connection(), number)
    if found is None:
        raise Refused(refusals.NOT_FOUND.because(what="pesanan"))
    return found


def _order(found: OrderProgress) -> dict[str, object]:
    conn, day, zone = db.session.connection(), today(), site().zone
    outlook = outlooks(conn, [found], day, zone)[found.id]
    by_day = finished.ready_by_day(conn, [found.id], day - finished.LOOK_BACK, zone).get(found.id, {})
    return {
        "order": found,
        "today": day,
        "outlook": outlook,
        "chart": chart(by_day, outlook.needed, day),
        "receipts": papers.receipts(conn, found.id),
        "batches": papers.batches(conn, found.id),
        "deliveries": papers.deliveries(conn, found.id),
        "changes": changes.lines(db.session, changes.Asked("order", found.number), zone, _CHANGES)
        if may(Role.SUPERVISOR)
        else [],
        **order_words(),
    }
