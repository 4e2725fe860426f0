"""The scan API: HTTP into one call, and its result into JSON. The rules live elsewhere."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from .. import clock, refusals
from ..access.answers import sentence
from ..access.marks import everybody, station_token_checked_inside, stations_only, stations_or
from ..access.tokens import current_station, hash_token, token_of
from ..db import Busy, db, is_unique_violation
from ..models import Role
from ..pages import site
from ..refusals import Refused
from . import read, say, waiting_here
from .decode import NotAPicture, PictureTooLarge, describe, read_image
from .hearing import hear, moment
from .openapi import DOCUMENT
from .scans import record_scans, record_scans_apart

T = TypeVar("T")

bp = Blueprint("scan", __name__)
log = logging.getLogger(__name__)

# A tablet sends at most 20 at a time; a request of more than this is no tablet's.
MOST_ITEMS = 500
MOST_BYTES = 1024 * 1024
# Two tablets may send the same id at once; whoever comes second reads the answer of the first.
_TRIES = 3


@bp.post("/api/v1/scans")
@station_token_checked_inside
def post_scans() -> ResponseReturnValue:
    """Hears scans: 200 with one result per item, in order; a refusal is a result."""
    heard_at = clock.now()
    sent_at, raw = envelope("scans")
    items = [hear(one, sent_at, heard_at) for one in raw]
    token = hash_token(brought_token())

    def work(conn: Connection) -> tuple[read.SiteFacts, Any]:
        return read.site(conn), record_scans(conn, token, items, heard_at)

    def apart(conn: Connection) -> tuple[read.SiteFacts, Any]:
        return read.site(conn), record_scans_apart(conn, token, items, heard_at)

    facts, results = write_heard(work, apart)
    if results is None:
        raise Refused(refusals.UNKNOWN_STATION.because())
    locale = str(get_locale())
    return answered(facts.epoch, [say.answer(result, locale, facts.zone) for result in results])


def envelope(name: str) -> tuple[int | None, list[Any]]:
    """``sent_at`` in milliseconds and the raw items; ``Refused`` where nothing can be read. Nothing was stored then."""
    if (request.content_length or 0) > MOST_BYTES:
        raise Refused(refusals.TOO_LARGE.because())
    try:
        body = json.loads(request.get_data(cache=False))
    except (ValueError, RecursionError) as error:
        raise Refused(refusals.NOT_JSON.because()) from error
    raw = body.get(name) if isinstance(body, dict) else None
    if not isinstance(raw, list):
        raise Refused(refusals.NOT_JSON.because())
    if len(raw) > MOST_ITEMS:
        raise Refused(refusals.TOO_LARGE.because())
    return moment(body.get("sent_at")), raw


def brought_token() -> str:
    """The station token that the guard saw on this request."""
    brought = token_of(request)
    if brought is None:
        raise Refused(refusals.UNKNOWN_STATION.because())
    return brought[0]


def write_heard(work: Callable[[Connection], T], apart: Callable[[Connection], T]) -> T:
    """Writes what was heard. ``apart`` is the same work, item by item, for a request that fails as a whole."""
    for attempt in range(_TRIES):
        try:
            return db.write(work)
        except DBAPIError as error:
            if not is_unique_violation(error) or attempt == _TRIES - 1:
                raise
        except (Refused, Busy):
            raise
        except Exception:
            log.exception("a request could not be recorded as a whole: its items are tried one by one")
            return db.write(apart)
    raise AssertionError("unreachable")


def answered(epoch: str, results: Sequence[dict[str, Any]]) -> Response:
    """The envelope of every answer to tablets."""
    return Response(json.dumps({"epoch": epoch, "results": results}, ensure_ascii=False), mimetype="application/json")


@bp.get("/api/v1/station")
@stations_only
def get_station() -> ResponseReturnValue:
    """This station: who is here, its stages, what waits, the last scans. 304 while nothing changed."""
    speaker = current_station()
    if speaker is None:
        raise Refused(refusals.UNKNOWN_STATION.because())
    response = jsonify(waiting_here.station(db.session.connection(), speaker.station_id, str(get_locale()), site()))
    response.add_etag()
    return response.make_conditional(request)


@bp.post("/api/v1/decode")
@stations_or(Role.OPERATOR)
def post_decode() -> ResponseReturnValue:
    """Every label in one photo, with its corners. The photo is read and forgotten."""
    if not site().camera:
        raise Refused(refusals.CAMERA_OFF.because())
    photo = request.files.get("photo")
    picture = photo.read() if photo is not None else request.get_data(cache=False)
    try:
        labels = read_image(picture)
    except PictureTooLarge as error:
        raise Refused(refusals.PICTURE_TOO_LARGE.because()) from error
    except NotAPicture as error:
        raise Refused(refusals.NOT_A_PICTURE.because()) from error
    said: dict[str, Any] = {"labels": [describe(label) for label in labels]}
    if not labels:
        said["say"] = sentence(refusals.NOTHING_READ.because())
    return jsonify(said)


@bp.get("/api/v1/openapi.json")
@everybody
def get_openapi() -> ResponseReturnValue:
    """This API, as other programs read it."""
    return jsonify(DOCUMENT)
