"""Pages that print: a batch's labels, blank labels, cards; and the PDFs they made."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from .. import clock, refusals
from ..access.marks import needs
from ..access.sessions import may
from ..db import db
from ..models import EntryKind, Role
from ..office import rows, typed
from ..office.asking import entry_asked
from ..office.forms import form_page
from ..refusals import No, Refused
from ..scan.entries import Done
from . import cards, made, printing
from .cards import MOST_BLANKS, Card
from .drawing import LabelText
from .made import Made
from .printing import Printable
from .sheets import MEDIA

bp = Blueprint("labels", __name__)

_USUAL = "a4-24"


@bp.get("/labels/batches/<number>")
@needs(Role.OPERATOR)
def batch_labels(number: str, no: No | None = None) -> ResponseReturnValue:
    """Asks on what a batch's labels are printed, from which cell on, and which of them."""
    labels = _of_batch(number)
    start = {"which": request.args.get("which", "all"), "numbers": request.args.get("numbers", "")}
    counts = {which: len(printing.chosen(labels, which)) for which in ("all", "cards", "units", "unprinted")}
    return form_page("labels/batch.html", no, start, number=number, counts=counts, **_media())


@bp.post("/labels/batches/<number>")
@needs(Role.OPERATOR)
def batch_labels_now(number: str) -> ResponseReturnValue:
    """Draws a batch's labels and reads them back."""
    labels = _of_batch(number)
    try:
        wanted = printing.chosen(labels, request.form.get("which", "all"), request.form.get("numbers", ""))
        back = url_for("labels.batch_labels", number=number)
        return _make(number, back, lambda: [label.text for label in wanted])
    except Refused as refused:
        return batch_labels(number, refused.no)


@bp.get("/labels/blanks")
@needs(Role.OPERATOR)
def blanks(no: No | None = None) -> ResponseReturnValue:
    """Asks how many blank labels, and on what."""
    media = _media()
    return form_page("labels/blanks.html", no, {"count": media["media"].cells}, most=MOST_BLANKS, **media)


@bp.post("/labels/blanks")
@needs(Role.OPERATOR)
def blanks_now() -> ResponseReturnValue:
    """Issues blank labels and draws them."""
    try:
        count = typed.whole(request.form, "count", "jumlah label", most=MOST_BLANKS)
        asked = entry_asked(EntryKind.ISSUE)

        def texts() -> list[LabelText]:
            codes = _codes(rows.write(lambda conn: cards.issue_blanks(conn, asked, count)))
            return [cards.blank(code) for code in codes]

        return _make(_("Label kosong"), url_for("labels.blanks"), texts)
    except Refused as refused:
        return blanks(refused.no)


@bp.get("/labels/cards")
@needs(Role.SUPERVISOR)
def card_kinds() -> ResponseReturnValue:
    """Which cards?"""
    return render_template("labels/cards.html")


@bp.get("/labels/cards/<kind>")
@needs(Role.SUPERVISOR)
def card_sheet(kind: str, no: No | None = None) -> ResponseReturnValue:
    """Asks whose cards, and on what."""
    card = _card(kind)
    bearers = cards.bearers(db.session.connection(), card)
    chosen = request.form.getlist("key") if request.method == "POST" else [bearer.key for bearer in bearers]
    return form_page("labels/card_sheet.html", no, {"copies": 1}, card=card, bearers=bearers, chosen=chosen, **_media())


@bp.post("/labels/cards/<kind>")
@needs(Role.SUPERVISOR)
def card_sheet_now(kind: str) -> ResponseReturnValue:
    """Issues cards where there are none yet, and draws them."""
    card = _card(kind)
    try:
        keys, anew = request.form.getlist("key"), "anew" in request.form
        copies = typed.whole(request.form, "copies", "jumlah salinan", most=24)
        asked = entry_asked(EntryKind.ISSUE)

        def texts() -> list[LabelText]:
            codes = _codes(rows.write(lambda conn: cards.issue(conn, asked, card, keys, anew)))
            return copies * cards.drawn(db.session.connection(), card, codes)

        return _make(_("Kartu"), url_for("labels.card_sheet", kind=kind), texts)
    except Refused as refused:
        return card_sheet(kind, refused.no)


