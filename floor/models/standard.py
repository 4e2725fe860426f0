"""Standards: what a good piece is. A version, once published, never changes."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base
from .columns import EMPTY, Active, Code, Key, Moment, Name, Small, maybe, to


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
    WEIGHED = "weighed"
    GRADED = "graded"  # against a limit sample: better, the same, or worse than it


class Grade(StrEnum):
    """What a piece is against the limit sample, which is as bad as is still good."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


class Owed(StrEnum):
    """On which pieces a check must be answered before they can pass."""

    NONE = ""  # to be looked at, answered only where something is wrong
    EVERY = "every"
    FIRST = "first"  # the first so many of each size and batch
    SAMPLE = "sample"  # the pieces drawn


class Standard(Base):
    """A standard by name; what it says stands in its versions."""

    __tablename__ = "standard"

    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    name_en: Mapped[Name] = mapped_column(default="", server_default=EMPTY)
    family: Mapped[str] = mapped_column(String(12))
    active: Mapped[Active]

    def in_locale(self, locale: str) -> str:
        """Its name in a language."""
        return self.name_en if locale == "en" and self.name_en else self.name


class StandardVersion(Base):
    """One version, frozen when published: a batch is judged by the one named on it."""

    __tablename__ = "standard_version"
    __table_args__ = (UniqueConstraint("standard_id", "number"),)

    id: Mapped[Key]
    standard_id: Mapped[int] = to("standard.id")
    number: Mapped[Small]
    published_at: Mapped[Moment]
    published_by_id: Mapped[int | None] = maybe("officer.id")
    note: Mapped[str] = mapped_column(String(400), default="", server_default=EMPTY)  # what changed, and why
    drawing: Mapped[str] = mapped_column(String(20), default="", server_default=EMPTY)  # on which defects are placed

    standard: Mapped[Standard] = relationship(lazy="joined")
    items: Mapped[list[CheckItem]] = relationship(order_by="CheckItem.position")
    plans: Mapped[list[StandardPlan]] = relationship()
    defects: Mapped[list[StandardDefect]] = relationship(order_by="StandardDefect.position")


class StandardPlan(Base):
    """How lots are judged for one class of defects, by this version: see ``models.quality.Method``."""

    __tablename__ = "standard_plan"
    __table_args__ = (UniqueConstraint("standard_version_id", "severity"),)

    id: Mapped[Key]
    standard_version_id: Mapped[int] = to("standard_version.id")
    severity: Mapped[str] = mapped_column(String(8))
    method: Mapped[str] = mapped_column(String(8))
    level: Mapped[str] = mapped_column(String(4), default="")  # S-1 … S-4, I, II, III
    aql: Mapped[float | None]


class StandardDefect(Base):
    """A defect as this version names it. A version without any takes its family's catalogue."""

    __tablename__ = "standard_defect"
    __table_args__ = (UniqueConstraint("standard_version_id", "defect_id"),)

    id: Mapped[Key]
    standard_version_id: Mapped[int] = to("standard_version.id")
    defect_id: Mapped[int] = to("defect.id")
    position: Mapped[Small]
    name: Mapped[Name]
    name_en: Mapped[Name] = mapped_column(default="")
    severity: Mapped[str] = mapped_column(String(8))
    rework_stage_id: Mapped[int | None] = maybe("stage.id")
    photo: Mapped[str | None] = mapped_column(String(40))  # a file's name in the uploads


class CheckItem(Base):
    """One thing to check. ``minus`` and ``plus`` are how far below and above the nominal is still good.

    A count is good up to ``plus``; a grade is better than, like or worse than the limit sample in its pictures. Where a
    product has sizes the nominal stands per size in ``CheckNominal``. ``average``: of the pieces weighed or measured
    the average must not be below the nominal either.
    """

    __tablename__ = "check_item"

    id: Mapped[Key]
    standard_version_id: Mapped[int] = to("standard_version.id", index=True)
    position: Mapped[Small]
    group: Mapped[Name] = mapped_column("check_group", default="")
    group_en: Mapped[Name] = mapped_column("check_group_en", default="", server_default=EMPTY)
    text: Mapped[str] = mapped_column(String(200))
    text_en: Mapped[str] = mapped_column(String(200), default="")
    kind: Mapped[str] = mapped_column(String(8))
    measure: Mapped[str] = mapped_column(String(8), default="")  # cm, mm, g
    severity: Mapped[str] = mapped_column(String(8))
    nominal: Mapped[float | None]
    minus: Mapped[float | None]
    plus: Mapped[float | None]
    average: Mapped[bool] = mapped_column(default=False, server_default=false())
    # What right and what wrong looks like: files' names in the uploads.
    photo_right: Mapped[str | None] = mapped_column(String(40))
    photo_wrong: Mapped[str | None] = mapped_column(String(40))
    wants_photo: Mapped[bool] = mapped_column(default=False, server_default=false())  # of what was found
    owed: Mapped[str] = mapped_column(String(8), default="", server_default=EMPTY)
    owed_first: Mapped[Small | None]  # how many, where the first ones owe it

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
