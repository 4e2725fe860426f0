"""Products, their sizes, and the stages of the shop."""

from __future__ import annotations

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base
from .columns import Active, Code, Key, Name, Small, maybe, to


class Product(Base):
    """A product. ``counted_in`` is the word for one of it: potong, lembar, unit, toples, bungkus."""

    __tablename__ = "product"

    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    family: Mapped[str] = mapped_column(String(12))  # garmen, batik, meubelair, kerajinan, pangan
    counted_in: Mapped[str] = mapped_column(String(12), default="potong")
    workshop_id: Mapped[int] = to("workshop.id")
    route_id: Mapped[int] = to("route.id")
    standard_id: Mapped[int | None] = maybe("standard.id")
    photo: Mapped[str | None] = mapped_column(String(40))  # a file's name in the uploads
    active: Mapped[bool] = mapped_column(default=True)

    sizes: Mapped[list[ProductSize]] = relationship(order_by="ProductSize.position")


class ProductSize(Base):
    """One size of a product, in the order people expect (S, M, L …)."""

    __tablename__ = "product_size"
    __table_args__ = (UniqueConstraint("product_id", "size"),)

    id: Mapped[Key]
    product_id: Mapped[int] = to("product.id")
    size: Mapped[Code]
    position: Mapped[Small]


class Stage(Base):
    """A kind of work: Obras, Jahit, QC. ``is_production`` asks whose work it was."""

    __tablename__ = "stage"

    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    name_en: Mapped[Name]
    is_production: Mapped[bool] = mapped_column(default=True)
    active: Mapped[Active]
