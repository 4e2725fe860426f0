"""Lots as people and programs read them. A sample says something of the lot, never that all of it is good."""

from __future__ import annotations

from typing import Any

from ..models import LotOutcome
from ..rules import sampling
from ..rules.sampling import Plan
from .lots import Lot
from .results import VerdictResult

_CLASSES = {"critical": ("kritis", "critical"), "major": ("mayor", "major"), "minor": ("minor", "minor")}
_LOOKED = (
    "{lot}: potong ke-{done} dari {drawn} dinilai. {stand}.",
    "{lot}: piece {done} of {drawn} judged. {stand}.",
)
_STANDS = {
    None: ("Lanjutkan", "Go on"),
    True: ("Sampel cukup: lot bisa diterima", "The sample is complete: the lot can be accepted"),
    False: ("Lot ini sekarang hanya bisa ditolak", "This lot can only be rejected now"),
}
_BACK = ("{lot}: penilaian potong itu diurungkan. Nilai lagi.", "{lot}: that piece's judgement is taken back.")
_ENDS = {
    LotOutcome.ACCEPTED: (
        "Lot diterima (sampling). {lot}: {good} lanjut, {bad} dipisahkan.",
        "Lot accepted (by sampling). {lot}: {good} go on, {bad} set apart.",
    ),
    LotOutcome.REJECTED: (
        "Lot ditolak. {lot} tetap di gerbang: periksa satu per satu.",
        "Lot rejected. {lot} stays at the gate: inspect it piece by piece.",
    ),
    LotOutcome.WITHDRAWN: (
        "{lot} dibatalkan. Bundelnya bebas lagi.",
        "{lot} was withdrawn. Its bundles are free again.",
    ),
}
_REOPENED = (
    "{lot}: akhir lot diurungkan. Semua potong kembali ke gerbang, lot dibuka lagi.",
    "{lot}: the lot's end is undone. Every piece is back at the gate, the lot is open again.",
)
_SORTED = (
    "Semua potong sudah diperiksa. {lot}: {good} lanjut, {bad} dipisahkan.",
    "Every piece was inspected. {lot}: {good} go on, {bad} set apart.",
)
_PLANS = {
    sampling.EVERY: ("setiap potong ({n})", "every piece ({n})"),
    sampling.INLINE: ("cek inline: {n} potong, tidak boleh ada yang cacat", "inline check: {n} pieces, none bad"),
    sampling.ISO: (
        "ambil {n}, terima sampai {ac}, tolak mulai {re} (ISO 2859-1, huruf {letter}, tingkat {level}, AQL {aql})",
        "take {n}, accept up to {ac}, reject from {re} (ISO 2859-1, letter {letter}, level {level}, AQL {aql})",
    ),
}
STRICTNESS = {
    sampling.NORMAL: ("normal", "normal"),
    sampling.TIGHTENED: ("diperketat", "tightened"),
    sampling.STOPPED: ("berhenti", "stopped"),
}


def stand(lot: Lot) -> dict[str, Any]:
    """How a lot stands, as the API tells it."""
    return {
        "number": lot.number,
        "quantity": lot.quantity,
        "drawn": len(lot.pieces),
        "looked": len(lot.looks),
        "ended": lot.ended.value if lot.ended else None,
        "can_be_accepted": lot.is_accepted,
        "classes": [
            {
                "severity": severity,
                "sample": one.plan.size,
                "looked": one.looked,
                "found": one.found,
                "accept": one.plan.accept,
                "reject": one.plan.reject,
                "only_reject": one.is_lost,
            }
            for severity, one in lot.standings.items()
        ],
    }


def sentence(verdict: VerdictResult, locale: str) -> str:
    """What became of an item that spoke of a lot."""
    lot, english = verdict.lot, locale == "en"
    assert lot is not None  # noqa: S101 - it is asked only then
    bad = sum(look.outcome != "" for look in lot.looks)
    if verdict.ended is LotOutcome.UNDONE:
        said = _REOPENED
    elif verdict.result.undone:
        said = _BACK
    elif verdict.ended is None:
        said = _LOOKED
    elif verdict.ended is LotOutcome.ACCEPTED and is_every_piece(lot):
        said = _SORTED
    else:
        said = _ENDS[verdict.ended]
    words = {
        "lot": lot.number,
        "done": len(lot.looks),
        "drawn": len(lot.pieces),
        "bad": bad,
        "good": lot.quantity - bad,
    }
    return said[english].format(stand=_STANDS[lot.is_accepted][english], **words)


def is_every_piece(lot: Lot) -> bool:
    """Whether every piece was looked at: then nothing was concluded from a sample."""
    return len(lot.pieces) == lot.quantity


def class_words(severity: str, locale: str) -> str:
    """A class of defects by name."""
    return _CLASSES[severity][locale == "en"]


def strictness_words(strictness: str, locale: str) -> str:
    """Normal, tightened or stopped."""
    return STRICTNESS[strictness][locale == "en"]


def plan_words(plan: Plan, locale: str) -> str:
    """A plan in words."""
    aql = "–" if plan.aql is None else f"{plan.aql:.1f}"
    return _PLANS[plan.method][locale == "en"].format(
        n=plan.size,
        ac=plan.accept,
        re=plan.reject,
        letter=plan.letter,
        level=plan.level,
        aql=aql if locale == "en" else aql.replace(".", ","),
    )
