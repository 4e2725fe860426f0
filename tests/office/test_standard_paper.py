"""The sheet for the wall: a PDF with all that a version says, and its pictures."""

from __future__ import annotations

import io
from uuid import uuid4

import cv2
import numpy as np
import pypdfium2
import pytest

from floor import refusals
from tests.databases import OpenDatabase
from tests.office.conftest import Desk, said, sentence

DRAFT = "/office/standards/S-KOK/draft"
CHECK = {"kind": "yes_no", "severity": "critical", "text": "Kerah simetris", "owed": "every", "group": "Jahitan"}


def a_photo() -> io.BytesIO:
    picture = np.full((300, 400, 3), 90, np.uint8)
    return io.BytesIO(bytes(cv2.imencode(".jpg", picture)[1].tobytes()))


def read(desk: Desk, number: int) -> tuple[str, int]:
    """The words of a version's paper, and how many pictures it has."""
    answer = desk.browser.get(f"/office/standards/S-KOK/{number}/paper.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    paper = pypdfium2.PdfDocument(answer.data)
    pictures = sum(len(list(page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))) for page in paper)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in paper).split()), pictures


def test_it_says_what_is_measured_and_within_what(supervisor: Desk) -> None:
    words, _pictures = read(supervisor, 1)
    for word in ("LEMBAR STANDAR", "S-KOK · versi 1", "Lingkar dada", "108", "113", "± 1 cm", "Kampuh rapi"):
        assert word in words


def test_right_and_wrong_are_on_it(administrator: Desk, database: OpenDatabase) -> None:
    administrator.do(DRAFT)
    pictures = {"photo_right": (a_photo(), "baik.jpg"), "photo_wrong": (a_photo(), "salah.jpg")}
    administrator.do(f"{DRAFT}/checks/new", **CHECK, **pictures)
    administrator.do(f"{DRAFT}/publish", seen=database.value("SELECT changed_at FROM standard_draft"))
    words, count = read(administrator, 2)
    assert count == 2 and "BENAR" in words and "SALAH" in words and "KRITIS" in words


@pytest.mark.parametrize("number", [7])
def test_a_version_that_was_never_published_has_none(supervisor: Desk, number: int) -> None:
    assert supervisor.browser.get(f"/office/standards/S-KOK/{number}/paper.pdf").status_code == 404


def test_a_photo_that_is_none_is_refused_beside_its_field_and_the_other_is_kept(administrator: Desk) -> None:
    administrator.do(DRAFT)
    pictures = {"photo_right": (a_photo(), "baik.jpg"), "photo_wrong": (io.BytesIO(b"bukan foto"), "salah.jpg")}
    key = str(uuid4())
    answer = administrator.send(f"{DRAFT}/checks/new", key, **CHECK, **pictures)
    assert said(answer) == sentence(refusals.NOT_A_PHOTO) and 'id="photo_wrong-error"' in answer.text
    assert 'name="kept_photo_right"' in answer.text and 'value="Kerah simetris"' in answer.text
