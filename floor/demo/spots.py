"""Where on the drawing the demo's defects are: each kind keeps to its part of the goods, a little to all sides."""

from __future__ import annotations

from random import Random
from typing import Any

# By defect: side (0: front), and x and y in thousandths of it. Others stand about the middle of the front.
_PLACES = {
    "G01": (0, 500, 840),  # hem
    "G04": (0, 220, 300),  # armhole
    "G05": (0, 620, 420),  # pocket
    "G06": (1, 740, 620),  # side seam
    "G07": (0, 510, 560),  # front placket
    "G08": (0, 400, 650),
    "G10": (1, 450, 480),
    "G12": (0, 500, 480),
    "G13": (0, 470, 190),  # collar
    "G16": (0, 505, 430),
    "B04": (0, 330, 520),
    "B05": (0, 700, 300),
    "B06": (0, 480, 700),
    "B10": (0, 620, 610),
    "K02": (0, 420, 740),
    "K03": (0, 300, 880),
    "P02": (0, 500, 300),
    "P09": (0, 500, 120),
}
_AROUND = 45


def spots(dice: Random, defect: str) -> list[dict[str, Any]]:
    """One spot of a defect."""
    side, x, y = _PLACES.get(defect, (0, 500, 500))
    return [{"side": side, "x": _near(dice, x), "y": _near(dice, y)}]


def _near(dice: Random, middle: int) -> int:
    return min(990, max(10, round(dice.gauss(middle, _AROUND))))
