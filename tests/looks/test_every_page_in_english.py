"""Every page in English, whose words have other lengths; a file of its own, so that both are looked at side by side."""

from __future__ import annotations

import pytest

from tests.looks.demo import Demo
from tests.looks.every_page import SHOWN, look_at

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", SHOWN)
def test_a_page_can_be_used_by_everybody(demo: Demo, name: str) -> None:
    look_at(demo, name, "en")
