"""Print jobs, as people ask for them: made once, stopped, sent; at the end a person says what became of the paper."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any

from sqlalchemy import Connection, func, insert, or_, select, update
from sqlalchemy.orm import aliased

from .. import refusals
from ..models import JobStatus, Label, PartSheet, PrintedLabel, Printer, PrintJob
from ..refusals import No, Refused
from ..scan.record import EntryAsked
from . import copies
from .drawing import LabelText
from .printing import check_place
from .sheets import MEDIA

MOST_LABELS = 2_000
_MOST_WAITING = 20
SPOILED, LOST, PRINTED = "spoiled", "lost", "printed"
# Paper may have come out: a person is asked.
ASKED_ABOUT = (JobStatus.READY.value, JobStatus.SENT.value, JobStatus.UNKNOWN.value)
_TO_NOTHING = (JobStatus.FAILED.value, JobStatus.STOPPED.value)
BADGES, CARDS, TEST = "badges", "cards", "test"  # kinds that not everybody may see, and one without labels

Issued = tuple[int, LabelText]  # a label's key and what stands on it


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be printed where; ``subject`` and ``back`` say for what and from which page it was asked."""

    kind: str
    subject: str
    back: str
    medium: str
    first_cell: int = 0
    printer_id: int | None = None


def ask(conn: Connection, asked: EntryAsked, wanted: Wanted, labels: Sequence[Issued], more: Any = None) -> int:
    """A new job's key, for labels that were issued before. Call it inside ``once``: the same form is one job.

    Refuses what can't be drawn on that medium, a printer that it doesn't lie in, and more than a press can take.
    """
    check_place(wanted.medium, wanted.first_cell)
    _check_printer(conn, wanted.printer_id, wanted.medium)
    if not labels and wanted.kind != TEST:
        raise Refused(refusals.FIELD_NEEDED.because(what="label yang dicetak"))
    if len(labels) > MOST_LABELS:
        raise Refused(refusals.TOO_MANY_LABELS.because(most=MOST_LABELS))
    drawing = select(func.count()).where(PrintJob.status == JobStatus.DRAWING.value)
    if conn.execute(drawing).scalar_one() >= _MOST_WAITING:
        raise Refused(refusals.PRESS_FULL.because())
    values = {
        "client_id": asked.client_id,
        "fingerprint": asked.fingerprint,
        "kind": wanted.kind,
        "subject": wanted.subject,
        "asked": {"back": wanted.back, "labels": [list(astuple(text)) for _, text in labels], "more": more},
        "officer_id": asked.officer_id,
        "printer_id": wanted.printer_id,
        "medium": wanted.medium,
        "first_cell": wanted.first_cell,
        "total": len(labels),
        "status": JobStatus.DRAWING.value,
        "made_at": asked.heard_at,
    }
    job_id = int(conn.execute(insert(PrintJob).values(values).returning(PrintJob.id)).scalar_one())
    if labels:
        rows = [{"print_job_id": job_id, "label_id": key, "position": n} for n, (key, _) in enumerate(labels)]
        conn.execute(insert(PrintedLabel), rows)
        keys = {key for key, _ in labels}
        conn.execute(update(Label).where(Label.id.in_(keys)).values(printed_at=asked.heard_at))
    return job_id


def claim_unprinted(conn: Connection, label_ids: Sequence[int], now: int) -> None:
    """Takes labels for a job before another does; ``ALREADY_PRINTED`` where somebody was faster."""
    keys = set(label_ids)
    free = update(Label).where(Label.id.in_(keys), Label.printed_at.is_(None))
    if conn.execute(free.values(printed_at=now)).rowcount != len(keys):
        raise Refused(refusals.ALREADY_PRINTED.because())


def texts(job: Any) -> list[LabelText]:
    """What stands on a job's labels, in printing order."""
    return [LabelText(*fields) for fields in job.asked["labels"]]


def error_of(job: Any) -> No | None:
    """Why a job didn't come to its end."""
    if not job.error:
        return None
    kept = json.loads(job.error)
    return No(kept["code"], kept["detail"])


def as_error(no: No) -> str:
    """How a job keeps that."""
    return json.dumps({"code": no.code, "detail": dict(no.detail)})


def stop(conn: Connection, job_id: int) -> None:
    """Asks the press to stop; one that nobody has begun ends at once. What is drawn already is left as it is."""
    drawing = (PrintJob.id == job_id, PrintJob.status == JobStatus.DRAWING.value)
    conn.execute(update(PrintJob).where(*drawing).values(stop_asked=True))


def send(conn: Connection, job_id: int, printer_id: int) -> int:
    """Sends a PDF that is there to a printer; the job's key. ``NOT_TO_SEND`` once it was sent to one."""
    job = _locked(conn, job_id)
    if job.status != JobStatus.READY.value:
        raise Refused(refusals.NOT_TO_SEND.because())
    _check_printer(conn, printer_id, job.medium)
    values = {"printer_id": printer_id, "status": JobStatus.DRAWING.value, "error": "", "ended_at": None}
    values |= {"claimed_at": None, "stop_asked": False}
    conn.execute(update(PrintJob).where(PrintJob.id == job_id).values(values))
    return job_id


