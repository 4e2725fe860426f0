"""Figures as rows of a spreadsheet: headings in Indonesian, shares as percent."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Connection

from .. import clock
from .behind import behind
from .counted import Key, Tally, by_partner, by_product, by_stage, by_team, count, kinds
from .facts import read_facts
from .fractions import fractions
from .measured import control, measures
from .terms import Terms

MOST = 5_000  # inspections in one file
Cells = Sequence[str | int | float | None]
Sheet = tuple[Sequence[str], list[Cells]]
_HEADS = (
    "Kode", "Nama", "Diperiksa", "Periksa pertama", "Lulus sekali periksa", "Lulus sekali periksa %",
    "Cacat", "Cacat per 100", "Perbaikan", "Grade B", "Afkir", "Ditahan", "Lulus lewat sampling",
)  # fmt: skip


def _groups(key: Key) -> Callable[[Connection, Terms, int], Sheet]:
    def sheet(conn: Connection, terms: Terms, team_least: int) -> Sheet:
        tallies = count(read_facts(conn, terms), key)
        least = team_least if key is by_team else 0
        return _HEADS, [_cells(tally) for tally in tallies if tally.judged >= least]

    return sheet


def _cells(tally: Tally) -> Cells:
    share, hundred = tally.first_pass.share, tally.defects_per_hundred
    ends = [tally.ends[end] for end in ("rework", "grade_b", "scrap", "hold")]
    counts = [tally.judged, tally.first, tally.first_passed, _rounded(share, 100), tally.defects, _rounded(hundred)]
    return [tally.key, tally.name, *counts, *ends, tally.sampled]


def _defects(conn: Connection, terms: Terms, _least: int) -> Sheet:
    rows: list[Cells] = [
        [kind.bar.key, kind.name, kind.severity, kind.bar.pieces, _rounded(kind.bar.cumulative, 100)]
        for kind in kinds(read_facts(conn, terms).defects)
    ]
    return ("Kode", "Cacat", "Kelas", "Jumlah", "Kumulatif %"), rows


def _days(conn: Connection, terms: Terms, _least: int) -> Sheet:
    found = fractions(read_facts(conn, terms), "day", terms)
    rows: list[Cells] = [
        [group.key, group.judged, group.failed, *(_rounded(each, 100) for each in (point.value, point.low, point.high))]
        for group, point in zip(found.groups, found.chart.points, strict=True)
    ]
    return ("Hari", "Periksa pertama", "Gagal", "Gagal %", "Batas bawah %", "Batas atas %"), rows


def _measures(conn: Connection, terms: Terms, _least: int) -> Sheet:
    heads = ("Produk", "Ukuran", "Butir periksa", "Satuan", "Hasil ukur", "Rata-rata", "Toleransi bawah",
             "Toleransi atas", "Di luar toleransi", "Batas kendali bawah", "Batas kendali atas")  # fmt: skip
    rows: list[Cells] = []
    for one in measures(conn, terms):
        points = control(one).place.points
        limits = [_rounded(points[-1].low), _rounded(points[-1].high)] if points else [None, None]
        about: Cells = [one.product, one.size, one.text, one.measure, len(one.values), _rounded(one.mean)]
        rows.append([*about, one.limit.low, one.limit.high, one.outside, *limits])
    return heads, rows


def _inspections(conn: Connection, terms: Terms, _least: int) -> Sheet:
    heads = ("Waktu", "Barang", "Pesanan", "Produk", "Ukuran", "Pemeriksa", "Lulus", "Perbaikan", "Grade B", "Afkir",
             "Ditahan", "Cacat")  # fmt: skip
    rows: list[Cells] = []
    for one in behind(conn, terms, most=MOST)[0]:
        it, defects = one.about, ", ".join(f"{each.code} {each.quantity}" for each in one.defects)
        at = clock.local(it.at, terms.zone).strftime("%Y-%m-%d %H:%M")
        counts = (it.passed, it.rework, it.grade_b, it.scrap, it.hold)
        rows.append([at, one.unit, one.order, it.product, it.size, one.officer or "", *counts, defects])
    return heads, rows


SHEETS: dict[str, Callable[[Connection, Terms, int], Sheet]] = {
    "products": _groups(by_product),
    "stages": _groups(by_stage),
    "partners": _groups(by_partner),
    "teams": _groups(by_team),
    "defects": _defects,
    "days": _days,
    "measures": _measures,
    "inspections": _inspections,
}


def _rounded(value: float | None, times: int = 1) -> float | None:
    return None if value is None else round(value * times, 3)
