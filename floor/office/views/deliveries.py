"""Delivery notes: drafted, approved, at the gate, signed by the partner; and the paper that goes with the goods."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Connection

from ... import clock, pages, refusals
from ...access.marks import fresh_pin, needs
from ...db import db
from ...models import DeliveryStatus, EntryKind, Goods, Order, Role
from ...refusals import No, Refused
from ...scan.entries import Done
from ...scan.record import EntryAsked
from .. import cartons, certificate, conformity, delivery_note, notes, promises, rows, typed
from ..asking import entry_asked, recorded
from ..deliveries import Counted, Load, Paper, approve, cancel, draft, redraft, sign, to_gate
from ..door import bp
from ..forms import form_page
from ..letterhead import as_pdf, head_of
from ..notes import Note, Sum


@bp.get("/office/deliveries")
@needs(Role.OPERATOR)
def deliveries() -> ResponseReturnValue:
    """Every note that is on its way, and the last that ended."""
    conn = db.session.connection()
    return render_template("office/deliveries.html", on_their_way=notes.on_their_way(conn), ended=notes.ended(conn))


@bp.get("/office/orders/<number>/deliveries/new")
@needs(Role.SUPERVISOR)
def new_delivery(number: str, no: No | None = None) -> ResponseReturnValue:
    """Asks what goes on a new note: cartons, loose pieces per size, what is handed back."""
    order = rows.named(Order, number, "number")
    return _draft_page(order, no, None)


@bp.post("/office/orders/<number>/deliveries/new")
@needs(Role.SUPERVISOR)
def new_delivery_now(number: str) -> ResponseReturnValue:
    """Drafts a note; or only adds the carton that was scanned."""
    order = rows.named(Order, number, "number")
    order_id = order.id
    try:
        if request.form.get("scanned"):
            return _draft_page(order, None, None, _scanned(order_id))
        paper, load = _paper(), _load(order)
        asked = entry_asked(EntryKind.DRAFT)
        done = recorded(rows.write(lambda conn: draft(conn, asked, order_id, paper, load)))
    except Refused as refused:
        return _draft_page(order, refused.no, None)
    return redirect(url_for("office.delivery", number=done.detail["number"]), 303)


@bp.get("/office/deliveries/<number>")
@needs(Role.OPERATOR)
def delivery(number: str) -> ResponseReturnValue:
    """A note: what stands on it, how far it has come, and the next step."""
    return render_template("office/delivery.html", note=_note(number))


@bp.get("/office/deliveries/<number>/paper")
@needs(Role.OPERATOR)
def delivery_paper(number: str) -> ResponseReturnValue:
    """The paper that goes with the goods, as a PDF."""
    note, site, now = _note(number), pages.site(), clock.now()
    day = clock.local_day(note.delivered_at or note.at_gate_at or note.approved_at or now, site.zone)
    conn = db.session.connection()
    deviations = conformity.deviations_of(conn, conformity.units_of(conn, note))
    return as_pdf(delivery_note.draw(note, head_of(day, now), day, deviations), note.number)


@bp.get("/office/deliveries/<number>/certificate")
@needs(Role.OPERATOR)
def delivery_certificate(number: str) -> ResponseReturnValue:
    """The certificate of conformity of an approved note, as a PDF."""
    note, site, now = _note(number), pages.site(), clock.now()
    at = note.delivered_at or note.at_gate_at or note.approved_at
    if at is None or note.status == DeliveryStatus.CANCELLED.value:
        raise Refused(refusals.CERTIFICATE_TOO_EARLY.because(note=number))
    day = clock.local_day(at, site.zone)
    found = conformity.conformity(db.session.connection(), note)
    return as_pdf(certificate.draw(note, found, head_of(day, now), day), f"SK-{note.number}")


@bp.get("/office/deliveries/<number>/edit")
@needs(Role.SUPERVISOR)
def edit_delivery(number: str, no: No | None = None) -> ResponseReturnValue:
    """The draft, to be written anew."""
    note = _note(number)
    return _draft_page(db.session.get_one(Order, note.order_id), no, note)


@bp.post("/office/deliveries/<number>/edit")
@needs(Role.SUPERVISOR)
def edit_delivery_now(number: str) -> ResponseReturnValue:
    """Writes the draft anew; or only adds the carton that was scanned."""
    note = _note(number)
    order = db.session.get_one(Order, note.order_id)
    try:
        if request.form.get("scanned"):
            return _draft_page(order, None, note, _scanned(note.order_id))
        paper, load = _paper(), _load(order)
        asked = entry_asked(EntryKind.DRAFT)
        recorded(rows.write(lambda conn: redraft(conn, asked, note.id, paper, load)))
    except Refused as refused:
        return _draft_page(order, refused.no, note)
    return redirect(url_for("office.delivery", number=number), 303)


@bp.get("/office/deliveries/<number>/approve")
@fresh_pin
@needs(Role.SUPERVISOR)
def approve_page(number: str, no: No | None = None) -> ResponseReturnValue:
    """Asks whether the note may go."""
    return form_page("office/delivery_approve.html", no, note=_note(number))


@bp.post("/office/deliveries/<number>/approve")
@fresh_pin
@needs(Role.SUPERVISOR)
def approve_now(number: str) -> ResponseReturnValue:
    """Approves the note."""
    return _step(number, EntryKind.APPROVE, approve, approve_page, _("Disetujui. Cetak surat jalannya."))


@bp.get("/office/deliveries/<number>/gate")
@needs(Role.OPERATOR)
def gate_page(number: str, no: No | None = None) -> ResponseReturnValue:
    """Asks who drives what, and who checked at the gate."""
    note = _note(number)
    start = {"driver": note.driver, "vehicle": note.vehicle}
    return form_page("office/delivery_gate.html", no, start, note=note)


@bp.post("/office/deliveries/<number>/gate")
@needs(Role.OPERATOR)
def gate_now(number: str) -> ResponseReturnValue:
    """Notes that the goods were checked at the gate."""

    def verb(conn: Connection, asked: EntryAsked, note_id: int) -> Done:
        return to_gate(conn, asked, note_id, *names)

    try:
        driver = typed.text(request.form, "driver", "nama pengemudi")
        vehicle = typed.text(request.form, "vehicle", "nomor kendaraan", 40)
        names = (driver, vehicle, typed.text(request.form, "gate_officer", "nama petugas P2U"))
    except Refused as refused:
        return gate_page(number, refused.no)
    return _step(number, EntryKind.GATE, verb, gate_page, _("Barang di gerbang. Tinggal dihitung dan ditandatangani."))


@bp.get("/office/deliveries/<number>/sign")
@fresh_pin
@needs(Role.SUPERVISOR)
def sign_page(number: str, no: No | None = None) -> ResponseReturnValue:
    """Asks for the partner's own count of every size."""
    note = _note(number)
    return form_page("office/delivery_sign.html", no, {"recipient": note.recipient}, note=note)


