"""Stations: where scans are made, who is signed in there, and the tokens that may speak for them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base
from .columns import Big, Code, Key, Moment, Name, Small, maybe, to
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
    officer_seen_at: Mapped[Moment | None]  # the last sign of that officer: a badge, a PIN, a scan, a touch
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


class Duty(Base):
    """Who came to a station when, by badge or PIN; without an officer: who was there signed out.

    The station's own row says who is there now; a scan out of an offline queue finds here who was there then, as far
    as its tablet could know: another tablet's badge counts for it from when it was heard.
    """

    __tablename__ = "duty"
    __table_args__ = (Index("ix_duty_station_id_at", "station_id", "at"),)

    id: Mapped[Key]
    station_id: Mapped[int] = to("station.id")
    at: Mapped[Moment]
    officer_id: Mapped[int | None] = maybe("officer.id")
    pin_at: Mapped[Moment | None]  # when the PIN was typed, if it was
    heard_at: Mapped[Moment | None]  # from then on other tablets at the station know of it; None: from ``at`` on
    tablet: Mapped[str | None] = mapped_column(String(36))  # whose card reader it was, as in StationToken


class Crew(Base):
    """Whose work it was at a station from when on: the worker or the team of a card that was read there."""

    __tablename__ = "crew"
    __table_args__ = (Index("ix_crew_station_id_at", "station_id", "at"),)

    id: Mapped[Key]
    station_id: Mapped[int] = to("station.id")
    at: Mapped[Moment]
    worker_id: Mapped[int] = to("worker.id")
    heard_at: Mapped[Moment | None]  # as in Duty
    tablet: Mapped[str | None] = mapped_column(String(36))


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
    locked: Mapped[bool] = mapped_column(default=False, server_default=false())  # shows its station and nothing else
    reload_asked_at: Mapped[Moment | None]  # a supervisor wants its page opened anew, once nothing waits on it

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
    moves_token_id: Mapped[int | None] = maybe("station_token.id")  # changing doors: what ends when the code is used
    revoked_at: Mapped[Moment | None]


class Heartbeat(Base):
    """What a paired tablet last said of itself: one row for each token, written over."""

    __tablename__ = "heartbeat"

    token_id: Mapped[int] = mapped_column(Big, ForeignKey("station_token.id"), primary_key=True, autoincrement=False)
    heard_at: Mapped[Moment]
    battery: Mapped[Small | None]  # percent; browsers tell it on a secure page only
    charging: Mapped[bool | None]
    queued: Mapped[int] = mapped_column(default=0)  # kept on the tablet, not heard here yet
    refused: Mapped[int] = mapped_column(default=0)  # heard late and refused: a person must look
    oldest_at: Mapped[Moment | None]  # when the oldest of the queue happened
    version: Mapped[str] = mapped_column(String(20), default="")  # of the page that is open there
    browser: Mapped[str] = mapped_column(String(60), default="")
    secure: Mapped[bool] = mapped_column(default=False)
    clock_error_ms: Mapped[Moment | None]  # what its clock is ahead of ours


class TabletCheck(Base):
    """What a tablet could do when it was tested: each answer by its name, in ``found``."""

    __tablename__ = "tablet_check"

    id: Mapped[Key]
    tablet: Mapped[str] = mapped_column(String(36), index=True)  # the browser's own mark, as in StationToken
    station_id: Mapped[int | None] = maybe("station.id")
    at: Mapped[Moment]
    browser: Mapped[str] = mapped_column(String(200), default="")
    found: Mapped[dict[str, Any]] = mapped_column(JSON)
