"""The site itself: its code, its name, its zone, the head of its papers, and its switches."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from sqlalchemy import Connection, insert, select, update

from .. import refusals
from ..clock import ZONES
from ..models import Site
from ..refusals import Refused
from . import log, typed

MOST_HEADER = 200

_NEEDED = {
    "code": refusals.FIELD_NEEDED.because(what="kode bengkel"),
    "name": refusals.FIELD_NEEDED.because(what="nama bengkel"),
    "zone": refusals.FIELD_NEEDED.because(what="zona waktu"),
}


LONGEST_AWAY = 480  # minutes: a shift


def set_up(
    conn: Connection, asked: Mapping[str, str], camera: bool | None, switches: Mapping[str, bool] | None = None
) -> None:
    """Gives the site what is asked of ``code``, ``name``, ``zone``, ``header``, ``away_minutes``, ``recheck_percent``.

    The first three are needed at first. ``camera`` allows or forbids cameras, ``None`` leaves it as it is; so do the
    other ``switches`` by their names.
    """
    values: dict[str, object] = {}
    if "code" in asked:
        values["code"] = typed.code(asked, "code", "kode bengkel")
    if "name" in asked:
        values["name"] = typed.text(asked, "name", "nama bengkel")
    if "zone" in asked:
        values["zone"] = typed.one_of(asked, "zone", "zona waktu", ZONES)
    if "header" in asked:
        values["header"] = _lines(asked["header"])
    if "away_minutes" in asked:
        minutes = typed.maybe_whole(asked, "away_minutes", "menit tanpa petugas", most=LONGEST_AWAY)
        values["away_minutes"] = minutes or 0  # never, where the field is empty
    if "recheck_percent" in asked:
        values["recheck_percent"] = typed.maybe_whole(asked, "recheck_percent", "periksa ulang buta", most=100) or 0
    if camera is not None:
        values["camera"] = camera
    values.update(switches or {})
    kept = conn.execute(select(Site.__table__)).mappings().first()
    if kept is None:
        _begin(conn, values)
    elif values:
        conn.execute(update(Site).values(values))
        log.note_difference(conn, "site", kept["code"], {name: kept[name] for name in values}, values)


def _begin(conn: Connection, values: Mapping[str, object]) -> None:
    for field, no in _NEEDED.items():
        if field not in values:
            raise Refused(no)
    # Tablets tell by the epoch whether this is the database they sent to before: never the same for two sites.
    conn.execute(insert(Site).values({"camera": False, **values, "epoch": secrets.token_hex(16)}))


def _lines(typed_lines: str) -> str:
    """The head of a paper, line by line, without blanks around a line or empty ones."""
    lines = (typed.words({"line": line}, "line") for line in typed_lines.splitlines())
    return "\n".join(line for line in lines if line)[:MOST_HEADER]
