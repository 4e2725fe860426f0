"""What the API tells who asks it: a station, orders, the story of a unit, as JSON Schema."""

from __future__ import annotations

from ..models import EntryKind
from ..rules.pace import Status
from ..rules.verdict import OUTCOMES
from .shapes import (
    ANSWERED,
    COUNT,
    DAY,
    ENDS,
    ID,
    MOMENT,
    MOVE,
    NUMBER,
    STEP,
    TEXT,
    YES_NO,
    Shape,
    list_of,
    one_of,
    or_null,
    ref,
    says,
    thing,
)

_COUNTS = {
    "target": COUNT,
    "made": says(COUNT, "what stands in `in_work`, and at the seven ends"),
    "not_started": COUNT,
    "in_work": list_of(
        thing({"step": STEP, "stage": TEXT, "quantity": COUNT, "sent_back": says(COUNT, "so many of them are rework")})
    ),
    **dict.fromkeys(ENDS, COUNT),
}
READ: dict[str, Shape] = {
    "Station": thing(
        {
            "epoch": TEXT,
            "station": thing({"code": TEXT, "name": TEXT}),
            "officer": or_null(thing({"code": TEXT, "name": TEXT})),
            "officer_seen_at": says(or_null(MOMENT), "the last sign of the officer; written once a minute at most"),
            "away": says(YES_NO, "the officer gave no sign for too long: the badge is asked for"),
            "away_minutes": says(COUNT, "how long that is; 0: it is never asked"),
            "stopped": or_null(ref("Stopped")),
            "pin_at": says(or_null(MOMENT), "when the officer signed in here typed the PIN last"),
            "worker": says(or_null(TEXT), "whose work it is here now"),
            "sign_in": says(COUNT, "the sign-in that stands, for a tablet to send with its scans; 0: nobody ever came"),
            "crew": says(COUNT, "the same of the worker's or team's card"),
            "fills_cartons": says(YES_NO, "whether goods become ready here"),
            "carton": says(or_null(TEXT), "the carton that is being filled here"),
            "camera": says(YES_NO, "whether this site allows cameras"),
            "today": says(
                thing({"done": COUNT, "target": or_null(COUNT)}),
                "pieces finished here since midnight on the site's clock, and how many a supervisor wants in a day",
            ),
            "stages": list_of(thing({"code": TEXT, "name": TEXT})),
            "waiting": says(list_of(ref("Waiting")), "at most 200; what came first stands first"),
            "recent": says(list_of(ref("Recent")), "the last five, newest first"),
            "commands": says(thing({}), "what each command code of this site does; a tablet obeys most by itself"),
        }
    ),
    "Waiting": thing(
        {
            "code": or_null(TEXT),
            "unit": TEXT,
            "product": TEXT,
            "order": TEXT,
            "size": TEXT,
            "quantity": COUNT,
            "cycle": COUNT,
            "step": STEP,
            "stage": TEXT,
            "stage_name": TEXT,
            "is_gate": says(YES_NO, "a verdict is needed, a scan won't do"),
            "since": says(or_null(MOMENT), "when the last of them came here"),
        },
        words="Pieces of one unit that wait for one step here.",
    ),
    "Recent": thing(
        {
            "id": ID,
            "code": or_null(TEXT),
            "unit": or_null(TEXT),
            "at": MOMENT,
            "outcome": one_of("recorded", "refused"),
            "refusal": or_null(ref("RefusalCode")),
            "undo": YES_NO,
            "quantity": or_null(COUNT),
        }
    ),
    "Decoded": thing(
        {
            "labels": list_of(
                thing(
                    {
                        "text": TEXT,
                        "symbology": TEXT,
                        "corners": says(list_of(list_of(NUMBER)), "four pairs of x and y, in pixels, photo upright"),
                        "reader": TEXT,
                    }
                )
            )
        },
        {
            "doubts": says(
                list_of(list_of(list_of(NUMBER))),
                "if asked for: the corners of each QR code that was seen and could not be read",
            ),
            "say": says(TEXT, "where no label of goods was read: what to do"),
            "refusal": ref("Refusal"),
        },
    ),
    "Order": thing(
        {
            "number": TEXT,
            "partner": TEXT,
            "product": thing({"code": TEXT, "name": TEXT}),
            "counted_in": TEXT,
            "kind": TEXT,
            "due_on": DAY,
            "days_left": says({"type": "integer"}, "below zero: so many days late"),
            "open": YES_NO,
            "status": says(
                one_of(*(status.value for status in Status)),
                "against the day it is due; `unknown`: begun, too little finished to say",
            ),
            "owed": says(COUNT, "pieces still to be finished"),
            "needed_pace": says(or_null(NUMBER), "pieces a working day (Monday to Saturday) until the day it is due"),
            "measured_pace": says(or_null(NUMBER), "pieces a day that became ready on the days measured"),
            "measured_days": says(COUNT, "at most 7"),
            "projected_finish": or_null(DAY),
            "runs_dry": says(YES_NO, "less is in work than a day's pace, and more is to be made"),
            **_COUNTS,
            "sizes": list_of(thing({"size": TEXT, **_COUNTS})),
        }
    ),
    "Orders": thing({"orders": says(list_of(ref("Order")), "every open order, the one due first on top")}),
    "Relative": thing({"code": TEXT, "unit": TEXT, "kind": TEXT, "quantity": COUNT}),
    "Event": thing(
        {
            "what": one_of("scan", "inspection", *(kind.value for kind in EntryKind)),
            "id": ID,
            "at": says(MOMENT, "when it happened, corrected"),
            "heard_at": MOMENT,
            "station": or_null(TEXT),
            "officer": or_null(TEXT),
            "outcome": one_of("recorded", "refused"),
            "refusal": or_null(ref("RefusalCode")),
            "waits": says(YES_NO, "a late scan whose pieces haven't come yet"),
            "takes_back": says(YES_NO, "an undo"),
            "undone_at": or_null(MOMENT),
            "say": TEXT,
            "moves": list_of(
                thing(
                    {**MOVE, "to_unit": says(or_null(TEXT), "where the pieces carry another label now")},
                    {"worker": says(or_null(TEXT), "for supervisors only")},
                )
            ),
        },
        {
            "reason": TEXT,
            "settled": says(thing({"at": MOMENT, "reason": TEXT}), "what became of a scan that waited"),
            "verdict": ref("Verdict"),
        },
    ),
    "Verdict": thing(
        {
            "step": or_null(STEP),
            "standard": says(or_null(TEXT), "the standard's code and version"),
            **dict.fromkeys(("passed", *OUTCOMES), COUNT),
            "note": TEXT,
            "defects": list_of(thing({"code": TEXT, "name": TEXT, "quantity": COUNT, "outcome": one_of(*OUTCOMES)})),
            "findings": list_of(
                thing(
                    {
                        "check": TEXT,
                        "piece": COUNT,
                        "value": or_null(NUMBER),
                        "measure": or_null(TEXT),
                        "grade": says(or_null(TEXT), "against the limit sample: better, same or worse"),
                        "good": YES_NO,
                    }
                )
            ),
        }
    ),
}
READ["Story"] = thing(
    {
        **ANSWERED["Unit"]["properties"],
        "batch": TEXT,
        "labels": list_of(thing({"code": TEXT, "issued_at": MOMENT, "void": YES_NO, "replaced": YES_NO})),
        "parent": or_null(ref("Relative")),
        "split_from": or_null(ref("Relative")),
        "children": list_of(ref("Relative")),
        "split_off": list_of(ref("Relative")),
        "history": says(list_of(ref("Event")), "in the order it happened"),
        "cut_short": says(YES_NO, "a very long history: only the newest of it is told"),
    }
)
