"""Blank labels bound at a station: to pieces split off, a dye or boil lot, repair pieces, or a unit that lost its own.

One request is ``POST /api/v1/blanks``, heard and answered as scans are: a result per item, each done once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select

from .. import refusals
from ..models import EntryKind, Outcome, Unit
from ..refusals import No, Refused
from ..rules import codes, places
from ..rules.scanning import Holding, not_here
from . import filling, hearing, history, labels, lots, presence, read
from .corrections import relabelling
from .entries import Done, Plan, once
from .hearing import Item, Nameless, Wrong
from .lots import LotKind
from .read import Caller, FoundUnit
from .record import EntryAsked, keep_anomaly
from .results import Result, told
from .savepoint import apart
from .scans import CLOCK_TOLERANCE_MS, with_officer
from .splits import At, splitting


class Use(StrEnum):
    """What a blank label is for. A new use: a word here, a plan in ``_PLANS``, its sentence in ``say_blanks``.

    A carton's is that of the carton's own scan, in ``say``.
    """

    SPLIT = "split"
    DYE = "dye"
    BOIL = "boil"
    REPAIR = "repair"
    LOST = "lost"
    CARTON = "carton"


@dataclass(frozen=True, slots=True)
class BlankAsked:
    """What a blank is to be bound to. The blank itself is the item's ``code``, how many pieces its ``quantity``."""

    source: str = ""
    use: Use = Use.SPLIT
    recipe: str = ""


@dataclass(frozen=True, slots=True)
class Bound:
    """What became of one item: its result, and what the sentence needs besides."""

    result: Result
    use: Use = Use.SPLIT
    quantity: int = 0
    source: FoundUnit | None = None


_FRAME = (
    *("id", "happened_at", "quantity", "step", "cycle", "officer", "station"),
    *("late", "age_ms", "clock_offset_ms", "idle_ms", "sign_in", "crew"),
)
# What makes two requests that can't be used the same; others are compared by what they mean.
_SAME = ("blank", "source", "use", "recipe", "happened_at", "quantity", "step", "cycle", "officer")
_KINDS = {Use.DYE: EntryKind.LOT, Use.BOIL: EntryKind.LOT, Use.LOST: EntryKind.RELABEL, Use.CARTON: EntryKind.CARTON}


def hear(raw: object, sent_at: int | None, heard_at: int) -> tuple[Item, BlankAsked] | Nameless:
    """One item as it came, checked field by field; never raises. ``item.wrong`` names a field that can't be used."""
    if not isinstance(raw, dict):
        return Nameless(hearing.as_text(raw))
    frame = {"code": raw.get("blank"), **{name: raw[name] for name in _FRAME if name in raw}}
    item = hearing.hear(frame, sent_at, heard_at)
    if isinstance(item, Nameless):
        return Nameless(hearing.as_text(raw))
    item = replace(item, body=raw)
    try:
        asked, wrong = _asked(raw), item.wrong
    except Wrong as spoiled:
        asked, wrong = BlankAsked(), item.wrong or str(spoiled)
    if wrong is not None:
        wrong = "blank" if wrong == "code" else wrong
        mark = hearing.fingerprint([raw.get(name) for name in _SAME])
        return replace(item, wrong=wrong, fingerprint=mark), asked
    return replace(item, fingerprint=hearing.meaning(item, item.cycle, asked.source, asked.use, asked.recipe)), asked


def _asked(raw: Mapping[str, Any]) -> BlankAsked:
    source, use, recipe = raw.get("source"), raw.get("use"), raw.get("recipe", "")
    if not isinstance(source, str) or not source.strip():
        raise Wrong("source")
    if not isinstance(use, str) or use not in set(Use):
        raise Wrong("use")
    if not isinstance(recipe, str):
        raise Wrong("recipe")
    return BlankAsked(hearing.clean(source.strip()), Use(use), hearing.clean(recipe.strip(), lots.RECIPE_KEPT))


Heard = tuple[Item, BlankAsked] | Nameless


def bind_blanks(conn: Connection, token_hash: str, items: Sequence[Heard], heard_at: int) -> list[Bound] | None:
    """One request: a result per item, in order; ``None`` for an unknown or revoked token.

    Raises ``Refused`` (``SERVER_CLOCK``) while the server's own clock can't be trusted; then nothing was stored.
    """
    return _each(conn, token_hash, items, heard_at, _bound)


def bind_blanks_apart(conn: Connection, token_hash: str, items: Sequence[Heard], heard_at: int) -> list[Bound] | None:
    """The same, each item in a savepoint; for a request that failed as a whole."""
    return _each(conn, token_hash, items, heard_at, _apart)


