"""Cartons, and what leaves by the gate: a delivery note (*surat jalan*), from draft to signed."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base
from .columns import EMPTY, Big, ClientId, Code, Key, Moment, Name, maybe, to
from .order import Order, OrderLine


class Carton(Base):
    """A carton or sack of an order. Pieces keep their unit; what lies in it stands in ``CartonContent``."""

    __tablename__ = "carton"

    id: Mapped[Key]
    client_id: Mapped[ClientId]
    number: Mapped[Code] = mapped_column(unique=True)
    order_id: Mapped[int] = to("orders.id", index=True)
    made_at: Mapped[Moment]
    made_by_id: Mapped[int] = to("officer.id")
    sealed_at: Mapped[Moment | None]  # nothing goes in any more; opening it again empties this

    order: Mapped[Order] = relationship()


class DeliveryStatus(StrEnum):
    """How far a delivery note has come. Only ``signed`` moves pieces."""

    DRAFT = "draft"
    APPROVED = "approved"
    AT_GATE = "at_gate"
    SIGNED = "signed"
    CANCELLED = "cancelled"


class Delivery(Base):
    """A delivery note. ``entry_id`` is the entry whose moves it is, once signed; ``delivered_at`` when that was."""

    __tablename__ = "delivery"

    id: Mapped[Key]
    number: Mapped[str] = mapped_column(String(20), unique=True)
    order_id: Mapped[int] = to("orders.id", index=True)
    status: Mapped[str] = mapped_column(String(9), default=DeliveryStatus.DRAFT, server_default="signed")
    entry_id: Mapped[int | None] = mapped_column(Big, ForeignKey("entry.id"), unique=True, nullable=True)
    recipient: Mapped[Name] = mapped_column(default="")
    driver: Mapped[Name] = mapped_column(default="", server_default=EMPTY)
    vehicle: Mapped[str] = mapped_column(String(40), default="", server_default=EMPTY)
    note: Mapped[str] = mapped_column(String(400), default="", server_default=EMPTY)
    made_at: Mapped[Moment] = mapped_column(default=0, server_default="0")
    made_by_id: Mapped[int | None] = maybe("officer.id")
    approved_at: Mapped[Moment | None]
    approved_by_id: Mapped[int | None] = maybe("officer.id")
    at_gate_at: Mapped[Moment | None]
    gate_officer: Mapped[Name] = mapped_column(
        default="", server_default=EMPTY
    )  # who checked at P2U, as written on the paper
    delivered_at: Mapped[Moment | None]
    signed_by_id: Mapped[int | None] = maybe("officer.id")
    cancelled_at: Mapped[Moment | None]
    cancelled_by_id: Mapped[int | None] = maybe("officer.id")
    cancelled_why: Mapped[str] = mapped_column(String(400), default="", server_default=EMPTY)

    order: Mapped[Order] = relationship()
    lines: Mapped[list[DeliveryLine]] = relationship(order_by="DeliveryLine.id")


class Goods(StrEnum):
    """What a line of a delivery note is about."""

    GOOD = "good"
    GRADE_B = "grade_b"
    SCRAP = "scrap"
    LEFTOVER = "leftover"  # the partner's material that goes back


class DeliveryLine(Base):
    """So many of one size, of one kind of goods. ``carton_id`` where they lie in a carton.

    ``counted`` is the partner's own count when it was signed. ``refused`` of the good ones stayed here: back to *ready*
    or, with ``to_hold``, held back, for the reason given.
    """

    __tablename__ = "delivery_line"
    __table_args__ = (
        CheckConstraint("quantity > 0 AND (counted IS NULL OR counted >= 0) AND refused >= 0", name="counts"),
    )

    id: Mapped[Key]
    delivery_id: Mapped[int] = to("delivery.id", index=True)
    goods: Mapped[str] = mapped_column(String(8))
    order_line_id: Mapped[int] = to("order_line.id", index=True)
    carton_id: Mapped[int | None] = maybe("carton.id", index=True)
    quantity: Mapped[int]
    counted: Mapped[int | None]
    refused: Mapped[int] = mapped_column(default=0)
    to_hold: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(String(400), default="")

    order_line: Mapped[OrderLine] = relationship()
    carton: Mapped[Carton | None] = relationship()


class Lot(Base):
    """A dye or boil lot: the unit that went into one bath together, with its recipe and date."""

    __tablename__ = "lot"

    id: Mapped[Key]
    unit_id: Mapped[int] = mapped_column(Big, ForeignKey("unit.id"), unique=True)
    kind: Mapped[str] = mapped_column(String(8))  # dye, boil
    recipe: Mapped[str] = mapped_column(String(400), default="")
    made_at: Mapped[Moment]
    officer_id: Mapped[int] = to("officer.id")
