"""The paper of what was scrapped (*berita acara afkir*), A4: which pieces, why, by whose verdict, and who saw it."""

from __future__ import annotations

from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, Spacer

from .. import clock
from .papers import WIDTH, Letterhead, document, grid, number, says, sign_here, top
from .scrap import Record, Scrapped

_HEADS = ("No.", "Pukul", "Barang", "Ukuran", "Sebab", "Pemeriksa", "Jumlah")
_WIDTHS = (10 * mm, 15 * mm, 38 * mm, 17 * mm, WIDTH - 124 * mm, 22 * mm, 22 * mm)


def draw(record: Record, head: Letterhead) -> bytes:
    """The record as a PDF."""
    whole: list[Any] = [
        top(head, "BERITA ACARA AFKIR", record.number, record.day),
        Spacer(1, 4 * mm),
        says(_opening(record), 9.5),
        Spacer(1, 3 * mm),
        grid(_HEADS, [_row(place, line, head.zone) for place, line in enumerate(record.lines, 1)], _WIDTHS),
        Spacer(1, 3 * mm),
        says(f"Jumlah afkir: {number(record.quantity)} {record.counted_in}", 10.5, bold=True),
        Spacer(1, 2 * mm),
        says(_what_next(record)),
        KeepTogether([Spacer(1, 7 * mm), sign_here(_people(head))]),
    ]
    return document(whole, head, f"Berita acara afkir {record.number}", record.number)


def _opening(record: Record) -> str:
    return (
        f"Barang berikut dari pesanan {record.order} ({record.partner}, {record.product}) diperiksa, tidak memenuhi"
        " standar mutu dan tidak dapat diperbaiki. Barang dinyatakan afkir dan dipisahkan dari barang baik."
    )


def _what_next(record: Record) -> str:
    if record.is_maklun:
        return "Bahan milik mitra: barang afkir dikembalikan kepada mitra dengan surat jalan."
    return "Barang afkir disimpan terpisah sampai ada keputusan pimpinan."


def _row(place: int, line: Scrapped, zone: str) -> list[Any]:
    at = clock.local(line.at, zone)
    return [place, f"{at:%H.%M}", line.unit, line.size or "–", line.why or "–", line.officer, line.quantity]


def _people(head: Letterhead) -> list[tuple[str, str]]:
    return [("Pemeriksa", ""), ("Saksi,\npetugas Giatja", ""), (f"Mengetahui,\n{head.signs_as}", head.signs)]
