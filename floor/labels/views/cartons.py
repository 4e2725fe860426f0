"""The label of one carton."""

from __future__ import annotations

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.marks import needs
from ...db import db
from ...models import Role
from ...office.forms import form_page
from ...refusals import No
from .. import cartons
from ..door import bp
from .batches import wanted
from .sheet import Print, offer


@bp.get("/labels/cartons/<number>")
@needs(Role.OPERATOR)
def carton_label(number: str, no: No | None = None) -> ResponseReturnValue:
    """Leads to the sheet: of one label there is nothing to choose, unless it was printed before."""
    if no is None:
        return redirect(url_for("labels.carton_sheet", number=number))
    title = _("Label koli %(number)s", number=number)
    return form_page("labels/again.html", no, {}, title=title, address=url_for("labels.carton_sheet", number=number))


def _carton(number: str) -> Print:
    labels = cartons.of_carton(db.session, number)
    if not labels:
        abort(404)
    title = _("Label koli %(number)s", number=number)
    there = url_for("labels.carton_label", number=number)
    return wanted(labels, number, title, there, kind="cartons")


offer("/labels/cartons/<number>", "carton", Role.OPERATOR, _carton, carton_label)
