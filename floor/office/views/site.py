"""The site's own page: its name and code, its zone, the head of its papers, and its switches."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.marks import needs
from ...models import Role
from ...pages import site as site_here
from ...refusals import No, Refused
from .. import rows, words
from .. import site as them
from ..door import bp
from ..forms import form_page


@bp.get("/office/site")
@needs(Role.ADMINISTRATOR)
def site(no: No | None = None) -> ResponseReturnValue:
    """The site's settings."""
    here = site_here()
    start = {name: getattr(here, name) or "" for name in ("name", "code", "zone", "header")}
    start |= {name: "1" if getattr(here, name) else "" for name in ("camera", "voice")}
    start |= {name: str(getattr(here, name) or "") for name in ("away_minutes", "recheck_percent")}
    return form_page("office/site.html", no, start, zones=words.zones())


@bp.post("/office/site")
@needs(Role.ADMINISTRATOR)
def site_now() -> ResponseReturnValue:
    """Changes them."""
    camera, voice = "camera" in request.form, "voice" in request.form
    try:
        numbers = {name: request.form.get(name, "") for name in ("away_minutes", "recheck_percent")}
        asked = {**site_asked(), **numbers}
        rows.write(lambda conn: them.set_up(conn, asked, camera, {"voice": voice}))
    except Refused as refused:
        return site(refused.no)
    flash(_("Tersimpan."), "good")
    return redirect(url_for("office.site"), 303)


def site_asked() -> dict[str, str]:
    """What a form says of the site."""
    return {name: request.form.get(name, "") for name in ("name", "code", "zone", "header")}
