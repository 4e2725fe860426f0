"""Every page, in both languages: axe-core finds nothing, and everything fits on the tablets and the desk.

One browser and one served demo for all of them; a page is opened once and its window drawn to each size. A page that
fails here is looked at best with the demo: ``make run``.
"""

from __future__ import annotations

import pytest

from tests.looks.demo import Demo
from tests.looks.routes import MORE, STATUS, example_of, page_rules, without_example

PAGES = {each.rule: ("tablet" if each.by_tablet else "administrator", example_of(each.rule)) for each in page_rules()}
PAGES |= MORE
SHOWN = {name: (who, example) for name, (who, example) in PAGES.items() if example is not None}

pytestmark = pytest.mark.browser


def test_every_page_has_an_example() -> None:
    """A page with arguments needs a line in ``EXAMPLES``, or in ``NO_PAGES`` if it is none."""
    assert list(without_example()) == []


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("name", SHOWN)
def test_a_page_can_be_used_by_everybody(demo: Demo, name: str, lang: str) -> None:
    who, example = SHOWN[name]
    window = demo.look(who, lang)
    status = window.go(demo.at(example))
    assert status == STATUS.get(name, 200), window.page.inner_text("main")
    assert window.page.locator("h1, main .look strong").count() >= 1
    found = [*window.finds_nothing(), *window.fits(), *(said for said in window.troubles if "404" not in said)]
    assert not found, "\n".join(found)
