"""Words that several boards say: sentences in the reader's language, how pieces are counted, how many days are left."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from flask_babel import get_locale, gettext, ngettext

from ..pages import counted, number
from ..rules.pace import Outlook, Status
from .progress import OrderProgress

# A status and the badge it wears: see css/look.css.
_LOOKS = {
    Status.ON_TRACK: "on_track",
    Status.AT_RISK: "at_risk",
    Status.LATE: "late",
    Status.NOT_STARTED: "ask",
    Status.UNKNOWN: "kept",
    Status.COMPLETE: "good",
    Status.CLOSED: "already",
}


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


def about_due(days: int) -> str:
    """The same beside the word *late*, which it doesn't say again: ``lewat 2 hari``."""
    if days >= 0:
        return days_left(days)
    passed: str = ngettext("lewat %(days)s hari", "lewat %(days)s hari", -days, days=-days)
    return passed


def status_word(status: Status) -> tuple[str, str]:
    """How an order stands against its day: the look of its badge, and its word."""
    words = {
        Status.ON_TRACK: _("Sesuai jadwal"),
        Status.AT_RISK: _("Rawan terlambat"),
        Status.LATE: _("Terlambat"),
        Status.NOT_STARTED: _("Belum dimulai"),
        Status.UNKNOWN: _("Belum cukup data"),
        Status.COMPLETE: _("Lengkap"),
        Status.CLOSED: _("Ditutup"),
    }
    return _LOOKS[status], words[status]


def rate(pieces_a_day: float | None) -> str:
    """A pace: whole pieces from ten on, below with one decimal; a dash where there is none."""
    return number(pieces_a_day, 0 if pieces_a_day is not None and pieces_a_day >= 10 else 1)


def short_day(day: date) -> str:
    """A day near by, without its year: ``Sab, 21 Nov``."""
    return format_date(day, "EEE, d MMM", locale=str(get_locale() or "id"))


def why(order: OrderProgress, outlook: Outlook, today: date) -> str:
    """Why an order is late or at risk, in one or two sentences; empty where it is neither."""
    if outlook.status not in (Status.LATE, Status.AT_RISK):
        return ""
    owed = pieces(outlook.owed, order.counted_in)
    if outlook.status is Status.LATE:
        return _("Jatuh tempo %(day)s sudah lewat, masih kurang %(owed)s.", day=short_day(order.due_on), owed=owed)
    said = {"owed": owed, "day": short_day(order.due_on), "left": days_left(order.days_left(today))}
    if outlook.measured is None:
        return _("Kurang %(owed)s, jatuh tempo %(day)s (%(left)s), dan belum ada laju yang terukur.", **said)
    said |= {"needed": rate(outlook.needed), "measured": rate(outlook.measured)}
    if not outlook.measured:
        return _(
            "Kurang %(owed)s, jatuh tempo %(day)s (%(left)s): butuh %(needed)s sehari,"
            " tetapi 7 hari kerja terakhir tidak ada yang selesai.",
            **said,
        )
    if outlook.finish is None:
        return _("Kurang %(owed)s, butuh %(needed)s sehari, nyata %(measured)s: tidak selesai dalam setahun.", **said)
    said["finish"] = short_day(outlook.finish)
    return _(
        "Kurang %(owed)s: butuh %(needed)s sehari, nyata %(measured)s. Perkiraan selesai %(finish)s,"
        " jatuh tempo %(day)s.",
        **said,
    )
