"""The sheets of command codes: every command on them is read from the paper and does what stands beside it."""

from __future__ import annotations

import numpy as np
import pypdfium2
import pytest

from floor.labels import commands
from floor.labels.command_sheet import draw
from floor.rules.commands import DIGITS, GENERAL, NUMBERS, VERDICTS
from floor.scan.commands import known
from floor.scan.decode import read_array
from tests.cast import Shop
from tests.office.conftest import Desk, administrator, app, enter, said, supervisor

__all__ = ["administrator", "app", "enter", "supervisor"]

SHEETS = ["station", "inspection", "defects-garmen"]


def sheet_pdf(desk: Desk, key: str) -> bytes:
    """The sheet as a supervisor gets it."""
    asked = desk.send(f"/labels/commands/{key}")
    assert asked.status_code == 303, said(asked)
    answer = desk.browser.get(asked.location)
    assert answer.mimetype == "application/pdf"
    return bytes(answer.data)


def read_cells(pdf: bytes) -> set[str]:
    """The codes that a scanner reads when it is held over each part of each page."""
    found: set[str] = set()
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        grey = page.render(scale=203 / 72, grayscale=True).to_numpy().copy()
        for top in range(0, grey.shape[0], 290):
            part = grey[top : top + 580]
            found |= set(read_array(np.dstack([part] * 3)))
    document.close()
    return found


@pytest.mark.parametrize("key", SHEETS)
def test_every_command_is_read_from_the_paper(supervisor: Desk, shop: Shop, key: str) -> None:
    pdf = sheet_pdf(supervisor, key)
    wanted = {word: code for code, word in shop.write(known).items()}
    assert read_cells(pdf) == {wanted[word] for word in shop.write(lambda conn: commands.sheet(conn, key)).words}


def test_a_sheet_printed_again_is_the_same(supervisor: Desk, shop: Shop) -> None:
    assert sheet_pdf(supervisor, "station") == sheet_pdf(supervisor, "station")


def test_sheets_share_their_codes(supervisor: Desk, shop: Shop) -> None:
    sheet_pdf(supervisor, "station")
    before = shop.write(known)
    sheet_pdf(supervisor, "inspection")
    after = shop.write(known)
    assert before.items() <= after.items()
    assert set(after.values()) >= {*GENERAL, *DIGITS, *NUMBERS, *VERDICTS}


def test_a_sheet_without_codes_yet_asks_for_them_first(supervisor: Desk) -> None:
    answer = supervisor.browser.get("/labels/commands/station.pdf")
    assert (answer.status_code, answer.location) == (302, "/labels/commands")


def test_a_sheet_that_is_not_there_is_not_found(supervisor: Desk) -> None:
    assert supervisor.send("/labels/commands/nothing").status_code == 404
    assert supervisor.browser.get("/labels/commands/nothing.pdf").status_code == 404


def test_a_command_without_a_code_is_never_drawn(shop: Shop) -> None:
    wanted = shop.write(lambda conn: commands.sheet(conn, "station"))
    contents = shop.write(lambda conn: list(commands.bearers_on(conn, wanted)))
    with pytest.raises(KeyError):
        draw(wanted, contents, {}, "Bengkel")
