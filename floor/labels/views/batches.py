"""Labels of a batch or of a whole order: which of them?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Connection

from ... import refusals
from ...access.marks import needs
from ...access.sessions import may
from ...db import db
from ...models import Role
from ...office.forms import form_page
from ...refusals import No, Refused
from .. import copies, jobs, printing, texts
from ..door import bp
from ..jobs import Issued
from ..printing import Printable
from .recent import recent_jobs
from .sheet import Print, chosen_media, media_words, offer


@bp.get("/labels/batches/<number>")
@needs(Role.OPERATOR)
def batch_labels(number: str, no: No | None = None) -> ResponseReturnValue:
    """Asks which of a batch's labels are printed, and on what."""
    return _choose("labels/batch.html", _found(printing.of_batch, number), number, no)


@bp.get("/labels/orders/<number>")
@needs(Role.OPERATOR)
def order_labels(number: str, no: No | None = None) -> ResponseReturnValue:
    """The same for all batches of an order, by size."""
    return _choose("labels/order.html", _found(printing.of_order, number), number, no)


def _choose(template: str, labels: list[Printable], number: str, no: No | None) -> ResponseReturnValue:
    counts = {which: len(printing.chosen(labels, which)) for which in ("all", "cards", "units", "unprinted")}
    usual = "unprinted" if counts["unprinted"] else "all"
    start = {"which": usual, "media": chosen_media().key, **request.args.to_dict()}
    sizes: dict[str, int] = {}
    for label in labels:
        sizes[label.text.size] = sizes.get(label.text.size, 0) + 1
    return form_page(
        template,
        no,
        start,
        number=number,
        counts=counts,
        sizes=sizes,
        chosen_sizes=request.values.getlist("size"),
        media_words=media_words(),
        recent=recent_jobs(number),
    )


def _batch(number: str) -> Print:
    title = _("Label batch %(number)s", number=number)
    return wanted(_asked_for(printing.of_batch(db.session, number)), number, title, back(number))


def _order(number: str) -> Print:
    title = _("Label pesanan %(number)s", number=number)
    there = url_for("labels.order_labels", number=number)
    return wanted(_asked_for(printing.of_order(db.session, number)), number, title, there)


def back(number: str) -> str:
    """The page where a batch's labels are chosen."""
    return url_for("labels.batch_labels", number=number)


def _asked_for(labels: Sequence[Printable]) -> list[Printable]:
    which, numbers = request.values.get("which", "all"), request.values.get("numbers", "")
    return printing.chosen(labels, which, numbers, request.values.getlist("size"))


def wanted(labels: Sequence[Printable], subject: str, title: str, there: str, kind: str = "batch") -> Print:
    """These labels as a print: those never printed yet, or with ``again`` all, the printed ones as new copies."""
    if not labels:
        raise Refused(refusals.FIELD_NEEDED.because(what="label yang dicetak"))
    again = "again" in request.values
    if again and not may(Role.SUPERVISOR):
        raise Refused(refusals.NOT_ALLOWED.because())
    printed = {label.label_id for label in labels if label.printed_at is not None}
    kept = [label for label in labels if again or label.label_id not in printed]
    if not kept:
        raise Refused(refusals.ALREADY_PRINTED.because())
    shown = [(label.as_copy() if label.label_id in printed else label).marked for label in kept]
    keys = [label.label_id for label in kept]

    def issue(conn: Connection, now: int) -> Sequence[Issued]:
        renewed = copies.renew(conn, printed, now) if again else {}
        current = [renewed.get(key, key) for key in keys]
        jobs.claim_unprinted(conn, current, now)
        return texts.issued(conn, current)

    return Print(kind, subject, title, there, shown, issue, len(printed) if again else 0)


def _found(look: Any, number: str) -> list[Printable]:
    try:
        labels: list[Printable] = look(db.session, number)
    except Refused:
        abort(404)
    return labels


offer("/labels/batches/<number>", "batch", Role.OPERATOR, _batch, batch_labels)
offer("/labels/orders/<number>", "order", Role.OPERATOR, _order, order_labels)
