"""The paper of a delivery note (*surat jalan*), A4: who sends what to whom, through the gate, and who signs for it.

Words on it are Indonesian, whoever prints it: it goes with the goods. No name stands on it but those that were typed
for it and the officer who holds the post that signs; no worker's code does.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from reportlab.lib.colors import Color, black
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import KeepTogether, PageBreak, Spacer, Table

from ..models import DeliveryStatus, Goods
from ..pages import KODI
from .conformity import Accepted
from .notes import Note, Sum
from .papers import BOLD, LINE, TINT, WIDTH, Foot, Letterhead, bound, foot_line, number, says, sign_here, table, top

COPIES = ("ASLI · untuk mitra", "TINDASAN 1 · untuk P2U", "TINDASAN 2 · arsip Kegiatan Kerja")
_GOODS = {
    Goods.GOOD.value: "Barang jadi",
    Goods.GRADE_B.value: "Grade B",
    Goods.SCRAP.value: "Afkir",
    Goods.LEFTOVER.value: "Sisa bahan",
}
_GHOST = Color(0, 0, 0, alpha=0.09)


def draw(note: Note, head: Letterhead, day: date, deviations: Sequence[Accepted] = ()) -> bytes:
    """The note as one PDF: three marked copies, or a single one that says KONSEP while it isn't approved.

    ``day`` is the day it is dated; ``deviations`` are what a supervisor accepted of these goods.
    """
    copies = COPIES if note.status != DeliveryStatus.DRAFT.value else ("KONSEP, belum disetujui",)
    whole: list[Any] = []
    for copy in copies:
        whole += [*_copy(note, head, day, copy, deviations), PageBreak()]
    return bound(whole[:-1], head, f"Surat jalan {note.number}", _foot_of(note, head, copies))


def _foot_of(note: Note, head: Letterhead, copies: Sequence[str]) -> Foot:
    """Each copy counts its own pages: all have equally many."""

    def foot(canvas: Canvas, page: int, pages: int) -> None:
        each = pages // len(copies)
        copy, place = divmod(page - 1, each)
        _foot(canvas, note, head, copies[copy], place + 1, each)

    return foot


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
    foot_line(canvas, head, " · ".join(filter(None, (note.number, copy))), page, pages)


def _copy(note: Note, head: Letterhead, day: date, copy: str, deviations: Sequence[Accepted]) -> list[Any]:
    return [
        top(head, "SURAT JALAN", note.number, day, copy),
        Spacer(1, 4 * mm),
        _parties(note, head),
        Spacer(1, 4 * mm),
        _goods(note),
        Spacer(1, 2 * mm),
        *_remarks(note),
        *_deviations(note, deviations),
        KeepTogether([Spacer(1, 4 * mm), _gate(note), Spacer(1, 4 * mm), *_signatures(note, head)]),
    ]


def _parties(note: Note, head: Letterhead) -> Table:
    sender = [says("Pengirim", 7.5), says(head.site, 9.5, bold=True)]
    receiver = [says("Penerima", 7.5), says(note.partner, 9.5, bold=True)]
    receiver += [says(note.address)] if note.address else []
    receiver += [says(f"u.p. {note.recipient}")] if note.recipient else []
    order = [says("Pesanan", 7.5), says(note.order, 9.5, bold=True), says(f"{note.product} ({note.product_code})")]
    vehicle = [says("Kendaraan & pengemudi", 7.5)]
    vehicle += [says(note.vehicle or "." * 34), says(note.driver or "." * 34)]
    boxes = [("BOX", (0, 0), (-1, -1), 0.6, LINE), ("INNERGRID", (0, 0), (-1, -1), 0.6, LINE)]
    pad = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("BOTTOMPADDING", (0, 0), (-1, -1), 5)]
    return table([[sender, receiver], [order, vehicle]], [WIDTH / 2] * 2, [*boxes, *pad])


def _goods(note: Note) -> Table:
    in_kodi = note.counted_in == "lembar"
    heads = ["No.", "Barang", "Ukuran", "Rincian", "Koli", f"Jumlah ({note.counted_in})"]
    rows: list[list[Any]] = [[says(head, 8, bold=True) for head in heads]]
    for position, each in enumerate(note.sums, 1):
        rows.append(
            [
                says(str(position)),
                says(f"{note.product}" if each.goods == Goods.GOOD.value else f"{_GOODS[each.goods]}: {note.product}"),
                says(each.size or "–"),
                says(_detail(each), 8),
                says(str(len(each.cartons)) if each.cartons else "–", align=TA_RIGHT),
                says(number(each.quantity), 10, bold=True, align=TA_RIGHT),
            ]
        )
    koli = f"{number(len(note.cartons))}" if note.cartons else "–"
    words = f"Jumlah barang jadi{f' ({kodi(note.quantity)})' if in_kodi else ''}"
    total = says(number(note.quantity), 11, bold=True, align=TA_RIGHT)
    rows.append([says(words, 9, bold=True), "", "", "", says(koli, 9, bold=True, align=TA_RIGHT), total])
    rules = [
        ("GRID", (0, 0), (-1, -1), 0.6, LINE),
        ("BACKGROUND", (0, 0), (-1, 0), TINT),
        ("SPAN", (0, -1), (3, -1)),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ]
    widths = [9 * mm, 52 * mm, 18 * mm, WIDTH - 127 * mm, 14 * mm, 34 * mm]
    goods = table(rows, widths, rules)
    goods.repeatRows = 1
    return goods


def _detail(each: Sum) -> str:
    """Which cartons, and what lies loose."""
    parts = [f"{carton}:\N{NO-BREAK SPACE}{number(quantity)}" for carton, quantity in each.cartons]
    if each.loose and each.cartons:
        parts.append(f"lepas: {number(each.loose)}")
    return "; ".join(parts) if parts else ("lepas" if each.goods == Goods.GOOD.value else "dikembalikan")


def _remarks(note: Note) -> list[Any]:
    found = [says(f"Catatan: {note.note}")] if note.note else []
    for each in note.sums:
        if each.refused:
            where = "ditahan" if each.held else "kembali ke siap kirim"
            kept = where if each.goods == Goods.GOOD.value else "tidak dibawa"
            words = f"{_GOODS[each.goods]} {each.size}".strip()
            counted = f"{words}: dihitung mitra {number(each.counted)} dari {number(each.quantity)}."
            found.append(says(f"{counted} {number(each.refused)} {kept}: {each.reason}."))
    return found


def _deviations(note: Note, deviations: Sequence[Accepted]) -> list[Any]:
    """A line for each deviation from the standard that was accepted: the partner reads of it here."""
    return [
        says(
            f"Penyimpangan diterima: {each.unit}{f' ukuran {each.size}' if each.size else ''},"
            f" {number(each.quantity)} {note.counted_in}: {each.what} ({each.reason}), oleh {each.officer}."
        )
        for each in deviations
    ]


def _gate(note: Note) -> Table:
    checked = note.at_gate_at is not None
    words = "Pemeriksaan P2U:\nbarang sesuai surat jalan"
    cells = [
        says(words, 9, bold=True),
        says("Jam: .............."),
        says(f"Petugas P2U: {note.gate_officer if checked and note.gate_officer else '.' * 26}"),
    ]
    rules = [("BOX", (0, 0), (-1, -1), 1, black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    pad = [("TOPPADDING", (0, 0), (-1, -1), 7), ("BOTTOMPADDING", (0, 0), (-1, -1), 7)]
    return table([cells], [WIDTH * 0.38, WIDTH * 0.23, WIDTH * 0.39], [*rules, *pad])


def _signatures(note: Note, head: Letterhead) -> list[Any]:
    first = [("Pengirim,\npetugas Giatja", ""), ("Pengemudi", note.driver), ("Penerima,\nmitra", note.recipient)]
    second = [("Petugas P2U", note.gate_officer), (f"Mengetahui,\n{head.signs_as}", head.signs)]
    return [sign_here(first), Spacer(1, 3 * mm), sign_here(second)]


def kodi(quantity: int) -> str:
    """A count of sheets as the trade says it: ``2 kodi 5 lembar``."""
    scores, rest = divmod(quantity, KODI)
    parts = [f"{number(scores)} kodi"] if scores else []
    return " ".join([*parts, f"{rest} lembar"] if rest or not scores else parts)
