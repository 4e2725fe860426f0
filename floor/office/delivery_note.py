"""The paper of a delivery note (*surat jalan*), A4: who sends what to whom, through the gate, and who signs for it.

Words on it are Indonesian, whoever prints it: it goes with the goods. No name stands on it but those that were typed
for it and the officer who holds the post that signs; no worker's code does.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
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
from reportlab.platypus import KeepTogether, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

from ..models import DeliveryStatus, Goods
from ..pages import KODI
from .notes import Note, Sum

REGULAR, BOLD = "PaperRegular", "PaperBold"
pdfmetrics.registerFont(TTFont(REGULAR, "Vera.ttf"))
pdfmetrics.registerFont(TTFont(BOLD, "VeraBd.ttf"))
pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)

COPIES = ("ASLI · untuk mitra", "TINDASAN 1 · untuk P2U", "TINDASAN 2 · arsip Kegiatan Kerja")
_GOODS = {
    Goods.GOOD.value: "Barang jadi",
    Goods.GRADE_B.value: "Grade B",
    Goods.SCRAP.value: "Afkir",
    Goods.LEFTOVER.value: "Sisa bahan",
}
_LINE, _TINT, _GHOST = Color(0.35, 0.35, 0.35), Color(0.93, 0.93, 0.93), Color(0, 0, 0, alpha=0.09)
_WIDTH = A4[0] - 36 * mm


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who sends: the site's name and the lines above it; its zone; and who holds the post that signs, if anybody."""

    site: str
    header: str
    zone: str
    printed: datetime
    signs_as: str = "Kasi Kegiatan Kerja"
    signs: str = ""


def draw(note: Note, head: Letterhead, day: date) -> bytes:
    """The note as one PDF: three marked copies, or a single one that says KONSEP while it isn't approved.

    ``day`` is the day it is dated.
    """
    copies = COPIES if note.status != DeliveryStatus.DRAFT.value else ("KONSEP, belum disetujui",)
    whole: list[Any] = []
    for copy in copies:
        whole += [*_copy(note, head, day, copy), PageBreak()]
    file = io.BytesIO()
    document = SimpleDocTemplate(
        file,
        pagesize=A4,
        leftMargin=18 * mm,
        rightMargin=18 * mm,
        topMargin=14 * mm,
        bottomMargin=16 * mm,
        title=f"Surat jalan {note.number}",
        author=head.site,
        lang="id",
    )
    document.build(whole[:-1], canvasmaker=_pages(note, head, copies))
    return file.getvalue()


