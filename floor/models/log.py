"""Who changed what in the office, and who held which post when."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base
from .columns import Key, Moment, Name, maybe, to
from .people import Officer


class Change(Base):
    """One change of set-up or of an order, never changed itself. ``before`` and ``after`` hold only what differs.

    ``noun`` is the kind of thing (partner, product, order, …), ``code`` which one; ``post`` what the officer was then.
    """

    __tablename__ = "change"
    __table_args__ = (Index("ix_change_noun_code", "noun", "code"),)

    id: Mapped[Key]
    at: Mapped[Moment]
    officer_id: Mapped[int | None] = maybe("officer.id")
    post: Mapped[Name] = mapped_column(default="")
    noun: Mapped[str] = mapped_column(String(16))
    code: Mapped[str] = mapped_column(String(40))
    verb: Mapped[str] = mapped_column(String(12))  # added, changed, archived, restored, published, amended, …
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    reason: Mapped[str] = mapped_column(String(400), default="")


class PostHeld(Base):
    """An officer in a post (Kasi Kegiatan Kerja …), outright or acting (*Plh.*, *Plt.*), from one day to another."""

    __tablename__ = "post_held"

    id: Mapped[Key]
    post: Mapped[Name]
    officer_id: Mapped[int] = to("officer.id", index=True)
    acting: Mapped[str] = mapped_column(String(4), default="")  # "", plh, plt
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    noted_at: Mapped[Moment]

    officer: Mapped[Officer] = relationship()
