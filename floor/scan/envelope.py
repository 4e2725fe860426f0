"""The envelope of what tablets and machines send: read, written in one piece of work, answered item by item."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask import Response, request
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from .. import refusals
from ..access.tokens import token_of
from ..db import Busy, db, is_unique_violation
from ..refusals import Refused
from .hearing import moment
from .read import SiteFacts, site

T = TypeVar("T")

log = logging.getLogger(__name__)

# A tablet sends at most 20 at a time; a request of more than this is no tablet's.
MOST_ITEMS = 500
MOST_BYTES = 1024 * 1024
# Two tablets may send the same id at once; whoever comes second reads the answer of the first.
_TRIES = 3
_MOST_DIGITS = 400


def envelope(name: str) -> tuple[int | None, list[Any], str]:
    """``sent_at`` in milliseconds, the raw items, and the epoch that the sender knows (empty: it doesn't say).

    ``Refused`` where nothing can be read. Nothing was stored then.
    """
    if (request.content_length or 0) > MOST_BYTES:
        raise Refused(refusals.TOO_LARGE.because())
    try:
        body = json.loads(request.get_data(cache=False), parse_int=_whole)
    except (ValueError, RecursionError) as error:
        raise Refused(refusals.NOT_JSON.because()) from error
    raw = body.get(name) if isinstance(body, dict) else None
    if not isinstance(raw, list):
        raise Refused(refusals.NOT_JSON.because())
    if len(raw) > MOST_ITEMS:
        raise Refused(refusals.TOO_LARGE.because())
    epoch = body.get("epoch")
    return moment(body.get("sent_at")), raw, epoch if isinstance(epoch, str) else ""


def _whole(digits: str) -> float:
    """A whole number; one of more digits than Python reads spoils its own item, as any number too large, not all."""
    return int(digits) if len(digits) < _MOST_DIGITS else float(digits)


def brought_token() -> str:
    """The station token that the guard saw on this request."""
    brought = token_of(request)
    if brought is None:
        raise Refused(refusals.UNKNOWN_STATION.because())
    return brought[0]


def unless_restored(
    conn: Connection, epoch: str, record: Callable[[], list[T] | None]
) -> tuple[SiteFacts, list[T] | None]:
    """Records what was heard, unless a backup was restored since the sender last heard of us: then nothing of it yet.

    The sender learns the epoch by that and sends again what it kept, so that all comes in the order it was made.
    """
    facts = site(conn)
    return facts, record() if epoch in ("", facts.epoch) else []


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
