"""The page that shows what a hand scanner sends, key by key, and says what to set. It records nothing."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ..access.marks import everybody
from ..labels.symbols import QR_SIDE, Run, bar_runs, qr_runs

bp = Blueprint("scanner", __name__)

# A code that no label has, with the letters and digits that keyboards disagree about.
SAMPLE = "TAQWZYM12B"


@bp.get("/station/scanner")
@everybody
def test() -> ResponseReturnValue:
    """Test symbols to scan, and what came of it."""
    qr = [(start, end, QR_SIDE - 1 - row) for start, end, row in qr_runs(SAMPLE)]
    bars = bar_runs(SAMPLE)
    width = max(end for _, end, _ in bars)
    return render_template("stations/scanner.html", sample=SAMPLE, qr=_path(qr), bars=_path(bars), bars_width=width)


def _path(runs: Iterable[Run]) -> str:
    """Dark runs as the path of an SVG, a module wide and high, counted from the top."""
    return "".join(f"M{start} {y}h{end - start}v1h{start - end}z" for start, end, y in runs)
