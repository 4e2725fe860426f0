"""Routes: the line of stages a product goes through. A version, once published, never changes."""

from __future__ import annotations

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base
from .columns import Active, Code, Key, Moment, Name, Small, maybe, to
from .product import Stage


class Route(Base):
    """A route by name; what it says stands in its versions."""

    __tablename__ = "route"

    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    active: Mapped[Active]


class RouteVersion(Base):
    """One version, frozen when published: a batch keeps the one it was made under."""

    __tablename__ = "route_version"
    __table_args__ = (UniqueConstraint("route_id", "number"),)

    id: Mapped[Key]
    route_id: Mapped[int] = to("route.id")
    number: Mapped[Small]
    published_at: Mapped[Moment]
    published_by_id: Mapped[int | None] = maybe("officer.id")
    changed: Mapped[str] = mapped_column(String(400), default="")

    steps: Mapped[list[RouteStep]] = relationship(order_by="RouteStep.number")


class RouteStep(Base):
    """A numbered step; a stage may occur twice in a route, a step can't.

    ``rework_to`` is the step a gate normally sends back to.
    """

    __tablename__ = "route_step"
    __table_args__ = (UniqueConstraint("route_version_id", "number"),)

    id: Mapped[Key]
    route_version_id: Mapped[int] = to("route_version.id")
    number: Mapped[Small]
    stage_id: Mapped[int] = to("stage.id")
    is_gate: Mapped[bool] = mapped_column(default=False)
    may_skip: Mapped[bool] = mapped_column(default=False)
    rework_to: Mapped[int | None]
    standard_minutes: Mapped[float | None]

    stage: Mapped[Stage] = relationship(lazy="joined")
