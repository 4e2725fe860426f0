"""Archiving and bringing back: one page for every kind of set-up, which says what it means and what is in the way."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.answers import sentence
from ...access.marks import fresh_pin, needs
from ...db import db
from ...models import Role
from ...refusals import No, Refused
from .. import archive as them
from .. import rows, typed
from ..door import bp
from ..forms import form_page

_DAILY = "/office/<any(partners,workers):kind>/<code>/archive"
_SET_UP = "/office/<any(products,routes,standards,stages,stations,workshops):kind>/<code>/archive"
_PEOPLE = "/office/<any(officers):kind>/<code>/archive"


@bp.get(_DAILY)
@needs(Role.SUPERVISOR)
def put_away(kind: str, code: str) -> ResponseReturnValue:
    """Asks whether a partner, a worker or a team is to be archived, or brought back."""
    return _ask(kind, code)


@bp.post(_DAILY)
@needs(Role.SUPERVISOR)
def put_away_now(kind: str, code: str) -> ResponseReturnValue:
    """Archives it, or brings it back."""
    return _do(kind, code)


@bp.get(_SET_UP)
@needs(Role.ADMINISTRATOR)
def put_set_up_away(kind: str, code: str) -> ResponseReturnValue:
    """The same for what an administrator sets up."""
    return _ask(kind, code)


@bp.post(_SET_UP)
@needs(Role.ADMINISTRATOR)
def put_set_up_away_now(kind: str, code: str) -> ResponseReturnValue:
    """Archives it, or brings it back."""
    return _do(kind, code)


@bp.get(_PEOPLE)
@fresh_pin
@needs(Role.ADMINISTRATOR)
def let_go(kind: str, code: str) -> ResponseReturnValue:
    """The same for an officer."""
    return _ask(kind, code)


@bp.post(_PEOPLE)
@fresh_pin
@needs(Role.ADMINISTRATOR)
def let_go_now(kind: str, code: str) -> ResponseReturnValue:
    """Lets an officer go, or lets the officer come back."""
    return _do(kind, code)


def _ask(kind: str, code: str, no: No | None = None) -> ResponseReturnValue:
    found = rows.named(them.KINDS[kind].model, code)
    blocked = them.in_the_way(db.session.connection(), kind, code) if no is None and found.active else None
    titles = {
        "partners": _("Mitra %(code)s", code=code),
        "workers": _("Pekerja atau regu %(code)s", code=code),
        "products": _("Produk %(code)s", code=code),
        "routes": _("Alur kerja %(code)s", code=code),
        "standards": _("Standar mutu %(code)s", code=code),
        "stages": _("Tahap %(code)s", code=code),
        "stations": _("Pos %(code)s", code=code),
        "workshops": _("Unit kerja %(code)s", code=code),
        "officers": _("Petugas %(code)s", code=code),
    }
    back = url_for(f"office.{kind.removesuffix('s')}", code=code)
    name = getattr(found, "name", "")
    return form_page(
        "office/archive.html",
        no,
        thing=titles[kind],
        name=name,
        active=found.active,
        kind=kind,
        back=back,
        blocked=sentence(blocked) if blocked else "",
    )


def _do(kind: str, code: str) -> ResponseReturnValue:
    rows.named(them.KINDS[kind].model, code)
    reason, back = typed.words(request.form, "reason"), request.form.get("what") == "restore"
    work = them.bring_back if back else them.put_away
    try:
        rows.write(lambda conn: work(conn, kind, code, reason))
    except Refused as refused:
        return _ask(kind, code, refused.no)
    if back and kind == "officers":
        return redirect(url_for("office.officers_pin", code=code), 303)  # the old PIN may be another's by now
    flash(_("%(code)s dipakai lagi.", code=code) if back else _("%(code)s diarsipkan.", code=code), "good")
    return redirect(url_for(f"office.{kind}"), 303)
