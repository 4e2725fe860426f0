"""Partners and what they order; what they bring for it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base
from .columns import EMPTY, ClientId, Code, Key, Moment, Name, Small, maybe, to
from .people import Officer
from .product import Product


class Partner(Base):
    """Who orders: a clothing label, a batik trader, an office, the gallery."""

    __tablename__ = "partner"

    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    address: Mapped[str] = mapped_column(String(200), default="", server_default=EMPTY)
    active: Mapped[bool] = mapped_column(default=True)


class Order(Base):
    """An order of one product. ``kind`` is maklun (the partner brings the material) or own."""

    __tablename__ = "orders"

    id: Mapped[Key]
    number: Mapped[Code] = mapped_column(unique=True)
    partner_id: Mapped[int] = to("partner.id")
    product_id: Mapped[int] = to("product.id")
    kind: Mapped[str] = mapped_column(String(8))
    channel: Mapped[str] = mapped_column(String(12), default="langsung")
    due_on: Mapped[date]
    ordered_at: Mapped[Moment]
    closed_at: Mapped[Moment | None]
    takes_grade_b: Mapped[bool] = mapped_column(default=False)

    partner: Mapped[Partner] = relationship(lazy="joined")
    product: Mapped[Product] = relationship(lazy="joined")
    lines: Mapped[list[OrderLine]] = relationship(order_by="OrderLine.position")


class OrderLine(Base):
    """One size of an order and how many are wanted."""

    __tablename__ = "order_line"
    __table_args__ = (UniqueConstraint("order_id", "size"), CheckConstraint("target > 0", name="target"))

    id: Mapped[Key]
    order_id: Mapped[int] = to("orders.id")
    size: Mapped[Code]
    position: Mapped[Small]
    target: Mapped[int]

    order: Mapped[Order] = relationship(back_populates="lines")


class Receipt(Base):
    """Material in (*surat jalan masuk*): what the partner's paper claims, what was counted, who signed for it."""

    __tablename__ = "receipt"

    id: Mapped[Key]
    client_id: Mapped[ClientId]
    order_id: Mapped[int] = to("orders.id", index=True)
    paper_number: Mapped[Code]
    received_at: Mapped[Moment]
    officer_id: Mapped[int] = to("officer.id")
    note: Mapped[str] = mapped_column(String(400), default="")
    signed_by_id: Mapped[int | None] = maybe("officer.id")
    signed_at: Mapped[Moment | None]

    officer: Mapped[Officer] = relationship(foreign_keys="Receipt.officer_id")
    lines: Mapped[list[ReceiptLine]] = relationship()


class ReceiptLine(Base):
    """One size of a receipt: claimed on paper, counted on the table."""

    __tablename__ = "receipt_line"
    __table_args__ = (
        UniqueConstraint("receipt_id", "order_line_id"),
        CheckConstraint("claimed >= 0 AND counted >= 0", name="counts"),
    )

    id: Mapped[Key]
    receipt_id: Mapped[int] = to("receipt.id")
    order_line_id: Mapped[int] = to("order_line.id", index=True)
    claimed: Mapped[int]
    counted: Mapped[int]

    order_line: Mapped[OrderLine] = relationship()
