"""Pages of the office: set-up, orders, material in, batches, corrections, deliveries."""

from __future__ import annotations

from ..door import bp
from . import (
    batches,
    deliveries,
    officers,
    orders,
    partners,
    products,
    pairing,
    receipts,
    routes,
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
    "officers",
    "orders",
    "partners",
    "products",
    "receipts",
    "routes",
    "stages",
    "pairing",
    "standards",
    "start",
    "stations",
    "styleguide",
    "units",
    "workers",
]
