"""How far a print job is: taken up by one press, its signs of life, and the end it came to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, or_, select, text, update

from .. import clock, refusals
from ..models import JobStatus, Printer, PrinterKind, PrintJob
from ..refusals import No
from . import jobs
from .drawing import LabelText
from .sheets import MEDIA, Media

_SILENT = clock.MINUTE  # a press gives a sign of life after every page
_SENDING = 2 * clock.MINUTE

_REMEMBER_SHEET = text(
    "INSERT INTO part_sheet (medium, next_cell, at) VALUES (:medium, :next_cell, :at)"
    " ON CONFLICT (medium) DO UPDATE SET next_cell = excluded.next_cell, at = excluded.at"
)


@dataclass(frozen=True, slots=True)
class SendTo:
    """The printer of a job."""

    kind: PrinterKind
    address: str
    name: str
    dots_per_mm: int
    offset_mm: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Taken:
    """A job that a press has taken up. ``claimed_at``: its last sign of life, by which the press holds it."""

    id: int
    kind: str
    subject: str
    labels: list[LabelText]
    media: Media
    first_cell: int
    printer: SendTo | None
    claimed_at: int | None


def take(conn: Connection, now: int) -> Taken | None:
    """The oldest job that nobody has taken up; however many presses ask at once, one gets it."""
    waiting = (PrintJob.status == JobStatus.DRAWING.value, PrintJob.claimed_at.is_(None))
    oldest = select(PrintJob.id).where(*waiting).order_by(PrintJob.id).limit(1)
    while (job_id := conn.execute(oldest).scalar()) is not None:
        mine = update(PrintJob).where(PrintJob.id == job_id, *waiting).values(claimed_at=now)
        if conn.execute(mine).rowcount == 1:
            return taken(conn, job_id)
    return None


def give_up_silent(conn: Connection, now: int, alone: bool) -> None:
    """Ends jobs whose press died. ``alone``: no other press can be at work, so all that are taken up are such."""
    drawn_before = now if alone else now - _SILENT
    drawing = (PrintJob.status == JobStatus.DRAWING.value, PrintJob.claimed_at <= drawn_before)
    for job_id, since in conn.execute(select(PrintJob.id, PrintJob.claimed_at).where(*drawing)).all():
        fail(conn, job_id, since, refusals.PRINT_INTERRUPTED.because(), now)
    sent_before = now if alone else now - _SENDING
    sending = (PrintJob.status == JobStatus.UNKNOWN.value, PrintJob.ended_at.is_(None))
    conn.execute(update(PrintJob).where(*sending, PrintJob.claimed_at <= sent_before).values(ended_at=now))


def note(conn: Connection, job_id: int, since: int | None, done: int, now: int) -> bool:
    """Keeps how many labels were read back; whether to go on: nobody stopped the job or gave it up."""
    mine = update(PrintJob).where(*_to_go_on_with(job_id, since))
    return conn.execute(mine.values(progress=done, claimed_at=now)).rowcount == 1


def ready(conn: Connection, job_id: int, since: int | None, file: str, now: int) -> None:
    """The PDF is there for whoever asked for it."""
    values = {"status": JobStatus.READY.value, "ended_at": now, "error": ""}
    _keep_file(conn, _held(job_id, since), file, values, now)


def begin_sending(conn: Connection, job_id: int, since: int | None, file: str, now: int) -> bool:
    """From here on it isn't known what came out, until something better is: the server may die while it sends.

    Whether to send: nobody stopped the job or gave it up before.
    """
    values = {"status": JobStatus.UNKNOWN.value, "claimed_at": now}
    return _keep_file(conn, _to_go_on_with(job_id, since), file, values, now)


def sent(conn: Connection, job_id: int, since: int | None, status: JobStatus, now: int, no: No | None = None) -> None:
    """What sending came to; what a person said of it since stands."""
    values = {"status": status.value, "ended_at": now, "error": jobs.as_error(no) if no else ""}
    conn.execute(update(PrintJob).where(*_held(job_id, since, JobStatus.UNKNOWN)).values(values))


def fail(conn: Connection, job_id: int, since: int | None, no: No, now: int) -> None:
    """It came to nothing; its labels count as unprinted, unless its PDF was there before."""
    _give_up(conn, job_id, since, JobStatus.FAILED, {"ended_at": now, "error": jobs.as_error(no)})


def stopped(conn: Connection, job_id: int, since: int | None, now: int) -> None:
    """A person stopped it; its labels count as unprinted, unless its PDF was there before."""
    _give_up(conn, job_id, since, JobStatus.STOPPED, {"ended_at": now, "error": ""})


def _held(job_id: int, since: int | None, status: JobStatus = JobStatus.DRAWING) -> tuple[Any, ...]:
    """The job, while it is still the press's whose last sign of life was then."""
    return PrintJob.id == job_id, PrintJob.status == status.value, PrintJob.claimed_at == since


def _to_go_on_with(job_id: int, since: int | None) -> tuple[Any, ...]:
    return *_held(job_id, since), PrintJob.stop_asked.is_(False)


def _keep_file(conn: Connection, held: tuple[Any, ...], file: str, values: dict[str, Any], now: int) -> bool:
    """The sheet that the PDF ends on is remembered for the next; False where the job isn't held any more."""
    kept = update(PrintJob).where(*held).values(values | {"file": file, "progress": PrintJob.total})
    job = conn.execute(kept.returning(PrintJob.total, PrintJob.medium, PrintJob.first_cell)).first()
    if job is None:
        return False
    cells = MEDIA[job.medium].cells
    if job.total and cells > 1:
        next_cell = (job.first_cell + job.total) % cells
        conn.execute(_REMEMBER_SHEET, {"medium": job.medium, "next_cell": next_cell, "at": now})
    return True


def _give_up(conn: Connection, job_id: int, since: int | None, status: JobStatus, values: dict[str, Any]) -> None:
    held = _held(job_id, since)
    # Somebody may have printed that PDF: the job is ready as before, and a person says what came out.
    was_there = update(PrintJob).where(*held, PrintJob.file.is_not(None))
    conn.execute(was_there.values(values | {"status": JobStatus.READY.value}))
    if conn.execute(update(PrintJob).where(*held).values(values | {"status": status.value})).rowcount == 1:
        jobs.free_labels(conn, job_id)


def is_open() -> Any:
    """Which jobs a press has to do with: waiting, being drawn, being sent."""
    sending = (PrintJob.status == JobStatus.UNKNOWN.value) & PrintJob.ended_at.is_(None)
    return or_(PrintJob.status == JobStatus.DRAWING.value, sending)


def taken(conn: Connection, job_id: int) -> Taken:
    """What a press must know of a job."""
    job = conn.execute(select(PrintJob.__table__).where(PrintJob.id == job_id)).one()
    printer = conn.execute(select(Printer.__table__).where(Printer.id == job.printer_id)).first()
    to = None
    if printer is not None:
        offset = (printer.offset_x, printer.offset_y)
        to = SendTo(PrinterKind(printer.kind), printer.address, printer.name, printer.dots_per_mm, offset)
    labels = jobs.texts(job)
    return Taken(job.id, job.kind, job.subject, labels, MEDIA[job.medium], job.first_cell, to, job.claimed_at)
