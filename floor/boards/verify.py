"""``floor verify``: proves from the rows that the ledger says one thing, and that nobody can quietly change it.

The moves are replayed one by one; everything else is asked of the database in one statement per kind of mistake. Needs
one look at one state: a connection inside a transaction (SQLite), or at REPEATABLE READ (PostgreSQL).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection

from ..migrations import triggers
from .lot_mistakes import lot_mistakes
from .mistakes import MISTAKES
from .replay import replay

MOST_PROBLEMS = 50


@dataclass(frozen=True, slots=True)
class Verified:
    """What was counted and what is wrong: a sentence with ids for each problem, the first fifty of ``found``."""

    scans: int
    moves: int
    units: int
    inspections: int
    entries: int
    found: int
    problems: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether everything that must hold does."""
        return self.found == 0

    def __str__(self) -> str:
        counted = (
            f"{self.scans} scans, {self.moves} moves, {self.units} units, {self.inspections} inspections,"
            f" {self.entries} entries"
        )
        if self.holds:
            return f"Everything holds: {counted}."
        unsaid = self.found - len(self.problems)
        more = [f"… and {unsaid} more."] if unsaid else []
        return "\n".join([f"{self.found} problems in {counted}:", *self.problems, *more])

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {"holds": self.holds, **asdict(self), "problems": list(self.problems)}


class _Problems:
    """Keeps the first so many, counts all."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self.count = 0

    def add(self, sentence: str) -> None:
        self.count += 1
        if len(self.kept) < MOST_PROBLEMS:
            self.kept.append(sentence)


def verify(conn: Connection) -> Verified:
    """Proves that every piece is accounted for, that replaying gives the balances, and that the triggers stand."""
    problems = _Problems()
    for name in triggers.missing(conn):
        problems.add(f"The trigger {name} doesn't stand: rows could be changed or deleted.")
    for mistake in MISTAKES:
        for row in conn.exec_driver_sql(mistake.statement):
            problems.add(mistake.sentence.format(**row._mapping))
    for sentence in replay(conn):
        problems.add(sentence)
    for sentence in lot_mistakes(conn):
        problems.add(sentence)
    counts = {table: _count(conn, table) for table in ("scan", "move", "unit", "inspection", "entry")}
    return Verified(
        scans=counts["scan"],
        moves=counts["move"],
        units=counts["unit"],
        inspections=counts["inspection"],
        entries=counts["entry"],
        found=problems.count,
        problems=tuple(problems.kept),
    )


def _count(conn: Connection, table: str) -> int:
    return int(conn.exec_driver_sql(f"SELECT COUNT(*) FROM {table}").scalar_one())  # noqa: S608 - one of five names