def _pages(note: Note, head: Letterhead, copies: Sequence[str]) -> Any:
    """A canvas that knows, at its end, how many pages each copy has: all have equally many."""

    class Pages(Canvas):
        kept: list[dict[str, Any]]

        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            self.kept = []

        def showPage(self) -> None:  # noqa: N802 - reportlab's own name
            self.kept.append(dict(self.__dict__))
            self._startPage()  # type: ignore[attr-defined]

        def save(self) -> None:
            each = len(self.kept) // len(copies)
            for number, page in enumerate(self.kept):
                self.__dict__.update(page)
                _foot(self, note, head, copies[number // each], number % each + 1, each)
                Canvas.showPage(self)
            super().save()

    return Pages


def _foot(canvas: Canvas, note: Note, head: Letterhead, copy: str, page: int, pages: int) -> None:
    word = {DeliveryStatus.DRAFT.value: "KONSEP", DeliveryStatus.CANCELLED.value: "BATAL"}.get(note.status, "")
    if word:
        canvas.saveState()
        canvas.setFillColor(_GHOST)
        canvas.setFont(BOLD, 110)
        canvas.translate(A4[0] / 2, A4[1] / 2)
        canvas.rotate(52)
        canvas.drawCentredString(0, -40, word)
        canvas.restoreState()
    canvas.setFont(REGULAR, 7.5)
    canvas.setFillColor(black)
    printed = f"dicetak {format_datetime(head.printed, 'd MMM y HH.mm', locale='id')} {head.zone}"
    canvas.drawString(18 * mm, 9 * mm, " · ".join(filter(None, (note.number, copy, printed))))
    canvas.drawRightString(A4[0] - 18 * mm, 9 * mm, f"Halaman {page} dari {pages}")


def _copy(note: Note, head: Letterhead, day: date, copy: str) -> list[Any]:
    return [
        _top(note, head, day, copy),
        Spacer(1, 4 * mm),
        _parties(note, head),
        Spacer(1, 4 * mm),
        _goods(note),
        Spacer(1, 2 * mm),
        *_remarks(note),
        KeepTogether([Spacer(1, 4 * mm), _gate(note), Spacer(1, 4 * mm), *_signatures(note, head)]),
    ]


def _style(size: float = 9, bold: bool = False, align: Any = 0) -> ParagraphStyle:
    font = BOLD if bold else REGULAR
    return ParagraphStyle("paper", fontName=font, fontSize=size, leading=size * 1.28, alignment=align)


def _says(text: str, size: float = 9, *, bold: bool = False, align: Any = 0) -> Paragraph:
    return Paragraph(escapeOnce(text).replace("\n", "<br/>"), _style(size, bold, align))


def _top(note: Note, head: Letterhead, day: date, copy: str) -> Table:
    left = [_says(line.strip(), 8) for line in head.header.replace("\r", "").split("\n") if line.strip()]
    left.append(_says(head.site, 11.5, bold=True))
    right = [_says("SURAT JALAN", 15, bold=True, align=TA_RIGHT), _says(note.number, 12, bold=True, align=TA_RIGHT)]
    right.append(_says(format_date(day, "EEEE, d MMMM y", locale="id"), 9, align=TA_RIGHT))
    if copy:
        right.append(_says(copy, 8, bold=True, align=TA_RIGHT))
    rules = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, -1), 1.4, black)]
    return _table([[left, right]], [_WIDTH * 0.56, _WIDTH * 0.44], [*rules, ("BOTTOMPADDING", (0, 0), (-1, -1), 6)])


def _parties(note: Note, head: Letterhead) -> Table:
    sender = [_says("Pengirim", 7.5), _says(head.site, 9.5, bold=True)]
    receiver = [_says("Penerima", 7.5), _says(note.partner, 9.5, bold=True)]
    receiver += [_says(note.address)] if note.address else []
    receiver += [_says(f"u.p. {note.recipient}")] if note.recipient else []
    order = [_says("Pesanan", 7.5), _says(note.order, 9.5, bold=True), _says(f"{note.product} ({note.product_code})")]
    vehicle = [_says("Kendaraan & pengemudi", 7.5)]
    vehicle += [_says(note.vehicle or "." * 34), _says(note.driver or "." * 34)]
    boxes = [("BOX", (0, 0), (-1, -1), 0.6, _LINE), ("INNERGRID", (0, 0), (-1, -1), 0.6, _LINE)]
    pad = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("BOTTOMPADDING", (0, 0), (-1, -1), 5)]
    return _table([[sender, receiver], [order, vehicle]], [_WIDTH / 2] * 2, [*boxes, *pad])


def _goods(note: Note) -> Table:
    in_kodi = note.counted_in == "lembar"
    heads = ["No.", "Barang", "Ukuran", "Rincian", "Koli", f"Jumlah ({note.counted_in})"]
    rows: list[list[Any]] = [[_says(head, 8, bold=True) for head in heads]]
    for number, each in enumerate(note.sums, 1):
        rows.append(
            [
                _says(str(number)),
                _says(f"{note.product}" if each.goods == Goods.GOOD.value else f"{_GOODS[each.goods]}: {note.product}"),
                _says(each.size or "–"),
                _says(_detail(each), 8),
                _says(str(len(each.cartons)) if each.cartons else "–", align=TA_RIGHT),
                _says(_number(each.quantity), 10, bold=True, align=TA_RIGHT),
            ]
        )
    koli = f"{_number(len(note.cartons))}" if note.cartons else "–"
    words = f"Jumlah barang jadi{f' ({kodi(note.quantity)})' if in_kodi else ''}"
    total = _says(_number(note.quantity), 11, bold=True, align=TA_RIGHT)
    rows.append([_says(words, 9, bold=True), "", "", "", _says(koli, 9, bold=True, align=TA_RIGHT), total])
    rules = [
        ("GRID", (0, 0), (-1, -1), 0.6, _LINE),
        ("BACKGROUND", (0, 0), (-1, 0), _TINT),
        ("SPAN", (0, -1), (3, -1)),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ]
    widths = [9 * mm, 52 * mm, 18 * mm, _WIDTH - 127 * mm, 14 * mm, 34 * mm]
    table = _table(rows, widths, rules)
    table.repeatRows = 1
    return table