def came_out(conn: Connection, job_id: int, said: Mapping[int, str], now: int) -> int:
    """A person looked: all came out but those positions that are ``SPOILED`` or ``LOST``. How many are to print anew.

    Those get another copy, whose code takes the old one's place; but not a card of which other copies came out well:
    that one is only printed once more.
    """
    job = _locked(conn, job_id)
    if job.status not in ASKED_ABOUT:
        raise Refused(refusals.JOB_SETTLED.because())
    rows = conn.execute(select(PrintedLabel.position, PrintedLabel.label_id).where(_of(job_id))).all()
    bad = {position for position, _ in rows if said.get(position) in (SPOILED, LOST)}
    for outcome in (SPOILED, LOST):
        positions = [position for position in bad if said[position] == outcome]
        conn.execute(
            update(PrintedLabel).where(_of(job_id), PrintedLabel.position.in_(positions)).values(outcome=outcome)
        )
    conn.execute(update(PrintedLabel).where(_of(job_id), PrintedLabel.outcome == "").values(outcome=PRINTED))
    good = {label_id for position, label_id in rows if position not in bad}
    again = {label_id for position, label_id in rows if position in bad}
    copies.renew(conn, again - good, now)
    conn.execute(update(Label).where(Label.id.in_(again & good)).values(printed_at=None))
    _end(conn, job_id, JobStatus.PRINTED, now)
    return len(bad)


def nothing_came_out(conn: Connection, job_id: int, now: int) -> None:
    """A person looked: there is no paper. Neither the labels nor the sheet count as used; the codes stay."""
    job = _locked(conn, job_id)
    if job.status not in ASKED_ABOUT:
        raise Refused(refusals.JOB_SETTLED.because())
    conn.execute(
        update(PrintJob).where(PrintJob.id == job_id).values(error=as_error(refusals.NOTHING_PRINTED.because()))
    )
    free_labels(conn, job_id)
    ended_on = (job.first_cell + job.total) % MEDIA[job.medium].cells
    same_sheet = (PartSheet.medium == job.medium, PartSheet.next_cell == ended_on)
    conn.execute(update(PartSheet).where(*same_sheet).values(next_cell=job.first_cell))
    _end(conn, job_id, JobStatus.FAILED, now)


def free_labels(conn: Connection, job_id: int) -> None:
    """The labels of a job that came to nothing count as unprinted again, but those that another job printed."""
    other = aliased(PrintedLabel)
    elsewhere = (
        select(other.id)
        .join(PrintJob, PrintJob.id == other.print_job_id)
        .where(other.label_id == Label.id, other.print_job_id != job_id)
        .where(PrintJob.status.not_in(_TO_NOTHING), other.outcome.not_in((SPOILED, LOST)))
    )
    mine = select(PrintedLabel.label_id).where(_of(job_id))
    conn.execute(update(Label).where(Label.id.in_(mine), ~elsewhere.exists()).values(printed_at=None))


def to_print_anew(reader: Any, job_id: int) -> list[int]:
    """The labels of a job that are still to be printed, in printing order and as often as they stood there.

    Of one that came out those that take the place of the spoiled and lost ones; of one that came to nothing all.
    """
    to_nothing = PrintJob.status.in_(_TO_NOTHING)
    rows = reader.execute(
        select(Label.id, Label.replaced_by_id)
        .join(PrintedLabel, PrintedLabel.label_id == Label.id)
        .join(PrintJob, PrintJob.id == PrintedLabel.print_job_id)
        .where(_of(job_id), or_(PrintedLabel.outcome.in_((SPOILED, LOST)), to_nothing))
        .order_by(PrintedLabel.position)
    )
    now = [row.replaced_by_id or row.id for row in rows]
    free = select(Label.id).where(Label.id.in_(now), Label.printed_at.is_(None), Label.voided_at.is_(None))
    open_ones = set(reader.execute(free).scalars())
    return [key for key in now if key in open_ones]


def _of(job_id: int) -> Any:
    return PrintedLabel.print_job_id == job_id


def _locked(conn: Connection, job_id: int) -> Any:
    job = conn.execute(select(PrintJob.__table__).where(PrintJob.id == job_id).with_for_update()).first()
    if job is None:
        raise Refused(refusals.NOT_FOUND.because(what="cetakan"))
    return job


def _end(conn: Connection, job_id: int, status: JobStatus, now: int) -> None:
    values = {"status": status.value, "ended_at": now}
    conn.execute(update(PrintJob).where(PrintJob.id == job_id).values(values))


def _check_printer(conn: Connection, printer_id: int | None, medium: str) -> None:
    if printer_id is None:
        return
    found = conn.execute(select(Printer.medium, Printer.active, Printer.name).where(Printer.id == printer_id)).first()
    if found is None or not found.active:
        raise Refused(refusals.NOT_FOUND.because(what="printer"))
    if found.medium not in ("", medium):
        raise Refused(refusals.WRONG_MEDIUM.because(printer=found.name))
