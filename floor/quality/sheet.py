"""A standard as a sheet to read: a version's checks by group with tolerances per size, its pictures, plans, defects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, select

from ..models import CheckItem, CheckKind, CheckNominal, Product, ProductSize, Severity, Standard, StandardVersion
from ..rules.owed import is_owed_by_all
from .standards import Defect, Planned, UnitStandard, defects_of, plans_of


@dataclass(frozen=True, slots=True)
class Line:
    """One check; ``nominals`` are those of the sizes that have their own."""

    text: str
    text_en: str
    kind: str
    measure: str
    severity: str
    nominal: float | None
    minus: float | None
    plus: float | None
    nominals: dict[str, float] = field(default_factory=dict)
    photo_right: str | None = None
    photo_wrong: str | None = None
    wants_photo: bool = False
    owed: str = ""
    owed_first: int | None = None
    group_en: str = ""
    average: bool = False

    @property
    def is_for_all(self) -> bool:
        """Whether it is answered once for all pieces that pass."""
        return is_owed_by_all(self.severity, self.owed, self.kind in (CheckKind.YES_NO, CheckKind.GRADED))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A version of a standard. ``groups`` keep the order of the checks; without a plan every piece is judged.

    ``newest`` is the newest version's number: what new batches are judged by.
    """

    code: str
    name: str
    number: int
    published_at: int
    sizes: tuple[str, ...]
    groups: tuple[tuple[str, tuple[Line, ...]], ...]
    plans: Mapping[Severity, Planned]
    defects: tuple[Defect, ...]
    note: str = ""
    newest: int = 0
    name_en: str = ""

    def in_locale(self, locale: str) -> str:
        """The standard's name in a language."""
        return self.name_en if locale == "en" and self.name_en else self.name


def sheet(conn: Connection, code: str, number: int | None = None) -> Sheet | None:
    """A version of the standard of that code, the newest where none is named; ``None`` where there is none."""
    version = StandardVersion
    versions = (
        select(
            version.id,
            version.number,
            version.published_at,
            version.note,
            Standard.code,
            Standard.name,
            Standard.name_en,
            Standard.family,
        )
        .join(Standard, Standard.id == version.standard_id)
        .where(Standard.code == code)
        .order_by(version.number.desc())
    )
    published = conn.execute(versions).all()
    found = next((row for row in published if number in (None, row.number)), None)
    if found is None:
        return None
    nominals = _nominals(conn, found.id)
    sizes = _in_order(conn, code, {size for per_size in nominals.values() for size in per_size})
    groups: dict[str, list[Line]] = {}
    for id_, group, *words in conn.execute(_items(found.id)):
        values: list[Any] = [*words[:8], nominals.get(id_, {}), *words[8:]]
        groups.setdefault(group, []).append(Line(*values))
    in_order = tuple((name, tuple(lines)) for name, lines in groups.items())
    judged_by = UnitStandard(found.id, found.code, found.name, found.number, found.family, takes_grade_b=False)
    defects = tuple(defects_of(conn, judged_by))
    said = (found.code, found.name, found.number, found.published_at, sizes, in_order)
    return Sheet(*said, plans_of(conn, found.id), defects, found.note, published[0].number, found.name_en)


def _items(version_id: int) -> Any:
    item = CheckItem
    words = (item.id, item.group, item.text, item.text_en, item.kind, item.measure, item.severity)
    numbers = (item.nominal, item.minus, item.plus)
    more = (item.photo_right, item.photo_wrong, item.wants_photo, item.owed, item.owed_first)
    last = (item.group_en, item.average)
    statement = select(*words, *numbers, *more, *last).where(item.standard_version_id == version_id)
    return statement.order_by(item.position, item.id)


def _nominals(conn: Connection, version_id: int) -> dict[int, dict[str, float]]:
    statement = (
        select(CheckNominal.check_item_id, CheckNominal.size, CheckNominal.nominal)
        .join(CheckItem, CheckItem.id == CheckNominal.check_item_id)
        .where(CheckItem.standard_version_id == version_id)
    )
    found: dict[int, dict[str, float]] = {}
    for item_id, size, nominal in conn.execute(statement):
        found.setdefault(item_id, {})[size] = nominal
    return found


def _in_order(conn: Connection, code: str, sizes: set[str]) -> tuple[str, ...]:
    """Sizes as the products of the standard order them: S, M, L …"""
    statement = (
        select(ProductSize.size, func.min(ProductSize.position))
        .join(Product, Product.id == ProductSize.product_id)
        .join(Standard, Standard.id == Product.standard_id)
        .where(Standard.code == code)
        .group_by(ProductSize.size)
    )
    position = {row.size: row[1] for row in conn.execute(statement)}
    return tuple(sorted(sizes, key=lambda size: (position.get(size, len(position)), size)))
