"""What a page of labels will look like: the very drawing that is printed, as a small picture for the screen."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from PIL import Image

from .drawing import LabelText
from .pdfium import opened, page_picture
from .sheets import Media, draw_pdf

_GREYS = np.array([0, 85, 170, 255], np.uint8)  # four are enough for letters, and a third of the bytes
_LONGEST = 1_060  # pixels: a sheet on a tablet


def page_png(labels: Sequence[LabelText], media: Media, first_cell: int, page: int) -> bytes | None:
    """The page (from 0) as a PNG; ``None`` where nothing stands on it."""
    start = max(page * media.cells - first_cell, 0)
    end = (page + 1) * media.cells - first_cell
    on_page = labels[start:end]
    if not on_page:
        return None
    pdf = draw_pdf(on_page, media, first_cell if page == 0 else 0)
    with opened(pdf) as document:
        grey = page_picture(document, 0, min(_LONGEST / max(media.page_dots), 1))
    return _png(grey)


def _png(grey: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> bytes:
    picture = Image.fromarray(grey // 64)
    picture.putpalette([level for grey in _GREYS for level in (int(grey),) * 3])
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True, bits=2)
    return file.getvalue()
