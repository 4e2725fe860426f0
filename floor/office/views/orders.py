"""Orders: list, add, one order's page, edit, close."""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from ... import clock, refusals
from ...access.marks import needs
from ...db import db
from ...models import Batch, Delivery, Entry, EntryKind, Order, OrderLine, Partner, Product, Receipt, Role
from ...refusals import No, Refused
from ...rules.order import short_and_over
from .. import orders as them
from .. import progress, rows, typed, words
from ..asking import entry_asked, recorded
from ..door import bp
from ..forms import form_page
from ..orders import Amended, Wanted

# A batch is numbered "A-031-01" and its paper "SJ-A-031-01" after the order's number without "PO-".
_MOST_NUMBER = 13


@bp.get("/office/orders")
@needs(Role.SUPERVISOR)
def orders() -> ResponseReturnValue:
    """Open orders by due date, then the last hundred that were closed."""
    newest = select(Order).options(selectinload(Order.lines))
    going = db.session.scalars(newest.where(Order.closed_at.is_(None)).order_by(Order.due_on, Order.number)).all()
    closed = db.session.scalars(
        newest.where(Order.closed_at.is_not(None)).order_by(Order.closed_at.desc()).limit(100)
    ).all()
    return render_template("office/orders.html", going=going, closed=closed)


@bp.get("/office/orders/new")
@needs(Role.SUPERVISOR)
def new_order(no: No | None = None) -> ResponseReturnValue:
    """First which product, then the order itself with a target for each of the product's sizes."""
    code = request.values.get("product", "")
    product = db.session.scalars(select(Product).where(Product.code == code, Product.active)).first()
    if product is None:
        active = select(Product).where(Product.active).order_by(Product.code)
        return form_page("office/order_product.html", no, products=db.session.scalars(active).all())
    partners = words.of_rows(db.session.scalars(select(Partner).where(Partner.active).order_by(Partner.code)))
    return form_page(
        "office/order_form.html",
        no,
        {"kind": "maklun", "channel": "langsung"},
        product=product,
        sizes=_sizes(product),
        partners=partners,
        kinds=words.order_kinds(),
        channels=words.channels(),
    )


@bp.post("/office/orders/new")
@needs(Role.SUPERVISOR)
def new_order_now() -> ResponseReturnValue:
    """Adds an order."""
    try:
        product = db.session.scalars(select(Product).where(Product.code == request.form.get("product", ""))).first()
        if product is None:
            raise Refused(refusals.FIELD_NEEDED.because(what="produk"))
        wanted, targets, now = _wanted(product.id), _targets(_sizes(product)), clock.now()
        rows.write(lambda conn: them.add(conn, wanted, targets, now))
    except Refused as refused:
        return new_order(refused.no)
    return redirect(url_for("office.order", number=wanted.number), 303)


@bp.get("/office/orders/<number>")
@needs(Role.SUPERVISOR)
def order(number: str) -> ResponseReturnValue:
    """One order: its sizes, what came in, its batches, what went out; and what can be done now."""
    found = rows.named(Order, number, "number")
    own = select(OrderLine.id).where(OrderLine.order_id == found.id)
    receipts = select(Receipt).where(Receipt.order_id == found.id).order_by(Receipt.id.desc())
    return render_template(
        "office/order.html",
        order=found,
        lines=progress.lines(found.id),
        receipts=db.session.scalars(receipts.options(selectinload(Receipt.lines))).all(),
        batches=db.session.scalars(
            select(Batch).where(Batch.order_line_id.in_(own)).order_by(Batch.id.desc()).limit(200)
        ).all(),
        deliveries=db.session.scalars(
            select(Delivery).where(Delivery.order_id == found.id).order_by(Delivery.id.desc())
        ).all(),
        kinds=dict(words.order_kinds()),
        channels=dict(words.channels()),
        why_closed=_why_closed(found),
    )


@bp.get("/office/orders/<number>/edit")
@needs(Role.SUPERVISOR)
def edit_order(number: str, no: No | None = None) -> ResponseReturnValue:
    """Asks for other targets, another due date, grade B; for the reason, and who at the partner agreed."""
    found = rows.named(Order, number, "number")
    sizes, lines = _sizes_of(found), progress.lines(found.id)
    target = {stands.line.size: stands.line.target for stands in lines}
    start = {"due_on": found.due_on.isoformat(), "takes_grade_b": "1" if found.takes_grade_b else ""}
    start |= {f"target-{at}": str(target.get(size, "")) for at, size in enumerate(sizes)}
    made = {stands.line.size: stands.made for stands in lines}
    return form_page(
        "office/order_edit.html", no, start, order=found, sizes=sizes, made=made, agreeing=words.agreeing()
    )


