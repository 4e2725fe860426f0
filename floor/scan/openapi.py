"""The API as other programs read it: OpenAPI 3.1, answered at ``/api/v1/openapi.json``. It changes only by addition."""

from __future__ import annotations

from typing import Any

from ..access.answers import status_of
from ..refusals import ALL, No
from .envelope import MOST_BYTES, MOST_ITEMS
from .read_shapes import READ
from .shapes import ANSWERED, MOMENT, SENT, TEXT, Shape, ref

Part = dict[str, Any]

_ABOUT = f"""\
floor follows every piece through a workshop. A station sends what it scanned, an inspector's station its verdicts; any
program may ask what waits, how orders stand and what happened to a unit.

**Who speaks.** A machine sends `Authorization: Bearer <token>` (`floor stations token CODE` prints one). A paired
tablet's page, and an officer's who is signed in, come by cookie; then a write carries `X-CSRFToken` (from `GET /csrf`).

**Sending.** Up to {MOST_ITEMS} items and {MOST_BYTES // 1024} KiB at a time. The answer has one result for each item,
in order; a refusal is a result, never an error, and one bad item never stops the rest. Any other status than 200 is
about the request as a whole: nothing of it was stored (after a 500: send again and see), so keep everything. After 400
or 413 send half.

**Again.** Every item carries an id that the client made. Sent again, it is not done twice: the answer is equal in
outcome, moves, refusal code and numbers, and says `replayed`. Items are the same if their fields mean the same,
save for `late`, `age_ms` and `clock_offset_ms`, and for a scan's `seen` and `cycle` (so a `station` left out is the
token's, and one moment may be written with any offset); the same id with others is refused as `ID_REUSED`.
Delete an item only when its id stands in an answer, and keep answered ones for seven days: when `epoch` changes, a
backup was put back, and they are sent once more.

**Words.** Sentences come in Indonesian, or in English with `?lang=en`. A program tests codes, never sentences.
"""

_BEARER: Part = {"stationToken": []}
_STATION: list[Part] = [_BEARER, {"stationCookie": []}]
_STATION_WRITES: list[Part] = [_BEARER, {"stationCookie": [], "csrfToken": []}]
_LOOKS: list[Part] = [*_STATION, {"officerCookie": []}]

_LANG: Part = {
    "name": "lang",
    "in": "query",
    "description": "The language of sentences and names.",
    "schema": {"enum": ["id", "en"]},
}
_TAG: Part = {"name": "If-None-Match", "in": "header", "description": "The `ETag` known already.", "schema": TEXT}


def _json(shape: Shape) -> Part:
    return {"application/json": {"schema": shape}}


def _answers(well: Part, *codes: str) -> dict[str, Part]:
    """The good answer, the refusals of the request as a whole by their status, and any other error."""
    by_status: dict[str, list[str]] = {}
    for code in codes:
        by_status.setdefault(str(status_of(No(code))), []).append(code)
    refused = {status: _error(names) for status, names in sorted(by_status.items())}
    if "503" in refused:
        refused["503"]["headers"] = {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}}
    return {"200": well, **refused, "default": {"description": "Any other error.", "content": _json(ref("Error"))}}


def _error(codes: list[str]) -> Part:
    said = "; ".join(f"`{code}`: {ALL[code].en}" for code in codes)
    return {"description": said, "content": _json(ref("Error"))}


def _well(words: str, shape: Shape) -> Part:
    return {"description": words, "content": _json(shape)}


def _unless_unchanged(answers: dict[str, Part]) -> dict[str, Part]:
    """The same, with a tag, and with 304 for who has seen it already."""
    tagged = {**answers["200"], "headers": {"ETag": {"schema": TEXT}}}
    return {**answers, "200": tagged, "304": {"description": "Nothing changed since."}}


def _writes(name: str, item: str, words: str, example: Part) -> Part:
    """``POST`` of an envelope of items."""
    body: Shape = {
        "type": "object",
        "required": [name],
        "properties": {
            "sent_at": {**MOMENT, "description": "by the client's clock, now: by that a wrong clock is corrected"},
            "epoch": {**TEXT, "description": "the last one heard; where it isn't this server's, nothing is stored"},
            name: {"type": "array", "maxItems": MOST_ITEMS, "items": ref(item)},
        },
    }
    content = {
        "application/json": {"schema": body, "example": {"sent_at": "2026-11-21T09:14:03+07:00", name: [example]}}
    }
    envelope = ("NOT_JSON", "PAGE_TOO_OLD", "UNKNOWN_STATION", "TOO_LARGE", "SERVER_CLOCK", "TRY_AGAIN")
    return {
        "operationId": f"post_{name}",
        "tags": ["stations"],
        "summary": words,
        "parameters": [_LANG],
        "security": _STATION_WRITES,
        "requestBody": {"required": True, "content": content},
        "responses": _answers(_well("One result for each item, in order.", ref("Results")), *envelope),
    }


