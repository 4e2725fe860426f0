"""Cards that are laminated and kept: officers' badges, workers' cards, stations' cards, commands; and blank labels."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select, update

from ..models import Label, Officer, Station, Worker
from ..rules.codes import Kind
from ..scan import labels
from ..scan.entries import Done, Plan, once
from ..scan.record import EntryAsked
from .drawing import LabelText
from .printing import Reader

MOST_BLANKS = 480


class Card(StrEnum):
    """What a card is for. Words on cards are Indonesian: they hang in the workshop, whoever prints them."""

    OFFICER = "officer"
    WORKER = "worker"
    STATION = "station"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whom or what a card is for: its key (a command's is its word), and what stands on the card."""

    key: str
    short: str
    name: str
    what: str


_COMMANDS = [Bearer("undo", "URUNGKAN", "Urungkan pindaian terakhir", "Perintah")]
_KINDS = {
    Card.OFFICER: (Kind.OFFICER, "officer_id"),
    Card.WORKER: (Kind.WORKER, "worker_id"),
    Card.STATION: (Kind.STATION, "station_id"),
    Card.COMMAND: (Kind.COMMAND, "command"),
}


def bearers(reader: Reader, card: Card) -> list[Bearer]:
    """Everybody and everything that such a card may be made for. A worker's shows the code and nothing else."""
    if card is Card.COMMAND:
        return list(_COMMANDS)
    if card is Card.OFFICER:
        found = select(Officer.id, Officer.code, Officer.name).where(Officer.active).order_by(Officer.code)
        return [Bearer(str(row.id), row.code, row.name, "Kartu petugas") for row in reader.execute(found)]
    if card is Card.STATION:
        found = select(Station.id, Station.code, Station.name).where(Station.active).order_by(Station.code)
        return [Bearer(str(row.id), row.code, row.name, "Pos") for row in reader.execute(found)]
    workers = select(Worker.id, Worker.code, Worker.is_team).where(Worker.active, Worker.code.is_not(None))
    return [
        Bearer(str(row.id), row.code or "", "", "Regu" if row.is_team else "Pekerja")
        for row in reader.execute(workers.order_by(Worker.is_team.desc(), Worker.code))
    ]


def issue(conn: Connection, asked: EntryAsked, card: Card, keys: Collection[str], anew: bool) -> Done:
    """Sees to it that these bearers have a card, with a new code where there is none yet. Detail: ``codes`` by key.

    ``anew``: for a card that was lost. All get new codes, and the old ones open nothing any more.
    """
    kind, column = _KINDS[card]

    def plan() -> Plan:
        found = [bearer.key for bearer in bearers(conn, card) if bearer.key in keys]
        meant = {key: {column: key if card is Card.COMMAND else int(key)} for key in found}
        codes = {key: _code(conn, kind, meaning, anew, asked.heard_at) for key, meaning in meant.items()}
        return Plan(detail={"codes": codes})

    return once(conn, asked, plan)


def drawn(reader: Reader, card: Card, codes: Mapping[str, str]) -> list[LabelText]:
    """What stands on the cards with these codes, given by their bearers' keys."""
    return [
        LabelText(codes[bearer.key], bearer.what, "", bearer.short, "", bearer.name or bearer.short, "")
        for bearer in bearers(reader, card)
        if bearer.key in codes
    ]


def issue_blanks(conn: Connection, asked: EntryAsked, count: int) -> Done:
    """So many labels that stand for nothing yet: scanned at a split, they are bound to it. Detail: ``codes``."""
    return once(
        conn,
        asked,
        lambda: Plan(detail={"codes": [labels.issue(conn, Kind.UNIT, asked.heard_at) for _ in range(count)]}),
    )


def blank(code: str) -> LabelText:
    """What stands on a blank label."""
    return LabelText(code, "", "", "", "Isi ………", "Label kosong", "")


def note_printed(conn: Connection, codes: Sequence[str], now: int) -> None:
    """Remembers when labels were last made into a PDF."""
    conn.execute(update(Label).where(Label.code.in_(codes)).values(printed_at=now))


def _code(conn: Connection, kind: Kind, meaning: dict[str, Any], anew: bool, now: int) -> str:
    ((column, value),) = meaning.items()
    mine = (getattr(Label, column) == value, Label.voided_at.is_(None), Label.replaced_by_id.is_(None))
    if anew:
        conn.execute(update(Label).where(*mine).values(voided_at=now))
    kept = conn.execute(select(Label.code).where(*mine).order_by(Label.id.desc()).limit(1)).scalar()
    return kept or labels.issue(conn, kind, now, **meaning)
