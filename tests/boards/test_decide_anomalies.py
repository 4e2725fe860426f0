"""What a supervisor must look at, and decide."""

from __future__ import annotations

from flask.testing import FlaskClient

from floor.rules.codes import Kind
from tests.boards.conftest import Enter, send, words
from tests.cast import Shop
from tests.databases import OpenDatabase


def test_a_scan_that_waits_is_listed_until_its_pieces_come(shop: Shop, supervisor: FlaskClient) -> None:
    shop.scan("P-JHT", shop.bundle(1), late=True, seen=12)
    assert "A-001-01/001 · 12 · Pos P-JHT" in words(supervisor.get("/anomalies"))
    shop.scan("P-OBR", shop.bundle(1))
    assert "A-001-01/001" not in words(supervisor.get("/anomalies"))


def test_a_waiting_scan_is_given_up_with_a_reason(shop: Shop, supervisor: FlaskClient, database: OpenDatabase) -> None:
    scan = _waiting(shop, database)
    assert send(supervisor, "/anomalies/waiting", scan=scan, reason="salah pindai").status_code == 303
    assert database.rows("SELECT outcome, reason, officer_id FROM settlement") == [
        ("refused", "salah pindai", shop.ids["O-3"])
    ]
    shop.scan("P-OBR", shop.bundle(1))
    assert shop.where("A-001-01/001") == {2: 12}
    assert "Diputuskan tidak dicatat: salah pindai" in words(supervisor.get(f"/units/{shop.bundle(1)}"))


def test_without_a_reason_it_goes_on_waiting(shop: Shop, supervisor: FlaskClient, database: OpenDatabase) -> None:
    answer = send(supervisor, "/anomalies/waiting", scan=_waiting(shop, database), reason="  ")
    assert "Tulis alasannya" in words(answer)
    assert database.value("SELECT count(*) FROM waiting_scan") == 1


def test_deciding_twice_is_deciding_once(shop: Shop, supervisor: FlaskClient, database: OpenDatabase) -> None:
    scan = _waiting(shop, database)
    answers = [send(supervisor, "/anomalies/waiting", scan=scan, reason="salah pindai") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert database.value("SELECT count(*) FROM settlement") == 1


def test_a_scan_that_does_not_wait_cannot_be_decided(supervisor: FlaskClient) -> None:
    assert send(supervisor, "/anomalies/waiting", scan=99, reason="x").status_code == 404


def test_only_a_supervisor_decides(enter: Enter) -> None:
    assert send(enter("O-1"), "/anomalies/waiting", scan=1, reason="x").status_code == 403


def test_deciding_takes_the_pin(shop: Shop, supervisor: FlaskClient, database: OpenDatabase) -> None:
    scan = _waiting(shop, database)
    with supervisor.session_transaction() as session:
        session["pin_at"] = 0
    assert send(supervisor, "/anomalies/waiting", scan=scan, reason="salah pindai").status_code == 403
    assert send(supervisor, "/anomalies/waiting", scan=scan, reason="salah pindai", pin="1003").status_code == 303


def test_a_reused_number_and_an_unreadable_item_are_listed(shop: Shop, supervisor: FlaskClient) -> None:
    item = shop.item(shop.bundle(1))
    shop.send("P-OBR", item)
    shop.send("P-OBR", {**item, "quantity": 3})
    shop.send("P-OBR", {"code": "tanpa nomor"})
    said = words(supervisor.get("/anomalies"))
    assert "Nomor dipakai dua kali" in said
    assert "Tidak lengkap" in said
    assert "tanpa nomor" in said


def test_work_without_a_worker_is_listed_the_same_day(shop: Shop, supervisor: FlaskClient) -> None:
    shop.scan("P-JHT", shop.card("worker_id", shop.ids["K1"], Kind.WORKER))
    shop.through(shop.bundle(1), "P-OBR", "P-JHT")
    said = words(supervisor.get("/anomalies"))
    assert "Pos P-OBR Obras 1 12" in said
    assert "Pos P-JHT" not in said


def test_work_that_was_taken_back_names_nobody(shop: Shop, supervisor: FlaskClient) -> None:
    scanned = shop.item(shop.bundle(1))
    shop.send("P-OBR", scanned)
    shop.send("P-OBR", shop.item(None, undoes=scanned["id"]))
    assert "Pos P-OBR Obras" not in words(supervisor.get("/anomalies"))


def _waiting(shop: Shop, database: OpenDatabase) -> int:
    shop.scan("P-JHT", shop.bundle(1), late=True, seen=12)
    return int(database.value("SELECT scan_id FROM waiting_scan"))
