"""Standards: what a good piece is, version by version; who uses them; the sheet for the wall."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from ... import clock
from ...access.marks import needs
from ...db import db
from ...library.shelf import Content
from ...models import Batch, CheckItem, Officer, Product, Role, Stage, Standard, StandardDraft, StandardVersion
from ...pages import site
from ...refusals import No, Refused
from .. import rows, standard_content, standard_paper, standards_changes, standards_draft, typed, words
from .. import standards as them
from ..door import bp
from ..forms import form_page, officer_id
from ..letterhead import as_pdf, head_of
from .photos import photo_folder

_MOST_BATCHES = 12


@bp.get("/office/standards")
@needs(Role.ADMINISTRATOR)
def standards() -> ResponseReturnValue:
    """The standards, each with its newest version, and whether a next one is being written."""
    shelf = rows.shelf(Standard)
    found = db.session.scalars(select(Standard).where(shelf.shown).order_by(Standard.family, Standard.code)).all()
    newest = {version.standard_id: version for version in _versions()}
    counted = select(CheckItem.standard_version_id, func.count()).group_by(CheckItem.standard_version_id)
    checks = dict(db.session.execute(counted).all())
    drafts = set(db.session.scalars(select(StandardDraft.standard_id)))
    families = dict(words.families())
    shown = {"newest": newest, "checks": checks, "drafts": drafts, "families": families, "shelf": shelf}
    return render_template("office/standards.html", standards=found, **shown)


@bp.get("/office/standards/<code>", defaults={"number": 0})
@bp.get("/office/standards/<code>/<int:number>")
@needs(Role.ADMINISTRATOR)
def standard(code: str, number: int) -> ResponseReturnValue:
    """One version of a standard, the newest without a number; what each changed, and who is judged by it."""
    found = rows.named(Standard, code)
    versions = {version.number: version for version in _versions(found.id)}
    shown = versions.get(number or max(versions, default=0))
    if number and shown is None:
        abort(404)
    conn = db.session.connection()
    content = standard_content.of_version(conn, shown.id) if shown else Content()
    before = versions.get(shown.number - 1) if shown else None
    old = standard_content.of_version(conn, before.id) if before else Content()
    officers = {version.published_by_id for version in versions.values()}
    return render_template(
        "office/standard.html",
        standard=found,
        shown=shown,
        content=content,
        differences=standards_changes.differences(old, content) if before else [],
        versions=sorted(versions.values(), key=lambda version: -version.number),
        by=_names(officers),
        used=_batches(versions),
        products=db.session.scalars(
            select(Product).where(Product.standard_id == found.id, Product.active).order_by(Product.code)
        ).all(),
        draft=standards_draft.find(conn, found.id),
        tell=standards_changes,
        kinds=dict(words.check_kinds()),
        severities=dict(words.severities()),
        drawings=dict(words.drawings()),
    )


@bp.get("/office/standards/new")
@needs(Role.ADMINISTRATOR)
def new_standard(no: No | None = None) -> ResponseReturnValue:
    """Asks for a standard: its code, its name, and what it begins with."""
    start = {"family": "garmen", "like": request.args.get("like", "")}
    return form_page("office/standard_new.html", no, start, families=words.families(), like=like_choices())


@bp.post("/office/standards/new")
@needs(Role.ADMINISTRATOR)
def new_standard_now() -> ResponseReturnValue:
    """Adds a standard, its first version a draft."""
    try:
        read = typed.every(
            {
                "code": lambda: typed.code(request.form, "code", "kode standar mutu"),
                "called": _called,
                "family": lambda: typed.one_of(request.form, "family", "kelompok", dict(words.families())),
            }
        )
        named = them.Named(read["code"], family=read["family"], **read["called"])
        like, officer, now = typed.maybe_key(request.form, "like"), officer_id(), clock.now()
        rows.write(lambda conn: standards_draft.add(conn, named, like, officer, now))
    except Refused as refused:
        return new_standard(refused.no)
    return redirect(url_for("office.draft_checks", code=named.code), 303)


@bp.get("/office/standards/<code>/name")
@needs(Role.ADMINISTRATOR)
def standard_name(code: str, no: No | None = None) -> ResponseReturnValue:
    """Asks for another name."""
    found = rows.named(Standard, code)
    start = {"name": found.name, "name_en": found.name_en}
    return form_page("office/standard_name.html", no, start, standard=found)


@bp.post("/office/standards/<code>/name")
@needs(Role.ADMINISTRATOR)
def standard_name_now(code: str) -> ResponseReturnValue:
    """Gives a standard another name. Its code stays, and so does all that its versions say."""
    rows.named(Standard, code)
    try:
        names = _called()
    except Refused as refused:
        return standard_name(code, refused.no)
    rows.write(lambda conn: rows.change(conn, Standard, code, names))
    return redirect(url_for("office.standard", code=code), 303)


@bp.post("/office/standards/<code>/draft")
@needs(Role.ADMINISTRATOR)
def begin_draft(code: str) -> ResponseReturnValue:
    """Begins the next version, or goes on with the one that is being written."""
    standard_id, officer, now = rows.named(Standard, code).id, officer_id(), clock.now()
    rows.write(lambda conn: standards_draft.begin(conn, standard_id, officer, now))
    return redirect(url_for("office.draft_checks", code=code), 303)


@bp.get("/office/standards/<code>/<int:number>/paper.pdf")
@needs(Role.INSPECTOR, Role.SUPERVISOR)
def standard_sheet_paper(code: str, number: int) -> ResponseReturnValue:
    """A version as a paper for the wall."""
    found = rows.named(Standard, code)
    version = next((each for each in _versions(found.id) if each.number == number), None)
    if version is None:
        abort(404)
    conn, day = db.session.connection(), clock.local_day(version.published_at, site().zone)
    content = standard_content.of_version(conn, version.id)
    by = _names({version.published_by_id}).get(version.published_by_id or 0, "")
    sizes = standards_draft.sizes(conn, found.id, standards_draft.Draft(content))
    stages = {stage.code: stage.name for stage in db.session.scalars(select(Stage))}
    said = standard_paper.Said(found.code, found.name, number, day, by, content, tuple(sizes), stages)
    paper = standard_paper.draw(said, head_of(day, clock.now()), photo_folder())
    return as_pdf(paper, f"standar-{found.code}-v{number}")


def _called() -> dict[str, str]:
    name = typed.text(request.form, "name", "nama standar mutu")
    return {"name": name, "name_en": typed.words(request.form, "name_en", 120)}


def like_choices(but: int | None = None) -> words.Choices:
    """The standards that one may begin like: all that were published."""
    published = Standard.id.in_(select(StandardVersion.standard_id))
    found = db.session.scalars(select(Standard).where(published, Standard.id != (but or 0)).order_by(Standard.code))
    return words.of_rows(found, optional=True)


def _versions(standard_id: int | None = None) -> list[StandardVersion]:
    """The versions of one standard, or of all, oldest first."""
    found = select(StandardVersion).order_by(StandardVersion.number)
    if standard_id is not None:
        found = found.where(StandardVersion.standard_id == standard_id)
    return list(db.session.scalars(found))


def _names(officer_ids: set[int | None]) -> dict[int, str]:
    found = select(Officer.id, Officer.name).where(Officer.id.in_(each for each in officer_ids if each is not None))
    return {row.id: row.name for row in db.session.execute(found)}


def _batches(versions: dict[int, StandardVersion]) -> dict[int, tuple[int, list[str]]]:
    """By a version's number: how many batches are judged by it, and the newest of them."""
    used = {}
    for number, version in versions.items():
        of_version = Batch.standard_version_id == version.id
        count = db.session.scalar(select(func.count()).select_from(Batch).where(of_version)) or 0
        newest = select(Batch.number).where(of_version).order_by(Batch.id.desc()).limit(_MOST_BATCHES)
        used[number] = (count, list(db.session.scalars(newest)))
    return used
