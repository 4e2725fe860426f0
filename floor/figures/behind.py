"""The inspections behind a figure: each with its unit, counts, defects, measurements, photos, and who gave it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, text

from .facts import OF, STANDS, Facts, Inspected, given, narrowed, read_facts
from .heat import cell
from .terms import Terms

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Defected:
    """A defect of an inspection."""

    code: str
    name: str
    name_en: str
    quantity: int
    outcome: str


@dataclass(frozen=True, slots=True)
class Measured:
    """The answer to a check: a value with its unit, a grade, or good and not; piece 0 is every piece that passed."""

    text: str
    text_en: str
    piece: int
    value: float | None
    measure: str
    grade: str | None
    good: bool


@dataclass(frozen=True, slots=True)
class Behind:
    """An inspection as the list shows it; ``label`` is a code of the unit, to see its story."""

    about: Inspected
    unit: str
    label: str | None
    order: str
    officer: str | None
    note: str
    cycle: int
    defects: Sequence[Defected] = ()
    findings: Sequence[Measured] = ()
    photos: Sequence[str] = ()


_ABOUT = (
    "SELECT i.id, u.name, o.number, f.name, i.note,"
    " (SELECT k.code FROM label k WHERE k.unit_id = u.id AND k.voided_at IS NULL AND k.replaced_by_id IS NULL"
    " ORDER BY k.id LIMIT 1), i.client_id FROM inspection i JOIN unit u ON u.id = i.unit_id"
    " JOIN order_line l ON l.id = u.order_line_id JOIN orders o ON o.id = l.order_id"
    " LEFT JOIN officer f ON f.id = i.officer_id WHERE i.id IN :ids"
)
_DEFECTS = (
    "SELECT f.inspection_id, d.code, COALESCE(k.name, d.name), COALESCE(k.name_en, d.name_en), f.quantity, f.outcome"
    " FROM defect_found f JOIN defect d ON d.id = f.defect_id JOIN inspection i ON i.id = f.inspection_id"
    " LEFT JOIN standard_defect k ON k.standard_version_id = i.standard_version_id AND k.defect_id = d.id"
    " WHERE f.inspection_id IN :ids ORDER BY f.id"
)
_FINDINGS = (
    "SELECT f.inspection_id, c.text, c.text_en, f.piece, f.value, c.measure, f.grade, f.good FROM finding f"
    " JOIN check_item c ON c.id = f.check_item_id WHERE f.inspection_id IN :ids ORDER BY f.id"
)
_PHOTOS = "SELECT verdict_client_id, photo FROM inspection_picture WHERE verdict_client_id IN :ids ORDER BY id"
_CHECKED = "SELECT DISTINCT i.id" + OF + " JOIN finding f ON f.inspection_id = i.id WHERE f.check_item_id = :check AND "


def behind(conn: Connection, terms: Terms, start: int = 0, most: int = A_PAGE) -> tuple[list[Behind], int]:
    """So many of the inspections that these terms name, the newest first, and how many there are in all."""
    facts = read_facts(conn, terms, spots=bool(terms.spot))
    wanted = _wanted(conn, terms, facts)
    found = [one for one in reversed(facts.inspections) if one.id in wanted]
    shown = found[start : start + most]
    return _told(conn, shown, facts), len(found)


def _wanted(conn: Connection, terms: Terms, facts: Facts) -> set[int]:
    """The inspections that hold what was asked for; every clause narrows."""
    found = {one.id for one in facts.inspections if _fits(one, terms)}
    if terms.defect or terms.severity:
        found &= {one.inspection.id for one in facts.defects if terms.defect in ("", one.code) and _grave(one, terms)}
    if terms.outcome == "first_failed":
        found &= {one.inspection.id for one in facts.judged if one.first and one.outcome != "passed"}
    elif terms.outcome:
        found &= {one.id for one in facts.inspections if getattr(one, terms.outcome, 0)}
    if terms.cycle.isdecimal():
        found &= {one.inspection.id for one in facts.judged if _times(one.cycle, int(terms.cycle))}
    if terms.spot:
        found &= {one.found.inspection.id for one in facts.spots if ",".join(map(str, cell(one))) == terms.spot}
    if terms.check.isdecimal():
        query = _CHECKED + STANDS + narrowed(terms)
        found &= set(conn.execute(text(query), {**given(terms), "check": int(terms.check)}).scalars())
    return found


def _fits(one: Inspected, terms: Terms) -> bool:
    asked = ((terms.batch, one.batch), (terms.lot, one.lot), (terms.size, one.size))
    return all(not wanted or wanted == there for wanted, there in asked)


def _grave(one: Any, terms: Terms) -> bool:
    return terms.severity in ("", one.severity)


def _times(cycle: int, wanted: int) -> bool:
    return cycle == wanted or cycle > wanted >= 3


def _told(conn: Connection, shown: Sequence[Inspected], facts: Facts) -> list[Behind]:
    ids = [one.id for one in shown]
    rows = {row[0]: tuple(row[1:]) for row in _rows(conn, _ABOUT, ids)}
    defects, findings = _by_first(_rows(conn, _DEFECTS, ids)), _by_first(_rows(conn, _FINDINGS, ids))
    photos = _by_first(_rows(conn, _PHOTOS, [row[-1] for row in rows.values()]))
    cycles = {one.inspection.id: one.cycle for one in facts.judged}
    told = []
    for one in shown:
        unit, order, officer, note, label, client_id = rows[one.id]
        told.append(
            Behind(
                one,
                unit,
                label,
                order,
                officer,
                note,
                cycles.get(one.id, 0),
                [Defected(*row) for row in defects.get(one.id, ())],
                [_measured(*row) for row in findings.get(one.id, ())],
                [row[0] for row in photos.get(client_id, ())],
            )
        )
    return told


def _measured(words: str, words_en: str, piece: int, *found: Any) -> Measured:
    value, measure, grade, good = found
    return Measured(words, words_en, piece, value, measure, grade, bool(good))


def _rows(conn: Connection, query: str, ids: Sequence[Any]) -> Sequence[Any]:
    statement = text(query).bindparams(bindparam("ids", expanding=True))
    return conn.execute(statement, {"ids": list(ids)}).all() if ids else ()


def _by_first(rows: Iterable[Any]) -> dict[Any, list[tuple[Any, ...]]]:
    found: dict[Any, list[tuple[Any, ...]]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(tuple(row[1:]))
    return found
