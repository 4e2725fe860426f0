"""Blank labels, printed beforehand and bound by scanning."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Connection

from ...access.marks import needs
from ...models import Role
from ...office import typed
from ...office.forms import form_page
from ...refusals import No
from .. import cards
from ..cards import MOST_BLANKS, SAMPLE
from ..door import bp
from ..jobs import Issued
from .recent import recent_jobs
from .sheet import Print, chosen_media, first_cell, media_words, offer

_SUBJECT = "blanks"


@bp.get("/labels/blanks")
@needs(Role.OPERATOR)
def blanks(no: No | None = None) -> ResponseReturnValue:
    """Asks how many blank labels, and on what."""
    media = chosen_media()
    rest_of_sheet = media.cells - first_cell(media) if media.cells > 1 else 24
    start = {"count": rest_of_sheet, "media": media.key, **request.args.to_dict()}
    recent = recent_jobs(_SUBJECT)
    return form_page("labels/blanks.html", no, start, most=MOST_BLANKS, media_words=media_words(), recent=recent)


def _blanks() -> Print:
    count = typed.whole(request.values, "count", "jumlah label", most=MOST_BLANKS)

    def issue(conn: Connection, now: int) -> list[Issued]:
        return cards.issue_blanks(conn, count, now)

    shown = [cards.blank(SAMPLE)] * count
    return Print("blanks", _SUBJECT, _("Label kosong"), url_for("labels.blanks"), shown, issue)


offer("/labels/blanks", "blanks", Role.OPERATOR, _blanks, blanks)
