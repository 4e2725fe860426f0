"""Material in: claimed and counted, size by size; a difference is signed with the PIN."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...access.marks import needs
from ...models import Order, Role
from ...refusals import No, Refused
from .. import rows, typed
from ..door import bp
from ..forms import form_page, officer_id, sign_with_pin
from ..receipts import Came, Paper, receive


@bp.get("/office/orders/<number>/receipts/new")
@needs(Role.SUPERVISOR)
def new_receipt(number: str, no: No | None = None, sign: bool = False) -> ResponseReturnValue:
    """Asks what came: per size what the paper says, and what was counted."""
    return form_page("office/receipt_form.html", no, order=rows.named(Order, number, "number"), sign=sign)


@bp.post("/office/orders/<number>/receipts/new")
@needs(Role.SUPERVISOR)
def new_receipt_now(number: str) -> ResponseReturnValue:
    """Books material in."""
    order = rows.named(Order, number, "number")
    sign = False
    try:
        client_id, officer, now = typed.client_id(request.form), officer_id(), clock.now()
        paper = _paper(order)
        if sign := paper.differs:
            sign_with_pin()
        signed_by = officer if sign else None
        rows.write(lambda conn: receive(conn, client_id, paper, officer, now, signed_by))
    except Refused as refused:
        return new_receipt(number, refused.no, sign)
    return redirect(url_for("office.order", number=number), 303)


def _paper(order: Order) -> Paper:
    """What was typed. A size left empty didn't come; of one that came, both numbers are needed."""
    form = request.form
    lines = {}
    for line in order.lines:
        claimed = typed.maybe_whole(form, f"claimed-{line.id}", "jumlah menurut surat")
        counted = typed.maybe_whole(form, f"counted-{line.id}", "jumlah terhitung")
        if claimed is None and counted is None:
            continue
        if claimed is None or counted is None:
            claimed = typed.whole(form, f"claimed-{line.id}", "jumlah menurut surat", least=0)
            counted = typed.whole(form, f"counted-{line.id}", "jumlah terhitung", least=0)
        lines[line.id] = Came(claimed, counted)
    number = typed.text(form, "paper_number", "nomor surat jalan", 20)
    return Paper(order.id, number, lines, typed.words(form, "note"))
