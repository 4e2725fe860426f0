"""How old something is, and how wrong a tablet's clock, as people say it."""

from __future__ import annotations

from flask_babel import gettext as _

from .. import clock
from ..rules.times import SAME_MS


def age_words(millis: int) -> str:
    """How long ago, in the largest unit that says it."""
    minutes = max(0, millis) // clock.MINUTE
    if minutes < 1:
        return str(_("baru saja"))
    if minutes < 60:
        return str(_("%(n)s menit lalu", n=minutes))
    if minutes < 48 * 60:
        return str(_("%(n)s jam lalu", n=minutes // 60))
    return str(_("%(n)s hari lalu", n=minutes // (24 * 60)))


def clock_words(error: int | None) -> str:
    """How far a tablet's clock is ahead of ours (ms), in words; ``None``: it isn't known."""
    if error is None:
        return str(_("belum diketahui"))
    if abs(error) <= SAME_MS:
        return str(_("cocok"))
    return str(_("lebih cepat %(how)s", how=_span(error)) if error > 0 else _("terlambat %(how)s", how=_span(-error)))


def _span(millis: int) -> str:
    minutes = round(millis / clock.MINUTE)
    if minutes < 2:
        return str(_("%(n)s detik", n=round(millis / clock.SECOND)))
    if minutes < 120:
        return str(_("%(n)s menit", n=minutes))
    hours = round(minutes / 60)
    return str(_("%(n)s jam", n=hours) if hours < 48 else _("%(n)s hari", n=round(hours / 24)))
