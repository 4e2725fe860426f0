"""The code on a label: what a valid one looks like, how a new one is drawn, how a typed one is read.

Ten characters: a type letter, eight of Crockford's base 32 (no I, L, O, U), one check character by ISO 7064 mod 37-2.
Codes are random, so a mistyped one hits nothing; a code whose check character falls outside the 32 letters is never
issued, so that a code is always made of the characters that hand scanners carry through any keyboard layout.
"""

from __future__ import annotations

import secrets
from enum import StrEnum

from stdnum.iso7064 import mod_37_2

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10

_LETTERS = frozenset(ALPHABET)
# What a person may write for a character that looks alike. Of a code only in the last nine places: the first is a type
# letter.
LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})

# What digits become on a keyboard that they were not meant for.
_MISTYPED = frozenset("&é\"'(§è_!çàÉÈÇÀ@#$%^*)£")


class Kind(StrEnum):
    """What a code names: its first character."""

    UNIT = "U"
    STATION = "S"
    OFFICER = "F"
    WORKER = "W"
    COMMAND = "K"
    CARTON = "C"
    TOOL = "T"
    DAY_SHEET = "D"


_KINDS = frozenset(kind.value for kind in Kind)


def is_code(text: str) -> bool:
    """Whether ``text`` is, as it stands, a code that could have been issued (says nothing of whether it was)."""
    return len(text) == LENGTH and text[0] in _KINDS and _LETTERS.issuperset(text[1:]) and mod_37_2.checksum(text) == 1


def new_code(kind: Kind) -> str:
    """A new random code; 40 bits of chance, so two are never the same in practice (a unique index makes sure)."""
    while True:
        body = kind.value + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 2))
        check: str = mod_37_2.calc_check_digit(body)
        if check in _LETTERS:
            return body + check


def read_code(text: str) -> str | None:
    """The code that a scanner sent or a person typed, or ``None`` where it is none.

    Spaces and hyphens between groups, small letters and the look-alikes O, I and L (last nine places) are forgiven.
    """
    folded = "".join(text.split()).replace("-", "").upper()
    folded = folded[:1] + folded[1:].translate(LOOK_ALIKES)
    return folded if is_code(folded) else None


def is_mistyped(text: str) -> bool:
    """Whether a text that is no code looks like one that passed through another keyboard than the scanner was set to.

    French keyboards and a held Shift make signs of digits; codes have none, and no person types a row of them.
    """
    return len(_MISTYPED.intersection(text)) > 1 and LENGTH - 2 <= len(text.strip()) <= 2 * LENGTH + 4


def kind_of(code: str) -> Kind:
    """The kind of a valid code."""
    return Kind(code[0])


def is_goods(text: str) -> bool:
    """Whether a text is the code of goods: a unit's or a carton's, not a card's."""
    return is_code(text) and kind_of(text) in (Kind.UNIT, Kind.CARTON)


def in_words(code: str) -> str:
    """The code as people read it aloud and type it: ``U7K4 9QXB 2M``."""
    return f"{code[:4]} {code[4:8]} {code[8:]}"


def copy_mark(number: int) -> str:
    """What the ``number``-th copy of a label has after its name: nothing, ``-B`` … ``-Z``, ``-27``."""
    if number < 2:
        return ""
    return f"-{chr(ord('A') + number - 1)}" if number <= 26 else f"-{number}"
