"""Words that several boards say: sentences in the reader's language, how pieces are counted, how many days are left."""

from __future__ import annotations

from flask_babel import gettext, ngettext

from ..pages import counted, number


def _(sentence: str, **values: object) -> str:
    """The sentence in the reader's language (gettext, typed)."""
    said: str = gettext(sentence, **values)
    return said


def pieces(quantity: int, word: str) -> str:
    """A quantity with its word: ``12 potong``."""
    return f"{number(quantity)} {counted(word, quantity)}"


def days_left(days: int) -> str:
    """How long until an order is due: ``9 hari lagi``, ``hari ini``, ``terlambat 2 hari``."""
    if days == 0:
        return _("hari ini")
    if days == 1:
        return _("besok")
    if days < 0:
        late: str = ngettext("terlambat %(days)s hari", "terlambat %(days)s hari", -days, days=-days)
        return late
    return _("%(days)s hari lagi", days=days)