def _reads(name: str, tag: str, words: str, security: list[Part], answers: dict[str, Part], *takes: Part) -> Part:
    return {
        "operationId": name,
        "tags": [tag],
        "summary": words,
        "parameters": [*takes, _LANG],
        "security": security,
        "responses": answers,
    }


def _named(name: str, words: str) -> Part:
    return {"name": name, "in": "path", "required": True, "description": words, "schema": TEXT}


_PHOTO: Shape = {"type": "string", "contentMediaType": "image/*"}
_DECODE: Part = {
    "operationId": "post_decode",
    "tags": ["stations"],
    "summary": "Every label in one photo, with its corners. The photo is read and forgotten.",
    "parameters": [
        {
            "name": "doubts",
            "in": "query",
            "description": "1: say as well where QR codes were seen that could not be read",
            "schema": {"type": "string", "enum": ["1"]},
        },
        _LANG,
    ],
    "security": [*_STATION_WRITES, {"officerCookie": [], "csrfToken": []}],
    "requestBody": {
        "required": True,
        "content": {
            "image/*": {},
            "multipart/form-data": {
                "schema": {"type": "object", "required": ["photo"], "properties": {"photo": _PHOTO}}
            },
        },
    },
    "responses": _answers(
        _well("The labels, in reading order; none is an answer too.", ref("Decoded")),
        *("PAGE_TOO_OLD", "NOT_ALLOWED", "TOO_LARGE", "PICTURE_TOO_LARGE", "NOT_A_PICTURE", "CAMERA_OFF", "TRY_AGAIN"),
    ),
}

_PICTURE_SENT: Shape = {
    "type": "object",
    "required": ["id", "verdict", "file"],
    "properties": {
        "id": {"type": "string", "format": "uuid", "description": "the photo's own"},
        "verdict": {"type": "string", "format": "uuid", "description": "the verdict's id, heard before or later"},
        "happened_at": MOMENT,
        "defect": {**TEXT, "description": "the code of the defect that it shows"},
        "check": {"type": "integer", "description": "the check that it shows"},
        "file": _PHOTO,
    },
}
_PICTURE_HEARD: Shape = {
    "type": "object",
    "required": ["id", "outcome"],
    "properties": {
        "id": TEXT,
        "outcome": {"enum": ["recorded"]},
        "epoch": {**TEXT, "description": "another once a backup was restored: then photos are sent again"},
        "replayed": {"type": "boolean"},
    },
}
_PICTURE: Part = {
    "operationId": "post_inspection_picture",
    "tags": ["stations"],
    "summary": "Keeps a photo taken at an inspection with its pieces; drawn anew, so that only the picture remains.",
    "parameters": [_LANG],
    "security": [*_STATION_WRITES, {"officerCookie": [], "csrfToken": []}],
    "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": _PICTURE_SENT}}},
    "responses": _answers(
        _well("It is kept; `replayed` where this id was heard before.", _PICTURE_HEARD),
        *("PAGE_TOO_OLD", "NOT_ALLOWED", "TOO_LARGE", "PICTURE_TOO_LARGE", "NOT_A_PHOTO", "CAMERA_OFF", "TRY_AGAIN"),
    ),
}

# An officer who isn't signed in is answered 401, one who may not look 403: both as NOT_ALLOWED.
_NOBODY = {"401": _error(["NOT_ALLOWED"])}
_DECODE["responses"] |= _NOBODY
_PICTURE["responses"] |= _NOBODY

_SCAN = {
    "id": "019aa4c2-7b1e-7c55-9d3e-0c6b5a2f9e11",
    "code": "U7K49QXB2X",
    "happened_at": "2026-11-21T09:14:02+07:00",
    "quantity": 12,
}
_VERDICT = {
    "id": "019aa4c2-9f40-7a02-8a51-5f1f0d6c7b22",
    "code": "U7K49QXB2X",
    "happened_at": "2026-11-21T09:14:02+07:00",
    "passed": 11,
    "rework": [{"quantity": 1}],
    "defects": [{"defect": "G01", "quantity": 1, "outcome": "rework"}],
}
_BLANK: Part = {
    "id": "019aa4c2-7b1e-7c55-9d3e-0c6b5a2f9e13",
    "blank": "U5H8Q0ZT3V",
    "source": "U7K49QXB2X",
    "use": "dye",
    "quantity": 20,
    "recipe": "naphthol merah 3 g/l",
    "happened_at": "2026-11-21T09:14:02+07:00",
}

