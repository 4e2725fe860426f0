"""What an officer sets right, for the model: missed scans, held pieces, wrong counts."""

from __future__ import annotations

from tests.ledger.model import Workshop
from tests.ledger.nouns import GATE, LAST, Answer, Place, Spot, number, remembered, walk, word


def catch_up(shop: Workshop, key: str, unit: str, to_step: int) -> Answer:
    """An officer brings what lags behind up to a step."""
    behind = [s for s in shop.spots(unit) if isinstance(s[1], int) and s[1] < to_step <= LAST]
    if not behind:
        return "NOTHING_HELD"
    if any(number(spot[1]) <= GATE < to_step for spot in behind):
        return "GATE_BETWEEN"
    moves = [m for s in behind for m in walk(s, to_step - 1, shop.pieces[s], "inferred", "inferred")]
    shop._do(key, None, moves)
    return moves


def release(shop: Workshop, key: str, spot: Spot, to: Place, quantity: int) -> Answer:
    """An officer frees held pieces."""
    if not shop.pieces[spot] or word(spot[1]) != "hold":
        return "NOTHING_HELD"
    if to not in (remembered(spot[1]) or "ready", "scrap", "grade_b"):
        return "REWORK_WHERE"
    if to == "grade_b":
        return "NO_CONSENT"  # the cast's order takes none
    if quantity > shop.pieces[spot]:
        return "TOO_MANY"
    return shop._shift(key, spot, (spot[0], to, spot[2]), quantity, "released")


def correct(shop: Workshop, key: str, spot: Spot, to: Place, quantity: int) -> Answer:
    """An officer says where pieces really are."""
    if not shop.pieces[spot]:
        return "NOTHING_HELD"
    place = spot[1]
    if place == "delivered":
        return "ALREADY_DELIVERED"
    if to in (place, "delivered", "returned") or (
        word(to) in ("hold", "missing") and remembered(to) != remembered(place)
    ):
        return "NOT_FOUND"
    if isinstance(to, int) or to == "ready":
        start = 1 if place in ("scrap", "grade_b") else remembered(place) or LAST + 1
        if start <= GATE < (to if isinstance(to, int) else LAST + 1):
            return "GATE_BETWEEN"
    if to == "grade_b":
        return "NO_CONSENT"
    if quantity > shop.pieces[spot]:
        return "TOO_MANY"
    if quantity > shop.loose(spot):
        return "IN_CARTONS"
    return shop._shift(key, spot, (spot[0], to, spot[2]), quantity, "corrected")
