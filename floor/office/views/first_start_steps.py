"""The steps of the first start that its administrator takes: workshops, products, stations, officers, paper, tablet."""

from __future__ import annotations

import hashlib
import hmac

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, select

from ... import clock, refusals
from ...access.marks import fresh_pin, needs
from ...db import db
from ...doors.names import reachable
from ...library import shelf
from ...models import Batch, Officer, Order, Product, Receipt, Role, RouteStep, Stage, Station, StationStage, Workshop
from ...refusals import No, Refused
from .. import first_start as them
from .. import first_start_family as library
from .. import first_start_people as people
from .. import rows, stations, typed, words
from ..door import bp
from ..forms import officer_id
from .first_start import done_page, step_page

_MOST_AT_ONCE = 8


@bp.get("/start/workshops")
@needs(Role.ADMINISTRATOR)
def first_workshops(no: No | None = None) -> ResponseReturnValue:
    """Offers the usual units of a workshop, and one more."""
    there = db.session.scalars(select(Workshop).where(Workshop.active).order_by(Workshop.id)).all()
    known = {workshop.code for workshop in there}
    offered = [plan for plan in shelf.workshops() if plan.code not in known]
    chosen = request.form.getlist("workshop")
    return step_page("workshops", "office/first_workshops.html", no, there=there, offered=offered, chosen=chosen)


@bp.post("/start/workshops")
@needs(Role.ADMINISTRATOR)
def first_workshops_now() -> ResponseReturnValue:
    """Adds the units that were ticked, and the one that was typed."""
    try:
        wanted = {plan.code: plan.name for plan in shelf.workshops() if plan.code in request.form.getlist("workshop")}
        if request.form.get("code", "").strip() or request.form.get("name", "").strip():
            code = typed.code(request.form, "code", "kode unit kerja")
            wanted[code] = typed.text(request.form, "name", "nama unit kerja")

        def work(conn: Connection) -> None:
            for code, name in wanted.items():
                rows.add(conn, Workshop, {"code": code, "name": name}, "kode unit kerja")
            if conn.execute(select(Workshop.id).limit(1)).first() is None:
                raise Refused(refusals.FIELD_NEEDED.because(what="paling sedikit satu unit kerja"))

        rows.write(work)
    except Refused as refused:
        return first_workshops(refused.no)
    return redirect(url_for("office.first_family"), 303)


@bp.get("/start/family")
@needs(Role.ADMINISTRATOR)
def first_family(no: No | None = None) -> ResponseReturnValue:
    """Shows what the library has for each family of products."""
    here = {code for (code,) in db.session.execute(select(Workshop.code).where(Workshop.active))}
    usual = [family for plan in shelf.workshops() if plan.code in here for family in plan.families]
    return step_page(
        "family",
        "office/first_family.html",
        no,
        families=sorted(library.families(), key=lambda family: family.name not in usual),
        usual=usual,
        taken=_taken(),
        chosen=request.form.getlist("family"),
        family_words=dict(words.families()),
        stage_name=words.stage_name,
    )


@bp.post("/start/family")
@needs(Role.ADMINISTRATOR)
def first_family_now() -> ResponseReturnValue:
    """Takes the families that were ticked."""
    wanted = [family for family in library.families() if family.name in request.form.getlist("family")]
    officer, now = officer_id(), clock.now()

    def work(conn: Connection) -> None:
        for family in wanted:
            library.take(conn, family, officer, now)
        if not them.standing(conn).set_up[them.SET_UP.index("family")].done:
            raise Refused(refusals.FIELD_NEEDED.because(what="paling sedikit satu kelompok produk"))

    try:
        rows.write(work)
    except Refused as refused:
        return first_family(refused.no)
    return redirect(url_for("office.first_stations"), 303)


@bp.get("/start/stations")
@needs(Role.ADMINISTRATOR)
def first_stations(no: No | None = None) -> ResponseReturnValue:
    """Offers a station for each group of stages that is on a route here."""
    names = {stage.code: words.stage_name(stage) for stage in db.session.scalars(select(Stage))}
    there = db.session.scalars(select(Station).where(Station.active).order_by(Station.id)).all()
    return step_page(
        "stations",
        "office/first_stations.html",
        no,
        there=there,
        offered=_offered_stations(),
        names=names,
        unserved=_unserved(),
        stage_name=words.stage_name,
    )


@bp.post("/start/stations")
@needs(Role.ADMINISTRATOR)
def first_stations_now() -> ResponseReturnValue:
    """Adds the stations that were ticked, under the names that were typed."""
    try:
        wanted = [
            (plan, typed.text(request.form, f"name-{plan.code}", "nama pos"))
            for plan in _offered_stations()
            if plan.code in request.form.getlist("station")
        ]

        def work(conn: Connection) -> None:
            for plan, name in wanted:
                _add_station(conn, plan, name)
            if conn.execute(select(Station.id).limit(1)).first() is None:
                raise Refused(refusals.FIELD_NEEDED.because(what="paling sedikit satu pos"))

        rows.write(work)
    except Refused as refused:
        return first_stations(refused.no)
    return redirect(url_for("office.first_officers"), 303)