@bp.get("/labels/made/<file_id>")
@needs(Role.OPERATOR)
def made_labels(file_id: str) -> ResponseReturnValue:
    """Says how many labels were read back, and offers the PDF."""
    return render_template("labels/made.html", made=_found(file_id), file_id=file_id)


@bp.get("/labels/files/<file_id>.pdf")
@needs(Role.OPERATOR)
def label_file(file_id: str) -> ResponseReturnValue:
    """The PDF."""
    kept = _found(file_id)
    name = "".join(letter if letter.isalnum() else "-" for letter in f"label-{kept.title}".lower())
    path = _folder() / f"{file_id}.pdf"
    return send_file(path, "application/pdf", as_attachment=True, download_name=f"{name}.pdf", max_age=0)


def _make(title: str, back: str, texts: Callable[[], Sequence[LabelText]]) -> ResponseReturnValue:
    """Draws, reads back and keeps, then shows what was made. A form that comes twice finds what it made before."""
    media, first_cell = request.form.get("media", ""), typed.maybe_whole(request.form, "first", "label pertama") or 1
    _check_media(media, first_cell)
    file_id = _file_id()
    if made.find(_folder(), file_id) is None:
        labels, now = texts(), clock.now()
        pdf = printing.proved_pdf(labels, media, first_cell - 1)
        codes = sorted({label.code for label in labels})
        db.write(lambda conn: cards.note_printed(conn, codes, now))
        made.keep(_folder(), file_id, pdf, Made(len(labels), title, media, back))
    return redirect(url_for("labels.made_labels", file_id=file_id), 303)


def _codes(done: Done) -> Any:
    if done.no is not None:
        raise Refused(done.no)
    return done.detail["codes"]


def _check_media(media: str, first_cell: int) -> None:
    """Before any code is issued for a sheet that can't be drawn."""
    if media not in MEDIA:
        raise Refused(refusals.NOT_FOUND.because(what="media"))
    if first_cell > MEDIA[media].cells:
        raise Refused(refusals.BAD_NUMBER.because(what="label pertama"))


def _file_id() -> str:
    """A name as hard to guess as the form's own id, and another for the same id with other answers."""
    answers = sorted((name, value) for name, value in request.form.items(multi=True) if name != "csrf_token")
    return hashlib.blake2b(
        typed.client_id(request.form) + repr([request.path, answers]).encode(), digest_size=16
    ).hexdigest()


def _folder() -> Path:
    return Path(current_app.instance_path) / "labels"


def _found(file_id: str) -> Made:
    known = len(file_id) == 32 and set(file_id) <= set("0123456789abcdef")
    return (made.find(_folder(), file_id) if known else None) or abort(404)


def _of_batch(number: str) -> list[Printable]:
    try:
        return printing.of_batch(db.session, number)
    except Refused:
        abort(404)


def _card(kind: str) -> Card:
    if kind not in set(Card):
        abort(404)
    if kind == Card.OFFICER and not may(Role.ADMINISTRATOR):
        raise Refused(refusals.NOT_ALLOWED.because())  # a badge alone may scan: only who appoints officers makes one
    return Card(kind)


def _media() -> dict[str, Any]:
    """The media there are and the one chosen: in the address before the form, in the form itself after it."""
    wanted = request.values.get("media", "")
    key = wanted if wanted in MEDIA else _USUAL
    words = {
        "a4-24": _("A4, 24 label, 70 × 37 mm"),
        "a4-40": _("A4, 40 label, 52,5 × 29,7 mm"),
        "a4-65": _("A4, 65 label, 38 × 21 mm"),
        "a6": _("Kartu A6, 105 × 148 mm"),
        "roll-50x30": _("Rol, 50 × 30 mm"),
        "roll-40x25": _("Rol, 40 × 25 mm"),
    }
    return {"media": MEDIA[key], "media_words": words}
