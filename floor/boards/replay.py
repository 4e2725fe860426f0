"""Replays the ledger from its first move: no place goes below zero, no gate is passed, and the balances come out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection, text

from ..rules import places

# unit, place, cycle, sent_by
Spot = tuple[int, int, int, int]

_IN_PARTS = {"yield_per": 20_000}
_MOVES = text(
    "SELECT id, unit_id, from_place, from_cycle, from_sent_by, to_unit_id, to_place, to_cycle, to_sent_by, quantity,"
    " why, inspection_id FROM move ORDER BY id"
)
_BALANCES = text("SELECT unit_id, place, cycle, sent_by, stage_id, quantity FROM balance")
_STEPS = text("SELECT route_version_id, stage_id, is_gate FROM route_step ORDER BY route_version_id, number")
_UNITS = text("SELECT id, route_version_id FROM unit")


@dataclass
class _Route:
    """A route version: the stage of each step, the steps that are gates, and what was found of moves already."""

    stages: list[int] = field(default_factory=list)
    gates: set[int] = field(default_factory=set)
    known: dict[tuple[int, int, str, bool], str | None] = field(default_factory=dict)

    def stage_at(self, place: int) -> int | None:
        """The stage of a step; ``None`` for the other places."""
        return self.stages[place - 1] if self.has(place) and places.is_step(place) else None

    def has(self, place: int) -> bool:
        """Whether pieces of this route can be at a place."""
        return places.is_valid(place) and (places.step_of(place) or 0) <= len(self.stages)

    def wrong(self, start: int, end: int, why: str, judged: bool) -> str | None:
        """What is wrong with a move's places, if anything; asked a million times, so remembered."""
        key = (start, end, why, judged)
        if key not in self.known:
            self.known[key] = self._look(start, end, why, judged)
        return self.known[key]

    def _look(self, start: int, end: int, why: str, judged: bool) -> str | None:
        if not (self.has(start) and self.has(end)) or (places.is_outside(start) and places.is_outside(end)):
            return f"goes from place {start} to place {end}, which its route doesn't have"
        if why == "undone":
            return None
        at, to = self._come_from(start), self._comes_to(end)
        passed = [gate for gate in self.gates if to is not None and at <= gate < to]
        if passed and not (judged and passed == [start] and to == start + 1):
            return f"passes the gate at step {min(passed)} without its verdict ({start} to {end}, {why})"
        return None

    def _come_from(self, place: int) -> int:
        """How far along the route pieces were: their step, the one that hold and missing remember, or past the last.

        New pieces passed nothing yet, and scrap and grade B say nothing of the gates that theirs passed.
        """
        if place in (places.NEW, places.SCRAP, places.GRADE_B):
            return 1
        return places.step_of(place) or len(self.stages) + 1

    def _comes_to(self, place: int) -> int | None:
        """How far along they are now; ``None`` where that is no way forward, as scrap is."""
        past_all = len(self.stages) + 1 if place in (places.READY, places.DELIVERED) else None
        return places.step_of(place) or past_all


def replay(conn: Connection) -> Iterator[str]:
    """A sentence for each thing that is wrong. A million moves take some seconds and little memory."""
    route_of = _routes(conn)
    nowhere = _Route()
    standing: dict[Spot, int] = {}
    for rows in conn.execute(_MOVES, execution_options=_IN_PARTS).partitions():
        for id_, unit, place, cycle, sent_by, to_unit, to_place, to_cycle, to_sent_by, quantity, why, verdict in rows:
            if place < places.NEW:
                spot = (unit, place, cycle, sent_by)
                left = standing.pop(spot, 0) - quantity
                if left:
                    standing[spot] = left
                if left < 0:
                    yield f"Move {id_} takes {quantity} from {_named(spot)}, where {left + quantity} were."
            if to_place < places.NEW:
                spot = (to_unit, to_place, to_cycle, to_sent_by)
                standing[spot] = standing.get(spot, 0) + quantity
            judged = why == "judged" and verdict is not None
            if (wrong := route_of.get(unit, nowhere).wrong(place, to_place, why, judged)) is not None:
                yield f"Move {id_} of unit {unit} {wrong}."
    yield from _compare(conn, standing, route_of)


def _routes(conn: Connection) -> dict[int, _Route]:
    """The route of every unit, by the unit's id."""
    versions: dict[int, _Route] = {}
    for version, stage, is_gate in conn.execute(_STEPS):
        route = versions.setdefault(version, _Route())
        route.stages.append(stage)
        if is_gate:
            route.gates.add(len(route.stages))
    return {unit: versions.setdefault(version, _Route()) for unit, version in conn.execute(_UNITS)}


def _compare(conn: Connection, standing: dict[Spot, int], route_of: dict[int, _Route]) -> Iterator[str]:
    """Both ways: what is on balance and wasn't moved there, and what was moved there and isn't on balance."""
    for rows in conn.execute(_BALANCES, execution_options=_IN_PARTS).partitions():
        for unit, place, cycle, sent_by, stage, quantity in rows:
            spot = (unit, place, cycle, sent_by)
            moved = standing.pop(spot, 0)
            if moved != quantity:
                yield f"{_named(spot)} has a balance of {quantity}, the moves leave {moved}."
            route = route_of.get(unit)
            if route is not None and stage != route.stage_at(place):
                yield f"{_named(spot)} stands under stage {stage}, which isn't that of its step."
    for spot, moved in standing.items():
        yield f"{_named(spot)} has no balance, the moves leave {moved}."


def _named(spot: Spot) -> str:
    unit, place, cycle, sent_by = spot
    return f"Unit {unit} at place {place} (cycle {cycle}, sent by {sent_by})"
