"""The ledger: what was heard, what moved, where everything stands. One module, for no table makes sense alone.

``Scan``, ``Settlement``, ``LookedAt``, ``Inspection``, ``Finding``, ``DefectFound``, ``Entry`` and ``Move`` are never
updated or deleted: triggers on both databases refuse it.
``Balance``, ``CartonContent``, ``Output`` and ``WaitingScan`` are projections of them, written in the same transaction
by ``floor/scan/record.py``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base
from .columns import Big, ClientId, Key, Moment, Small, maybe, to


class Outcome(StrEnum):
    """What became of a request."""

    RECORDED = "recorded"
    REFUSED = "refused"


class Scan(Base):
    """A code that a station heard, or the undo of one. Times in milliseconds UTC.

    ``happened_at`` is what the tablet said, ``at`` our best corrected guess, ``clock`` how that was reached (see
    ``rules.times``). ``detail`` holds a refusal's numbers; sentences are made anew.
    """

    __tablename__ = "scan"
    __table_args__ = (
        Index("ix_scan_station_id_id", "station_id", "id"),
        Index("ix_scan_unit_id_id", "unit_id", "id"),
        Index(
            "uq_scan_undoes_id",
            "undoes_id",
            unique=True,
            sqlite_where=text("undoes_id IS NOT NULL AND outcome = 'recorded'"),
            postgresql_where=text("undoes_id IS NOT NULL AND outcome = 'recorded'"),
        ),
        # Few are: a supervisor's page finds them among a million.
        Index(
            "ix_scan_late_refused",
            "id",
            sqlite_where=text("late AND outcome = 'refused'"),
            postgresql_where=text("late AND outcome = 'refused'"),
        ),
    )

    id: Mapped[Key]
    client_id: Mapped[ClientId]
    fingerprint: Mapped[int] = mapped_column(BigInteger)
    station_id: Mapped[int] = to("station.id")
    officer_id: Mapped[int | None] = maybe("officer.id")
    code: Mapped[str | None] = mapped_column(String(80))
    unit_id: Mapped[int | None] = maybe("unit.id")
    worker_id: Mapped[int | None] = maybe("worker.id")
    undoes_id: Mapped[int | None] = maybe("scan.id")
    quantity: Mapped[int | None]
    seen: Mapped[int | None]
    step: Mapped[Small | None]
    cycle: Mapped[Small | None]
    late: Mapped[bool]
    happened_at: Mapped[Moment]
    at: Mapped[Moment]
    heard_at: Mapped[Moment]
    clock: Mapped[str] = mapped_column(String(8))
    outcome: Mapped[str] = mapped_column(String(8))
    refusal: Mapped[str | None] = mapped_column(String(24))
    detail: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class WaitingScan(Base):
    """A late scan whose pieces haven't come yet; tried again when they do, in the order of ``at``."""

    __tablename__ = "waiting_scan"

    scan_id: Mapped[int] = mapped_column(Big, ForeignKey("scan.id"), primary_key=True, autoincrement=False)
    unit_id: Mapped[int] = to("unit.id", index=True)
    at: Mapped[Moment]


class Settlement(Base):
    """What became of a scan that waited: recorded by itself when its pieces came, or decided by a person."""

    __tablename__ = "settlement"

    id: Mapped[Key]
    scan_id: Mapped[int] = mapped_column(Big, ForeignKey("scan.id"), unique=True)
    outcome: Mapped[str] = mapped_column(String(8))
    settled_at: Mapped[Moment]
    officer_id: Mapped[int | None] = maybe("officer.id")
    reason: Mapped[str] = mapped_column(String(400), default="")


