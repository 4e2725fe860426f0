"""A standard's next version, written screen by screen: checks, defects, plans, and then published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import clock, refusals
from ...access.marks import needs
from ...db import db
from ...library.shelf import CheckPlan
from ...models import CheckKind, Role, Standard
from ...refusals import No, Refused
from ...rules.sampling import AQLS, LEVELS
from .. import rows, standard_content, standards, standards_changes, standards_edit, standards_form, typed, words
from .. import standards_draft as them
from ..door import bp
from ..forms import form_page, officer_id
from ..sheets_rows import sizes as sizes_in
from ..standards_draft import Draft
from .standard_photos import new_photo, sent_before
from .standards import like_choices

_AS_TYPED = ("text", "text_en", "group", "group_en", "measure")


@bp.get("/office/standards/<code>/draft/checks")
@needs(Role.ADMINISTRATOR)
def draft_checks(code: str, no: No | None = None) -> ResponseReturnValue:
    """The draft's checks in their groups, to be ordered, changed, added to."""
    found, draft = draft_of(code)
    sizes = them.sizes(db.session.connection(), found.id, draft)
    return step_page("office/standard_checks.html", "checks", found, draft, no, {"sizes": ", ".join(sizes)})


@bp.post("/office/standards/<code>/draft/checks")
@needs(Role.ADMINISTRATOR)
def draft_checks_now(code: str) -> ResponseReturnValue:
    """Puts a check at another place (``place``: its key and the place), or names the sizes."""
    key, _comma, at = request.form.get("place", "").partition(",")
    try:
        if at.isascii() and at.isdigit():
            edit(code, lambda draft: standards_edit.place_check(draft, key, int(at)))
        elif "sizes" in request.form:
            named = sizes_in(request.form["sizes"])
            edit(code, lambda draft: replace(draft, sizes=named))
    except Refused as refused:
        return draft_checks(code, refused.no)
    return redirect(url_for("office.draft_checks", code=code, _anchor=f"check-{key}" if key else None), 303)


@bp.get("/office/standards/<code>/draft/checks/new")
@needs(Role.ADMINISTRATOR)
def new_check(code: str, no: No | None = None) -> ResponseReturnValue:
    """Asks how a new check is answered, then for the check."""
    kind = request.form.get("kind") or request.args.get("kind", "")
    start = {"severity": "major", "group": request.args.get("group", ""), "owed": "", "owed_first": "3"}
    return _check_page(code, kind if kind in set(CheckKind) else "", start, None, no)


@bp.post("/office/standards/<code>/draft/checks/new")
@needs(Role.ADMINISTRATOR)
def new_check_now(code: str) -> ResponseReturnValue:
    """Adds a check. It goes by the form's id from now on, so that the form adds one however often it comes."""
    try:
        put = _put_check(code, str(UUID(bytes=typed.client_id(request.form))), None)
    except Refused as refused:
        return new_check(code, refused.no)
    if "more" in request.form:
        return redirect(url_for("office.new_check", code=code, kind=put.kind.value, group=put.group), 303)
    return redirect(url_for("office.draft_checks", code=code), 303)


@bp.get("/office/standards/<code>/draft/checks/<uuid:key>")
@needs(Role.ADMINISTRATOR)
def draft_check(code: str, key: UUID, no: No | None = None) -> ResponseReturnValue:
    """One check, to be changed. ``?kind=`` asks for it to be answered another way."""
    check = _check_or_404(code, key)
    asked = request.form.get("kind") or request.args.get("kind", "")
    kind = asked if asked in set(CheckKind) else check.kind.value
    return _check_page(code, kind, _as_typed(code, check), check, no, key)


@bp.post("/office/standards/<code>/draft/checks/<uuid:key>")
@needs(Role.ADMINISTRATOR)
def draft_check_now(code: str, key: UUID) -> ResponseReturnValue:
    """Changes a check, or takes it out."""
    try:
        if "remove" in request.form:
            edit(code, lambda draft: standards_edit.take_out(draft, str(key)))
        else:
            _put_check(code, str(key), _check_or_404(code, key))
    except Refused as refused:
        return draft_check(code, key, refused.no)
    return redirect(url_for("office.draft_checks", code=code, _anchor=f"check-{key}"), 303)


