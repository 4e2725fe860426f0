"""What a station's tablet shows of a label in its look mode: where its pieces are, what comes next, what was last."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from ..boards import finding, sentences
from ..boards.story import Story, tell
from ..boards.words import pieces
from ..rules import places
from ..scan import lots, say

_LAST = 6


def looked_at(conn: Connection, code: str, locale: str, zone: str) -> dict[str, Any]:
    """What the page needs; ``Refused`` where the code names no unit."""
    told = tell(conn, *finding.unit_of(conn, code))
    return {
        "told": told,
        "standing": _standing(told, locale),
        "lots": lots.of_unit(conn, told.unit.id),
        "events": list(reversed(told.events))[:_LAST],
        "about": lambda event: sentences.about(event, told, locale, zone),
        "pieces": pieces,
    }


def _standing(told: Story, locale: str) -> list[tuple[str, int, int, str]]:
    """Where the pieces are, the step furthest back first: place, pieces, how often sent back, what comes after."""
    standing: dict[tuple[int, int], int] = {}
    for holding in told.held:
        key = (holding.place, holding.mark.cycle)
        standing[key] = standing.get(key, 0) + holding.quantity

    def named(place: int) -> str:
        return say.place_words(place, told.route, told.stages, locale)

    return [
        (named(place), quantity, cycle, named(told.route.after(place)) if places.is_step(place) else "")
        for (place, cycle), quantity in sorted(standing.items())
    ]
