"""What belongs to inspections besides their pieces: sampled lots, spots on a drawing, pictures, deviations, rechecks.

All but ``Recheck`` and ``StandardDraft`` are never updated or deleted: triggers on both databases refuse it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base
from .columns import EMPTY, Big, ClientId, Code, Key, Moment, Small, maybe, to


class Method(StrEnum):
    """How a lot is judged for one class of defects."""

    EVERY = "every"  # every piece
    ISO = "iso"  # ISO 2859-1, single sampling
    INLINE = "inline"  # seven pieces of each bundle, none bad


class LotOutcome(StrEnum):
    """What became of a lot; without one it is still being inspected, and again where the last is ``UNDONE``."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    UNDONE = "undone"


class InspectionLot(Base):
    """Bundles presented together at a gate, to be judged by a sample of their pieces.

    ``resubmits_id`` is the rejected lot that is presented again, every piece of it inspected: such a one doesn't count
    for switching. ``seed`` is what the pieces were drawn with, so that anybody can draw them again.
    """

    __tablename__ = "inspection_lot"
    __table_args__ = (Index("ix_inspection_lot_product_id_partner_id", "product_id", "partner_id"),)

    id: Mapped[Key]
    client_id: Mapped[ClientId]
    fingerprint: Mapped[int] = mapped_column(BigInteger)
    number: Mapped[Code] = mapped_column(unique=True)
    product_id: Mapped[int] = to("product.id")
    partner_id: Mapped[int] = to("partner.id")
    stage_id: Mapped[int] = to("stage.id")
    standard_version_id: Mapped[int | None] = maybe("standard_version.id")
    station_id: Mapped[int | None] = maybe("station.id")
    officer_id: Mapped[int] = to("officer.id")
    quantity: Mapped[int]
    seed: Mapped[str] = mapped_column(String(32))
    resubmits_id: Mapped[int | None] = maybe("inspection_lot.id")
    at: Mapped[Moment]
    heard_at: Mapped[Moment]

    units: Mapped[list[LotUnit]] = relationship()
    plans: Mapped[list[LotPlan]] = relationship()
    draws: Mapped[list[LotDraw]] = relationship(order_by="LotDraw.number")


class LotUnit(Base):
    """A unit of a lot: so many of its pieces waited at that step, with that rework mark, when it was presented."""

    __tablename__ = "lot_unit"
    __table_args__ = (
        UniqueConstraint("lot_id", "unit_id", "cycle", "sent_by"),
        CheckConstraint("quantity > 0", name="quantity"),
    )

    id: Mapped[Key]
    lot_id: Mapped[int] = to("inspection_lot.id")
    unit_id: Mapped[int] = to("unit.id", index=True)
    step: Mapped[Small]
    cycle: Mapped[Small]
    sent_by: Mapped[Small]
    quantity: Mapped[int]


class LotPlan(Base):
    """By which plan a lot is judged for one class. ``strictness`` is normal or tightened; letter and AQL are ISO's."""

    __tablename__ = "lot_plan"
    __table_args__ = (UniqueConstraint("lot_id", "severity"),)

    id: Mapped[Key]
    lot_id: Mapped[int] = to("inspection_lot.id")
    severity: Mapped[str] = mapped_column(String(8))
    method: Mapped[str] = mapped_column(String(8))
    level: Mapped[str] = mapped_column(String(4), default="")
    aql: Mapped[float | None]
    strictness: Mapped[str] = mapped_column(String(10), default="normal")
    letter: Mapped[str] = mapped_column(String(1), default="")
    sample_size: Mapped[int]
    accept: Mapped[int]
    reject: Mapped[int]


class LotDraw(Base):
    """A piece to take: the ``position``-th from the top of a unit, from 1. ``number`` counts within the lot."""

    __tablename__ = "lot_draw"
    __table_args__ = (UniqueConstraint("lot_id", "number"),)

    id: Mapped[Key]
    lot_id: Mapped[int] = to("inspection_lot.id")
    number: Mapped[Small]
    unit_id: Mapped[int] = to("unit.id")
    position: Mapped[Small]


