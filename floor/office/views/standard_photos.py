"""Pictures of a standard's checks and defects, as their screens send them."""

from __future__ import annotations

from flask import current_app, g, request

from ...refusals import No, Refused
from .. import photos
from .photos import photo_folder


def new_photo(field: str, before: str | None) -> str | None:
    """The photo that a field shows from now on: the one sent, the one of before, or none where that was ticked.

    One that was sent stays with the page where something else is refused. A standard's photos go by names of their own:
    versions keep them for ever, whoever else shows the same picture and throws it away.
    """
    brought = request.files.get(field)
    content = brought.read() if brought else b""
    if content:
        secret = f"standard {current_app.config['SECRET_KEY']}".encode()
        try:
            kept: str | None = photos.keep(photo_folder(), content, secret)
        except Refused as refused:
            raise Refused(No(refused.no.code, {**refused.no.detail, "field": field})) from None
    else:
        kept = None if f"no_{field}" in request.form else sent_before(field) or before
    g.setdefault("sent_photos", {})[field] = kept
    return kept


def sent_before(field: str) -> str | None:
    """A photo that this page was sent with already, before something else was refused."""
    sent: dict[str, str | None] = g.get("sent_photos", {})
    name = sent.get(field) or request.form.get(f"kept_{field}", "")
    return name if photos.is_name(name) and photos.path(photo_folder(), name, small=False).is_file() else None
