"""Printing: printers, the part-used sheets, and what was sent to be printed."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import JSON, Boolean, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base
from .columns import Big, ClientId, Code, Key, Moment, Name, Small, maybe, to


class PrinterKind(StrEnum):
    """How a printer is reached."""

    CUPS = "cups"  # a queue of the server's own CUPS
    ZPL = "zpl"  # a thermal printer on the network


class Printer(Base):
    """A printer that the server can send to. ``offset_x`` and ``offset_y`` (mm) move the print right and down."""

    __tablename__ = "printer"

    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    kind: Mapped[str] = mapped_column(String(4))
    address: Mapped[Name]  # the queue's name, or host:port
    medium: Mapped[str] = mapped_column(String(20), default="")  # the sheet or roll that lies in it
    dots_per_mm: Mapped[Small] = mapped_column(default=8)
    offset_x: Mapped[float] = mapped_column(default=0.0)
    offset_y: Mapped[float] = mapped_column(default=0.0)
    active: Mapped[bool] = mapped_column(default=True)


class PartSheet(Base):
    """How far the sheet of a kind that was used last is used: ``next_cell`` counts from 0."""

    __tablename__ = "part_sheet"

    medium: Mapped[str] = mapped_column(String(20), primary_key=True)
    next_cell: Mapped[Small] = mapped_column(default=0)
    at: Mapped[Moment]


class JobStatus(StrEnum):
    """What became of a print job."""

    DRAWING = "drawing"
    STOPPED = "stopped"  # by a person, while it was drawn
    FAILED = "failed"
    READY = "ready"  # the PDF is there
    SENT = "sent"  # to a printer; whether it came out, a person says
    PRINTED = "printed"
    UNKNOWN = "unknown"  # the connection broke while it was sent: a person looks before anything is printed again


class PrintJob(Base):
    """One lot of labels that was asked for. ``progress`` counts labels drawn and proved, of ``total``."""

    __tablename__ = "print_job"

    id: Mapped[Key]
    client_id: Mapped[ClientId]
    fingerprint: Mapped[int] = mapped_column(Big)
    kind: Mapped[str] = mapped_column(String(12))  # batch, blanks, cards, cartons, test
    subject: Mapped[str] = mapped_column(String(120), default="")
    asked: Mapped[dict[str, object]] = mapped_column(JSON)
    officer_id: Mapped[int | None] = maybe("officer.id")
    printer_id: Mapped[int | None] = maybe("printer.id")
    medium: Mapped[str] = mapped_column(String(20))
    first_cell: Mapped[Small] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    progress: Mapped[int] = mapped_column(default=0)
    status: Mapped[str] = mapped_column(String(8))
    stop_asked: Mapped[bool] = mapped_column(Boolean, default=False)
    file: Mapped[str | None] = mapped_column(String(40))
    error: Mapped[str] = mapped_column(String(400), default="")
    made_at: Mapped[Moment]
    claimed_at: Mapped[Moment | None]  # when whoever draws it last gave a sign of life; nobody does yet, where empty
    ended_at: Mapped[Moment | None]


class PrintedLabel(Base):
    """One label of a job and what a person said of the paper: nothing yet, printed, spoiled or lost."""

    __tablename__ = "printed_label"
    __table_args__ = (UniqueConstraint("print_job_id", "position"),)

    id: Mapped[Key]
    print_job_id: Mapped[int] = to("print_job.id", index=True)
    label_id: Mapped[int] = mapped_column(Big, ForeignKey("label.id"), index=True)
    position: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(8), default="")
