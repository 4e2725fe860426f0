"""The way of goods through their route: from bench to bench, through the gates, and back where they must be mended."""

from __future__ import annotations

from collections.abc import Sequence

from ..rules import places
from .clockwork import Walk
from .habits import FAILS_AGAIN, SCANS_TWICE, Habit
from .hands import Fault, Goods, Hands

NO_FAULTS: tuple[Fault, ...] = ()


def travel(
    hands: Hands,
    goods: Goods,
    habit: Habit,
    *,
    stop: int | None = None,
    start: int = 1,
    cycle: int = 0,
    faults: Sequence[Fault] | None = None,
    mended: bool = True,
    skipping: str = "",
    late_at: int = 0,
) -> Walk:
    """Takes goods from ``start`` until they wait at ``stop`` (without it: until they are packed).

    ``faults`` are what the next gate finds (without: whatever comes by chance, to be mended); pieces sent back set out
    again unless ``mended`` is false. ``skipping`` is a stage that nobody scans, ``late_at`` a step whose scan comes out
    of an offline queue.
    """
    for step in range(start, stop or len(goods.stages) + 1):
        stage = goods.stages[step - 1]
        yield hands.dice.uniform(*habit.minutes[stage])
        if stage == skipping:
            continue
        if not goods.route.step(step).is_gate:
            yield from _work(hands, goods, step, 25 if step == late_at else 0)
            continue
        yield from _scan_too_early(hands, goods, step)
        if not hands.waiting_at_gate(goods, step, cycle):
            continue
        found = by_chance(hands, goods, habit, step, cycle) if faults is None else faults
        back = hands.inspect(goods, step, cycle, found, habit.measured)
        faults = None if faults is None else NO_FAULTS
        if back is not None and mended:
            again = travel(hands, goods, habit, stop=stop, start=back, cycle=cycle + 1, faults=faults)
            hands.clockwork.start(again, after=10)


def by_chance(hands: Hands, goods: Goods, habit: Habit, step: int, cycle: int) -> list[Fault]:
    """What a gate finds on this many pieces; all of it can be mended, and at the second time all of it is."""
    share = 0.0 if cycle > 1 or not habit.fails else FAILS_AGAIN if cycle else habit.fails
    failed = sum(hands.dice.random() < share for _ in range(hands.waiting_at_gate(goods, step, cycle)))
    return [Fault(code) for code in hands.dice.choices(list(habit.faults), list(habit.faults.values()), k=failed)]


def change_of_mind(hands: Hands, goods: Goods) -> Walk:
    """Somebody scans the wrong bundle and takes it back at once."""
    yield 2
    station = hands.finish(goods, 1)
    if station is not None:
        hands.undo(station)


def wrong_door(hands: Hands, goods: Goods, station: str) -> Walk:
    """Somebody carries goods to a bench where they don't belong yet."""
    yield 3
    hands.stray(station, goods.code)


def lost_and_found(hands: Hands, goods: Goods, habit: Habit) -> Walk:
    """A piece is missing when the bundle is counted, turns up a day later, and follows the others."""
    yield 2
    hands.correct(goods, 1, places.missing_from(1), 1, "Dihitung ulang: kurang satu potong")
    yield 400
    hands.correct(goods, places.missing_from(1), 1, 1, "Ditemukan di bawah meja potong")
    yield from travel(hands, goods, habit, faults=NO_FAULTS)


def _work(hands: Hands, goods: Goods, step: int, minutes_late: int) -> Walk:
    station = hands.finish(goods, step, minutes_late=minutes_late)
    only_this = station is not None and sum(station in served for served in hands.setting.stations.values()) == 1
    if station is not None and only_this and hands.dice.random() < SCANS_TWICE:
        yield 3
        hands.stray(station, goods.code)


def _scan_too_early(hands: Hands, goods: Goods, step: int) -> Walk:
    """A gate isn't passed by a scan; people try."""
    if hands.dice.random() < SCANS_TWICE:
        [station] = hands.setting.stations[goods.stages[step - 1]]
        hands.stray(station, goods.code)
        yield 1