@bp.get("/office/standards/<code>/draft/plans")
@needs(Role.ADMINISTRATOR)
def draft_plans(code: str, no: No | None = None) -> ResponseReturnValue:
    """How lots are judged for each class of defects, and what defects are placed on."""
    found, draft = draft_of(code)
    start: dict[str, Any] = {"drawing": draft.content.drawing}
    for severity in standards.severities():
        plan = draft.content.plans.get(severity) or them.USUAL_PLANS[severity]
        usual = them.USUAL_PLANS[severity]
        start |= {
            f"method-{severity.value}": plan.method.value,
            f"level-{severity.value}": plan.level or usual.level or "II",
            f"aql-{severity.value}": plan.aql or usual.aql or 1.0,
        }
    choices = {"methods": words.methods(), "drawings": words.drawings()}
    choices |= {
        "levels": [(level, level) for level in LEVELS],
        "aqls": [(str(aql), standards_changes.aql(aql)) for aql in AQLS],
    }
    return step_page("office/standard_plans.html", "plans", found, draft, no, start, **choices)


@bp.post("/office/standards/<code>/draft/plans")
@needs(Role.ADMINISTRATOR)
def draft_plans_now(code: str) -> ResponseReturnValue:
    """Writes the plans and the drawing down."""
    try:
        read = typed.every(
            {
                "plans": lambda: standards_form.plans(request.form),
                "drawing": lambda: typed.one_of(request.form, "drawing", "gambar", dict(words.drawings())),
            }
        )
        edit(code, lambda draft: replace(draft, content=replace(draft.content, **read)))
    except Refused as refused:
        return draft_plans(code, refused.no)
    return redirect(url_for("office.draft_publish", code=code), 303)


@bp.get("/office/standards/<code>/draft/publish")
@needs(Role.ADMINISTRATOR)
def draft_publish(code: str, no: No | None = None) -> ResponseReturnValue:
    """What the next version changes, and what is wanting still."""
    found, draft = draft_of(code)
    conn = db.session.connection()
    newest, kept = standard_content.newest(conn, found.id)
    sizes = them.sizes(conn, found.id, draft)
    without = [
        (check.text, [size for size in sizes if size not in check.nominals])
        for check in draft.content.checks
        if check.nominals and check.nominal is None and not set(sizes) <= set(check.nominals)
    ]
    return step_page(
        "office/standard_publish.html",
        "publish",
        found,
        draft,
        no,
        {"note": ""},
        number=newest + 1,
        differences=standards_changes.differences(kept, draft.content) if newest else [],
        without=without,
        in_the_way=standards.in_the_way(draft.content),
    )


@bp.post("/office/standards/<code>/draft/publish")
@needs(Role.ADMINISTRATOR)
def draft_publish_now(code: str) -> ResponseReturnValue:
    """Publishes. Batches that were made are judged by the version they were made under."""
    standard_id, officer, now = rows.named(Standard, code).id, officer_id(), clock.now()
    seen, note = typed.maybe_key(request.form, "seen") or 0, typed.words(request.form, "note")
    try:
        rows.write(lambda conn: them.publish(conn, standard_id, seen, note, officer, now))
    except Refused as refused:
        if refused.no.code == refusals.DRAFT_GONE.code:
            raise
        return draft_publish(code, refused.no)
    flash(_("Terbit. Batch yang dibuat mulai sekarang diperiksa menurut versi ini."), "good")
    return redirect(url_for("office.standard", code=code), 303)


@bp.get("/office/standards/<code>/draft/drop")
@needs(Role.ADMINISTRATOR)
def draft_drop(code: str) -> ResponseReturnValue:
    """Asks whether a draft is thrown away."""
    found, draft = draft_of(code)
    return step_page("office/standard_drop.html", "", found, draft)


@bp.post("/office/standards/<code>/draft/drop")
@needs(Role.ADMINISTRATOR)
def draft_drop_now(code: str) -> ResponseReturnValue:
    """Throws a draft away."""
    standard_id = rows.named(Standard, code).id
    rows.write(lambda conn: them.drop(conn, standard_id))
    return redirect(url_for("office.standard", code=code), 303)


@bp.get("/office/standards/<code>/draft/copy")
@needs(Role.ADMINISTRATOR)
def draft_copy(code: str, no: No | None = None) -> ResponseReturnValue:
    """Asks what another standard the draft shall say the same as."""
    found, draft = draft_of(code)
    return step_page("office/standard_copy.html", "", found, draft, no, {}, like=like_choices(but=found.id))


