"""What the rules say of a scan, and the moves that follow: between what is read and what is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from ..models import Why
from ..refusals import No
from ..rules.route import Route
from ..rules.scanning import Asked, Go, Holding, Take, judge, judge_absent
from . import history
from .postings import Posting


def decide(conn: Connection, asked: Asked, route: Route, stages: frozenset[int], held: Sequence[Holding]) -> Go | No:
    """What a scan does with what its unit holds, or why nothing."""
    if asked.late and any(holding.mark.cycle for holding in held):
        asked = replace(asked, sent_back=history.sent_back_since(conn, asked.unit_id, asked.at))
    decision = judge(asked, route, stages, held)
    if decision is None:
        last = history.last_out(conn, asked.unit_id, route.served_by(stages))
        decision = judge_absent(asked, route, stages, held, last)
    return decision


def onward(route: Route, takes: Sequence[Take], workers: Mapping[int, int], worker_id: int | None) -> list[Posting]:
    """The moves of pieces past their step, those over skipped steps first. Only production asks whose work it was."""
    postings = []
    for take in takes:
        for place in range(take.place, take.step + 1):
            skipped = place < take.step
            whose = workers.get(take.unit_id, worker_id) if route.step(place).is_production and not skipped else None
            postings.append(
                Posting(
                    take.unit_id,
                    place,
                    take.mark,
                    route.after(place),
                    take.mark,
                    take.quantity,
                    Why.SKIPPED if skipped else Why.DONE,
                    worker_id=whose,
                )
            )
    return postings
