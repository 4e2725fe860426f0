"""A sheet of command codes as a PDF: A4, grouped, each with a QR, its word, a sign and Code 128, far enough apart."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence

from reportlab.pdfgen.canvas import Canvas

from .cards import Bearer
from .commands import Group, Sheet
from .lettering import BOLD, CAP_HEIGHT, CONDENSED, LEADING, REGULAR, fit, printable
from .symbols import CODE_128_QUIET, QR_QUIET, QR_SIDE, Run, bar_runs, qr_runs

MM = 72 / 25.4
_WIDTH, _HEIGHT = 210.0, 297.0
_MARGIN, _GAP, _PAD = 10.0, 3.5, 2.0
_QR, _SMALL_QR = 20.0, 17.0  # of the dark part; a scanner in the hand reads it from half a metre
_BAR, _BARS_HEIGHT = 0.25, 6.0  # a module's width, mm
_CELL = _PAD + _QR + 2 + _BARS_HEIGHT + _PAD
_HEADING, _HEAD = 8.5, 19.0
_MANY = 5  # columns that need the small one
_SIGN = 7.0
_ROOM = _HEIGHT - 2 * _MARGIN - _HEAD  # under a page's head

# Signs as strokes on a square of 24, counted from its upper left corner; a circle is its middle and radius.
_BACK = ((9, 4), (4, 9), (9, 14)), ((4, 9), (14, 9), (17, 10), (19, 12), (20, 15), (19, 18), (16, 20), (10, 20))
_CROSS = ((7, 7), (17, 17)), ((17, 7), (7, 17))
_STROKES: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "undo": _BACK,
    "rework": _BACK,
    "ok": (((5, 13), (10, 18), (20, 6)),),
    "pass": (((5, 13), (10, 18), (20, 6)),),
    "cancel": _CROSS,
    "scrap": _CROSS,
    "look": (((15, 15), (21, 21)),),
    "out": (((11, 4), (4, 4), (4, 20), (11, 20)), ((9, 12), (21, 12)), ((17, 8), (21, 12), (17, 16))),
    "hold": (((9, 5), (9, 19)), ((15, 5), (15, 19))),
}
_CIRCLES = {"look": (10.0, 10.0, 6.5), "scrap": (12.0, 12.0, 10.0), "pass": (12.0, 12.0, 11.0)}

Contents = Iterable[tuple[Group, Sequence[Bearer]]]


def draw(wanted: Sheet, contents: Contents, codes: Mapping[str, str], place: str) -> bytes:
    """The sheet as a PDF, the same bytes every time. ``place`` is the workshop's name, on every page.

    KeyError for a command without a code.
    """
    file = io.BytesIO()
    canvas = Canvas(file, (_WIDTH * MM, _HEIGHT * MM), pageCompression=1, invariant=1, lang="id")
    canvas.setTitle(wanted.title)
    canvas.setViewerPreference("PrintScaling", "None")
    top = _page(canvas, wanted, place)
    for group, bearers in contents:
        rows = -(-len(bearers) // group.columns)
        whole = min(_HEADING + rows * (_CELL + _GAP) - _GAP, _ROOM)
        if top - whole < _MARGIN:
            canvas.showPage()
            top = _page(canvas, wanted, place)
        _text(canvas, group.heading, REGULAR, 12, _MARGIN, top - 5.5, _WIDTH - 2 * _MARGIN)
        top -= _HEADING
        width = (_WIDTH - 2 * _MARGIN - (group.columns - 1) * _GAP) / group.columns
        for start in range(0, len(bearers), group.columns):
            if top - _CELL < _MARGIN:
                canvas.showPage()
                top = _page(canvas, wanted, place)
            for column, bearer in enumerate(bearers[start : start + group.columns]):
                qr = _SMALL_QR if group.columns >= _MANY else _QR
                _cell(canvas, _MARGIN + column * (width + _GAP), top, width, qr, bearer, codes[bearer.key])
            top -= _CELL + _GAP
    canvas.save()
    return file.getvalue()


def _page(canvas: Canvas, wanted: Sheet, place: str) -> float:
    """A page's head; answers from where on (mm from below) there is room."""
    top, width = _HEIGHT - _MARGIN, _WIDTH - 2 * _MARGIN
    _text(canvas, wanted.title, BOLD, 22, _MARGIN, top - 6, width)
    _text(canvas, f"{wanted.lead} {place}", REGULAR, 10, _MARGIN, top - 13, width)
    return top - _HEAD


