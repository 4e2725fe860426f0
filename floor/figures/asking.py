"""What every page of figures begins with: the terms in its address, and what may be chosen instead."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import Connection, select

from .. import clock, pages
from ..db import db
from ..models import Partner, Product, RouteStep, Stage, Worker
from . import sentences
from .terms import Terms, read_terms

_WORDS = ("percent", "period_words", "severity_word", "outcome_word", "tolerance", "drawing_word")


def terms_here() -> Terms:
    """The terms that this request's address names."""
    return read_terms(request.args, pages.site().zone, clock.now())


def page(template: str, terms: Terms, **more: Any) -> str:
    """A page of figures: with its terms, its words, and what else may be chosen."""
    choices = _choices(db.session.connection(), str(get_locale() or "id"))
    words = {name: getattr(sentences, name) for name in _WORDS}
    return render_template(template, terms=terms, choices=choices, rule_words=sentences.rule_words, **words, **more)


def _choices(conn: Connection, locale: str) -> dict[str, list[tuple[str, str]]]:
    """What may be chosen, per term: codes and words. Products and partners that are in use, gates, teams."""
    products = conn.execute(select(Product.code, Product.name).where(Product.active).order_by(Product.name))
    partners = conn.execute(select(Partner.code, Partner.name).where(Partner.active).order_by(Partner.name))
    gate = select(RouteStep.stage_id).where(RouteStep.is_gate)
    stages = conn.execute(select(Stage.code, Stage.name, Stage.name_en).where(Stage.id.in_(gate)).order_by(Stage.id))
    teams = select(Worker.code).where(Worker.is_team, Worker.code.is_not(None)).order_by(Worker.code)
    every = ("", _("Semua"))
    return {
        "product": [every, *((code, name) for code, name in products)],
        "partner": [every, *((code, name) for code, name in partners)],
        "stage": [every, *((code, english if locale == "en" else name) for code, name, english in stages)],
        "team": [every, *((code, code) for code in conn.execute(teams).scalars() if code)],
    }
