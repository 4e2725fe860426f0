"""A standard as a table: one row for each check, each defect, each plan. An export reads back as the same draft."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import Connection, select

from .. import refusals
from ..library.shelf import CheckPlan, Content, NamedDefect, Sampling
from ..models import CheckKind, Defect, Method, Owed, Severity, Stage
from ..refusals import Refused
from ..rules.sampling import AQLS, LEVELS
from ..rules.standard import read_number
from . import sheets_cells as cells
from . import words
from .sheets_cells import NO, YES, BadCell, Cell
from .sheets_file import MOST_ROWS as MOST
from .sheets_file import Table
from .sheets_kinds import SIZE, Column
from .sheets_rows import Fault, Line
from .standards import MOST_CHECKS, WITH_NOMINAL, is_bare
from .standards_draft import Draft, of_content

__all__ = ["MOST", "Known", "Read", "columns", "read", "take_out"]

CHECK, DEFECT, PLAN, DRAWING = "butir", "cacat", "rencana", "gambar"
_KINDS = {
    "ya/tidak": CheckKind.YES_NO,
    "diukur": CheckKind.MEASURED,
    "dihitung": CheckKind.COUNT,
    "ditimbang": CheckKind.WEIGHED,
    "dibandingkan": CheckKind.GRADED,
}
_CLASSES = {"kritis": Severity.CRITICAL, "mayor": Severity.MAJOR, "minor": Severity.MINOR}
_METHODS = {"setiap": Method.EVERY, "iso": Method.ISO, "inline": Method.INLINE}
_OWED = {"setiap": Owed.EVERY, "contoh": Owed.SAMPLE}
_FIRST = re.compile(r"([1-9]|[1-4]\d|50) pertama", re.ASCII)
_NUMBERS = ("acuan", "batas kurang", "batas lebih", "satuan", "rata-rata")
_OF = {  # the columns that a row of each sort may fill
    CHECK: {
        "jenis",
        "kelompok",
        "kelompok inggris",
        "nama",
        "bahasa inggris",
        "cara",
        "tingkat",
        "wajib",
        "minta foto",
        *_NUMBERS,
    },
    DEFECT: {"jenis", "kode", "nama", "bahasa inggris", "tingkat", "tahap perbaikan"},
    PLAN: {"jenis", "cara", "tingkat", "level", "aql"},
    DRAWING: {"jenis", "kode"},
}

HEADINGS = frozenset().union(*_OF.values())  # the file's own words, in every language


def columns() -> tuple[Column, ...]:
    """What stands in each column."""
    sorts, kinds, classes = ", ".join(_OF), ", ".join(_KINDS), ", ".join(_CLASSES)
    methods, levels, aqls = ", ".join(_METHODS), ", ".join(LEVELS), "; ".join(cells.shown(aql) for aql in AQLS)
    return (
        Column("", "jenis", sorts),
        Column("", "kode", _("Kode cacat yang ada di katalog; pada baris gambar: nama gambarnya."), needed=False),
        Column("", "kelompok", _("Kelompok butir, misalnya Ukuran."), needed=False),
        Column("", "kelompok inggris", _("Nama kelompoknya dalam bahasa Inggris."), needed=False),
        Column("", "nama", _("Yang diperiksa, atau nama cacat.")),
        Column("", "bahasa inggris", _("Yang sama dalam bahasa Inggris."), needed=False),
        Column("", "cara", _("Butir: %(kinds)s. Rencana: %(methods)s.", kinds=kinds, methods=methods), needed=False),
        Column("", "tingkat", classes),
        Column("", "satuan", _("Satuan ukur, misalnya cm."), needed=False),
        Column("", "acuan", _("Acuan untuk ukuran yang tidak punya kolom sendiri."), needed=False),
        Column("", "batas kurang", _("Kurang paling banyak."), needed=False),
        Column("", "batas lebih", _("Lebih paling banyak; yang dihitung: jumlah paling banyak."), needed=False),
        Column(
            "",
            "rata-rata",
            _("%(yes)s: rata-rata yang ditimbang tidak boleh kurang dari acuan.", yes=YES),
            needed=False,
        ),
        Column("", "wajib", _("setiap, contoh, 3 pertama; kosong: cukup dilihat."), needed=False),
        Column("", "minta foto", _("%(yes)s atau %(no)s; kosong: %(empty)s", yes=YES, no=NO, empty=NO), needed=False),
        Column("", "tahap perbaikan", _("Kode tahap yang memperbaiki cacatnya."), needed=False),
        Column("", "level", _("Rencana ISO: %(levels)s", levels=levels), needed=False),
        Column("", "aql", _("Rencana ISO: %(aqls)s", aqls=aqls), needed=False),
    )


@dataclass(frozen=True, slots=True)
class Known:
    """What a file may name, and what the draft says now: a file carries no pictures, so those of before stay."""

    defects: frozenset[str]
    stages: frozenset[str]
    content: Content = field(default_factory=Content)

    @classmethod
    def of(cls, conn: Connection, content: Content) -> Known:
        """What is here."""
        defects = frozenset(conn.scalars(select(Defect.code)))
        return cls(defects, frozenset(conn.scalars(select(Stage.code))), content)


@dataclass(slots=True)
class Read:
    """What a file comes to: a draft, and every cell that is wrong."""

    checks: list[CheckPlan] = field(default_factory=list)
    defects: list[NamedDefect] = field(default_factory=list)
    plans: dict[Severity, Sampling] = field(default_factory=dict)
    drawing: str = ""
    faults: list[Fault] = field(default_factory=list)

    @property
    def draft(self) -> Draft:
        """The draft, whose checks have new keys."""
        return of_content(Content(tuple(self.checks), tuple(self.defects), self.plans, self.drawing))


def take_out(draft: Draft, sizes: Sequence[str]) -> tuple[list[str], list[list[Cell]]]:
    """The headings and rows of a draft, a column for each size."""
    headings = [column.heading for column in columns()] + [SIZE + size for size in sizes]
    found = list(_rows(draft.content))
    return headings, [[row.get(heading) for heading in headings] for row in found]


def read(table: Table, known: Known) -> Read:
    """Reads a file; refused where its columns won't do, or it has too many checks. Faults are named by cell."""
    sizes = _sizes(table)
    made, seen = Read(faults=list(_long(table, sizes))), dict[tuple[str, ...], int]()
    for number, row in table.rows:
        line = Line(number, row, table.headings)
        sort = line.take("jenis", lambda cell: cells.one_of(cell, _OF))
        if sort is not None:
            _check_place(line, sort, sizes)
            _READ[sort](made, line, known, sizes, seen)
        made.faults += line.faults
    if len(made.checks) > MOST_CHECKS:
        raise Refused(refusals.CHECKS_TOO_MANY.because(most=MOST_CHECKS))
    return made


