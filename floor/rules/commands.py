"""What the command codes of a site do: each is one word, kept with its code.

A number is scanned before the label it is meant for: its digits one after the other, or at once where a code of it is
on the sheet. A verdict needs the label of goods at a gate first, a defect its verdict.
"""

from __future__ import annotations

from typing import Final

UNDO: Final = "undo"
SIGN_OUT: Final = "out"
CONFIRM: Final = "ok"
CANCEL: Final = "cancel"
LOOK: Final = "look"
GENERAL: Final = (UNDO, CONFIRM, CANCEL, LOOK, SIGN_OUT)

_DIGIT, _NUMBER, _USE, _DEFECT = "d", "n", "for.", "x."
DIGITS: Final = tuple(f"{_DIGIT}{digit}" for digit in (1, 2, 3, 4, 5, 6, 7, 8, 9, 0))
NUMBERS: Final = tuple(f"{_NUMBER}{number}" for number in (*range(10, 25), 30, 36, 48, 60, 100, 120))

VERDICTS: Final = ("pass", "rework", "grade_b", "scrap", "hold")

# What a blank label may be bound to.
USES: Final = tuple(_USE + use for use in ("split", "dye", "boil", "repair", "lost", "carton"))

_LONGEST = 12  # of a word: as wide as its column


def defect_word(code: str) -> str | None:
    """The word of the command that names a defect; ``None`` where its code is too long for one."""
    word = _DEFECT + code
    return word if len(word) <= _LONGEST else None


def number_of(word: str) -> str | None:
    """The digits that a command stands for, or ``None``."""
    return word[1:] if word in DIGITS or word in NUMBERS else None


def needs_goods(word: str) -> bool:
    """Whether a command says something of goods that must be scanned first."""
    return word in VERDICTS or word in USES or word.startswith(_DEFECT) or word == CONFIRM