class LookedAt(Base):
    """What came late and was refused, and who looked into it: until then it waits for a person."""

    __tablename__ = "looked_at"

    id: Mapped[Key]
    scan_id: Mapped[int | None] = mapped_column(Big, ForeignKey("scan.id"), unique=True)
    inspection_id: Mapped[int | None] = mapped_column(Big, ForeignKey("inspection.id"), unique=True)
    entry_id: Mapped[int | None] = mapped_column(Big, ForeignKey("entry.id"), unique=True)
    at: Mapped[Moment]
    officer_id: Mapped[int | None] = maybe("officer.id")
    note: Mapped[str] = mapped_column(String(400), default="")


class Inspection(Base):
    """A verdict at a gate, split as it really is. The five counts are pieces; together they are what was judged."""

    __tablename__ = "inspection"
    __table_args__ = (
        CheckConstraint("passed >= 0 AND rework >= 0 AND grade_b >= 0 AND scrap >= 0 AND hold >= 0", name="counts"),
        Index("ix_inspection_unit_id_id", "unit_id", "id"),
        Index("ix_inspection_at", "at"),
        Index(
            "ix_inspection_refused",
            "id",
            sqlite_where=text("outcome = 'refused'"),
            postgresql_where=text("outcome = 'refused'"),
        ),
        Index(
            "uq_inspection_undoes_id",
            "undoes_id",
            unique=True,
            sqlite_where=text("undoes_id IS NOT NULL AND outcome = 'recorded'"),
            postgresql_where=text("undoes_id IS NOT NULL AND outcome = 'recorded'"),
        ),
        Index(
            "uq_inspection_corrects_id",
            "corrects_id",
            unique=True,
            sqlite_where=text("corrects_id IS NOT NULL AND outcome = 'recorded'"),
            postgresql_where=text("corrects_id IS NOT NULL AND outcome = 'recorded'"),
        ),
    )

    id: Mapped[Key]
    client_id: Mapped[ClientId]
    fingerprint: Mapped[int] = mapped_column(BigInteger)
    station_id: Mapped[int | None] = maybe("station.id")
    officer_id: Mapped[int | None] = maybe("officer.id")
    code: Mapped[str | None] = mapped_column(String(80))
    unit_id: Mapped[int | None] = maybe("unit.id")
    undoes_id: Mapped[int | None] = maybe("inspection.id")
    standard_version_id: Mapped[int | None] = maybe("standard_version.id")
    step: Mapped[Small | None]
    passed: Mapped[int] = mapped_column(default=0)
    rework: Mapped[int] = mapped_column(default=0)
    grade_b: Mapped[int] = mapped_column(default=0)
    scrap: Mapped[int] = mapped_column(default=0)
    hold: Mapped[int] = mapped_column(default=0)
    happened_at: Mapped[Moment]
    at: Mapped[Moment]
    heard_at: Mapped[Moment]
    clock: Mapped[str] = mapped_column(String(8))
    note: Mapped[str] = mapped_column(String(400), default="")
    # Of a sampled lot: with ``draw`` one of its drawn pieces, looked at and not moved; without, what its end moved.
    lot_id: Mapped[int | None] = maybe("inspection_lot.id", index=True)
    draw: Mapped[Small | None]
    corrects_id: Mapped[int | None] = maybe("inspection.id")  # the wrong verdict that this one takes the place of
    second_officer_id: Mapped[int | None] = maybe("officer.id")  # who judged with the first: it was their own team's
    marks: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))  # what was noticed: see rules.integrity
    outcome: Mapped[str] = mapped_column(String(8))
    refusal: Mapped[str | None] = mapped_column(String(24))
    detail: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    findings: Mapped[list[Finding]] = relationship()
    defects: Mapped[list[DefectFound]] = relationship()


class Finding(Base):
    """The answer to one check item for one piece (from 1; 0: for each that passes): a value, a grade, or yes and no."""

    __tablename__ = "finding"

    id: Mapped[Key]
    inspection_id: Mapped[int] = to("inspection.id", index=True)
    check_item_id: Mapped[int] = to("check_item.id")
    piece: Mapped[Small]
    value: Mapped[float | None]
    grade: Mapped[str | None] = mapped_column(String(8))  # against the limit sample: see ``models.standard.Grade``
    good: Mapped[bool]


