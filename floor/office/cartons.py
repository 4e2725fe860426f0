"""Cartons as the office's pages show them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from ..models import Carton, Label
from ..rules import codes


@dataclass(frozen=True, slots=True)
class FoundCarton:
    """A carton by its keys."""

    id: int
    number: str
    order_id: int
    sealed_at: int | None


def find(conn: Connection, text: str) -> FoundCarton | None:
    """The carton that a number or a scanned label names; ``None`` where it names none."""
    columns = select(Carton.id, Carton.number, Carton.order_id, Carton.sealed_at)
    code = codes.read_code(text)
    if code is not None:
        columns = columns.join(Label, Label.carton_id == Carton.id).where(Label.code == code)
    else:
        columns = columns.where(func.upper(Carton.number) == text.strip().upper())
    row = conn.execute(columns).first()
    return FoundCarton(*row) if row is not None else None
