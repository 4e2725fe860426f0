"""The whole story of a unit, for whoever scans its label."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy import Connection, insert, select, update

from floor.models import EntryKind, Label, Lot
from floor.rules import codes
from floor.rules.codes import Kind, in_words
from floor.scan import corrections, splits
from floor.scan.read import label
from floor.scan.splits import At
from tests.boards.conftest import Enter, judge, words
from tests.cast import Shop


def test_it_says_where_the_pieces_are_now(shop: Shop, supervisor: FlaskClient) -> None:
    shop.scan("P-OBR", shop.bundle(1), quantity=5)
    said = words(supervisor.get(f"/units/{shop.bundle(1)}"))
    assert "7 potong Obras 5 potong Jahit" in said


def test_its_place_on_the_route_is_drawn(shop: Shop, supervisor: FlaskClient) -> None:
    shop.scan("P-OBR", shop.bundle(1), quantity=5)
    said = words(supervisor.get(f"/units/{shop.bundle(1)}"))
    assert "Sekarang di mana Obras 7 di sini Jahit 5 di sini Buang benang QC akhir" in said


def test_every_label_that_it_had_is_told(shop: Shop, supervisor: FlaskClient) -> None:
    said = words(supervisor.get(f"/units/{shop.bundle(1)}"))
    assert f"{codes.in_words(shop.bundle(1))} dipakai belum dicetak" in said


def test_it_refreshes_itself(shop: Shop, supervisor: FlaskClient) -> None:
    address = f"/units/{shop.bundle(1)}"
    part = supervisor.get(f"{address}/rows")
    assert part.text.strip() in supervisor.get(address).text
    known = {"If-None-Match": part.headers["ETag"]}
    assert supervisor.get(f"{address}/rows", headers=known).status_code == 304
    shop.scan("P-OBR", shop.bundle(1))
    assert supervisor.get(f"{address}/rows", headers=known).status_code == 200


def test_the_recipe_of_its_lot_is_told(shop: Shop, supervisor: FlaskClient) -> None:
    lot = {"unit_id": _unit(shop, shop.bundle(1)), "kind": "dye", "recipe": "Naftol AS 3 g/l", "made_at": shop.now}
    shop.write(lambda conn: conn.execute(insert(Lot).values(**lot, officer_id=shop.ids["O-1"])))
    assert "Petugas O-1: Naftol AS 3 g/l" in words(supervisor.get(f"/units/{shop.bundle(1)}"))


def test_it_tells_what_happened_in_order(shop: Shop, supervisor: FlaskClient) -> None:
    shop.through(shop.bundle(1), "P-OBR", "P-JHT")
    said = words(supervisor.get(f"/units/{shop.bundle(1)}"))
    told = ["12 potong dibuat, menunggu Obras.", "12 potong selesai Obras, lanjut ke Jahit.", "12 potong selesai Jahit"]
    assert [said.index(sentence) for sentence in told] == sorted(said.index(sentence) for sentence in told)


def test_a_step_left_out_is_told(shop: Shop, supervisor: FlaskClient) -> None:
    shop.through(shop.bundle(1), "P-OBR", "P-JHT")
    unit_id = _unit(shop, shop.bundle(1))
    asked = shop.entry(EntryKind.CATCH_UP)
    shop.write(lambda conn: corrections.catch_up(conn, asked, unit_id, 4))
    said = words(supervisor.get(f"/units/{shop.bundle(1)}"))
    assert "Disusulkan 12 potong disusulkan: Buang benang dianggap selesai, lanjut ke QC akhir." in said


def test_a_verdict_is_told_with_its_defects_and_measurements(shop: Shop, supervisor: FlaskClient) -> None:
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    judge(shop, 1)
    said = words(supervisor.get(f"/units/{shop.bundle(1)}"))
    assert "9 potong lulus QC akhir, lanjut ke Lipat &amp; kemas." in said
    assert "1 potong dikembalikan ke Jahit untuk perbaikan ke-1." in said
    assert "Lulus 9 Perbaikan 1 Afkir 1 Ditahan 1" in said
    assert "G01 Jahitan loncat: 1 potong, afkir" in said
    assert "1. Lingkar dada: 110,5 cm di luar batas" in said
    assert "ditahan (QC akhir)" in said


def test_what_was_undone_is_struck_through_and_says_so(shop: Shop, supervisor: FlaskClient) -> None:
    scanned = shop.item(shop.bundle(1))
    shop.send("P-OBR", scanned)
    shop.send("P-OBR", shop.item(None, undoes=scanned["id"]))
    page = supervisor.get(f"/units/{shop.bundle(1)}")
    assert "<s>12 potong selesai Obras, lanjut ke Jahit.</s>" in page.text
    assert "12 potong kembali dari Jahit ke Obras." in words(page)
    assert "Pindaian diurungkan" in words(page)


def test_refused_scans_are_told_too(shop: Shop, supervisor: FlaskClient) -> None:
    shop.scan("P-LPT", shop.bundle(1))
    said = words(supervisor.get(f"/units/{shop.bundle(1)}"))
    assert "ditolak Bundel A-001-01/001 tidak di sini. Sekarang di Obras." in said


def test_a_scan_that_waits_for_its_pieces_says_so(shop: Shop, supervisor: FlaskClient) -> None:
    shop.scan("P-JHT", shop.bundle(1), late=True, seen=12)
    assert "menunggu barangnya" in words(supervisor.get(f"/units/{shop.bundle(1)}"))
    shop.scan("P-OBR", shop.bundle(1))
    assert "Dicatat sendiri setelah barangnya datang" in words(supervisor.get(f"/units/{shop.bundle(1)}"))


def test_a_split_is_told_on_both_sides(shop: Shop, supervisor: FlaskClient) -> None:
    asked, source = shop.entry(EntryKind.SPLIT), At(_unit(shop, shop.bundle(1)), 1)
    shop.write(lambda conn: splits.split(conn, asked, source, 2))
    assert "2 potong dipisahkan ke A-001-01/003." in words(supervisor.get(f"/units/{shop.bundle(1)}"))
    said = words(supervisor.get(f"/units/{shop.bundle(3)}"))
    assert "2 potong diterima dari A-001-01/001." in said
    assert "Bagian dari A-001-01 Dipisahkan dari A-001-01/001" in said


def test_a_batch_card_tells_of_its_bundles(shop: Shop, supervisor: FlaskClient) -> None:
    shop.scan("P-OBR", shop.code(shop.batch))
    said = words(supervisor.get(f"/units/{shop.code(shop.batch)}"))
    assert "Isinya A-001-01/001 12 A-001-01/002 12" in said
    assert "24 potong selesai Obras, lanjut ke Jahit. (A-001-01/001, A-001-01/002)" in said
    assert "lewat kartu batch" in words(supervisor.get(f"/units/{shop.bundle(1)}"))


def test_whose_work_it_was_is_for_supervisors_only(shop: Shop, enter: Enter, tablet: FlaskClient) -> None:
    shop.scan("P-JHT", shop.card("worker_id", shop.ids["K1"], Kind.WORKER))
    shop.through(shop.bundle(1), "P-OBR", "P-JHT")
    code = shop.bundle(1)

    def read(browser: FlaskClient) -> str:  # without its code, in which K1 may stand by chance
        return words(browser.get(f"/units/{code}")).replace(code, "").replace(in_words(code), "")

    assert "hasil kerja K1" in read(enter("O-3"))
    assert "K1" not in read(enter("O-1")) + read(tablet)


def test_a_replaced_label_still_leads_to_its_unit(shop: Shop, supervisor: FlaskClient) -> None:
    old, unit_id = shop.bundle(1), _unit(shop, shop.bundle(1))
    new = shop.card("unit_id", unit_id, Kind.UNIT)

    def replace(conn: Connection) -> None:
        newest = conn.execute(select(Label.id).where(Label.code == new)).scalar_one()
        conn.execute(update(Label).where(Label.code == old).values(replaced_by_id=newest))

    shop.write(replace)
    said = words(supervisor.get(f"/units/{old}"))
    assert f"Label ini sudah diganti. Pakai yang baru. {new}" in said


def test_an_unknown_label_is_not_found(supervisor: FlaskClient) -> None:
    answer = supervisor.get("/units/U7K49QXB2X")
    assert answer.status_code == 404
    assert "Label tidak dikenal" in words(answer)


def _unit(shop: Shop, code: str) -> int:
    found = shop.write(lambda conn: label(conn, code))
    return int(found.unit_id)
