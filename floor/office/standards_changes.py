"""What a version of a standard says otherwise than the one before, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from babel.numbers import format_decimal
from flask_babel import get_locale
from flask_babel import gettext as _

from ..library.shelf import CheckPlan, Content, NamedDefect, Sampling
from ..models import CheckKind, Method, Owed, Severity
from ..pages import number
from . import words
from .standards import WITH_NOMINAL, severities


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is new, gone (``removed``) or says otherwise: ``details`` are sentences then."""

    how: str
    what: str
    details: Sequence[str] = ()


def differences(before: Content, after: Content) -> list[Difference]:
    """All that differs: checks, then defects, then plans and the drawing."""
    found = [*_of_checks(before.checks, after.checks), *_of_defects(before.defects, after.defects)]
    found += _of_plans(before, after)
    if before.drawing != after.drawing:
        drawings = dict(words.drawings())
        was, now = (drawings.get(each.drawing, each.drawing) for each in (before, after))
        found.append(Difference("changed", _("Gambar"), [_from_to(_("Gambar"), was, now)]))
    return found


def limits(check: CheckPlan) -> str:
    """What is still good, in signs: ``± 1 cm``, ``≤ 2``; empty where it is looked at."""
    if check.kind is CheckKind.COUNT:
        return f"≤ {number(check.plus or 0)}"
    if check.kind not in WITH_NOMINAL:
        return ""
    if check.minus == check.plus and check.plus is not None:
        return f"± {number(check.plus)} {check.measure}".strip()
    sides = [f"{mark}{number(value)}" for mark, value in (("−", check.minus), ("+", check.plus)) if value is not None]
    return " ".join([*sides, check.measure]).strip()


def nominal(check: CheckPlan) -> str:
    """What is wanted: one number, or one for each size."""
    sizes = " · ".join(f"{size}\N{NO-BREAK SPACE}{number(value)}" for size, value in check.nominals.items())
    return sizes or (number(check.nominal) if check.nominal is not None else "")


def owed(check: CheckPlan) -> str:
    """On which pieces it must be answered, short."""
    if check.is_for_all:
        return str(_("setiap potong"))
    said = {
        Owed.EVERY: _("setiap potong"),
        Owed.FIRST: _("%(count)s pertama per ukuran dan batch", count=check.owed_first or 1),
        Owed.SAMPLE: _("contoh"),
    }
    return str(said.get(check.owed, ""))


def plan(sampling: Sampling | None) -> str:
    """How a class is judged, short."""
    if sampling is None or sampling.method is Method.EVERY:
        return str(_("Semua potong diperiksa"))
    if sampling.method is Method.INLINE:
        return str(_("Cek inline 7/0"))
    return str(_("ISO 2859-1, tingkat %(level)s, AQL %(aql)s", level=sampling.level, aql=aql(sampling.aql or 0)))


def aql(value: float) -> str:
    """An AQL as tables write it, one decimal always: ``4,0``."""
    return format_decimal(value, "0.0", get_locale())


def _of_checks(before: Sequence[CheckPlan], after: Sequence[CheckPlan]) -> Iterator[Difference]:
    was, now = ({(each.group, each.text): each for each in checks} for checks in (before, after))
    locale = str(get_locale())
    for key, check in now.items():
        if key not in was:
            yield Difference("added", check.in_locale(locale))
        elif was[key] != check:
            yield Difference("changed", check.in_locale(locale), list(_of_check(was[key], check)))
    yield from (Difference("removed", check.in_locale(locale)) for key, check in was.items() if key not in now)
    kept = [key for key in was if key in now]
    if kept != [key for key in now if key in was]:
        yield Difference("changed", _("Urutan butir periksa"))


def _of_check(was: CheckPlan, now: CheckPlan) -> Iterator[str]:
    kinds, classes = dict(words.check_kinds()), dict(words.severities())
    told = (
        (_("Cara"), kinds.get(was.kind, ""), kinds.get(now.kind, "")),
        (_("Tingkat"), classes.get(was.severity, ""), classes.get(now.severity, "")),
        (_("Acuan"), nominal(was), nominal(now)),
        (_("Batas"), limits(was), limits(now)),
        (_("Wajib diisi"), owed(was), owed(now)),
        (_("Dalam bahasa Inggris"), was.text_en, now.text_en),
        (_("Kelompok dalam bahasa Inggris"), was.group_en, now.group_en),
    )
    yield from (_from_to(field, old, new) for field, old, new in told if old != new)
    if was.wants_photo != now.wants_photo:
        yield str(_("Foto diminta.")) if now.wants_photo else str(_("Foto tidak diminta lagi."))
    if was.average != now.average:
        yield str(_("Rata-ratanya dinilai juga.")) if now.average else str(_("Rata-ratanya tidak dinilai lagi."))
    if (was.photo_right, was.photo_wrong) != (now.photo_right, now.photo_wrong):
        yield str(_("Gambar benar atau salah diganti."))


def _of_defects(before: Sequence[NamedDefect], after: Sequence[NamedDefect]) -> Iterator[Difference]:
    was, now = ({each.code: each for each in defects} for defects in (before, after))
    classes = dict(words.severities())
    for code, defect in now.items():
        what = f"{code} {defect.name}"
        if code not in was:
            yield Difference("added", what)
        elif (kept := was[code]) != defect:
            told = (
                (_("Nama"), kept.name, defect.name),
                (_("Tingkat"), classes[kept.severity], classes[defect.severity]),
                (_("Tahap perbaikan"), kept.rework_stage or "", defect.rework_stage or ""),
            )
            details = [_from_to(field, old, new) for field, old, new in told if old != new]
            yield Difference("changed", what, details or [str(_("Kata Inggris atau gambarnya diganti."))])
    yield from (Difference("removed", f"{code} {defect.name}") for code, defect in was.items() if code not in now)
    kept_codes = [code for code in was if code in now]
    if kept_codes != [code for code in now if code in was]:
        yield Difference("changed", _("Urutan cacat"))


def _of_plans(before: Content, after: Content) -> Iterator[Difference]:
    classes: dict[str, str] = dict(words.severities())
    for severity in severities():
        was, now = plan(before.plans.get(Severity(severity))), plan(after.plans.get(Severity(severity)))
        if was != now:
            what = _("Rencana sampling: %(severity)s", severity=classes[severity.value])
            yield Difference("changed", what, [_from_to(_("Rencana"), was, now)])


def _from_to(field: str, was: str, now: str) -> str:
    said: str = _("%(field)s: %(was)s menjadi %(now)s", field=field, was=was or "–", now=now or "–")
    return said
