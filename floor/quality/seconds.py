"""The second officer of a verdict, as a form or a program brings one: the code, and the PIN typed for this verdict.

The PIN is checked before the write begins and goes no further: it stands in no row, not even in that of an anomaly.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import request
from sqlalchemy import select

from .. import refusals
from ..access.officers import check_pin
from ..access.slowing import place_here
from ..access.tokens import current_station
from ..db import db
from ..models import Officer
from ..refusals import Refused
from ..scan.hearing import Item, Nameless
from .hearing import Second, VerdictAsked

Heard = tuple[Item, VerdictAsked] | Nameless


def second_of_form(now: int) -> Second | None:
    """Who was typed into the form's fields ``second`` and ``second_pin``; ``None`` where nobody was."""
    code, pin = request.form.get("second", "").strip(), request.form.get("second_pin", "")
    return _checked(code, pin, now) if code and pin else None


def take_second(raw: object, now: int) -> Second | None:
    """Takes ``second`` (``officer``, ``pin``) out of an item of the API; ``None`` where it has none.

    ``Refused`` by an unknown token: no stranger makes the server hash PINs, which costs time.
    """
    said: Any = raw.pop("second", None) if isinstance(raw, dict) else None
    if not isinstance(said, dict):
        return None
    if current_station() is None:
        raise Refused(refusals.UNKNOWN_STATION.because())
    code, pin = said.get("officer"), said.get("pin")
    return _checked(code.strip(), pin, now) if isinstance(code, str) and isinstance(pin, str) else None


def heard_with(
    said: tuple[Item, VerdictAsked] | Nameless, second: Second | None
) -> tuple[Item, VerdictAsked] | Nameless:
    """What was heard, with who judges it besides."""
    return said if isinstance(said, Nameless) else (said[0], replace(said[1], second=second))


def _checked(code: str, pin: str, now: int) -> Second:
    officer_id = db.session.scalar(select(Officer.id).where(Officer.code == code[:20], Officer.active))
    try:
        return Second(check_pin(officer_id, pin, place_here(), now))
    except Refused as refused:
        return Second(no=refused.no)