@bp.get("/start/officers")
@fresh_pin
@needs(Role.ADMINISTRATOR)
def first_officers(no: No | None = None) -> ResponseReturnValue:
    """Offers the officers that a workshop needs at least; by their posts, with one role each."""
    there = db.session.scalars(select(Officer).where(Officer.active).order_by(Officer.id)).all()
    return step_page(
        "officers",
        "office/first_officers.html",
        no,
        there=there,
        offered=_offered_officers({officer.code for officer in there}),
        held={role for officer in there for role in officer.roles},
        roles=words.roles_in_plain_words(),
        role_words=dict(words.roles()),
    )


@bp.post("/start/officers")
@fresh_pin
@needs(Role.ADMINISTRATOR)
def first_officers_now() -> ResponseReturnValue:
    """Adds the officers that were ticked and shows their PINs, this once."""
    try:
        newcomers = [_newcomer(at) for at in range(_MOST_AT_ONCE) if f"take-{at}" in request.form]
        if not newcomers:
            raise Refused(refusals.FIELD_NEEDED.because(what="paling sedikit satu petugas"))
        secret = hmac.digest(
            current_app.config["SECRET_KEY"].encode(), b"pins" + typed.client_id(request.form), hashlib.sha256
        )
        slips = rows.write(lambda conn: people.add_officers(conn, newcomers, secret))
    except Refused as refused:
        return first_officers(refused.no)
    after = them.standing(db.session.connection()).set_up[them.SET_UP.index("printing")]
    return render_template("office/first_slips.html", slips=slips, after=after, role_words=dict(words.roles()))


@bp.get("/start/printing")
@needs(Role.ADMINISTRATOR)
def first_printing() -> ResponseReturnValue:
    """Leads to the printer's test page."""
    return step_page("printing", "office/first_printing.html")


@bp.get("/start/tablet")
@needs(Role.ADMINISTRATOR)
def first_tablet() -> ResponseReturnValue:
    """Leads to the page that pairs the first tablet with a station."""
    first = select(Station).where(Station.active).order_by(Station.id)
    return step_page(
        "tablet",
        "office/first_tablet.html",
        stations=db.session.scalars(first).all(),
        address=f"{reachable(request.host_url)}{url_for('stations.station')}",
    )


@bp.get("/start/first-batch")
@needs(Role.ADMINISTRATOR)
def first_batch() -> ResponseReturnValue:
    """What is left until the first scan: a partner, an order, a batch, its labels."""
    order = db.session.scalars(select(Order).order_by(Order.id).limit(1)).first()
    return done_page(
        "office/first_batch.html",
        order=order,
        lacks_material=order is not None and order.kind == "maklun" and not _material_came(order),
        batch=db.session.scalars(select(Batch).order_by(Batch.id).limit(1)).first(),
    )


@bp.post("/start/finish")
@needs(Role.ADMINISTRATOR)
def first_finish_now() -> ResponseReturnValue:
    """Ends the first start: nothing reminds of it any more."""
    now = clock.now()
    rows.write(lambda conn: them.finish(conn, now))
    return redirect("/", 303)


def _material_came(order: Order) -> bool:
    return db.session.scalars(select(Receipt.id).where(Receipt.order_id == order.id).limit(1)).first() is not None


def _taken() -> set[str]:
    """The families whose first product is here."""
    here = {code for (code,) in db.session.execute(select(Product.code))}
    return {plan.family for plan in shelf.products() if plan.code in here}


def _offered_stations() -> list[shelf.StationPlan]:
    """The usual stations of the families taken, those that are here already left out."""
    here, taken = {code for (code,) in db.session.execute(select(Station.code))}, _taken()
    return [plan for plan in shelf.stations() if plan.family in taken and plan.code not in here]


def _unserved() -> list[Stage]:
    """Stages of some route that no open station serves."""
    served = select(StationStage.stage_id).join(Station, Station.id == StationStage.station_id).where(Station.active)
    on_route = select(RouteStep.stage_id)
    wanted = select(Stage).where(Stage.id.in_(on_route), Stage.id.not_in(served)).order_by(Stage.id)
    return list(db.session.scalars(wanted))


def _add_station(conn: Connection, plan: shelf.StationPlan, name: str) -> None:
    usual = [workshop.code for workshop in shelf.workshops() if plan.family in workshop.families]
    workshop_id = conn.scalar(select(Workshop.id).where(Workshop.code.in_(usual)))
    stage_ids = conn.scalars(select(Stage.id).where(Stage.code.in_(plan.stages)).order_by(Stage.id)).all()
    stations.add(conn, plan.code, name, workshop_id, stage_ids)


def _offered_officers(known: set[str]) -> list[people.Newcomer]:
    """An operator, an inspector and a supervisor, under the next free codes."""
    free = (code for number in range(2, 100) if (code := f"PTG-{number:02}") not in known)
    posts = [
        ("Petugas bengkel 1", Role.OPERATOR),
        ("Pemeriksa mutu 1", Role.INSPECTOR),
        ("Kasi Kegiatan Kerja", Role.SUPERVISOR),
    ]
    return [people.Newcomer(next(free), name, role) for name, role in posts]


def _newcomer(at: int) -> people.Newcomer:
    form = request.form
    return people.Newcomer(
        typed.code(form, f"code-{at}", "kode petugas"),
        typed.text(form, f"name-{at}", "nama petugas"),
        Role(typed.one_of(form, f"role-{at}", "peran", [role.value for role in Role])),
    )
