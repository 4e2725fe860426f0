"""The press: one thread of the server that draws, reads back and sends what people asked for, one job at a time."""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from uuid import uuid4

from flask import Flask, current_app

from .. import clock, refusals
from ..db import db
from ..models import JobStatus, PrinterKind
from ..refusals import No, Refused
from . import jobs, kept_files, printing, progress, ruler, sending, zpl
from .progress import Taken
from .proof import ProofFailed

_log = logging.getLogger("floor.labels")


class _Stopped(Exception):
    """A person stopped the job, or another process gave it up in the meantime."""


def press_of(app: Flask) -> Press:
    """The press of this process."""
    found: Press = app.extensions.setdefault("press", Press(folder_of(app)))
    return found


def folder_of(app: Flask) -> Path:
    """Where PDFs are kept."""
    return Path(app.instance_path) / "labels"


def wake_here() -> None:
    """Wakes the press of the application at hand."""
    press_of(current_app).wake()


class Press:
    """Draws into ``folder``. Its thread lives while there is something to do: wake it after asking for a job."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._woken = False
        self._is_new = True

    def wake(self) -> None:
        """Sees to it that what waits is drawn."""
        with self._lock:
            self._woken = True
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="press", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            with self._lock:
                if not self._woken:
                    self._thread = None
                    return
                self._woken = False
            try:
                self._work_off()
            except Exception:  # noqa: BLE001 - the next one who asks wakes it again
                _log.warning("the press stopped", exc_info=True)

    def _work_off(self) -> None:
        # Another process can be at work on PostgreSQL only; what this one took up it ends itself.
        is_new, self._is_new = self._is_new, False
        db.write(lambda conn: progress.give_up_silent(conn, clock.now(), is_new and conn.dialect.name == "sqlite"))
        while (job := db.write(lambda conn: progress.take(conn, clock.now()))) is not None:
            self._print(job)

    def _print(self, job: Taken) -> None:
        held = _Hold(job)
        try:
            held.sign(0, len(job.labels))
            pdf = draw(job, held.sign)
            file = uuid4().hex
            kept_files.keep(self._folder, file, pdf)
            if job.printer is None:
                held.sign(len(job.labels), len(job.labels))
                db.write(lambda conn: progress.ready(conn, job.id, held.at, file, clock.now()))
            else:
                _send(held, file, pdf, _commands(job, pdf, held.sign))
        except _Stopped:
            db.write(lambda conn: progress.stopped(conn, job.id, held.at, clock.now()))
        except Refused as refused:
            _fail(held, refused.no)
        except Exception:  # noqa: BLE001 - one job that can't be drawn must not keep the others waiting
            _log.warning("job %s could not be drawn", job.id, exc_info=True)
            _fail(held, refusals.PRINT_INTERRUPTED.because())


class _Hold:
    """What a press has a job by: the last sign of life that it gave, for as long as it is the job's last."""

    def __init__(self, job: Taken) -> None:
        self.job = job
        self.at = job.claimed_at

    def sign(self, done: int, _total: int) -> None:
        """Gives a sign of life after so many labels; raises where the job is to be left alone."""
        job_id, before, now = self.job.id, self.at, clock.now()
        if not db.write(lambda conn: progress.note(conn, job_id, before, done, now)):
            raise _Stopped
        self.at = now

    def begin_sending(self, file: str) -> None:
        """The last moment in which the job can be stopped; raises where it was, or is somebody else's."""
        job_id, before, now = self.job.id, self.at, clock.now()
        if not db.write(lambda conn: progress.begin_sending(conn, job_id, before, file, now)):
            raise _Stopped
        self.at = now


def _fail(held: _Hold, no: No) -> None:
    db.write(lambda conn: progress.fail(conn, held.job.id, held.at, no, clock.now()))


def _send(held: _Hold, file: str, pdf: bytes, commands: bytes) -> None:
    held.begin_sending(file)
    status, no = JobStatus.SENT, None
    try:
        _hand_over(held.job, pdf, commands)
    except sending.NotSent as not_sent:
        status, no = JobStatus.READY, not_sent.no
    except sending.BrokenOff:
        status, no = JobStatus.UNKNOWN, refusals.PRINT_UNKNOWN.because()
    except Exception:  # noqa: BLE001 - whatever it was, a person must be asked
        _log.warning("job %s could not be sent", held.job.id, exc_info=True)
        status, no = JobStatus.UNKNOWN, refusals.PRINT_UNKNOWN.because()
    db.write(lambda conn: progress.sent(conn, held.job.id, held.at, status, clock.now(), no))


def draw(job: Taken, note: printing.Progress | None = None) -> bytes:
    """A job's PDF; the same bytes every time, for the same printer's offset."""
    offset = job.printer.offset_mm if job.printer else (0, 0)
    if job.kind == jobs.TEST:
        return ruler.test_page(job.media, offset)
    return printing.proved_pdf(job.labels, job.media.key, job.first_cell, offset, note)


def _commands(job: Taken, pdf: bytes, note: printing.Progress) -> bytes:
    """What a thermal printer is sent; nothing for others."""
    printer = job.printer
    if printer is None or printer.kind is not PrinterKind.ZPL:
        return b""
    if job.kind == jobs.TEST:
        return zpl.pictures(pdf, printer.dots_per_mm)
    try:
        return zpl.commands(pdf, job.labels, job.media, printer.dots_per_mm, printer.offset_mm, note)
    except ProofFailed as failed:
        raise Refused(refusals.LABELS_UNREADABLE.because(count=len(failed.codes_missing))) from failed


def _hand_over(job: Taken, pdf: bytes, commands: bytes) -> None:
    if job.printer is None:
        return
    if job.printer.kind is PrinterKind.ZPL:
        sending.to_address(job.printer.address, commands)
    else:
        sending.to_queue(job.printer.address, pdf, job.media, f"floor {job.id} {job.subject}".strip())
