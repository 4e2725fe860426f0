"""The words that choices on the office's forms are offered in: ``(value, word)`` in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from ..models import CheckKind, Method, Owed, Role, Severity, Stage, Standard
from ..pages import counted_words

Choices = list[tuple[str, str]]

MEASURES = ("cm", "mm", "g")


def of_rows(found: Iterable[Any], optional: bool = False) -> Choices:
    """Rows with a code and a name, to choose one of by its key; ``optional``: or none of them."""
    none = [("", "–")] if optional else []
    return none + [(str(row.id), f"{row.code} · {_name_of(row)}") for row in found]


def _name_of(row: Any) -> str:
    if isinstance(row, Stage):
        return stage_name(row)
    name: str = row.in_locale(str(get_locale())) if isinstance(row, Standard) else row.name
    return name


def families() -> Choices:
    """Families of products; routes, standards and defects go by them."""
    return [
        ("garmen", _("Garmen")),
        ("batik", _("Batik")),
        ("meubelair", _("Meubelair")),
        ("kerajinan", _("Kerajinan")),
        ("pangan", _("Pangan")),
    ]


def counted_in() -> Choices:
    """The word for one of a product."""
    return list(counted_words().items())


def order_kinds() -> Choices:
    """Who brings the material."""
    return [("maklun", _("Maklun (bahan dari mitra)")), ("own", _("Produksi sendiri"))]


def channels() -> Choices:
    """How an order came."""
    return [
        ("langsung", _("Langsung")),
        ("galeri", _("Galeri")),
        ("e-katalog", _("E-katalog")),
        ("toko online", _("Toko online")),
    ]


def agreeing() -> list[str]:
    """Who at a partner agrees to a change: posts, never names."""
    return [_("Pemilik"), _("Bagian produksi"), _("Bagian pembelian"), _("Instruktur mitra"), _("Kepala kantor")]


def roles() -> Choices:
    """What an officer may be."""
    return [
        (Role.ADMINISTRATOR.value, _("Administrator")),
        (Role.SUPERVISOR.value, _("Penyelia")),
        (Role.INSPECTOR.value, _("Pemeriksa (QC)")),
        (Role.OPERATOR.value, _("Operator")),
        (Role.VIEWER.value, _("Hanya melihat")),
    ]


def roles_in_plain_words() -> Choices:
    """What an officer may be, and what that is for."""
    return [
        (Role.OPERATOR.value, _("Operator: memindai di pos")),
        (Role.INSPECTOR.value, _("Pemeriksa: memberi putusan mutu")),
        (Role.SUPERVISOR.value, _("Penyelia: pesanan, batch, koreksi, kirim")),
        (Role.ADMINISTRATOR.value, _("Administrator: pengaturan dan petugas")),
        (Role.VIEWER.value, _("Hanya melihat kemajuan")),
    ]


def zones() -> Choices:
    """The zones of the country, with where they hold."""
    return [
        ("WIB", _("WIB · Sumatra, Jawa, Kalimantan Barat & Tengah")),
        ("WITA", _("WITA · Bali, Nusa Tenggara, Kalimantan lain, Sulawesi")),
        ("WIT", _("WIT · Maluku, Papua")),
    ]


def first_steps() -> dict[str, str]:
    """The steps of the first start, up to the first scan."""
    return {
        "site": _("Bengkel"),
        "administrator": _("Administrator"),
        "workshops": _("Unit kerja"),
        "family": _("Produk & alur"),
        "stations": _("Pos"),
        "officers": _("Petugas"),
        "printing": _("Printer"),
        "tablet": _("Tablet"),
        "partner": _("Mitra pertama"),
        "order": _("Pesanan pertama"),
        "batch": _("Batch pertama"),
        "labels": _("Cetak label batch"),
        "scan": _("Pindaian pertama"),
    }


def duties() -> dict[str, str]:
    """What each role may do, in plain words."""
    return {
        Role.ADMINISTRATOR.value: _("Mengatur bengkel: petugas, produk, alur, standar, pos; dan semua kerja penyelia."),
        Role.SUPERVISOR.value: _("Pesanan, bahan masuk, batch, label, pengiriman, koreksi dan laporan."),
        Role.INSPECTOR.value: _("Memeriksa barang dan memberi putusan: lulus, perbaikan, grade B, afkir, tahan."),
        Role.OPERATOR.value: _("Memindai di pos dan mencetak label."),
        Role.VIEWER.value: _("Melihat kemajuan pesanan, tanpa mengubah apa pun."),
    }


def check_kinds() -> Choices:
    """How a check is answered."""
    return [
        (CheckKind.YES_NO.value, _("Ya / tidak")),
        (CheckKind.MEASURED.value, _("Diukur")),
        (CheckKind.COUNT.value, _("Dihitung")),
        (CheckKind.WEIGHED.value, _("Ditimbang")),
        (CheckKind.GRADED.value, _("Dibandingkan dengan contoh acuan")),
    ]


def owed() -> Choices:
    """On which pieces a check must be answered before they can pass."""
    return [
        (Owed.NONE.value, _("Cukup dilihat: diisi hanya kalau ada yang salah")),
        (Owed.EVERY.value, _("Setiap potong")),
        (Owed.FIRST.value, _("Beberapa yang pertama dari setiap ukuran dan batch")),
        (Owed.SAMPLE.value, _("Potong yang ditarik sebagai contoh")),
    ]


def methods() -> Choices:
    """How lots are judged for one class of defects."""
    return [
        (Method.EVERY.value, _("Semua potong diperiksa")),
        (Method.ISO.value, _("Sampling ISO 2859-1")),
        (Method.INLINE.value, _("Cek inline: 7 potong per bundel, tidak boleh ada yang cacat")),
    ]


def drawings() -> Choices:
    """What defects are placed on."""
    return [
        ("", _("Tanpa gambar")),
        ("kemeja", _("Kemeja")),
        ("celana", _("Celana")),
        ("kain", _("Kain")),
        ("kursi", _("Kursi")),
        ("meja", _("Meja")),
        ("kotak", _("Kotak")),
        ("toples", _("Toples")),
    ]


def severities() -> Choices:
    """How bad it is when a check fails."""
    return [
        (Severity.CRITICAL.value, _("Kritis")),
        (Severity.MAJOR.value, _("Mayor")),
        (Severity.MINOR.value, _("Minor")),
    ]


def stage_name(stage: Stage) -> str:
    """A stage's name in the reader's language."""
    return stage.name_en if str(get_locale()) == "en" else stage.name
