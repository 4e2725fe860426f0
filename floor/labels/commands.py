"""The sheets of command codes: which there are, what stands on each, and the codes of what stands there.

Words are Indonesian: the sheets hang in the workshop, whoever prints them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from .. import refusals
from ..models import Defect
from ..refusals import Refused
from ..rules import commands
from ..scan.commands import known
from . import cards
from .cards import Bearer, Card
from .printing import Reader

_STATION, _INSPECTION = "station", "inspection"


@dataclass(frozen=True, slots=True)
class Group:
    """Commands that belong together: their heading, how many stand beside each other, and their words."""

    heading: str
    columns: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: the part of its address, its title, how it is used in one sentence, and what stands on it."""

    key: str
    title: str
    lead: str
    groups: tuple[Group, ...]

    @property
    def words(self) -> list[str]:
        """Every command on it."""
        return [word for group in self.groups for word in group.words]


_NUMBERS = "Jumlah: angka satu per satu (3 lalu 5 = 35), atau sekaligus; sesudah itu pindai labelnya"
_SHEETS = (
    Sheet(
        _STATION,
        "Lembar perintah pos",
        "Pindai perintah dari lembar ini, lalu label barangnya. Layar tidak perlu disentuh.",
        (
            Group("Perintah. Dari pilihan bernomor di layar: pindai nomornya, lalu OK", 3, commands.GENERAL),
            Group("Sesudah memindai label kosong: untuk apa?", 3, commands.USES),
            Group(_NUMBERS, 5, commands.DIGITS + commands.NUMBERS),
        ),
    ),
    Sheet(
        _INSPECTION,
        "Lembar pemeriksaan",
        "Untuk pos pemeriksaan, bila pemeriksa sudah masuk dengan PIN. Pindai label, lalu putusannya.",
        (
            Group("Putusan; Lulus dipindai dua kali, yang lain disimpan dengan OK", 3, commands.VERDICTS),
            Group("Perintah. Dari pilihan bernomor di layar: pindai nomornya, lalu OK", 3, ("ok", "undo", "cancel")),
            Group("Jumlah sebelum putusan atau cacat: angka satu per satu", 5, commands.DIGITS),
        ),
    ),
)


def sheets(reader: Reader) -> list[Sheet]:
    """All sheets: a station's, an inspector's, and one of defects for each family of products."""
    families: dict[str, list[str]] = {}
    found = reader.execute(select(Defect.family, Defect.code).where(Defect.active).order_by(Defect.family, Defect.code))
    for family, code in found:
        if (word := commands.defect_word(code)) is not None:
            families.setdefault(family, []).append(word)
    lead = "Pindai putusan yang tidak lulus, lalu cacatnya, lalu OK."
    more = [
        Sheet(f"defects-{family}", f"Lembar cacat: {family}", lead, (Group("Cacat", 3, tuple(words)),))
        for family, words in families.items()
    ]
    return [*_SHEETS, *more]


def sheet(reader: Reader, key: str) -> Sheet:
    """One sheet; ``Refused`` where there is none."""
    for one in sheets(reader):
        if one.key == key:
            return one
    raise Refused(refusals.NOT_FOUND.because(what=key))


def issue(conn: Connection, key: str, now: int) -> None:
    """A code for every command on a sheet that has none yet; those in use stay, so that older sheets stay good."""
    cards.issue(conn, Card.COMMAND, sheet(conn, key).words, now, anew=False)


def codes_on(conn: Connection, wanted: Sheet) -> dict[str, str]:
    """The code of each command on a sheet, as far as they were issued."""
    code_of = {word: code for code, word in known(conn).items()}
    return {word: code_of[word] for word in wanted.words if word in code_of}


def bearers_on(reader: Reader, wanted: Sheet) -> Iterator[tuple[Group, Sequence[Bearer]]]:
    """What stands on a sheet, group by group."""
    all_of_them = {bearer.key: bearer for bearer in cards.bearers(reader, Card.COMMAND)}
    for group in wanted.groups:
        yield group, [all_of_them[word] for word in group.words]
