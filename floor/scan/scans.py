"""A scan, from what was heard to what became of it: read, judge, append, answer. One transaction per request."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from .. import refusals
from ..models import Outcome, Why
from ..refusals import No, Refused
from ..rules import codes
from ..rules.commands import UNDO
from ..rules.route import Route
from ..rules.scanning import Asked, Holding, followers
from ..rules.times import Clock
from . import cards, cartons, commands, filling, handed_over, history, labels, presence, read
from .hearing import Item, Nameless, as_text, clock_off
from .history import KeptScan
from .judging import decide, onward
from .postings import Posting, Source, reversal
from .read import Caller, FoundUnit
from .record import Heard, keep_anomaly, keep_waiting, post, scanned, settle
from .results import Moved, Result, told
from .savepoint import apart
from .settling import settle_waiting

UNDO_WITHIN_MS = 30_000
# A server's clock that stands this far before the newest scan has stepped back.
CLOCK_TOLERANCE_MS = 120_000


def record_scans(
    conn: Connection, token_hash: str, items: Sequence[Item | Nameless], heard_at: int
) -> list[Result] | None:
    """One request: a result per item, in order; ``None`` for an unknown or revoked token.

    Raises ``Refused`` (``SERVER_CLOCK``) while the server's own clock can't be trusted; then nothing was stored.
    """
    return _each(conn, token_hash, items, heard_at, _heard)


def record_scans_apart(
    conn: Connection, token_hash: str, items: Sequence[Item | Nameless], heard_at: int
) -> list[Result] | None:
    """The same, each item in a savepoint: a mistake of ours in one must not keep a tablet's whole queue waiting.

    Slower; for a request that failed as a whole.
    """
    return _each(conn, token_hash, items, heard_at, _apart)


def _each(
    conn: Connection,
    token_hash: str,
    items: Sequence[Item | Nameless],
    heard_at: int,
    hear: Callable[[Connection, Caller, Item | Nameless, int], Result],
) -> list[Result] | None:
    caller = read.caller(conn, token_hash)
    if caller is None:
        return None
    if history.clock_went_back(conn, heard_at, CLOCK_TOLERANCE_MS):
        raise Refused(refusals.SERVER_CLOCK.because())
    lock_named(conn, items)
    results = []
    for item in items:
        results.append(result := hear(conn, caller, item, heard_at))
        if isinstance(item, Item):
            caller = _after(conn, caller, token_hash, item, result)
    return results


def _after(conn: Connection, caller: Caller, token_hash: str, item: Item, result: Result) -> Caller:
    """Who speaks next: a card counts for what follows, and every scan is a sign of whoever made it."""
    if result.command is not None:
        return replace(read.caller(conn, token_hash) or caller, elsewhere=caller.elsewhere)
    if result.who is not None:
        return cards.after(conn, caller, token_hash, item)
    return caller if result.replayed else presence.seen(conn, caller, item)


def lock_named(conn: Connection, items: Sequence[Item | Nameless]) -> None:
    """Keeps others from all goods that a request of several items names; that of one locks its own."""
    known = [item for item in items if isinstance(item, Item)]
    if len(known) > 1:
        undone = [item.undoes for item in known if item.undoes is not None]
        read.lock_named(conn, [item.code for item in known if item.code is not None], undone)


def _apart(conn: Connection, caller: Caller, item: Item | Nameless, heard_at: int) -> Result:
    return apart(
        conn,
        lambda: _heard(conn, caller, item, heard_at),
        lambda: _not_understood(conn, caller, item, heard_at),
    )


def _not_understood(conn: Connection, caller: Caller, item: Item | Nameless, heard_at: int) -> Result:
    body = item.body if isinstance(item, Nameless) else as_text(item.body)
    keep_anomaly(conn, "NOT_UNDERSTOOD", caller.station_id, heard_at, body)
    id_ = None if isinstance(item, Nameless) else item.id
    return Result(id_, Outcome.REFUSED, refusals.MALFORMED.because(what="?"))


def _heard(conn: Connection, caller: Caller, item: Item | Nameless, heard_at: int) -> Result:
    if isinstance(item, Nameless):
        keep_anomaly(conn, refusals.MALFORMED.code, caller.station_id, heard_at, item.body)
        return Result(None, Outcome.REFUSED, refusals.MALFORMED.because(what="id"))
    return record_scan(conn, caller, item)


def record_scan(conn: Connection, caller: Caller, item: Item) -> Result:
    """One scan: the same answer again where it was heard before, else judged, appended and answered."""
    there = read.at_station(conn, caller, item.station) if item.station else caller
    kept = history.scan_of(conn, item.client_id)
    if kept is not None:
        return _again(conn, there or caller, item, kept)
    if there is None:
        return _refuse(conn, caller, item, refusals.NOT_PAIRED_THERE.because(station=item.station))
    there = presence.at_the_time(conn, there, item)
    if item.wrong is not None:
        return _refuse(conn, there, item, refusals.MALFORMED.because(what=item.wrong))
    try:
        return _record(conn, with_officer(conn, there, item), item)
    except Refused as refused:
        return _refuse(conn, there, item, refused.no)


def with_officer(conn: Connection, caller: Caller, item: Item) -> Caller:
    """The caller with the officer an item names: a paired tablet's is the one signed in there, whatever is sent."""
    if caller.is_tablet or item.officer is None:
        return caller
    officer_id = read.officer(conn, item.officer)
    if officer_id is None:
        raise Refused(refusals.UNKNOWN_OFFICER.because(officer=item.officer))
    return replace(caller, officer_id=officer_id)


