"""Codes that pair one tablet with a station, once, within ten minutes: shown as a QR or typed, stored hashed."""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID

from sqlalchemy import Connection, Row, insert, select, update

from .. import clock, refusals
from ..models import Pairing, Station, StationToken
from ..refusals import Refused
from ..rules.codes import ALPHABET, LOOK_ALIKES
from .tokens import hash_token, issue, revoke

LASTS = 10 * clock.MINUTE
LENGTH = 8


def code_of(secret: str, ask: str) -> str:
    """The code for one asking (the id of its form): the same each time it is shown, and nobody else's to know."""
    digest = hmac.digest(secret.encode(), f"pairing {ask}".encode(), hashlib.sha256)
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:LENGTH])


def ask_of(text: str) -> str:
    """The id of the form that asks for a code; empty where the text is none."""
    try:
        return str(UUID(text))
    except ValueError:
        return ""


def in_words(code: str) -> str:
    """The code as people read it aloud and type it: ``7K4Q 9XB2``."""
    return f"{code[:4]} {code[4:]}"


def read_code(text: str) -> str:
    """The code in what was typed, or in the whole address that a scanner sent: its last eight letters and digits.

    Small letters, spaces and the look-alikes O, I and L are forgiven. It may be of any length; nothing else fits.
    """
    typed = "".join(sign for sign in text.rpartition("=")[2].upper() if sign.isalnum())
    return typed.translate(LOOK_ALIKES)[-LENGTH:]


def offer(conn: Connection, station_id: int, code: str, officer_id: int, now: int) -> None:
    """Lets this code pair a tablet with the station. Asked twice, it is offered once."""
    code_hash = hash_token(code)
    if conn.execute(select(Pairing.id).where(Pairing.code_hash == code_hash)).first() is None:
        conn.execute(
            insert(Pairing).values(
                station_id=station_id,
                code_hash=code_hash,
                made_at=now,
                made_by_id=officer_id,
                expires_at=now + LASTS,
            )
        )


def offer_move(conn: Connection, token_id: int, code: str, now: int) -> None:
    """Lets this code pair the tablet that has a token once more, at the server's other door; its token here ends then.

    ``NO_OFFICER`` where nobody is signed in at its station: somebody answers for it. Asked twice, it is offered once.
    """
    standing = select(StationToken.station_id, Station.officer_id).join(Station, Station.id == StationToken.station_id)
    station_id, officer_id = conn.execute(standing.where(StationToken.id == token_id)).one()
    if officer_id is None:
        raise Refused(refusals.NO_OFFICER.because())
    offer(conn, station_id, code, officer_id, now)
    conn.execute(update(Pairing).where(Pairing.code_hash == hash_token(code)).values(moves_token_id=token_id))


def withdraw(conn: Connection, code: str, now: int) -> None:
    """Lets a code pair nothing any more; one that was used stays used."""
    open_ = update(Pairing).where(Pairing.code_hash == hash_token(code), Pairing.used_at.is_(None))
    conn.execute(open_.values(revoked_at=now))


def offered(conn: Connection, code: str) -> Row[int, int, int | None, int | None] | None:
    """Of a code that was offered: ``station_id``, ``expires_at``, ``used_at``, ``revoked_at``."""
    columns = select(Pairing.station_id, Pairing.expires_at, Pairing.used_at, Pairing.revoked_at)
    return conn.execute(columns.where(Pairing.code_hash == hash_token(code))).first()


def station_of(conn: Connection, text: str, tablet: str, now: int) -> int:
    """The station that a code would pair this tablet with.

    ``Refused`` where it is no code, was withdrawn or is too old, or paired another tablet. The same tablet may come
    again with it: the answer may have been lost on the way.
    """
    found = conn.execute(
        select(Pairing.station_id, Pairing.expires_at, Pairing.used_at, Pairing.revoked_at, StationToken.tablet)
        .join(Station, Station.id == Pairing.station_id)
        .outerjoin(StationToken, StationToken.id == Pairing.token_id)
        .where(Pairing.code_hash == hash_token(read_code(text)), Station.active)
    ).first()
    if found is None:
        raise Refused(refusals.PAIRING_UNKNOWN.because())
    if found.used_at is not None and found.tablet != tablet:
        raise Refused(refusals.PAIRING_USED.because())
    if found.revoked_at is not None or now >= found.expires_at:
        raise Refused(refusals.PAIRING_OVER.because())
    return int(found.station_id)


def redeem(conn: Connection, text: str, tablet: str, name: str, now: int) -> str:
    """Pairs a tablet by a code; answers its token. ``Refused`` as ``station_of`` says."""
    code_hash = hash_token(read_code(text))
    conn.execute(select(Pairing.id).where(Pairing.code_hash == code_hash).with_for_update())
    station_id = station_of(conn, text, tablet, now)
    token = pair(conn, station_id, tablet, name, now)
    kept = conn.execute(select(StationToken.id).where(StationToken.token_hash == hash_token(token))).scalar_one()
    conn.execute(update(Pairing).where(Pairing.code_hash == code_hash).values(used_at=now, token_id=kept))
    moved = conn.scalar(select(Pairing.moves_token_id).where(Pairing.code_hash == code_hash))
    if moved is not None:
        _leave(conn, moved, kept, now)
    return token


def _leave(conn: Connection, old_id: int, new_id: int, now: int) -> None:
    """A tablet that changed doors keeps its name and its lock, and is nobody's any more where it came from."""
    columns = select(StationToken.name, StationToken.locked)
    name, locked = conn.execute(columns.where(StationToken.id == old_id)).one()
    conn.execute(update(StationToken).where(StationToken.id == new_id).values(name=name, locked=locked))
    _end(conn, old_id, now)


def _end(conn: Connection, token_id: int, now: int) -> None:
    """Ends a token, and the code that it came by."""
    revoke(conn, token_id, now)
    conn.execute(update(Pairing).where(Pairing.token_id == token_id).values(revoked_at=now))


def pair(conn: Connection, station_id: int, tablet: str, name: str, now: int) -> str:
    """A token for this tablet at a station. Tokens it had before end, so that pairing twice leaves one."""
    end_tokens(conn, tablet, now)
    token = issue(conn, station_id, None, name, now)
    conn.execute(update(StationToken).where(StationToken.token_hash == hash_token(token)).values(tablet=tablet))
    return token


def end_tokens(conn: Connection, tablet: str, now: int) -> None:
    """Ends every token of a tablet."""
    good = select(StationToken.id).where(StationToken.tablet == tablet, StationToken.revoked_at.is_(None))
    for token_id in conn.scalars(good).all():
        revoke(conn, token_id, now)


def tablets(conn: Connection, station_id: int) -> list[Row[int, str, int]]:
    """The tablets that are paired with a station: ``id`` of the token, ``name``, ``issued_at``; the newest first."""
    columns = select(StationToken.id, StationToken.name, StationToken.issued_at)
    good = columns.where(
        StationToken.station_id == station_id, StationToken.officer_id.is_(None), StationToken.revoked_at.is_(None)
    )
    return list(conn.execute(good.order_by(StationToken.id.desc())).all())


def end_tablet(conn: Connection, station_id: int, token_id: int, now: int) -> None:
    """Ends a tablet's token at a station, and the code it came by; a machine's, or another station's, is none."""
    kept = select(StationToken.id).where(
        StationToken.id == token_id, StationToken.station_id == station_id, StationToken.officer_id.is_(None)
    )
    if conn.execute(kept).first() is None:
        raise Refused(refusals.NOT_FOUND.because(what="tablet"))
    _end(conn, token_id, now)