def _cell(canvas: Canvas, x: float, top: float, width: float, qr: float, bearer: Bearer, code: str) -> None:
    canvas.setLineWidth(0.5)
    canvas.setStrokeGray(0.6)
    canvas.roundRect(x * MM, (top - _CELL) * MM, width * MM, _CELL * MM, 2 * MM)
    module = qr / QR_SIDE
    left = x + _PAD + QR_QUIET * module / 2
    _runs(canvas, qr_runs(code), left, top - _PAD - qr, module, module)
    bars = bar_runs(code)
    bar = min(_BAR, (width - 1) / (max(end for _, end, _ in bars) + 2 * CODE_128_QUIET))
    wide = max(end for _, end, _ in bars) * bar
    _runs(canvas, bars, x + (width - wide) / 2, top - _CELL + _PAD, bar, _BARS_HEIGHT)
    words = left + qr + QR_QUIET * module + 1
    room = x + width - _PAD - words
    if bearer.key in _STROKES:
        _sign(canvas, bearer.key, words, top - _PAD)
        _text(canvas, bearer.short, BOLD, 15, words, top - _PAD - _SIGN - 5, room)
        _lines(canvas, bearer.name, words, top - _PAD - _SIGN - 7, room, 8, 2)
    elif bearer.name:
        _text(canvas, bearer.short, BOLD, 17, words, top - _PAD - 5.5, room)
        _lines(canvas, bearer.name, words, top - _PAD - 8.5, room, 11, 4)
    else:
        _text(canvas, bearer.short, BOLD, 36, words, top - _PAD - qr / 2 - 4, room)


def _runs(canvas: Canvas, runs: Iterable[Run], x: float, y: float, across: float, up: float) -> None:
    canvas.setFillGray(0)
    path = canvas.beginPath()
    for start, end, row in runs:
        path.rect((x + start * across) * MM, (y + row * up) * MM, (end - start) * across * MM, up * MM)
    canvas.drawPath(path, stroke=0, fill=1)


def _sign(canvas: Canvas, key: str, x: float, top: float) -> None:
    unit = _SIGN / 24 * MM
    canvas.setStrokeGray(0)
    canvas.setLineWidth(2.2 * unit)
    canvas.setLineCap(1)
    for stroke in _STROKES[key]:
        path = canvas.beginPath()
        path.moveTo(x * MM + stroke[0][0] * unit, top * MM - stroke[0][1] * unit)
        for across, down in stroke[1:]:
            path.lineTo(x * MM + across * unit, top * MM - down * unit)
        canvas.drawPath(path)
    if key in _CIRCLES:
        across, down, radius = _CIRCLES[key]
        canvas.circle(x * MM + across * unit, top * MM - down * unit, radius * unit)


def _text(canvas: Canvas, words: str, font: str, size: float, x: float, y: float, width: float) -> None:
    """One line, its foot at ``y`` (mm), smaller where it would not fit."""
    lines = fit(printable(words), font, size, size / 3, width * MM)
    text = canvas.beginText(x * MM, y * MM)
    text.setHorizScale(CONDENSED * 100)
    text.setFont(font, lines.size)
    canvas.setFillGray(0)
    text.textOut(lines.texts[0])
    canvas.drawText(text)


def _lines(canvas: Canvas, words: str, x: float, top: float, width: float, size: float, most: int) -> None:
    """A few small lines from ``top`` (mm) down."""
    lines = fit(printable(words), REGULAR, size, 5, width * MM, most)
    text = canvas.beginText(x * MM, top * MM - CAP_HEIGHT * lines.size)
    text.setHorizScale(CONDENSED * 100)
    text.setFont(REGULAR, lines.size, lines.size * LEADING)
    for line in lines.texts:
        text.textLine(line)
    canvas.drawText(text)
