"""Pages of a PDF as pictures. PDFium may not be called by two threads at once, not even for two documents."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from floor.labels.sheets import POINTS_PER_DOT

Picture = NDArray[np.uint8]

_pdfium = threading.Lock()


@contextmanager
def opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The document; pypdfium2.PdfiumError for what is no PDF."""
    with _pdfium:
        document = pypdfium2.PdfDocument(pdf)
    try:
        yield document
    finally:
        with _pdfium:
            document.close()


def page_picture(document: pypdfium2.PdfDocument, number: int, pixels_per_dot: float = 1) -> Picture:
    """A page as a grey picture of (height, width); at a pixel a dot, modules are whole pixels.

    A page that isn't there has no pixels at all.
    """
    with _pdfium:
        if number >= len(document):
            return np.zeros((0, 0), np.uint8)
        page = document[number]
        # A hair less than asked for: the library rounds a page's size up.
        scale = (1 - 1e-6) * pixels_per_dot / POINTS_PER_DOT
        bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
        picture: Picture = bitmap.to_numpy().copy()
        bitmap.close()
        page.close()
    return picture
