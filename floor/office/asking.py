"""A change to the ledger, as a form asks for it."""

from __future__ import annotations

from flask import request

from .. import clock
from ..models import EntryKind
from ..refusals import Refused
from ..scan.entries import Done
from ..scan.hearing import fingerprint
from ..scan.record import EntryAsked
from . import typed
from .forms import officer_id

# What may differ between two sendings of the same form.
_OF_THE_BROWSER = {"csrf_token", "pin"}


def entry_asked(kind: EntryKind, by: int | None = None) -> EntryAsked:
    """This request as an entry: its id is the form's, and what was typed is its fingerprint.

    ``by`` is the officer, where that isn't who is signed in in this browser: at a station's tablet.
    """
    now = clock.now()
    said = sorted((name, value) for name, value in request.form.items(multi=True) if name not in _OF_THE_BROWSER)
    return EntryAsked(
        client_id=typed.client_id(request.form),
        fingerprint=fingerprint([kind.value, request.path, said]),
        kind=kind,
        officer_id=officer_id() if by is None else by,
        at=now,
        heard_at=now,
        reason=typed.words(request.form, "reason"),
    )


def recorded(done: Done) -> Done:
    """What was asked and recorded; ``Refused`` where it was refused, so that its form says so."""
    if done.no is not None:
        raise Refused(done.no)
    return done
