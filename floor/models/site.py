"""The site: one workshop, its zone, its switches; and the counter that says something changed."""

from __future__ import annotations

from sqlalchemy import BigInteger, String, true
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base
from .columns import EMPTY, Active, Code, Key, Moment, Name, Small, maybe


class Site(Base):
    """One row. ``epoch`` changes when a backup is restored, so that tablets send again what they keep."""

    __tablename__ = "site"

    id: Mapped[Key]
    code: Mapped[Code]
    name: Mapped[Name]
    zone: Mapped[str] = mapped_column(String(4), default="WIB")
    epoch: Mapped[str] = mapped_column(String(32))
    camera: Mapped[bool] = mapped_column(default=False)
    voice: Mapped[bool] = mapped_column(default=True, server_default=true())  # answers are spoken too
    # After so many minutes without a sign of the officer, a tablet asks for the badge again.
    away_minutes: Mapped[Small] = mapped_column(default=30, server_default="30")
    # *Kunci*: while this is set, no station takes a scan.
    stopped_at: Mapped[Moment | None]
    stopped_by_id: Mapped[int | None] = maybe("officer.id")
    # Of a hundred verdicts so many are given again by another, who doesn't see the first; 0 is off.
    recheck_percent: Mapped[Small] = mapped_column(default=0, server_default="0")
    # Teams with fewer pieces judged than this are not shown in comparisons.
    team_least: Mapped[Small] = mapped_column(default=30, server_default="30")
    header: Mapped[str] = mapped_column(
        String(200), default="", server_default=EMPTY
    )  # the head of every paper that leaves the site
    set_up_at: Mapped[Moment | None]  # when the first start was led through to its end
    # How far the server's clock was confirmed by an officer after it stepped back; 0 when it never did.
    clock_confirmed_at: Mapped[Moment] = mapped_column(default=0)


class Revision(Base):
    """One row that counts the commits on SQLite: boards ask for it before they read anything else."""

    __tablename__ = "revision"

    id: Mapped[Key]
    number: Mapped[int] = mapped_column(BigInteger, default=0)


class Workshop(Base):
    """A part of the site: Konveksi, Batik, Perkayuan, Boga."""

    __tablename__ = "workshop"

    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    active: Mapped[Active]
