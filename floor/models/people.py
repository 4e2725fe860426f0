"""Officers, who sign in, and workers, who never do and are codes only."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base
from .columns import Big, Code, Key, Moment, Name, maybe


class Role(StrEnum):
    """What an officer may do."""

    ADMINISTRATOR = "administrator"  # sets up the site, officers, products, routes
    SUPERVISOR = "supervisor"  # orders, receipts, batches, deliveries, corrections, releases
    INSPECTOR = "inspector"  # verdicts
    OPERATOR = "operator"  # scans
    VIEWER = "viewer"  # looks at boards


class Officer(Base):
    """An officer; ``pin_hash`` and ``password_hash`` are memory-hard, and a PIN is unique on its site."""

    __tablename__ = "officer"

    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    pin_hash: Mapped[str | None] = mapped_column(String(200))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    locale: Mapped[str] = mapped_column(String(2), default="id")
    sessions_from: Mapped[Moment] = mapped_column(
        default=0, server_default="0"
    )  # sessions opened before are over, copied cookies too
    team_id: Mapped[int | None] = maybe("worker.id")  # whom this officer leads: their work wants a second inspector

    granted: Mapped[list[OfficerRole]] = relationship(lazy="selectin")

    @property
    def roles(self) -> frozenset[Role]:
        """The roles granted to this officer."""
        return frozenset(Role(grant.role) for grant in self.granted)


class OfficerRole(Base):
    """One role of one officer."""

    __tablename__ = "officer_role"

    officer_id: Mapped[int] = mapped_column(Big, ForeignKey("officer.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(16), primary_key=True)


class Worker(Base):
    """A worker (``P-017``) or a team (``K1``): a pseudonym, whose row alone retention empties."""

    __tablename__ = "worker"

    id: Mapped[Key]
    code: Mapped[str | None] = mapped_column(String(20), unique=True)
    is_team: Mapped[bool] = mapped_column(default=False)
    workshop_id: Mapped[int | None] = maybe("workshop.id")
    active: Mapped[bool] = mapped_column(default=True)


class SignInFailure(Base):
    """A PIN or password that was wrong: counted per place it was typed at, to slow the next."""

    __tablename__ = "sign_in_failure"

    id: Mapped[Key]
    place: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[Moment]
