"""Cards that are laminated and kept: officers' badges, workers' cards, stations' cards, commands; and blank labels."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select, update

from ..models import Defect, Label, Officer, Station, Worker
from ..rules import commands
from ..rules.codes import Kind, copy_mark
from ..scan import labels
from .drawing import LabelText
from .jobs import Issued
from .printing import Reader

MOST_BLANKS = 480
SAMPLE = "T00000000R"  # a code that no label has


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


_COMMAND_WORDS = {
    "undo": ("URUNGKAN", "Urungkan pindaian terakhir"),
    "ok": ("OK", "Ya, kerjakan atau simpan"),
    "cancel": ("BATAL", "Hapus jumlah; keluar dari Lihat"),
    "look": ("LIHAT", "Di mana barang ini? Tidak dicatat"),
    "out": ("KELUAR", "Petugas meninggalkan pos"),
    "pass": ("LULUS", "Semua, atau sisanya"),
    "rework": ("PERBAIKAN", "Kembali ke tahap cacatnya"),
    "grade_b": ("GRADE B", "Dijual lebih murah"),
    "scrap": ("AFKIR", "Tidak dipakai lagi"),
    "hold": ("TAHAN", "Menunggu keputusan"),
    "for.split": ("PECAH", "Sebagian isi pindah ke label ini"),
    "for.dye": ("LOT CELUP", "Masuk bak warna bersama"),
    "for.boil": ("LOT REBUS", "Masuk rebusan bersama"),
    "for.repair": ("POTONGAN", "Potongan perbaikan, satu label"),
    "for.lost": ("LABEL HILANG", "Label ini gantinya"),
    "for.carton": ("KOLI BARU", "Label ini untuk koli"),
}
_NUMBERS = commands.DIGITS + commands.NUMBERS
_KINDS = {
    Card.OFFICER: (Kind.OFFICER, "officer_id"),
    Card.WORKER: (Kind.WORKER, "worker_id"),
    Card.STATION: (Kind.STATION, "station_id"),
    Card.COMMAND: (Kind.COMMAND, "command"),
}


def bearers(reader: Reader, card: Card) -> list[Bearer]:
    """Everybody and everything that such a card may be made for. A worker's shows the code and nothing else."""
    if card is Card.COMMAND:
        return _commands(reader)
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


def _commands(reader: Reader) -> list[Bearer]:
    """Every command there is: those with words, the numbers, and a defect each of those that are in use."""
    with_words = [Bearer(word, short, name, "Perintah") for word, (short, name) in _COMMAND_WORDS.items()]
    numbers = [Bearer(word, commands.number_of(word) or "", "", "Jumlah") for word in _NUMBERS]
    found = reader.execute(select(Defect.code, Defect.name).where(Defect.active).order_by(Defect.code))
    defects = [
        Bearer(word, row.code, row.name, "Cacat")
        for row in found
        if (word := commands.defect_word(row.code)) is not None
    ]
    return with_words + numbers + defects


def issue(conn: Connection, card: Card, keys: Collection[str], now: int, anew: bool) -> list[Issued]:
    """The cards of these bearers, with a new code where there is none yet.

    ``anew``: for a card that was lost. All get new codes, and the old ones open nothing any more.
    """
    kind, column = _KINDS[card]
    found: list[Issued] = []
    for bearer in bearers(conn, card):
        if bearer.key in keys:
            meaning = {column: bearer.key if card is Card.COMMAND else int(bearer.key)}
            label = _label(conn, kind, meaning, anew, now)
            found.append((label.id, _text(bearer, label)))
    return found


def shown(reader: Reader, card: Card, keys: Collection[str]) -> list[LabelText]:
    """How these bearers' cards will look, but for their codes."""
    return [_text(bearer, None) for bearer in bearers(reader, card) if bearer.key in keys]


def issue_blanks(conn: Connection, count: int, now: int) -> list[Issued]:
    """So many labels that stand for nothing yet: scanned at a split, they are bound to it."""
    codes = [labels.issue(conn, Kind.UNIT, now) for _ in range(count)]
    keys = {row.code: row.id for row in conn.execute(select(Label.id, Label.code).where(Label.code.in_(codes)))}
    return [(keys[code], blank(code)) for code in codes]


def blank(code: str) -> LabelText:
    """What stands on a blank label."""
    return LabelText(code, "", "", "", "Isi ………", "Label kosong", "")


def of_labels(reader: Reader, label_ids: Collection[int]) -> list[Issued]:
    """Those of these labels that are cards, or blank still."""
    rows = reader.execute(select(*Label.__table__.c).where(Label.id.in_(label_ids))).all()
    found: list[Issued] = []
    for card, (_, column) in _KINDS.items():
        mine = {str(getattr(row, column)): row for row in rows if getattr(row, column) is not None}
        found += [
            (mine[each.key].id, _text(each, mine[each.key])) for each in bearers(reader, card) if each.key in mine
        ]
    carried = ("unit_id", "carton_id", *(column for _, column in _KINDS.values()))
    blanks = [row for row in rows if all(getattr(row, column) is None for column in carried)]
    return found + [(row.id, blank(row.code)) for row in blanks]


def _text(bearer: Bearer, label: Any) -> LabelText:
    """What stands on a card; without its label, a sample's code."""
    code, copy = (label.code, copy_mark(label.copy_number)) if label is not None else (SAMPLE, "")
    note = f"Salinan {copy[1:]}" if copy else ""
    return LabelText(code, bearer.what, "", bearer.short, "", bearer.name or bearer.short, "", note)


def _label(conn: Connection, kind: Kind, meaning: dict[str, Any], anew: bool, now: int) -> Any:
    ((column, value),) = meaning.items()
    all_of_it = select(*Label.__table__.c).where(getattr(Label, column) == value).order_by(Label.id.desc()).limit(1)
    in_use = (Label.voided_at.is_(None), Label.replaced_by_id.is_(None))
    kept = conn.execute(all_of_it.where(*in_use)).first()
    if kept is not None and not anew:
        return kept
    last = conn.execute(all_of_it).first()
    conn.execute(update(Label).where(getattr(Label, column) == value, *in_use).values(voided_at=now))
    labels.issue(conn, kind, now, copy_number=last.copy_number + 1 if last else 1, **meaning)
    return conn.execute(all_of_it).one()
