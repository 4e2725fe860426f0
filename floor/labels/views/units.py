"""Exactly one unit's label, from the unit's page."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.marks import needs
from ...access.sessions import may
from ...db import db
from ...models import Role
from ...office import units
from ...refusals import No
from .. import printing
from ..door import bp
from ..printing import Printable
from .batches import wanted
from .sheet import Print, offer
from .single import single_label


@bp.get("/labels/units/<code>")
@needs(Role.OPERATOR)
def unit_label(code: str, no: No | None = None) -> ResponseReturnValue:
    """Leads to the sheet, or asks whether the label in use may end."""
    title = _("Label %(name)s", name=units.find(code).name)
    return single_label(_labels(code), title, url_for("labels.unit_sheet", code=code), _back(code), no)


def _unit(code: str) -> Print:
    found = units.find(code)
    title = _("Label %(name)s", name=found.name)
    return wanted(_labels(code), found.batch.number, title, _back(code))


def _labels(code: str) -> list[Printable]:
    """The unit's label in use; none where it was made void, or is empty."""
    label = units.shown(units.find(code)).label
    return printing.of_labels(db.session, [label.id]) if label is not None else []


def _back(code: str) -> str:
    return url_for("office.unit", code=code) if may(Role.SUPERVISOR) else f"/units/{code}"


offer("/labels/units/<code>", "unit", Role.OPERATOR, _unit, unit_label)
