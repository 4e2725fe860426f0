"""A form's page: drawn empty, and drawn again with what was typed and the sentence that says what is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from .. import clock, refusals
from ..access.answers import sentence, status_of
from ..access.officers import check_pin
from ..access.sessions import current_officer, note_pin
from ..access.slowing import place_here
from ..refusals import ALL, No, Refused
from .typed import all_of

_TAG = re.compile(r"<[^>]*>")


def officer_id() -> int:
    """The officer signed in in this browser; the door let nobody else in."""
    officer = current_officer()
    if officer is None:
        raise Refused(refusals.NOT_ALLOWED.because())
    return officer.id


def form_page(
    template: str, no: No | None = None, start: Mapping[str, Any] | None = None, said: str = "", **words: Any
) -> ResponseReturnValue:
    """The page of a form. ``typed`` in the template is what was sent, or ``start`` before anything was.

    With a refusal, ``said`` is its sentence (made here unless given) and ``look`` its look; ``errors`` has it by the
    field that it is about, and what else is wrong by theirs. Where fields say it, the panel above the form only leads
    there: ``wrong``; ``beside`` are sentences that no field says.
    """
    errors: dict[str | None, str] = {}
    if no is not None:
        said = said or sentence(no)
        for each in all_of(no):
            errors.setdefault(each.detail.get("field"), said if each is no else sentence(each))
        words |= {"said": said, "look": ALL[no.code].look.value, "no": no}
    typed = request.form if request.method == "POST" else start or {}
    page = render_template(template, typed=typed, errors=errors, **words)
    wrong = {field: at for field in errors if (at := _at_its_field(page, field)) is not None}
    if wrong:
        words |= {"wrong": list(wrong.values()), "beside": [errors[field] for field in errors if field not in wrong]}
        page = render_template(template, typed=typed, errors=errors, **words)
    return page, status_of(no) if no is not None else 200


def _at_its_field(page: str, field: str | None) -> tuple[str, str] | None:
    """Where on a page the sentence about a field stands, and what the field is called; ``None``: only in the panel."""
    if field is None or (at := page.find(f'id="{field}-error"')) < 0:
        return None
    called = re.findall(rf'<label for="{re.escape(field)}">(.*?)</label>|<legend>(.*?)</legend>', page[:at], re.DOTALL)
    return f"{field}-error", unescape(_TAG.sub("", "".join(called[-1]) if called else field)).strip()


def sign_with_pin() -> None:
    """Checks the PIN in this form's field ``pin``: the signature of the officer signed in, under this one form.

    Typed a minute ago for something else it is no signature. Where only the right is in question, mark ``@fresh_pin``.
    """
    typed = request.form.get("pin", "")
    if not typed:
        raise Refused(refusals.PIN_NEEDED.because())
    check_pin(officer_id(), typed, place_here(), clock.now())
    note_pin(clock.now())
