"""What every page needs: the site, times and numbers as people here write them, addresses of static files, headers."""

from __future__ import annotations

import hashlib
import re
import time
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from flask import Flask, Response, g, request
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from sqlalchemy import select

from . import clock, statics
from .db import db
from .ids import uuid7
from .models import Site

_YEAR = 365 * 24 * 3600
_FOLDER = "v-"
_LOOKED_AT_FOR = 2  # seconds: a file that is changed while it is served is seen soon
KODI = 20
_MEASURE = re.compile(r"(?<=\d) (?=×|(?:mm|cm|m|kg|g|ml|l)\b)|(?<=×) (?=\d)")
_HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "script-src 'self' 'wasm-unsafe-eval'",
            "style-src 'self'",
            "img-src 'self' data: blob:",
            "connect-src 'self'",
            "font-src 'self'",
            "media-src 'self' blob:",
            "worker-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        )
    ),
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
    "Referrer-Policy": "same-origin",
}


def register_pages(app: Flask) -> None:
    """Gives the app's templates their filters and words, and every answer its headers."""
    filters = {"moment": moment, "day": day, "clock": clock_time, "number": number, "iso": iso}
    app.jinja_env.filters.update(**filters, counted=counted, kodi=kodi, measured=measured)
    app.context_processor(_words)
    app.url_defaults(_name_the_version)
    app.url_value_preprocessor(_forget_the_version)
    app.after_request(_put_headers)


def site() -> Site:
    """The site's row, read once per request; a nameless one before it was set up."""
    if "site" not in g:
        found = db.session.scalars(select(Site).order_by(Site.id).limit(1)).first()
        g.site = found or Site(code="", name="floor", zone="WIB", epoch="", camera=False, clock_confirmed_at=0)
    kept: Site = g.site
    return kept


def moment(millis: int | None) -> str:
    """Day and time on the site's clock: ``21 Nov 14.05``; with the year where that isn't this one."""
    if millis is None:
        return "–"
    there = clock.local(millis, site().zone)
    year = "" if there.year == clock.local(clock.now(), site().zone).year else " y"
    return format_datetime(there, f"d MMM{year} {_hours()}", locale=_locale())


def clock_time(millis: int | None) -> str:
    """The time on the site's clock: ``14.05``, in English ``14:05``."""
    if millis is None:
        return "–"
    return format_datetime(clock.local(millis, site().zone), _hours(), locale=_locale())


def day(when: int | date | None) -> str:
    """The day of a moment on the site's clock, or of a date: ``Sab, 21 Nov 2026``."""
    if when is None:
        return "–"
    the_day = when if isinstance(when, date) else clock.local_day(when, site().zone)
    return format_date(the_day, "EEE, d MMM y", locale=_locale())


def number(value: float | None, decimals: int = 3) -> str:
    """A number with the language's marks and at most so many decimals: ``1.200`` or ``1,200``."""
    if value is None:
        return "–"
    return format_decimal(round(value, decimals), locale=_locale())


def counted(word: str, quantity: int = 2) -> str:
    """What so many of a product are called, in the reader's language: ``potong``; ``piece`` or ``pieces``."""
    return counted_words(quantity).get(word, word)


def counted_words(quantity: int = 2) -> dict[str, str]:
    """The words that products are counted in, by the word that is kept."""
    return {
        "potong": ngettext("potong", "potong", quantity),
        "lembar": ngettext("lembar", "lembar", quantity),
        "unit": ngettext("unit", "unit", quantity),
        "set": ngettext("set", "set", quantity),
        "toples": ngettext("toples", "toples", quantity),
        "bungkus": ngettext("bungkus", "bungkus", quantity),
    }


def kodi(quantity: int, word: str) -> str:
    """The same in kodi of 20, as cloth and clothes are counted: ``6 kodi``, ``3 kodi 5 lembar``; else nothing."""
    whole, rest = divmod(quantity, KODI)
    if word not in ("potong", "lembar") or whole < 1:
        return ""
    if not rest:
        return str(_("%(kodi)s kodi", kodi=number(whole)))
    return str(_("%(kodi)s kodi %(rest)s %(word)s", kodi=number(whole), rest=rest, word=counted(word, rest)))


def measured(name: str) -> str:
    """A name whose measure stays on one line: ``2,60 × 0,90 m``, ``40 cm``."""
    return _MEASURE.sub("\N{NO-BREAK SPACE}", name)


def iso(when: int | date | None) -> str:
    """ISO 8601, for ``<time datetime>`` and for scripts."""
    if when is None:
        return ""
    return when.isoformat() if isinstance(when, date) else clock.iso(when)


def _locale() -> str:
    return str(get_locale() or "id")


def _hours() -> str:
    return "HH:mm" if _locale() == "en" else "HH.mm"


def _words() -> dict[str, Any]:
    return {
        "site": site(),
        "locale": _locale(),
        "new_id": uuid7,
        "counted_words": counted_words,
        "page_version": version,
    }


def _name_the_version(endpoint: str, values: dict[str, Any]) -> None:
    """Puts the version of all static files into the address of each, as a folder, so that browsers may keep it.

    A folder, because modules import each other by addresses beside their own: all of them stay within one version, and
    none is asked for again, so that a page opens while the server is away.
    """
    if endpoint != "static" or "filename" not in values:
        return
    if statics.is_there(values["filename"]):
        values["filename"] = f"{_FOLDER}{static_version(int(time.monotonic()) // _LOOKED_AT_FOR)}/{values['filename']}"


def _forget_the_version(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Takes that folder out of an address again: of another version, what stands here now is answered, and not kept."""
    if endpoint != "static" or not values:
        return
    folder, _, name = str(values["filename"]).partition("/")
    if not folder.startswith(_FOLDER) or not name:
        return
    values["filename"] = name
    g.is_this_version = folder == _FOLDER + static_version(int(time.monotonic()) // _LOOKED_AT_FOR)


@lru_cache(maxsize=2)
def static_version(_moment: int) -> str:
    """A digest of what static files there are and when they were changed."""
    digest = hashlib.sha256()
    for path in sorted(statics.FOLDER.rglob("*.*")):
        found = path.stat()
        digest.update(f"{path.relative_to(statics.FOLDER)} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:12]


@cache
def version() -> str:
    """What pages are made of (scripts, styles, templates), as a digest: a page of before an update carries another."""
    here, digest = Path(__file__).parent, hashlib.sha256()
    for folder in ("static/js", "static/css", "templates"):
        for path in sorted((here / folder).rglob("*.*")):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _put_headers(response: Response) -> Response:
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    if request.endpoint == "static" and response.status_code in (200, 206, 304):
        kept = f"public, max-age={_YEAR}, immutable" if g.get("is_this_version") else "no-cache"
        response.headers["Cache-Control"] = kept
        # The page's policy governs its styles and scripts. Sent with each of forty it would weigh as much as they do.
        response.headers.remove("Content-Disposition")
        return response
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.path.startswith("/api/"):
        response.headers["X-Floor-Version"] = version()
        response.headers["X-Floor-Time"] = str(clock.now())  # tablets measure their clock's error by it
    response.headers.setdefault("Cache-Control", "no-store")
    return response
