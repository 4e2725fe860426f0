"""What is sent to the API and answered to it, as JSON Schema; the words that such shapes are made of.

Objects are open: fields may be added to them, and a client must pass over those it doesn't know.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import refusals
from ..models import UnitKind, Why
from ..refusals import Look, Next
from ..rules import places
from ..rules.verdict import OUTCOMES
from .blanks import Use
from .hearing import CODE_KEPT, MOST_PIECES
from .lots import RECIPE_KEPT

Shape = dict[str, Any]

ENDS = [places.name(place) for place in range(places.READY, places.RETURNED + 1, 1_000)]
_OUTSIDE = [places.name(place) for place in (places.NEW, places.VOID)]


def ref(name: str) -> Shape:
    """Points at a shape by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def says(shape: Shape, words: str) -> Shape:
    """The same shape, described."""
    return {**shape, "description": words}


def thing(needed: Mapping[str, Shape], maybe: Mapping[str, Shape] | None = None, words: str = "") -> Shape:
    """An object: fields that are always there, and fields that may be."""
    shape: Shape = {"type": "object", "required": list(needed), "properties": {**needed, **(maybe or {})}}
    return says(shape, words) if words else shape


def list_of(of: Shape) -> Shape:
    """A list of such things."""
    return {"type": "array", "items": of}


def or_null(shape: Shape) -> Shape:
    """The same, or null."""
    return {**shape, "type": [shape["type"], "null"]} if "type" in shape else {"anyOf": [shape, {"type": "null"}]}


def one_of(*words: str) -> Shape:
    """One of these words."""
    return {"type": "string", "enum": list(words)}


def whole(least: int, most: int = MOST_PIECES) -> Shape:
    """A whole number within these limits."""
    return {"type": "integer", "minimum": least, "maximum": most}


TEXT: Shape = {"type": "string"}
YES_NO: Shape = {"type": "boolean"}
TRUE: Shape = {"const": True}
COUNT: Shape = {"type": "integer", "minimum": 0}
NUMBER: Shape = {"type": "number"}
STEP: Shape = {"type": "integer", "minimum": 1, "maximum": places.LAST_STEP}
ID: Shape = {"type": "string", "format": "uuid"}
MOMENT: Shape = {"type": "string", "format": "date-time"}
DAY: Shape = {"type": "string", "format": "date"}
CODE: Shape = {"type": "string", "minLength": 1, "maxLength": CODE_KEPT}
STAGE = says(or_null(TEXT), "the code of a stage")

# What scans and verdicts have in common in a request.
_FRAME_NEEDED = {
    "id": says(ID, "the client's own id of this item, new for each; version 7 suits best"),
    "happened_at": says(MOMENT, "by the client's clock, with its offset"),
}
_FRAME = {
    "code": says(or_null(CODE), "what was read, as read; may be missing only where `undoes` is given"),
    "undoes": says(or_null(ID), "the id of an earlier item of this station, to be taken back whole within 30 s"),
    "step": says(or_null(STEP), "only in answer to `WHICH_STEP`"),
    "cycle": says(or_null(whole(0, 999)), "only in answer to `WHICH_STEP`: how often the pieces were sent back"),
    "officer": says(
        or_null(CODE),
        "an officer's code, for a machine (with a verdict: only that of the officer its token was issued to);"
        " a paired tablet's is the one signed in there",
    ),
    "station": says(or_null(CODE), "where it was made, if this tablet was paired there then; else the token's"),
    "late": says(YES_NO, "whether it comes out of an offline queue; then it is judged in the order it happened"),
    "age_ms": says(or_null(NUMBER), "how old it is by a clock that nobody can set"),
    "clock_offset_ms": says(or_null(NUMBER), "what had to be added to the client's clock when it happened"),
    "idle_ms": says(or_null(NUMBER), "of a paired tablet: how long before it nobody had touched or scanned anything"),
    "sign_in": says(
        or_null(COUNT),
        "of a paired tablet: the `sign_in` that `GET /api/v1/station` told it last; the item counts for the officer who"
        " had come by then, not for one who came to another tablet and whom this one couldn't know of yet",
    ),
}
_CREW = {"crew": says(or_null(COUNT), "of a paired tablet: the `crew` it was told last; the same of whose work it was")}
_CODE_OR_UNDOES = {"anyOf": [{"required": ["code"]}, {"required": ["undoes"]}]}

