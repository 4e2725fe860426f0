"""A wrong verdict is corrected by a new one, with a reason: what the wrong one moved goes back first, in one row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, text

from .. import refusals
from ..db import Hot
from ..models import Why
from ..refusals import Refused
from ..rules.scanning import Holding, Mark
from ..scan import history, scans
from ..scan.entries import reason_given
from ..scan.history import KeptMove
from ..scan.postings import Posting, reversal
from . import form, owed, rechecks
from .form import Form
from .givers import Giver, supervises
from .hearing import VerdictAsked
from .inspected import Inspected
from .standards import Check, UnitStandard

_WRONG = Hot(
    text(
        "SELECT i.unit_id, i.officer_id, i.draw, i.lot_id, i.passed, (SELECT c.id FROM inspection c"
        " WHERE c.corrects_id = i.id AND c.outcome = 'recorded') AS corrected_by, (SELECT x.id FROM inspection x"
        " WHERE x.undoes_id = i.id AND x.outcome = 'recorded') AS undone_by"
        " FROM inspection i WHERE i.id = :id AND i.outcome = 'recorded'"
    )
)
_ANSWERS = Hot(
    text("SELECT check_item_id, piece, value, grade, good FROM finding WHERE inspection_id = :id ORDER BY id")
)


class WrongOne(NamedTuple):
    """A verdict that is to be corrected; of a drawn piece its ``draw``."""

    unit_id: int
    officer_id: int | None
    draw: int | None
    lot_id: int | None
    passed: int
    corrected_by: int | None
    undone_by: int | None


@dataclass(frozen=True, slots=True)
class Wrong:
    """A wrong verdict: the moves that take it back, and the sampled lot whose end passed so many by it, if one did."""

    back: Sequence[Posting] = ()
    lot_id: int | None = None
    sampled: int = 0


def taken_back(conn: Connection, giver: Giver, unit_id: int, asked: VerdictAsked) -> Wrong:
    """The wrong verdict which this one corrects, and what takes it back; empty where it corrects none.

    ``Refused`` where this officer may not, no reason is given, or it can't be taken back any more.
    """
    if asked.corrects is None:
        return Wrong()
    row = wrong_one(conn, giver, asked.corrects, asked.note)
    if row.unit_id != unit_id:
        raise Refused(refusals.NOTHING_TO_UNDO.because())
    lot_id, passed = row.lot_id, row.passed
    moves = standing(conn, asked.corrects)
    if not moves:
        raise Refused(refusals.NOTHING_TO_UNDO.because())
    scans.must_go_back(conn, moves)
    rechecks.drop_of(conn, asked.corrects)
    back = [reversal(move) for move in reversed(moves)]
    return Wrong(back, lot_id, passed if lot_id is not None else 0)


def wrong_one(conn: Connection, giver: Giver, corrects: int, reason: str) -> WrongOne:
    """The wrong verdict; ``Refused`` where this officer may not correct it, or it isn't what counts."""
    found = _WRONG(conn, {"id": corrects}).first()
    row = WrongOne(*found) if found is not None else None
    if row is None or row.undone_by is not None:
        raise Refused(refusals.NOTHING_TO_UNDO.because())
    if row.officer_id != giver.officer_id and not supervises(conn, giver.officer_id):
        raise Refused(refusals.CORRECT_WHO.because())
    if row.corrected_by is not None:
        raise Refused(refusals.CORRECTED_ALREADY.because())
    reason_given(reason)
    return row


def answered(conn: Connection, inspection_id: int) -> list[tuple[int, int, float | None, str | None, bool]]:
    """What a verdict answered: the check, the piece, and a value, a grade or yes and no."""
    return [
        (check, piece, value, grade, bool(good))
        for check, piece, value, grade, good in _ANSWERS(conn, {"id": inspection_id})
    ]


def standing(conn: Connection, inspection_id: int) -> list[KeptMove]:
    """What a verdict moved, unless it was taken back."""
    moves = [move for move in history.moves(conn, "inspection_id", inspection_id) if move.why != Why.UNDONE.value]
    return moves if moves and not history.undone(conn, moves[0].id) else []


def as_if(held: Sequence[Holding], back: Sequence[Posting]) -> list[Holding]:
    """What lies where once these moves are made."""
    lies: dict[tuple[int, int, Mark], int] = {}
    for one in held:
        lies[one.unit_id, one.place, one.mark] = lies.get((one.unit_id, one.place, one.mark), 0) + one.quantity
    for move in back:
        at, to = (move.unit_id, move.from_place, move.from_mark), (move.ends_in, move.to_place, move.to_mark)
        lies[at] = lies.get(at, 0) - move.quantity
        lies[to] = lies.get(to, 0) + move.quantity
    return [Holding(*spot, quantity) for spot, quantity in lies.items() if quantity]


def item_of(conn: Connection, typed: Form, one: Inspected, now: int) -> dict[str, Any]:
    """The verdict that was filled in. What the wrong one measured holds, but for what was typed anew."""
    row = one.row
    item = form.item_of(typed, row.code or "", now)
    pieces = sum(item[name] for name in ("passed", "grade_b", "scrap", "hold"))
    pieces += sum(part["quantity"] for part in item.get("rework", ()))
    anew = {(one["check"], one["piece"]) for one in item["findings"]}
    before = [
        {"check": check, "piece": piece, "value": value, "grade": grade,
         "good": good if value is None and grade is None else None, "confirmed": True}
        for check, piece, value, grade, good in answered(conn, row.id)
        if (check, piece) not in anew and piece <= pieces
    ]  # fmt: skip
    drawn = {"lot": row.lot, "draw": row.draw} if row.draw is not None else {}
    return item | drawn | {"findings": item["findings"] + before, "step": row.step, "corrects": row.id}


def owed_anew(conn: Connection, one: Inspected, standard: UnitStandard, most: int) -> list[tuple[Check, int]]:
    """What must be answered besides, on which piece, before all pieces of a wrong verdict may pass; up to ``most``."""
    pieces = one.judged
    may_pass = pieces - (one.row.passed if one.row.lot else 0)  # those owe no more than the lot's sample did
    by_check, here = owed.owed_by(conn, one.row.unit_id, standard, may_pass), one.pieces_of
    return [
        (check, piece)
        for check in standard.checks
        for piece in range(1, min(by_check.get(check.id, 0) + len(here(check.id)), pieces) + 1)
        if check.id in by_check and piece not in here(check.id)
    ][:most]
