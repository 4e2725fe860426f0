"""Officers at the pages of the day sheets."""

from __future__ import annotations

from tests.office.conftest import app, enter, supervisor

__all__ = ["app", "enter", "supervisor"]
