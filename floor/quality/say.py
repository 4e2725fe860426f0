"""Answers to verdicts, as people and programs read them: a scan's answer, with a verdict's own sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from babel.numbers import format_decimal

from .. import refusals
from ..models import CheckKind, Outcome, Why
from ..refusals import No
from ..rules import places
from ..rules.integrity import MarkOf
from ..rules.standard import Limit
from ..scan import say
from ..scan.results import Moved, Result
from . import lot_say
from .results import VerdictResult
from .sheet import Line
from .standards import limit_of

_GIVEN = ("Tercatat. {unit}: {parts}.", "Recorded. {unit}: {parts}.")
_PARTS = {
    "passed": ("{n} lulus, lanjut ke {to}", "{n} passed, next {to}"),
    "ready": ("{n} lulus, siap kirim", "{n} passed, ready for delivery"),
    "rework": ("{n} perbaikan, kembali ke {to}", "{n} to rework, back to {to}"),
    "grade_b": ("{n} grade B", "{n} grade B"),
    "scrap": ("{n} afkir", "{n} scrap"),
    "hold": ("{n} ditahan", "{n} on hold"),
}
_ENDS = {places.READY: "ready", places.GRADE_B: "grade_b", places.SCRAP: "scrap", places.HOLD: "hold"}
_YES = ("Ya", "Yes")
_NOT_SO = ("jawabannya tidak", "the answer is no")
_LIKE_THE_SAMPLE = ("sama dengan contoh atau lebih baik", "like the sample or better")
_OUTSIDE = ("{number}, di luar batas {limit}", "{number}, outside {limit}")
_WORSE = ("lebih buruk dari contoh", "worse than the sample")
_FAST = (
    "Sepuluh lulus dalam 30 detik. Tidak apa-apa bila benar; ambil waktu.",
    "Ten passed within 30 seconds. That is fine where it is so; take your time.",
)
_TOO_LIGHT = "{check}: rata-rata yang ditimbang {average}, kurang dari {nominal}."
_AT_MOST, _AT_LEAST = ("paling banyak {high}", "at most {high}"), ("paling sedikit {low}", "at least {low}")


def answer(verdict: VerdictResult, locale: str, zone: str) -> dict[str, Any]:
    """One result of ``POST /api/v1/inspections``."""
    result = verdict.result
    said = say.answer(result, locale, zone)
    if result.outcome is Outcome.RECORDED and not result.undone and verdict.lot is None:
        said["say"] = _sentence(result, locale)
    if verdict.lot is not None:
        said["lot"] = lot_say.stand(verdict.lot)
        if result.outcome is Outcome.RECORDED:
            said["say"] = lot_say.sentence(verdict, locale)
    if MarkOf.FAST in verdict.marks:
        said["notice"] = _FAST[locale == "en"]
    if verdict.first_pass is not None:
        said["first_pass"] = {"judged": verdict.first_pass.judged, "passed": verdict.first_pass.passed}
    if result.no is not None and result.no.code in _WORDS:
        said["refusal"]["sentence"] = said["say"] = no_words(result.no, locale)
    return said


def no_words(no: No, locale: str) -> str:
    """The sentence of a refusal whose words are a check's."""
    return refusals.ALL[no.code].sentence(locale, _WORDS[no.code](no.detail, locale))


def limit_words(kind: str, low: float | None, high: float | None, measure: str, locale: str) -> str:
    """A check's limit: ``107–109 cm``, ``paling banyak 3``; ``Ya`` where yes is the good answer."""
    english = locale == "en"
    if kind == CheckKind.YES_NO.value:
        return _YES[english]
    if kind == CheckKind.GRADED.value:
        return _LIKE_THE_SAMPLE[english]
    if kind == CheckKind.COUNT.value:
        low = None
    unit = f" {measure}" if measure else ""
    if low is not None and high is not None:
        return f"{_number(low, locale)}–{_number(high, locale)}{unit}"
    if high is not None:
        return _AT_MOST[english].format(high=_number(high, locale) + unit)
    return _AT_LEAST[english].format(low=_number(low, locale) + unit) if low is not None else "–"


