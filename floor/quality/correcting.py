"""A wrong verdict is corrected by a new one, with a reason: what the wrong one moved goes back first, in one row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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
from .inspected import COUNTS, Inspected
from .standards import Check, UnitStandard

_WRONG = Hot(
    text(
        "SELECT i.unit_id, i.officer_id, i.draw, i.lot_id, i.passed, (SELECT c.id FROM inspection c"
        " WHERE c.corrects_id = i.id AND c.outcome = 'recorded') AS corrected_by"
        " FROM inspection i WHERE i.id = :id AND i.outcome = 'recorded'"
    )
)
_ANSWERS = Hot(
    text("SELECT check_item_id, piece, value, grade, good FROM finding WHERE inspection_id = :id ORDER BY id")
)


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
    row = _WRONG(conn, {"id": asked.corrects}).first()
    if row is None or row[0] != unit_id:
        raise Refused(refusals.NOTHING_TO_UNDO.because())
    _, officer_id, draw, lot_id, passed, corrected_by = row
    if officer_id != giver.officer_id and not supervises(conn, giver.officer_id):
        raise Refused(refusals.CORRECT_WHO.because())
    if draw is not None:  # the lot's result followed from it
        raise Refused(refusals.CORRECT_IN_LOT.because())
    if corrected_by is not None:
        raise Refused(refusals.CORRECTED_ALREADY.because())
    reason_given(asked.note)
    moves = standing(conn, asked.corrects)
    if not moves:
        raise Refused(refusals.NOTHING_TO_UNDO.because())
    scans.must_go_back(conn, moves)
    rechecks.drop_of(conn, asked.corrects)
    back = [reversal(move) for move in reversed(moves)]
    return Wrong(back, lot_id, passed if lot_id is not None else 0)


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


def item_of(conn: Connection, typed: Form, corrects: int, code: str, step: int | None, now: int) -> dict[str, Any]:
    """The verdict that was filled in. What the wrong one measured holds, but for what was typed anew."""
    item = form.item_of(typed, code, now)
    pieces = sum(item[name] for name in ("passed", "grade_b", "scrap", "hold"))
    pieces += sum(part["quantity"] for part in item.get("rework", ()))
    anew = {(one["check"], one["piece"]) for one in item["findings"]}
    before = [
        {"check": check, "piece": piece, "value": value, "grade": grade,
         "good": bool(good) if value is None and grade is None else None, "confirmed": True}
        for check, piece, value, grade, good in _ANSWERS(conn, {"id": corrects})
        if (check, piece) not in anew and piece <= pieces
    ]  # fmt: skip
    return item | {"findings": item["findings"] + before, "step": step, "corrects": corrects}


def owed_anew(conn: Connection, one: Inspected, standard: UnitStandard, most: int) -> list[tuple[Check, int]]:
    """What must be answered besides, on which piece, before all pieces of a wrong verdict may pass; up to ``most``."""
    pieces = sum(getattr(one.row, name) for name in COUNTS)
    may_pass = pieces - (one.row.passed if one.row.lot else 0)  # those owe no more than the lot's sample did
    by_check, here = owed.owed_by(conn, one.row.unit_id, standard, may_pass), one.pieces_of
    return [
        (check, piece)
        for check in standard.checks
        for piece in range(1, min(by_check.get(check.id, 0) + len(here(check.id)), pieces) + 1)
        if check.id in by_check and piece not in here(check.id)
    ][:most]
