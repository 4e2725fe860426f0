"""Letters on a label: the two fonts, how wide a text is, and how a text that is too long is made to fit.

All lengths here are in one unit of the caller's choice (labels use printer dots); a size is the height of the letter's
em in that unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, BOLD = "LabelRegular", "LabelBold"
# Vera is a wide face; its own condensed sister (DejaVu Condensed) is nothing but Vera set at nine tenths.
CONDENSED = 0.9
CAP_HEIGHT, DESCENT, LEADING = 0.76, 0.22, 1.16  # of the size
ELLIPSIS = "…"

_regular, _bold = TTFont(REGULAR, "Vera.ttf"), TTFont(BOLD, "VeraBd.ttf")
pdfmetrics.registerFont(_regular)
pdfmetrics.registerFont(_bold)
_glyphs = frozenset(_regular.face.charToGlyph) & frozenset(_bold.face.charToGlyph)


class Lines(NamedTuple):
    """A text made to fit: its lines and the size they are set in."""

    texts: tuple[str, ...]
    size: float


@lru_cache(maxsize=20_000)
def printable(text: str) -> str:
    """``text`` on one line, with a question mark for every character that the fonts don't have.

    Measures (``2,60 × 0,90 m``) hold together when the line breaks.
    """
    line = " ".join(text.split()).replace(" × ", "\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}")
    return "".join(letter if ord(letter) in _glyphs else "?" for letter in line)


@lru_cache(maxsize=20_000)
def width_of(text: str, font: str, size: float) -> float:
    """How wide ``text`` stands at ``size``, condensed as labels set it."""
    return pdfmetrics.stringWidth(text, font, size) * CONDENSED


def shorten(text: str, font: str, size: float, width: float) -> str:
    """``text``, or as much of its beginning as fits into ``width`` with an ellipsis after it."""
    if width_of(text, font, size) <= width:
        return text
    kept = text
    while kept and width_of(kept.rstrip() + ELLIPSIS, font, size) > width:
        kept = kept[:-1]
    return kept.rstrip(" ·-–") + ELLIPSIS


@lru_cache(maxsize=20_000)
def fit(text: str, font: str, size: float, smallest: float, width: float, lines: int = 1) -> Lines:
    """``text`` in at most ``lines`` lines of ``width``: as it is, else smaller, at worst shortened at ``smallest``."""
    for smaller in _sizes(size, smallest):
        wrapped = _wrap(text, font, smaller, width)
        if len(wrapped) <= lines and all(width_of(line, font, smaller) <= width for line in wrapped):
            return Lines(tuple(wrapped), smaller)
    wrapped = _wrap(text, font, smallest, width)
    kept = [*wrapped[: lines - 1], " ".join(wrapped[lines - 1 :])]
    return Lines(tuple(shorten(line, font, smallest, width) for line in kept), smallest)


def is_cut(lines: Lines) -> bool:
    """Whether something of the text is missing."""
    return any(line.endswith(ELLIPSIS) for line in lines.texts)


def _sizes(size: float, smallest: float) -> Iterator[float]:
    while size > smallest:
        yield size
        size = round(size * 0.96, 1)
    yield smallest


def _wrap(text: str, font: str, size: float, width: float) -> list[str]:
    """``text`` broken between words; a word that is wider than the line keeps a line of its own."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and width_of(f"{lines[-1]} {word}", font, size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return [line.removesuffix(" ·") for line in lines]
