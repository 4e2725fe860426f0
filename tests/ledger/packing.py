"""What labels and cartons do to goods, for the model: pieces split off and merged, blanks bound, cartons filled."""

from __future__ import annotations

from dataclasses import dataclass

from tests.ledger.model import Workshop
from tests.ledger.nouns import SERVES, Answer, Heard, Moved, Spot, ready_for, where_it_ended


def split(shop: Workshop, key: str, spot: Spot, quantity: int, name: str) -> Answer:
    """Pieces go onto a label of their own, called ``name``."""
    if not shop.pieces[spot]:
        return "NOTHING_HELD"
    if spot[1] in ("delivered", "returned"):
        return "ALREADY_DELIVERED"
    if quantity > shop.pieces[spot]:
        return "TOO_MANY"
    if quantity > shop.loose(spot):
        return "IN_CARTONS"
    return _onto(shop, key, spot, quantity, name)


def _onto(shop: Workshop, key: str, spot: Spot, quantity: int, name: str) -> list[Moved]:
    assert name not in shop.parents
    shop.parents[name] = shop.parents[spot[0]] or spot[0]
    return shop._shift(key, spot, (name, *spot[1:]), quantity, "split")


def merge(shop: Workshop, key: str, spot: Spot, into: str) -> Answer:
    """All pieces of a spot go into another unit."""
    if not shop.pieces[spot]:
        return "NOTHING_HELD"
    if spot[1] in ("delivered", "returned"):
        return "ALREADY_DELIVERED"
    if shop.loose(spot) < shop.pieces[spot]:
        return "IN_CARTONS"
    target = (into, *spot[1:])
    if into == spot[0] or not shop.pieces[target]:
        return "CANT_MERGE"
    return shop._shift(key, spot, target, shop.pieces[spot], "merged")


@dataclass(frozen=True)
class Blank:
    """A blank label as a station binds it: ``name`` is the new unit's, ``spoiled`` why it is no blank."""

    key: str
    station: str
    use: str
    unit: str
    name: str
    quantity: int | None = None
    step: int | None = None
    spoiled: str = ""


def bind(shop: Workshop, blank: Blank) -> Answer:
    """A blank is bound to pieces that are split off, or to a unit whose own label is lost."""
    if blank.use == "lost":
        return blank.spoiled or []
    held = shop.spots(blank.unit)
    waiting = [spot for spot in held if isinstance(spot[1], int)]
    if blank.use == "repair":
        waiting = [spot for spot in waiting if spot[2][0]]
        if not waiting:
            return "NOTHING_TO_MEND"
    own = [spot for spot in waiting if spot[0] == blank.unit]
    if not own:
        return "SCAN_THE_BUNDLES" if waiting else where_it_ended(held)
    meant = [spot for spot in own if blank.step in (None, spot[1])]
    if len(meant) > 1 and blank.step is None:
        meant = [spot for spot in meant if ready_for(spot[1], SERVES[blank.station]) is not None] or meant
    if len({(spot[1], spot[2][0]) for spot in meant}) != 1:
        return "WHICH_PIECES"
    [spot] = meant
    quantity = blank.quantity or shop.pieces[spot]
    if quantity > shop.pieces[spot]:
        return "TOO_MANY"
    return blank.spoiled or _onto(shop, blank.key, spot, quantity, blank.name)


def new_carton(shop: Workshop, station: str, number: str, spoiled: str) -> Answer:
    """A blank becomes a carton's label; the next scans fill it."""
    if station != "P-LPT":
        return "CARTON_NOT_HERE"
    if spoiled:
        return spoiled
    shop.filling = number
    return []


def scan_carton(shop: Workshop, key: str, station: str, at: int, number: str) -> Answer:
    """A carton's label is scanned: it is filled from now on; the one that is filled already is sealed."""
    answer: Answer = []
    if station != "P-LPT":
        answer = "CARTON_NOT_HERE"
    elif number in shop.sealed:
        answer = "CARTON_SEALED"
    elif shop.filling == number and any(lying(shop, number).values()):
        _close(shop, number)
    else:
        shop.filling = None if shop.filling == number else number
    shop.scans[key] = Heard(station, at, "", not isinstance(answer, str))
    return answer


def seal(shop: Workshop, number: str) -> Answer:
    """Nothing goes into a carton any more."""
    if number in shop.sealed:
        return "CARTON_SEALED"
    if not any(lying(shop, number).values()):
        return "BAD_NUMBER"
    _close(shop, number)
    return []


def _close(shop: Workshop, number: str) -> None:
    shop.sealed.add(number)
    if shop.filling == number:
        shop.filling = None


def pack(shop: Workshop, key: str, number: str, unit: str, quantity: int) -> Answer:
    """So many loose pieces of a unit go into a carton."""
    there = {spot: shop.loose(spot) for spot in shop.spots(unit) if spot[0] == unit and spot[1] == "ready"}
    return _across(shop, key, number, there, quantity, into=number)


def take_out(shop: Workshop, key: str, number: str, unit: str, quantity: int) -> Answer:
    """So many pieces of a unit come out of a carton."""
    there = {spot: n for spot, n in lying(shop, number).items() if spot[0] == unit}
    return _across(shop, key, number, there, quantity, out_of=number)


def _across(
    shop: Workshop,
    key: str,
    number: str,
    there: dict[Spot, int],
    quantity: int,
    out_of: str | None = None,
    into: str | None = None,
) -> Answer:
    if number in shop.sealed:
        return "CARTON_SEALED"
    if quantity > sum(there.values()):
        return "TOO_MANY"
    moves = []
    for spot in sorted(there, key=lambda spot: spot[2]):
        taken = min(quantity, there[spot])
        quantity -= taken
        moves += [Moved(spot, spot, taken, "packed", out_of, into)] if taken else []
    shop._do(key, None, moves)
    return moves


def lying(shop: Workshop, number: str) -> dict[Spot, int]:
    """What lies in a carton."""
    return {spot: n for (carton, spot), n in shop.packed.items() if carton == number and n}
