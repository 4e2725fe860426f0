"""The first start: what a new site still lacks, step by step, until its first batch was scanned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, select, update

from .. import refusals
from ..models import (
    Batch,
    Label,
    Officer,
    OfficerRole,
    Order,
    Outcome,
    Partner,
    PrintJob,
    Product,
    Role,
    Scan,
    Site,
    Station,
    StationToken,
    Workshop,
)
from ..refusals import Refused

SET_UP = ("site", "administrator", "workshops", "family", "stations", "officers", "printing", "tablet")
FIRST_BATCH = ("partner", "order", "batch", "labels", "scan")

# Without these nothing can be made; a printer and a tablet may come later.
_NEEDED = SET_UP[:6]

_IS_THERE: dict[str, Callable[[], ColumnElement[bool]]] = {
    "site": lambda: exists(select(Site.id)),
    "administrator": lambda: _an_officer(Role.ADMINISTRATOR),
    "workshops": lambda: exists(select(Workshop.id).where(Workshop.active)),
    "family": lambda: exists(select(Product.id).where(Product.active)),
    "stations": lambda: exists(select(Station.id).where(Station.active)),
    "officers": lambda: _an_officer(Role.OPERATOR),
    "printing": lambda: (
        exists(select(PrintJob.id).where(PrintJob.kind == "test"))
        | exists(select(Label.id).where(Label.printed_at.is_not(None)))
    ),
    "tablet": lambda: exists(
        select(StationToken.id).where(StationToken.officer_id.is_(None), StationToken.revoked_at.is_(None))
    ),
    "partner": lambda: exists(select(Partner.id)),
    "order": lambda: exists(select(Order.id)),
    "batch": lambda: exists(select(Batch.id)),
    "labels": lambda: exists(select(Label.id).where(Label.unit_id.is_not(None), Label.printed_at.is_not(None))),
    "scan": lambda: exists(select(Scan.id).where(Scan.outcome == Outcome.RECORDED.value)),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step, numbered from 1 within its part, and whether what it asks for is there."""

    name: str
    number: int
    done: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the first start is: setting up, then the first batch."""

    set_up: tuple[Step, ...]
    first_batch: tuple[Step, ...]

    @property
    def part(self) -> tuple[Step, ...]:
        """The steps among which the next one is; those of the first batch when all is done."""
        return self.set_up if self.next_step in self.set_up else self.first_batch

    @property
    def next_step(self) -> Step | None:
        """What comes next: what work needs, then what follows the last step done (others were skipped); or nothing."""
        steps = self.set_up + self.first_batch
        lacking = [step for step in steps if not step.done]
        needed = [step for step in lacking if step.name in _NEEDED]
        last = max((at for at, step in enumerate(steps) if step.done), default=-1)
        after = [step for step in steps[last + 1 :] if not step.done]
        return next(iter(needed or after or lacking), None)

    @property
    def may_finish(self) -> bool:
        """Whether all is there that work needs."""
        return all(step.done for step in self.set_up if step.name in _NEEDED)


def standing(conn: Connection) -> Standing:
    """How far the first start is, read in one look from what is there."""
    names = (*SET_UP, *FIRST_BATCH)
    found: Any = conn.execute(select(*(_IS_THERE[name]().label(name) for name in names))).one()
    done = dict(zip(names, map(bool, found), strict=True))

    def steps(part: tuple[str, ...]) -> tuple[Step, ...]:
        return tuple(Step(name, number, done[name]) for number, name in enumerate(part, start=1))

    return Standing(steps(SET_UP), steps(FIRST_BATCH))


def is_empty(conn: Connection) -> bool:
    """Whether nobody can sign in yet: then the set-up code opens, and nothing else."""
    return conn.execute(select(Officer.id).limit(1)).first() is None


def finish(conn: Connection, now: int) -> None:
    """Notes that the first start was led to its end; ``NOT_SET_UP`` where work can't begin yet."""
    if not standing(conn).may_finish:
        raise Refused(refusals.NOT_SET_UP.because())
    conn.execute(update(Site).where(Site.set_up_at.is_(None)).values(set_up_at=now))


def _an_officer(role: Role) -> ColumnElement[bool]:
    granted = select(Officer.id).join(OfficerRole, OfficerRole.officer_id == Officer.id)
    return exists(granted.where(Officer.active, OfficerRole.role == role.value))
