"""What is printed for a batch: its units' labels, drawn, and read back before anybody gets them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, select
from sqlalchemy.orm import Session, scoped_session

from .. import refusals
from ..models import Balance, Batch, Label, Order, OrderLine, Product, Unit, UnitKind
from ..refusals import Refused
from .drawing import LabelText
from .proof import ProofFailed, prove
from .sheets import MEDIA, draw_pdf

Reader = Connection | Session | scoped_session[Any]


@dataclass(frozen=True, slots=True)
class Printable:
    """One unit's label: its key, what kind of unit it is for, its number within the batch, what stands on it."""

    label_id: int
    kind: str
    number: int
    printed_at: int | None
    text: LabelText


def of_batch(reader: Reader, batch_number: str) -> list[Printable]:
    """The labels of a batch's units that hold pieces, the batch card first. ``NOT_FOUND`` where there is no batch."""
    batch_id = reader.execute(select(Batch.id).where(Batch.number == batch_number)).scalar()
    if batch_id is None:
        raise Refused(refusals.NOT_FOUND.because(what="batch"))
    held = _held(reader, batch_id)
    newest: dict[int, Any] = {row.unit_id: row for row in reader.execute(_labels(batch_id))}
    return [_printable(row, held[unit_id]) for unit_id, row in newest.items() if held.get(unit_id)]


def chosen(labels: Sequence[Printable], which: str, numbers: str = "") -> list[Printable]:
    """Those of the labels that a person asked for.

    ``which``: all, cards, units (all but the batch card), unprinted, or numbers, as in ``1-12, 15``.
    """
    if which == "cards":
        return [label for label in labels if label.kind == UnitKind.BATCH.value]
    if which == "units":
        return [label for label in labels if label.kind != UnitKind.BATCH.value]
    if which == "unprinted":
        return [label for label in labels if label.printed_at is None]
    if which == "numbers":
        wanted = _read_numbers(numbers)
        return [label for label in labels if label.number in wanted]
    return list(labels)


def proved_pdf(labels: Sequence[LabelText], media: str, first_cell: int = 0) -> bytes:
    """The labels as a PDF whose every symbol was read back.

    Refuses no labels, a medium that isn't there, a cell that isn't on the sheet, and what can't be read back
    (``LABELS_UNREADABLE``: nothing is offered then).
    """
    if media not in MEDIA:
        raise Refused(refusals.NOT_FOUND.because(what="media"))
    if not 0 <= first_cell < MEDIA[media].cells:
        raise Refused(refusals.BAD_NUMBER.because(what="label pertama"))
    if not labels:
        raise Refused(refusals.FIELD_NEEDED.because(what="label yang dicetak"))
    pdf = draw_pdf(labels, MEDIA[media], first_cell)
    try:
        prove(pdf, labels, MEDIA[media], first_cell)
    except ProofFailed as failed:
        raise Refused(refusals.LABELS_UNREADABLE.because(count=len(failed.codes_missing))) from failed
    return pdf


def batch_pdf(reader: Reader, batch_number: str, media: str = "a4-24", first_cell: int = 0) -> bytes:
    """All labels of a batch as a PDF whose every symbol was read back; refuses as the two functions above do."""
    return proved_pdf([label.text for label in of_batch(reader, batch_number)], media, first_cell)


def _read_numbers(text: str) -> set[int]:
    found: set[int] = set()
    for part in filter(None, re.split(r"[,;\s]+", re.sub(r"\s*[-–]\s*", "-", text))):
        ends = re.fullmatch(r"(\d{1,4})(?:-(\d{1,4}))?", part, re.ASCII)
        if ends is None:
            raise Refused(refusals.FIELD_NEEDED.because(what="nomor label, misalnya 1-12, 15"))
        found.update(range(int(ends[1]), int(ends[2] or ends[1]) + 1))
    return found


def _held(reader: Reader, batch_id: int) -> dict[int, int]:
    """Pieces in each unit, wherever they are; in a batch card those of its bundles too."""
    sums = (
        select(Unit.id, Unit.parent_id, func.sum(Balance.quantity))
        .join(Balance, Balance.unit_id == Unit.id)
        .where(Unit.batch_id == batch_id)
        .group_by(Unit.id, Unit.parent_id)
    )
    held: dict[int, int] = {}
    for unit_id, parent_id, quantity in reader.execute(sums):
        for holder in filter(None, (unit_id, parent_id)):
            held[holder] = held.get(holder, 0) + int(quantity)
    return held


def _labels(batch_id: int) -> Select[*tuple[Any, ...]]:
    """Labels that may be used, by unit, oldest first, with the words on them."""
    return (
        select(
            Label.id,
            Label.code,
            Label.printed_at,
            Unit.id.label("unit_id"),
            Unit.kind,
            Unit.number,
            Unit.name,
            Unit.serial_from,
            Unit.serial_to,
            OrderLine.size,
            Order.number.label("order_number"),
            Product.name.label("product"),
            Product.counted_in,
        )
        .join(Unit, Unit.id == Label.unit_id)
        .join(OrderLine, OrderLine.id == Unit.order_line_id)
        .join(Order, Order.id == OrderLine.order_id)
        .join(Product, Product.id == Order.product_id)
        .where(Unit.batch_id == batch_id, Label.voided_at.is_(None), Label.replaced_by_id.is_(None))
        .order_by(Unit.number, Label.id)
    )


def _printable(row: Any, quantity: int) -> Printable:
    serials = "" if row.serial_from is None else f"{row.serial_from}–{row.serial_to}"
    if row.serial_from is not None and row.serial_from == row.serial_to:
        serials = str(row.serial_from)
    text = LabelText(
        code=row.code,
        product=row.product,
        order=row.order_number,
        size=row.size,
        quantity=f"{quantity} {row.counted_in}",
        name=row.name,
        serials=serials,
    )
    return Printable(row.id, row.kind, row.number, row.printed_at, text)
