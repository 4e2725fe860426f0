"""Cards that are laminated and kept: badges, workers' and teams' cards, stations' cards, the command sheet."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Connection

from ... import refusals
from ...access.marks import needs
from ...access.sessions import may
from ...db import db
from ...models import Role
from ...office import typed
from ...office.forms import form_page
from ...refusals import No, Refused
from ...rules.commands import GENERAL
from .. import cards, jobs
from ..cards import Card
from ..door import bp
from ..jobs import Issued
from .sheet import Print, chosen_media, media_words, offer


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
    asked_before = "key" in request.values or request.method == "POST"
    usual = [bearer.key for bearer in bearers if card is not Card.COMMAND or bearer.key in GENERAL]
    chosen = request.values.getlist("key") if asked_before else usual
    start = {"copies": 1, "media": chosen_media().key, **request.args.to_dict()}
    words: dict[str, Any] = {"title": _title(card), "bearers": bearers, "chosen": chosen}
    return form_page("labels/card_sheet.html", no, start, card=card, media_words=media_words(), **words)


def _cards(kind: str) -> Print:
    card = _card(kind)
    keys, anew = request.values.getlist("key"), "anew" in request.values
    copies = typed.whole(request.values, "copies", "jumlah salinan", most=24)

    def issue(conn: Connection, now: int) -> list[Issued]:
        return copies * cards.issue(conn, card, keys, now, anew)

    shown = copies * cards.shown(db.session, card, keys)
    if not shown:
        raise Refused(refusals.FIELD_NEEDED.because(what="label yang dicetak"))
    group = jobs.BADGES if card is Card.OFFICER else jobs.CARDS
    return Print(group, card.value, _title(card), url_for("labels.card_sheet", kind=kind), shown, issue)


def _title(card: Card) -> str:
    words: dict[Card, str] = {
        Card.OFFICER: _("Kartu petugas"),
        Card.WORKER: _("Kartu pekerja dan regu"),
        Card.STATION: _("Kartu pos"),
        Card.COMMAND: _("Kartu perintah"),
    }
    return words[card]


def _card(kind: str) -> Card:
    if kind not in set(Card):
        abort(404)
    if kind == Card.OFFICER and not may(Role.ADMINISTRATOR):
        raise Refused(refusals.NOT_ALLOWED.because())  # a badge alone may scan: only who appoints officers makes one
    return Card(kind)


offer("/labels/cards/<kind>", "cards", Role.SUPERVISOR, _cards, card_sheet)
