"""Where work piles up: the pieces that wait at each stage, and how many days of work that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from ..rules.pace import MEASURED_DAYS
from ..scan import read
from ..scan.read import StageWords
from . import finished
from .progress import OrderProgress


@dataclass(frozen=True, slots=True)
class Pile:
    """A stage, the pieces that wait at it, and those that it finishes on a day it works; ``None``: nobody knows yet."""

    stage: StageWords
    waiting: int
    a_day: float | None

    @property
    def days(self) -> float | None:
        """How long the stage needs for what waits."""
        return self.waiting / self.a_day if self.a_day else None


def piles(conn: Connection, orders: Sequence[OrderProgress], today: date, zone: str) -> list[Pile]:
    """The stages at which pieces of these orders wait: the one that needs longest on top."""
    known = read.stages(conn)
    waiting: dict[str, int] = {}
    for order in orders:
        for at in order.total.in_work:
            waiting[at.stage.code] = waiting.get(at.stage.code, 0) + at.quantity
    days = sorted(day for day in finished.worked_days(conn, today - finished.LOOK_BACK, zone) if day < today)
    days = days[-MEASURED_DAYS:]
    done = finished.by_stage(conn, days[0], days[-1], zone) if days else {}
    found = [
        Pile(stage, waiting[stage.code], done[stage_id] / len(days) if done.get(stage_id, 0) > 0 else None)
        for stage_id, stage in known.items()
        if waiting.get(stage.code)
    ]
    return sorted(found, key=lambda pile: (pile.days is not None, pile.days or 0, pile.waiting), reverse=True)
