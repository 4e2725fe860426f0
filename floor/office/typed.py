"""What was typed into a form, read field by field. A field that can't be used is refused by its name.

``what`` is the field's name inside the refusal's sentence ("Isi {what}."), an Indonesian msgid; ``field`` in its detail
is the field itself, for the sentence to stand beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .. import refusals
from ..pages import KODI
from ..refusals import No, Refused
from ..scan.hearing import client_id_of

Form = Mapping[str, str]

MOST_PIECES = 100_000
_CODE = re.compile(r"[A-Z0-9][A-Z0-9._-]*", re.ASCII)
_KODI = re.compile(r"(\d{1,5}) *kodi(?: +(\d{1,2}))?(?: +[a-z]+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Nos(No):
    """Everything that is wrong in a form: the first of it, and the ``others``."""

    others: tuple[No, ...] = ()


def every(reads: Mapping[str, Callable[[], Any]]) -> dict[str, Any]:
    """What each of these reads, by its name. Where some refuse, all of them at once: ``Refused`` with ``Nos``."""
    found: dict[str, Any] = {}
    wrong: list[No] = []
    for name, read in reads.items():
        try:
            found[name] = read()
        except Refused as refused:
            wrong += all_of(refused.no)
    if wrong:
        first, *others = wrong
        raise Refused(Nos(first.code, first.detail, tuple(others)))
    return found


def all_of(no: No) -> list[No]:
    """A refusal, and what else is wrong in the same form."""
    return [no, *(no.others if isinstance(no, Nos) else ())]


def client_id(form: Form) -> bytes:
    """The id that the form carries; ``PAGE_TOO_OLD`` where it has none that could be one of ours."""
    found = client_id_of(form.get("id"))
    if found is None:
        raise Refused(refusals.PAGE_TOO_OLD.because())
    return found


def text(form: Form, name: str, what: str, most: int = 120) -> str:
    """A line of text that must be there."""
    found = words(form, name, most)
    if not found:
        raise Refused(_needed(what, name))
    return found


def words(form: Form, name: str, most: int = 400) -> str:
    """Text that may be missing: on one line, without blanks around it, not longer than there is room for."""
    return " ".join(form.get(name, "").replace("\x00", "").split())[:most]


def code(form: Form, name: str, what: str, most: int = 20) -> str:
    """A short code in capitals, fit to stand in an address."""
    found = form.get(name, "").strip().upper()
    if not found or len(found) > most or not _CODE.fullmatch(found):
        raise Refused(refusals.BAD_CODE.because(what=what, most=most, field=name))
    return found


def whole(form: Form, name: str, what: str, least: int = 1, most: int = MOST_PIECES) -> int:
    """A whole number that must be there."""
    found = maybe_whole(form, name, what, least, most)
    if found is None:
        raise Refused(refusals.BAD_NUMBER.because(what=what, field=name))
    return found


def maybe_whole(form: Form, name: str, what: str, least: int = 0, most: int = MOST_PIECES) -> int | None:
    """A whole number, or ``None`` where nothing was typed."""
    typed = form.get(name, "").strip()
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and len(typed) < 10 and least <= int(typed) <= most):
        raise Refused(refusals.BAD_NUMBER.because(what=what, field=name))
    return int(typed)


def pieces(form: Form, name: str, what: str, most: int = MOST_PIECES) -> int | None:
    """So many pieces, in kodi (20) too: ``120``, ``6 kodi``, ``3 kodi 5``; ``None`` where nothing was typed."""
    written = _KODI.fullmatch(form.get(name, "").strip().lower())
    if written is None:
        return maybe_whole(form, name, what, most=most)
    count = int(written[1]) * KODI + int(written[2] or 0)
    if count > most:
        raise Refused(refusals.BAD_NUMBER.because(what=what, field=name))
    return count


def day(form: Form, name: str, what: str) -> date:
    """A calendar day, as a browser's date field sends it (2026-11-21) or as people write it (21/11/2026)."""
    typed = form.get(name, "").strip()
    if written := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", typed, re.ASCII):
        typed = f"{written[3]}-{int(written[2]):02}-{int(written[1]):02}"
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Refused(_needed(what, name)) from None


def one_of(form: Form, name: str, what: str, allowed: Collection[str]) -> str:
    """One of the choices that the form offered."""
    found = form.get(name, "")
    if found not in allowed:
        raise Refused(_needed(what, name))
    return found


def key(form: Form, name: str, what: str) -> int:
    """The key of a row chosen from a list."""
    found = maybe_key(form, name)
    if found is None:
        raise Refused(_needed(what, name))
    return found


def maybe_key(form: Form, name: str) -> int | None:
    """The same, or ``None`` where nothing was chosen."""
    typed = form.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None


def _needed(what: str, field: str) -> No:
    return refusals.FIELD_NEEDED.because(what=what, field=field)
