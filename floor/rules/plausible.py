"""Numbers that were hardly meant: far off what is wanted, or with a letter where a digit was. They are asked about."""

from __future__ import annotations

from .standard import Limit

# 4,050 where 40,5 was meant: a comma in the wrong place is a factor of ten at least.
_FAR = 2.0
_NEAR = 0.2
_SHIFTS = (10.0, 0.1, 100.0, 0.01, 1000.0, 0.001)
_DIGITS = {"O": "0", "o": "0", "Q": "0", "l": "1", "I": "1", "i": "1", "S": "5", "s": "5", "B": "8", "Z": "2", "z": "2"}


def is_far_off(value: float, nominal: float | None, limit: Limit | None) -> bool:
    """Whether a number is so far from the nominal that it was hardly measured: twice it or more, half of it or less."""
    if nominal is None or nominal <= 0 or (limit is not None and limit.allows(value)):
        return False
    return value >= nominal * _FAR or value <= nominal / _FAR


def meant(value: float, nominal: float | None, limit: Limit | None) -> float | None:
    """The number with its comma where it was likely meant; ``None`` where none comes near the nominal."""
    if nominal is None or nominal <= 0:
        return None
    shifted = [round(value * shift, 6) for shift in _SHIFTS]
    inside = [one for one in shifted if limit is not None and limit.allows(one)]
    near = [one for one in shifted if abs(one - nominal) <= nominal * _NEAR]
    return min(inside or near, key=lambda one: abs(one - nominal), default=None)


def letter_in(text: str) -> tuple[str, str] | None:
    """The letter typed for a digit, and the text with digits in its place: ``4O,5`` is ``O`` and ``40,5``."""
    found = next((letter for letter in text if letter in _DIGITS), None)
    if found is None or not any(letter.isdigit() for letter in text):
        return None
    mended = "".join(_DIGITS.get(letter, letter) for letter in text)
    return (found, mended) if not any(letter.isalpha() for letter in mended) else None
