"""A standard as a paper for the wall (*lembar standar*), A4: big words, right and wrong side by side, sizes in a table.

Words on it are Indonesian: it hangs where the work is done.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from babel.numbers import format_decimal
from reportlab.lib.colors import black
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Image, KeepTogether, Paragraph, Spacer

from ..library.shelf import CheckPlan, Content, Sampling
from ..models import CheckKind, Method, Owed, Severity
from . import photos
from .papers import GRID, WIDTH, Letterhead, document, says, table, top
from .standards import WITH_NOMINAL, severities

_CLASSES = {Severity.CRITICAL: "KRITIS", Severity.MAJOR: "mayor", Severity.MINOR: "minor"}
_MIDDLE = ("VALIGN", (0, 0), (-1, -1), "MIDDLE")
_PICTURE = (84 * mm, 62 * mm)
_MOST_SIZES = 8  # columns of one table


@dataclass(frozen=True, slots=True)
class Said:
    """A version, who published it and when, its sizes in order, and what stages are called by their codes."""

    code: str
    name: str
    number: int
    day: date
    by: str
    content: Content
    sizes: tuple[str, ...] = ()
    stages: Mapping[str, str] = field(default_factory=dict)


def draw(said: Said, head: Letterhead, folder: Path) -> bytes:
    """The paper as one PDF; ``folder`` is where photos lie."""
    version = f"{said.code} · versi {said.number}"
    whole: list[Any] = [top(head, "LEMBAR STANDAR", version, said.day, f"terbit oleh {said.by}" if said.by else "")]
    whole += [Spacer(1, 5 * mm), says(said.name, 22, bold=True), Spacer(1, 3 * mm)]
    for sizes in _in_parts(said.sizes):
        whole += _measured(said.content.checks, sizes)
    whole += _looked_at(said.content.checks)
    whole += [part for check in said.content.checks for part in _pictures(check, folder)]
    whole += [*_defects(said), *_plans(said.content)]
    return document(whole, head, f"Lembar standar {version}", f"{said.name} · {version}")


def _in_parts(sizes: Sequence[str]) -> Iterator[Sequence[str]]:
    """So many sizes as a page is wide; one part without any where there are none."""
    for at in range(0, max(len(sizes), 1), _MOST_SIZES):
        yield sizes[at : at + _MOST_SIZES]


def _measured(checks: Sequence[CheckPlan], sizes: Sequence[str]) -> list[Any]:
    """What is measured or weighed, a column for each size."""
    found = [check for check in checks if check.kind in WITH_NOMINAL]
    if not found:
        return []
    heads = [says(head, 11, bold=True) for head in ("Diukur", *(sizes or ("Acuan",)), "Batas", "Wajib")]
    rows: list[list[Any]] = [heads]
    for check in found:
        nominals = [check.nominals.get(size, check.nominal) for size in sizes] or [check.nominal]
        figures = [says(_number(value), 13, bold=True, align=TA_CENTER) for value in nominals]
        limits = [says(_limits(check), 12, bold=True)]
        limits += [says("rata-rata tidak kurang dari acuan", 8)] if check.average else []
        rows.append([_named(check), *figures, limits, says(_owed(check), 8.5)])
    each = min(24 * mm, (WIDTH - 96 * mm) / max(len(sizes), 1))
    widths = [WIDTH - 48 * mm - each * max(len(sizes), 1), *[each] * max(len(sizes), 1), 28 * mm, 20 * mm]
    return [*_section("Ukuran dan berat"), _grid(rows, widths), Spacer(1, 5 * mm)]


def _looked_at(checks: Sequence[CheckPlan]) -> list[Any]:
    """What is looked at or counted, group by group."""
    found = [check for check in checks if check.kind not in WITH_NOMINAL]
    if not found:
        return []
    rows: list[list[Any]] = [[says(head, 11, bold=True) for head in ("Diperiksa", "Baik kalau", "Wajib")]]
    rows += [[_named(check), says(_good_if(check), 11), says(_owed(check), 8.5)] for check in found]
    return [*_section("Dilihat dan dihitung"), _grid(rows, [WIDTH - 78 * mm, 58 * mm, 20 * mm]), Spacer(1, 5 * mm)]


def _pictures(check: CheckPlan, folder: Path) -> list[Any]:
    """Right and wrong side by side, as large as two fit."""
    names = (("✓  BENAR", check.photo_right), ("✗  SALAH", check.photo_wrong))
    cells = [
        [_picture(folder, name), says(word.split("  ")[1], 15, bold=True, align=TA_CENTER)] for word, name in names
    ]
    if not any(cell[0] for cell in cells):
        return []
    row = [[part for part in cell if part] if cell[0] else "" for cell in cells]
    rules = [("BOX", (at, 0), (at, 0), 1.4 if at == 0 else 3.2, black) for at, cell in enumerate(cells) if cell[0]]
    pads = [
        ("TOPPADDING", (0, 0), (-1, -1), 6),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
        ("ALIGN", (0, 0), (-1, -1), "CENTER"),
    ]
    made = table([row], [WIDTH / 2] * 2, [*rules, *pads, ("VALIGN", (0, 0), (-1, -1), "BOTTOM")])
    return [KeepTogether([says(check.text, 15, bold=True), Spacer(1, 2 * mm), made, Spacer(1, 6 * mm)])]


def _picture(folder: Path, name: str | None) -> Image | None:
    """A photo, fitted; ``None`` where there is none, or it was taken away from the disk."""
    kept = photos.path(folder, name, small=False) if name and photos.is_name(name) else None
    if kept is None or not kept.is_file():
        return None
    return Image(str(kept), *_PICTURE, kind="proportional")


def _defects(said: Said) -> list[Any]:
    if not said.content.defects:
        return []
    rows: list[list[Any]] = [[says(head, 11, bold=True) for head in ("Kode", "Cacat", "Tingkat", "Perbaikan di")]]
    for defect in said.content.defects:
        severity = says(_CLASSES[defect.severity], 11, bold=defect.severity is Severity.CRITICAL)
        rows.append(
            [
                says(defect.code, 11),
                says(defect.name, 12),
                severity,
                says(said.stages.get(defect.rework_stage or "", "–"), 11),
            ]
        )
    return [*_section("Cacat"), _grid(rows, [18 * mm, WIDTH - 92 * mm, 24 * mm, 50 * mm]), Spacer(1, 5 * mm)]


def _plans(content: Content) -> list[Any]:
    rows = [
        [says(_CLASSES[severity], 11, bold=True), says(_plan(content.plans.get(severity)), 11)]
        for severity in severities()
    ]
    return [KeepTogether([*_section("Berapa potong diperiksa")[1:], _grid(rows, [34 * mm, WIDTH - 34 * mm])])]


def _section(title: str) -> list[Any]:
    """A title that isn't left alone at the foot of a page."""
    return [CondPageBreak(50 * mm), says(title, 14, bold=True), Spacer(1, 2 * mm)]


