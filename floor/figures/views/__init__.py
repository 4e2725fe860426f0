"""Pages of the figures package."""

from __future__ import annotations

from ..door import bp
from . import charts, inspections, start

__all__ = ["bp", "charts", "inspections", "start"]
