"""What happened in Konveksi: three orders of one partner."""

from __future__ import annotations

from .clockwork import Walk
from .habits import GARMENT
from .hands import Fault, Goods, Hands
from .journeys import NO_FAULTS, change_of_mind, lost_and_found, travel, wrong_door
from .lots import Bad, sampled

KOKO, UNIFORMS, SHORT_KOKO = "PO-A-031", "PO-A-032", "PO-A-030"
# Bundles of the long koko that are presented together, and what is bad by its place in the draw: the fourth lot has two
# major defects among its first five, and none is borne.
_LOTS: tuple[tuple[tuple[int, ...], Bad], ...] = (
    ((0, 1, 2), {7: Fault("G07")}),
    ((3, 4, 5), {3: Fault("G05"), 11: Fault("G16")}),
    ((7, 8, 9), {9: Fault("G12")}),
    ((10, 12, 14), {2: Fault("G01"), 4: Fault("G16"), 8: Fault("G07")}),
    ((15, 16), {5: Fault("G07")}),
)
_SAMPLED = frozenset(number for numbers, _ in _LOTS for number in numbers)


def long_koko(hands: Hands) -> Walk:
    """400 shirts, 212 of them packed or handed over: a good first week, a slow second one, the last size still to come.

    Of the 216 that reached the gate, most of them in lots, one is scrap, one held for a needle, two are being mended.
    """
    yield 5
    hands.receive(KOKO, "SJM-118", {"S": (60, 60), "M": (120, 120), "L": (120, 120)})
    yield 10
    bundles = [*hands.make(KOKO, "S", 60, 12), *hands.make(KOKO, "M", 120, 12)]
    hands.clockwork.start(change_of_mind(hands, bundles[2]), after=270)
    hands.clockwork.start(wrong_door(hands, bundles[4], "KV-STR"), after=300)
    hands.clockwork.start(lost_and_found(hands, bundles[6], GARMENT), after=1000)
    gate = bundles[0].stages.index("QC") + 1
    for number, goods in enumerate(bundles[:10]):
        stop = gate if number in _SAMPLED else None
        walk = travel(hands, goods, GARMENT, stop=stop, late_at=3 if number == 7 else 0)
        hands.clockwork.start(walk, after=170 * number)
    for numbers, bad in _LOTS[:3]:
        hands.clockwork.start(sampled(hands, [bundles[number] for number in numbers], bad), after=170 * numbers[-1])
    yield from hands.clockwork.until(1700)
    bundles += hands.make(KOKO, "L", 120, 12)
    yield from hands.clockwork.until(1750)
    for number, goods in enumerate(bundles[10:17]):
        faults = {1: (Fault("G10", "scrap"), Fault("G07")), 3: (Fault("G23", "hold"),)}.get(number)
        stop = gate if number + 10 in _SAMPLED else None
        hands.clockwork.start(travel(hands, goods, GARMENT, stop=stop, faults=faults), after=250 * number)
    for numbers, bad in _LOTS[3:]:
        together = [bundles[number] for number in numbers]
        hands.clockwork.start(sampled(hands, together, bad, more_bad=2), after=250 * (numbers[-1] - 10))
    yield from hands.clockwork.until(2262)
    hands.hand_over(KOKO, "Sopir Mitra Koko A")
    yield from hands.clockwork.until(3700)
    two_to_mend = (Fault("G01"), Fault("G05"))
    hands.clockwork.start(travel(hands, bundles[17], GARMENT, faults=two_to_mend, mended=False))
    _on_their_way(hands, bundles[18:])
    yield from hands.clockwork.until(4130)
    hands.receive(KOKO, "SJM-131", {"XL": (70, 69)}, "Satu potongan kurang, sudah disampaikan ke sopir")
    yield 15
    hands.make(KOKO, "XL", 69, 12)


def _on_their_way(hands: Hands, bundles: list[Goods]) -> None:
    """Seven bundles in work; the last of them half sewn."""
    for number, (goods, stop) in enumerate(zip(bundles, (6, 5, 4, 3, 3, 3, 2), strict=True)):
        hands.clockwork.start(travel(hands, goods, GARMENT, stop=stop), after=150 + 70 * number)
    hands.clockwork.start(_half_sewn(hands, bundles[3]), after=790)


def _half_sewn(hands: Hands, goods: Goods) -> Walk:
    hands.finish(goods, 3, quantity=7)
    yield 0


def short_koko(hands: Hands) -> Walk:
    """50 shirts, due tomorrow: 48 packed, two at the machine to be mended."""
    yield from hands.clockwork.until(1900)
    hands.receive(SHORT_KOKO, "SJM-122", {"M": (20, 20), "L": (20, 20), "XL": (10, 10)})
    yield 10
    bundles = [goods for size, count in (("M", 20), ("L", 20), ("XL", 10)) for goods in _cut(hands, size, count)]
    hands.clockwork.start(wrong_door(hands, bundles[1], "KV-LBK"), after=20)
    for number, goods in enumerate(bundles[:4]):
        hands.clockwork.start(travel(hands, goods, GARMENT), after=30 + 300 * number)
    faults = (Fault("G12"), Fault("G05"))
    hands.clockwork.start(travel(hands, bundles[4], GARMENT, faults=faults, mended=False), after=1700)


def _cut(hands: Hands, size: str, count: int) -> list[Goods]:
    return hands.make(SHORT_KOKO, size, count, 10)


def uniforms(hands: Hands) -> Walk:
    """150 school uniforms that came in just now; their labels are still to be printed."""
    yield from hands.clockwork.until(4440)
    counts = {"S": 50, "M": 60, "L": 40}
    hands.receive(UNIFORMS, "SJM-132", {size: (count, count) for size, count in counts.items()})
    yield 6
    bundles = [hands.make(UNIFORMS, size, count, 10, printed=False) for size, count in counts.items()]
    for number, goods in enumerate(bundles[0]):
        hands.clockwork.start(travel(hands, goods, GARMENT, stop=2, faults=NO_FAULTS), after=5 * number)


def benches(hands: Hands) -> Walk:
    """Whose work it is: the teams' cards on the first morning, changed at the sewing machines now and then."""
    for station, team in (("KV-OBR", "K1"), ("KV-JHT-1", "K1"), ("KV-JHT-2", "K2"), ("KV-LBK", "K2"), ("KV-STR", "K2")):
        yield 0.2
        hands.work_for(station, team)
    for whose in ("K2", "P-007", "K1", "K2", "K1"):
        yield 750
        hands.work_for("KV-JHT-1", whose)


def cartons_and_notes(hands: Hands) -> Walk:
    """The last morning: cartons are packed, one note is approved, another one is drafted."""
    going = [hands.carton(KOKO, "M", 20), hands.carton(KOKO, "M", 20)]
    yield 5
    hands.carton(KOKO, "L", 8, sealed=False)
    yield 5
    hands.approve(hands.draft(KOKO, "Sopir Mitra Koko A", {}, going))
    yield 5
    hands.draft("PO-A-030", "Bagian gudang", {hands.setting.lines["PO-A-030", "M"]: 12})
