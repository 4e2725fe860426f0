"""Batches and units: what carries a label and holds pieces."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base
from .columns import Code, Key, Moment, Name, Small, maybe, to
from .order import OrderLine


class UnitKind(StrEnum):
    """What a unit is on the floor."""

    BATCH = "batch"  # a batch card: travels with the bucket or rack, or stands for its bundles
    BUNDLE = "bundle"
    PIECE = "piece"


class Batch(Base):
    """Pieces of one order line started together, under the route and standard of that day."""

    __tablename__ = "batch"

    id: Mapped[Key]
    number: Mapped[Code] = mapped_column(unique=True)
    order_line_id: Mapped[int] = to("order_line.id", index=True)
    route_version_id: Mapped[int] = to("route_version.id")
    standard_version_id: Mapped[int | None] = maybe("standard_version.id")
    quantity: Mapped[int]
    made_at: Mapped[Moment]
    made_by_id: Mapped[int] = to("officer.id")

    order_line: Mapped[OrderLine] = relationship(lazy="joined")
    units: Mapped[list[Unit]] = relationship(order_by="Unit.number", back_populates="batch")


class Unit(Base):
    """A batch card, a bundle of 12 shirts, one chair. A unit with a parent has no children of its own.

    ``number`` counts within the batch (0 is the batch card); ``serial_from`` and ``serial_to`` are the pieces it was
    made with. How many it holds, and where, stands in its balances.
    """

    __tablename__ = "unit"

    id: Mapped[Key]
    batch_id: Mapped[int] = to("batch.id", index=True)
    order_line_id: Mapped[int] = to("order_line.id", index=True)
    route_version_id: Mapped[int] = to("route_version.id")
    parent_id: Mapped[int | None] = maybe("unit.id", index=True)
    split_from_id: Mapped[int | None] = maybe("unit.id")
    kind: Mapped[str] = mapped_column(String(8))
    number: Mapped[Small]
    name: Mapped[Name]
    serial_from: Mapped[int | None]
    serial_to: Mapped[int | None]
    worker_id: Mapped[int | None] = maybe("worker.id")

    batch: Mapped[Batch] = relationship(back_populates="units")
    labels: Mapped[list[Label]] = relationship(order_by="Label.id")


class Label(Base):
    """An issued code and what it stands for; a blank stands for nothing yet.

    ``replaced_by_id`` is the label to use instead; ``voided_at`` says it must not be used at all.
    """

    __tablename__ = "label"
    __table_args__ = (
        CheckConstraint(
            " + ".join(
                f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END"
                for column in ("unit_id", "station_id", "officer_id", "worker_id", "command", "carton_id")
            )
            + " <= 1",
            name="one_meaning",
        ),
    )

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(String(10), unique=True)
    unit_id: Mapped[int | None] = maybe("unit.id", index=True)
    station_id: Mapped[int | None] = maybe("station.id")
    officer_id: Mapped[int | None] = maybe("officer.id")
    worker_id: Mapped[int | None] = maybe("worker.id")
    command: Mapped[str | None] = mapped_column(String(12))
    carton_id: Mapped[int | None] = maybe("carton.id", index=True)
    copy_number: Mapped[Small] = mapped_column(default=1)
    issued_at: Mapped[Moment]
    printed_at: Mapped[Moment | None]
    voided_at: Mapped[Moment | None]
    replaced_by_id: Mapped[int | None] = maybe("label.id")
