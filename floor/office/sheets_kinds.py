"""What can be brought in from a sheet: partners, products, orders; their columns, and what a row of each says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from .sheets_cells import NO, YES, Cell

FAMILIES = ("garmen", "batik", "meubelair", "kerajinan", "pangan")
COUNTED_IN = ("potong", "lembar", "unit", "set", "toples", "bungkus")
CHANNELS = ("langsung", "galeri", "e-katalog", "toko online")
KINDS = {"maklun": "maklun", "sendiri": "own"}
CLOSED = "ditutup"
SIZE = "ukuran "
EXAMPLE = "CONTOH"  # a row whose first cell begins so is the example, and is left out


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it is called in a row's class, its heading (in every language alike), and what to write there."""

    name: str
    heading: str
    note: LazyString | str
    needed: bool = True


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """A partner, as a sheet says it."""

    code: str
    name: str
    address: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product; workshop, route and standard by their codes (``standard`` may be empty)."""

    code: str
    name: str
    family: str
    counted_in: str
    workshop: str
    route: str
    standard: str = ""
    sizes: tuple[str, ...] = ()
    active: bool = True


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order; partner and product by their codes; ``targets`` by size, in the product's order."""

    number: str
    partner: str
    product: str
    kind: str
    channel: str
    due_on: date
    takes_grade_b: bool
    targets: tuple[tuple[str, int], ...]


Said = PartnerRow | ProductRow | OrderRow


@dataclass(frozen=True, slots=True)
class Known:
    """What is here already, by code; of workshops, routes and standards the codes are enough."""

    partners: Mapping[str, PartnerRow] = field(default_factory=dict)
    products: Mapping[str, ProductRow] = field(default_factory=dict)
    orders: Mapping[str, OrderRow] = field(default_factory=dict)
    workshops: frozenset[str] = frozenset()
    routes: frozenset[str] = frozenset()
    standards: frozenset[str] = frozenset()


_ACTIVE = Column(
    "active", "dipakai", _("%(yes)s atau %(no)s; kosong: %(empty)s", yes=YES, no=NO, empty=YES), needed=False
)
COLUMNS: dict[str, tuple[Column, ...]] = {
    "partners": (
        Column("code", "kode", _("Huruf besar dan angka, paling banyak 20. Tidak pernah berubah.")),
        Column("name", "nama", _("Nama mitra.")),
        Column("address", "alamat", _("Untuk surat jalan; boleh kosong."), needed=False),
        _ACTIVE,
    ),
    "products": (
        Column("code", "kode", _("Huruf besar dan angka, paling banyak 20. Tidak pernah berubah.")),
        Column("name", "nama", _("Nama produk.")),
        Column("family", "kelompok", ", ".join(FAMILIES)),
        Column("counted_in", "satuan", ", ".join(COUNTED_IN)),
        Column("workshop", "unit kerja", _("Kode unit kerja yang sudah ada.")),
        Column("route", "alur kerja", _("Kode alur kerja yang sudah ada.")),
        Column("standard", "standar mutu", _("Kode standar yang sudah ada; boleh kosong."), needed=False),
        Column("sizes", "ukuran", _("Dari kecil ke besar, dipisah koma: S, M, L. Kosong: tanpa ukuran."), needed=False),
        _ACTIVE,
    ),
    "orders": (
        Column("number", "nomor", _("Nomor pesanan, misalnya PO-A-031. Paling banyak 13 huruf sesudah PO-.")),
        Column("partner", "mitra", _("Kode mitra yang sudah ada.")),
        Column("product", "produk", _("Kode produk yang sudah ada.")),
        Column("kind", "jenis", ", ".join(KINDS)),
        Column(
            "channel",
            "saluran",
            _("%(words)s; kosong: %(empty)s", words=", ".join(CHANNELS), empty=CHANNELS[0]),
            needed=False,
        ),
        Column("due_on", "jatuh tempo", _("Tanggal, misalnya 21/11/2026.")),
        Column(
            "takes_grade_b",
            "terima grade b",
            _("%(yes)s atau %(no)s; kosong: %(empty)s", yes=YES, no=NO, empty=NO),
            needed=False,
        ),
        Column("quantity", "jumlah", _("Hanya untuk produk tanpa ukuran."), needed=False),
    ),
}
# What an export of orders says besides, and an import leaves alone.
PROGRESS = ("dibuat", "siap kirim", "dikirim", "keadaan")


def example(kind: str) -> tuple[list[str], list[Cell]]:
    """The headings of a template, and its one row."""
    headings = [column.heading for column in COLUMNS[kind]]
    if kind == "partners":
        return headings, [f"{EXAMPLE}-1", "Mitra Contoh", "Jalan Contoh 1", YES]
    if kind == "products":
        row: list[Cell] = [f"{EXAMPLE}-1", "Baju koko lengan panjang", "garmen", "potong", "KONVEKSI", "MAKLUN"]
        return headings, [*row, "S-KOK", "S, M, L, XL", YES]
    sizes = ["S", "M", "L"]
    day = date(2026, 12, 21)
    row = [f"{EXAMPLE}-1", "MITRA-1", "KOK-PJ", "maklun", CHANNELS[0], day, NO, None, 20, 40, 20]
    return headings + [SIZE + size for size in sizes], row


def as_cells(row: Said) -> dict[str, Cell]:
    """A row's cells by heading, as they are exported; an import reads the same row out of them."""
    if isinstance(row, OrderRow):
        return _order_cells(row)
    kind = "partners" if isinstance(row, PartnerRow) else "products"
    values = {each.name: getattr(row, each.name) for each in fields(row)}
    if isinstance(row, ProductRow):
        values["sizes"] = joined(row.sizes)
    return {column.heading: values[column.name] for column in COLUMNS[kind]}


def joined(sizes: tuple[str, ...]) -> str:
    """Sizes in one cell: by commas; where one holds a comma or a blank, one a line."""
    if any(set(size) & set(" ,;") for size in sizes):
        return "\n".join(sizes) + "\n"
    return ", ".join(sizes)


def _order_cells(row: OrderRow) -> dict[str, Cell]:
    kinds = {kept: word for word, kept in KINDS.items()}
    cells: dict[str, Cell] = {
        "nomor": row.number,
        "mitra": row.partner,
        "produk": row.product,
        "jenis": kinds.get(row.kind, row.kind),
        "saluran": row.channel,
        "jatuh tempo": row.due_on,
        "terima grade b": row.takes_grade_b,
    }
    for size, target in row.targets:
        cells[SIZE + size if size else "jumlah"] = target
    return cells
