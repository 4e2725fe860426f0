"""Print jobs as lists show them: when, what, who, and what became of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select

from ...db import db
from ...models import Officer, PrintedLabel, Printer, PrintJob


def listed() -> Select[Any]:
    """All jobs, newest first, with the officer's name and how many labels were spoiled or lost."""
    bad = (
        select(func.count())
        .where(PrintedLabel.print_job_id == PrintJob.id, PrintedLabel.outcome.in_(("spoiled", "lost")))
        .scalar_subquery()
    )
    columns = (
        PrintJob.id,
        PrintJob.kind,
        PrintJob.subject,
        PrintJob.medium,
        PrintJob.total,
        PrintJob.progress,
        PrintJob.status,
        PrintJob.ended_at,
        PrintJob.made_at,
        Officer.name.label("officer"),
        Printer.name.label("printer"),
        bad.label("bad"),
    )
    return (
        select(*columns)
        .outerjoin(Officer, Officer.id == PrintJob.officer_id)
        .outerjoin(Printer, Printer.id == PrintJob.printer_id)
        .order_by(PrintJob.id.desc())
    )


def recent_jobs(subject: str, most: int = 5) -> list[Any]:
    """The last jobs for a batch, an order or whatever else was printed."""
    return list(db.session.execute(listed().where(PrintJob.subject == subject).limit(most)))