def _sizes(table: Table) -> list[str]:
    """The sizes that have columns; refused where a column is unknown, stands twice or is wanting."""
    known, sizes, seen = [column.heading for column in columns()], [], set[str]()
    for heading in filter(None, table.headings):
        if heading.lower() in seen:
            raise Refused(refusals.SHEET_COLUMN_TWICE.because(heading=heading[:40]))
        seen.add(heading.lower())
        if heading.lower().startswith(SIZE):
            sizes.append(heading[len(SIZE) :])
        elif heading.lower() not in known:
            raise Refused(refusals.SHEET_COLUMN_UNKNOWN.because(heading=heading[:40], known=", ".join(known)))
    missing = [column.heading for column in columns() if column.needed and column.heading not in seen]
    if missing:
        raise Refused(refusals.SHEET_COLUMNS.because(missing=", ".join(missing)))
    return sizes


def _long(table: Table, sizes: Sequence[str]) -> Iterator[Fault]:
    for column, heading in enumerate(table.headings):
        if heading[len(SIZE) :] in sizes and heading.lower().startswith(SIZE) and len(heading) > len(SIZE) + 20:
            yield Fault(1, column, heading[:40], refusals.CELL_TOO_LONG.because(most=20))


def _check_place(line: Line, sort: str, sizes: Sequence[str]) -> None:
    """Notes what stands in a column that isn't for a row of this sort: left unread it would be lost unseen."""
    known = {column.heading for column in columns()} | {(SIZE + size).lower() for size in sizes}
    allowed = _OF[sort] | ({(SIZE + size).lower() for size in sizes} if sort == CHECK else set())
    for heading in known - allowed:
        if heading in line.at and cells.shown(line.cell(heading)).strip():
            line.wrong(heading, refusals.CELL_NOT_HERE.because(kind=sort))


