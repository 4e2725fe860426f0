"""Labels for thermal printers: the PDF's pages, dot by dot, as ZPL graphics. What was proved is what is printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import zxingcpp

from .boxes import Symbol
from .drawing import LabelText
from .pdfium import Picture, opened, page_picture
from .proof import ProofFailed
from .sheets import Cell, Media, places

DENSITIES = (8, 12)  # dots per mm: 203 and 300 to the inch
_DOTS_DRAWN = 8  # dots per mm that labels are laid out in
_DARK = 128  # of 255
_QR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


def commands(
    pdf: bytes,
    labels: Sequence[LabelText],
    media: Media,
    dots_per_mm: int = _DOTS_DRAWN,
    offset_mm: tuple[float, float] = (0, 0),
    progress: Callable[[int, int], None] | None = None,
) -> bytes:
    """Every page of ``pdf`` as a label of its own (``^GFA``), at the printer's ``dots_per_mm``.

    At another density than the drawing's, modules are rounded to whole dots, so the QR of each label is read once more
    from the very dots that are sent: ProofFailed names those that are not there. ``progress`` is told after every
    page how many labels of how many are done.
    """
    pixels_per_dot = dots_per_mm / _DOTS_DRAWN
    pages: list[bytes] = []
    missing: list[str] = []
    with opened(pdf) as document:
        for label, cell in places(labels, media, 0, offset_mm):
            dark = page_picture(document, cell.page, pixels_per_dot) < _DARK
            if not _reads(dark, media.layout.qr, cell, label.code, pixels_per_dot):
                missing.append(label.code)
            pages.append(_page(dark))
            if progress:
                progress(len(pages), len(labels))
    if missing:
        raise ProofFailed(missing)
    return b"".join(pages)


def pictures(pdf: bytes, dots_per_mm: int) -> bytes:
    """The pages of any PDF as labels, not read back."""
    with opened(pdf) as document:
        return b"".join(
            _page(page_picture(document, number, dots_per_mm / _DOTS_DRAWN) < _DARK) for number in range(len(document))
        )


def _page(dark: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> bytes:
    height, width = dark.shape
    rows = np.packbits(dark, axis=1)
    total = rows.size
    head = f"^XA^PW{width}^LL{height}^LH0,0^FO0,0^GFA,{total},{total},{rows.shape[1]},"
    return head.encode() + b"".join(_compressed(rows)) + b"^FS^PQ1^XZ\n"


def _compressed(rows: Picture) -> Iterator[bytes]:
    """Rows in hexadecimal, in short: ``,`` for white up to the end of the row, ``:`` for the row above again."""
    before = b""
    for row in rows:
        row_bytes = row.tobytes()
        if row_bytes == before:
            yield b":"
        else:
            digits = row_bytes.hex().upper()
            kept = digits.rstrip("0")
            yield (kept + "," if len(kept) < len(digits) else digits).encode()
        before = row_bytes


def _reads(
    dark: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], symbol: Symbol, cell: Cell, code: str, pixels_per_dot: float
) -> bool:
    field = symbol.field
    height = dark.shape[0]
    top, bottom = (height - round((cell.y + edge) * pixels_per_dot) for edge in (field.top, field.y))
    left, right = (round((cell.x + edge) * pixels_per_dot) for edge in (field.x, field.right))
    cut = dark[max(top, 0) : bottom, max(left, 0) : right]
    if not cut.size:
        return False
    read = zxingcpp.read_barcode(np.where(cut, 0, 255).astype(np.uint8), _QR, try_rotate=False, try_invert=False)
    return read is not None and read.text == code
