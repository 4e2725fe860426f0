"""The label of one carton."""

from __future__ import annotations

from flask import abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.marks import needs
from ...db import db
from ...models import Role
from ...refusals import No
from .. import cartons
from ..door import bp
from ..printing import Printable
from .batches import wanted
from .sheet import Print, offer
from .single import single_label


@bp.get("/labels/cartons/<number>")
@needs(Role.OPERATOR)
def carton_label(number: str, no: No | None = None) -> ResponseReturnValue:
    """Leads to the sheet, or asks whether the label in use may end."""
    title = _("Label koli %(number)s", number=number)
    there = url_for("labels.carton_sheet", number=number)
    return single_label(_labels(number), title, there, _back(number), no)


def _carton(number: str) -> Print:
    title = _("Label koli %(number)s", number=number)
    return wanted(_labels(number), number, title, _back(number), kind="cartons")


def _labels(number: str) -> list[Printable]:
    return cartons.of_carton(db.session, number) or abort(404)


def _back(number: str) -> str:
    return f"/cartons/{number}"


offer("/labels/cartons/<number>", "carton", Role.OPERATOR, _carton, carton_label)