def _read_check(made: Read, line: Line, known: Known, sizes: Sequence[str], seen: dict[tuple[str, ...], int]) -> None:
    values = line.take_all(
        {
            "text": ("nama", lambda cell: cells.needed(cell, 200)),
            "kind": ("cara", lambda cell: _KINDS[cells.one_of(cell, _KINDS)]),
            "severity": ("tingkat", lambda cell: _CLASSES[cells.one_of(cell, _CLASSES)]),
            "group": ("kelompok", cells.text),
            "group_en": ("kelompok inggris", cells.text),
            "text_en": ("bahasa inggris", lambda cell: cells.text(cell, 200)),
            "measure": ("satuan", lambda cell: cells.text(cell, 8)),
            "nominal": ("acuan", _decimal),
            "minus": ("batas kurang", _tolerance),
            "plus": ("batas lebih", _tolerance),
            "average": ("rata-rata", lambda cell: cells.yes(cell, False)),
            "wants_photo": ("minta foto", lambda cell: cells.yes(cell, False)),
        }
    )
    owed, first = line.take("wajib", _owed) or (Owed.NONE, None)
    nominals = {size: line.take((SIZE + size).lower(), _decimal) for size in sizes}
    if line.faults:
        return
    values["nominals"] = {size: value for size, value in nominals.items() if value is not None}
    check = CheckPlan(**values, owed=owed, owed_first=first)
    _check_numbers(line, check)
    if _is_new(line, "nama", (CHECK, check.group, check.text), check.text, seen) and not line.faults:
        by_name = {(each.group, each.text): each for each in known.content.checks}
        kept = by_name.get((check.group, check.text), check)
        made.checks.append(replace(check, photo_right=kept.photo_right, photo_wrong=kept.photo_wrong))


def _check_numbers(line: Line, check: CheckPlan) -> None:
    """Numbers only where they are judged by, and something to judge by where there must be."""
    kind = next(word for word, kind in _KINDS.items() if kind is check.kind)
    if check.average and check.kind is not CheckKind.WEIGHED:
        line.wrong("rata-rata", refusals.CELL_NOT_HERE.because(kind=kind))
    if check.kind in WITH_NOMINAL:
        if is_bare(check):
            line.wrong("acuan", refusals.CHECK_BARE.because(check=check.text))
        return
    filled = {"acuan": check.nominal, "batas kurang": check.minus, "satuan": check.measure or None}
    filled |= {(SIZE + size).lower(): value for size, value in check.nominals.items()}
    filled |= {"batas lebih": check.plus} if check.kind is not CheckKind.COUNT else {}
    for heading, value in filled.items():
        if value is not None:
            line.wrong(heading, refusals.CELL_NOT_HERE.because(kind=kind))


def _read_defect(made: Read, line: Line, known: Known, _sizes: object, seen: dict[tuple[str, ...], int]) -> None:
    values = line.take_all(
        {
            "code": ("kode", lambda cell: _named(cell, known.defects, "kode cacat")),
            "name": ("nama", cells.needed),
            "name_en": ("bahasa inggris", cells.text),
            "severity": ("tingkat", lambda cell: _CLASSES[cells.one_of(cell, _CLASSES)]),
        }
    )
    stage = line.take(
        "tahap perbaikan", lambda cell: _named(cell, known.stages, "tahap") if cells.text(cell, 400) else ""
    )
    if not line.faults and _is_new(line, "kode", (DEFECT, values["code"]), values["code"], seen):
        kept = next((each for each in known.content.defects if each.code == values["code"]), None)
        made.defects.append(NamedDefect(**values, rework_stage=stage or None, photo=kept.photo if kept else None))


def _read_plan(made: Read, line: Line, _known: Known, _sizes: object, seen: dict[tuple[str, ...], int]) -> None:
    severity = line.take("tingkat", lambda cell: _CLASSES[cells.one_of(cell, _CLASSES)])
    method = line.take("cara", lambda cell: _METHODS[cells.one_of(cell, _METHODS)])
    level = line.take("level", lambda cell: cells.text(cell, 10).upper())
    aql = line.take("aql", _decimal)
    if line.faults or not _is_new(line, "tingkat", (PLAN, severity), severity, seen):
        return
    if method is not Method.ISO:
        for heading in [heading for heading, value in (("level", level), ("aql", aql)) if value]:
            line.wrong(heading, refusals.CELL_NOT_HERE.because(kind=cells.shown(line.cell("cara"))))
        made.plans[severity] = Sampling(method)
    elif level in LEVELS and aql in AQLS:
        made.plans[severity] = Sampling(method, level, aql)
    else:
        shown = cells.shown(aql) or "–"
        line.wrong("aql" if level in LEVELS else "level", refusals.PLAN_UNKNOWN.because(level=level or "–", aql=shown))


