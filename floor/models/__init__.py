"""What is remembered: typed tables, one file per noun."""

from .ledger import (
    Anomaly,
    Balance,
    DefectFound,
    Delivery,
    Entry,
    EntryKind,
    Finding,
    Inspection,
    Move,
    Outcome,
    Scan,
    Settlement,
    WaitingScan,
    Why,
)
from .order import Order, OrderLine, Partner, Receipt, ReceiptLine
from .people import Officer, OfficerRole, Role, SignInFailure, Worker
from .product import Product, ProductSize, Stage
from .route import Route, RouteStep, RouteVersion
from .site import Revision, Site, Workshop
from .standard import CheckItem, CheckKind, CheckNominal, Defect, Severity, Standard, StandardVersion
from .station import Station, StationStage, StationToken
from .unit import Batch, Label, Unit, UnitKind

__all__ = [
    "Anomaly",
    "Balance",
    "Batch",
    "CheckItem",
    "CheckKind",
    "CheckNominal",
    "Defect",
    "DefectFound",
    "Delivery",
    "Entry",
    "EntryKind",
    "Finding",
    "Inspection",
    "Label",
    "Move",
    "Officer",
    "OfficerRole",
    "Order",
    "OrderLine",
    "Outcome",
    "Partner",
    "Product",
    "ProductSize",
    "Receipt",
    "ReceiptLine",
    "Revision",
    "Role",
    "Route",
    "RouteStep",
    "RouteVersion",
    "Scan",
    "Settlement",
    "Severity",
    "SignInFailure",
    "Site",
    "Stage",
    "Standard",
    "StandardVersion",
    "Station",
    "StationStage",
    "StationToken",
    "Unit",
    "UnitKind",
    "WaitingScan",
    "Why",
    "Worker",
    "Workshop",
]
