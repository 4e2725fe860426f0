"""Cells of a spreadsheet, read one by one: a value, or the "no" that says what is wrong with what stands there."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from .. import refusals
from ..refusals import No, Refused
from . import typed


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula without a result, or one whose result is an error."""


Cell = str | int | float | bool | date | Formula | None

YES, NO = "ya", "tidak"
_YES, _NO = {"ya", "y", "yes", "1", "true", "benar", "x"}, {"tidak", "t", "no", "n", "0", "false", "salah"}
# A leading apostrophe keeps a spreadsheet from taking a text for a formula; it isn't part of the text.
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_DANGEROUS = re.compile(r"'*[=+\-@\t\r]")
_WRITTEN_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,15})?", re.ASCII)
_YEARS = range(2000, 2101)


class BadCell(ValueError):
    """What stands in a cell can't be used; ``no`` says why."""

    def __init__(self, no: No) -> None:
        super().__init__(no.code)
        self.no = no


def harmless(text: str) -> str:
    """A text as it goes into a sheet: one that a spreadsheet would take for a formula gets an apostrophe."""
    text = "".join(letter for letter in text if letter >= " " or letter in "\t\n")
    return f"'{text}" if _DANGEROUS.match(text) else text


def shown(cell: Cell) -> str:
    """What stands in a cell, as people see it there."""
    if isinstance(cell, bool):
        return YES if cell else NO
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell).replace(".", ",")
    if isinstance(cell, date):
        return f"{cell.day}/{cell.month}/{cell.year}"
    return "" if cell is None or isinstance(cell, Formula) else str(cell)


def raw(cell: Cell) -> str:
    """A cell's text without the apostrophe that guards it, its line breaks kept."""
    if isinstance(cell, Formula):
        raise BadCell(refusals.CELL_FORMULA.because())
    text = shown(cell)
    return text[1:] if _GUARDED.match(text) else text


def text(cell: Cell, most: int = 120) -> str:
    """A line of text; empty where nothing stands there."""
    found = " ".join("".join(letter if letter.isprintable() else " " for letter in raw(cell)).split())
    if len(found) > most:
        raise BadCell(refusals.CELL_TOO_LONG.because(most=most))
    return found


def needed(cell: Cell, most: int = 120) -> str:
    """A line of text that must be there."""
    found = text(cell, most)
    if not found:
        raise BadCell(refusals.CELL_EMPTY.because())
    return found


def code(cell: Cell, most: int = 20) -> str:
    """A short code in capitals."""
    found = needed(cell, 400)
    try:
        return typed.code({"code": found}, "code", "", most)
    except Refused:
        raise BadCell(refusals.CELL_NOT_A_CODE.because(value=found[:40], most=most)) from None


def one_of(cell: Cell, known: Collection[str], default: str = "") -> str:
    """One of the words that are known, in capitals or not; where nothing stands, ``default`` if there is one."""
    found = text(cell, 400).lower()
    if not found and default:
        return default
    if found not in known:
        if not found:
            raise BadCell(refusals.CELL_EMPTY.because())
        raise BadCell(refusals.CELL_NOT_A_CHOICE.because(value=shown(cell)[:40], choices=", ".join(known)))
    return found


def yes(cell: Cell, default: bool) -> bool:
    """Ya or tidak, in the ways that people write it."""
    found = text(cell, 400).lower()
    if found in _YES | _NO:
        return found in _YES
    if found:
        raise BadCell(refusals.CELL_NOT_A_CHOICE.because(value=shown(cell)[:40], choices=f"{YES}, {NO}"))
    return default


def pieces(cell: Cell) -> int | None:
    """A whole number of pieces from 1; ``None`` where nothing stands there, or 0."""
    found = text(cell, 400)
    if not found:
        return None
    if not _NUMBER.fullmatch(found) or (value := float(found.replace(",", "."))) != int(value) or _grouped(found):
        raise BadCell(refusals.CELL_NOT_WHOLE.because(value=found[:40]))
    if not 0 <= value <= typed.MOST_PIECES:
        raise BadCell(refusals.CELL_OUT_OF_RANGE.because(value=found[:40], most=typed.MOST_PIECES))
    return int(value) or None


def day(cell: Cell) -> date:
    """A calendar day: a spreadsheet's own, 21/11/2026 or 2026-11-21."""
    if isinstance(cell, date):
        found = cell.date() if isinstance(cell, datetime) else cell
    else:
        found = _written_day(needed(cell, 400))
    if found.year not in _YEARS:
        raise BadCell(refusals.CELL_NOT_A_DAY.because(value=shown(cell)[:40]))
    return found


def _written_day(typed: str) -> date:
    written = _WRITTEN_DAY.fullmatch(typed)
    iso = f"{written[3]}-{int(written[2]):02}-{int(written[1]):02}" if written else typed.removesuffix(" 00:00:00")
    try:
        return date.fromisoformat(iso) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", iso, re.ASCII) else _no_day(typed)
    except ValueError:
        return _no_day(typed)


def _no_day(typed: str) -> date:
    raise BadCell(refusals.CELL_NOT_A_DAY.because(value=typed[:40]))


def _grouped(number: str) -> bool:
    """``1.200`` may mean twelve hundred or 1,2: nobody guesses."""
    return bool(re.search(r"[.,]\d{3}$", number))
