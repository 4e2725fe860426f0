"""Labels: a new code for a unit, a blank one bound to it, and what one that was scanned stands for."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from .. import refusals
from ..models import Label
from ..refusals import No, Refused
from ..rules import codes
from ..rules.codes import Kind
from . import read
from .read import FoundLabel

# The code of the label in use of a unit ``u``: its newest that is neither void nor replaced.
CODE_IN_USE = (
    "(SELECT c.code FROM label c WHERE c.unit_id = u.id AND c.voided_at IS NULL AND c.replaced_by_id IS NULL"
    " ORDER BY c.id DESC LIMIT 1)"
)


def issue(conn: Connection, kind: Kind, now: int, **meaning: Any) -> str:
    """A new code, kept with what it stands for (``unit_id=…``, ``station_id=…``; nothing: a blank)."""
    while True:
        code = codes.new_code(kind)
        if conn.execute(select(Label.id).where(Label.code == code)).first() is None:
            break
    conn.execute(insert(Label).values(code=code, issued_at=now, **meaning))
    return code


def bind(conn: Connection, text: str, **meaning: int) -> str:
    """Binds a blank label to what it is to stand for (``unit_id=…``, ``carton_id=…``); ``Refused`` where it is none."""
    code = codes.read_code(text)
    if code is None:
        raise Refused(_no_code(text))
    row = conn.execute(select(Label).where(Label.code == code)).first()
    if row is None:
        raise Refused(refusals.UNKNOWN_CODE.because())
    if row.voided_at is not None:
        raise Refused(refusals.LABEL_VOID.because())
    if row.replaced_by_id is not None:
        raise Refused(refusals.LABEL_REPLACED.because(label=row.replaced_by_id))
    taken = any((row.unit_id, row.station_id, row.officer_id, row.worker_id, row.command, row.carton_id))
    if taken or codes.kind_of(code) is not Kind.UNIT:
        raise Refused(refusals.ALREADY_EXISTS.because(what=codes.in_words(code)))
    free = update(Label).where(Label.id == row.id, Label.unit_id.is_(None), Label.carton_id.is_(None))
    bound = conn.execute(free.values(**meaning))
    if bound.rowcount == 0:  # somebody else bound it in this very moment
        raise Refused(refusals.ALREADY_EXISTS.because(what=codes.in_words(code)))
    return code


def take_out(conn: Connection, unit_id: int, now: int, instead: str | None = None) -> None:
    """Takes every label of a unit out of use: replaced by the code ``instead``, or void where there is none.

    The new one is the next copy, and those that were replaced before lead to it too. ``NOT_FOUND`` where a unit without
    a label is to lose it.
    """
    mine = update(Label).where(Label.unit_id == unit_id, Label.voided_at.is_(None))
    if instead is not None:
        new = conn.execute(select(Label.id).where(Label.code == instead)).scalar_one()
        others = select(func.max(Label.copy_number)).where(Label.unit_id == unit_id, Label.id != new)
        copy_number = (conn.execute(others).scalar() or 0) + 1
        conn.execute(update(Label).where(Label.id == new).values(copy_number=copy_number))
        conn.execute(mine.where(Label.id != new).values(replaced_by_id=new))
    elif conn.execute(mine.where(Label.replaced_by_id.is_(None)).values(voided_at=now)).rowcount == 0:
        raise Refused(refusals.NOT_FOUND.because(what="label"))


def label_in_use(conn: Connection, text: str) -> tuple[str, FoundLabel]:
    """The code that was read and its label; ``Refused`` where it can't be read, is unknown, replaced or void."""
    code = codes.read_code(text)
    if code is None:
        raise Refused(_no_code(text))
    label = read.label(conn, code)
    if label is None:
        is_sheet = codes.kind_of(code) is Kind.DAY_SHEET
        raise Refused((refusals.DAY_SHEET_SCANNED if is_sheet else refusals.UNKNOWN_CODE).because())
    if label.replaced_by_id is not None:
        raise Refused(refusals.LABEL_REPLACED.because(label=label.replaced_by_id))
    if label.voided_at is not None:
        raise Refused(refusals.LABEL_VOID.because())
    return code, label


def _no_code(text: str) -> No:
    """Why a text that was read is no code of ours."""
    return (refusals.WRONG_KEYBOARD if codes.is_mistyped(text) else refusals.UNREADABLE).because()


def not_goods(label: FoundLabel) -> No:
    """Why a label that carries no unit can't be worked on: a card, a carton's, or a blank."""
    card = (label.officer_id, label.worker_id, label.station_id, label.command, label.carton_id)
    return (refusals.NOT_FOR_SCANNING if any(card) else refusals.LABEL_BLANK).because()
