"""How long work takes in each family of products, and what goes wrong how often. Minutes are those worked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Habit:
    """``minutes`` from and to by stage, for a whole bundle. ``fails`` is the share that a gate finds at first.

    ``faults`` weighs the defects by code; ``measured`` is how many pieces of a bundle are measured at the gate.
    """

    minutes: Mapping[str, tuple[float, float]]
    fails: float
    faults: Mapping[str, float]
    measured: int = 1


# A mended piece is found wanting again this often.
FAILS_AGAIN = 0.1
# A code is scanned once too often, or at a gate before its verdict, this often.
SCANS_TWICE = 0.08

GARMENT = Habit(
    {
        "TRM": (5, 15),
        "OBR": (30, 60),
        "JHT": (150, 260),
        "LBK": (40, 70),
        "BBG": (30, 50),
        "QC": (20, 60),
        "STR": (25, 45),
        "LPT": (20, 40),
    },
    0.09,
    {"G07": 30, "G05": 15, "G01": 12, "G16": 9, "G12": 8, "G08": 8, "G04": 6, "G06": 5, "G13": 4, "G17": 3},
)
BATIK = Habit(
    {
        "MRI": (10, 20),
        "KTL": (120, 200),
        "KPL": (20, 40),
        "CAP": (250, 400),
        "TBK": (120, 180),
        "WRN": (60, 120),
        "FIX": (30, 60),
        "LRD": (60, 90),
        "CUC": (30, 50),
        "JMR": (180, 375),
        "QCB": (30, 60),
        "FNB": (60, 90),
    },
    0.14,
    {"B04": 30, "B06": 25, "B10": 25, "B05": 20},
    measured=2,
)
WOOD = Habit(
    {
        "BHN": (60, 120),
        "KOM": (150, 300),
        "AMP1": (60, 120),
        "RKT": (150, 250),
        "QCR": (20, 60),
        "AMP2": (60, 120),
        "FIN": (120, 200),
        "KRG": (375, 450),
        "QCM": (20, 40),
        "PCK": (30, 60),
        "POL": (60, 120),
        "PTK": (100, 200),
        "BTK": (300, 500),
        "DTL": (300, 500),
        "AMP": (60, 120),
        "CAT": (200, 300),
        "QCK": (20, 40),
        "KMS": (30, 60),
    },
    0.15,
    {"K02": 50, "K03": 50},
)
FOOD = Habit(
    {
        "TMB": (10, 20),
        "ADN": (40, 60),
        "CTK": (60, 90),
        "OVN": (60, 90),
        "DGN": (40, 60),
        "SRT": (20, 40),
        "CCI": (30, 40),
        "GLG": (40, 60),
        "PRS": (40, 60),
        "MSK": (60, 90),
        "AYK": (20, 40),
        "ISI": (40, 60),
        "SGL": (20, 30),
        "LBL": (20, 30),
        "QCP": (20, 40),
    },
    0.0,
    {"P02": 50, "P09": 50},
    measured=4,
)
