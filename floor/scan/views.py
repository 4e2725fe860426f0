"""The scan API: HTTP into one call, and its result into JSON. The rules live elsewhere."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from .. import clock, refusals
from ..access.answers import sentence
from ..access.languages import choose_language
from ..access.marks import everybody, station_token_checked_inside, stations_only, stations_or
from ..access.tokens import current_station, hash_token
from ..db import db
from ..models import Role
from ..pages import site
from ..refusals import Refused
from ..rules import codes
from . import blanks, doubts, read, say, say_blanks, waiting_here
from .decode import NotAPicture, PictureTooLarge, describe, read_image
from .envelope import answered, brought_token, envelope, unless_restored, write_heard
from .hearing import hear
from .openapi import DOCUMENT
from .scans import record_scans, record_scans_apart

bp = Blueprint("scan", __name__)

Asked = TypeVar("Asked")  # an item as it was heard
Became = TypeVar("Became")  # what became of it

_READING_SECONDS = 10
_reading = threading.BoundedSemaphore(2)


@bp.post("/api/v1/scans")
@station_token_checked_inside
def post_scans() -> ResponseReturnValue:
    """Hears scans: 200 with one result per item, in order; a refusal is a result."""
    return _heard("scans", hear, record_scans, record_scans_apart, say.answer)


@bp.post("/api/v1/blanks")
@station_token_checked_inside
def post_blanks() -> ResponseReturnValue:
    """Binds blank labels: 200 with one result per item, in order; a refusal is a result."""
    return _heard("blanks", blanks.hear, blanks.bind_blanks, blanks.bind_blanks_apart, say_blanks.answer)


def _heard(
    name: str,
    hear_one: Callable[[object, int | None, int], Asked],
    record: Callable[[Connection, str, list[Asked], int], list[Became] | None],
    record_apart: Callable[[Connection, str, list[Asked], int], list[Became] | None],
    answer_one: Callable[[Became, str, str], dict[str, Any]],
) -> ResponseReturnValue:
    """One request of a station: its items heard, recorded in one piece of work, and answered in order."""
    heard_at = clock.now()
    sent_at, raw, epoch = envelope(name)
    items = [hear_one(one, sent_at, heard_at) for one in raw]
    token = hash_token(brought_token())

    def work(conn: Connection) -> tuple[read.SiteFacts, list[Became] | None]:
        return unless_restored(conn, epoch, lambda: record(conn, token, items, heard_at))

    def apart(conn: Connection) -> tuple[read.SiteFacts, list[Became] | None]:
        return unless_restored(conn, epoch, lambda: record_apart(conn, token, items, heard_at))

    facts, results = write_heard(work, apart)
    if results is None:
        raise Refused(refusals.UNKNOWN_STATION.because())
    locale = choose_language()
    return answered(facts.epoch, [answer_one(result, locale, facts.zone) for result in results])


@bp.get("/api/v1/station")
@stations_only
def get_station() -> ResponseReturnValue:
    """This station: who is here, its stages, what waits, the last scans. 304 while nothing changed."""
    speaker = current_station()
    if speaker is None:
        raise Refused(refusals.UNKNOWN_STATION.because())
    response = jsonify(waiting_here.station(db.session.connection(), speaker.station_id, choose_language(), site()))
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
    # Reading takes a processor for a moment; more at once would keep scans waiting.
    if not _reading.acquire(timeout=_READING_SECONDS):
        raise Refused(refusals.TRY_AGAIN.because())
    try:
        labels = read_image(picture)
        unread = doubts.unread(picture, labels) if request.args.get("doubts") else []
    except PictureTooLarge as error:
        raise Refused(refusals.PICTURE_TOO_LARGE.because()) from error
    except NotAPicture as error:
        raise Refused(refusals.NOT_A_PICTURE.because()) from error
    finally:
        _reading.release()
    said: dict[str, Any] = {"labels": [describe(label) for label in labels]}
    if unread:
        said["doubts"] = unread
    if not any(codes.is_goods(label.text) for label in labels):
        known = refusals.NO_GOODS_IN_PHOTO if labels else refusals.NOTHING_READ
        said["say"] = sentence(known.because())
        said["refusal"] = {
            "code": known.code,
            "sentence": said["say"],
            "look": known.look.value,
            "next": known.next.value,
        }
    return jsonify(said)


@bp.get("/api/v1/health")
@everybody
def get_health() -> ResponseReturnValue:
    """Says that the server answers; asks nothing of the database."""
    return Response("{}", mimetype="application/json")


@bp.get("/api/v1/openapi.json")
@everybody
def get_openapi() -> ResponseReturnValue:
    """This API, as other programs read it."""
    return jsonify(DOCUMENT)
