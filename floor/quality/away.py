"""What a gate's tablet keeps to judge by while the network is gone: which pages, and what each of them depends on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, select

from ..models import Unit
from ..scan import presented
from . import owed, queue, standards
from .givers import Giver
from .queue import Queued

MOST = 80
_MARK = 16  # hexadecimal digits


def sheets(conn: Connection, giver: Giver, about: str) -> list[dict[str, Any]]:
    """The pages of what waits at a giver's gates, longest first: ``code``, ``step``, ``mark``, ``alike`` and words.

    What is being inspected in a lot isn't among them: its verdict is the lot's.

    ``mark`` is another once the page would read otherwise: by what waits, by the standard's version, by what is owed,
    by who stands there, or by ``about`` (the pages' own version and language). Units of one size and batch are
    ``alike``.
    """
    labels: dict[tuple[str, int], list[Queued]] = {}
    waiting = queue.queue(conn, giver.stages)
    in_lots = presented.in_open_lots(conn, {one.unit_id for one in waiting})
    for one in waiting:
        if one.unit_id in in_lots or one.code is None:
            continue
        if len(labels) < MOST or (one.code, one.step) in labels:
            labels.setdefault((one.code, one.step), []).append(one)
    alike = _alike(conn, {waits[0].unit_id for waits in labels.values()})
    judged_by: dict[str, list[Any]] = {}
    found = []
    for (code, step), waits in labels.items():
        kin = alike[waits[0].unit_id]
        if kin not in judged_by:
            judged_by[kin] = _judged_by(conn, waits[0].unit_id)
        mark = _mark([about, giver.officer_id, [_waits(one) for one in waits], judged_by[kin]])
        found.append({"code": code, "step": step, "mark": mark, "alike": kin, **_words(waits)})
    return found


def _judged_by(conn: Connection, unit_id: int) -> list[Any]:
    """What a unit's page takes from its standard, its order and what was measured of its like."""
    standard = standards.of_unit(conn, unit_id)
    answered, checks = owed.answered_before(conn, unit_id, standard), standard.checks
    first = [[check.id, min(answered.get(check.id, 0), check.owed_first or 1)] for check in checks]
    return [standard.version_id, standard.takes_grade_b, first]


def _waits(one: Queued) -> list[Any]:
    return [one.unit, one.cycle, one.quantity, one.since]


def _words(waits: list[Queued]) -> dict[str, Any]:
    first = waits[0]
    words = {"unit": first.unit, "product": first.product, "size": first.size, "order": first.order}
    return {**words, "quantity": sum(one.quantity for one in waits), "counted_in": first.counted_in}


def _alike(conn: Connection, units: Iterable[int]) -> dict[int, str]:
    columns = Unit.id, Unit.batch_id, Unit.order_line_id
    rows = conn.execute(select(*columns).where(Unit.id.in_(list(units))))
    return {unit: f"{batch}-{line}" for unit, batch, line in rows}


def _mark(about: list[Any]) -> str:
    return sha256(json.dumps(about).encode()).hexdigest()[:_MARK]
