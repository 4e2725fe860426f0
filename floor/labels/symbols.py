"""The two symbols on a label, as runs of dark modules: QR by ``qrcode``, Code 128 by ``python-barcode``.

A run is ``(start, end, y)`` in modules: dark from ``start`` up to ``end``, in the row ``y`` counted from the bottom, as
PDF counts. Who draws them decides how large a module is.
"""

from __future__ import annotations

import re

from barcode import Code128
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_H
from qrcode.util import MODE_ALPHA_NUM, QRData

from floor.rules import codes

QR_SIDE = 21  # modules across a version 1 symbol
QR_QUIET = 2  # white modules kept on every side; read as well as the standard's four on white stock
CODE_128_WIDEST = 145  # start, ten characters one by one, check, stop: a code with many digits is shorter
CODE_128_QUIET = 10

Run = tuple[int, int, int]

# Scoring eight masks takes nine tenths of the time it takes to make a symbol, and on symbols this small the winner
# reads no better. Of the eight this one scores best on average over our codes.
_MASK = 6
_DARK = re.compile(b"\x01+")


def qr_runs(code: str) -> list[Run]:
    """The dark runs of the QR symbol of ``code``, 21 modules wide and high. ValueError where it is no code."""
    _check(code)
    symbol: QRCode = QRCode(version=1, error_correction=ERROR_CORRECT_H, border=0, mask_pattern=_MASK)
    symbol.add_data(QRData(code, mode=MODE_ALPHA_NUM), optimize=0)
    # Ten characters fill version 1 level H to the last bit, and ``fit=True`` would then choose version 2.
    symbol.make(fit=False)
    rows = map(bytes, reversed(symbol.modules))
    return [(*dark.span(), y) for y, row in enumerate(rows) for dark in _DARK.finditer(row)]


def bar_runs(code: str) -> list[Run]:
    """The bars of the Code 128 symbol of ``code``, at most ``CODE_128_WIDEST`` modules wide, one module high."""
    _check(code)
    return [(*dark.span(), 0) for dark in _DARK.finditer(bytes(map(int, Code128(code).build()[0])))]


def _check(code: str) -> None:
    if not codes.is_code(code):
        raise ValueError(f"{code!r} is not a code that floor could have issued")
