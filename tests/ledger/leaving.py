"""What leaves the house and what comes back, for the model: hand-overs with what is refused, returns, decisions."""

from __future__ import annotations

from tests.ledger.model import Workshop
from tests.ledger.nouns import GATE, LAST, MOST_CYCLES, Answer, Moved, Place, Spot


def deliver(shop: Workshop, key: str, quantity: int, refused: int = 0, to_hold: bool = False) -> Answer:
    """So many loose pieces are sent, units in the order they were made; the last of them the partner refuses."""
    ready = [spot for spot, n in shop.pieces.items() if n and spot[1] == "ready"]
    ready.sort(key=lambda spot: (list(shop.parents).index(spot[0]), spot[2]))
    moves, left = [], {spot: shop.loose(spot) for spot in ready}
    if quantity > sum(left.values()):
        return "PROMISED_TOO_MANY" if any(shop.packed.values()) else "DELIVERY_TOO_MANY"
    for end, why, count in (("delivered", "delivered", quantity - refused), ("hold", "returned", refused)):
        for spot in ready if end == "delivered" or to_hold else ():
            taken = min(count, left[spot])
            count, left[spot] = count - taken, left[spot] - taken
            moves += [Moved(spot, (spot[0], end, spot[2]), taken, why)] if taken else []
    shop._do(key, None, moves)
    return moves


def bring_back(shop: Workshop, key: str, unit: str, quantity: int) -> Answer:
    """The partner brings delivered pieces of a unit back."""
    there = sorted((spot for spot in shop.spots(unit) if spot[1] == "delivered"), key=lambda spot: spot[2])
    own = [spot for spot in there if spot[0] == unit]
    if not own:
        return "SCAN_THE_BUNDLES" if there else "NOT_DELIVERED"
    if quantity > shop.count(own):
        return "TOO_MANY"
    moves = []
    for spot in own:
        taken = min(quantity, shop.pieces[spot])
        quantity -= taken
        moves += [Moved(spot, (unit, "returned", spot[2]), taken, "returned")] if taken else []
    shop._do(key, None, moves)
    return moves


def decide(shop: Workshop, key: str, spot: Spot, to: Place, quantity: int) -> Answer:
    """An inspector decides what becomes of pieces that came back."""
    if not shop.pieces[spot] or spot[1] not in ("returned", "hold"):
        return "NOTHING_HELD"
    if quantity > shop.pieces[spot]:
        return "TOO_MANY"
    if to == "grade_b":
        return "NO_CONSENT"
    often, by = spot[2]
    if isinstance(to, int):
        if to > LAST:
            return "NOT_FOUND"
        if often >= MOST_CYCLES:
            return "THIRD_REWORK"
        return shop._shift(key, spot, (spot[0], to, (often + 1, max(by, GATE))), quantity, "released")
    return shop._shift(key, spot, (spot[0], to, spot[2]), quantity, "released")
