from __future__ import annotations

from collections.abc import Callable

import pytest

from floor.labels.drawing import LabelText
from floor.rules import codes

WORDS = [
    ("Baju koko lengan panjang", "PO-A-031", "XL", "12 potong", "A-031 · 012", "345–356"),
    ("Batik cap satu warna 2,60 × 0,90 m", "PO-B-007", "", "20 lembar", "B-007 · 003", ""),
    (
        "Seragam SD (atasan) putih lengan pendek dengan bordir nama sekolah",
        "PO-A-032",
        "M",
        "9 potong",
        "A-032 · 1",
        "9",
    ),
    ("Miniatur perahu pinisi", "PO-E-GAL", "2,60 × 0,90 m", "120 lembar", "E-GAL · 001", "12.345–12.464"),
]

MakeLabels = Callable[[int], list[LabelText]]


@pytest.fixture
def make_labels() -> MakeLabels:
    """As many labels as asked for, with short and long words and fresh codes; every fifth with a note."""

    def make(count: int) -> list[LabelText]:
        return [
            LabelText(
                codes.new_code(codes.Kind.UNIT), *WORDS[n % len(WORDS)], note="" if n % 5 else "Pengganti label rusak"
            )
            for n in range(count)
        ]

    return make
