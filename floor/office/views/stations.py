"""Stations: list, add, edit; the tokens of machines and tablets."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from ... import clock
from ...access.marks import fresh_pin, needs
from ...db import db
from ...models import Officer, OfficerRole, Role, Stage, Station, StationToken, Workshop
from ...refusals import No, Refused
from .. import rows, typed, words
from .. import stations as them
from ..door import bp
from ..forms import form_page


@bp.get("/office/stations")
@needs(Role.ADMINISTRATOR)
def stations() -> ResponseReturnValue:
    """The stations with their stages, and how many tokens are good."""
    shelf = rows.shelf(Station)
    found = db.session.scalars(
        select(Station).where(shelf.shown).options(selectinload(Station.stages)).order_by(Station.code)
    ).all()
    good = select(StationToken.station_id, func.count()).where(StationToken.revoked_at.is_(None))
    tokens = {row[0]: row[1] for row in db.session.execute(good.group_by(StationToken.station_id))}
    return render_template(
        "office/stations.html", stations=found, tokens=tokens, stage_name=words.stage_name, shelf=shelf
    )


@bp.get("/office/stations/new")
@needs(Role.ADMINISTRATOR)
def new_station(no: No | None = None) -> ResponseReturnValue:
    """Asks for a station and the stages it serves."""
    return form_page("office/station.html", no, station=None, chosen=_chosen(), **_choices())


@bp.post("/office/stations/new")
@needs(Role.ADMINISTRATOR)
def new_station_now() -> ResponseReturnValue:
    """Adds a station."""
    try:
        code = typed.code(request.form, "code", "kode pos")
        described, stages = _described(), _chosen()
        rows.write(lambda conn: them.add(conn, code, *described[:2], stages, described[2]))
    except Refused as refused:
        return new_station(refused.no)
    return redirect(url_for("office.station", code=code), 303)


@bp.get("/office/stations/<code>")
@needs(Role.ADMINISTRATOR)
def station(code: str, no: No | None = None) -> ResponseReturnValue:
    """One station: its stages, and the tokens that speak for it."""
    found = rows.named(Station, code)
    start = {"name": found.name, "workshop": found.workshop_id or "", "day_target": found.day_target or ""}
    chosen = _chosen() if request.method == "POST" else [stage.id for stage in found.stages]
    tokens = db.session.execute(
        select(StationToken, Officer.name)
        .outerjoin(Officer, Officer.id == StationToken.officer_id)
        .where(StationToken.station_id == found.id)
        .order_by(StationToken.revoked_at.is_not(None), StationToken.id.desc())
    ).all()
    choices = _choices(found)
    return form_page("office/station.html", no, start, station=found, chosen=chosen, tokens=tokens, **choices)


@bp.post("/office/stations/<code>")
@needs(Role.ADMINISTRATOR)
def station_now(code: str) -> ResponseReturnValue:
    """Changes a station."""
    rows.named(Station, code)
    try:
        described, stages = _described(), _chosen()
        rows.write(lambda conn: them.change(conn, code, *described[:2], stages, described[2]))
    except Refused as refused:
        return station(code, refused.no)
    return redirect(url_for("office.station", code=code), 303)


@bp.get("/office/stations/<code>/token")
@fresh_pin
@needs(Role.ADMINISTRATOR)
def new_token(code: str, no: No | None = None) -> ResponseReturnValue:
    """Asks which machine gets a token, and on which officer's account it scans."""
    found = rows.named(Station, code)
    return form_page("office/token_form.html", no, station=found, officers=words.of_rows(_operators()))


@bp.post("/office/stations/<code>/token")
@fresh_pin
@needs(Role.ADMINISTRATOR)
def new_token_now(code: str) -> ResponseReturnValue:
    """Issues a token and shows it, this once."""
    found = rows.named(Station, code)
    station_id, now = found.id, clock.now()
    try:
        name = typed.text(request.form, "name", "nama mesin")
        officer = typed.key(request.form, "officer", "petugas")
        token = rows.write(lambda conn: them.give_token(conn, station_id, officer, name, now))
    except Refused as refused:
        return new_token(code, refused.no)
    return render_template("office/token.html", station=rows.named(Station, code), token=token, name=name)


@bp.post("/office/stations/<code>/tokens/<int:token_id>/revoke")
@needs(Role.ADMINISTRATOR)
def revoke_token_now(code: str, token_id: int) -> ResponseReturnValue:
    """Ends a token."""
    station_id, now = rows.named(Station, code).id, clock.now()
    rows.write(lambda conn: them.take_token(conn, station_id, token_id, now))
    return redirect(url_for("office.station", code=code), 303)


def _operators() -> list[Officer]:
    """The officers on whose account a machine may scan, operators first."""
    roles = select(OfficerRole.officer_id).where(OfficerRole.role == Role.OPERATOR.value)
    order = (Officer.id.in_(roles).desc(), Officer.name)
    return list(db.session.scalars(select(Officer).where(Officer.active).order_by(*order)))


def _chosen() -> list[int]:
    return [int(value) for value in dict.fromkeys(request.form.getlist("stage")) if value.isdigit() and len(value) < 19]


def _described() -> tuple[str, int | None, int | None]:
    """Its name, its unit, its target for a day."""
    form = request.form
    day_target = typed.maybe_whole(form, "day_target", "target sehari", least=1)
    return typed.text(form, "name", "nama pos"), typed.maybe_key(form, "workshop"), day_target


def _choices(kept: Station | None = None) -> dict[str, Any]:
    """The units and stages in use, and those that this station has already."""
    workshops = select(Workshop).where(Workshop.active | (Workshop.id == (kept.workshop_id if kept else None)))
    served = [stage.id for stage in kept.stages] if kept else []
    stages = select(Stage).where(Stage.active | Stage.id.in_(served)).order_by(Stage.id.not_in(served), Stage.id)
    return {
        "workshops": words.of_rows(db.session.scalars(workshops.order_by(Workshop.name)), True),
        "stages": [(row.id, words.stage_name(row)) for row in db.session.scalars(stages)],
    }