MOVE = {
    "unit": TEXT,
    "from": ref("Whereabouts"),
    "to": ref("Whereabouts"),
    "step": says(or_null(STEP), "the step that was finished, or for an undo is open again"),
    "stage": STAGE,
    "quantity": whole(1),
    "cycle": COUNT,
    "why": one_of(*(why.value for why in Why)),
}
_PLACE_MAYBE = {"step": says(STEP, "of a step; of `hold` and `missing` the one the pieces came from"), "stage": STAGE}
_HEARD = {"id": says(or_null(TEXT), "as it was sent; null for an item without a usable id")}
_HEARD_MAYBE = {
    "replayed": says(TRUE, "this id was heard before: the same outcome, moves, code and numbers again"),
    "unit": ref("Unit"),
    "clock_off_ms": {"type": "integer", "description": "there where the client's clock is more than two minutes off"},
}

PIECE = says(whole(0, 9_999), "0: every piece that passes, where that is answered once for all")

SENT: dict[str, Shape] = {
    "Scan": {
        **thing(
            _FRAME_NEEDED,
            {
                **_FRAME,
                "quantity": says(or_null(whole(1)), "pieces; missing: all that wait here"),
                "seen": says(
                    or_null(whole(0)),
                    "what the tablet showed; a late scan without `quantity` moves exactly these: where it showed 0,"
                    " it moves nothing and is answered `TOO_MANY`, or why nothing is here",
                ),
                "worker": says(or_null(CODE), "whose work it was: a worker's or a team's code"),
                **_CREW,
            },
            "A code that was read, or the undo of an earlier scan.",
        ),
        **_CODE_OR_UNDOES,
    },
    "Blank": thing(
        {
            **_FRAME_NEEDED,
            "blank": says(CODE, "the code of a blank label, as read"),
            "source": says(CODE, "whose pieces: the code on a unit's label, or the unit's name"),
            "use": says(
                one_of(*Use),
                "split: pieces with a label of their own; dye, boil: a lot; repair: pieces that were sent back;"
                " lost: the unit's label instead of the one it lost",
            ),
        },
        {
            "quantity": says(or_null(whole(1)), "pieces; missing: all there are; of no meaning for `lost`"),
            "recipe": says({**TEXT, "maxLength": RECIPE_KEPT}, "of a lot"),
            **{name: _FRAME[name] for name in ("officer", "station", "late", "age_ms", "clock_offset_ms", "idle_ms")},
            "sign_in": _FRAME["sign_in"],
            **_CREW,
            "step": says(or_null(STEP), "only in answer to `WHICH_PIECES`"),
            "cycle": says(or_null(whole(0, 999)), "only in answer to `WHICH_PIECES`: how often they were sent back"),
        },
        "A blank label, bound to a unit. `moves` and `unit` of the answer say what it carries now.",
    ),
    "Inspection": {
        **thing(
            _FRAME_NEEDED,
            {
                **_FRAME,
                "passed": whole(0),
                "rework": list_of(
                    thing(
                        {"quantity": whole(1)},
                        {"to_step": says(or_null(STEP), "missing: where the defects, or the gate, send them")},
                    )
                ),
                "grade_b": whole(0),
                "scrap": whole(0),
                "hold": whole(0),
                "defects": list_of(
                    thing(
                        {"defect": TEXT, "quantity": whole(1), "outcome": one_of(*OUTCOMES)},
                        {
                            "spots": says(
                                list_of(thing({"side": whole(0, 1), "x": whole(0, 1_000), "y": whole(0, 1_000)})),
                                "where on the standard's drawing, in thousandths; side 0 is the front",
                            )
                        },
                    )
                ),
                "findings": list_of(
                    thing(
                        {"check": says({"type": "integer"}, "a check of the standard"), "piece": PIECE},
                        {
                            "value": or_null(NUMBER),
                            "good": or_null(YES_NO),
                            "grade": says(or_null(one_of("better", "same", "worse")), "against the limit sample"),
                            "confirmed": says(or_null(YES_NO), "a number far off the nominal was looked at again"),
                        },
                    )
                ),
                "note": says(or_null(TEXT), "400 characters are kept"),
                "lot": says(
                    {**TEXT, "maxLength": 30}, "the number of a sampled lot; then with `draw`, `lot_end` or `undoes`"
                ),
                "draw": says(
                    whole(1, 2_000), "this drawn piece of the lot was looked at; one piece, which moves at the end"
                ),
                "lot_end": says(one_of("accepted", "rejected", "withdrawn"), "ends the lot as its pieces say"),
                "all_checked": says(YES_NO, "with `lot_end`: critical checks were done on every piece of the lot"),
            },
            "A verdict: the pieces judged, split as they really are; or the undo of an earlier one.",
        ),
        **_CODE_OR_UNDOES,
    },
}

