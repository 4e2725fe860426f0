"""Pages of the office: set-up, orders, material in, batches, corrections, deliveries."""

from __future__ import annotations

from ..door import bp
from . import (
    batches,
    deliveries,
    first_start,
    first_start_steps,
    officers,
    orders,
    pairing,
    partners,
    products,
    receipts,
    routes,
    sheets,
    site,
    stages,
    standards,
    start,
    stations,
    styleguide,
    units,
    workers,
)

__all__ = [
    "batches",
    "bp",
    "deliveries",
    "first_start",
    "first_start_steps",
    "officers",
    "orders",
    "pairing",
    "partners",
    "products",
    "receipts",
    "routes",
    "sheets",
    "site",
    "stages",
    "standards",
    "start",
    "stations",
    "styleguide",
    "units",
    "workers",
]
