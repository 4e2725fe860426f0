"""The style guide: what every page is built of, in one place, so that new pages look like the others."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from ...access.marks import needs
from ...models import Role
from ..door import bp


@bp.get("/styleguide")
@needs(Role.ADMINISTRATOR)
def styleguide() -> ResponseReturnValue:
    """Colours, type, icons and every component in every state, in both themes."""
    static = Path(current_app.static_folder or "")
    return render_template("office/styleguide.html", both_themes=True, icons=_icons(static), colours=_colours(static))


@lru_cache(maxsize=1)
def _icons(static: Path) -> list[str]:
    """The names in the sprite; the mark is drawn by its own macro."""
    names = re.findall(r'<symbol id="([\w-]+)"', (static / "icons.svg").read_text(encoding="utf-8"))
    return [name for name in names if name != "mark"]


@lru_cache(maxsize=1)
def _colours(static: Path) -> list[str]:
    """The names of the colours among the tokens."""
    return re.findall(r"--([\w-]+): #", (static / "css/tokens.css").read_text(encoding="utf-8"))
