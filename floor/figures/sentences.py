"""What figures say, in whole sentences of the reader's language."""

from __future__ import annotations

from datetime import date
from typing import Any

from babel.dates import format_date
from flask_babel import get_locale, gettext

from ..office.words import drawings
from ..pages import number
from ..rules.control_charts import Rule
from ..rules.standard import Limit
from ..rules.yields import Yield, changed
from .counted import Kind
from .terms import OWN, Terms


def _(sentence: str, **values: object) -> str:
    """The sentence in the reader's language (gettext, typed)."""
    said: str = gettext(sentence, **values)
    return said


def percent(share: float | None, decimals: int = 1) -> str:
    """A share as people write it: ``91,2 %``, in English ``91.2%``; a dash where there is none."""
    gap = "" if str(get_locale()) == "en" else "\N{NO-BREAK SPACE}"
    return "–" if share is None else f"{number(100 * share, decimals)}{gap}%"


def short_day(day: date) -> str:
    """``21 Nov``."""
    return str(format_date(day, "d MMM", locale=str(get_locale() or "id")))


def period_words(terms: Terms) -> str:
    """Which days, as a part of no sentence: ``7 hari terakhir``, ``1 Nov – 21 Nov``."""
    if terms.period == OWN:
        if terms.first == terms.last:
            return short_day(terms.first)
        return f"{short_day(terms.first)} – {short_day(terms.last)}"
    return {"1": _("Hari ini"), "7": _("7 hari"), "30": _("30 hari")}[terms.period]


def about_yield(now: Yield, before: Yield) -> tuple[str, str]:
    """How the yield stands and how it stood in as many days before: a look, and a sentence."""
    if now.share is None:
        return "already", _("Belum ada barang yang diperiksa pertama kali dalam hari-hari ini.")
    said = {"now": percent(now.share), "count": number(now.first), "before": percent(before.share)}
    if before.share is None:
        return "already", _(
            "%(now)s dari %(count)s barang lulus sekali periksa. Sebelumnya belum ada pembanding.", **said
        )
    way = changed(before, now)
    if way < 0:
        return "stop", _("%(now)s dari %(count)s barang lulus sekali periksa: turun dari %(before)s.", **said)
    if way > 0:
        return "good", _("%(now)s dari %(count)s barang lulus sekali periksa: naik dari %(before)s.", **said)
    return "already", _(
        "%(now)s dari %(count)s barang lulus sekali periksa; sebelumnya %(before)s. Belum berbeda nyata.", **said
    )


def about_defects(kinds: list[Kind], locale: str) -> str:
    """The most frequent defect."""
    if not kinds:
        return _("Tidak ada cacat yang dicatat.")
    first, total = kinds[0], sum(kind.bar.pieces for kind in kinds)
    return _(
        "Cacat terbanyak: %(code)s %(name)s, %(count)s dari %(total)s (%(share)s).",
        code=first.bar.key,
        name=first.in_locale(locale),
        count=number(first.bar.pieces),
        total=number(total),
        share=percent(first.bar.cumulative, 0),
    )


def about_days(days: list[date] | None) -> str:
    """On which days more failed than usual, or fewer; the newest few by name. ``None``: too few days to say."""
    if days is None:
        return _("Belum cukup hari untuk menilai naik turunnya bagian gagal.")
    if not days:
        return _("Bagian gagal per hari terkendali: naik turunnya wajar.")
    named = ", ".join(short_day(day) for day in days[-3:])
    if len(days) > 3:
        return _("Bagian gagal tidak wajar pada %(n)s hari, terakhir %(days)s.", n=len(days), days=named)
    return _("Bagian gagal tidak wajar pada %(days)s.", days=named)


def about_measures(odd: int, all_: int) -> str:
    """How many measured checks are out of control."""
    if not all_:
        return _("Belum cukup hasil ukur untuk peta kendali.")
    if not odd:
        return _("Semua %(all)s ukuran terkendali.", all=all_)
    return _("%(odd)s dari %(all)s ukuran di luar kendali.", odd=odd, all=all_)


def rule_words(rule: Rule) -> str:
    """What a run rule says, plainly."""
    return {
        Rule.BEYOND: _("Titik di luar batas kendali (3 sigma)."),
        Rule.SIDE: _("Sembilan titik berturut-turut di satu sisi garis tengah: prosesnya bergeser."),
        Rule.TREND: _("Enam titik berturut-turut terus naik atau terus turun."),
        Rule.NEAR: _("Dua dari tiga titik berturut-turut di luar 2 sigma, di sisi yang sama."),
    }[rule]


def severity_word(severity: str) -> str:
    """Kritis, mayor, minor."""
    words = {"critical": _("Kritis"), "major": _("Mayor"), "minor": _("Minor")}
    return str(words.get(severity, severity))


def outcome_word(outcome: str) -> str:
    """What was done with pieces."""
    words: dict[str, Any] = {
        "passed": _("Lulus"),
        "rework": _("Perbaikan"),
        "grade_b": _("Grade B"),
        "scrap": _("Afkir"),
        "hold": _("Ditahan"),
        "first_failed": _("Gagal pada periksa pertama"),
    }
    return str(words.get(outcome, outcome))


def tolerance(limit: Limit) -> str:
    """How far a measurement may lie: ``107 – 109``, ``≥ 485``."""
    if limit.high is None:
        return "–" if limit.low is None else f"≥ {number(limit.low)}"
    return f"≤ {number(limit.high)}" if limit.low is None else f"{number(limit.low)} – {number(limit.high)}"


def drawing_word(drawing: str) -> str:
    """What a drawing shows."""
    return str(dict(drawings()).get(drawing, drawing))