def _grid(rows: list[list[Any]], widths: Sequence[float]) -> Any:
    made = table(
        rows, widths, [*GRID, _MIDDLE, ("TOPPADDING", (0, 0), (-1, -1), 4), ("BOTTOMPADDING", (0, 0), (-1, -1), 5)]
    )
    made.repeatRows = 1
    return made


def _named(check: CheckPlan) -> list[Paragraph]:
    below = [check.group] if check.group else []
    below += [_CLASSES[check.severity]] if check.severity is not Severity.MAJOR else []
    return [says(check.text, 12, bold=check.severity is Severity.CRITICAL), says(" · ".join(below), 8)]


def _good_if(check: CheckPlan) -> str:
    if check.kind is CheckKind.COUNT:
        return f"paling banyak {_number(check.plus or 0)}" if check.plus else "tidak ada satu pun"
    return "sama dengan atau lebih baik dari contoh acuan" if check.kind is CheckKind.GRADED else "ya"


def _limits(check: CheckPlan) -> str:
    if check.minus == check.plus and check.plus is not None:
        return f"± {_number(check.plus)} {check.measure}".strip()
    sides = (("−", check.minus), ("+", check.plus))
    return " ".join([*(f"{mark}{_number(value)}" for mark, value in sides if value is not None), check.measure]).strip()


def _owed(check: CheckPlan) -> str:
    if check.is_for_all:
        return "setiap potong"
    said = {Owed.EVERY: "setiap potong", Owed.FIRST: f"{check.owed_first or 1} pertama", Owed.SAMPLE: "contoh"}
    return said.get(check.owed, "")


def _plan(plan: Sampling | None) -> str:
    if plan is None or plan.method is Method.EVERY:
        return "semua potong"
    if plan.method is Method.INLINE:
        return "7 potong setiap bundel, tidak boleh ada yang cacat"
    return f"sampling ISO 2859-1, tingkat {plan.level}, AQL {aql_in_words(plan.aql)}"


def aql_in_words(aql: float | None) -> str:
    """An AQL as tables write it: ``4,0``."""
    return str(format_decimal(aql or 0, "0.0", locale="id"))


def _number(value: float | None) -> str:
    return "–" if value is None else str(format_decimal(value, locale="id"))