@bp.post("/office/deliveries/<number>/sign")
@fresh_pin
@needs(Role.SUPERVISOR)
def sign_now(number: str) -> ResponseReturnValue:
    """Signs: what the partner counted is delivered, the rest stays here."""

    def verb(conn: Connection, asked: EntryAsked, note_id: int) -> Done:
        return sign(conn, asked, note_id, counts, recipient)

    try:
        recipient = typed.text(request.form, "recipient", "nama penerima")
        counts = {line_id: said for each in _note(number).sums for line_id, said in _count(each).items()}
    except Refused as refused:
        return sign_page(number, refused.no)
    return _step(number, EntryKind.DELIVER, verb, sign_page, _("Ditandatangani. Barang tercatat terkirim."))


@bp.get("/office/deliveries/<number>/cancel")
@fresh_pin
@needs(Role.SUPERVISOR)
def cancel_page(number: str, no: No | None = None) -> ResponseReturnValue:
    """Asks why the note doesn't go."""
    return form_page("office/delivery_cancel.html", no, note=_note(number))


@bp.post("/office/deliveries/<number>/cancel")
@fresh_pin
@needs(Role.SUPERVISOR)
def cancel_now(number: str) -> ResponseReturnValue:
    """Cancels the note."""
    return _step(number, EntryKind.CANCEL, cancel, cancel_page, _("Dibatalkan. Barangnya bebas lagi."))


