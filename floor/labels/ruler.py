"""The test page: rulers, the page's corners, the labels' edges, a cross to measure, and a QR of each size that fits.

A person measures how far the cross is from the paper's left and upper edge; ``CROSS`` is how far it should be, in mm.
"""

from __future__ import annotations

import io

from reportlab.pdfgen.canvas import Canvas

from .boxes import dots
from .lettering import REGULAR
from .sheets import POINTS_PER_DOT, Media
from .symbols import QR_QUIET, QR_SIDE, qr_runs

CODE = "T00000000R"  # no label has it
MODULES = (6, 7, 8, 10)  # dots: the sizes that labels are printed with
_SMALL, _LARGE = 16.0, 22.0  # letters, in dots
_REACH = dots(5)  # of the cross
_AIR = dots(3)
_MARGIN = dots(5)


def cross(media: Media) -> tuple[int, int]:
    """Where the cross should be: whole mm from the page's left and upper edge."""
    return (50, 50) if _is_large(media) else (10, 10)


def test_page(media: Media, offset_mm: tuple[float, float] = (0, 0)) -> bytes:
    """One page of this medium as a PDF, moved right and down by the printer's offset."""
    width, height = media.page_dots
    file = io.BytesIO()
    canvas = Canvas(file, (width * POINTS_PER_DOT, height * POINTS_PER_DOT), pageCompression=1, invariant=1, lang="id")
    canvas.setTitle("Halaman uji")
    canvas.setViewerPreference("PrintScaling", "None")
    canvas.scale(POINTS_PER_DOT, POINTS_PER_DOT)
    canvas.translate(dots(offset_mm[0]), -dots(offset_mm[1]))
    canvas.setLineWidth(1)
    _edges(canvas, media)
    _corners(canvas, width, height)
    _cross(canvas, media, height)
    _rulers(canvas, media, height)
    _symbols(canvas, media, width, height)
    canvas.save()
    return file.getvalue()


def symbols_on(media: Media) -> list[int]:
    """The modules, in dots, of the QRs that stand on a medium's test page."""
    return list(MODULES) if _is_large(media) else [media.layout.qr.module]


def _edges(canvas: Canvas, media: Media) -> None:
    """The labels' edges, dotted: where the sheet is cut."""
    canvas.setDash(2, 6)
    for place in range(media.cells):
        cell = media.cell(place)
        canvas.rect(cell.x, cell.y, dots(media.label[0]), dots(media.label[1]))
    canvas.setDash()


def _corners(canvas: Canvas, width: int, height: int) -> None:
    """Angles 5 mm inside the page's corners; 1.5 mm on what is small."""
    inside = dots(5) if width > dots(60) else dots(1.5)
    arm = 2 * inside
    for x, right in ((inside, 1), (width - inside, -1)):
        for y, up in ((inside, 1), (height - inside, -1)):
            canvas.line(x, y, x + right * arm, y)
            canvas.line(x, y, x, y + up * arm)


def _cross(canvas: Canvas, media: Media, height: int) -> None:
    x_mm, y_mm = cross(media)
    x, y = dots(x_mm), height - dots(y_mm)
    canvas.setLineWidth(2)
    canvas.line(x - _REACH, y, x + _REACH, y)
    canvas.line(x, y - _REACH, x, y + _REACH)
    canvas.circle(x, y, _REACH // 2)
    canvas.setLineWidth(1)
    beside = (_REACH + 4, 6) if _is_large(media) else (-_REACH, -_REACH - _SMALL - 2)
    words = f"{x_mm} mm / {y_mm} mm" if _is_large(media) else f"{x_mm}/{y_mm} mm"
    _write(canvas, x + beside[0], y + beside[1], words, _SMALL)


def _rulers(canvas: Canvas, media: Media, height: int) -> None:
    """A ruler from the left edge and one from the upper edge, in mm; on a label without figures."""
    large = _is_large(media)
    inside, tick = (dots(10), 8) if large else (dots(1.5), 4)
    for mm in range(int(media.page[0]) + 1):
        canvas.line(dots(mm), height - inside, dots(mm), height - inside - _tick(mm, tick))
        if large and mm % 10 == 0:
            _write(canvas, dots(mm) + 3, height - inside - dots(6), str(mm), _SMALL)
    for mm in range(int(media.page[1]) + 1):
        canvas.line(inside, height - dots(mm), inside + _tick(mm, tick), height - dots(mm))
        if large and mm % 10 == 0:
            _write(canvas, dots(16), height - dots(mm) + 3, str(mm), _SMALL)


def _tick(mm: int, unit: int) -> int:
    return unit * (5 if mm % 10 == 0 else 3 if mm % 5 == 0 else 2)


def _is_large(media: Media) -> bool:
    """A page to write on, not a label."""
    return min(media.page) > 100


def _symbols(canvas: Canvas, media: Media, width: int, height: int) -> None:
    """The QRs: in rows below the cross on a sheet, beside it on a label."""
    modules = symbols_on(media)
    if len(modules) == 1:
        side = QR_SIDE * modules[0]
        _symbol(canvas, width - dots(1.5) - side - QR_QUIET * modules[0], (height - side) // 2, modules[0])
        return
    x, top = dots(30), height - dots(62)
    for module in modules:
        side, quiet = QR_SIDE * module, QR_QUIET * module
        if x + side + quiet > width - _MARGIN:
            x, top = dots(30), top - dots(42)
        _symbol(canvas, x, top - side, module)
        _write(canvas, x, top - side - quiet - dots(4), f"{side / dots(1):.1f} mm", _LARGE)
        x += side + 2 * quiet + _AIR


def _symbol(canvas: Canvas, x: int, y: int, module: int) -> None:
    """A QR with white around it, its dark part's lower left corner here."""
    side, quiet = QR_SIDE * module, QR_QUIET * module
    canvas.setFillGray(1)
    canvas.rect(x - quiet, y - quiet, side + 2 * quiet, side + 2 * quiet, stroke=0, fill=1)
    canvas.setFillGray(0)
    for start, end, row in qr_runs(CODE):
        canvas.rect(x + start * module, y + row * module, (end - start) * module, module, stroke=0, fill=1)


def _write(canvas: Canvas, x: float, y: float, words: str, size: float) -> None:
    canvas.setFont(REGULAR, size)
    canvas.drawString(x, y, words)
