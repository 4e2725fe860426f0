"""Looking at a page as its readers do: one browser and one served demo for all pages, each opened once.

The window is drawn to each size in turn. A page that fails here is looked at best with the demo: ``make run``.
"""

from __future__ import annotations

from tests.looks.demo import Demo
from tests.looks.routes import MORE, NO_LEAD, STATUS, example_of, page_rules

_RULES = {each.rule: ("tablet" if each.by_tablet else "administrator", example_of(each.rule)) for each in page_rules()}
SHOWN = {name: (who, example) for name, (who, example) in (_RULES | MORE).items() if example is not None}


def look_at(demo: Demo, name: str, lang: str) -> None:
    """Everything fits, nothing is complained of, the page says what it is for, and axe-core finds nothing on it."""
    who, example = SHOWN[name]
    window = demo.look(who, lang)
    status = window.go(demo.at(example))
    assert status == STATUS.get(name, 200), window.page.inner_text("main")
    # The other language's page is built alike, in the same colours.
    found = window.finds_nothing() if lang == "id" else []
    found += [*window.fits(), *(said for said in window.troubles if "status of 4" not in said)]
    if name not in NO_LEAD and not window.page.locator(".purpose").count():
        found.append("doesn't say in one line what it is for")
    assert not found, "\n".join(found)
