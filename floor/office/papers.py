"""What every paper of the office is made of: its letterhead, its words, its tables, its places to sign.

Words on papers are Indonesian, whoever prints them: they leave the house.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from reportlab.lib.colors import Color, black
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import escapeOnce
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

REGULAR, BOLD = "PaperRegular", "PaperBold"
pdfmetrics.registerFont(TTFont(REGULAR, "Vera.ttf"))
pdfmetrics.registerFont(TTFont(BOLD, "VeraBd.ttf"))
pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)

LINE, TINT = Color(0.35, 0.35, 0.35), Color(0.93, 0.93, 0.93)
WIDTH = A4[0] - 36 * mm
_LONG_NUMBER = 25  # letters of a paper's number that no longer fit on its line at full size
GRID = (("GRID", (0, 0), (-1, -1), 0.6, LINE), ("BACKGROUND", (0, 0), (-1, 0), TINT))


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who sends: the site's name and the lines above it; its zone; and who holds the post that signs, if anybody."""

    site: str
    header: str
    zone: str
    printed: datetime
    signs_as: str = "Kasi Kegiatan Kerja"
    signs: str = ""


def style(size: float = 9, bold: bool = False, align: Any = 0) -> ParagraphStyle:
    """How words are set; ``size`` in points."""
    font = BOLD if bold else REGULAR
    return ParagraphStyle("paper", fontName=font, fontSize=size, leading=size * 1.28, alignment=align)


def says(text: str, size: float = 9, *, bold: bool = False, align: Any = 0) -> Paragraph:
    """Words as they were typed; a new line where they have one."""
    return Paragraph(escapeOnce(text).replace("\n", "<br/>"), style(size, bold, align))


def top(head: Letterhead, title: str, number: str, day: date, below: str = "") -> Table:
    """The head of a paper: who sends it on the left; what it is, its number and its day on the right."""
    left = [says(line.strip(), 8) for line in head.header.replace("\r", "").split("\n") if line.strip()]
    left.append(says(head.site, 11.5, bold=True))
    large = 12 if len(number) < _LONG_NUMBER else 10
    right = [says(title, 15, bold=True, align=TA_RIGHT), says(number, large, bold=True, align=TA_RIGHT)]
    right.append(says(format_date(day, "EEEE, d MMMM y", locale="id"), 9, align=TA_RIGHT))
    if below:
        right.append(says(below, 8, bold=True, align=TA_RIGHT))
    rules = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, -1), 1.4, black)]
    return table([[left, right]], [WIDTH * 0.56, WIDTH * 0.44], [*rules, ("BOTTOMPADDING", (0, 0), (-1, -1), 6)])


def table(rows: list[list[Any]], widths: Sequence[float], rules: Sequence[Any]) -> Table:
    """Rows of cells, widths in points."""
    made = Table(rows, colWidths=widths)
    made.setStyle([("LEFTPADDING", (0, 0), (-1, -1), 5), ("RIGHTPADDING", (0, 0), (-1, -1), 5), *rules])
    return made


def grid(heads: Sequence[str], rows: Sequence[Sequence[Any]], widths: Sequence[float]) -> Table:
    """A table with a head that each page repeats; cells are words, or numbers to the right."""
    body = [[cell if isinstance(cell, Paragraph) else _cell(cell) for cell in row] for row in rows]
    made = table(
        [[says(head, 8, bold=True) for head in heads], *body], widths, [*GRID, ("VALIGN", (0, 0), (-1, -1), "TOP")]
    )
    made.repeatRows = 1
    return made


def _cell(cell: Any) -> Paragraph:
    return says(number(cell), align=TA_RIGHT) if isinstance(cell, int) else says(str(cell))


def sign_here(people: Sequence[tuple[str, str]]) -> Table:
    """Places to sign, side by side: what somebody signs as, and the name where it is known."""
    heads = [says(title, 8.5, align=TA_CENTER) for title, _name in people]
    names = [says(f"( {name or '.' * 30} )", 8.5, align=TA_CENTER) for _title, name in people]
    widths = [WIDTH / len(people)] * len(people)
    rules = [("VALIGN", (0, 0), (-1, 0), "TOP"), ("VALIGN", (0, 2), (-1, 2), "BOTTOM")]
    made = Table([heads, [""] * len(people), names], colWidths=widths, rowHeights=[None, 17 * mm, None])
    made.setStyle(rules)
    return made


# Draws the foot of a page: its number, from 1, and how many there are.
Foot = Callable[[Canvas, int, int], None]


def document(whole: list[Any], head: Letterhead, title: str, foot: str) -> bytes:
    """One paper as a PDF: A4, its foot says ``foot``, when it was printed, and which page of how many."""
    return bound(whole, head, title, lambda canvas, page, pages: foot_line(canvas, head, foot, page, pages))


def bound(whole: list[Any], head: Letterhead, title: str, foot: Foot) -> bytes:
    """The same with a foot of its own on each page."""
    file = io.BytesIO()

    class Pages(Canvas):
        kept: list[dict[str, Any]]

        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            self.kept = []

        def showPage(self) -> None:  # noqa: N802 - reportlab's own name
            self.kept.append(dict(self.__dict__))
            self._startPage()  # type: ignore[attr-defined]

        def save(self) -> None:
            for page, kept in enumerate(self.kept, start=1):
                self.__dict__.update(kept)
                foot(self, page, len(self.kept))
                Canvas.showPage(self)
            super().save()

    made = SimpleDocTemplate(
        file,
        pagesize=A4,
        leftMargin=18 * mm,
        rightMargin=18 * mm,
        topMargin=14 * mm,
        bottomMargin=16 * mm,
        title=title,
        author=head.site,
        lang="id",
    )
    made.build(whole, canvasmaker=Pages)
    return file.getvalue()


def foot_line(canvas: Canvas, head: Letterhead, words: str, page: int, pages: int) -> None:
    """What stands at the foot of every paper."""
    canvas.setFont(REGULAR, 7.5)
    canvas.setFillColor(black)
    printed = f"dicetak {format_datetime(head.printed, 'd MMM y HH.mm', locale='id')} {head.zone}"
    canvas.drawString(18 * mm, 9 * mm, f"{words} · {printed}")
    canvas.drawRightString(A4[0] - 18 * mm, 9 * mm, f"Halaman {page} dari {pages}")


def number(value: int) -> str:
    """A whole number with points between thousands."""
    return str(format_decimal(value, locale="id"))
