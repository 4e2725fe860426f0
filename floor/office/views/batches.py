"""Batches: list, make them of an order in one go, see their units and print their labels."""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ... import refusals
from ...access.marks import needs
from ...db import db
from ...models import Batch, EntryKind, Order, OrderLine, Role, Worker
from ...refusals import No, Refused
from ...rules import codes
from .. import planning, progress, rows, typed, units
from ..asking import entry_asked, recorded
from ..batches import Cut, make_batches
from ..door import bp
from ..forms import form_page
from ..progress import LineStands

_A_PAGE = 50
_ASKS_FOR_A_REASON = {refusals.OVER_COUNTED.code, refusals.SIZE_FULL.code}


@bp.get("/office/batches")
@needs(Role.SUPERVISOR)
def batches() -> ResponseReturnValue:
    """Batches, newest first, fifty a page."""
    page = max(request.args.get("page", 1, type=int), 1)
    found = db.session.scalars(
        select(Batch)
        .options(joinedload(Batch.order_line).joinedload(OrderLine.order))
        .order_by(Batch.id.desc())
        .offset((page - 1) * _A_PAGE)
        .limit(_A_PAGE + 1)
    ).all()
    return render_template("office/batches.html", batches=found[:_A_PAGE], page=page, more=len(found) > _A_PAGE)


@bp.get("/office/orders/<number>/batches/new")
@needs(Role.SUPERVISOR)
def new_batch(number: str, no: No | None = None) -> ResponseReturnValue:
    """Asks how many of each size and how they are cut, beginning with all that is still unmade.

    A reason where more is asked for than there should be.
    """
    order = rows.named(Order, number, "number")
    lines = progress.lines(order.id)
    usual = planning.usual_cut(order.product.counted_in)
    start = {"cut": "bundle" if usual.bundle_of not in (1, None) else "piece" if usual.bundle_of else "card"}
    for stands in lines:
        start |= {f"quantity-{stands.line.id}": str(_unmade(order, stands) or ""), f"bundle-{stands.line.id}": "12"}
        if usual.bundle_of not in (1, None):
            start[f"bundle-{stands.line.id}"] = str(usual.bundle_of)
    return form_page(
        "office/batch_form.html",
        no,
        start,
        order=order,
        lines=lines,
        workers=_workers(),
        ask_reason=no is not None and no.code in _ASKS_FOR_A_REASON,
        plan=planning.preview(request.form or start, [stands.line.id for stands in lines]),
    )


@bp.post("/office/orders/<number>/batches/new")
@needs(Role.SUPERVISOR)
def new_batch_now(number: str) -> ResponseReturnValue:
    """Makes a batch of each size with a quantity, all at once; then their labels."""
    if "preview" in request.form:
        return new_batch(number)
    order = rows.named(Order, number, "number")
    try:
        asked, cuts = entry_asked(EntryKind.BATCH), _cuts([line.id for line in order.lines])
        done = recorded(rows.write(lambda conn: make_batches(conn, asked, cuts)))
    except Refused as refused:
        return new_batch(number, refused.no)
    made = done.detail["batches"]
    if len(made) == 1:
        return redirect(url_for("labels.batch_labels", number=made[0]), 303)
    return redirect(url_for("labels.order_labels", number=number), 303)


@bp.get("/office/batches/<number>")
@needs(Role.SUPERVISOR)
def batch(number: str) -> ResponseReturnValue:
    """One batch: its units, and where their pieces are."""
    found = rows.named(Batch, number, "number")
    return render_template(
        "office/batch.html",
        batch=found,
        order=found.order_line.order,
        units=units.of_batch(found),
        route=units.stage_names(found.route_version_id),
        in_words=codes.in_words,
    )


def _cuts(line_ids: Sequence[int]) -> list[tuple[int, Cut]]:
    """The sizes with a quantity, each as it is to be cut."""
    form = request.form
    how = typed.one_of(form, "cut", "cara potong", ("bundle", "piece", "card"))
    worker_id = typed.maybe_key(form, "worker")
    if worker_id is not None and db.session.get(Worker, worker_id) is None:
        raise Refused(refusals.UNKNOWN_WORKER.because())
    cuts = []
    for line_id in line_ids:
        quantity = typed.pieces(form, f"quantity-{line_id}", "jumlah")
        if not quantity:
            continue
        bundle_of = {"piece": 1, "card": None}.get(how, 0)
        if bundle_of == 0:
            bundle_of = typed.whole(form, f"bundle-{line_id}", "isi bundel")
        cuts.append((line_id, Cut(quantity, bundle_of, worker_id)))
    return cuts


def _unmade(order: Order, stands: LineStands) -> int:
    """How many of a size may still be made without a reason."""
    if order.kind != "maklun":
        return stands.unmade
    return max(min(stands.unmade, stands.counted - stands.made), 0)


def _workers() -> list[tuple[str, str]]:
    known = select(Worker.id, Worker.code).where(Worker.active, Worker.code.is_not(None))
    found = db.session.execute(known.order_by(Worker.is_team.desc(), Worker.code))
    return [("", "–"), *((str(row.id), row.code or "") for row in found)]