@bp.post("/office/orders/<number>/edit")
@needs(Role.SUPERVISOR)
def edit_order_now(number: str) -> ResponseReturnValue:
    """Amends an order."""
    found = rows.named(Order, number, "number")
    order_id, sizes = found.id, _sizes_of(found)
    try:
        amended = Amended(
            targets=_targets(sizes),
            due_on=typed.day(request.form, "due_on", "tanggal jatuh tempo"),
            takes_grade_b="takes_grade_b" in request.form,
            agreed_by=typed.text(request.form, "agreed_by", "siapa di mitra yang menyetujui", 60),
        )
        asked = entry_asked(EntryKind.AMEND)
        recorded(rows.write(lambda conn: them.amend(conn, asked, order_id, amended)))
    except Refused as refused:
        return edit_order(number, refused.no)
    return redirect(url_for("office.order", number=number), 303)


@bp.get("/office/orders/<number>/end")
@needs(Role.SUPERVISOR)
def end_order(number: str, no: No | None = None) -> ResponseReturnValue:
    """Shows what the order lacks or has too much of, and asks for the reason to close it, or to open it again."""
    found = rows.named(Order, number, "number")
    lines = progress.lines(found.id)
    targets = {stands.line.size: stands.line.target for stands in lines}
    short, over = short_and_over(targets, {stands.line.size: stands.delivered for stands in lines})
    complete = not (short or over or found.closed_at)
    start = {"reason": _("Selesai, semua sudah dikirim.") if complete else ""}
    return form_page(
        "office/order_end.html",
        no,
        start,
        order=found,
        lines=lines,
        short=short,
        over=over,
        agreeing=words.agreeing(),
    )


@bp.post("/office/orders/<number>/end")
@needs(Role.SUPERVISOR)
def end_order_now(number: str) -> ResponseReturnValue:
    """Closes an order with a reason, or opens it again."""
    order_id = rows.named(Order, number, "number").id
    try:
        if typed.one_of(request.form, "what", "tindakan", ("close", "reopen")) == "close":
            asked, agreed_by = entry_asked(EntryKind.CLOSE), typed.words(request.form, "agreed_by", 60)
            recorded(rows.write(lambda conn: them.close(conn, asked, order_id, agreed_by)))
        else:
            asked = entry_asked(EntryKind.REOPEN)
            recorded(rows.write(lambda conn: them.reopen(conn, asked, order_id)))
    except Refused as refused:
        return end_order(number, refused.no)
    return redirect(url_for("office.order", number=number), 303)


def _wanted(product_id: int) -> Wanted:
    form = request.form
    number = typed.code(form, "number", "nomor pesanan", _MOST_NUMBER + 3)
    if len(number.removeprefix("PO-")) > _MOST_NUMBER:
        raise Refused(refusals.BAD_CODE.because(what="nomor pesanan", most=_MOST_NUMBER, field="number"))
    return Wanted(
        number=number,
        partner_id=typed.key(form, "partner", "mitra"),
        product_id=product_id,
        kind=typed.one_of(form, "kind", "jenis pesanan", dict(words.order_kinds())),
        channel=typed.one_of(form, "channel", "saluran", dict(words.channels())),
        due_on=typed.day(form, "due_on", "tanggal jatuh tempo"),
        takes_grade_b="takes_grade_b" in form,
    )


def _sizes(product: Product) -> list[str]:
    """The sizes that targets are asked for; one without a name where the product has none."""
    return [size.size for size in product.sizes] or [""]


def _sizes_of(order: Order) -> list[str]:
    """The sizes that an order may have: its product's, and those that it has."""
    own = [line.size for line in order.lines]
    return list(dict.fromkeys([*(size.size for size in order.product.sizes), *own]))


def _targets(sizes: Sequence[str]) -> dict[str, int]:
    """What was typed for each of these sizes; a size without a number is not wanted."""
    asked = {size: typed.pieces(request.form, f"target-{at}", "target") for at, size in enumerate(sizes)}
    return {size: target for size, target in asked.items() if target}


def _why_closed(order: Order) -> Entry | None:
    """The entry that closed an order, with its reason."""
    if order.closed_at is None:
        return None
    closing = select(Entry).where(Entry.kind == EntryKind.CLOSE.value, Entry.at == order.closed_at)
    found = (entry for entry in db.session.scalars(closing) if (entry.detail or {}).get("order_id") == order.id)
    return next(found, None)
