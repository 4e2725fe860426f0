"""Pages of the boards package, and their twins for other programs."""

from __future__ import annotations

from ..door import bp
from . import api, batches, find, look_at, order, orders, start, units, wall

__all__ = ["api", "batches", "bp", "find", "look_at", "order", "orders", "start", "units", "wall"]
