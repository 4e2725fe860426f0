"""What happened in Batik, Perkayuan and Boga."""

from __future__ import annotations

from .clockwork import Walk
from .habits import BATIK, FOOD, WOOD, Habit
from .hands import Fault, Goods, Hands
from .journeys import NO_FAULTS, travel

ONE_COLOUR, TWO_COLOURS = "PO-B-007", "PO-B-008"
TABLES, CHAIRS, BOATS = "PO-C-004", "PO-D-112", "PO-E-GAL"
BISCUITS, GINGER = "PO-E-RMD", "PO-E-JHE"
KODI = 20


def one_colour(hands: Hands) -> Walk:
    """Six kodi of batik: one packed but for a second, three in the wax kettle, one in the dye, one under the stamp."""
    yield 20
    hands.receive(ONE_COLOUR, "SJM-B-44", {"": (120, 120)})
    yield 10
    kodi = hands.make(ONE_COLOUR, "", 120, KODI)
    faults = (Fault("B04", "grade_b"), Fault("B10"), Fault("B10"))
    hands.clockwork.start(travel(hands, kodi[0], BATIK, faults=faults, skipping="KPL"), after=250)
    for number, goods in enumerate(kodi[1:4]):
        hands.clockwork.start(travel(hands, goods, BATIK, stop=7, skipping="KPL"), after=2900 + 180 * number)
    hands.clockwork.start(travel(hands, kodi[4], BATIK, stop=5), after=3650)
    hands.clockwork.start(travel(hands, kodi[5], BATIK, stop=4), after=3900)


def two_colours(hands: Hands) -> Walk:
    """Two kodi; eight pieces are under the stamp, the others in the starch."""
    yield from hands.clockwork.until(3600)
    hands.receive(TWO_COLOURS, "SJM-B-47", {"": (40, 40)})
    yield 10
    first, second = hands.make(TWO_COLOURS, "", 40, KODI)
    hands.clockwork.start(travel(hands, first, BATIK, stop=2))
    hands.clockwork.start(travel(hands, second, BATIK, stop=2), after=40)
    yield 300
    hands.finish(first, 2, quantity=8)
    yield 30
    hands.finish(first, 3)


def tables(hands: Hands) -> Walk:
    """Ten desks: four at assembly, three being sanded, three in parts."""
    yield 900
    _spread(hands, hands.make(TABLES, "", 10, 1), WOOD, (4, 4, 4, 4, 3, 3, 3, 2, 2, 2), every=180)


def chairs(hands: Hands) -> Walk:
    """Six chairs: two being coated, two sanded, one before the gate, one that wobbles back at assembly."""
    yield 600
    made = hands.make(CHAIRS, "", 6, 1)
    for number, (goods, stop) in enumerate(zip(made[:5], (7, 7, 6, 6, 5), strict=True)):
        faults = (Fault("K02"),) if number == 1 else NO_FAULTS
        hands.clockwork.start(travel(hands, goods, WOOD, stop=stop, faults=faults), after=200 * number)
    wobbly = travel(hands, made[5], WOOD, stop=6, faults=(Fault("K03"),), mended=False)
    hands.clockwork.start(wobbly, after=1900)


def boats(hands: Hands) -> Walk:
    """Four model boats for the gallery: one before the gate, three on their way."""
    yield 200
    _spread(hands, hands.make(BOATS, "", 4, 1), WOOD, (8, 7, 5, 4), every=300)


def biscuits(hands: Hands) -> Walk:
    """130 jars for the holidays: two bakings passed, a third cooling."""
    yield from hands.clockwork.until(2500)
    for after, count, faults, stop in ((0, 20, NO_FAULTS, None), (500, 20, (Fault("P09"),), None), (900, 24, (), 5)):
        yield from hands.clockwork.until(2500 + after)
        [card] = hands.make(BISCUITS, "", count, None)
        hands.clockwork.start(travel(hands, card, FOOD, faults=faults, stop=stop))


def ginger(hands: Hands) -> Walk:
    """60 bags of ginger powder: one cooking of thirty, being weighed and filled."""
    yield from hands.clockwork.until(4080)
    [card] = hands.make(GINGER, "", 30, None)
    hands.clockwork.start(travel(hands, card, FOOD, stop=6))


def benches(hands: Hands) -> Walk:
    """The teams' cards. At the bench where food is filled nobody thought of it on the first day."""
    for station in ("BT-MRI", "BT-CAP", "BT-WRN", "BT-LRD", "BT-FIN"):
        yield 0.3
        hands.work_for(station, "B1")
    for station in ("KY-BHN", "KY-AMP", "KY-RKT", "KY-FIN", "KY-PCK"):
        yield 0.3
        hands.work_for(station, "M1")
    for station in ("BG-OLH", "BG-MSK"):
        yield 0.3
        hands.work_for(station, "F1")
    yield from hands.clockwork.until(3000)
    hands.work_for("BG-KMS", "F1")


def _spread(hands: Hands, made: list[Goods], habit: Habit, stops: tuple[int, ...], every: float) -> None:
    for number, (goods, stop) in enumerate(zip(made, stops, strict=True)):
        hands.clockwork.start(travel(hands, goods, habit, stop=stop, faults=NO_FAULTS), after=every * number)
