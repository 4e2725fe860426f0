"""Deliveries: packed pieces handed over, and the paper that goes with them."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from ...access.marks import needs
from ...db import db
from ...models import Delivery, EntryKind, Move, Order, OrderLine, Role, Unit
from ...refusals import No, Refused
from .. import progress, rows, typed
from ..asking import entry_asked
from ..deliveries import deliver
from ..door import bp
from ..forms import form_page


@bp.get("/office/orders/<number>/deliveries/new")
@needs(Role.SUPERVISOR)
def new_delivery(number: str, no: No | None = None) -> ResponseReturnValue:
    """Asks how many packed pieces of each size are handed over, and to whom."""
    order = rows.named(Order, number, "number")
    lines = progress.lines(order.id)
    start = {f"quantity-{stands.line.id}": stands.ready or "" for stands in lines}
    return form_page("office/delivery_form.html", no, start, order=order, lines=lines)


@bp.post("/office/orders/<number>/deliveries/new")
@needs(Role.SUPERVISOR)
def new_delivery_now(number: str) -> ResponseReturnValue:
    """Hands packed pieces over."""
    order = rows.named(Order, number, "number")
    order_id = order.id
    try:
        typed_in = {
            line.id: typed.maybe_whole(request.form, f"quantity-{line.id}", "jumlah") or 0 for line in order.lines
        }
        recipient = typed.text(request.form, "recipient", "nama penerima")
        asked = entry_asked(EntryKind.DELIVER)
        done = rows.write(lambda conn: deliver(conn, asked, order_id, typed_in, recipient))
        if done.no is not None:
            raise Refused(done.no)
    except Refused as refused:
        return new_delivery(number, refused.no)
    return redirect(url_for("office.delivery", number=done.detail["number"]), 303)


@bp.get("/office/deliveries/<number>")
@needs(Role.SUPERVISOR)
def delivery(number: str) -> ResponseReturnValue:
    """The paper that goes with a delivery, to be printed from the browser."""
    found = rows.named(Delivery, number, "number")
    sizes = db.session.execute(
        select(OrderLine.size, func.sum(Move.quantity))
        .join(Unit, Unit.order_line_id == OrderLine.id)
        .join(Move, Move.unit_id == Unit.id)
        .where(Move.entry_id == found.entry_id)
        .group_by(OrderLine.position, OrderLine.size)
        .order_by(OrderLine.position)
    ).all()
    order = db.session.get_one(Order, found.order_id)
    return render_template("office/delivery.html", delivery=found, order=order, sizes=sizes)