def _record(conn: Connection, caller: Caller, item: Item) -> Result:
    if not cards.only_say_who(item):
        presence.must_run(caller.stop, item.at)
        presence.must_be_here(caller, item)
    if item.undoes is not None:
        return _undo(conn, caller, item, item.undoes)
    code, label = labels.label_in_use(conn, item.code or "")
    if label.officer_id is not None:
        return cards.sign_in(conn, caller, item, label.officer_id)
    if caller.officer_id is None:
        raise Refused(refusals.NO_OFFICER.because())
    if label.unit_id is not None:
        read.lock(conn, label.unit_id)
        return _move_unit(conn, caller, item, read.unit(conn, label.unit_id, code))
    if label.worker_id is not None:
        return cards.set_worker(conn, caller, item, label.worker_id)
    if label.carton_id is not None:
        return filling.scan(conn, caller, item, label.carton_id)
    if label.station_id is not None:
        return commands.move_tablet(conn, caller, item, label.station_id)
    if label.command is not None and label.command != UNDO:
        return commands.obey(conn, caller, item, label.command)
    if label.command is not None:
        last = history.last_here(conn, caller.station_id)
        if last is None:
            raise Refused(refusals.NOTHING_TO_UNDO.because())
        return _undo(conn, caller, item, last)
    raise Refused(labels.not_goods(label))


def _move_unit(conn: Connection, caller: Caller, item: Item, unit: FoundUnit) -> Result:
    """The heart: what the unit holds, what the rules say of it, and the moves that follow."""
    worker_id = _worker(conn, caller, item)
    heard = Heard(caller.station_id, caller.officer_id, unit.id, worker_id)
    if unit.order_closed:
        return _refuse(conn, caller, item, refusals.ORDER_CLOSED.because(), heard, unit)
    route = read.route(conn, unit.route_version_id)
    holdings, workers = read.held(conn, unit.id)
    decision = decide(conn, _asked(conn, caller, item, unit.id, route), route, caller.stages, holdings)
    if isinstance(decision, No):
        return _refuse(conn, caller, item, decision, heard, unit, holdings, route)
    onwards = onward(route, decision.takes, workers, worker_id)
    try:
        postings = filling.into_the_one_here(conn, caller, item, unit, onwards)
    except Refused as refused:
        return _refuse(conn, caller, item, refused.no, heard, unit, holdings, route)
    scan_id = scanned(conn, item, heard, None)
    post(conn, route, postings, Source(item.at, caller.station_id, scan_id=scan_id))
    settle_waiting(conn, {posting.ends_in for posting in postings}, item.heard_at)
    names = {unit.id: unit.name} if len(decision.takes) == 1 and decision.takes[0].unit_id == unit.id else None
    return _recorded(conn, item, unit, route, scan_id, names, postings)


