"""Verdicts: the API that hears them, the queue at the gates, the inspection screen, the standards."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from sqlalchemy import Connection

from .. import clock, refusals
from ..access.marks import station_token_checked_inside
from ..access.tokens import hash_token
from ..refusals import Refused
from ..scan import read
from ..scan.envelope import answered, brought_token, envelope, write_heard
from . import say
from .hearing import hear
from .verdicts import record_verdicts

bp = Blueprint("quality", __name__)


@bp.post("/api/v1/inspections")
@station_token_checked_inside
def post_inspections() -> ResponseReturnValue:
    """Hears verdicts: 200 with one result per item, in order; a refusal is a result."""
    heard_at = clock.now()
    sent_at, raw = envelope("inspections")
    items = [hear(one, sent_at, heard_at) for one in raw]
    token = hash_token(brought_token())

    def work(conn: Connection) -> tuple[read.SiteFacts, Any]:
        return read.site(conn), record_verdicts(conn, token, items, heard_at)

    facts, results = write_heard(work, work)
    if results is None:
        raise Refused(refusals.UNKNOWN_STATION.because())
    locale = str(get_locale())
    return answered(facts.epoch, [say.answer(result, locale, facts.zone) for result in results])