class DefectFound(Base):
    """A defect seen at an inspection, on how many pieces, and what was done with those."""

    __tablename__ = "defect_found"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity"),)

    id: Mapped[Key]
    inspection_id: Mapped[int] = to("inspection.id", index=True)
    defect_id: Mapped[int] = to("defect.id")
    quantity: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(8))  # rework, grade_b, scrap, hold
    severity: Mapped[str | None] = mapped_column(String(8))  # by the standard of that day


class EntryKind(StrEnum):
    """What an officer did to the ledger from a page."""

    BATCH = "batch"
    SPLIT = "split"
    MERGE = "merge"
    CATCH_UP = "catch_up"
    RELEASE = "release"
    CORRECT = "correct"
    UNDO = "undo"
    DRAFT = "draft"  # a delivery note; nothing moves before it is signed
    APPROVE = "approve"
    GATE = "gate"
    CANCEL = "cancel"
    DELIVER = "deliver"  # a delivery was signed
    RETURN = "return"  # the partner brought pieces back
    PACK = "pack"  # into a carton, or out of it
    CARTON = "carton"  # made, sealed or opened again; nothing moves
    LOT = "lot"  # a dye or boil lot with its recipe
    AMEND = "amend"  # an order's targets or its due date; nothing moves
    CLOSE = "close"  # an order; nothing moves
    REOPEN = "reopen"
    RELABEL = "relabel"  # a unit; nothing moves
    VOID_LABEL = "void_label"
    ISSUE = "issue"  # blank labels or cards, each sheet once


class Entry(Base):
    """A change to the ledger that was asked from a page or a command rather than scanned."""

    __tablename__ = "entry"
    __table_args__ = (
        Index("ix_entry_at", "at"),
        Index(
            "ix_entry_refused",
            "id",
            sqlite_where=text("outcome = 'refused'"),
            postgresql_where=text("outcome = 'refused'"),
        ),
    )

    id: Mapped[Key]
    client_id: Mapped[ClientId]
    fingerprint: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(10))
    officer_id: Mapped[int | None] = maybe("officer.id")
    station_id: Mapped[int | None] = maybe("station.id")
    unit_id: Mapped[int | None] = maybe("unit.id", index=True)
    at: Mapped[Moment]
    heard_at: Mapped[Moment]
    reason: Mapped[str] = mapped_column(String(400), default="")
    outcome: Mapped[str] = mapped_column(String(8))
    refusal: Mapped[str | None] = mapped_column(String(24))
    detail: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class Why(StrEnum):
    """Why pieces moved, where the source and the places don't say it already."""

    DONE = "done"  # finished at a step
    SKIPPED = "skipped"  # passed over a step that may be skipped
    INFERRED = "inferred"  # caught up: the scan was missed
    JUDGED = "judged"  # by a verdict
    MADE = "made"
    SPLIT = "split"
    MERGED = "merged"
    RELEASED = "released"
    CORRECTED = "corrected"
    DELIVERED = "delivered"
    RETURNED = "returned"  # the partner brought them back
    PACKED = "packed"  # into a carton or out of it; the place stays
    UNDONE = "undone"  # reverses another move


_SOURCES = ("scan_id", "inspection_id", "entry_id")


def _where_set(column: str) -> dict[str, Any]:
    return {"sqlite_where": text(f"{column} IS NOT NULL"), "postgresql_where": text(f"{column} IS NOT NULL")}


