"""Pages that print: labels of batches, orders, units and cartons, blanks and cards; the jobs; the printers."""

from __future__ import annotations

from ..door import bp
from . import batches, blanks, cards, cartons, commands, jobs, outcome, printers, start, test_page, units

__all__ = [
    "batches",
    "blanks",
    "bp",
    "cards",
    "cartons",
    "commands",
    "jobs",
    "outcome",
    "printers",
    "start",
    "test_page",
    "units",
]
