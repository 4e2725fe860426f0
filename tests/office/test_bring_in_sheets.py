"""Partners, products and orders brought in from a sheet by its page, and taken out again."""

from __future__ import annotations

import io
import re
from pathlib import Path
from uuid import uuid4

import pytest
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from floor import refusals
from tests.databases import OpenDatabase
from tests.office.conftest import Desk, said, sentence

PARTNERS = "kode;nama;alamat\nB;Juragan Batik;Jalan 1\nC;Kelurahan Contoh;\n"
ORDERS = "nomor;mitra;produk;jenis;jatuh tempo;ukuran M;ukuran L\nPO-A-050;A;KOK-PJ;maklun;9/1/2027;40;20\n"


def upload(desk: Desk, kind: str, content: str | bytes, name: str = "isi.csv") -> TestResponse:
    """Sends a file to the page of a kind."""
    whole = content.encode() if isinstance(content, str) else content
    return desk.send(f"/office/sheets/{kind}", file=(io.BytesIO(whole), name))


def looked_at(desk: Desk, kind: str, content: str | bytes) -> str:
    """Where the preview of a file that can be read stands."""
    answer = upload(desk, kind, content)
    assert answer.status_code == 303, said(answer)
    return str(answer.location)


def test_every_row_is_shown_before_anything_is_written(supervisor: Desk, database: OpenDatabase) -> None:
    page = supervisor.read(looked_at(supervisor, "partners", PARTNERS))
    assert "Juragan Batik" in page and "Simpan 2 baris baru" in page
    assert database.value("SELECT count(*) FROM partner") == 1


def test_a_sheet_is_brought_in_once_however_often_it_is_sent(supervisor: Desk, database: OpenDatabase) -> None:
    preview = looked_at(supervisor, "partners", PARTNERS)
    supervisor.do(preview)
    supervisor.do(preview)
    assert database.value("SELECT count(*) FROM partner") == 3
    assert "Semua baris sudah ada" in supervisor.read(looked_at(supervisor, "partners", PARTNERS))


def test_an_order_comes_with_a_target_for_each_size(supervisor: Desk, database: OpenDatabase) -> None:
    supervisor.do(looked_at(supervisor, "orders", ORDERS))
    assert "PO-A-050" in supervisor.see("/office/orders")
    targets = "SELECT sum(target) FROM order_line l JOIN orders o ON o.id = l.order_id WHERE o.number = 'PO-A-050'"
    assert database.value(targets) == 60


def test_a_product_comes_with_its_sizes_in_their_order(administrator: Desk) -> None:
    sheet = "kode;nama;kelompok;satuan;unit kerja;alur kerja;ukuran\nDST;Daster;garmen;potong;konveksi;koko;S, M, XL\n"
    administrator.do(looked_at(administrator, "products", sheet))
    page = administrator.see("/office/orders/new?product=DST")
    assert page.index(">S<") < page.index(">M<") < page.index(">XL<")


def test_nothing_is_done_where_one_cell_is_wrong_and_the_cell_is_named(
    supervisor: Desk, database: OpenDatabase
) -> None:
    preview = looked_at(supervisor, "orders", ORDERS + "PO-A-051;A;KOK-PJ;maklun;9/1/2027;12,5;\n")
    page = supervisor.read(preview)
    assert "Baris 3, kolom F (ukuran M)" in page and "“12,5” bukan bilangan bulat" in page
    assert supervisor.send(preview).status_code == 422
    assert database.value("SELECT count(*) FROM orders") == 1


def test_what_was_looked_at_is_checked_again_when_it_is_brought_in(supervisor: Desk, database: OpenDatabase) -> None:
    preview = looked_at(supervisor, "partners", PARTNERS)
    supervisor.do("/office/partners/new", code="B", name="Orang lain", address="")
    answer = supervisor.send(preview)
    assert answer.status_code == 422 and "sudah ada dengan isi lain: Orang lain" in " ".join(answer.text.split())
    assert database.value("SELECT count(*) FROM partner") == 2


def test_the_log_says_what_a_sheet_added(supervisor: Desk, database: OpenDatabase) -> None:
    supervisor.do(looked_at(supervisor, "partners", PARTNERS))
    assert database.value("SELECT count(*) FROM change WHERE noun = 'partner' AND officer_id IS NOT NULL") == 2


@pytest.mark.parametrize("kind", ["partners", "products", "orders"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_export_is_here_already_when_it_is_uploaded(administrator: Desk, kind: str, ending: str) -> None:
    exported = administrator.browser.get(f"/office/sheets/{kind}/all.{ending}")
    assert exported.headers["Content-Disposition"].startswith("attachment; filename=lct-")
    assert "Semua baris sudah ada" in administrator.read(looked_at(administrator, kind, exported.data))


def test_an_export_of_orders_says_how_far_they_are(supervisor: Desk) -> None:
    text = supervisor.browser.get("/office/sheets/orders/all.csv").data.decode("utf-8-sig")
    row = dict(zip(*(line.split(";") for line in text.splitlines()[:2]), strict=True))
    assert (row["nomor"], row["ukuran M"], row["dibuat"], row["keadaan"]) == ("PO-A-001", "24", "24", "terbuka")


def test_a_template_has_an_example_and_says_what_goes_where(supervisor: Desk) -> None:
    book = load_workbook(io.BytesIO(supervisor.browser.get("/office/sheets/orders/template.xlsx").data))
    assert book.sheetnames == ["Data", "Keterangan"] and book["Data"]["A2"].value == "CONTOH-1"


def test_a_picture_called_a_workbook_is_refused(supervisor: Desk) -> None:
    answer = upload(supervisor, "partners", b"\x89PNG\r\n\x1a\n" + bytes(200), "isi.xlsx")
    assert answer.status_code == 422 and said(answer) == sentence(refusals.SHEET_UNREADABLE)


def test_no_file_at_all_is_asked_for(supervisor: Desk) -> None:
    answer = supervisor.send("/office/sheets/partners")
    assert said(answer) == sentence(refusals.FIELD_NEEDED, what="berkas CSV atau XLSX")


def test_a_file_that_is_kept_no_longer_is_asked_for_again(supervisor: Desk) -> None:
    answer = supervisor.send(f"/office/sheets/partners/files/{uuid4()}")
    assert said(answer) == sentence(refusals.SHEET_GONE)


def test_products_are_an_administrators(supervisor: Desk) -> None:
    assert supervisor.browser.get("/office/sheets/products").status_code == 403


def test_an_upload_is_kept_where_only_floor_reads_it(supervisor: Desk, tmp_path: Path) -> None:
    preview = looked_at(supervisor, "partners", PARTNERS)
    [name] = re.findall(r"files/([0-9a-f-]{36})", preview)
    assert (tmp_path / "uploads" / "sheets" / name.replace("-", "")).read_bytes() == PARTNERS.encode()
    assert (tmp_path / "uploads" / "sheets").stat().st_mode & 0o077 == 0
