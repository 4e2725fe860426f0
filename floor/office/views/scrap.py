"""Scrap records (*berita acara afkir*): what was scrapped, by day and order, and its paper."""

from __future__ import annotations

from datetime import date, timedelta

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from ... import clock, pages
from ...access.marks import needs
from ...db import db
from ...models import Role
from .. import scrap, scrap_record
from ..door import bp
from ..letterhead import as_pdf, head_of


@bp.get("/office/scrap")
@needs(Role.INSPECTOR, Role.SUPERVISOR)
def scrap_records() -> ResponseReturnValue:
    """The records of the last weeks."""
    zone, now = pages.site().zone, clock.now()
    since = clock.day_starts(clock.local_day(now, zone) - timedelta(days=scrap.DAYS_SHOWN), zone)
    found = scrap.records(db.session.connection(), zone, since)
    return render_template("office/scrap.html", records=found, days=scrap.DAYS_SHOWN)


@bp.get("/office/scrap/<order>/<day>/paper")
@needs(Role.INSPECTOR, Role.SUPERVISOR)
def scrap_paper(order: str, day: str) -> ResponseReturnValue:
    """One record as a PDF."""
    try:
        on = date.fromisoformat(day)
    except ValueError:
        abort(404)
    record = scrap.record_of(db.session.connection(), pages.site().zone, order, on) or abort(404)
    return as_pdf(scrap_record.draw(record, head_of(on, clock.now())), record.number)
