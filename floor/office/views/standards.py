"""Standards: what a good piece is, version by version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from ... import clock, refusals
from ...access.marks import needs
from ...db import db
from ...library.shelf import CheckPlan, Content
from ...models import CheckItem, CheckKind, Officer, Role, Severity, Standard, StandardVersion
from ...refusals import No, Refused
from ...rules.standard import read_number
from .. import rows, typed, words
from .. import standards as them
from ..door import bp
from ..forms import form_page, officer_id
from ..standards import MOST_CHECKS

_BLANK_ROWS = 6


@bp.get("/office/standards")
@needs(Role.ADMINISTRATOR)
def standards() -> ResponseReturnValue:
    """The standards, each with its newest version."""
    shelf = rows.shelf(Standard)
    found = db.session.scalars(select(Standard).where(shelf.shown).order_by(Standard.code)).all()
    newest = {version.standard_id: version for version in _versions([standard.id for standard in found])}
    families = dict(words.families())
    return render_template("office/standards.html", standards=found, newest=newest, families=families, shelf=shelf)


@bp.get("/office/standards/<code>", defaults={"number": 0})
@bp.get("/office/standards/<code>/<int:number>")
@needs(Role.ADMINISTRATOR)
def standard(code: str, number: int) -> ResponseReturnValue:
    """One version of a standard with its checks; the newest without a number."""
    found = rows.named(Standard, code)
    versions = {version.number: version for version in _versions([found.id])}
    shown = versions.get(number or max(versions, default=0))
    if number and shown is None:
        abort(404)
    return render_template(
        "office/standard.html",
        standard=found,
        shown=shown,
        versions=sorted(versions, reverse=True),
        by=db.session.scalar(select(Officer.name).where(Officer.id == shown.published_by_id)) if shown else None,
        kinds=dict(words.check_kinds()),
        severities=dict(words.severities()),
    )


@bp.get("/office/standards/new")
@needs(Role.ADMINISTRATOR)
def new_standard(no: No | None = None) -> ResponseReturnValue:
    """Asks for a standard and the checks of its first version."""
    return form_page("office/standard_form.html", no, standard=None, **_rows(_BLANK_ROWS))


@bp.post("/office/standards/new")
@needs(Role.ADMINISTRATOR)
def new_standard_now() -> ResponseReturnValue:
    """Adds a standard with its first version."""
    if "more" in request.form:
        return new_standard()
    try:
        code = typed.code(request.form, "code", "kode standar mutu")
        name = typed.text(request.form, "name", "nama standar mutu")
        family = typed.one_of(request.form, "family", "kelompok", dict(words.families()))
        content, officer, now = Content(tuple(_checks())), officer_id(), clock.now()
        rows.write(lambda conn: them.add(conn, code, name, family, content, officer, now))
    except Refused as refused:
        return new_standard(refused.no)
    return redirect(url_for("office.standard", code=code), 303)


@bp.get("/office/standards/<code>/new-version")
@needs(Role.ADMINISTRATOR)
def new_standard_version(code: str, no: No | None = None) -> ResponseReturnValue:
    """Asks for the checks of a new version, beginning with the newest one's."""
    found = rows.named(Standard, code)
    versions = _versions([found.id])
    items = versions[-1].items if versions else []
    start: dict[str, Any] = {}
    for row, item in enumerate(items, start=1):
        start |= _as_typed(row, item)
    return form_page("office/standard_form.html", no, start, standard=found, **_rows(len(items) + 2))


@bp.post("/office/standards/<code>/new-version")
@needs(Role.ADMINISTRATOR)
def new_standard_version_now(code: str) -> ResponseReturnValue:
    """Publishes a version. Batches that were made are judged by theirs."""
    if "more" in request.form:
        return new_standard_version(code)
    standard_id = rows.named(Standard, code).id
    try:
        content, officer, now = Content(tuple(_checks())), officer_id(), clock.now()
        rows.write(lambda conn: them.publish(conn, standard_id, content, officer, now))
    except Refused as refused:
        return new_standard_version(code, refused.no)
    return redirect(url_for("office.standard", code=code), 303)


def _checks() -> Iterator[CheckPlan]:
    """The rows with a text."""
    form = request.form
    for row in range(1, MOST_CHECKS + 1):
        if not (text := typed.words(form, f"text-{row}", 200)):
            continue
        kind = typed.one_of(form, f"kind-{row}", "cara periksa", dict(words.check_kinds()))
        severity = typed.one_of(form, f"severity-{row}", "tingkat", dict(words.severities()))
        measured = kind == CheckKind.MEASURED
        counted = kind == CheckKind.COUNT
        yield CheckPlan(
            text,
            CheckKind(kind),
            Severity(severity),
            group=typed.words(form, f"group-{row}", 120),
            text_en=typed.words(form, f"text_en-{row}", 200),
            measure=typed.words(form, f"measure-{row}", 8) if measured else "",
            nominal=_number(f"nominal-{row}") if measured else None,
            minus=_number(f"minus-{row}") if measured else None,
            plus=_number(f"plus-{row}") if measured or counted else None,
            nominals=dict(_nominals(f"nominals-{row}")) if measured else {},
        )


def _number(name: str) -> float | None:
    text = request.form.get(name, "").strip()
    try:
        return read_number(text) if text else None
    except ValueError:
        raise Refused(refusals.FIELD_NEEDED.because(what="angka, misalnya 1,5", field=name)) from None


def _nominals(name: str) -> Iterator[tuple[str, float]]:
    """What stands in one field for all sizes: ``S=104; M=108``."""
    for part in filter(str.strip, request.form.get(name, "").split(";")):
        size, _, number = part.rpartition("=")
        try:
            yield size.strip()[:20], read_number(number)
        except ValueError:
            raise Refused(
                refusals.FIELD_NEEDED.because(what="acuan per ukuran, misalnya S=104; M=108", field=name)
            ) from None


def _as_typed(row: int, item: CheckItem) -> dict[str, str]:
    """A check as the form would have it typed."""
    values = {name: getattr(item, name) for name in ("text", "text_en", "group", "kind", "severity", "measure")}
    numbers = {name: _as_text(getattr(item, name)) for name in ("nominal", "minus", "plus")}
    nominals = sorted(item.nominals, key=lambda nominal: nominal.id)
    sizes = "; ".join(f"{nominal.size}={_as_text(nominal.nominal)}" for nominal in nominals)
    return {f"{name}-{row}": value for name, value in (values | numbers | {"nominals": sizes}).items()}


def _as_text(value: float | None) -> str:
    """A number as the reader would type it, without marks between thousands."""
    mark = "." if str(get_locale()) == "en" else ","
    return "" if value is None else f"{value:g}".replace(".", mark)


def _rows(count: int) -> dict[str, Any]:
    if request.method == "POST":
        count = max(typed.maybe_key(request.form, "rows") or 0, count) + (_BLANK_ROWS if "more" in request.form else 0)
    choices = {"kinds": words.check_kinds(), "severities": words.severities(), "families": words.families()}
    return {"rows": min(count, MOST_CHECKS), "measures": words.MEASURES, **choices}


def _versions(standard_ids: Sequence[int]) -> Sequence[StandardVersion]:
    """The versions of these standards with their checks, oldest first."""
    return db.session.scalars(
        select(StandardVersion)
        .where(StandardVersion.standard_id.in_(standard_ids))
        .options(selectinload(StandardVersion.items).selectinload(CheckItem.nominals))
        .order_by(StandardVersion.number)
    ).all()
