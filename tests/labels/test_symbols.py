"""The two symbols, as modules: read back by two libraries that had no part in making them."""

from __future__ import annotations

import numpy as np
import pytest
import zxingcpp
from numpy.typing import NDArray

from floor.labels import symbols
from floor.rules import codes

EACH_KIND_OFTEN = pytest.mark.parametrize("kind", [kind for kind in codes.Kind for _ in range(10)])


def paint(runs: list[symbols.Run], width: int, height: int) -> NDArray[np.uint8]:
    """The runs in black, four pixels a module, with a wide white edge."""
    modules = np.full((height, width), 255, np.uint8)
    for start, end, y in runs:
        modules[height - 1 - y, start:end] = 0
    modules = modules.repeat(40, axis=0) if height == 1 else modules
    return np.ascontiguousarray(np.pad(modules, 12, constant_values=255).repeat(4, axis=0).repeat(4, axis=1))


@EACH_KIND_OFTEN
def test_a_qr_symbol_says_its_code_in_the_smallest_version_at_the_highest_level(kind: codes.Kind) -> None:
    code = codes.new_code(kind)
    read = zxingcpp.read_barcode(paint(symbols.qr_runs(code), 21, 21))

    assert read is not None
    assert (read.text, read.format, read.ec_level) == (code, zxingcpp.BarcodeFormat.QRCode, "H")


@EACH_KIND_OFTEN
def test_a_code_128_symbol_says_its_code_and_is_no_wider_than_foreseen(kind: codes.Kind) -> None:
    code = codes.new_code(kind)
    runs = symbols.bar_runs(code)

    read = zxingcpp.read_barcode(paint(runs, symbols.CODE_128_WIDEST, 1))

    assert read is not None
    assert (read.text, read.format) == (code, zxingcpp.BarcodeFormat.Code128)
    assert max(end for _, end, _ in runs) <= symbols.CODE_128_WIDEST


def test_a_qr_symbol_survives_a_corner_that_is_torn_off() -> None:
    code = codes.new_code(codes.Kind.UNIT)
    picture = paint(symbols.qr_runs(code), 21, 21)
    picture[-18 * 4 :, -18 * 4 :] = 255  # six modules of the symbol each way

    read = zxingcpp.read_barcode(picture)

    assert read is not None
    assert read.text == code


@pytest.mark.parametrize("text", ["", "U7K4", "u7k49qxb2m", "U7K49QXB2M ", "U7K49QXB2MU"])
def test_nothing_is_drawn_for_what_is_no_code(text: str) -> None:
    with pytest.raises(ValueError, match="not a code"):
        symbols.qr_runs(text)
    with pytest.raises(ValueError, match="not a code"):
        symbols.bar_runs(text)
