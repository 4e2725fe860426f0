"""Officers' PINs and passwords: set, and checked when they sign in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Row, func, insert, select, update

from .. import refusals
from ..db import db
from ..models import Label, Officer, OfficerRole, Role
from ..refusals import Refused
from ..rules.codes import read_code
from .pins import any_fits, hash_pin, hash_pins, is_password, is_pin, verify_pin
from .slowing import begin_try, forgive


@dataclass(frozen=True, slots=True)
class Newcomer:
    """An officer to be: the PIN and the password in clear, which nothing keeps."""

    code: str
    name: str
    roles: frozenset[Role]
    pin: str
    password: str | None = None


def create_officer(
    conn: Connection, code: str, name: str, roles: Iterable[Role], pin: str, password: str | None = None
) -> int:
    """A new officer's id.

    Refuses a code or PIN that another officer has (``ALREADY_EXISTS``) and a PIN or password that is none
    (``FIELD_NEEDED``). Hashes once per officer there is, and once more: half a second for eight on two cores.
    """
    return create_officers(conn, [Newcomer(code, name, frozenset(roles), pin, password)])[0]


def create_officers(conn: Connection, newcomers: Sequence[Newcomer]) -> list[int]:
    """New officers' ids, in order; refuses as ``create_officer`` does, and quicker than one after the other."""
    for at, newcomer in enumerate(newcomers):
        _must_be_new(conn, newcomer, newcomers[:at])
    hashes = hash_pins([newcomer.pin for newcomer in newcomers])
    return [_insert(conn, newcomer, hashed) for newcomer, hashed in zip(newcomers, hashes, strict=True)]


def set_pin(conn: Connection, officer_id: int, pin: str) -> None:
    """Gives an officer another PIN, which ends the officer's sessions; refuses as ``create_officer`` does."""
    _must_be_free(conn, pin, officer_id)
    conn.execute(update(Officer).where(Officer.id == officer_id).values(pin_hash=hash_pin(pin)))


def set_password(conn: Connection, officer_id: int, password: str | None) -> None:
    """Gives an officer another password, or none; it ends the officer's sessions."""
    hashed = _new_password(password) if password else None
    conn.execute(update(Officer).where(Officer.id == officer_id).values(password_hash=hashed))


def find_officer(conn: Connection, text: str) -> int | None:
    """The active officer whose code was typed, or whose badge was scanned; ``None`` where there is none."""
    typed = text.strip()
    by_code = select(Officer.id).where(func.lower(Officer.code) == typed.lower(), Officer.active)
    if (found := conn.scalar(by_code)) is not None:
        return found
    badge = read_code(typed)
    by_badge = (
        select(Officer.id)
        .join(Label, Label.officer_id == Officer.id)
        .where(Label.code == badge, Label.voided_at.is_(None), Label.replaced_by_id.is_(None), Officer.active)
    )
    return conn.scalar(by_badge) if badge else None


def check_pin(officer_id: int | None, secret: str, place: str, now: int) -> int:
    """The officer's id, if ``secret`` is the PIN or password; else raises ``WRONG_PIN`` or ``SLOW_DOWN``.

    ``place`` is where it was typed (``slowing.place_here()``, or ``station:<id>``). Takes two short writes and one
    hashing, and as long for an officer that doesn't exist; call it outside ``db.write``.
    """
    tried = db.write(lambda conn: begin_try(conn, place, now))
    stored = _stored(officer_id) if officer_id is not None else None
    wanted = None if stored is None else stored.pin_hash if is_pin(secret) else stored.password_hash
    if not verify_pin(wanted, secret) or stored is None:
        raise Refused(refusals.WRONG_PIN.because())
    db.write(lambda conn: forgive(conn, tried))
    return stored[0]


def _stored(officer_id: int) -> Row[int, str | None, str | None] | None:
    columns = select(Officer.id, Officer.pin_hash, Officer.password_hash)
    return db.session.execute(columns.where(Officer.id == officer_id, Officer.active)).first()


def _must_be_new(conn: Connection, newcomer: Newcomer, before: Sequence[Newcomer]) -> None:
    code = newcomer.code.lower()
    known = conn.scalar(select(Officer.id).where(func.lower(Officer.code) == code))
    if known is not None or any(other.code.lower() == code for other in before):
        raise Refused(refusals.ALREADY_EXISTS.because(what="kode petugas"))
    if any(other.pin == newcomer.pin for other in before):
        raise Refused(refusals.ALREADY_EXISTS.because(what="PIN"))
    _must_be_free(conn, newcomer.pin, None)


def _must_be_free(conn: Connection, pin: str, officer_id: int | None) -> None:
    """Refuses what is no PIN, and the PIN of another active officer.

    A PIN typed under the wrong name must never open. Hashes can't be looked up, so every officer's is tried.
    """
    if not is_pin(pin):
        raise Refused(refusals.FIELD_NEEDED.because(what="PIN dengan 4 sampai 8 angka"))
    others = select(Officer.pin_hash).where(Officer.active, Officer.pin_hash.is_not(None))
    if officer_id is not None:
        others = others.where(Officer.id != officer_id)
    if any_fits([stored for stored in conn.scalars(others) if stored], pin):
        raise Refused(refusals.ALREADY_EXISTS.because(what="PIN"))


def _insert(conn: Connection, newcomer: Newcomer, pin_hash: str) -> int:
    password_hash = _new_password(newcomer.password) if newcomer.password else None
    made = insert(Officer).values(
        code=newcomer.code,
        name=newcomer.name,
        pin_hash=pin_hash,
        password_hash=password_hash,
        active=True,
        locale="id",
    )
    officer_id: int = conn.execute(made.returning(Officer.id)).scalar_one()
    grants = [{"officer_id": officer_id, "role": role.value} for role in sorted(newcomer.roles)]
    if grants:
        conn.execute(insert(OfficerRole), grants)
    return officer_id


def _new_password(password: str) -> str:
    if not is_password(password):
        raise Refused(refusals.FIELD_NEEDED.because(what="kata sandi dengan 10 huruf atau lebih"))
    return hash_pin(password)
