"""The paper of a certificate of conformity (*sertifikat kesesuaian*), A4, one for each delivery note.

It says what was inspected, how, and what was found; never that all goods are good. No worker's code stands on it, and
no name but the partner's and the officer's who holds the post that signs; inspectors stand on it by their codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, Spacer

from .. import clock
from ..models import Goods, LotOutcome, Method, Severity
from .conformity import ByPiece, Conformity, Lot, Measured, Plan
from .notes import Note
from .papers import WIDTH, Letterhead, document, grid, says, sign_here, top

_CLASSES = {Severity.CRITICAL.value: "Kritis", Severity.MAJOR.value: "Mayor", Severity.MINOR.value: "Minor"}
_ENDED = {
    LotOutcome.ACCEPTED.value: "Lot diterima (sampling)",
    LotOutcome.REJECTED.value: "Lot ditolak, diperiksa satu per satu",
    LotOutcome.WITHDRAWN.value: "Lot ditarik kembali",
}
_SAYS = (
    "Sertifikat ini menyebut apa yang diperiksa, dengan cara apa, dan apa hasilnya, menurut catatan bengkel."
    " Barang dari lot yang diterima dengan sampling tidak diperiksa satu per satu."
)


def draw(note: Note, found: Conformity, head: Letterhead, day: date) -> bytes:
    """The certificate as a PDF, dated ``day``."""
    whole: list[Any] = [
        top(head, "SERTIFIKAT KESESUAIAN", f"SK/{note.number}", day),
        Spacer(1, 4 * mm),
        *_about(note),
        *_part("Barang yang dikirim", [_goods(note)]),
        *_part("Standar mutu", _standards(found, head.zone)),
        *_part("Lot yang diperiksa dengan sampling", [_lots(found.lots, head.zone)] if found.lots else []),
        *_part("Diperiksa satu per satu", [_by_piece(found.by_piece)] if found.by_piece else []),
        *_part("Hasil ukur", _measured(found.measured)),
        *_part("Penyimpangan yang diterima penyelia", _deviations(found, head.zone)),
        Spacer(1, 3 * mm),
        says(_SAYS),
        Spacer(1, 2 * mm),
        says(f"Pemeriksa (kode petugas): {', '.join(found.inspectors) or 'tidak tercatat'}."),
        KeepTogether(
            [Spacer(1, 6 * mm), sign_here([("Pemeriksa", ""), (f"Mengetahui,\n{head.signs_as}", head.signs)])]
        ),
    ]
    return document(whole, head, f"Sertifikat kesesuaian {note.number}", f"SK/{note.number}")


def _about(note: Note) -> list[Any]:
    return [
        says(f"Mitra: {note.partner}" + (f", {note.address}" if note.address else ""), 9.5, bold=True),
        says(f"Pesanan: {note.order} · {note.product} ({note.product_code})", 9.5),
        says(f"Surat jalan: {note.number}", 9.5),
    ]


def _part(title: str, content: Sequence[Any]) -> list[Any]:
    """A heading and what stands below it; where there is nothing it says so."""
    return [Spacer(1, 4 * mm), says(title, 10, bold=True), Spacer(1, 1.5 * mm), *(content or [says("Tidak ada.")])]


def _goods(note: Note) -> Any:
    words = {Goods.GOOD.value: "Barang jadi", Goods.GRADE_B.value: "Grade B"}
    rows = [[words[one.goods], one.size or "–", one.quantity] for one in note.sums if one.goods in words]
    heads = ("Barang", "Ukuran", f"Jumlah ({note.counted_in})")
    return grid(heads, rows, [WIDTH * 0.5, WIDTH * 0.25, WIDTH * 0.25])


def _standards(found: Conformity, zone: str) -> list[Any]:
    return [
        says(f"{one.code} versi {one.number}: {one.name}, terbit {_day(one.published_at, zone)}")
        for one in found.standards
    ]


def _lots(lots: Iterable[Lot], zone: str) -> Any:
    rows = [[_lot(lot, zone), lot.quantity, "\n".join(map(_plan, lot.plans)) or "–", _outcome(lot)] for lot in lots]
    widths = [WIDTH * 0.2, WIDTH * 0.1, WIDTH * 0.44, WIDTH * 0.26]
    return grid(("Lot", "Jumlah", "Cara periksa", "Hasil"), rows, widths)


def _lot(lot: Lot, zone: str) -> str:
    again = f"\ndiajukan ulang dari {lot.again}" if lot.again else ""
    return f"{lot.number}\n{_day(lot.at, zone)}{again}"


def _plan(plan: Plan) -> str:
    severity = _CLASSES.get(plan.severity, plan.severity)
    if plan.method == Method.EVERY.value:
        return f"{severity}: setiap barang"
    if plan.method == Method.INLINE.value:
        return f"{severity}: {plan.sample_size} barang tiap bundel, tidak boleh ada yang salah"
    tightened = "diperketat" if plan.strictness == "tightened" else "normal"
    return (
        f"{severity}: ISO 2859-1 tingkat {plan.level}, AQL {_decimal(plan.aql)}, {tightened}, huruf {plan.letter}:"
        f" {plan.sample_size} contoh, terima {plan.accept}, tolak {plan.reject}"
    )


def _outcome(lot: Lot) -> str:
    if (
        lot.outcome == LotOutcome.ACCEPTED.value
        and lot.plans
        and all(p.method == Method.EVERY.value for p in lot.plans)
    ):
        return "Lot diterima, setiap barang diperiksa"
    return _ENDED.get(lot.outcome or "", "Belum selesai diperiksa")


def _by_piece(by_piece: Iterable[ByPiece]) -> Any:
    heads = (
        "Gerbang",
        "Diperiksa",
        "Lulus langsung",
        "Lulus sesudah perbaikan",
        "Perbaikan",
        "Grade B",
        "Afkir",
        "Ditahan",
    )
    rows = [
        [one.stage, one.judged, one.at_once, one.mended, one.rework, one.grade_b, one.scrap, one.hold]
        for one in by_piece
    ]
    return grid(heads, rows, [WIDTH * share for share in (0.17, 0.12, 0.12, 0.15, 0.14, 0.1, 0.09, 0.11)])


def _measured(measured: Sequence[Measured]) -> list[Any]:
    if not measured:
        return []
    heads = ("Butir periksa", "Ukuran", "Diukur", "Terkecil – terbesar", "Batas", "Di luar batas")
    rows = [
        [
            one.text,
            one.size or "–",
            one.count,
            f"{_decimal(one.least)} – {_decimal(one.most)} {one.measure}",
            f"{_decimal(one.limit.low)} – {_decimal(one.limit.high)}",
            one.outside,
        ]
        for one in measured
    ]
    table = grid(heads, rows, [WIDTH * 0.29, WIDTH * 0.11, WIDTH * 0.11, WIDTH * 0.22, WIDTH * 0.15, WIDTH * 0.12])
    if not any(one.outside for one in measured):
        return [table]
    return [table, says("Hasil di luar batas: barangnya tidak diluluskan oleh pemeriksaan itu.", 8)]


def _deviations(found: Conformity, zone: str) -> list[Any]:
    if not found.deviations:
        return []
    rows = [
        [one.unit, one.size or "–", one.quantity, one.what, one.reason, f"{one.officer}\n{_day(one.at, zone)}"]
        for one in found.deviations
    ]
    widths = [WIDTH * 0.17, WIDTH * 0.1, WIDTH * 0.1, WIDTH * 0.25, WIDTH * 0.22, WIDTH * 0.16]
    return [grid(("Barang", "Ukuran", "Jumlah", "Yang menyimpang", "Alasan", "Diterima oleh"), rows, widths)]


def _day(at: int, zone: str) -> str:
    return str(format_date(clock.local_day(at, zone), "d MMM y", locale="id"))


def _decimal(value: float | None) -> str:
    return "–" if value is None else str(format_decimal(round(value, 3), locale="id"))
