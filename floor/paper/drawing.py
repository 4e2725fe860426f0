"""A day sheet as a PDF page: vector only, so that it prints sharp on any office printer."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray
from reportlab.lib.colors import black, white
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from floor.labels.lettering import BOLD, REGULAR, fit, printable
from floor.labels.symbols import QR_SIDE, qr_runs
from floor.paper import layout
from floor.paper.layout import Row
from floor.rules import codes

MARK_CELLS = 6
_GREY = 0.8  # digits inside bubbles: light enough to be no mark
_LINE_GREY = 0.7


@dataclass(frozen=True)
class Sheet:
    """A page to be drawn. Its words are Indonesian, as those on labels: it hangs at the station."""

    code: str
    station: str
    station_name: str
    day: date
    rows: Sequence[Row]
    page: int = 1
    of_pages: int = 1


@cache
def dictionary() -> cv2.aruco.Dictionary:
    """The family of square marks that the corners are of."""
    return cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)


def draw_pdf(sheets: Sequence[Sheet]) -> bytes:
    """All pages as one PDF; the same bytes every time."""
    file = io.BytesIO()
    canvas = Canvas(file, (layout.PAGE[0] * mm, layout.PAGE[1] * mm), pageCompression=1, invariant=1, lang="id")
    canvas.setTitle("Lembar darurat")
    canvas.setViewerPreference("PrintScaling", "None")
    for sheet in sheets:
        _Page(canvas).draw(sheet)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


class _Page:
    """One page; places in mm from its upper left corner."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    def draw(self, sheet: Sheet) -> None:
        for number, (x, y) in layout.MARKS.items():
            self._mark(number, x, y)
        for x, y in layout.SHEET_QRS:
            self._qr(sheet.code, x, y, layout.SHEET_QR)
        self._head(sheet)
        for row in sheet.rows:
            self._row(row)
        self._foot(sheet)

    def _head(self, sheet: Sheet) -> None:
        self._text(f"LEMBAR DARURAT · {sheet.station_name}", 24, 15, 15, 138, bold=True)
        day = sheet.day.strftime("%d/%m/%Y")
        self._text(f"Pos {sheet.station} · {day} · halaman {sheet.page} dari {sheet.of_pages}", 24, 21.5, 10, 138)
        self._text(codes.in_words(sheet.code), 166, 29.5, 7.5, 24)
        for label, x, until in (("Petugas", 24, 80), ("Regu/pekerja", 84, 140), ("Jam", 144, 188)):
            self._text(label, x, 35, 9, 30)
            self._line(x + (22 if x == 84 else 14), 35.5, until, 35.5)
        self._text(
            "Hitamkan bulatan sampai penuh, pulpen hitam. Selesai semua: hitamkan SEMUA. Sebagian: hitamkan angkanya,",
            24,
            43,
            8.5,
            182,
        )
        self._text(
            "puluhan lalu satuan. Yang tidak dikerjakan dibiarkan kosong. Listrik hidup lagi: serahkan ke pengawas"
            " untuk difoto.",
            24,
            47.5,
            8.5,
            182,
        )
        self._text(
            "Tiap baris dihitung SATU KALI, juga kalau lembar ini difoto lagi. Sisanya sesudah difoto: di lembar baru.",
            24,
            52,
            8.5,
            182,
        )

    def _foot(self, sheet: Sheet) -> None:
        self._text("Foto seluruh lembar, keempat kotak sudut harus tampak.", 50, 277, 9, 130, bold=True)
        self._text(
            f"Dicetak untuk pos {sheet.station}, {sheet.day.strftime('%d/%m/%Y')}. Lembar ini bukan label: jangan"
            " dipindai di pos.",
            50,
            282,
            8,
            135,
        )
        self._text(codes.in_words(sheet.code), 50, 286.5, 8, 60)

    def _row(self, row: Row) -> None:
        top = row.top
        self._line(12, top, 198, top)
        for side in (0, 1):
            x, y = row.tick(side)
            self._box(x - layout.TICK / 2, y - layout.TICK / 2, layout.TICK, layout.TICK)
        self._qr(row.code, 13, top + 2.2, layout.ROW_QR)
        self._text(row.unit, 28, top + 6, 11.5, 49, bold=True)
        self._text(row.product, 28, top + 10.3, 8.5, 49)
        about = " · ".join(filter(None, (row.size, row.order)))
        self._text(about, 28, top + 14.1, 8.5, 49)
        again = f" · perbaikan ke-{row.cycle}" if row.cycle else ""
        self._text(f"{row.stage}{again} · {codes.in_words(row.code)}", 28, top + 17.2, 6.5, 49)
        labelled: set[str] = set()
        for bubble in row.bubbles:
            if bubble.field not in labelled:
                labelled.add(bubble.field)
                self._text(_label(bubble.field, row), layout.LABELS_FROM, bubble.y + 1.2, 9, 24, bold=True)
            self._bubble(bubble, row)

    def _bubble(self, bubble: layout.Bubble, row: Row) -> None:
        canvas, x, y = self._canvas, bubble.x * mm, self._up(bubble.y)
        canvas.setStrokeColor(black)
        canvas.setLineWidth(0.7)
        canvas.circle(x, y, layout.BUBBLE / 2 * mm, stroke=1, fill=0)
        if bubble.field != layout.ALL and row.quantity > 1:
            canvas.setFillGray(_GREY)
            canvas.setFont(BOLD, 7)
            canvas.drawCentredString(x, y - 2.5, str(bubble.digit))
            canvas.setFillColor(black)

    def _qr(self, code: str, x: float, y: float, side: float) -> None:
        module = side / QR_SIDE
        path = self._canvas.beginPath()
        for start, end, up in qr_runs(code):
            lower = self._up(y + side) + up * module * mm
            path.rect((x + start * module) * mm, lower, (end - start) * module * mm, module * mm)
        self._canvas.setFillColor(black)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def _mark(self, number: int, x: float, y: float) -> None:
        cell = layout.MARK / MARK_CELLS
        self._box(x, y, layout.MARK, layout.MARK)
        self._canvas.setFillColor(white)
        for row, column in np.argwhere(mark_cells(number) > 0):
            self._box(x + column * cell, y + row * cell, cell, cell, keep_colour=True)
        self._canvas.setFillColor(black)

    def _box(self, x: float, y: float, wide: float, high: float, *, keep_colour: bool = False) -> None:
        if not keep_colour:
            self._canvas.setFillColor(black)
        self._canvas.rect(x * mm, self._up(y + high), wide * mm, high * mm, stroke=0, fill=1)

    def _line(self, x: float, y: float, to_x: float, to_y: float) -> None:
        self._canvas.setStrokeGray(_LINE_GREY)
        self._canvas.setLineWidth(0.4)
        self._canvas.line(x * mm, self._up(y), to_x * mm, self._up(to_y))

    def _text(self, words: str, x: float, y: float, size: float, width: float, *, bold: bool = False) -> None:
        """A line of text, its foot at ``y``; smaller where it is too long, at worst cut."""
        font = BOLD if bold else REGULAR
        lines = fit(printable(words), font, size, min(size, 6.0), width * mm / 0.9 * 0.9)
        text = self._canvas.beginText()
        text.setHorizScale(90)
        text.setFont(font, lines.size)
        text.setTextOrigin(x * mm, self._up(y))
        text.textOut(lines.texts[0])
        self._canvas.setFillColor(black)
        self._canvas.drawText(text)

    @staticmethod
    def _up(y: float) -> float:
        return (layout.PAGE[1] - y) * mm


def mark_cells(number: int) -> NDArray[np.uint8]:
    """The cells of a corner's mark, its black border included: 0 black, 255 white."""
    return np.asarray(cv2.aruco.generateImageMarker(dictionary(), number, MARK_CELLS), np.uint8)


def _label(field: str, row: Row) -> str:
    all_of_it = "SEMUA" if row.quantity > 1 else "SELESAI"
    return {
        layout.ALL: f"LULUS {all_of_it} {row.quantity}" if row.is_gate else f"{all_of_it} {row.quantity}",
        layout.QUANTITY: "Jumlah lain",
        "passed": "Lulus",
        "rework": "Perbaikan",
        "scrap": "Afkir",
    }[field]
