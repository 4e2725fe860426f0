"""A standard as a sheet to read: its newest version's checks by group, with tolerances per size."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, select

from ..models import CheckItem, CheckNominal, Product, ProductSize, Standard, StandardVersion


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


@dataclass(frozen=True, slots=True)
class Sheet:
    """A standard's newest version. ``groups`` keep the order of the checks."""

    code: str
    name: str
    number: int
    published_at: int
    sizes: tuple[str, ...]
    groups: tuple[tuple[str, tuple[Line, ...]], ...]


def sheet(conn: Connection, code: str) -> Sheet | None:
    """The standard of that code; ``None`` where there is none, or none was published."""
    newest = (
        select(StandardVersion.id, StandardVersion.number, StandardVersion.published_at, Standard.code, Standard.name)
        .join(Standard, Standard.id == StandardVersion.standard_id)
        .where(Standard.code == code)
        .order_by(StandardVersion.number.desc())
        .limit(1)
    )
    found = conn.execute(newest).first()
    if found is None:
        return None
    nominals = _nominals(conn, found.id)
    sizes = _in_order(conn, code, {size for per_size in nominals.values() for size in per_size})
    groups: dict[str, list[Line]] = {}
    for id_, group, *words in conn.execute(_items(found.id)):
        values: list[Any] = [*words, nominals.get(id_, {})]
        groups.setdefault(group, []).append(Line(*values))
    in_order = tuple((name, tuple(lines)) for name, lines in groups.items())
    return Sheet(found.code, found.name, found.number, found.published_at, sizes, in_order)


def _items(version_id: int) -> Any:
    item = CheckItem
    words = (item.id, item.group, item.text, item.text_en, item.kind, item.measure, item.severity)
    statement = select(*words, item.nominal, item.minus, item.plus).where(item.standard_version_id == version_id)
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
