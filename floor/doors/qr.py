"""QR symbols on a screen."""

from __future__ import annotations

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

_QUIET = 4  # white modules that the standard wants on every side


def qr(text: str) -> tuple[int, str]:
    """The QR symbol of a text: how many modules wide it is with its quiet zone, and its dark ones as an SVG path."""
    symbol: QRCode = QRCode(error_correction=ERROR_CORRECT_M, border=_QUIET)
    symbol.add_data(text)
    symbol.make()
    rows = symbol.get_matrix()
    dark = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark]
    return len(rows), "".join(dark)
