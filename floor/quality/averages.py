"""The average of pieces weighed: a batch may not weigh less on the average than what its label says."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, text

from .. import refusals
from ..refusals import Refused
from ..rules.standard import Judged, too_light
from ..rules.verdict import Split
from .owed import CHECKS, STANDING
from .standards import Check, UnitStandard

_WEIGHED = text(f"SELECT i.id, f.value{STANDING} AND f.good AND f.value IS NOT NULL").bindparams(CHECKS)
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

    ``corrects`` is the verdict whose weights no longer count.
    """
    for check in _averaged(standard):
        weighed = [one.answer.value or 0.0 for one in findings if one.answer.check == check.id]
        if split.passed and weighed:
            before = _before(conn, unit_id, check, corrects)
            set_apart = split.sent_back + split.hold
            _judge(conn, unit_id, check, weighed, before, set_apart)


def lot_must_average(conn: Connection, unit_id: int, standard: UnitStandard) -> None:
    """The same of a lot's pieces, which were weighed when they were drawn."""
    for check in _averaged(standard):
        _judge(conn, unit_id, check, _before(conn, unit_id, check, None), (), 0)


def _averaged(standard: UnitStandard) -> list[Check]:
    return [check for check in standard.checks if check.average and check.nominal is not None]


def _before(conn: Connection, unit_id: int, check: Check, corrects: int | None) -> list[float]:
    """The weights of the same size and batch that stand, of pieces that were good."""
    kept = conn.execute(_WEIGHED, {"unit_id": unit_id, "checks": [check.id]})
    return [value for inspection_id, value in kept if inspection_id != corrects]


def _judge(
    conn: Connection, unit_id: int, check: Check, weighed: Sequence[float], before: Sequence[float], set_apart: int
) -> None:
    there = int(conn.execute(_THERE, {"unit_id": unit_id}).scalar() or 0)
    nominal = check.nominal or 0.0
    average = too_light(nominal, weighed, before, check.owed_first or 1, there, set_apart)
    if average is not None:
        words = {"check": check.text, "check_en": check.text_en or check.text, "measure": check.measure}
        raise Refused(refusals.AVERAGE_LOW.because(**words, average=average, nominal=nominal))
