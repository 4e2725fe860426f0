"""Batches: list, make one, see its units and print their labels."""

from __future__ import annotations

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
from .. import progress, rows, typed, units
from ..asking import entry_asked
from ..batches import Cut, make_batch
from ..door import bp
from ..forms import form_page

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
    """Asks for the size, how many, and how they are cut; a reason where more is asked for than there should be."""
    order = rows.named(Order, number, "number")
    lines = progress.lines(order.id)
    open_lines = [stands for stands in lines if stands.made < stands.line.target]
    start = {"line": (open_lines or lines)[0].line.id if lines else "", "cut": "bundle", "bundle_of": 12}
    return form_page(
        "office/batch_form.html",
        no,
        start,
        order=order,
        lines=lines,
        workers=_workers(),
        ask_reason=no is not None and no.code in _ASKS_FOR_A_REASON,
    )


@bp.post("/office/orders/<number>/batches/new")
@needs(Role.SUPERVISOR)
def new_batch_now(number: str) -> ResponseReturnValue:
    """Makes a batch."""
    order = rows.named(Order, number, "number")
    try:
        line_id = typed.key(request.form, "line", "ukuran")
        if line_id not in {line.id for line in order.lines}:
            raise Refused(refusals.NOT_FOUND.because(what="ukuran"))
        asked, cut = entry_asked(EntryKind.BATCH), _cut()
        done = rows.write(lambda conn: make_batch(conn, asked, line_id, cut))
        if done.no is not None:
            raise Refused(done.no)
    except Refused as refused:
        return new_batch(number, refused.no)
    return redirect(url_for("office.batch", number=done.detail["batch"]), 303)


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


def _cut() -> Cut:
    how = typed.one_of(request.form, "cut", "cara potong", ("bundle", "piece", "card"))
    quantity = typed.whole(request.form, "quantity", "jumlah")
    bundle_of = {"piece": 1, "card": None}.get(how, 0)
    if bundle_of == 0:
        bundle_of = typed.whole(request.form, "bundle_of", "isi bundel")
    worker_id = typed.maybe_key(request.form, "worker")
    if worker_id is not None and db.session.get(Worker, worker_id) is None:
        raise Refused(refusals.UNKNOWN_WORKER.because())
    return Cut(quantity, bundle_of, worker_id)


def _workers() -> list[tuple[str, str]]:
    known = select(Worker.id, Worker.code).where(Worker.active, Worker.code.is_not(None))
    found = db.session.execute(known.order_by(Worker.is_team.desc(), Worker.code))
    return [("", "–"), *((str(row.id), row.code or "") for row in found)]