def _each(
    conn: Connection,
    token_hash: str,
    items: Sequence[Heard],
    heard_at: int,
    bind: Callable[[Connection, Caller, Heard, int], Bound],
) -> list[Bound] | None:
    caller = read.caller(conn, token_hash)
    if caller is None:
        return None
    if history.clock_went_back(conn, heard_at, CLOCK_TOLERANCE_MS):
        raise Refused(refusals.SERVER_CLOCK.because())
    read.lock_named(conn, [heard[1].source for heard in items if not isinstance(heard, Nameless)], [])
    return [bind(conn, caller, heard, heard_at) for heard in items]


def _apart(conn: Connection, caller: Caller, heard: Heard, heard_at: int) -> Bound:
    def not_understood() -> Bound:
        body = heard.body if isinstance(heard, Nameless) else hearing.as_text(heard[0].body)
        keep_anomaly(conn, "NOT_UNDERSTOOD", caller.station_id, heard_at, body)
        id_ = None if isinstance(heard, Nameless) else heard[0].id
        return Bound(Result(id_, Outcome.REFUSED, refusals.MALFORMED.because(what="?")))

    return apart(conn, lambda: _bound(conn, caller, heard, heard_at), not_understood)


def _bound(conn: Connection, caller: Caller, heard: Heard, heard_at: int) -> Bound:
    if isinstance(heard, Nameless):
        keep_anomaly(conn, refusals.MALFORMED.code, caller.station_id, heard_at, heard.body)
        return Bound(Result(None, Outcome.REFUSED, refusals.MALFORMED.because(what="id")))
    return bind_blank(conn, caller, *heard)


def bind_blank(conn: Connection, caller: Caller, item: Item, asked: BlankAsked) -> Bound:
    """One blank: the same answer again where it was heard before, else bound or refused, and kept."""
    there = read.at_station(conn, caller, item.station) if item.station else caller
    no, speaker = _speaker(conn, there, caller, item)
    source_id = _named(conn, asked) if item.wrong is None else None
    entry = EntryAsked(
        item.client_id,
        hearing.fingerprint([item.fingerprint, speaker.station_id]),
        _KINDS.get(asked.use, EntryKind.SPLIT),
        speaker.officer_id,
        item.at,
        item.heard_at,
        speaker.station_id,
        source_id,
    )

    def plan() -> Plan:
        try:
            if no is not None:
                raise Refused(no)
            found = source_id if source_id is not None else _refuse_source(conn, asked)
            planned = _PLANS[asked.use](conn, _Wanted(speaker, item, asked, found))
        except Refused as refused:
            raise Refused(_kept_late(refused.no, item)) from refused
        return replace(planned, detail={**planned.detail, "use": asked.use.value, "source": found})

    return _told(conn, item, asked, source_id, once(conn, entry, plan))


def _kept_late(no: No, item: Item) -> No:
    """The refusal, which says of itself that it came late: what was refused at once was read at the tablet."""
    return No(no.code, {**no.detail, "late": True}) if item.late else no


def _speaker(conn: Connection, there: Caller | None, caller: Caller, item: Item) -> tuple[No | None, Caller]:
    """Who speaks, and why not where they may not."""
    if there is None:
        return refusals.NOT_PAIRED_THERE.because(station=item.station), caller
    there = presence.at_the_time(conn, there, item)
    if item.wrong is not None:
        return refusals.MALFORMED.because(what=item.wrong), there
    try:
        presence.must_run(there.stop, item.at)
        presence.must_be_here(there, item)
        speaker = with_officer(conn, there, item)
    except Refused as refused:
        return refused.no, there
    return (refusals.NO_OFFICER.because() if speaker.officer_id is None else None), speaker


def _named(conn: Connection, asked: BlankAsked) -> int | None:
    """The unit that the source names: by a label, or (typed, its label being lost) by the name that people call it.

    A label that was replaced or made void still says whose it was, where a new label is wanted.
    """
    code = codes.read_code(asked.source)
    if code is None:
        return conn.execute(select(Unit.id).where(Unit.name == asked.source.upper())).scalar()
    label = read.label(conn, code)
    if label is None or (asked.use is not Use.LOST and (label.replaced_by_id or label.voided_at)):
        return None
    return label.unit_id