def _note(number: str) -> Note:
    return notes.note(db.session.connection(), number) or abort(404)


def _step(
    number: str,
    kind: EntryKind,
    verb: Callable[[Connection, EntryAsked, int], Done],
    page: Callable[[str, No | None], ResponseReturnValue],
    said: str,
) -> ResponseReturnValue:
    """One step of a note: on to its page, or the step's form again with what was refused."""
    note_id = _note(number).id
    try:
        asked = entry_asked(kind)
        recorded(rows.write(lambda conn: verb(conn, asked, note_id)))
    except Refused as refused:
        return page(number, refused.no)
    flash(said, "good")
    return redirect(url_for("office.delivery", number=number), 303)


def _draft_page(order: Order, no: No | None, note: Note | None, added: str = "") -> ResponseReturnValue:
    conn, own = db.session.connection(), note.id if note else None
    free, packed = promises.free(conn, order.id, own), promises.cartons(conn, order.id, own)
    going = [carton.number for carton in packed if carton.note is None]
    if request.method == "POST":
        ticked = [*request.form.getlist("carton"), added]
    elif note is not None:
        ticked = note.cartons
    else:
        ticked = [carton.number for carton in packed if carton.number in going and carton.sealed_at is not None]
    there = any(size.of(goods.value) for size in free for goods in Goods) or bool(going)
    start = _start(note, free)
    load: dict[str, Any] = {"free": free, "packed": packed, "ticked": ticked, "there": there}
    return form_page("office/delivery_form.html", no, start, order=order, note=note, **load)


def _start(note: Note | None, free: list[promises.Free]) -> dict[str, Any]:
    """What stands in the fields of a draft at first: all loose pieces that are free; a note's own."""
    if note is None:
        return {f"good-{size.line_id}": size.of(Goods.GOOD.value) or "" for size in free}
    fields = {each.key: each.loose or "" for each in note.sums}
    return {**fields, "recipient": note.recipient, "driver": note.driver, "vehicle": note.vehicle, "note": note.note}


def _scanned(order_id: int) -> str:
    """The number of the carton that was scanned or typed into a draft."""
    carton = cartons.find(db.session.connection(), request.form["scanned"])
    if carton is None or carton.order_id != order_id:
        raise Refused(refusals.NOT_FOUND.because(what="koli"))
    return carton.number


def _paper() -> Paper:
    form = request.form
    recipient = typed.text(form, "recipient", "nama penerima")
    return Paper(
        recipient, typed.words(form, "driver", 120), typed.words(form, "vehicle", 40), typed.words(form, "note")
    )


def _load(order: Order) -> Load:
    loose = {
        (goods.value, line.id): typed.maybe_whole(request.form, f"{goods.value}-{line.id}", "jumlah") or 0
        for goods in Goods
        for line in order.lines
    }
    conn = db.session.connection()
    found = [cartons.find(conn, number) for number in request.form.getlist("carton")]
    return Load(loose, [carton.id for carton in found if carton is not None])


def _count(each: Sum) -> dict[int, Counted]:
    """The partner's count of a size, line by line: what is missing is missing from the loose ones first."""
    said = typed.whole(request.form, f"counted-{each.key}", "hitungan mitra", least=0)
    if said > each.quantity:
        raise Refused(refusals.MORE_THAN_SENT.because(size=each.size or "–", sent=each.quantity, counted=said))
    to_hold = request.form.get(f"to-{each.key}") == "hold"
    reason, missing, found = typed.words(request.form, f"reason-{each.key}"), each.quantity - said, {}
    for line in sorted(each.lines, key=lambda line: (line.carton_id is not None, line.carton or "")):
        short = min(missing, line.quantity)
        missing -= short
        found[line.id] = Counted(line.quantity - short, to_hold, reason)
    return found