HEARTBEAT: dict[str, Shape] = {
    "Heartbeat": thing(
        {},
        {
            "sent_at": {**MOMENT, "description": "by the tablet's clock, now: by that its error is known"},
            "battery": says(or_null(whole(0, 100)), "percent; browsers tell it on a secure page only"),
            "charging": or_null(YES_NO),
            "queued": says(COUNT, "what is kept on the tablet and wasn't heard yet"),
            "refused": says(COUNT, "what was heard and refused, and nobody at the tablet has read yet"),
            "oldest_at": says(or_null(MOMENT), "when the oldest of what is queued happened"),
            "version": says(TEXT, "of the page that is open: the `X-Floor-Version` it came with"),
            "secure": says(YES_NO, "whether the page is a secure context"),
            "idle_ms": says(or_null(NUMBER), "how long ago somebody touched or scanned anything"),
            "open_ms": says(or_null(NUMBER), "how long ago the page was opened"),
        },
        "What a tablet says of itself; anything may be missing. Nothing of it is personal.",
    ),
    "Heard": thing(
        {
            "version": says(TEXT, "of the pages that the server gives out now"),
            "reload": says(YES_NO, "a supervisor wants the page opened anew, once nothing waits on the tablet"),
            "locked": says(YES_NO, "it shows its station's screens and nothing else"),
            "away": says(YES_NO, "the officer gave no sign for too long: the badge is asked for"),
            "stopped": or_null(ref("Stopped")),
        }
    ),
    "Stopped": thing(
        {"at": MOMENT, "by": says(or_null(TEXT), "an officer's code"), "sentence": TEXT},
        words="A supervisor stopped all stations: nothing moves until they go on.",
    ),
}

