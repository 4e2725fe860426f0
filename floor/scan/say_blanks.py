"""Answers of ``POST /api/v1/blanks``: as those of scans, with sentences of their own."""

from __future__ import annotations

from typing import Any

from ..models import Outcome
from ..rules import codes
from . import say
from .blanks import Bound, Use

_SENTENCES = {
    Use.SPLIT: (
        "Tercatat. {quantity} dari {source} sekarang {unit}, label {label}.",
        "Recorded. {quantity} of {source} are {unit} now, label {label}.",
    ),
    Use.REPAIR: (
        "Tercatat. {quantity} potongan perbaikan dari {source} sekarang {unit}, label {label}.",
        "Recorded. {quantity} pieces of {source} to be mended are {unit} now, label {label}.",
    ),
    Use.DYE: (
        "Tercatat. Lot celup {unit}: {quantity} dari {source}, label {label}.",
        "Recorded. Dye lot {unit}: {quantity} of {source}, label {label}.",
    ),
    Use.BOIL: (
        "Tercatat. Lot rebus {unit}: {quantity} dari {source}, label {label}.",
        "Recorded. Boil lot {unit}: {quantity} of {source}, label {label}.",
    ),
    Use.LOST: (
        "Tercatat. {unit} memakai label {label}. Yang lama tidak berlaku lagi.",
        "Recorded. {unit} carries label {label} now. The old one no longer holds.",
    ),
}


def answer(bound: Bound, locale: str, zone: str) -> dict[str, Any]:
    """One result of ``POST /api/v1/blanks``."""
    said = say.answer(bound.result, locale, zone)
    found = bound.result.unit
    if bound.result.outcome is Outcome.RECORDED and found is not None:
        template = _SENTENCES[bound.use][locale == "en"]
        words = {
            "quantity": bound.quantity,
            "source": bound.source.name if bound.source else "–",
            "unit": say.unit_words(found, locale),
            "label": codes.in_words(found.code),
        }
        said["say"] = template.format(**words) + say.clock_words(bound.result, locale)
    return said
