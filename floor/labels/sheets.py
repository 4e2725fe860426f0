"""What labels are printed on, and whole pages of them as one PDF."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from floor.labels.boxes import DOTS_PER_INCH, Layout, dots
from floor.labels.drawing import LabelText, draw_label
from floor.labels.layout import decide

POINTS_PER_DOT = 72 / DOTS_PER_INCH

# Base 85 is for channels that lose the eighth bit; it makes every page a quarter larger.
rl_config.useA85 = 0


class Cell(NamedTuple):
    """A label's place: the page (from 0) and its lower left corner on it, in dots."""

    page: int
    x: int
    y: int


@dataclass(frozen=True)
class Media:
    """A sheet, card or roll; all lengths in mm. ``edge``: how near to a label's edge anything dark may come."""

    key: str
    page: tuple[float, float]
    label: tuple[float, float]
    edge: tuple[float, float]
    columns: int = 1
    rows: int = 1
    margin: tuple[float, float] = (0, 0)  # left of the first label, above it
    pitch: tuple[float, float] = (0, 0)  # from one label's edge to the next one's

    @property
    def cells(self) -> int:
        """Labels on a page."""
        return self.columns * self.rows

    def pages(self, labels: int, first_cell: int = 0) -> int:
        """How many pages so many labels fill from that cell of the first one on."""
        return -(-(first_cell + labels) // self.cells)

    @property
    def page_dots(self) -> tuple[int, int]:
        """A page is a whole number of dots, so that a driver has nothing to scale (A4 to within 0.05 mm)."""
        return dots(self.page[0]), dots(self.page[1])

    @cached_property
    def layout(self) -> Layout:
        """What a label of this medium carries: ``second`` and ``code_128`` are ``None`` where there is no room."""
        return decide(*map(dots, (*self.label, *self.edge)))

    def corner(self, place: int) -> tuple[float, float]:
        """Where a cell of the page (from 0) has its upper left corner: mm from the page's left and upper edge."""
        row, column = divmod(place, self.columns)
        return self.margin[0] + column * self.pitch[0], self.margin[1] + row * self.pitch[1]

    def cell(self, number: int, offset_mm: tuple[float, float] = (0, 0)) -> Cell:
        """The ``number``-th place (from 0), row by row from the top, moved right and down by the printer's offset."""
        page, place = divmod(number, self.cells)
        x, y = self.corner(place)
        top = self.page_dots[1] - dots(y + offset_mm[1])
        return Cell(page, dots(x + offset_mm[0]), top - dots(self.label[1]))


_A4 = (210, 297)
# Labels that reach the sheet's edge keep out of the 4 mm where an office printer prints nothing.
A4_24 = Media("a4-24", _A4, (70, 37), (4.3, 4.3), 3, 8, margin=(0, 0.5), pitch=(70, 37))
A4_40 = Media("a4-40", _A4, (52.5, 29.7), (4.3, 4.3), 4, 10, pitch=(52.5, 29.7))
A4_65 = Media("a4-65", _A4, (38.1, 21.2), (1.5, 1.5), 5, 13, margin=(4.65, 10.7), pitch=(40.65, 21.2))
A6 = Media("a6", (105, 148), (105, 148), (6, 6))
ROLL_50X30 = Media("roll-50x30", (50, 30), (50, 30), (1.5, 1.5))
ROLL_40X25 = Media("roll-40x25", (40, 25), (40, 25), (1.5, 1.5))

MEDIA: dict[str, Media] = {media.key: media for media in (A4_24, A4_40, A4_65, A6, ROLL_50X30, ROLL_40X25)}


def places(
    labels: Sequence[LabelText], media: Media, first_cell: int = 0, offset_mm: tuple[float, float] = (0, 0)
) -> Iterator[tuple[LabelText, Cell]]:
    """Every label with its place, in printing order. ValueError for a first cell that isn't on the sheet."""
    if not 0 <= first_cell < media.cells:
        raise ValueError(f"a page of {media.key} has no cell {first_cell}")
    for number, label in enumerate(labels, first_cell):
        yield label, media.cell(number, offset_mm)


def draw_pdf(
    labels: Sequence[LabelText], media: Media, first_cell: int = 0, offset_mm: tuple[float, float] = (0, 0)
) -> bytes:
    """All ``labels`` as one vector PDF, from ``first_cell`` (from 0) of the first page on; the same bytes every time.

    ``offset_mm`` moves everything right and down, for a printer that feeds crookedly. ValueError for a code that is
    none, for a first cell that isn't on the sheet, and for no labels at all.
    """
    if not labels:
        raise ValueError("there are no labels to draw")
    width, height = media.page_dots
    file = io.BytesIO()
    canvas = Canvas(file, (width * POINTS_PER_DOT, height * POINTS_PER_DOT), pageCompression=1, invariant=1, lang="id")
    canvas.setTitle("Label")
    canvas.setViewerPreference("PrintScaling", "None")
    drawn_on = -1
    for label, cell in places(labels, media, first_cell, offset_mm):
        if cell.page != drawn_on:
            if drawn_on >= 0:
                canvas.showPage()
            canvas.scale(POINTS_PER_DOT, POINTS_PER_DOT)
            drawn_on = cell.page
        draw_label(canvas, label, media.layout, cell.x, cell.y)
    canvas.save()
    return file.getvalue()