def _refuse_source(conn: Connection, asked: BlankAsked) -> int:
    """Says why a source names no unit."""
    _, label = labels.label_in_use(conn, asked.source)
    raise Refused(labels.not_goods(label))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Who wants which blank bound to what, all of it known."""

    speaker: Caller
    item: Item
    asked: BlankAsked
    unit_id: int


def _split(conn: Connection, wanted: _Wanted) -> Plan:
    return _split_off(conn, wanted, read.held(conn, wanted.unit_id)[0])


def _repair(conn: Connection, wanted: _Wanted) -> Plan:
    held, _ = read.held(conn, wanted.unit_id)
    sent_back = [holding for holding in held if holding.mark.cycle and places.is_step(holding.place)]
    if not sent_back:
        raise Refused(refusals.NOTHING_TO_MEND.because())
    return _split_off(conn, wanted, sent_back)


def _lot(conn: Connection, wanted: _Wanted) -> Plan:
    planned, by = _split(conn, wanted), wanted.speaker.officer_id
    assert by is not None  # noqa: S101 - without one it was refused before
    lots.keep(conn, planned.detail["unit"], LotKind(wanted.asked.use.value), wanted.asked.recipe, wanted.item.at, by)
    return planned


def _lost(conn: Connection, wanted: _Wanted) -> Plan:
    planned = relabelling(conn, wanted.unit_id, wanted.item.heard_at, wanted.item.code)
    return replace(planned, detail={**planned.detail, "unit": wanted.unit_id})


def _carton(conn: Connection, wanted: _Wanted) -> Plan:
    return filling.make_of_blank(conn, wanted.speaker, wanted.item, wanted.unit_id)


def _split_off(conn: Connection, wanted: _Wanted, held: Sequence[Holding]) -> Plan:
    stack = _stack(conn, wanted, held)
    quantity = wanted.item.quantity or stack.quantity
    source = At(wanted.unit_id, stack.place, stack.mark)
    planned = splitting(conn, source, quantity, wanted.item.heard_at, wanted.item.code)
    return replace(planned, detail={**planned.detail, "quantity": quantity})


_PLANS = {
    Use.SPLIT: _split,
    Use.REPAIR: _repair,
    Use.DYE: _lot,
    Use.BOIL: _lot,
    Use.LOST: _lost,
    Use.CARTON: _carton,
}


def _stack(conn: Connection, wanted: _Wanted, held: Sequence[Holding]) -> Holding:
    """The pieces meant: those of the unit itself at one step, by choice of those that wait at this station."""
    item, unit_id = wanted.item, wanted.unit_id
    own = [holding for holding in held if holding.unit_id == unit_id and places.is_step(holding.place)]
    if not own:
        bundled = any(places.is_step(holding.place) for holding in held)
        raise Refused(refusals.SCAN_THE_BUNDLES.because() if bundled else not_here(held))
    meant = [
        holding for holding in own if item.step in (None, holding.place) and item.cycle in (None, holding.mark.cycle)
    ]
    if len(meant) > 1 and item.step is None:
        route = read.route(conn, read.unit(conn, unit_id).route_version_id)
        served = route.served_by(wanted.speaker.stages)
        meant = [holding for holding in meant if route.reaches(holding.place, served) is not None] or meant
    if len({(holding.place, holding.mark.cycle) for holding in meant}) == 1:
        return max(meant, key=lambda holding: holding.quantity)
    choices = [{"step": h.place, "cycle": h.mark.cycle, "quantity": h.quantity} for h in meant or own]
    raise Refused(refusals.WHICH_PIECES.because(choices=choices))


def _told(conn: Connection, item: Item, asked: BlankAsked, source_id: int | None, done: Done) -> Bound:
    words = read.stages(conn)
    if done.no is not None:
        unit = read.unit(conn, source_id, codes.read_code(asked.source) or "") if source_id is not None else None
        result = Result(
            item.id,
            Outcome.REFUSED,
            done.no,
            unit,
            read.held(conn, unit.id)[0] if unit else (),
            read.route(conn, unit.route_version_id) if unit else None,
            words=words,
            replayed=done.replayed,
            new_name=read.new_name(conn, done.no),
            clock_off_ms=item.clock_off,
        )
        return Bound(result, asked.use)
    if "carton" in done.detail:
        carton = (done.detail["carton"], "filling")
        kept = Result(item.id, Outcome.RECORDED, carton=carton, words=words, replayed=done.replayed)
        return Bound(replace(kept, clock_off_ms=item.clock_off), asked.use)
    unit = read.unit(conn, done.detail["unit"], done.detail["code"])
    result = Result(
        item.id,
        Outcome.RECORDED,
        None,
        unit,
        read.held(conn, unit.id)[0],
        read.route(conn, unit.route_version_id),
        told(history.moves(conn, "entry_id", done.entry_id or 0)),
        words,
        replayed=done.replayed,
        clock_off_ms=item.clock_off,
    )
    return Bound(result, asked.use, done.detail.get("quantity", 0), read.unit(conn, done.detail["source"]))