class LotResult(Base):
    """How a lot ended, or that its end was taken back. The last ``turn``, from 1, is what counts; one end at a time."""

    __tablename__ = "lot_result"
    __table_args__ = (UniqueConstraint("lot_id", "turn"),)

    id: Mapped[Key]
    client_id: Mapped[ClientId]
    fingerprint: Mapped[int] = mapped_column(BigInteger)
    lot_id: Mapped[int] = to("inspection_lot.id")
    turn: Mapped[Small]
    outcome: Mapped[str] = mapped_column(String(10))
    officer_id: Mapped[int] = to("officer.id")
    station_id: Mapped[int | None] = maybe("station.id")
    happened_at: Mapped[Moment]
    at: Mapped[Moment]
    heard_at: Mapped[Moment]
    note: Mapped[str] = mapped_column(String(400), default="")


class PlanRestart(Base):
    """Sampling of a product for a partner, begun again by a supervisor after it had to stop."""

    __tablename__ = "plan_restart"

    id: Mapped[Key]
    client_id: Mapped[ClientId]
    fingerprint: Mapped[int] = mapped_column(BigInteger)
    product_id: Mapped[int] = to("product.id", index=True)
    partner_id: Mapped[int] = to("partner.id")
    severity: Mapped[str] = mapped_column(String(8))
    officer_id: Mapped[int] = to("officer.id")
    at: Mapped[Moment]
    reason: Mapped[str] = mapped_column(String(400))


class DefectSpot(Base):
    """Where on the drawing a defect was tapped: side (0: front), x and y in thousandths of width and height."""

    __tablename__ = "defect_spot"

    id: Mapped[Key]
    defect_found_id: Mapped[int] = to("defect_found.id", index=True)
    side: Mapped[Small]
    x: Mapped[Small]
    y: Mapped[Small]


class InspectionPicture(Base):
    """A photo taken at an inspection; it may be heard before its verdict or after it, so it names that one's id."""

    __tablename__ = "inspection_picture"

    id: Mapped[Key]
    client_id: Mapped[ClientId]
    verdict_client_id: Mapped[bytes] = mapped_column(LargeBinary(16), index=True)
    photo: Mapped[str] = mapped_column(String(40))  # a file's name in the uploads
    check_item_id: Mapped[int | None] = maybe("check_item.id")
    defect_id: Mapped[int | None] = maybe("defect.id")
    officer_id: Mapped[int | None] = maybe("officer.id")
    station_id: Mapped[int | None] = maybe("station.id")
    at: Mapped[Moment]
    heard_at: Mapped[Moment]


class Deviation(Base):
    """Pieces that a supervisor accepted although they depart from the standard: named on every later paper."""

    __tablename__ = "deviation"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity"),)

    id: Mapped[Key]
    entry_id: Mapped[int] = to("entry.id", index=True)
    unit_id: Mapped[int] = to("unit.id", index=True)
    order_line_id: Mapped[int] = to("order_line.id", index=True)
    standard_version_id: Mapped[int | None] = maybe("standard_version.id")
    quantity: Mapped[int]
    what: Mapped[str] = mapped_column(String(200))  # what departs from the standard, in the standard's words
    reason: Mapped[str] = mapped_column(String(400))
    officer_id: Mapped[int] = to("officer.id")
    at: Mapped[Moment]


class Recheck(Base):
    """A verdict that somebody else is asked to give again, not seeing it. Nothing moves by it.

    ``passed`` and ``failed`` are what the second one found, in pieces; empty until then.
    """

    __tablename__ = "recheck"

    id: Mapped[Key]
    inspection_id: Mapped[int] = mapped_column(Big, ForeignKey("inspection.id"), unique=True)
    unit_id: Mapped[int] = to("unit.id", index=True)
    asked_at: Mapped[Moment]
    client_id: Mapped[bytes | None] = mapped_column(LargeBinary(16), unique=True)
    officer_id: Mapped[int | None] = maybe("officer.id")
    at: Mapped[Moment | None]
    passed: Mapped[int | None]
    failed: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(400), default="", server_default=EMPTY)


class StandardDraft(Base):
    """A standard's next version while it is written: what the editor holds, until it is published or dropped."""

    __tablename__ = "standard_draft"

    standard_id: Mapped[int] = mapped_column(Big, ForeignKey("standard.id"), primary_key=True, autoincrement=False)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_at: Mapped[Moment]
    changed_by_id: Mapped[int | None] = maybe("officer.id")