_HEARTBEAT: Part = {
    "operationId": "post_heartbeat",
    "tags": ["stations"],
    "summary": "Hears how a tablet does, every half minute or so; tells it what it must know.",
    "parameters": [_LANG],
    "security": _STATION_WRITES,
    "requestBody": {"required": True, "content": _json(ref("Heartbeat"))},
    "responses": _answers(
        _well("It was heard.", ref("Heard")), *("NOT_JSON", "PAGE_TOO_OLD", "UNKNOWN_STATION", "TOO_LARGE", "TRY_AGAIN")
    ),
}

_PATHS: dict[str, Part] = {
    "/api/v1/scans": {
        "post": _writes("scans", "Scan", "Hears scans: each moves the pieces that wait at this station on.", _SCAN)
    },
    "/api/v1/inspections": {
        "post": _writes("inspections", "Inspection", "Hears verdicts: each moves the pieces it judges.", _VERDICT)
    },
    "/api/v1/inspections/pictures": {"post": _PICTURE},
    "/api/v1/blanks": {
        "post": _writes(
            "blanks",
            "Blank",
            "Binds blank labels: to a split, a lot, repair pieces, a lost label, a new carton.",
            _BLANK,
        )
    },
    "/api/v1/decode": {"post": _DECODE},
    "/api/v1/heartbeat": {"post": _HEARTBEAT},
    "/api/v1/station": {
        "get": _reads(
            "get_station",
            "stations",
            "This station: who is here, its stages, what waits, the last scans.",
            _STATION,
            _unless_unchanged(_answers(_well("The station.", ref("Station")), "UNKNOWN_STATION")),
            _TAG,
        )
    },
    "/api/v1/orders": {
        "get": _reads(
            "get_orders",
            "boards",
            "How every open order stands.",
            _LOOKS,
            _unless_unchanged(_answers(_well("The open orders.", ref("Orders")), "NOT_ALLOWED") | _NOBODY),
            _TAG,
        )
    },
    "/api/v1/orders/{number}": {
        "get": _reads(
            "get_order",
            "boards",
            "How one order stands, open or closed.",
            _LOOKS,
            _unless_unchanged(_answers(_well("The order.", ref("Order")), "NOT_ALLOWED", "NOT_FOUND") | _NOBODY),
            _named("number", "The order's number; capitals don't matter."),
            _TAG,
        )
    },
    "/api/v1/units/{code}": {
        "get": _reads(
            "get_unit",
            "boards",
            "The whole story of a unit: where its pieces are and what happened to them.",
            _LOOKS,
            _answers(_well("The unit.", ref("Story")), "NOT_ALLOWED", "NOT_FOUND")
            | _NOBODY
            | {"404": _error(["UNKNOWN_CODE", "LABEL_BLANK", "NOT_FOR_SCANNING"])},
            _named("code", "On the label; a replaced or void label's code too."),
        )
    },
    "/api/v1/health": {
        "get": {
            "operationId": "get_health",
            "tags": ["server"],
            "summary": "Says that the server answers; asks nothing of the database.",
            "security": [],
            "responses": _answers(_well("It answers.", {"type": "object"})),
        }
    },
    "/api/v1/openapi.json": {
        "get": {
            "operationId": "get_openapi",
            "tags": ["server"],
            "summary": "This document.",
            "security": [],
            "responses": _answers(_well("OpenAPI 3.1.", {"type": "object", "required": ["openapi", "info", "paths"]})),
        }
    },
}

_SECURITY: dict[str, Part] = {
    "stationToken": {"type": "http", "scheme": "bearer", "description": "A station's token, for machines."},
    "stationCookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": "floor_station",
        "description": "A paired tablet's; over HTTPS it is called `__Host-floor_station`.",
    },
    "officerCookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": "floor_session",
        "description": "Of an officer who signed in; over HTTPS it is called `__Host-floor_session`.",
    },
    "csrfToken": {
        "type": "apiKey",
        "in": "header",
        "name": "X-CSRFToken",
        "description": "Goes with a cookie on every write: from `GET /csrf`, or the page that writes.",
    },
}

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {
        "title": "floor",
        "version": "1.0.0",
        "summary": "Follows every piece through a workshop.",
        "description": _ABOUT,
    },
    "servers": [{"url": "/"}],
    "tags": [
        {"name": "stations", "description": "What tablets and machines on the floor send and ask."},
        {"name": "boards", "description": "How things stand: orders, units."},
        {"name": "server", "description": "The server itself."},
    ],
    "paths": _PATHS,
    "components": {"schemas": SENT | ANSWERED | READ, "securitySchemes": _SECURITY},
}
