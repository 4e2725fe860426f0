"""Defects and where they were; the share that failed, in control or not; measurements, in control or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from ... import pages
from ...access.marks import needs
from ...db import db
from ...models import Role
from .. import counted
from ..asking import page, terms_here
from ..door import bp
from ..drawing import Drawn, Named, Words, draw, draw_pareto
from ..facts import read_facts
from ..fractions import WAYS, Group, fractions
from ..heat import drawings, heat
from ..measured import Control, Measure, Value, control, measures
from ..sentences import percent, short_day
from ..terms import Terms


@bp.get("/figures/defects")
@needs(Role.SUPERVISOR, Role.INSPECTOR)
def defects() -> ResponseReturnValue:
    """The Pareto of defects, and where on the product they were."""
    terms = terms_here()
    # A defect in the address narrows the drawing, not the Pareto it is compared in.
    facts = read_facts(db.session.connection(), terms, spots=True)
    spots = [one for one in facts.spots if terms.defect in ("", one.found.code)]
    there = drawings(spots)
    asked = request.args.get("drawing", "")
    shown = asked if asked in dict(there) else there[0][0] if there else ""
    kinds = counted.kinds(facts.defects)
    return page(
        "figures/defects.html",
        terms,
        kinds=kinds,
        bars=draw_pareto([kind.bar for kind in kinds]),
        whole=counted.whole(facts),
        heat=heat(spots, shown) if there else None,
        drawings=there,
    )


@bp.get("/figures/days")
@needs(Role.SUPERVISOR, Role.INSPECTOR)
def days() -> ResponseReturnValue:
    """The share that failed the first time, per day, batch or lot, with its control limits."""
    terms, way = terms_here(), request.args.get("by", WAYS[0])
    way = way if way in WAYS else WAYS[0]
    found = fractions(read_facts(db.session.connection(), terms), way, terms)
    named = [_named(group, way, terms) for group in found.groups]
    words = Words(_("Rata-rata"), _("Batas atas"), _("Batas bawah"))
    drawn = draw(found.chart, named, percent, words) if found.groups else None
    rows = list(zip(found.groups, found.chart.points, named, strict=True))
    return page("figures/days.html", terms, way=way, found=found, drawn=drawn, rows=rows)


@bp.get("/figures/measures")
@needs(Role.SUPERVISOR, Role.INSPECTOR)
def checks() -> ResponseReturnValue:
    """Every measured check, per product and size: how it stands against its tolerance and its control limits."""
    terms = terms_here()
    found = [(one, control(one)) for one in measures(db.session.connection(), terms)]
    return page("figures/checks.html", terms, found=found)


@bp.get("/figures/measures/<int:check>")
@needs(Role.SUPERVISOR, Role.INSPECTOR)
def check(check: int) -> ResponseReturnValue:
    """One measured check of one size: means and ranges, or single values; control limits, and the tolerance beside."""
    terms = replace(terms_here(), check=str(check))
    conn = db.session.connection()
    found = measures(conn, terms)
    if not found:
        wide = measures(conn, replace(terms, size="", product="", partner="", stage="", team=""))
        return page("figures/check_empty.html", terms, measure=wide[0] if wide else None)
    way = request.args.get("chart", "")
    one = next((each for each in found if (each.product, each.size) == (terms.product, terms.size)), found[0])
    charts = control(one, way)
    narrow = terms.asked(product=one.product, size=one.size, check="")
    return page(
        "figures/check.html",
        terms,
        measure=one,
        others=[each for each in found if each is not one],
        control=charts,
        narrow=narrow,
        place=_place(one, charts, narrow),
        scatter=_scatter(one, charts, narrow),
        rows=list(zip(charts.labels, charts.place.points, strict=True)),
    )


def _named(group: Group, way: str, terms: Terms) -> Named:
    asked = terms.on(date.fromisoformat(group.key)) if way == "day" else terms.asked(**{way: group.key})
    word = short_day(date.fromisoformat(group.key)) if way == "day" else group.key
    said = _(
        "%(what)s: %(failed)s dari %(judged)s gagal pada periksa pertama",
        what=word,
        failed=pages.number(group.failed),
        judged=pages.number(group.judged),
    )
    return Named(word, said, url_for("figures.inspections", **asked))


def _place(one: Measure, charts: Control, narrow: dict[str, Any]) -> Drawn | None:
    words = Words(_("Rata-rata"), _("Kendali atas"), _("Kendali bawah"), _("Toleransi atas"), _("Toleransi bawah"))
    named = _points(one, charts.labels, charts.size, narrow)
    return draw(charts.place, named, _shown, words, one.limit) if charts.place.points else None


def _scatter(one: Measure, charts: Control, narrow: dict[str, Any]) -> Drawn | None:
    words = Words(_("Rata-rata"), _("Kendali atas"), _("Kendali bawah"))
    labels = charts.labels if charts.size > 1 else charts.labels[1:]
    return draw(charts.scatter, _points(one, labels, charts.size, narrow), _shown, words) if labels else None


def _points(one: Measure, labels: Sequence[Value], size: int, narrow: dict[str, Any]) -> list[Named]:
    locale = str(get_locale() or "id")
    return [
        Named(
            pages.clock_time(each.at) if size == 1 and _same_day(labels) else pages.moment(each.at).rsplit(" ", 1)[0],
            f"{one.in_locale(locale)}, {each.batch}, {pages.moment(each.at)}",
            url_for("figures.inspections", **{**narrow, "check": str(one.check), "batch": each.batch}),
        )
        for each in labels
    ]


def _same_day(labels: Sequence[Value]) -> bool:
    return pages.day(labels[0].at) == pages.day(labels[-1].at)


def _shown(value: float) -> str:
    return str(pages.number(value, 2))
