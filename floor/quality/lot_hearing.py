"""What an inspection says of a sampled lot: a piece that was drawn, or the lot's end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..models import LotOutcome
from ..scan.hearing import Wrong, clean, whole

NAMES = ("lot", "draw", "lot_end", "all_checked")
_ENDS = frozenset(LotOutcome) - {LotOutcome.UNDONE}
_MOST_DRAWN = 32_767  # what is kept of it; which pieces were drawn, the lot says
_NUMBER_KEPT = 30


@dataclass(frozen=True, slots=True)
class LotAsked:
    """``draw`` is the piece's number within the lot; ``end`` what the lot is ended as; one of both, or an undo.

    ``all_checked`` says that the critical checks were done on every piece of the lot.
    """

    number: str
    draw: int | None = None
    end: str | None = None
    all_checked: bool = False


def lot_of(raw: Mapping[str, Any]) -> LotAsked | None:
    """The lot's part of an item; ``None`` where it speaks of none. Raises ``Wrong``."""
    number, end, checked = raw.get("lot"), raw.get("lot_end"), raw.get("all_checked")
    if number is None:
        if raw.get("draw") is not None or end is not None:
            raise Wrong("lot")
        return None
    if not isinstance(number, str) or not number.strip():
        raise Wrong("lot")
    if end is not None and end not in _ENDS:
        raise Wrong("lot_end")
    if not isinstance(checked, bool | None):
        raise Wrong("all_checked")
    draw = whole(raw, "draw", 1, _MOST_DRAWN)
    if sum(said is not None for said in (draw, end, raw.get("undoes"))) != 1:
        raise Wrong("draw")
    return LotAsked(clean(number.strip(), _NUMBER_KEPT), draw, end, bool(checked))
