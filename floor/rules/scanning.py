"""What a scan means: values in, a decision out. The one home of the rules in ``POST /api/v1/scans``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .. import refusals
from ..refusals import No
from . import places
from .route import Route

# A station that serves consecutive stages asks before the same code moves again within this time.
ASK_AGAIN_MS = 2 * 60_000


@dataclass(frozen=True, slots=True)
class Mark:
    """The rework mark of pieces: how often they were sent back, and by which gate furthest down the route (0: none)."""

    cycle: int = 0
    sent_by: int = 0


FRESH = Mark()


@dataclass(frozen=True, slots=True)
class Holding:
    """So many pieces of a unit at a place, all with the same mark."""

    unit_id: int
    place: int
    mark: Mark
    quantity: int


@dataclass(frozen=True, slots=True)
class Take:
    """Pieces to move on: from where they wait, through the steps skipped, past ``step``."""

    unit_id: int
    place: int
    mark: Mark
    quantity: int
    step: int


@dataclass(frozen=True, slots=True)
class LastOut:
    """The last move out of a step that the station serves."""

    at: int
    station_id: int | None
    inferred: bool
    is_latest: bool  # nothing else happened to the unit since


@dataclass(frozen=True, slots=True)
class Asked:
    """A scan as the rules see it. ``quantity`` is what was asked for, ``seen`` what a late tablet showed.

    ``sent_back`` counts, by unit and the mark they got, the pieces that gates sent back after a late scan happened.
    """

    unit_id: int
    station_id: int
    quantity: int | None = None
    seen: int | None = None
    step: int | None = None
    cycle: int | None = None
    late: bool = False
    at: int = 0
    last_scan_at: int | None = None  # when this station last moved this very code on
    sent_back: Mapping[tuple[int, Mark], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Go:
    """The scan stands: these pieces move past the same step; ``elsewhere`` is where the unit's others are."""

    takes: tuple[Take, ...]
    step: int
    elsewhere: tuple[Holding, ...] = field(default=())

    @property
    def quantity(self) -> int:
        """Pieces in all."""
        return sum(take.quantity for take in self.takes)


def judge(asked: Asked, route: Route, stages: frozenset[int], held: Sequence[Holding]) -> Go | No | None:
    """What this scan does, given what the unit (or a parent's children) holds and where; ``None``: nothing is here.

    ``stages`` are those the station serves. Where it answers ``None``, ``judge_absent`` says why.
    """
    served, held = route.served_by(stages), _there_then(asked, held)
    ready = [(holding, step) for holding in held if (step := route.reaches(holding.place, served)) is not None]
    if not ready:
        return None
    steps = sorted({step for _, step in ready})
    if asked.step not in steps and (asked.step is not None or len(steps) > 1):
        return refusals.WHICH_STEP.because(choices=_choices(ready))
    step = asked.step or steps[0]
    here = [
        holding
        for holding, reached in ready
        if reached == step and (asked.cycle is None or holding.mark.cycle == asked.cycle)
    ]
    if not here:
        return refusals.WHICH_STEP.because(choices=_choices(ready))
    where = {"step": step, "stage_id": route.step(step).stage_id, "waiting": _count(here)}
    if route.step(step).is_gate:
        return refusals.NEEDS_VERDICT.because(**where)
    if asked.step is None and step in followers(route, served) and _scanned_just_now(asked):
        return refusals.SURE_AGAIN.because(**where)
    return _take(asked, here, step, tuple(holding for holding in held if holding not in here))


def judge_absent(
    asked: Asked, route: Route, stages: frozenset[int], held: Sequence[Holding], last: LastOut | None
) -> No:
    """Why nothing of the unit is here. ``last`` is the last move out of a step that the station serves."""
    served = route.served_by(stages)
    upstream = [h for h in _there_then(asked, held) if served and places.is_step(h.place) and h.place < max(served)]
    wanted = asked.seen if asked.quantity is None else asked.quantity
    # So many are still to come: not the ones this station finished before. Where none was shown, none is waited for.
    waits = asked.late and wanted != 0 and bool(upstream)
    if waits and wanted is not None and wanted <= _count(upstream):
        return refusals.NOT_HERE_YET.because(**_whereabouts(upstream))
    # Pieces that a gate sent back wait upstream though this station finished them once: then something came after.
    if last is not None and (last.is_latest or not upstream):
        if last.inferred:
            return refusals.ALREADY_PASSED.because(at=last.at)
        if last.station_id == asked.station_id:
            return refusals.ALREADY_DONE.because(at=last.at)
    if waits:
        return refusals.NOT_HERE_YET.because(**_whereabouts(upstream))
    return not_here(held)


def followers(route: Route, served: frozenset[int]) -> frozenset[int]:
    """The served steps that pieces reach from another served one: there a second scan of the same code asks first."""
    reached = (route.reaches(route.after(step), served) for step in served)
    return frozenset(step for step in reached if step is not None)