def _detail(each: Sum) -> str:
    """Which cartons, and what lies loose."""
    parts = [f"{carton}:\N{NO-BREAK SPACE}{_number(quantity)}" for carton, quantity in each.cartons]
    if each.loose and each.cartons:
        parts.append(f"lepas: {_number(each.loose)}")
    return "; ".join(parts) if parts else ("lepas" if each.goods == Goods.GOOD.value else "dikembalikan")


def _remarks(note: Note) -> list[Any]:
    found = [_says(f"Catatan: {note.note}")] if note.note else []
    for each in note.sums:
        if each.refused:
            where = "ditahan" if each.held else "kembali ke siap kirim"
            kept = where if each.goods == Goods.GOOD.value else "tidak dibawa"
            words = f"{_GOODS[each.goods]} {each.size}".strip()
            counted = f"{words}: dihitung mitra {_number(each.counted)} dari {_number(each.quantity)}."
            found.append(_says(f"{counted} {_number(each.refused)} {kept}: {each.reason}."))
    return found


def _gate(note: Note) -> Table:
    checked = note.at_gate_at is not None
    words = "Pemeriksaan P2U:\nbarang sesuai surat jalan"
    cells = [
        _says(words, 9, bold=True),
        _says("Jam: .............."),
        _says(f"Petugas P2U: {note.gate_officer if checked and note.gate_officer else '.' * 26}"),
    ]
    rules = [("BOX", (0, 0), (-1, -1), 1, black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    pad = [("TOPPADDING", (0, 0), (-1, -1), 7), ("BOTTOMPADDING", (0, 0), (-1, -1), 7)]
    return _table([cells], [_WIDTH * 0.38, _WIDTH * 0.23, _WIDTH * 0.39], [*rules, *pad])


def _signatures(note: Note, head: Letterhead) -> list[Any]:
    first = [("Pengirim,\npetugas Giatja", ""), ("Pengemudi", note.driver), ("Penerima,\nmitra", note.recipient)]
    second = [("Petugas P2U", note.gate_officer), (f"Mengetahui,\n{head.signs_as}", head.signs)]
    return [_places(first), Spacer(1, 3 * mm), _places(second)]


def _places(people: Sequence[tuple[str, str]]) -> Table:
    heads = [_says(title, 8.5, align=TA_CENTER) for title, _name in people]
    names = [_says(f"( {name or '.' * 30} )", 8.5, align=TA_CENTER) for _title, name in people]
    widths = [_WIDTH / len(people)] * len(people)
    rules = [("VALIGN", (0, 0), (-1, 0), "TOP"), ("VALIGN", (0, 2), (-1, 2), "BOTTOM")]
    table = Table([heads, [""] * len(people), names], colWidths=widths, rowHeights=[None, 17 * mm, None])
    table.setStyle(rules)
    return table


def _table(rows: list[list[Any]], widths: Sequence[float], rules: Sequence[Any]) -> Table:
    table = Table(rows, colWidths=widths)
    table.setStyle([("LEFTPADDING", (0, 0), (-1, -1), 5), ("RIGHTPADDING", (0, 0), (-1, -1), 5), *rules])
    return table


def kodi(quantity: int) -> str:
    """A count of sheets as the trade says it: ``2 kodi 5 lembar``."""
    scores, rest = divmod(quantity, KODI)
    parts = [f"{_number(scores)} kodi"] if scores else []
    return " ".join([*parts, f"{rest} lembar"] if rest or not scores else parts)


def _number(value: int) -> str:
    return format_decimal(value, locale="id")
