"""What a tablet sent, made into plain values: one bad item never stops the rest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from .. import clock
from ..rules.times import Clock, Told, correct

# Longer than any code is: what was read is kept as far as this.
CODE_KEPT = 80
MOST_PIECES = 1_000_000
_MOST_STEPS = 999
_LAST_NUMBER = 2**53
# Clocks say strange things; a moment outside these is as good as the nearer of them.
_FIRST, _LAST = 0, 7_258_118_400_000  # 1970 and 2200
# Lists in lists in lists can be read and yet not be written: nothing of ours is like that.
_TOO_DEEP = "…"
# What makes two requests the same; the station is compared as it was found, whether it was named or not.
_SAME = ("code", "undoes", "happened_at", "quantity", "step", "officer", "worker")


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a request, read. ``wrong`` names the first field that can't be used; then it can only be refused.

    Times in milliseconds UTC: ``happened_at`` as told, ``at`` corrected. ``fingerprint`` is equal for requests that
    mean the same, however they are written; for those that can't be used, if they are written alike.
    """

    client_id: bytes
    fingerprint: int
    happened_at: int
    at: int
    heard_at: int
    clock: Clock
    code: str | None = None
    undoes: bytes | None = None
    quantity: int | None = None
    seen: int | None = None
    step: int | None = None
    cycle: int | None = None
    officer: str | None = None
    worker: str | None = None
    station: str | None = None
    late: bool = False
    idle: int | None = None  # ms without a sign of the officer before it, by the tablet
    sign_in: int | None = None  # the last sign-in at its station that the tablet knew of; 0: of none
    crew: int | None = None  # the last worker's or team's card, likewise
    wrong: str | None = None
    body: Mapping[str, Any] | None = None

    @property
    def id(self) -> str:
        """The client's id as it wrote it: by that it finds its own scan in the answer."""
        written = self.body.get("id") if self.body is not None else None
        return written if isinstance(written, str) else str(UUID(bytes=self.client_id))

    @property
    def clock_off(self) -> int:
        """How far the tablet's clock is off, in milliseconds, where that is worth saying; else 0."""
        return clock_off(self.clock, self.at, self.happened_at)


@dataclass(frozen=True, slots=True)
class Nameless:
    """An item without an id that could stand in an answer; kept as an anomaly."""

    body: str


class Wrong(ValueError):
    """A field that can't be used; its message is the field's name."""


def clock_off(how: Clock, at: int, happened_at: int) -> int:
    """What was added to the tablet's time to get ours, in milliseconds; 0 where its clock is as good as right."""
    return at - happened_at if how is not Clock.GOOD else 0


def hear(raw: object, sent_at: int | None, heard_at: int) -> Item | Nameless:
    """One item as it came, checked field by field; never raises."""
    if not isinstance(raw, dict) or (client_id := client_id_of(raw.get("id"))) is None:
        return Nameless(as_text(raw))
    try:
        told = _told(raw, sent_at)
        at, how = correct(told, heard_at)
        item = Item(
            client_id=client_id,
            fingerprint=0,
            happened_at=told.happened_at,
            at=at,
            heard_at=heard_at,
            clock=how,
            code=_code(raw),
            undoes=_undoes(raw),
            quantity=whole(raw, "quantity", 1),
            seen=whole(raw, "seen", 0),
            step=whole(raw, "step", 1, _MOST_STEPS),
            cycle=whole(raw, "cycle", 0, _MOST_STEPS),
            officer=_word(raw, "officer"),
            worker=_word(raw, "worker"),
            station=_word(raw, "station"),
            late=told.late,
            idle=_number(raw, "idle_ms"),
            sign_in=whole(raw, "sign_in", 0, _LAST_NUMBER),
            crew=whole(raw, "crew", 0, _LAST_NUMBER),
            body=raw,
        )
        return replace(item, fingerprint=meaning(item))
    except Wrong as wrong:
        code = raw.get("code")
        kept = clean(code) if isinstance(code, str) else None
        mark = fingerprint([raw.get(name) for name in _SAME])
        return Item(client_id, mark, heard_at, heard_at, heard_at, Clock.UNSURE, code=kept, wrong=str(wrong), body=raw)


def meaning(item: Item, *more: object) -> int:
    """The fingerprint of what an item says, with what else is said in it."""
    return fingerprint([*(getattr(item, name) for name in _SAME), *more])


def client_id_of(value: object) -> bytes | None:
    """The sixteen bytes of a UUID as text; ``None`` where it is none."""
    try:
        return UUID(value).bytes if isinstance(value, str) else None
    except ValueError:
        return None


def fingerprint(values: object) -> int:
    """A 64-bit number, equal for equal plain values: tells a repeated request from another under the same id."""
    try:
        text = json.dumps(values, sort_keys=True, default=_plain, ensure_ascii=False)
    except RecursionError:
        text = _TOO_DEEP
    digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _plain(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)


def moment(value: object) -> int | None:
    """Milliseconds of an ISO 8601 text with offset; ``None`` where it is none."""
    try:
        return min(max(clock.parse(value), _FIRST), _LAST) if isinstance(value, str) else None
    except (ValueError, OverflowError):
        return None


def as_text(raw: object, most: int = 4_000) -> str:
    """What was heard, as JSON text short enough to keep."""
    try:
        return json.dumps(raw, default=str)[:most]
    except RecursionError:
        return _TOO_DEEP


def _told(raw: Mapping[str, Any], sent_at: int | None) -> Told:
    happened_at = moment(raw.get("happened_at"))
    if happened_at is None:
        raise Wrong("happened_at")
    late = raw.get("late", False)
    if not isinstance(late, bool):
        raise Wrong("late")
    age, offset = (_number(raw, name) for name in ("age_ms", "clock_offset_ms"))
    return Told(happened_at, sent_at, age, offset, late)


def _code(raw: Mapping[str, Any]) -> str | None:
    code = raw.get("code")
    if code is None and raw.get("undoes") is not None:
        return None
    if not isinstance(code, str) or not code.strip():
        raise Wrong("code")
    return clean(code)


def _undoes(raw: Mapping[str, Any]) -> bytes | None:
    undoes = raw.get("undoes")
    if undoes is None:
        return None
    found = client_id_of(undoes)
    if found is None:
        raise Wrong("undoes")
    return found


def whole(raw: Mapping[str, Any], name: str, least: int, most: int = MOST_PIECES) -> int | None:
    """A whole number, ``None`` where it is missing; raises ``Wrong``."""
    value = raw.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise Wrong(name)
    return value


def _number(raw: Mapping[str, Any], name: str) -> int | None:
    value = raw.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 2**53:
        raise Wrong(name)
    return int(value)


def _word(raw: Mapping[str, Any], name: str) -> str | None:
    value = raw.get(name)
    if value is None:
        return None
    word = clean(value.strip()) if isinstance(value, str) else ""
    if not word:
        raise Wrong(name)
    return word


def clean(text: str, most: int = CODE_KEPT) -> str:
    """Text that any database takes: no NUL, no half characters, not endless."""
    return text.replace("\x00", "")[:most].encode("utf-8", "replace").decode("utf-8")