def _recorded(
    conn: Connection,
    item: Item,
    unit: FoundUnit,
    route: Route,
    scan_id: int,
    names: Mapping[int, str] | None,
    postings: Sequence[Posting],
) -> Result:
    if names is None:
        moved = told(history.moves(conn, "scan_id", scan_id))
    else:
        moved = [
            Moved(names[p.unit_id], p.from_place, p.to_place, p.quantity, p.to_mark.cycle, p.why) for p in postings
        ]
    held, _ = read.held(conn, unit.id)
    result = Result(item.id, Outcome.RECORDED, None, unit, held, route, moved, read.stages(conn))
    return replace(result, into=cartons.number_of(conn, postings), clock_off_ms=item.clock_off)


def _asked(conn: Connection, caller: Caller, item: Item, unit_id: int, route: Route) -> Asked:
    in_a_row = item.step is None and followers(route, route.served_by(caller.stages))
    return Asked(
        unit_id,
        caller.station_id,
        item.quantity,
        item.seen,
        item.step,
        item.cycle,
        item.late,
        item.at,
        history.last_scan_at(conn, unit_id, caller.station_id) if in_a_row else None,
    )


def _worker(conn: Connection, caller: Caller, item: Item) -> int | None:
    """Whose work it is, unless the bundle says otherwise: the code sent, else the station's current one."""
    if item.worker is None:
        return caller.worker_id
    worker_id = read.worker(conn, item.worker)
    if worker_id is None:
        raise Refused(refusals.UNKNOWN_WORKER.because(worker=item.worker))
    return worker_id


def _undo(conn: Connection, caller: Caller, item: Item, undoes: bytes) -> Result:
    """Takes a whole scan of this station back within 30 s by the tablet's clock, or nothing of it."""
    kept = history.scan_of(conn, undoes)
    unit = _unit_of(conn, kept) if kept is not None else None
    if kept is None or unit is None:
        raise Refused(refusals.NOTHING_TO_UNDO.because())
    if kept.station_id != caller.station_id:
        raise Refused(refusals.NOT_YOUR_SCAN.because())
    if kept.undoes_id is not None:
        raise Refused(refusals.CANT_UNDO_UNDO.because())
    if not 0 <= item.happened_at - kept.happened_at <= UNDO_WITHIN_MS:
        raise Refused(refusals.UNDO_TOO_LATE.because())
    if caller.officer_id is None:
        raise Refused(refusals.NO_OFFICER.because())
    read.lock(conn, unit.id)
    if history.taken_back(conn, kept.id):
        raise Refused(refusals.ALREADY_UNDONE.because())
    if history.waits(conn, kept.id):
        return _withdraw(conn, caller, item, kept, unit)
    moves = undoable(conn, "scan_id", kept.id)
    heard = Heard(caller.station_id, caller.officer_id, unit.id, undoes_id=kept.id)
    scan_id = scanned(conn, item, heard, None)
    route = read.route(conn, unit.route_version_id)
    postings = [reversal(move) for move in reversed(moves)]
    post(conn, route, postings, Source(item.at, caller.station_id, scan_id=scan_id))
    settle_waiting(conn, {posting.ends_in for posting in postings}, item.heard_at)
    return replace(_recorded(conn, item, unit, route, scan_id, None, postings), undone=True)


def _withdraw(conn: Connection, caller: Caller, item: Item, kept: KeptScan, unit: FoundUnit) -> Result:
    """Takes a scan back that still waits for its pieces: nothing has moved, and nothing will."""
    scanned(conn, item, Heard(caller.station_id, caller.officer_id, undoes_id=kept.id), None)
    settle(conn, kept.id, Outcome.REFUSED, item.heard_at, caller.officer_id, "")
    held, _ = read.held(conn, unit.id)
    route, words = read.route(conn, unit.route_version_id), read.stages(conn)
    return Result(
        item.id, Outcome.RECORDED, None, unit, held, route, words=words, undone=True, clock_off_ms=item.clock_off
    )


