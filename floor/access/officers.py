"""Officers' PINs and passwords: set, and checked when they sign in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Row, func, insert, select, update
from sqlalchemy.orm import aliased

from .. import refusals
from ..db import db
from ..models import Label, Officer, OfficerRole, Role, Site
from ..refusals import Refused
from ..rules.codes import read_code
from .pins import any_fits, hash_pin, hash_pins, is_password, is_pin, verify_pin, whose_fits
from .slowing import begin_try, forgive


@dataclass(frozen=True, slots=True)
class Newcomer:
    """An officer to be: the PIN and the password in clear, which nothing keeps."""

    code: str
    name: str
    roles: frozenset[Role]
    pin: str
    password: str | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """A PIN hashed, and tried on others' hashes, before a write began: those need not be tried again within it."""

    pin_hash: str
    fits_none_of: frozenset[str]


def try_pin(conn: Connection, pin: str, officer_id: int | None = None) -> Tried:
    """Refuses a PIN as ``create_officer`` does, outside of any write: half a second for eight officers on two cores."""
    _must_be_free(conn, pin, officer_id)
    return Tried(hash_pin(pin), frozenset(_hashes(conn, officer_id)))


def create_officer(
    conn: Connection,
    code: str,
    name: str,
    roles: Iterable[Role],
    pin: str,
    password: str | None = None,
    tried: Tried | None = None,
) -> int:
    """A new officer's id.

    Refuses a code or PIN that another officer has (``ALREADY_EXISTS``) and a PIN or password that is none
    (``FIELD_NEEDED``). Without ``tried`` it hashes once per officer there is, and nobody else writes meanwhile.
    """
    lock_officers(conn)
    newcomer = Newcomer(code, name, frozenset(roles), pin, password)
    _must_be_new(conn, newcomer, (), tried)
    return _insert(conn, newcomer, tried.pin_hash if tried else hash_pin(pin))


def create_officers(conn: Connection, newcomers: Sequence[Newcomer]) -> list[int]:
    """New officers' ids, in order; refuses as ``create_officer`` does, and quicker than one after the other."""
    lock_officers(conn)
    for at, newcomer in enumerate(newcomers):
        _must_be_new(conn, newcomer, newcomers[:at])
    hashes = hash_pins([newcomer.pin for newcomer in newcomers])
    return [_insert(conn, newcomer, hashed) for newcomer, hashed in zip(newcomers, hashes, strict=True)]


def set_pin(conn: Connection, officer_id: int, pin: str, tried: Tried | None = None) -> None:
    """Gives an officer another PIN, which ends the officer's sessions; refuses as ``create_officer`` does."""
    lock_officers(conn)
    _must_be_free(conn, pin, officer_id, tried)
    pin_hash = tried.pin_hash if tried else hash_pin(pin)
    conn.execute(update(Officer).where(Officer.id == officer_id).values(pin_hash=pin_hash))


def sign_out_everywhere(conn: Connection, officer_id: int, now: int) -> None:
    """Ends every session of an officer that was opened before now, in whatever browser its cookie is."""
    conn.execute(update(Officer).where(Officer.id == officer_id).values(sessions_from=now))


def lock_officers(conn: Connection) -> None:
    """Lets one at a time appoint officers or give PINs, on PostgreSQL too: each must see what the other wrote."""
    conn.execute(select(Site.id).with_for_update(key_share=True))


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


def badge_instead(conn: Connection, text: str) -> str | None:
    """The code of the badge to use instead of the one that was scanned, where that was replaced."""
    badge = read_code(text.strip())
    new = aliased(Label)
    replaced = select(new.code).join(Label, Label.replaced_by_id == new.id)
    return conn.scalar(replaced.where(Label.code == badge, Label.officer_id.is_not(None))) if badge else None


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


def find_officer_by_pin(among: Collection[int], pin: str, place: str, now: int) -> int:
    """The one of these officers who has this PIN, for a PIN is unique; else raises as ``check_pin`` does.

    Hashes one PIN for each of them: half a second for eight officers on two cores.
    """
    tried = db.write(lambda conn: begin_try(conn, place, now))
    columns = select(Officer.id, Officer.pin_hash).where(Officer.id.in_(among), Officer.active)
    stored = {officer_id: pin_hash for officer_id, pin_hash in db.session.execute(columns) if pin_hash}
    found = whose_fits(stored, pin) if is_pin(pin) else None
    if found is None:
        raise Refused(refusals.WRONG_PIN.because())
    db.write(lambda conn: forgive(conn, tried))
    return found


def _stored(officer_id: int) -> Row[int, str | None, str | None] | None:
    columns = select(Officer.id, Officer.pin_hash, Officer.password_hash)
    return db.session.execute(columns.where(Officer.id == officer_id, Officer.active)).first()


def _must_be_new(conn: Connection, newcomer: Newcomer, before: Sequence[Newcomer], tried: Tried | None = None) -> None:
    code = newcomer.code.lower()
    known = conn.scalar(select(Officer.id).where(func.lower(Officer.code) == code))
    if known is not None or any(other.code.lower() == code for other in before):
        raise Refused(refusals.ALREADY_EXISTS.because(what="kode petugas"))
    if any(other.pin == newcomer.pin for other in before):
        raise Refused(refusals.ALREADY_EXISTS.because(what="PIN"))
    _must_be_free(conn, newcomer.pin, None, tried)


def _must_be_free(conn: Connection, pin: str, officer_id: int | None, tried: Tried | None = None) -> None:
    """Refuses what is no PIN, and the PIN of another officer (who was let go has none).

    A PIN typed under the wrong name must never open. Hashes can't be looked up, so every officer's is tried.
    """
    if not is_pin(pin):
        raise Refused(refusals.FIELD_NEEDED.because(what="PIN dengan 4 sampai 8 angka"))
    untried = _hashes(conn, officer_id) - (tried.fits_none_of if tried else frozenset())
    if any_fits(untried, pin):
        raise Refused(refusals.ALREADY_EXISTS.because(what="PIN"))


def _hashes(conn: Connection, officer_id: int | None) -> set[str]:
    """The hashes of the other officers' PINs."""
    others = select(Officer.pin_hash).where(Officer.pin_hash.is_not(None))
    if officer_id is not None:
        others = others.where(Officer.id != officer_id)
    return {stored for stored in conn.scalars(others) if stored}


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
