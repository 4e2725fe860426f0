"""The first officers: the administrator, who chooses a PIN, and others, who are given theirs on a slip."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from .. import refusals
from ..access.officers import Tried, lock_officers
from ..models import Officer, Role
from ..refusals import Refused
from . import officers

_MOST_TRIES = 5


@dataclass(frozen=True, slots=True)
class Newcomer:
    """An officer to be, by the post and not by a person's name."""

    code: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Slip:
    """What is handed to an officer on paper, this once."""

    code: str
    name: str
    role: Role
    pin: str


def add_administrator(conn: Connection, code: str, name: str, pin: str, tried: Tried) -> None:
    """The first officer of all; ``NOT_ALLOWED`` where there is another already."""
    lock_officers(conn)
    if conn.execute(select(Officer.id).where(Officer.code != code).limit(1)).first() is not None:
        raise Refused(refusals.NOT_ALLOWED.because())
    officers.add(conn, code, name, frozenset({Role.ADMINISTRATOR}), pin, tried)


def add_officers(conn: Connection, newcomers: Sequence[Newcomer], secret: bytes) -> list[Slip]:
    """Officers with PINs made from ``secret``: the same form sent twice gives the same PINs, and adds nobody twice."""
    return [_add(conn, newcomer, secret) for newcomer in newcomers]


def _add(conn: Connection, newcomer: Newcomer, secret: bytes) -> Slip:
    no = refusals.TRY_AGAIN.because()
    for pin in _pins(secret, newcomer.code):
        try:
            officers.add(conn, newcomer.code, newcomer.name, frozenset({newcomer.role}), pin)
        except Refused as refused:
            if refused.no.code != refusals.ALREADY_EXISTS.code:
                raise
            no = refused.no  # the PIN is another officer's by chance: the next one; or the code is
        else:
            return Slip(newcomer.code, newcomer.name, newcomer.role, pin)
    raise Refused(no)


def _pins(secret: bytes, code: str) -> Iterator[str]:
    """Four digits at a time, none of them four alike."""
    for at in range(_MOST_TRIES):
        made = int.from_bytes(hmac.digest(secret, f"{code} {at}".encode(), hashlib.sha256)[:8]) % 10_000
        if made % 1111:
            yield f"{made:04}"
