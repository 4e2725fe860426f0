"""Posts: who is Kalapas, Kasi, Kasubsi …, outright or acting, from when to when."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Connection, select

from ... import clock, refusals
from ...access.marks import needs
from ...db import db
from ...models import Officer, PostHeld, Role
from ...pages import site
from ...refusals import No, Refused
from .. import log, rows, typed
from .. import posts as them
from ..door import bp
from ..forms import form_page
from ..posts import Holding


@bp.get("/office/posts")
@needs(Role.SUPERVISOR)
def posts() -> ResponseReturnValue:
    """Who holds which post today; who will and who did below."""
    today = clock.local_day(clock.now(), site().zone)
    held = db.session.scalars(select(PostHeld).order_by(PostHeld.post, PostHeld.acting, PostHeld.from_on.desc())).all()
    now = [each for each in held if _holding(each).term.holds_on(today)]
    later = [each for each in held if each.from_on > today]
    before = [each for each in held if each not in now and each not in later]
    return render_template("office/posts.html", parts=(now, later, before), acting=them.ACTING)


@bp.get("/office/posts/new")
@needs(Role.ADMINISTRATOR)
def new_post(no: No | None = None) -> ResponseReturnValue:
    """Asks for a post, its holder and the days."""
    start = {"acting": "", "from_on": clock.local_day(clock.now(), site().zone).isoformat()}
    return form_page("office/post.html", no, start, held=None, **_choices())


@bp.post("/office/posts/new")
@needs(Role.ADMINISTRATOR)
def new_post_now() -> ResponseReturnValue:
    """Gives a post."""
    try:
        holding, now = _asked(), clock.now()
        rows.write(lambda conn: _add(conn, holding, now))
    except Refused as refused:
        return new_post(refused.no)
    return redirect(url_for("office.posts"), 303)


@bp.get("/office/posts/<int:held_id>")
@needs(Role.ADMINISTRATOR)
def post(held_id: int, no: No | None = None) -> ResponseReturnValue:
    """One holding, to be ended or put right."""
    found = db.session.get(PostHeld, held_id) or abort(404)
    start = {
        "post": found.post,
        "officer": found.officer_id,
        "acting": found.acting,
        "from_on": found.from_on.isoformat(),
        "until_on": found.until_on.isoformat() if found.until_on else "",
    }
    return form_page("office/post.html", no, start, held=found, **_choices(found.officer_id))


@bp.post("/office/posts/<int:held_id>")
@needs(Role.ADMINISTRATOR)
def post_now(held_id: int) -> ResponseReturnValue:
    """Ends it, or puts it right."""
    if db.session.get(PostHeld, held_id) is None:
        abort(404)
    try:
        holding = _asked()
        rows.write(lambda conn: _change(conn, held_id, holding))
    except Refused as refused:
        return post(held_id, refused.no)
    return redirect(url_for("office.posts"), 303)


def _add(conn: Connection, holding: Holding, now: int) -> None:
    if them.add(conn, holding, now)[1]:
        log.note(conn, "post", holding.post, "added", after=_told(conn, holding))


def _change(conn: Connection, held_id: int, holding: Holding) -> None:
    before = them.change(conn, held_id, holding)
    log.note_difference(conn, "post", holding.post, _told(conn, before), _told(conn, holding))


def _told(conn: Connection, holding: Holding) -> dict[str, Any]:
    values = {name: getattr(holding, name) for name in ("officer_id", "acting", "from_on", "until_on")}
    return log.told(conn, PostHeld, values)


def _asked() -> Holding:
    form = request.form
    name = typed.text(form, "post", "jabatan")
    if len(name) > log.LONGEST_CODE:
        raise Refused(refusals.FIELD_NEEDED.because(what="jabatan, paling banyak 40 huruf", field="post"))
    return Holding(
        post=name,
        officer_id=typed.key(form, "officer", "petugas"),
        acting=typed.one_of(form, "acting", "definitif, Plh. atau Plt.", them.ACTING),
        from_on=typed.day(form, "from_on", "tanggal mulai"),
        until_on=typed.day(form, "until_on", "tanggal akhir") if form.get("until_on") else None,
    )


def _holding(row: PostHeld) -> Holding:
    return Holding(row.post, row.officer_id, row.acting, row.from_on, row.until_on)


def _choices(kept: int | None = None) -> dict[str, Any]:
    found = select(Officer).where(Officer.active | (Officer.id == kept)).order_by(Officer.name)
    known = db.session.scalars(select(PostHeld.post).distinct())
    return {
        "officers": [("", "–"), *((row.id, row.name) for row in db.session.scalars(found))],
        "usual": list(dict.fromkeys([*them.USUAL, *known])),
        "kinds": [("", _("Definitif")), ("plh", _("Plh. (pelaksana harian)")), ("plt", _("Plt. (pelaksana tugas)"))],
    }
