"""A finished PDF read back: every page rendered as a printer would, every symbol decoded where it should stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

import numpy as np
import zxingcpp

from floor.labels.boxes import Symbol
from floor.labels.drawing import LabelText
from floor.labels.pdfium import Picture, opened, page_picture
from floor.labels.sheets import Cell, Media, places

_FORMATS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Code128])
_WHITE = 200  # of 255: smoothing at a letter's edge is not yet a mark


class ProofFailed(Exception):
    """Some labels could not be read back; ``codes_missing`` has each of their codes once, in printing order."""

    def __init__(self, codes_missing: Sequence[str]) -> None:
        self.codes_missing = tuple(dict.fromkeys(codes_missing))
        super().__init__(f"not readable where they should stand: {', '.join(self.codes_missing)}")


def prove(
    pdf: bytes,
    labels: Sequence[LabelText],
    media: Media,
    first_cell: int = 0,
    offset_mm: tuple[float, float] = (0, 0),
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Read every symbol of every label back from ``pdf``, each exactly where ``draw_pdf`` was told to draw it.

    Takes what ``draw_pdf`` took; ``progress`` is told after every page how many labels of how many are done.
    Raises ProofFailed with the codes that are not there, pypdfium2.PdfiumError for what is no PDF.
    """
    missing: list[str] = []
    done = 0
    with opened(pdf) as document:
        for page, on_page in groupby(places(labels, media, first_cell, offset_mm), key=lambda place: place[1].page):
            picture = page_picture(document, page)
            for label, cell in on_page:
                done += 1
                if not all(_stands(picture, symbol, label.code, cell) for symbol in media.layout.symbols):
                    missing.append(label.code)
            if progress:
                progress(done, len(labels))
    if missing:
        raise ProofFailed(missing)


def _stands(picture: Picture, symbol: Symbol, code: str, cell: Cell) -> bool:
    """Whether ``symbol`` stands in its place to a module, says ``code`` and has nothing but white around it."""
    field, dark = symbol.field, symbol.dark
    top, left = picture.shape[0] - cell.y - field.top, cell.x + field.x
    if top < 0 or left < 0:
        return False
    cut = np.ascontiguousarray(picture[top : top + field.height, left : left + field.width])
    if cut.shape != (field.height, field.width):
        return False
    down, across = field.top - dark.top, dark.x - field.x
    around = cut.copy()
    around[down : down + dark.height, across : across + dark.width] = 255
    if around.min() < _WHITE:
        return False
    read = zxingcpp.read_barcode(cut, _FORMATS, try_rotate=False, try_downscale=False, try_invert=False)
    if read is None or read.text != code:
        return False
    corner = read.position.top_left
    # Of bars the reader gives the one line that it read, somewhere between their top and their bottom.
    return abs(corner.x - across) <= symbol.module and abs(corner.y - down) <= (symbol.module if down else dark.height)
