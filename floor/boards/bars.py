"""The bar of an order: one segment for each place that holds pieces, from what is done to what isn't begun."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .progress import Tally
from .words import _

# No segment is drawn thinner, in percent of the bar: a single lost piece of 400 must be seen.
_THINNEST = 1.2
# A step has the same pattern in every bar, and the steps beside it have others.
_PATTERNS = 6


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the bar: ``look`` names its pattern, ``x`` and ``width`` are percent."""

    look: str
    word: str
    quantity: int
    x: float
    width: float
    sent_back: int = 0

    @property
    def middle(self) -> float:
        """Where its number stands, in percent."""
        return self.x + self.width / 2


def segments(tally: Tally, locale: str) -> list[Segment]:
    """The parts that hold pieces, left to right, filling the bar."""
    parts = [part for part in _parts(tally, locale) if part[2]]
    widths = [max(100 * quantity / max(sum(part[2] for part in parts), 1), _THINNEST) for _l, _w, quantity, _s in parts]
    scale = 100 / sum(widths) if widths else 1
    drawn, x = [], 0.0
    for (look, word, quantity, sent_back), width in zip(parts, widths, strict=True):
        drawn.append(Segment(look, word, quantity, round(x, 3), round(width * scale, 3), sent_back))
        x += width * scale
    return drawn


def _parts(tally: Tally, locale: str) -> Iterator[tuple[str, str, int, int]]:
    yield "delivered", _("Terkirim"), tally.delivered, 0
    yield "ready", _("Siap kirim"), tally.ready, 0
    for at in reversed(tally.in_work):
        yield f"stage-{at.step % _PATTERNS}", at.stage.in_locale(locale), at.quantity, at.sent_back
    yield "hold", _("Ditahan"), tally.hold, 0
    yield "missing", _("Hilang"), tally.missing, 0
    yield "grade_b", _("Grade B"), tally.grade_b, 0
    yield "scrap", _("Afkir"), tally.scrap, 0
    yield "returned", _("Diretur"), tally.returned, 0
    yield "not-started", _("Belum dimulai"), tally.not_started, 0