def not_here(held: Sequence[Holding]) -> No:
    """Says where the pieces are: at another step, or at one of the ends."""
    whereabouts = _whereabouts(held)
    if any(places.is_step(holding.place) for holding in held):
        return refusals.WRONG_STAGE.because(**whereabouts)
    for end, refusal in (
        (places.HOLD, refusals.ON_HOLD),
        (places.MISSING, refusals.MARKED_MISSING),
        (places.READY, refusals.ALREADY_PACKED),
        (places.DELIVERED, refusals.ALREADY_DELIVERED),
        (places.RETURNED, refusals.CAME_BACK),
        (places.GRADE_B, refusals.IS_GRADE_B),
        (places.SCRAP, refusals.SCRAPPED),
    ):
        if any(places.base(holding.place) == end for holding in held):
            return refusal.because(**whereabouts)
    return refusals.EMPTY_UNIT.because()


def _there_then(asked: Asked, held: Sequence[Holding]) -> list[Holding]:
    """What a scan can mean: a late one no pieces that came back after it happened, as those furthest back did.

    Those of its own unit first; what was split off meanwhile carries the mark along.
    """
    left = sorted(held, key=lambda holding: holding.place) if asked.sent_back else list(held)
    since = dict(asked.sent_back)
    for at_home in (True, False):
        for (unit_id, mark), quantity in since.items():
            for index, holding in enumerate(left):
                if holding.mark == mark and (holding.unit_id == unit_id or not at_home):
                    gone = min(quantity, holding.quantity)
                    left[index] = replace(holding, quantity=holding.quantity - gone)
                    quantity -= gone
            since[unit_id, mark] = quantity
    return [holding for holding in left if holding.quantity]


def _scanned_just_now(asked: Asked) -> bool:
    return asked.last_scan_at is not None and abs(asked.at - asked.last_scan_at) < ASK_AGAIN_MS


def _take(asked: Asked, here: Sequence[Holding], step: int, elsewhere: tuple[Holding, ...]) -> Go | No:
    waiting = _count(here)
    is_bundled = {holding.unit_id for holding in here} != {asked.unit_id}
    wanted = asked.quantity
    if wanted is None and asked.late:
        wanted = asked.seen
    if wanted is None or wanted == waiting:
        return Go(tuple(Take(h.unit_id, h.place, h.mark, h.quantity, step) for h in here), step, elsewhere)
    if wanted == 0:  # the tablet showed none, so that none can be meant
        return refusals.TOO_MANY.because(asked=wanted, waiting=waiting, step=step)
    if wanted > waiting:
        still = [holding for holding in elsewhere if places.is_step(holding.place) and holding.place < step]
        if asked.late and wanted <= waiting + _count(still):
            return refusals.NOT_HERE_YET.because(**_whereabouts(still))
        too_many = refusals.SCAN_THE_BUNDLES if is_bundled else refusals.TOO_MANY
        return too_many.because(asked=wanted, waiting=waiting, step=step)
    if is_bundled:
        # Pieces split off a batch card are its children: for its own pieces the card is the label to scan.
        own = [holding for holding in here if holding.unit_id == asked.unit_id]
        if wanted > _count(own):
            return refusals.SCAN_THE_BUNDLES.because(asked=wanted, waiting=waiting, step=step)
        elsewhere, here = (*elsewhere, *(holding for holding in here if holding not in own)), own
    if wanted < _count(here) and len({holding.mark.cycle for holding in here}) > 1:
        return refusals.WHICH_STEP.because(choices=_choices([(holding, step) for holding in here]))
    return Go(tuple(_first(here, wanted, step)), step, elsewhere)


def _first(here: Sequence[Holding], wanted: int, step: int) -> Iterable[Take]:
    """The first ``wanted`` pieces: those furthest along, then those sent back least."""
    for holding in sorted(here, key=lambda h: (-h.place, h.mark.cycle, h.mark.sent_by)):
        quantity = min(wanted, holding.quantity)
        if quantity:
            yield Take(holding.unit_id, holding.place, holding.mark, quantity, step)
        wanted -= quantity


def _count(held: Iterable[Holding]) -> int:
    return sum(holding.quantity for holding in held)


def _choices(ready: Sequence[tuple[Holding, int]]) -> list[dict[str, int]]:
    waiting: dict[tuple[int, int], int] = {}
    for holding, step in ready:
        key = (step, holding.mark.cycle)
        waiting[key] = waiting.get(key, 0) + holding.quantity
    return [{"step": step, "cycle": cycle, "quantity": n} for (step, cycle), n in sorted(waiting.items())]


def _whereabouts(held: Sequence[Holding]) -> dict[str, Any]:
    """Where pieces are, most first: for the sentence that says where to take them."""
    counted: dict[int, int] = {}
    for holding in held:
        counted[holding.place] = counted.get(holding.place, 0) + holding.quantity
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return {"where": [{"place": place, "quantity": quantity} for place, quantity in ordered]}
