"""A check, a defect and plans as they were typed on their screens, read field by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
from .standards import WITH_NOMINAL, is_bare, severities

MOST_FIRST = 50
_MOST = 100_000.0
Pictures = Mapping[str, str | None]


def check(form: typed.Form, sizes: Sequence[str], pictures: Pictures) -> CheckPlan:
    """A check; ``pictures`` are those it shows from now on, by ``right`` and ``wrong``."""
    kind = CheckKind(typed.one_of(form, "kind", "cara periksa", dict(words.check_kinds())))
    owed = Owed(typed.one_of(form, "owed", "potong mana yang wajib diisi", dict(words.owed())))
    numbers = kind in WITH_NOMINAL
    found = CheckPlan(
        text=typed.text(form, "text", "apa yang diperiksa", 200),
        kind=kind,
        severity=Severity(typed.one_of(form, "severity", "tingkat", dict(words.severities()))),
        group=typed.words(form, "group", 120),
        group_en=typed.words(form, "group_en", 120),
        text_en=typed.words(form, "text_en", 200),
        measure=typed.words(form, "measure", 8) if numbers else "",
        nominal=decimal(form, "nominal") if numbers else None,
        minus=tolerance(form, "minus") if numbers else None,
        plus=tolerance(form, "plus") if numbers else tolerance(form, "most") if kind is CheckKind.COUNT else None,
        nominals=_nominals(form, sizes) if numbers else {},
        photo_right=pictures["right"],
        photo_wrong=pictures["wrong"],
        wants_photo="wants_photo" in form,
        average=kind is CheckKind.WEIGHED and "average" in form,
        owed=owed,
        owed_first=_first(form) if owed is Owed.FIRST else None,
    )
    if kind is CheckKind.COUNT and found.plus is None:
        raise Refused(refusals.FIELD_NEEDED.because(what="jumlah paling banyak yang masih baik", field="most"))
    if is_bare(found):
        raise Refused(refusals.CHECK_BARE.because(check=found.text, field="nominal"))
    return found


def defect(form: typed.Form, code: str, stages: Mapping[str, str], photo: str | None) -> NamedDefect:
    """How a standard names a defect of the catalogue; ``stages`` by their codes."""
    return NamedDefect(
        code,
        typed.text(form, "name", "nama cacat"),
        typed.words(form, "name_en", 120),
        Severity(typed.one_of(form, "severity", "tingkat", dict(words.severities()))),
        typed.one_of(form, "rework_stage", "tahap perbaikan", ("", *stages)) or None,
        photo,
    )


def plans(form: typed.Form) -> dict[Severity, Sampling]:
    """A plan for each class. Any other level or AQL than the tables have is refused with ``PLAN_UNKNOWN``."""
    return {severity: _plan(form, severity.value) for severity in severities()}


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


def _nominals(form: typed.Form, sizes: Sequence[str]) -> dict[str, float]:
    read = {size: decimal(form, f"nominal-{at}") for at, size in enumerate(sizes)}
    return {size: value for size, value in read.items() if value is not None}


def _first(form: typed.Form) -> int:
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
