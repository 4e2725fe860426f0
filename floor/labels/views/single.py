"""The page of one label: of one there is nothing to choose, unless it was printed before."""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect
from flask.typing import ResponseReturnValue

from ...office.forms import form_page
from ...refusals import No
from ..printing import Printable


def single_label(labels: Sequence[Printable], title: str, sheet: str, back: str, no: No | None) -> ResponseReturnValue:
    """Leads to the sheet; for a label that was printed, asks first whether its old paper may end."""
    printed = any(label.printed_at is not None for label in labels)
    if no is None and not printed:
        return redirect(sheet)
    return form_page("labels/again.html", no, {}, title=title, address=sheet, back=back, printed=printed)
