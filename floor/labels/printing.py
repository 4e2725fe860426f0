"""Labels of units: what stands on them, which of them a person wants, and their PDF, read back before it is offered."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, literal_column, select
from sqlalchemy.orm import Session, aliased, scoped_session

from .. import refusals
from ..models import Balance, Batch, Label, Order, OrderLine, Product, Unit, UnitKind
from ..refusals import Refused
from ..rules import codes
from ..scan.labels import CODE_IN_USE
from .drawing import LabelText
from .proof import ProofFailed, prove
from .sheets import MEDIA, draw_pdf

Progress = Callable[[int, int], None]  # how many labels of how many are done
Reader = Connection | Session | scoped_session[Any]

_u = aliased(Unit, name="u")  # as CODE_IN_USE calls it


@dataclass(frozen=True, slots=True)
class Printable:
    """One label to print: its key, what for (a unit's kind), its number in the batch, its copy, what stands on it."""

    label_id: int
    kind: str
    number: int
    printed_at: int | None
    copy_number: int
    text: LabelText

    @property
    def marked(self) -> LabelText:
        """What stands on it, with the letter of the copy after the name: ``A-031-01/014-B``."""
        return replace(self.text, name=self.text.name + codes.copy_mark(self.copy_number))

    def as_copy(self) -> Printable:
        """How the next copy of it will look, but for its code, which isn't known before it is issued."""
        return replace(self, copy_number=self.copy_number + 1)


def of_batch(reader: Reader, batch_number: str) -> list[Printable]:
    """The labels of a batch's units that hold pieces, the batch card first. ``NOT_FOUND`` where there is no batch."""
    batch_id = reader.execute(select(Batch.id).where(Batch.number == batch_number)).scalar()
    if batch_id is None:
        raise Refused(refusals.NOT_FOUND.because(what="batch"))
    return _of(reader, _u.batch_id == batch_id)


def of_order(reader: Reader, order_number: str) -> list[Printable]:
    """The same for all batches of an order, size by size."""
    order_id = reader.execute(select(Order.id).where(Order.number == order_number)).scalar()
    if order_id is None:
        raise Refused(refusals.NOT_FOUND.because(what="pesanan"))
    return _of(reader, OrderLine.order_id == order_id)


def of_labels(reader: Reader, label_ids: Collection[int]) -> list[Printable]:
    """Those of these labels that are a unit's, in use, and hold pieces."""
    return _of(reader, Label.id.in_(label_ids))


def chosen(labels: Sequence[Printable], which: str, numbers: str = "", sizes: Collection[str] = ()) -> list[Printable]:
    """Those of the labels that a person asked for.

    ``which``: all, cards, units (all but the batch card), unprinted, or numbers, as in ``1-12, 15``. ``sizes``: of
    these sizes only, where any are given.
    """
    if sizes:
        labels = [label for label in labels if label.text.size in sizes]
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


def check_place(media: str, first_cell: int) -> None:
    """Refuses a medium that isn't there, and a cell (from 0) that isn't on its sheet."""
    if media not in MEDIA:
        raise Refused(refusals.NOT_FOUND.because(what="media"))
    if not 0 <= first_cell < MEDIA[media].cells:
        raise Refused(refusals.BAD_NUMBER.because(what="label pertama"))


def proved_pdf(
    labels: Sequence[LabelText],
    media: str,
    first_cell: int = 0,
    offset_mm: tuple[float, float] = (0, 0),
    progress: Progress | None = None,
) -> bytes:
    """The labels as a PDF whose every symbol was read back; ``progress`` is told how many of how many were.

    Refuses no labels, a medium that isn't there, a cell that isn't on the sheet, and what can't be read back
    (``LABELS_UNREADABLE``: nothing is offered then).
    """
    check_place(media, first_cell)
    if not labels:
        raise Refused(refusals.FIELD_NEEDED.because(what="label yang dicetak"))
    pdf = draw_pdf(labels, MEDIA[media], first_cell, offset_mm)
    try:
        prove(pdf, labels, MEDIA[media], first_cell, offset_mm, progress)
    except ProofFailed as failed:
        raise Refused(refusals.LABELS_UNREADABLE.because(count=len(failed.codes_missing))) from failed
    return pdf


def batch_pdf(reader: Reader, batch_number: str, media: str = "a4-24", first_cell: int = 0) -> bytes:
    """All labels of a batch as a PDF whose every symbol was read back; refuses as the functions above do."""
    return proved_pdf([label.marked for label in of_batch(reader, batch_number)], media, first_cell)


def _read_numbers(text: str) -> set[int]:
    found: set[int] = set()
    for part in filter(None, re.split(r"[,;\s]+", re.sub(r"\s*[-–]\s*", "-", text))):
        ends = re.fullmatch(r"(\d{1,4})(?:-(\d{1,4}))?", part, re.ASCII)
        if ends is None:
            raise Refused(refusals.FIELD_NEEDED.because(what="nomor label, misalnya 1-12, 15"))
        found.update(range(int(ends[1]), int(ends[2] or ends[1]) + 1))
    return found


def _of(reader: Reader, which: ColumnElement[bool]) -> list[Printable]:
    rows = reader.execute(_labels(which)).all()
    held = _held(reader, {row.unit_id for row in rows})
    return [_printable(row, held[row.unit_id]) for row in rows if held.get(row.unit_id)]


def _held(reader: Reader, unit_ids: Collection[int]) -> dict[int, int]:
    """Pieces in each of the units, wherever they are; in a batch card those of its bundles too."""
    sums = (
        select(Unit.id, Unit.parent_id, func.sum(Balance.quantity))
        .join(Balance, Balance.unit_id == Unit.id)
        .where(Unit.id.in_(unit_ids) | Unit.parent_id.in_(unit_ids))
        .group_by(Unit.id, Unit.parent_id)
    )
    held: dict[int, int] = {}
    for unit_id, parent_id, quantity in reader.execute(sums):
        for holder in filter(None, (unit_id, parent_id)):
            held[holder] = held.get(holder, 0) + int(quantity)
    return held


def _labels(which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """The label in use of each unit, size by size and in the order of their numbers, with the words on it."""
    return (
        select(
            Label.id,
            Label.code,
            Label.printed_at,
            Label.copy_number,
            _u.id.label("unit_id"),
            _u.kind,
            _u.number,
            _u.name,
            _u.serial_from,
            _u.serial_to,
            OrderLine.size,
            Order.number.label("order_number"),
            Product.name.label("product"),
            Product.counted_in,
        )
        .join(_u, _u.id == Label.unit_id)
        .join(OrderLine, OrderLine.id == _u.order_line_id)
        .join(Order, Order.id == OrderLine.order_id)
        .join(Product, Product.id == Order.product_id)
        .where(which, Label.code == literal_column(CODE_IN_USE))
        .order_by(OrderLine.position, _u.batch_id, _u.number, Label.id)
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
    return Printable(row.id, row.kind, row.number, row.printed_at, row.copy_number, text)