@bp.post("/office/standards/<code>/draft/copy")
@needs(Role.ADMINISTRATOR)
def draft_copy_now(code: str) -> ResponseReturnValue:
    """Puts what another standard says into the draft."""
    standard_id, officer, now = rows.named(Standard, code).id, officer_id(), clock.now()
    try:
        like = typed.key(request.form, "like", "standar yang disalin")
        rows.write(lambda conn: them.copy(conn, standard_id, like, officer, now))
    except Refused as refused:
        return draft_copy(code, refused.no)
    return redirect(url_for("office.draft_checks", code=code), 303)


def draft_of(code: str) -> tuple[Standard, Draft]:
    """A standard and its draft; ``DRAFT_GONE`` where none is being written."""
    found = rows.named(Standard, code)
    draft = them.find(db.session.connection(), found.id)
    if draft is None:
        raise Refused(refusals.DRAFT_GONE.because())
    return found, draft


def edit(code: str, how: Callable[[Draft], Draft]) -> None:
    """Changes a draft, signed by who is signed in here."""
    standard_id, officer, now = rows.named(Standard, code).id, officer_id(), clock.now()
    rows.write(lambda conn: them.change(conn, standard_id, how, officer, now))


def step_page(
    template: str,
    step: str,
    found: Standard,
    draft: Draft,
    no: No | None = None,
    start: dict[str, Any] | None = None,
    **more: Any,
) -> ResponseReturnValue:
    """One of the screens, with the steps and what each holds so far."""
    shown: dict[str, Any] = {"standard": found, "draft": draft, "step": step, "tell": standards_changes}
    shown |= {"kinds": dict(words.check_kinds()), "severities": dict(words.severities())}
    return form_page(template, no, start, **shown, **more)


def _check_page(
    code: str, kind: str, start: dict[str, Any], check: CheckPlan | None, no: No | None, key: UUID | None = None
) -> ResponseReturnValue:
    found, draft = draft_of(code)
    kept = {side: sent_before(f"photo_{side}") or getattr(check, f"photo_{side}", None) for side in _SIDES}
    return step_page(
        "office/standard_check.html",
        "checks",
        found,
        draft,
        no,
        start | {"kind": kind},
        kind=kind,
        key=key,
        pictures=kept,
        sizes=them.sizes(db.session.connection(), found.id, draft),
        groups=list(dict.fromkeys(each.group for each in draft.content.checks if each.group)),
        measures=words.MEASURES,
        owed=words.owed(),
        with_nominal=standards.WITH_NOMINAL,
    )


_SIDES = ("right", "wrong")


def _put_check(code: str, key: str, before: CheckPlan | None) -> CheckPlan:
    found, draft = draft_of(code)
    sizes, fields = them.sizes(db.session.connection(), found.id, draft), request.form
    group, text = typed.words(fields, "group", 120), typed.words(fields, "text", 200)
    read = typed.every(
        {
            "once": lambda: standards_edit.must_stand_once(draft, key, group, text),
            "check": lambda: standards_form.check(fields, sizes),
            "pictures": lambda: typed.every({f"photo_{side}": partial(_picture, side, before) for side in _SIDES}),
        }
    )
    check: CheckPlan = replace(read["check"], **read["pictures"])
    edit(code, lambda draft: standards_edit.put_check(draft, key, check))
    return check


def _picture(side: str, before: CheckPlan | None) -> str | None:
    return new_photo(f"photo_{side}", getattr(before, f"photo_{side}", None))


def _check_or_404(code: str, key: UUID) -> CheckPlan:
    found: CheckPlan | None = draft_of(code)[1].check(str(key))
    return found if found is not None else abort(404)


def _as_typed(code: str, check: CheckPlan) -> dict[str, Any]:
    """A check as its screen would have it typed."""
    found, draft = draft_of(code)
    sizes = them.sizes(db.session.connection(), found.id, draft)
    numbers = {"nominal": check.nominal, "minus": check.minus, "plus": check.plus, "most": check.plus}
    numbers |= {f"nominal-{at}": check.nominals.get(size) for at, size in enumerate(sizes)}
    chosen = {"severity": check.severity.value, "owed": check.owed.value, "owed_first": check.owed_first or 3}
    return (
        {name: getattr(check, name) for name in _AS_TYPED}
        | {name: standards_form.as_typed(value) for name, value in numbers.items()}
        | chosen
        | {"wants_photo": check.wants_photo, "average": check.average}
    )
