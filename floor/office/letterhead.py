"""Whose paper it is: the site's head, and who signs for it on a day."""

from __future__ import annotations

import io
from datetime import date

from flask import Response, send_file

from .. import clock, pages
from ..db import db
from . import posts
from .papers import Letterhead

# Whoever heads the section signs its papers; in a Lapas of class I the section is a Bidang.
_HEADS = ("Kasi Kegiatan Kerja", "Kabid Kegiatan Kerja")


def head_of(day: date, now: int) -> Letterhead:
    """The head of a paper that is dated that day and printed now."""
    conn, site = db.session.connection(), pages.site()
    held = next((one for post in _HEADS if (one := posts.holder(conn, post, day)) is not None), None)
    signs = (held.title, held.name) if held is not None else (_HEADS[0], "")
    return Letterhead(site.name, site.header, site.zone, clock.local(now, site.zone), *signs)


def as_pdf(paper: bytes, name: str) -> Response:
    """A paper to look at or to keep, under a name that fits any disk."""
    return send_file(io.BytesIO(paper), "application/pdf", download_name=f"{name.replace('/', '-')}.pdf")