def tolerance_words(line: Line, locale: str) -> str:
    """How far a check's nominal may be missed: ``± 1 cm``, ``−0/+2 cm``; its limits where the nominal is one."""
    kind = CheckKind(line.kind)
    if kind is CheckKind.MEASURED and line.nominals:
        unit = f" {line.measure}" if line.measure else ""
        if line.minus == line.plus and line.plus is not None:
            return f"± {_number(line.plus, locale)}{unit}"
        below = f"−{_number(line.minus, locale)}" if line.minus is not None else ""
        above = f"+{_number(line.plus, locale)}" if line.plus is not None else ""
        return "/".join(part for part in (below, above) if part) + unit
    limit = limit_of(kind, line.nominal, line.minus, line.plus) or Limit()
    return limit_words(line.kind, limit.low, limit.high, line.measure, locale)


def check_words(detail: Mapping[str, Any], locale: str) -> dict[str, str]:
    """What fills the sentence of a failed check."""
    english, kind, measure = locale == "en", detail["kind"], detail["measure"]
    check = detail["check_en"] if english else detail["check"]
    if detail["found"] is None:
        return {"check": check, "found": (_WORSE if kind == CheckKind.GRADED.value else _NOT_SO)[english]}
    number = f"{_number(detail['found'], locale)} {measure}".strip()
    limit = limit_words(kind, detail["low"], detail["high"], measure, locale)
    return {"check": check, "found": _OUTSIDE[english].format(number=number, limit=limit)}


def owed_words(detail: Mapping[str, Any], locale: str) -> dict[str, Any]:
    """What fills the sentence of answers that are owed."""
    named = [
        f"{one['check_en' if locale == 'en' else 'check']}" + (f" ({one['missing']}×)" if one["missing"] > 1 else "")
        for one in detail["owed"]
    ]
    return {"missing": detail["missing"], "checks": ", ".join([*named, *(["…"] if detail["more"] else [])])}


def average_words(detail: Mapping[str, Any], locale: str) -> dict[str, Any]:
    """What fills the sentence of an average that is too low."""
    measure = f" {detail['measure']}" if detail["measure"] else ""
    numbers = {name: _number(detail[name], locale) + measure for name in ("average", "nominal")}
    return {**numbers, "check": detail["check_en" if locale == "en" else "check"]}


def average_note(no: No) -> str:
    """What a lot that was rejected for its average is kept with."""
    return _TOO_LIGHT.format(**average_words(no.detail, "id"))


def far_words(detail: Mapping[str, Any], locale: str) -> dict[str, Any]:
    """What fills the sentence of a number that was hardly meant."""
    measure = f" {detail['measure']}" if detail["measure"] else ""
    numbers = {name: _number(detail[name], locale) + measure for name in ("found", "nominal", "meant") if detail[name]}
    other = "another number" if locale == "en" else "angka lain"
    check = detail["check_en" if locale == "en" else "check"]
    return {"found": f"0{measure}", "meant": other, **numbers, "check": check}


_WORDS: dict[str, Callable[[Mapping[str, Any], str], Mapping[str, Any]]] = {
    refusals.CHECK_FAILED.code: check_words,
    refusals.MEASUREMENTS_OWED.code: owed_words,
    refusals.FAR_OFF.code: far_words,
    refusals.AVERAGE_LOW.code: average_words,
    refusals.LOT_TOO_LIGHT.code: average_words,
}


def _sentence(result: Result, locale: str) -> str:
    assert result.unit is not None  # noqa: S101 - a verdict that stands has one
    counted: dict[tuple[str, int], int] = {}
    for moved in (moved for moved in result.moved if moved.why == Why.JUDGED.value):
        counted[_part(moved), moved.to_place] = counted.get((_part(moved), moved.to_place), 0) + moved.quantity
    parts = [
        _PARTS[part][locale == "en"].format(n=n, to=say.place_words(to, result.route, result.words, locale))
        for (part, to), n in sorted(counted.items(), key=lambda item: list(_PARTS).index(item[0][0]))
    ]
    unit = say.unit_words(result.unit, locale)
    return _GIVEN[locale == "en"].format(unit=unit, parts="; ".join(parts)) + say.clock_words(result, locale)


def _part(moved: Moved) -> str:
    """What became of the pieces of a move."""
    if places.is_step(moved.to_place):
        return "passed" if moved.to_place > moved.from_place else "rework"
    return _ENDS[places.base(moved.to_place)]


def _number(value: float | None, locale: str) -> str:
    return format_decimal(round(value or 0, 3), locale=locale)
