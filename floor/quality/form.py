"""The inspection form's fields, made into an item as the API hears it: one way for all verdicts.

Fields: ``passed``, ``rework``, ``grade_b``, ``scrap``, ``hold`` (counts), ``rework_to``, ``defect`` (many) with
``quantity_<code>`` and ``outcome_<code>``, ``fault`` (many: ``G01|2|rework|0-512-300``, the spots at the end),
``check_<item>_<piece>`` with ``sure_<item>_<piece>`` (the same number, looked at again), ``all_checked`` (the items
that are good on every piece that passes: ``17 18``), ``note``; ``all`` says that
the ``waiting`` pieces pass, ``rest`` that those do which nothing else is said of. Raises ``Refused`` for what a person
must mend; nothing is recorded then.
"""

from __future__ import annotations

import re
from typing import Any

from werkzeug.datastructures import MultiDict

from .. import clock, refusals
from ..models import Grade
from ..refusals import Refused
from ..rules.plausible import letter_in
from ..rules.standard import read_number
from ..rules.verdict import OUTCOMES

Form = MultiDict[str, str]

_KEY = re.compile(r"\d{1,18}", re.ASCII)
_CHECK = re.compile(r"check_(\d{1,18})_(\d{1,4})", re.ASCII)
_SPOT = re.compile(r"([01])-(\d{1,4})-(\d{1,4})", re.ASCII)
_YES_NO = {"yes": True, "no": False}


def item_of(form: Form, code: str, now: int) -> dict[str, Any]:
    """The verdict that was filled in, happening now."""
    counts = {name: _count(form, name) for name in ("passed", *OUTCOMES)}
    if form.get("all"):
        counts = dict.fromkeys(counts, 0) | {"passed": _count(form, "waiting")}
    elif not any(counts.values()):
        raise Refused(refusals.NOTHING_JUDGED.because())
    if form.get("rest"):
        counts["passed"] = max(0, _count(form, "waiting") - sum(counts[name] for name in OUTCOMES))
    rework = counts.pop("rework")
    item: dict[str, Any] = {"id": form.get("id"), "happened_at": clock.iso(now), "code": code, **counts}
    if rework:
        item["rework"] = [{"quantity": rework, "to_step": _maybe(form, "rework_to")}]
    if not form.get("all"):
        item["defects"] = _faults(form) + _defects(form, {**counts, "rework": rework})
    return item | {
        "step": _maybe(form, "step"),
        "cycle": _maybe(form, "cycle"),
        "findings": findings_of(form),
        "note": form.get("note", "").strip(),
    }


def _count(form: Form, name: str) -> int:
    typed = form.get(name, "").strip()
    if typed and not (typed.isascii() and typed.isdigit() and len(typed) < 7):
        raise Refused(refusals.BAD_NUMBER.because(what="jumlah"))
    return int(typed or 0)


def _maybe(form: Form, name: str) -> int | None:
    return _count(form, name) if form.get(name, "").strip() else None


def _defects(form: Form, counts: dict[str, int]) -> list[dict[str, Any]]:
    """Every defect ticked: on all pieces of the one way of not passing, unless it says how many and of which."""
    failed = [outcome for outcome in OUTCOMES if counts[outcome]]
    ticked = form.getlist("defect")
    if ticked and not failed:
        raise Refused(refusals.FIELD_NEEDED.because(what="jumlah yang tidak lulus"))
    defects = []
    for code in ticked:
        outcome = form.get(f"outcome_{code}", "") or (failed[0] if len(failed) == 1 else "")
        if outcome not in failed:
            raise Refused(refusals.FIELD_NEEDED.because(what="putusan untuk tiap cacat"))
        quantity = _count(form, f"quantity_{code}") or counts[outcome]
        defects.append({"defect": code, "quantity": quantity, "outcome": outcome})
    return defects


def _faults(form: Form) -> list[dict[str, Any]]:
    """Defects as the screen says them: each with its pieces, what becomes of those, and where it was seen."""
    found = []
    for said in form.getlist("fault"):
        code, quantity, outcome, spots = [*said.split("|", 3), "", "", ""][:4]
        if outcome not in OUTCOMES or not (quantity.isascii() and quantity.isdigit() and 0 < len(quantity) < 7):
            raise Refused(refusals.FIELD_NEEDED.because(what="putusan untuk tiap cacat"))
        found.append({"defect": code, "quantity": int(quantity), "outcome": outcome, "spots": spots_of(spots)})
    return found


def spots_of(said: str) -> list[dict[str, int]]:
    """Where on the drawing, as the screen says it: ``0-512-300,1-20-40``."""
    return [{"side": int(side), "x": int(x), "y": int(y)} for side, x, y in _SPOT.findall(said)]


def checks_of(said: str) -> list[int]:
    """The checks that a tick names, ``17 18``; what can be no check's key is none."""
    return [int(key) for key in said.split() if _KEY.fullmatch(key)]


def findings_of(form: Form) -> list[dict[str, Any]]:
    """What was answered; a check left empty was not made."""
    seen_on_all = checks_of(form.get("all_checked", ""))
    findings: list[dict[str, Any]] = [{"check": check, "piece": 0, "good": True} for check in seen_on_all]
    for name, typed in form.items():
        asked = _CHECK.fullmatch(name)
        if asked is None or not typed.strip():
            continue
        about: dict[str, Any] = {"check": int(asked[1]), "piece": int(asked[2])}
        if typed in _YES_NO:
            findings.append({**about, "good": _YES_NO[typed]})
            continue
        if typed in set(Grade):
            findings.append({**about, "grade": typed})
            continue
        sure = form.get("sure" + name.removeprefix("check"), "").strip() == typed.strip()
        findings.append({**about, "value": _number(typed, about), **({"confirmed": True} if sure else {})})
    return findings


def _number(typed: str, about: dict[str, int]) -> float:
    """A measurement as it was typed; the refusal says which field it stands in."""
    try:
        return read_number(typed)
    except ValueError as error:
        shown = typed.strip()[:20]
        where = {"check_id": about["check"], "piece": about["piece"], "typed": shown}
        if (found := letter_in(shown)) is not None:
            raise Refused(refusals.LETTER_IN_NUMBER.because(**where, letter=found[0], meant=found[1])) from error
        raise Refused(refusals.NOT_A_NUMBER.because(**where)) from error
