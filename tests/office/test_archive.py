"""Nothing is deleted: it is archived, is offered no more, and comes back; what is in use says by what."""

from __future__ import annotations

import pytest

from floor import refusals
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.office.conftest import Desk, said, sentence

KINDS = ["partners", "routes", "standards", "stages", "stations", "officers", "workers", "workshops"]


def archive(desk: Desk, address: str) -> str:
    return said(desk.send(f"{address}/archive", what="archive"))


@pytest.mark.parametrize(
    ("address", "what", "where"),
    [
        ("/office/partners/A", "pesanan berjalan", "PO-A-001"),
        ("/office/products/KOK-PJ", "pesanan berjalan", "PO-A-001"),
        ("/office/routes/KOKO", "produk", "KOK-PJ"),
        ("/office/standards/S-KOK", "produk", "KOK-PJ"),
        ("/office/stages/JHT", "alur kerja", "KOKO"),
        ("/office/workshops/KONVEKSI", "produk", "KOK-PJ"),
    ],
)
def test_what_is_in_use_says_by_what(administrator: Desk, address: str, what: str, where: str) -> None:
    assert archive(administrator, address) == sentence(refusals.IN_USE, what=what, where=where)
    assert where in administrator.see(f"{address}/archive")


def test_one_after_the_other_all_can_go(administrator: Desk, shop: Shop, database: OpenDatabase) -> None:
    database.run("UPDATE orders SET closed_at = 1")
    for address in ("/office/partners/A", "/office/products/KOK-PJ", "/office/routes/KOKO", "/office/standards/S-KOK"):
        assert archive(administrator, address) == ""
    for station in ("P-OBR", "P-JHT", "P-BBG", "P-QC", "P-LPT", "P-GANDA"):
        assert archive(administrator, f"/office/stations/{station}") == ""
    for address in ("/office/stages/JHT", "/office/workers/K1", "/office/workshops/KONVEKSI"):
        assert archive(administrator, address) == ""


def test_a_stage_of_a_batch_under_way_stays_though_the_newest_version_lacks_it(administrator: Desk, shop: Shop) -> None:
    steps = {"stage-1": shop.ids["OBR"], "stage-2": shop.ids["LPT"]}
    administrator.do("/office/routes/KOKO/new-version", **steps)
    said_so = sentence(refusals.IN_USE, what="pesanan berjalan", where="PO-A-001")
    assert archive(administrator, "/office/stages/BBG") == said_so


def test_what_was_archived_is_offered_no_more_and_comes_back(administrator: Desk, supervisor: Desk) -> None:
    administrator.do("/office/partners/new", code="B", name="Batik B")
    supervisor.see(supervisor.do("/office/partners/B/archive", what="archive"))
    assert "Batik B" not in supervisor.see("/office/partners")
    assert "Batik B" in supervisor.see("/office/partners?archive=1")
    assert "Batik B" not in supervisor.see("/office/orders/new?product=KOK-PJ")
    supervisor.do("/office/partners/B/archive", what="restore", reason="datang lagi")
    assert "Batik B" in supervisor.see("/office/orders/new?product=KOK-PJ")
    assert "Mitra B dipakai lagi." in supervisor.read("/office/partners/B")


@pytest.mark.parametrize(
    "kind", ["partners", "routes", "standards", "stages", "stations", "officers", "workers", "workshops"]
)
def test_an_empty_archive_says_so(administrator: Desk, kind: str) -> None:
    assert "Arsip kosong" in administrator.see(f"/office/{kind}?archive=1")


def test_a_supervisor_archives_no_set_up(supervisor: Desk) -> None:
    assert supervisor.send("/office/routes/KOKO/archive", what="archive").status_code == 403


def test_what_is_not_there_is_not_found(administrator: Desk) -> None:
    assert administrator.send("/office/routes/NONE/archive", what="archive").status_code == 404
