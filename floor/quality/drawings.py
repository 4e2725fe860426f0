"""The line drawings on which defects are placed: ``static/drawings/<name>-depan.svg``, and ``-belakang`` for behind."""

from __future__ import annotations

from flask_babel import gettext as _

NAMES = ("kemeja", "celana", "kain", "kursi", "meja", "kotak", "toples")

Zone = tuple[str, int, int, int]


def sides(name: str) -> tuple[str, ...]:
    """The files of a drawing, front first; none for a name that isn't one."""
    return (f"{name}-depan.svg", f"{name}-belakang.svg") if name in NAMES else ()


def zones(name: str) -> list[Zone]:
    """Places to choose by word instead of by a tap: the word, the side, and x and y in thousandths."""
    if name == "kemeja":
        return [
            (_("Kerah"), 0, 500, 140), (_("Badan depan"), 0, 360, 600), (_("Saku"), 0, 640, 420),
            (_("Lengan kiri"), 0, 860, 380), (_("Lengan kanan"), 0, 140, 380), (_("Keliman bawah"), 0, 500, 900),
            (_("Badan belakang"), 1, 500, 550),
        ]  # fmt: skip
    if name == "celana":
        return [
            (_("Pinggang"), 0, 500, 110), (_("Ritsleting"), 0, 530, 230), (_("Kaki kiri"), 0, 680, 650),
            (_("Kaki kanan"), 0, 320, 650), (_("Keliman bawah"), 0, 320, 910), (_("Saku belakang"), 1, 370, 270),
        ]  # fmt: skip
    if name not in NAMES:
        return []
    return [
        (_("Depan atas"), 0, 500, 200), (_("Depan tengah"), 0, 500, 500), (_("Depan bawah"), 0, 500, 800),
        (_("Belakang atas"), 1, 500, 200), (_("Belakang tengah"), 1, 500, 500), (_("Belakang bawah"), 1, 500, 800),
    ]  # fmt: skip
