"""Dye and boil lots: what went into one bath together, with its recipe and date; kept when a blank is bound to one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, insert, select

from ..models import Lot, Officer, Unit

RECIPE_KEPT = 400


class LotKind(StrEnum):
    """Which bath it was."""

    DYE = "dye"
    BOIL = "boil"


@dataclass(frozen=True, slots=True)
class ToldLot:
    """A lot that a unit went through: its bath, recipe, when (ms UTC) and by whom; ``unit`` is the lot's own name."""

    kind: LotKind
    recipe: str
    made_at: int
    officer: str
    unit: str


def of_unit(conn: Connection, unit_id: int) -> list[ToldLot]:
    """The baths that a unit's pieces went through, the newest first: as that lot, or before they were split off it."""
    found: list[ToldLot] = []
    at: int | None = unit_id
    while at is not None:
        columns = select(Unit.name, Unit.split_from_id, Lot.kind, Lot.recipe, Lot.made_at, Officer.name.label("by"))
        row = conn.execute(
            columns.outerjoin(Lot, Lot.unit_id == Unit.id)
            .outerjoin(Officer, Officer.id == Lot.officer_id)
            .where(Unit.id == at)
        ).one()
        if row.kind is not None:
            found.append(ToldLot(LotKind(row.kind), row.recipe, row.made_at, row.by, row.name))
        at = row.split_from_id
    return found


def recipes(conn: Connection, most: int = 4) -> list[str]:
    """The recipes used last, each once: most baths are like one before."""
    rows = conn.execute(select(Lot.recipe).where(Lot.recipe != "").order_by(Lot.id.desc()).limit(50)).scalars()
    return list(dict.fromkeys(rows))[:most]


def keep(conn: Connection, unit_id: int, kind: LotKind, recipe: str, at: int, officer_id: int) -> None:
    """Remembers that this unit is a lot."""
    values = {"unit_id": unit_id, "kind": kind.value, "recipe": recipe, "made_at": at, "officer_id": officer_id}
    conn.execute(insert(Lot).values(values))