def _read_drawing(made: Read, line: Line, _known: Known, _sizes: object, seen: dict[tuple[str, ...], int]) -> None:
    drawings = [key for key, _word in words.drawings() if key]
    drawing = line.take("kode", lambda cell: cells.one_of(cell, drawings))
    if drawing is not None and _is_new(line, "jenis", (DRAWING,), DRAWING, seen):
        made.drawing = drawing


_Reads = Callable[[Read, Line, Known, Sequence[str], dict[tuple[str, ...], int]], None]
_READ: Mapping[str, _Reads] = {
    CHECK: _read_check,
    DEFECT: _read_defect,
    PLAN: _read_plan,
    DRAWING: _read_drawing,
}


def _is_new(line: Line, heading: str, name: tuple[str, ...], value: str, seen: dict[tuple[str, ...], int]) -> bool:
    if name in seen:
        line.wrong(heading, refusals.CELL_TWICE.because(value=value[:40], line=seen[name]))
        return False
    seen[name] = line.number
    return True


def _decimal(cell: Cell) -> float | None:
    written = cells.text(cell, 400)
    try:
        value = read_number(written) if written else None
    except ValueError:
        raise BadCell(refusals.CELL_NOT_A_NUMBER.because(value=written[:40])) from None
    if value is not None and abs(value) > 100_000:
        raise BadCell(refusals.CELL_NOT_A_NUMBER.because(value=written[:40]))
    return value


def _tolerance(cell: Cell) -> float | None:
    value = _decimal(cell)
    if value is not None and value < 0:
        raise BadCell(refusals.CELL_NOT_A_NUMBER.because(value=cells.shown(cell)[:40]))
    return value


def _owed(cell: Cell) -> tuple[Owed, int | None]:
    written = cells.text(cell, 400).lower()
    if (first := _FIRST.fullmatch(written)) is not None:
        return Owed.FIRST, int(first[1])
    return (_OWED[cells.one_of(written, [*_OWED, "3 pertama"])] if written else Owed.NONE), None


def _named(cell: Cell, known: Collection[str], what: str) -> str:
    found = cells.needed(cell, 400).upper()
    if found not in known:
        raise BadCell(refusals.CELL_UNKNOWN.because(what=what, value=found[:40]))
    return found


def _rows(content: Content) -> Iterator[dict[str, Cell]]:
    for check in content.checks:
        yield _check_row(check)
    for defect in content.defects:
        yield {
            "jenis": DEFECT,
            "kode": defect.code,
            "nama": defect.name,
            "bahasa inggris": defect.name_en,
            "tingkat": _word(_CLASSES, defect.severity),
            "tahap perbaikan": defect.rework_stage,
        }
    for severity, plan in content.plans.items():
        words_of_it: dict[str, Cell] = {"cara": _word(_METHODS, plan.method), "tingkat": _word(_CLASSES, severity)}
        yield {"jenis": PLAN, **words_of_it, "level": plan.level or None, "aql": plan.aql}
    if content.drawing:
        yield {"jenis": DRAWING, "kode": content.drawing}


def _check_row(check: CheckPlan) -> dict[str, Cell]:
    first = f"{check.owed_first or 1} pertama" if check.owed is Owed.FIRST else ""
    row: dict[str, Cell] = {
        "jenis": CHECK,
        "kelompok": check.group,
        "kelompok inggris": check.group_en,
        "nama": check.text,
        "bahasa inggris": check.text_en,
        "cara": _word(_KINDS, check.kind),
        "tingkat": _word(_CLASSES, check.severity),
        "satuan": check.measure,
        "acuan": check.nominal,
        "batas kurang": check.minus,
        "batas lebih": check.plus,
        "wajib": first or (_word(_OWED, check.owed) if check.owed else ""),
        "minta foto": check.wants_photo,
        "rata-rata": True if check.average else None,
    }
    return row | {SIZE + size: nominal for size, nominal in check.nominals.items()}


def _word(words_of: Mapping[str, Any], value: object) -> str:
    return next(word for word, kept in words_of.items() if kept == value)
