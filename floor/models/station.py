"""Stations: where scans are made, who is signed in there, and the tokens that may speak for them."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base
from .columns import Big, Code, Key, Moment, Name, maybe, to
from .people import Officer, Worker
from .product import Stage


class Station(Base):
    """A place on the floor that serves one or more stages.

    ``officer_id`` is who is signed in now, ``worker_id`` whose work it is now (where the bundle doesn't say).
    """

    __tablename__ = "station"

    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    workshop_id: Mapped[int | None] = maybe("workshop.id")
    officer_id: Mapped[int | None] = maybe("officer.id")
    pin_at: Mapped[Moment | None]  # when that officer last typed the PIN here
    worker_id: Mapped[int | None] = maybe("worker.id")
    carton_id: Mapped[int | None] = maybe("carton.id")  # the carton that is being filled here
    day_target: Mapped[int | None]  # pieces a day, where a supervisor set one
    active: Mapped[bool] = mapped_column(default=True)

    stages: Mapped[list[Stage]] = relationship(secondary="station_stage", order_by=Stage.id)
    officer: Mapped[Officer | None] = relationship(foreign_keys="Station.officer_id")
    worker: Mapped[Worker | None] = relationship()


class StationStage(Base):
    """One stage that a station serves."""

    __tablename__ = "station_stage"

    station_id: Mapped[int] = mapped_column(Big, ForeignKey("station.id"), primary_key=True)
    stage_id: Mapped[int] = mapped_column(Big, ForeignKey("stage.id"), primary_key=True)


class StationToken(Base):
    """A token that may speak for a station, stored hashed. A machine's carries an officer; a tablet's doesn't."""

    __tablename__ = "station_token"

    id: Mapped[Key]
    station_id: Mapped[int] = to("station.id", index=True)
    officer_id: Mapped[int | None] = maybe("officer.id")
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[Name] = mapped_column(default="")
    tablet: Mapped[str | None] = mapped_column(String(36))  # the browser it was given to; the same after re-pairing
    issued_at: Mapped[Moment]
    revoked_at: Mapped[Moment | None]

    station: Mapped[Station] = relationship()


class Pairing(Base):
    """A code that pairs one tablet with a station, once, before it expires; shown as a QR, stored hashed."""

    __tablename__ = "pairing"

    id: Mapped[Key]
    station_id: Mapped[int] = to("station.id", index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[Moment]
    made_by_id: Mapped[int] = to("officer.id")
    expires_at: Mapped[Moment]
    used_at: Mapped[Moment | None]
    token_id: Mapped[int | None] = maybe("station_token.id")  # what the tablet got for it
    revoked_at: Mapped[Moment | None]
