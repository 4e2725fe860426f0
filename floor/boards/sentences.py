"""The story of a unit in plain sentences, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from flask_babel import get_locale
from sqlalchemy import Connection

from .. import refusals
from ..pages import number
from ..refusals import No
from ..rules import places
from ..rules.route import Route
from ..scan import read, say
from ..scan.read import StageWords
from .events import Event, Judgement, ToldMove
from .moved import ENDS, Moved
from .story import Story
from .words import _, pieces

_NAMED = 3


def about(event: Event, story: Story, locale: str, zone: str) -> list[str]:
    """What happened, a sentence for each thing that did."""
    said = list(_moved(event, story, locale))
    if event.source == "entry" and not said and event.no is None:
        said.append(_entry_words(event.kind))
    if event.no is not None and not event.stands_in_ledger:
        said.append(refusal_sentence(event.no, story, locale, zone))
    return said


def headline(event: Event) -> str:
    """What kind of thing it was, in a word or two."""
    if event.takes_back:
        return _("Diurungkan")
    if event.source == "scan":
        return _("Pindaian")
    if event.source == "inspection":
        return _("Putusan")
    return _entry_words(event.kind)


def refusal_sentence(no: No, story: Story, locale: str, zone: str) -> str:
    """A kept refusal's sentence, made anew."""
    known = refusals.ALL.get(no.code)
    if known is None:
        return no.code
    return known.sentence(locale, say.sentence_words(no, locale, zone, story.unit, story.stages, story.route))


def verdict_counts(judged: Judgement) -> list[tuple[str, str, int]]:
    """The counts of a verdict that aren't nought: look, word, pieces."""
    counts = (
        ("good", _("Lulus"), judged.passed),
        ("ask", _("Perbaikan"), judged.rework),
        ("already", _("Grade B"), judged.grade_b),
        ("stop", _("Afkir"), judged.scrap),
        ("kept", _("Ditahan"), judged.hold),
    )
    return [count for count in counts if count[2]]


def outcome_word(outcome: str) -> str:
    """What was done with a defective piece."""
    words = {"rework": _("Perbaikan"), "grade_b": _("Grade B"), "scrap": _("Afkir"), "hold": _("Ditahan")}
    return words.get(outcome, outcome)


def whereabouts(story: Story, locale: str) -> list[tuple[str, int, int]]:
    """Where the pieces are now, the step furthest back first: place, pieces, how often sent back."""
    standing: dict[tuple[int, int], int] = {}
    for holding in story.held:
        key = (holding.place, holding.mark.cycle)
        standing[key] = standing.get(key, 0) + holding.quantity
    return [(_place(story, place, locale), quantity, cycle) for (place, cycle), quantity in sorted(standing.items())]


def stage_choices(conn: Connection, version_ids: Iterable[int]) -> list[tuple[str, str]]:
    """The stages of some routes along the way, then the ends: as an address calls them, and their words."""
    known, locale = read.stages(conn), str(get_locale() or "id")
    found: dict[str, str] = {}
    for version_id in version_ids:
        for step in read.route(conn, version_id):
            stage = known[step.stage_id]
            found.setdefault(stage.code, stage.in_locale(locale))
    return [*found.items(), *((name, _end_word(name)) for name in ENDS)]


def row_words(conn: Connection, row: Moved, locale: str) -> tuple[str, str, str]:
    """A move in a list: what was done, from where, to where."""
    route, known = read.route(conn, row.version_id), read.stages(conn)
    start = "" if row.from_place == places.NEW else place_words(row.from_place, route, known, locale)
    return _why_word(row), start, place_words(row.to_place, route, known, locale)


def _end_word(name: str) -> str:
    words = {
        "ready": _("Siap kirim"),
        "delivered": _("Terkirim"),
        "scrap": _("Afkir"),
        "grade_b": _("Grade B"),
        "hold": _("Ditahan"),
        "missing": _("Hilang"),
        "returned": _("Diretur"),
        "made": _("Dibuat"),
    }
    return words[name]


def _why_word(row: Moved) -> str:
    words = {
        "done": _("Selesai"),
        "skipped": _("Dilewati"),
        "inferred": _("Disusulkan"),
        "judged": _("Putusan"),
        "made": _("Dibuat"),
        "split": _("Dipisahkan"),
        "merged": _("Digabung"),
        "released": _("Dilepas dari tahanan"),
        "corrected": _("Koreksi"),
        "delivered": _("Dikirim"),
        "returned": _("Diretur"),
        "packed": _("Dikemas"),
        "undone": _("Diurungkan"),
    }
    return words.get(row.why, row.why)


