"""Standards: what a good piece is. A version, once published, never changes."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base
from .columns import Active, Code, Key, Moment, Name, Small, maybe, to


class Severity(StrEnum):
    """How bad a defect is."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"


class CheckKind(StrEnum):
    """How a check is answered."""

    YES_NO = "yes_no"
    MEASURED = "measured"
    COUNT = "count"


class Standard(Base):
    """A standard by name; what it says stands in its versions."""

    __tablename__ = "standard"

    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    family: Mapped[str] = mapped_column(String(12))
    active: Mapped[Active]


class StandardVersion(Base):
    """One version, frozen when published: a batch is judged by the one named on it."""

    __tablename__ = "standard_version"
    __table_args__ = (UniqueConstraint("standard_id", "number"),)

    id: Mapped[Key]
    standard_id: Mapped[int] = to("standard.id")
    number: Mapped[Small]
    published_at: Mapped[Moment]
    published_by_id: Mapped[int | None] = maybe("officer.id")

    standard: Mapped[Standard] = relationship(lazy="joined")
    items: Mapped[list[CheckItem]] = relationship(order_by="CheckItem.position")


class CheckItem(Base):
    """One thing to check. ``minus`` and ``plus`` are how far below and above the nominal is still good.

    A count is good up to ``plus``. Where a product has sizes the nominal stands per size in ``CheckNominal``.
    """

    __tablename__ = "check_item"

    id: Mapped[Key]
    standard_version_id: Mapped[int] = to("standard_version.id", index=True)
    position: Mapped[Small]
    group: Mapped[Name] = mapped_column("check_group", default="")
    text: Mapped[str] = mapped_column(String(200))
    text_en: Mapped[str] = mapped_column(String(200), default="")
    kind: Mapped[str] = mapped_column(String(8))
    measure: Mapped[str] = mapped_column(String(8), default="")  # cm, mm, g
    severity: Mapped[str] = mapped_column(String(8))
    nominal: Mapped[float | None]
    minus: Mapped[float | None]
    plus: Mapped[float | None]

    nominals: Mapped[list[CheckNominal]] = relationship()


class CheckNominal(Base):
    """The nominal of a measured check for one size."""

    __tablename__ = "check_nominal"
    __table_args__ = (UniqueConstraint("check_item_id", "size"),)

    id: Mapped[Key]
    check_item_id: Mapped[int] = to("check_item.id")
    size: Mapped[Code]
    nominal: Mapped[float]


class Defect(Base):
    """A kind of defect of a family of products, its class, and the stage it is normally mended at."""

    __tablename__ = "defect"

    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(unique=True)
    family: Mapped[str] = mapped_column(String(12), index=True)
    name: Mapped[Name]
    name_en: Mapped[Name]
    severity: Mapped[str] = mapped_column(String(8))
    rework_stage_id: Mapped[int | None] = maybe("stage.id")
    active: Mapped[bool] = mapped_column(default=True)
