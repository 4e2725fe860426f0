"""What a scan of a command, or of a station's card, does on the server: most commands are the tablet's own.

A number, *look* and *cancel* are obeyed by the tablet at once, from the list it keeps (``known``); where one is heard
here, the tablet didn't know it yet. What is said of goods needs their label first. A station's card moves the tablet.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from .. import refusals
from ..db import Hot
from ..models import Outcome, Role
from ..refusals import Refused
from ..rules import codes, commands
from ..rules.times import pin_is_fresh
from . import presence, read
from .hearing import Item
from .history import KeptScan
from .read import Caller
from .record import Heard, scanned
from .results import Result

MOVED = "moved"  # what a station's card does

# Codes of commands lie side by side in the index of codes.
_KNOWN = Hot(
    text(
        "SELECT code, command FROM label WHERE code >= 'K' AND code < 'L' AND command IS NOT NULL"
        " AND voided_at IS NULL AND replaced_by_id IS NULL ORDER BY code"
    )
)
_STATION = Hot(text("SELECT code, name FROM station WHERE id = :id AND active"))
_MAY_MOVE = Hot(
    text(
        "SELECT 1 FROM officer_role r JOIN officer o ON o.id = r.officer_id AND o.active"
        f" WHERE o.id = :id AND r.role IN ('{Role.SUPERVISOR.value}', '{Role.ADMINISTRATOR.value}')"
    )
)
# The token goes on at the other station under the same secret, which the tablet keeps; the row that stays behind says
# that this tablet stood here: what it still has in its queue counts here.
_LEAVE = Hot(
    text(
        "UPDATE station_token SET token_hash = 'moved ' || id, revoked_at = :at"
        " WHERE tablet = :tablet AND station_id = :station_id AND revoked_at IS NULL AND officer_id IS NULL"
    )
)
_STAYS = Hot(
    text(
        "SELECT id, token_hash, name, locked FROM station_token"
        " WHERE tablet = :tablet AND station_id = :station_id AND revoked_at IS NULL AND officer_id IS NULL"
        " ORDER BY id DESC LIMIT 1"
    )
)
_END_CODE = Hot(text("UPDATE pairing SET revoked_at = :at WHERE token_id = :token_id AND revoked_at IS NULL"))
_ARRIVE = Hot(
    text(
        "INSERT INTO station_token (station_id, token_hash, name, tablet, issued_at, locked)"
        " VALUES (:to, :token_hash, :name, :tablet, :at, :locked)"
    )
)


def known(conn: Connection) -> dict[str, str]:
    """The command that each code of this site stands for, for tablets to obey without asking."""
    return {row[0]: row[1] for row in _KNOWN(conn, {})}


def obey(conn: Connection, caller: Caller, item: Item, word: str) -> Result:
    """A command other than *undo*; ``Refused`` where there is nothing for the server to do."""
    if word == commands.SIGN_OUT:
        return _sign_out(conn, caller, item)
    if commands.needs_goods(word):
        raise Refused(refusals.COMMAND_ALONE.because())
    if word in (commands.CANCEL, commands.LOOK) or commands.number_of(word) is not None:
        raise Refused(refusals.COMMAND_ON_TABLET.because())
    raise Refused(refusals.NOT_FOR_SCANNING.because())


def _sign_out(conn: Connection, caller: Caller, item: Item) -> Result:
    """From now on nobody is signed in here, unless somebody came since (the scan came late)."""
    presence.came_by_card(conn, caller, item, None)
    scanned(conn, item, Heard(caller.station_id, caller.officer_id), None)
    return _done(conn, item, commands.SIGN_OUT)


def move_tablet(conn: Connection, caller: Caller, item: Item, station_id: int) -> Result:
    """A station's card: the tablet stands there from now on, where a supervisor who typed the PIN wants it so.

    Its cookie stays the same, and so does its queue: each scan says at which station it was made.
    """
    there = _STATION(conn, {"id": station_id}).first()
    if there is None:
        raise Refused(refusals.NOT_FOR_SCANNING.because())
    if station_id == caller.station_id:
        raise Refused(refusals.STATION_HERE.because(station=there[1]))
    here = {"tablet": caller.tablet, "station_id": caller.station_id}
    kept = _STAYS(conn, here).first() if caller.tablet and not caller.is_elsewhere and not item.late else None
    if (
        kept is None
        or not pin_is_fresh(caller.pin_at, item.at)
        or _MAY_MOVE(conn, {"id": caller.officer_id}).first() is None
    ):
        raise Refused(refusals.MOVE_NEEDS_SUPERVISOR.because())
    scanned(conn, item, Heard(caller.station_id, caller.officer_id), None)
    token_id, token_hash, name, locked = kept
    _LEAVE(conn, {**here, "at": item.heard_at})
    _END_CODE(conn, {"token_id": token_id, "at": item.heard_at})
    values = {"to": station_id, "tablet": caller.tablet, "at": item.heard_at}
    _ARRIVE(conn, {**values, "token_hash": token_hash, "name": name, "locked": locked})
    return _done(conn, item, MOVED, (there[0], there[1]))


def again(conn: Connection, kept: KeptScan) -> tuple[str | None, tuple[str, str] | None]:
    """What a scan that was heard before did, and to which station it moved the tablet."""
    found = read.label(conn, codes.read_code(kept.code or "") or "")
    if found is None or not kept.stood:
        return None, None
    if found.station_id is not None and (there := _STATION(conn, {"id": found.station_id}).first()) is not None:
        return MOVED, (there[0], there[1])
    return found.command, None


def _done(conn: Connection, item: Item, word: str, station: tuple[str, str] | None = None) -> Result:
    return Result(
        item.id,
        Outcome.RECORDED,
        words=read.stages(conn),
        command=word,
        station=station,
        clock_off_ms=item.clock_off,
    )