def _moved(event: Event, story: Story, locale: str) -> Iterator[str]:
    """One sentence for all moves of the same kind; a batch card's tells whose they were."""
    together: dict[tuple[str, int, int, int, int], list[ToldMove]] = {}
    for move in event.moves:
        away = move.to_unit_id if move.to_unit_id != move.unit_id else 0
        together.setdefault((move.why, move.from_place, move.to_place, move.cycle, away), []).append(move)
    for moves in together.values():
        yield _one_kind(moves, story, locale) + _whose(moves, story)


def _one_kind(moves: list[ToldMove], story: Story, locale: str) -> str:
    move = moves[0]
    words = {
        "n": pieces(sum(one.quantity for one in moves), story.unit.counted_in),
        "from": _place(story, move.from_place, locale),
        "to": _place(story, move.to_place, locale),
        "unit": move.to_unit,
        "giver": move.unit,
        "times": number(move.cycle),
    }
    if move.why == "judged":
        return _judged(move, words)
    received = move.to_unit_id != move.unit_id and move.unit_id not in story.names
    templates = {
        "done": _("%(n)s selesai %(from)s, lanjut ke %(to)s."),
        "skipped": _("%(n)s melewati %(from)s tanpa dikerjakan."),
        "inferred": _("%(n)s disusulkan: %(from)s dianggap selesai, lanjut ke %(to)s."),
        "made": _("%(n)s dibuat, menunggu %(to)s."),
        "split": _("%(n)s diterima dari %(giver)s.") if received else _("%(n)s dipisahkan ke %(unit)s."),
        "merged": _("%(n)s diterima dari %(giver)s.") if received else _("%(n)s digabung ke %(unit)s."),
        "released": _("%(n)s dilepas dari tahanan, ke %(to)s."),
        "corrected": _("%(n)s dikoreksi: dari %(from)s ke %(to)s."),
        "delivered": _("%(n)s dikirim kepada mitra."),
        "returned": _("%(n)s kembali dari mitra, ke %(to)s."),
        "packed": _("%(n)s dipindahkan ke koli atau keluar dari koli."),
        "undone": _("%(n)s kembali dari %(from)s ke %(to)s."),
    }
    template = templates.get(move.why, _("%(n)s pindah dari %(from)s ke %(to)s."))
    if move.why == "done" and move.to_place == places.READY:
        template = _("%(n)s selesai %(from)s. Siap kirim.")
    return template % words


def _judged(move: ToldMove, words: dict[str, str]) -> str:
    if places.is_step(move.to_place) and move.to_place < move.from_place:
        return _("%(n)s dikembalikan ke %(to)s untuk perbaikan ke-%(times)s.") % words
    ends = {
        places.SCRAP: _("%(n)s afkir di %(from)s."),
        places.GRADE_B: _("%(n)s menjadi grade B di %(from)s."),
        places.HOLD: _("%(n)s ditahan di %(from)s."),
        places.READY: _("%(n)s lulus %(from)s. Siap kirim."),
    }
    return ends.get(places.base(move.to_place), _("%(n)s lulus %(from)s, lanjut ke %(to)s.")) % words


def _whose(moves: Iterable[ToldMove], story: Story) -> str:
    """The bundles' names after a batch card's sentence."""
    names = sorted({move.unit for move in moves if move.unit_id != story.unit.id and move.unit_id in story.names})
    if not names:
        return ""
    return f" ({', '.join(names)})" if len(names) <= _NAMED else " (" + _("%(count)s label", count=len(names)) + ")"


def _place(story: Story, place: int, locale: str) -> str:
    return place_words(place, story.route, story.stages, locale)


def place_words(place: int, route: Route, stages: Mapping[int, StageWords], locale: str) -> str:
    """A place as people call it; a held or missing one with the step that it is held at or missing from."""
    said = say.place_words(place, route, stages, locale)
    step = places.step_of(place)
    if places.base(place) == places.HOLD and step:
        return _("ditahan (%(stage)s)", stage=say.place_words(step, route, stages, locale))
    if places.base(place) == places.MISSING and step:
        return _("hilang (%(stage)s)", stage=say.place_words(step, route, stages, locale))
    return said


def _entry_words(kind: str) -> str:
    words = {
        "batch": _("Batch dibuat"),
        "split": _("Dipisahkan"),
        "merge": _("Digabung"),
        "catch_up": _("Disusulkan"),
        "release": _("Dilepas dari tahanan"),
        "correct": _("Koreksi"),
        "undo": _("Diurungkan"),
        "deliver": _("Pengiriman"),
        "return": _("Barang kembali dari mitra"),
        "pack": _("Pengemasan"),
        "lot": _("Lot celup atau rebus"),
        "close": _("Pesanan ditutup"),
        "reopen": _("Pesanan dibuka lagi"),
        "issue": _("Label kosong dicetak"),
        "relabel": _("Label diganti"),
        "void_label": _("Label dibatalkan"),
    }
    return words.get(kind, kind)
