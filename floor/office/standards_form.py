"""A check, a defect and plans as they were typed on their screens, read field by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from flask_babel import get_locale

from .. import refusals
from ..library.shelf import CheckPlan, NamedDefect, Sampling
from ..models import CheckKind, Method, Owed, Severity
from ..pages import number
from ..refusals import No, Refused
from ..rules.plausible import letter_in
from ..rules.sampling import AQLS, LEVELS
from ..rules.standard import read_number
from . import typed, words
from .standards import WITH_NOMINAL, severities

MOST_FIRST = 50
_MOST = 100_000.0


def check(form: typed.Form, sizes: Sequence[str]) -> CheckPlan:
    """A check without its pictures; everything that is wrong in it is refused at once."""
    kind = CheckKind(typed.one_of(form, "kind", "cara periksa", dict(words.check_kinds())))
    numbers = kind in WITH_NOMINAL
    read = typed.every(
        {"text": lambda: typed.text(form, "text", "apa yang diperiksa", 200), "severity": lambda: _severity(form)}
        | (_numbers(form, sizes) if numbers else {"plus": lambda: _most(form)} if kind is CheckKind.COUNT else {})
        | {"owed": lambda: _owed(form), "owed_first": lambda: _first(form)}
    )
    return CheckPlan(
        kind=kind,
        group=typed.words(form, "group", 120),
        group_en=typed.words(form, "group_en", 120),
        text_en=typed.words(form, "text_en", 200),
        measure=typed.words(form, "measure", 8) if numbers else "",
        wants_photo="wants_photo" in form,
        average=kind is CheckKind.WEIGHED and "average" in form,
        **read,
    )


def defect(form: typed.Form, code: str, stages: Mapping[str, str]) -> NamedDefect:
    """How a standard names a defect of the catalogue, without its picture; ``stages`` by their codes."""
    read = typed.every(
        {
            "name": lambda: typed.text(form, "name", "nama cacat"),
            "severity": lambda: _severity(form),
            "rework_stage": lambda: typed.one_of(form, "rework_stage", "tahap perbaikan", ("", *stages)) or None,
        }
    )
    return NamedDefect(code, name_en=typed.words(form, "name_en", 120), **read)


def plans(form: typed.Form) -> dict[Severity, Sampling]:
    """A plan for each class. Any other level or AQL than the tables have is refused with ``PLAN_UNKNOWN``."""
    read = typed.every({severity.value: partial(_plan, form, severity.value) for severity in severities()})
    return {severity: read[severity.value] for severity in severities()}


def decimal(form: typed.Form, name: str) -> float | None:
    """A number with a comma or a point; ``None`` where nothing was typed."""
    written = form.get(name, "").strip()
    if not written:
        return None
    try:
        value = read_number(written)
    except ValueError:
        raise Refused(_no_number(written, name)) from None
    if abs(value) > _MOST:
        raise Refused(_no_number(written, name))
    return value


def tolerance(form: typed.Form, name: str) -> float | None:
    """The same, never below zero."""
    value = decimal(form, name)
    if value is not None and value < 0:
        raise Refused(_no_number(form.get(name, "").strip(), name))
    return value


def as_typed(value: float | None) -> str:
    """A number as the reader would type it, without marks between thousands."""
    mark = "." if str(get_locale()) == "en" else ","
    return "" if value is None else f"{value:g}".replace(".", mark)


def _no_number(written: str, name: str) -> No:
    """``4O,5`` is asked about; anything else that is no number is said to be none."""
    if (found := letter_in(written)) is not None:
        letter, meant = found
        return refusals.LETTER_IN_NUMBER.because(typed=written[:40], letter=letter, meant=meant, field=name)
    return refusals.NOT_A_NUMBER.because(typed=written[:40], field=name)


def _severity(form: typed.Form) -> Severity:
    return Severity(typed.one_of(form, "severity", "tingkat", dict(words.severities())))


def _numbers(form: typed.Form, sizes: Sequence[str]) -> dict[str, Callable[[], Any]]:
    """How what is measured is read: its limits and nominals, in the order in which they are asked for."""
    return {
        "minus": lambda: tolerance(form, "minus"),
        "plus": lambda: tolerance(form, "plus"),
        "nominals": lambda: _nominals(form, sizes),
        "nominal": lambda: _nominal(form, sizes),
    }


def _nominals(form: typed.Form, sizes: Sequence[str]) -> dict[str, float]:
    read = typed.every({size: partial(decimal, form, f"nominal-{at}") for at, size in enumerate(sizes)})
    return {size: value for size, value in read.items() if value is not None}


def _nominal(form: typed.Form, sizes: Sequence[str]) -> float | None:
    """The one for all sizes that have none of their own; ``CHECK_BARE`` where nothing was typed for any."""
    fields = ("nominal", *(f"nominal-{at}" for at in range(len(sizes))))
    if not any(form.get(field, "").strip() for field in fields):
        called = typed.words(form, "text", 200) or "–"
        raise Refused(refusals.CHECK_BARE.because(check=called, field="nominal"))
    return decimal(form, "nominal")


def _most(form: typed.Form) -> float:
    most = tolerance(form, "most")
    if most is None:
        raise Refused(refusals.FIELD_NEEDED.because(what="jumlah paling banyak yang masih baik", field="most"))
    return most


def _owed(form: typed.Form) -> Owed:
    return Owed(typed.one_of(form, "owed", "potong mana yang wajib diisi", dict(words.owed())))


def _first(form: typed.Form) -> int | None:
    if form.get("owed") != Owed.FIRST.value:
        return None
    return typed.whole(form, "owed_first", "berapa yang pertama", most=MOST_FIRST)


def _plan(form: typed.Form, severity: str) -> Sampling:
    method = Method(typed.one_of(form, f"method-{severity}", "cara memeriksa lot", dict(words.methods())))
    if method is not Method.ISO:
        return Sampling(method)
    level, written = form.get(f"level-{severity}", ""), form.get(f"aql-{severity}", "")
    try:
        aql = read_number(written)
    except ValueError:
        aql = 0.0
    if level not in LEVELS or aql not in AQLS:
        shown = number(aql) if aql else written[:10] or "–"
        raise Refused(refusals.PLAN_UNKNOWN.because(level=level[:10] or "–", aql=shown, field=f"aql-{severity}"))
    return Sampling(Method.ISO, level, aql)
