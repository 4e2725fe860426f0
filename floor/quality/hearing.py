"""What an inspection says, made into plain values: an item of ``POST /api/v1/inspections``, or a form's fields as one.

The frame (id, times, code, station …) is heard as a scan's is; here is what is a verdict's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from ..models import Grade
from ..refusals import No
from ..rules.standard import Answer
from ..rules.verdict import OUTCOMES, Fault, SendBack, Split
from ..scan import hearing
from ..scan.hearing import Item, Nameless, Wrong, clean, fingerprint, whole
from . import lot_hearing
from .lot_hearing import LotAsked

NOTE_KEPT = 400
_MOST_LISTED = 1_000
_MOST_PIECE = 9_999
_MOST_SPOTS = 50
_MOST_VALUE = 1e9
_FRAME = (
    "id", "happened_at", "code", "undoes", "step", "cycle", "officer", "station", "late", "age_ms", "clock_offset_ms",
    "sign_in",
)  # fmt: skip
# What makes two requests that can't be used the same; others are compared by what they mean.
_SAME = (
    "code", "undoes", "happened_at", "step", "cycle", "passed", "rework", "grade_b", "scrap", "hold",
    "defects", "findings", "note", "officer",
    *lot_hearing.NAMES,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Second:
    """Who judges with the first: the officer whose PIN was right, or ``no``, why it was not."""

    officer_id: int | None = None
    no: No | None = None


@dataclass(frozen=True, slots=True)
class VerdictAsked:
    """A verdict as it was asked for. ``corrects`` is the verdict that it takes the place of, on a form alone."""

    split: Split = field(default_factory=Split)
    faults: tuple[Fault, ...] = ()
    answers: tuple[Answer, ...] = ()
    note: str = ""
    lot: LotAsked | None = None
    second: Second | None = None
    corrects: int | None = None


def hear(raw: object, sent_at: int | None, heard_at: int) -> tuple[Item, VerdictAsked] | Nameless:
    """One item as it came, checked field by field; never raises. ``item.wrong`` names a field that can't be used."""
    if not isinstance(raw, dict):
        return Nameless(hearing.as_text(raw))
    item = hearing.hear({name: raw[name] for name in _FRAME if name in raw}, sent_at, heard_at)
    if isinstance(item, Nameless):
        return Nameless(hearing.as_text(raw))
    item = replace(item, body=raw)
    try:
        asked = _asked(raw)
        wrong = item.wrong
    except Wrong as spoiled:
        asked, wrong = VerdictAsked(), item.wrong or str(spoiled)
    if wrong is not None:
        return replace(item, wrong=wrong, fingerprint=fingerprint([raw.get(name) for name in _SAME])), asked
    return replace(item, fingerprint=hearing.meaning(item, item.cycle, _meaning(asked))), asked


def _meaning(asked: VerdictAsked) -> dict[str, Any]:
    """What makes two verdicts the same. Without spots it is what it was before there were any: an older one heard again
    is the same. That a number was confirmed is no other verdict."""
    means = asdict(asked)
    del means["second"], means["corrects"]
    if asked.lot is None:
        del means["lot"]
    for fault in means["faults"]:
        if not fault["spots"]:
            del fault["spots"]
    for answer in means["answers"]:
        del answer["confirmed"]
        if answer["grade"] is None:
            del answer["grade"]
    return means


def _asked(raw: Mapping[str, Any]) -> VerdictAsked:
    return VerdictAsked(
        Split(
            passed=_count(raw, "passed"),
            rework=tuple(_back(part) for part in _objects(raw, "rework")),
            grade_b=_count(raw, "grade_b"),
            scrap=_count(raw, "scrap"),
            hold=_count(raw, "hold"),
        ),
        faults=tuple(_fault(part) for part in _objects(raw, "defects")),
        answers=_answers(raw),
        note=_note(raw),
        lot=lot_hearing.lot_of(raw),
    )


def _count(raw: Mapping[str, Any], name: str) -> int:
    return whole(raw, name, 0) or 0


def _objects(raw: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = raw.get(name)
    if found is None:
        return []
    if not isinstance(found, list) or len(found) > _MOST_LISTED or not all(isinstance(part, dict) for part in found):
        raise Wrong(name)
    return found


def _needed(part: Mapping[str, Any], name: str, within: str, most: int, least: int = 1) -> int:
    try:
        found = whole(part, name, least, most)
    except Wrong as wrong:
        raise Wrong(within) from wrong
    if found is None:
        raise Wrong(within)
    return found


def _back(part: Mapping[str, Any]) -> SendBack:
    to_step = None if part.get("to_step") is None else _needed(part, "to_step", "rework", 999)
    return SendBack(_needed(part, "quantity", "rework", hearing.MOST_PIECES), to_step)


def _fault(part: Mapping[str, Any]) -> Fault:
    code, outcome = part.get("defect"), part.get("outcome")
    if not isinstance(code, str) or not code.strip() or outcome not in OUTCOMES:
        raise Wrong("defects")
    quantity = _needed(part, "quantity", "defects", hearing.MOST_PIECES)
    return Fault(clean(code.strip(), 20), quantity, outcome, _spots(part.get("spots")))


def _spots(raw: object) -> tuple[tuple[int, int, int], ...]:
    """Where on the drawing: ``[{"side": 0, "x": 512, "y": 300}]``."""
    if raw is None:
        return ()
    if not isinstance(raw, list) or len(raw) > _MOST_SPOTS or not all(isinstance(spot, dict) for spot in raw):
        raise Wrong("defects")
    return tuple((_within(spot, "side", 1), _within(spot, "x", 1_000), _within(spot, "y", 1_000)) for spot in raw)


def _within(spot: Mapping[str, Any], name: str, most: int) -> int:
    try:
        found = whole(spot, name, 0, most)
    except Wrong as wrong:
        raise Wrong("defects") from wrong
    if found is None:
        raise Wrong("defects")
    return found


def _answers(raw: Mapping[str, Any]) -> tuple[Answer, ...]:
    answers = tuple(_answer(part) for part in _objects(raw, "findings"))
    if len({(answer.check, answer.piece) for answer in answers}) < len(answers):
        raise Wrong("findings")
    return answers


def _answer(part: Mapping[str, Any]) -> Answer:
    value, good = part.get("value"), part.get("good")
    numeric = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= _MOST_VALUE
    confirmed, grade = part.get("confirmed"), part.get("grade")
    if (value is not None and not numeric) or not {type(good), type(confirmed)} <= {bool, type(None)}:
        raise Wrong("findings")
    if grade is not None and grade not in set(Grade):
        raise Wrong("findings")
    check = _needed(part, "check", "findings", 2**62)
    piece = _needed(part, "piece", "findings", _MOST_PIECE, least=0)
    return Answer(check, piece, None if value is None else float(value), good, bool(confirmed), grade)


def _note(raw: Mapping[str, Any]) -> str:
    note = raw.get("note")
    if note is None:
        return ""
    if not isinstance(note, str):
        raise Wrong("note")
    return clean(note.strip(), NOTE_KEPT)
