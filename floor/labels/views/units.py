"""Exactly one unit's label, from the unit's page."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.marks import needs
from ...db import db
from ...models import Role
from ...office import units
from ...office.forms import form_page
from ...refusals import No
from .. import printing
from ..door import bp
from .batches import wanted
from .sheet import Print, offer


@bp.get("/labels/units/<code>")
@needs(Role.OPERATOR)
def unit_label(code: str, no: No | None = None) -> ResponseReturnValue:
    """Leads to the sheet: of one label there is nothing to choose, unless it was printed before."""
    address = url_for("labels.unit_sheet", code=code)
    if no is None:
        return redirect(address)
    title = _("Label %(name)s", name=units.find(code).name)
    return form_page("labels/again.html", no, {}, title=title, address=address)


def _unit(code: str) -> Print:
    found = units.find(code)
    label = units.shown(found).label
    labels = printing.of_labels(db.session, [label.id]) if label is not None else []
    there = url_for("labels.unit_label", code=code)
    return wanted(labels, found.batch.number, _("Label %(name)s", name=found.name), there)


offer("/labels/units/<code>", "unit", Role.OPERATOR, _unit, unit_label)
