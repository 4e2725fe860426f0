"""The average of pieces weighed: a batch may not weigh less on the average than what its label says."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, bindparam, text

from .. import refusals
from ..refusals import No, Refused
from ..rules.standard import Judged, too_light
from ..rules.verdict import Split
from .owed import CHECKS, COULD_PASS, STANDING, owing
from .standards import Check, UnitStandard

_WEIGHED = text(
    f"SELECT i.id, f.value, f.good, {COULD_PASS}{STANDING} AND f.value IS NOT NULL ORDER BY i.id"
).bindparams(CHECKS)
# What the good pieces drawn in these lots weigh, those of each size and batch by themselves.
_DRAWN = text(
    "SELECT i.lot_id, c.severity, COALESCE(n.nominal, c.nominal), c.id, u.batch_id, u.order_line_id, f.value"
    " FROM inspection i JOIN finding f ON f.inspection_id = i.id AND f.value IS NOT NULL"
    " JOIN check_item c ON c.id = f.check_item_id AND c.average"
    " JOIN unit u ON u.id = i.unit_id JOIN order_line l ON l.id = u.order_line_id"
    " LEFT JOIN check_nominal n ON n.check_item_id = c.id AND n.size = l.size"
    " WHERE i.lot_id IN :lots AND i.draw IS NOT NULL AND i.outcome = 'recorded'"
    " AND NOT EXISTS (SELECT 1 FROM defect_found d WHERE d.inspection_id = i.id) AND NOT EXISTS"
    " (SELECT 1 FROM inspection x WHERE (x.undoes_id = i.id OR x.corrects_id = i.id) AND x.outcome = 'recorded')"
    " ORDER BY i.lot_id, c.id, u.batch_id, u.order_line_id"
).bindparams(bindparam("lots", expanding=True))
_THERE = text(
    "SELECT SUM(b.quantity) FROM balance b JOIN unit u ON u.id = b.unit_id JOIN unit own ON own.id = :unit_id"
    " AND own.batch_id = u.batch_id AND own.order_line_id = u.order_line_id"
)


def must_average(
    conn: Connection,
    unit_id: int,
    standard: UnitStandard,
    split: Split,
    findings: Sequence[Judged],
    corrects: int | None = None,
) -> None:
    """Refuses with ``AVERAGE_LOW`` pieces that would pass where those weighed are too light on the average.

    What fails by itself can't pass, and counts in no average; with ``MEASUREMENTS_OWED`` where nothing else was
    weighed. ``corrects`` is the verdict whose weights no longer count.
    """
    bad = {one.answer.piece for one in findings if not one.good}
    for check in _averaged(standard):
        weighed = [one.answer for one in findings if one.answer.check == check.id]
        first, before = check.owed_first or 1, _before(conn, unit_id, check, corrects).kept
        earlier = before if len(before) < first else []
        if not (split.passed and weighed) or len(earlier) + len(weighed) < min(first, _there(conn, unit_id)):
            continue
        able = [answer.value or 0.0 for answer in weighed if answer.piece not in bad]
        wanted = min(first - len(earlier), split.passed)
        if not earlier and not able:
            raise owing([(check, wanted)])
        apart = min(split.sent_back + split.hold, split.failed - len(bad))
        average = too_light(check.nominal or 0.0, able, earlier, wanted, apart)
        if average is not None:
            raise Refused(refusals.AVERAGE_LOW.because(**_words(check, average)))


def too_light_of_lot(conn: Connection, unit_ids: Iterable[int], standard: UnitStandard) -> No | None:
    """``LOT_TOO_LIGHT`` where a lot's pieces, which were weighed when they were drawn, are too light on the average."""
    for check in _averaged(standard):
        for unit_id in unit_ids:
            if (no := _light(conn, unit_id, check)) is not None:
                return no
    return None


def too_light_in(conn: Connection, lot_ids: Collection[int]) -> dict[int, set[str]]:
    """The classes of the checks by which pieces drawn in these lots were too light on the average, by lot.

    What a lot's own pieces weigh counts here, nothing that was weighed of the batch before or since.
    """
    found: dict[int, set[str]] = {}
    rows = conn.execute(_DRAWN, {"lots": sorted(lot_ids) or [0]})
    for (lot_id, severity, nominal, *_), some in groupby(rows, key=lambda row: tuple(row[:-1])):
        weights = [row[-1] for row in some]
        if too_light(nominal or 0.0, weights, (), len(weights), 0) is not None:
            found.setdefault(lot_id, set()).add(severity)
    return found


def is_too_light_anew(
    conn: Connection, unit_id: int, standard: UnitStandard, findings: Sequence[Judged], corrects: int
) -> bool:
    """Whether a unit's pieces were heavy enough, and aren't once a good one drawn weighs what is said now.

    ``corrects`` is the verdict on that piece, of which the weight no longer counts.
    """
    for check in _averaged(standard):
        weights = [one.answer.value or 0.0 for one in findings if one.answer.check == check.id]
        anew = _light(conn, unit_id, check, corrects, weights)
        if anew is not None and _light(conn, unit_id, check) is None:
            return True
    return False


def _light(
    conn: Connection,
    unit_id: int,
    check: Check,
    corrects: int | None = None,
    more: Sequence[float] = (),
) -> No | None:
    """``LOT_TOO_LIGHT`` where what stands of a size and batch is too light, these ``more`` besides."""
    before = _before(conn, unit_id, check, corrects)
    if before.weighed + len(more) < min(check.owed_first or 1, _there(conn, unit_id)):
        return None
    kept = [*before.kept, *more]
    average = too_light(check.nominal or 0.0, kept, (), len(kept), 0)
    return refusals.LOT_TOO_LIGHT.because(**_words(check, average)) if average is not None else None


def _averaged(standard: UnitStandard) -> list[Check]:
    return [check for check in standard.checks if check.average and check.nominal is not None]


@dataclass(frozen=True, slots=True)
class _Before:
    """How many pieces of a size and batch were weighed, and what those of them weigh that could pass."""

    weighed: int
    kept: list[float]


def _before(conn: Connection, unit_id: int, check: Check, corrects: int | None) -> _Before:
    """What stands of the same size and batch: of each verdict no more pieces passed than it says, the heaviest."""
    rows = [row for row in conn.execute(_WEIGHED, {"unit_id": unit_id, "checks": [check.id]}) if row[0] != corrects]
    kept: list[float] = []
    for _, of_verdict in groupby(rows, key=itemgetter(0)):
        weights = list(of_verdict)
        kept += sorted((value for _, value, good, _ in weights if good), reverse=True)[: int(weights[0][3])]
    return _Before(len(rows), kept)


def _there(conn: Connection, unit_id: int) -> int:
    """Pieces of the same size and batch, wherever they are."""
    return int(conn.execute(_THERE, {"unit_id": unit_id}).scalar() or 0)


def _words(check: Check, average: float) -> dict[str, Any]:
    named = {"check": check.text, "check_en": check.text_en or check.text}
    return {**named, "measure": check.measure, "average": average, "nominal": check.nominal}
