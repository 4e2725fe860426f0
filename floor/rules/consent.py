"""Grade B: sold at a discount, so only where the partner agreed to it for the order."""

from __future__ import annotations

from .. import refusals
from ..refusals import No


def consent(grade_b: int, takes_grade_b: bool) -> No | None:
    """Why so many pieces can't become grade B; ``None`` where they can, or where none are to."""
    return refusals.NO_CONSENT.because() if grade_b and not takes_grade_b else None
