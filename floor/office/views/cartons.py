"""Cartons: made for an order, filled and emptied by hand, sealed and opened. Also from a packing station's tablet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Connection

from ... import clock, refusals
from ...access.marks import needs, stations_or
from ...access.sessions import may
from ...access.tokens import current_station
from ...db import db
from ...models import EntryKind, Order, Role, Station
from ...pages import site
from ...refusals import No, Refused
from ...rules.presence import is_away
from ...scan import filling, presence, read
from ...scan.cartons import FoundCarton, make, notes_of, open_again, pack, seal, take_out
from ...scan.entries import Done
from ...scan.record import EntryAsked
from .. import cartons, rows, typed
from ..asking import entry_asked, recorded
from ..door import bp
from ..forms import form_page


@bp.get("/office/cartons")
@stations_or(Role.OPERATOR)
def cartons_page(no: No | None = None) -> ResponseReturnValue:
    """The cartons of every open order; new ones are made here."""
    orders = cartons.of_orders(db.session.connection())
    return form_page("office/cartons.html", no, {"count": "1"}, orders=orders, station=_station())


@bp.post("/office/cartons")
@stations_or(Role.OPERATOR)
def make_cartons() -> ResponseReturnValue:
    """Makes cartons of an order; on to the label of the only one, else to the list."""
    order_id = rows.named(Order, request.form.get("order", ""), "number").id
    try:
        count = typed.whole(request.form, "count", "jumlah koli")
        asked = entry_asked(EntryKind.CARTON, _officer())
        numbers = recorded(rows.write(lambda conn: make(conn, asked, order_id, count))).detail["numbers"]
    except Refused as refused:
        return cartons_page(refused.no)
    if len(numbers) == 1:
        return redirect(url_for("office.carton", number=numbers[0]), 303)
    flash(
        _("%(count)s koli dibuat: %(first)s sampai %(last)s.", count=len(numbers), first=numbers[0], last=numbers[-1]),
        "good",
    )
    return redirect(url_for("office.cartons_page"), 303)


@bp.get("/office/cartons/<number>")
@stations_or(Role.OPERATOR)
def carton(number: str, no: No | None = None) -> ResponseReturnValue:
    """A carton: what lies in it, what could go into it, and what can be done with it."""
    found, conn = _carton(number), db.session.connection()
    order = db.session.get_one(Order, found.order_id)
    shown: dict[str, Any] = {"inside": cartons.inside(conn, found.id), "loose": cartons.loose(conn, found.order_id)}
    note = notes_of(conn, [found.id]).get(found.id)
    station = _station()
    return form_page("office/carton.html", no, carton=found, order=order, note=note, station=station, **shown)


@bp.post("/office/cartons/<number>/pack")
@stations_or(Role.OPERATOR)
def pack_now(number: str) -> ResponseReturnValue:
    """Puts loose pieces in."""
    return _across(number, pack)


@bp.post("/office/cartons/<number>/take-out")
@stations_or(Role.OPERATOR)
def take_out_now(number: str) -> ResponseReturnValue:
    """Takes pieces out."""
    return _across(number, take_out)


@bp.post("/office/cartons/<number>/seal")
@stations_or(Role.OPERATOR)
def seal_now(number: str) -> ResponseReturnValue:
    """Seals it."""
    return _step(number, EntryKind.CARTON, seal)


@bp.post("/office/cartons/<number>/open")
@needs(Role.SUPERVISOR)
def open_now(number: str) -> ResponseReturnValue:
    """Opens it again."""
    return _step(number, EntryKind.CARTON, open_again)


def _across(number: str, verb: Callable[[Connection, EntryAsked, int, Mapping[int, int]], Done]) -> ResponseReturnValue:
    """So many of each unit, as the fields ``unit-<key>`` say, into a carton or out of it."""
    try:
        fields = [name for name in request.form if name.startswith("unit-") and name[5:].isdecimal()]
        counts = {int(name[5:]): typed.maybe_whole(request.form, name, "jumlah") or 0 for name in fields}
    except Refused as refused:
        return carton(number, refused.no)
    wanted = {unit_id: quantity for unit_id, quantity in counts.items() if quantity}
    return _step(number, EntryKind.PACK, lambda conn, asked, carton_id: verb(conn, asked, carton_id, wanted))


def _step(number: str, kind: EntryKind, verb: Callable[[Connection, EntryAsked, int], Done]) -> ResponseReturnValue:
    carton_id = _carton(number).id
    try:
        asked = entry_asked(kind, _officer())
        recorded(rows.write(lambda conn: verb(conn, asked, carton_id)))
    except Refused as refused:
        return carton(number, refused.no)
    flash(_("Tercatat."), "good")
    return redirect(url_for("office.carton", number=number), 303)


def _carton(number: str) -> FoundCarton:
    return cartons.find(db.session.connection(), number) or abort(404)


def _station() -> Station | None:
    """The station of this browser, where nobody is signed in in it who may do this in the office."""
    speaker = current_station() if not may(Role.OPERATOR) else None
    return db.session.get_one(Station, speaker.station_id) if speaker is not None else None


def _officer() -> int | None:
    """Who does it: the officer signed in at the station; ``None`` for the one signed in in this browser.

    ``CARTON_NOT_HERE`` at a station that fills no cartons.
    """
    station = _station()
    if station is None:
        return None
    conn = db.session.connection()
    if not filling.fills(conn, read.station_stages(conn, station.id)):
        raise Refused(refusals.CARTON_NOT_HERE.because())
    now = clock.now()
    presence.must_run(presence.stopped(conn), now)
    if station.officer_id is None or is_away(station.officer_seen_at, now, site().away_minutes):
        raise Refused(refusals.NO_OFFICER.because())
    return station.officer_id
