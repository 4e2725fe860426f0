"""The tablets on one page, how each is doing, and what a supervisor does with one from afar."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import Connection

from ... import clock
from ...access.marks import needs
from ...db import db
from ...doors.checks import newest_checks
from ...doors.words import verdicts
from ...models import Role
from ...pages import site, version
from ...refusals import No, Refused
from .. import rows, tablets
from ..door import bp
from ..forms import form_page
from ..tablet_words import age_words, clock_words


@bp.get("/office/tablets")
@needs(Role.SUPERVISOR)
def tablets_page() -> ResponseReturnValue:
    """Every paired tablet, those that need somebody on top."""
    shown = _shown()
    return render_template("office/tablets.html", tag=_tag(shown), **shown)


@bp.get("/office/tablets/cards")
@needs(Role.SUPERVISOR)
def tablets_cards() -> ResponseReturnValue:
    """What changes of that page; 304 while nothing did."""
    shown = _shown()
    tag = _tag(shown)
    known = request.if_none_match.contains_weak(tag)
    answer = Response(status=304) if known else make_response(render_template("office/tablets_cards.html", **shown))
    answer.set_etag(tag, weak=True)
    return answer


@bp.post("/office/tablets/<int:token_id>/lock")
@needs(Role.SUPERVISOR)
def lock_tablet_now(token_id: int) -> ResponseReturnValue:
    """Keeps a tablet on its station's screens."""
    return _done(lambda conn: tablets.lock(conn, token_id), _("Tablet dikunci pada layar posnya."))


@bp.post("/office/tablets/<int:token_id>/unlock")
@needs(Role.SUPERVISOR)
def unlock_tablet_now(token_id: int) -> ResponseReturnValue:
    """Lets it show every page again."""
    return _done(lambda conn: tablets.unlock(conn, token_id), _("Kunci tablet dibuka."))


@bp.post("/office/tablets/<int:token_id>/reload")
@needs(Role.SUPERVISOR)
def reload_tablet_now(token_id: int) -> ResponseReturnValue:
    """Has it open its page anew, once nothing waits on it."""
    now = clock.now()
    said = _("Tablet memuat ulang halamannya begitu tidak ada lagi yang menunggu kirim.")
    return _done(lambda conn: tablets.ask_reload(conn, token_id, now), said)


@bp.get("/office/tablets/<int:token_id>/name")
@needs(Role.SUPERVISOR)
def name_tablet(token_id: int, no: No | None = None) -> ResponseReturnValue:
    """Asks for another name."""
    found = tablets.named(db.session.connection(), token_id)
    return form_page("office/tablet_name.html", no, {"name": found.name}, tablet=found, token_id=token_id)


@bp.post("/office/tablets/<int:token_id>/name")
@needs(Role.SUPERVISOR)
def name_tablet_now(token_id: int) -> ResponseReturnValue:
    """Gives it."""
    name = request.form.get("name", "")
    try:
        rows.write(lambda conn: tablets.rename(conn, token_id, name))
    except Refused as refused:
        return name_tablet(token_id, refused.no)
    flash(_("Tersimpan."), "good")
    return redirect(url_for("office.tablets_page"), 303)


@bp.get("/office/tablets/<int:token_id>/revoke")
@needs(Role.SUPERVISOR)
def revoke_paired(token_id: int) -> ResponseReturnValue:
    """Asks whether a tablet shall be nobody's."""
    found = tablets.named(db.session.connection(), token_id)
    return render_template("office/tablet_revoke.html", tablet=found, token_id=token_id)


@bp.post("/office/tablets/<int:token_id>/revoke")
@needs(Role.SUPERVISOR)
def revoke_paired_now(token_id: int) -> ResponseReturnValue:
    """Makes it nobody's."""
    now = clock.now()
    said = _("Tablet dicabut. Pindaian yang masih disimpannya terkirim setelah dipasangkan lagi.")
    return _done(lambda conn: tablets.revoke(conn, token_id, now), said)


def _done(work: Callable[[Connection], None], said: str) -> ResponseReturnValue:
    rows.write(work)
    flash(said, "good")
    return redirect(url_for("office.tablets_page"), 303)


def _shown() -> dict[str, Any]:
    conn, now = db.session.connection(), clock.now()
    checks = newest_checks(conn, site().camera)
    words = verdicts()
    found = tablets.tablets(conn, now, version())
    return {
        "tablets": found,
        "checked": {
            mark: (check.id, *words[check.verdict]) for mark, check in checks.items() if check.verdict in words
        },
        "age": lambda millis: age_words(now - millis),
        "clock_words": clock_words,
        "now": now,
    }


def _tag(shown: dict[str, Any]) -> str:
    """Equal while a reader would be shown the same: a heartbeat that says nothing new draws nothing anew."""
    said = [_said(each) for each in shown["tablets"]]
    here = repr((said, shown["checked"], str(get_locale()), site().stopped_at))
    return hashlib.sha256(here.encode()).hexdigest()[:24]


def _said(tablet: tablets.Tablet) -> tuple[object, ...]:
    row, moments = tablet.row, ("heard_at", "oldest_at", "scanned_at", "officer_seen_at")
    ages = [age_words(tablet.now - at) for name in moments if (at := getattr(row, name)) is not None]
    told = (row.id, row.name, row.station, row.officer, row.locked, row.reload_asked_at, row.tablet, row.browser)
    numbers = (row.battery, row.charging, row.queued, row.refused, row.secure, clock_words(row.clock_error_ms))
    judged = (tablet.trouble, tablet.is_quiet, tablet.is_gone, tablet.is_stale, tablet.waits_long)
    return (*told, *numbers, *judged, *ages)