ANSWERED: dict[str, Shape] = HEARTBEAT | {
    "RefusalCode": {
        **one_of(*refusals.ALL),
        "description": "Codes may be added; a client shows `sentence` and `look` of one it doesn't know.",
    },
    "Refusal": thing(
        {
            "code": ref("RefusalCode"),
            "sentence": says(TEXT, "says what to do next, in the reader's language"),
            "look": says(one_of(*Look), "already: nothing to do; stop: don't go on; ask: one more answer is needed"),
            "next": says(one_of(*Next), "what a screen offers next"),
        },
        {"detail": ref("Detail")},
        "A no. It is stored as a fact, as every yes is; nothing refused is ever dropped.",
    ),
    "Detail": {
        **thing(
            {},
            {
                "waiting": says(COUNT, "pieces that wait here"),
                "asked": says(COUNT, "pieces that were asked for"),
                "step": STEP,
                "at": says(MOMENT, "when it was done before"),
                "where": says(list_of(ref("Standing")), "where the pieces are, most first"),
                "choices": list_of(
                    thing(
                        {"step": STEP, "stage": STAGE, "name": TEXT, "quantity": COUNT},
                        {"cycle": COUNT},
                        "An answer to `WHICH_STEP` or `WHICH_PIECES`: send `step` (and `cycle`) with a new id.",
                    )
                ),
                "what": says(TEXT, "the field that can't be used"),
                "times": says(COUNT, "which return it would be"),
                "defect": TEXT,
                "outcome": TEXT,
                "quantity": COUNT,
            },
            "The numbers behind a refusal, as far as it has any. There may be others than these.",
        ),
        "additionalProperties": True,
    },
    "Whereabouts": {
        "description": "The number of a step of the unit's route, or the name of an end.",
        "anyOf": [STEP, one_of(*ENDS, *_OUTSIDE)],
    },
    "Standing": thing({"place": one_of("step", *ENDS), "quantity": COUNT}, {**_PLACE_MAYBE, "cycle": COUNT}),
    "Move": thing(MOVE, words="So many pieces of a unit that went from one place to another."),
    "Unit": thing(
        {
            "code": says(TEXT, "on its label"),
            "unit": says(TEXT, "its name, as people say it"),
            "kind": one_of(*(kind.value for kind in UnitKind)),
            "product": TEXT,
            "order": TEXT,
            "size": TEXT,
            "counted_in": says(TEXT, "potong, lembar, unit …"),
            "quantity": COUNT,
            "where": list_of(ref("Standing")),
        }
    ),
    "Recorded": thing(
        {**_HEARD, "outcome": {"const": "recorded"}, "moves": list_of(ref("Move")), "say": TEXT},
        {
            **_HEARD_MAYBE,
            "carton": says(TEXT, "the carton that the pieces went into, or whose own label was read"),
            "lot": says(
                {"type": "object"},
                "how a sampled lot stands: `number`, `quantity`, `drawn`, `looked`, `ended`, `can_be_accepted` (null"
                " while it is open) and `classes`, each with `severity`, `sample`, `looked`, `found`, `accept`,"
                " `reject` and `only_reject`",
            ),
            "first_pass": says(
                thing({"judged": COUNT, "passed": COUNT}),
                "of a verdict: pieces that this gate judged for the first time, and how many of them passed",
            ),
            "station": says(thing({"code": TEXT, "name": TEXT}), "where a station's card moved the tablet to"),
        },
    ),
    "Refused": thing(
        {**_HEARD, "outcome": {"const": "refused"}, "refusal": ref("Refusal"), "say": TEXT},
        {**_HEARD_MAYBE, "address": says(TEXT, "of `NEEDS_VERDICT`: the page where the verdict is given")},
    ),
    "Result": {
        "oneOf": [ref("Recorded"), ref("Refused")],
        "discriminator": {
            "propertyName": "outcome",
            "mapping": {"recorded": ref("Recorded")["$ref"], "refused": ref("Refused")["$ref"]},
        },
    },
    "Results": thing(
        {
            "epoch": says(TEXT, "changes when a backup was put back: then send again what was answered lately"),
            "results": says(list_of(ref("Result")), "one for each item that was sent, in order"),
        }
    ),
    "Error": thing(
        {
            "error": {
                "anyOf": [ref("RefusalCode"), {"type": "string", "pattern": "^(NO_SUCH_PAGE|BROKEN|HTTP_[0-9]+)$"}]
            },
            "sentence": TEXT,
            "look": one_of(*Look),
            "next": one_of(*Next),
        },
        words="The request as a whole was not done; of scans and verdicts nothing was stored.",
    ),
}