def _unit_of(conn: Connection, kept: KeptScan) -> FoundUnit | None:
    """The unit a kept scan was of, by the label that was scanned; an undo's is that of the scan it took back."""
    meant = history.scan(conn, kept.undoes_id) if kept.undoes_id is not None else kept
    if meant.unit_id is None:
        return None
    return read.unit(conn, meant.unit_id, codes.read_code(meant.code or "") or "")


def undoable(conn: Connection, source: str, source_id: int) -> list[history.KeptMove]:
    """The moves of a source, if they may all be taken back; ``Refused`` where they may not."""
    moves = history.moves(conn, source, source_id)
    if not moves:
        raise Refused(refusals.NOTHING_TO_UNDO.because())
    if moves[0].why == Why.UNDONE:
        raise Refused(refusals.CANT_UNDO_UNDO.because())
    if history.undone(conn, moves[0].id):
        raise Refused(refusals.ALREADY_UNDONE.because())
    must_go_back(conn, moves)
    return moves


def must_go_back(conn: Connection, moves: Sequence[history.KeptMove]) -> None:
    """``Refused`` where what these moves put somewhere can't be taken from there again, all of it."""
    if history.moved_on(conn, moves):
        raise Refused(refusals.MOVED_ON.because())
    cartons.must_be_open(conn, moves)
    for move in moves:
        handed_over.must_be_here(conn, move.to_unit_id, move.to_place, move.quantity)


def _refuse(
    conn: Connection,
    caller: Caller,
    item: Item,
    no: No,
    heard: Heard | None = None,
    unit: FoundUnit | None = None,
    held: Sequence[Holding] = (),
    route: Route | None = None,
) -> Result:
    """Keeps the scan with its refusal and says so. One that only waits for its pieces is remembered to be tried."""
    is_theirs = no.code != refusals.OFFICER_AWAY.code
    heard = heard or Heard(caller.station_id, caller.officer_id if is_theirs else None)
    scan_id = scanned(conn, item, heard, no)
    if no.code == refusals.NOT_HERE_YET.code and heard.unit_id is not None:
        keep_waiting(conn, scan_id, heard.unit_id, item.at)
    return Result(
        item.id,
        Outcome.REFUSED,
        no,
        unit,
        held,
        route,
        words=read.stages(conn),
        new_name=read.new_name(conn, no),
        clock_off_ms=item.clock_off,
    )


def _again(conn: Connection, caller: Caller, item: Item, kept: KeptScan) -> Result:
    """An id heard before: the same answer again if it is the same request, else an anomaly for the supervisor."""
    if kept.fingerprint != item.fingerprint or kept.station_id != caller.station_id:
        keep_anomaly(conn, refusals.ID_REUSED.code, caller.station_id, item.heard_at, as_text(item.body))
        return Result(item.id, Outcome.REFUSED, refusals.ID_REUSED.because())
    unit = _unit_of(conn, kept)
    no = No(kept.refusal, kept.detail) if kept.refusal is not None else None
    moves = history.moves(conn, "scan_id", kept.id) if kept.stood else []
    result = Result(
        item.id,
        Outcome(kept.outcome),
        no,
        unit,
        read.held(conn, unit.id)[0] if unit else (),
        read.route(conn, unit.route_version_id) if unit else None,
        told(moves),
        read.stages(conn),
        replayed=True,
        undone=kept.undoes_id is not None and kept.stood,
        new_name=read.new_name(conn, no) if no else None,
        clock_off_ms=clock_off(Clock(kept.clock), kept.at, kept.happened_at),
        into=cartons.number_of(conn, moves),
    )
    if unit or no:
        return result
    if (carton := filling.of_scan(conn, kept)) is not None:
        return replace(result, carton=carton)
    command, station = commands.again(conn, kept)
    if command is not None:
        return replace(result, command=command, station=station)
    return replace(result, who=cards.who(conn, kept), is_worker=kept.worker_id is not None)