class Move(Base):
    """So many pieces from a unit and place to a unit and place. Places are numbers: see ``rules.places``.

    ``cycle`` counts how often the pieces were sent back, ``sent_by`` is the gate furthest down the route that did.
    Of *ready* pieces, ``from_carton_id`` is the carton they were taken out of, ``to_carton_id`` the one they went into.
    """

    __tablename__ = "move"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint(
            " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in _SOURCES) + " = 1",
            name="one_source",
        ),
        Index("ix_move_unit_id_id", "unit_id", "id"),
        Index(
            "ix_move_to_unit_id",
            "to_unit_id",
            sqlite_where=text("to_unit_id <> unit_id"),
            postgresql_where=text("to_unit_id <> unit_id"),
        ),
        *(
            Index(f"ix_move_{column}", column, **_where_set(column))
            for column in (*_SOURCES, "from_carton_id", "to_carton_id")
        ),
        Index("uq_move_undoes_id", "undoes_id", unique=True, **_where_set("undoes_id")),
    )

    id: Mapped[Key]
    unit_id: Mapped[int] = to("unit.id")
    from_place: Mapped[Small]
    from_cycle: Mapped[Small]
    from_sent_by: Mapped[Small]
    to_unit_id: Mapped[int] = to("unit.id")
    to_place: Mapped[Small]
    to_cycle: Mapped[Small]
    to_sent_by: Mapped[Small]
    quantity: Mapped[int]
    why: Mapped[str] = mapped_column(String(9))
    worker_id: Mapped[int | None] = maybe("worker.id")
    from_carton_id: Mapped[int | None] = maybe("carton.id")
    to_carton_id: Mapped[int | None] = maybe("carton.id")
    scan_id: Mapped[int | None] = maybe("scan.id")
    inspection_id: Mapped[int | None] = maybe("inspection.id")
    entry_id: Mapped[int | None] = maybe("entry.id")
    undoes_id: Mapped[int | None] = maybe("move.id")


class Balance(Base):
    """How many pieces of a unit, with that rework mark, stand at a place. Rows that reach zero are removed.

    ``stage_id`` repeats the stage of a step, so that a station finds what waits there without a join.
    """

    __tablename__ = "balance"
    __table_args__ = (
        CheckConstraint("quantity >= 0", name="never_below_zero"),
        Index("ix_balance_stage_id", "stage_id", **_where_set("stage_id")),
    )

    unit_id: Mapped[int] = mapped_column(Big, ForeignKey("unit.id"), primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    cycle: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sent_by: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    stage_id: Mapped[int | None] = maybe("stage.id")
    quantity: Mapped[int]


class Output(Base):
    """How many pieces were finished in an hour: a projection that histories read instead of the moves.

    ``hour`` counts hours UTC since 1970, by when it happened. ``stage_id`` 0 is *ready*: what came there, less what
    went back; ``station_id`` 0 is the office. ``quantity`` are pieces never sent back, ``rework`` the others. What was
    undone counts nowhere.
    """

    __tablename__ = "output"
    __table_args__ = (Index("ix_output_order_line_id_hour", "order_line_id", "hour"),)

    hour: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    station_id: Mapped[int] = mapped_column(Big, primary_key=True, autoincrement=False)
    stage_id: Mapped[int] = mapped_column(Big, primary_key=True, autoincrement=False)
    order_line_id: Mapped[int] = mapped_column(Big, ForeignKey("order_line.id"), primary_key=True, autoincrement=False)
    quantity: Mapped[int]
    rework: Mapped[int]


class CartonContent(Base):
    """How many of a unit's *ready* pieces lie in a carton: a projection of the moves. Rows that reach zero go."""

    __tablename__ = "carton_content"
    __table_args__ = (CheckConstraint("quantity >= 0", name="never_below_zero"),)

    carton_id: Mapped[int] = mapped_column(Big, ForeignKey("carton.id"), primary_key=True, autoincrement=False)
    unit_id: Mapped[int] = mapped_column(Big, ForeignKey("unit.id"), primary_key=True, autoincrement=False, index=True)
    cycle: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sent_by: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    quantity: Mapped[int]


class Anomaly(Base):
    """Something heard that must be kept but fits nowhere: a reused id, an item without a usable one."""

    __tablename__ = "anomaly"

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(24))
    station_id: Mapped[int | None] = maybe("station.id")
    heard_at: Mapped[Moment]
    body: Mapped[str] = mapped_column(String(4000))
