"""Every page in Indonesian: axe-core finds nothing, and everything fits on the tablets and the desk."""

from __future__ import annotations

import pytest

from tests.looks.demo import Demo
from tests.looks.every_page import SHOWN, look_at
from tests.looks.routes import without_example

pytestmark = pytest.mark.browser


def test_every_page_has_an_example() -> None:
    """A page with arguments needs a line in ``EXAMPLES``, or in ``NO_PAGES`` if it is none."""
    assert list(without_example()) == []


@pytest.mark.parametrize("name", SHOWN)
def test_a_page_can_be_used_by_everybody(demo: Demo, name: str) -> None:
    look_at(demo, name, "id")
