"""The first page of quality: how it stands, in sentences; what to look at; and the counts per group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from flask import abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from sqlalchemy import Connection, select

from ... import pages
from ...access.marks import needs
from ...db import db
from ...models import Role, RouteStep
from ...office.sheets_file import CSV_TYPE, as_csv
from .. import counted, sentences
from ..asking import page, terms_here
from ..door import bp
from ..drawing import draw_pareto
from ..facts import Facts, read_facts
from ..fractions import fractions
from ..measured import control, measured_at
from ..tables import SHEETS
from ..terms import OWN, Terms

_MONTH = 30  # days that control charts look back


@bp.get("/figures")
@needs(Role.SUPERVISOR, Role.INSPECTOR)
def start() -> ResponseReturnValue:
    """How quality stands now and stood before, the biggest defect, what is out of control."""
    terms, locale = terms_here(), str(get_locale() or "id")
    conn, month = db.session.connection(), _back(terms)
    longest = replace(terms, period=OWN, first=min(terms.before.first, month.first))
    everything = read_facts(conn, longest)
    facts, before = everything.during(terms), counted.whole(everything.during(terms.before))
    cells, kinds = counted.cells(facts), counted.kinds(facts.defects)
    whole = counted.together(cells)
    products = counted.grouped(cells, counted.by_product)
    rolled = counted.rolled_by_product(facts, _gates(conn, facts))
    for product in products:
        product.rolled = rolled.get(product.key)
    by_stage = counted.by_stage_in_english if locale == "en" else counted.by_stage
    teams, least = counted.grouped(cells, counted.by_team), pages.site().team_least
    of_month = everything.during(month)
    odd_days, measured = _odd_days(of_month, month), measured_at(conn, month, of_month.inspections)
    watched = [one for one in map(control, measured) if one.place.is_sure]
    return page(
        "figures/start.html",
        terms,
        whole=whole,
        before=before,
        kinds=kinds,
        bars=draw_pareto([kind.bar for kind in kinds]),
        cycles=counted.cycles(facts),
        products=products,
        stages=counted.grouped(cells, by_stage),
        partners=counted.grouped(cells, counted.by_partner),
        teams=[team for team in teams if team.judged >= least],
        few=[team for team in teams if team.judged < least],
        least=least,
        said=_said(terms, whole, before, kinds, odd_days, [bool(one.fires) for one in watched]),
    )


@bp.get("/figures/<name>.csv")
@needs(Role.SUPERVISOR, Role.INSPECTOR)
def sheet(name: str) -> ResponseReturnValue:
    """One of the tables as a file for a spreadsheet."""
    if name not in SHEETS:
        abort(404)
    terms = terms_here()
    headings, rows = SHEETS[name](db.session.connection(), terms, pages.site().team_least)
    kept = f"mutu-{name}-{terms.first.isoformat()}-{terms.last.isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{kept}"'}
    return as_csv(headings, rows), 200, {"Content-Type": CSV_TYPE, **headers}


def _back(terms: Terms) -> Terms:
    """At least the last month of these days."""
    first = min(terms.first, terms.last - timedelta(days=_MONTH - 1))
    return replace(terms, period=OWN, first=first)


def _odd_days(facts: Facts, terms: Terms) -> list[date] | None:
    """The days that are out of control; ``None`` where there are too few to say."""
    found = fractions(facts, "day", terms)
    if not found.chart.is_sure:
        return None
    fired = zip(found.groups, found.chart.points, strict=True)
    return [date.fromisoformat(group.key) for group, point in fired if point.fires]


def _said(
    terms: Terms,
    whole: counted.Tally,
    before: counted.Tally,
    kinds: list[counted.Kind],
    odd_days: list[date] | None,
    odd: list[bool],
) -> list[tuple[str, str, str]]:
    """The sentences: a look, the words, and where they lead."""
    look, yield_words = sentences.about_yield(whole.first_pass, before.first_pass)
    month = _back(terms).asked()
    defects = sentences.about_defects(kinds, str(get_locale() or "id"))
    measured = sentences.about_measures(sum(odd), len(odd))
    behind = url_for("figures.inspections", **terms.asked(outcome="first_failed"))
    worst = {"defect": kinds[0].bar.key} if kinds else {}
    return [
        (look, yield_words, behind),
        ("ask" if kinds else "good", defects, url_for("figures.defects", **terms.asked(**worst))),
        (_look_of(odd_days), sentences.about_days(odd_days), url_for("figures.days", **month)),
        (_look_of([each for each in odd if each] if odd else None), measured, url_for("figures.checks", **month)),
    ]


def _look_of(odd: Sequence[object] | None) -> str:
    """The look of what is out of control; ``None`` where there is too little to say."""
    return "already" if odd is None else "stop" if odd else "good"


def _gates(conn: Connection, facts: Facts) -> dict[int, list[int]]:
    """The gates' steps of every route version that was judged by."""
    versions = {one.inspection.route_version_id for one in facts.judged}
    rows = conn.execute(
        select(RouteStep.route_version_id, RouteStep.number).where(
            RouteStep.route_version_id.in_(versions), RouteStep.is_gate
        )
    )
    found: dict[int, list[int]] = {}
    for version, number in rows:
        found.setdefault(version, []).append(number)
    return found
