"""Printing from a page, as tests do it: asked for, drawn by the press, and what became of it."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import pypdfium2

from floor.scan.decode import read_array
from tests.databases import OpenDatabase
from tests.office.conftest import Desk, said

A4 = {"media": "a4-24", "first": "1"}
BATCH = "/labels/batches/A-001-01/sheet"


def rest() -> None:
    """Waits until the press has done all that it was woken for."""
    for thread in threading.enumerate():
        if thread.name == "press":
            thread.join(60)


def ask(desk: Desk, address: str, **fields: Any) -> str:
    """Asks for a print that must be taken; the address of its job, once the press has done with it."""
    answer = desk.send(address, **fields)
    assert answer.status_code == 303, said(answer)
    rest()
    return answer.location


def pdf_at(desk: Desk, job: str) -> bytes:
    """The PDF of a job."""
    with desk.browser.get(f"{job}/labels.pdf") as answer:
        assert answer.status_code == 200
        return bytes(answer.data)


def pdf_of(desk: Desk, address: str, **fields: Any) -> bytes:
    """The PDF that a form makes."""
    return pdf_at(desk, ask(desk, address, **fields))


def codes_on(pdf: bytes, page: int = 0) -> set[str]:
    """The codes that a camera would read on a page."""
    document = pypdfium2.PdfDocument(pdf)
    grey = document[page].render(scale=203 / 72, grayscale=True).to_numpy().copy()
    document.close()
    return set(read_array(np.dstack([grey] * 3)))


def status(database: OpenDatabase, job: str) -> str:
    """What became of a job, as it is kept."""
    return str(database.value("SELECT status FROM print_job WHERE id = :id", id=int(job.rpartition("/")[2])))
