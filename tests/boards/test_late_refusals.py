"""Late scans and verdicts that were refused wait on the supervisor's page until a person has looked into them."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from floor.access.tokens import hash_token
from floor.rules.codes import Kind
from floor.scan import blanks, labels
from tests.boards.conftest import Enter, send, words
from tests.cast import Shop, iso
from tests.databases import OpenDatabase
from tests.quality.conftest import send as judge

MINUTE = 60_000


def refused_late(shop: Shop, database: OpenDatabase) -> str:
    """A scan that a tablet kept for twenty minutes and that is refused; its key on the page."""
    shop.scan("P-OBR", shop.bundle(1))
    shop.scan("P-OBR", "U000000000", late=True, happened_at=iso(shop.now - 20 * MINUTE))
    return f"scan-{database.value('SELECT MAX(id) FROM scan')}"


def _bind(shop: Shop, **asked: Any) -> None:
    """A blank label that a tablet at P-OBR wants to split off."""
    blank = str(shop.write(lambda conn: labels.issue(conn, Kind.UNIT, shop.now)))
    item = blanks.hear(shop.item(None, blank=blank, use="split", **asked), shop.now, shop.now)
    shop.write(lambda conn: blanks.bind_blanks(conn, hash_token(shop.tokens["P-OBR"]), [item], shop.now))


def test_a_late_refusal_is_listed_with_its_sentence_and_counted_in_the_morning(
    shop: Shop, supervisor: FlaskClient, database: OpenDatabase
) -> None:
    refused_late(shop, database)
    said = words(supervisor.get("/anomalies"))
    assert "pindaian · Pos P-OBR · Petugas O-1" in said
    assert "UNKNOWN_CODE" in said or "UNREADABLE" in said
    assert "1 pindaian terlambat ditolak" in words(supervisor.get("/"))


def test_of_goods_it_leads_to_their_story(shop: Shop, supervisor: FlaskClient) -> None:
    shop.scan("P-LPT", shop.bundle(1), late=True, quantity=3)
    shop.through(shop.bundle(1), "P-OBR")
    shop.scan("P-OBR", shop.bundle(1), late=True, quantity=50, happened_at=iso(shop.now - MINUTE))
    page = supervisor.get("/anomalies")
    assert "A-001-01/001 · 50 · pindaian" in words(page)
    assert f"/units/{shop.bundle(1)}" in page.text


def test_a_badge_is_told_to_nobody(shop: Shop, supervisor: FlaskClient) -> None:
    badge = shop.card("officer_id", shop.ids["O-2"], Kind.OFFICER)
    item = shop.item(badge, late=True, station="P-NN", happened_at=iso(shop.now - MINUTE))
    shop.send("P-OBR", item)
    page = supervisor.get("/anomalies")
    assert "NOT_PAIRED_THERE" in page.text and badge not in page.text


def test_looked_into_it_waits_no_longer_and_stays_on_record(
    shop: Shop, supervisor: FlaskClient, database: OpenDatabase
) -> None:
    key = refused_late(shop, database)
    assert send(supervisor, "/anomalies/late", late=key, note="label dari gudang lama").status_code == 303
    assert "UNKNOWN_CODE" not in supervisor.get("/anomalies").text
    assert "pindaian terlambat ditolak" not in words(supervisor.get("/"))
    assert database.rows("SELECT officer_id, note FROM looked_at") == [(shop.ids["O-3"], "label dari gudang lama")]


def test_looked_into_twice_is_once(shop: Shop, supervisor: FlaskClient, database: OpenDatabase) -> None:
    key = refused_late(shop, database)
    answers = [send(supervisor, "/anomalies/late", late=key, note=note).status_code for note in ("satu", "dua")]
    assert answers == [303, 303]
    assert database.rows("SELECT note FROM looked_at") == [("satu",)]


def test_nothing_chosen_says_so_and_keeps_the_note(shop: Shop, supervisor: FlaskClient, database: OpenDatabase) -> None:
    refused_late(shop, database)
    answer = send(supervisor, "/anomalies/late", note="tadi malam")
    assert answer.status_code == 422 and 'value="tadi malam"' in answer.text


def test_a_late_verdict_that_was_refused_is_listed_too(
    shop: Shop, supervisor: FlaskClient, database: OpenDatabase
) -> None:
    judge(shop, shop.item(shop.bundle(1), passed=12, late=True, happened_at=iso(shop.now - 9 * MINUTE)))
    assert "A-001-01/001 · 12 · putusan · Pos P-QC" in words(supervisor.get("/anomalies"))
    key = f"verdict-{database.value('SELECT id FROM inspection')}"
    send(supervisor, "/anomalies/late", late=key)
    assert "putusan · Pos P-QC" not in words(supervisor.get("/anomalies"))


def test_a_late_verdict_of_unsure_time_is_listed_too(shop: Shop, supervisor: FlaskClient) -> None:
    moment = {"happened_at": iso(shop.now + 9 * MINUTE), "late": True}
    judge(shop, shop.item(shop.bundle(1), passed=12, **moment), shop.item(shop.bundle(2), passed="x"))
    said = words(supervisor.get("/anomalies"))
    assert "A-001-01/001 · 12 · putusan · Pos P-QC" in said and "MALFORMED" not in said


def test_a_late_blank_label_that_was_refused_is_listed_too(
    shop: Shop, supervisor: FlaskClient, database: OpenDatabase
) -> None:
    _bind(shop, source=shop.bundle(1), quantity=99, happened_at=iso(shop.now - 9 * MINUTE), late=True)
    assert "A-001-01/001 · label kosong · Pos P-OBR" in words(supervisor.get("/anomalies"))
    assert "1 pindaian terlambat ditolak" in words(supervisor.get("/"))
    send(supervisor, "/anomalies/late", late=f"blank-{database.value('SELECT MAX(id) FROM entry')}")
    assert "label kosong · Pos P-OBR" not in words(supervisor.get("/anomalies"))


@pytest.mark.parametrize("happened", [-9 * MINUTE, -5_000, 9 * MINUTE])
def test_a_late_blank_label_is_listed_whatever_the_tablets_clock_says(
    shop: Shop, supervisor: FlaskClient, happened: int
) -> None:
    moment = {"happened_at": iso(shop.now + happened), "late": True}
    _bind(shop, source=shop.bundle(1), quantity=99, **moment)
    assert words(supervisor.get("/anomalies")).count("A-001-01/001 · label kosong · Pos P-OBR") == 1


def test_a_blank_label_that_was_refused_at_once_was_read_at_the_tablet(shop: Shop, supervisor: FlaskClient) -> None:
    _bind(shop, source=shop.bundle(1), quantity=99)
    assert "label kosong · Pos" not in words(supervisor.get("/anomalies"))


def test_what_was_refused_at_once_was_read_at_the_tablet(shop: Shop, supervisor: FlaskClient) -> None:
    shop.scan("P-LPT", shop.bundle(1))
    assert "WRONG_STAGE" not in supervisor.get("/anomalies").text


def test_one_that_waits_for_its_pieces_is_listed_once(shop: Shop, supervisor: FlaskClient) -> None:
    shop.scan("P-JHT", shop.bundle(1), late=True, seen=12)
    said = words(supervisor.get("/anomalies"))
    assert said.count("A-001-01/001") == 1


def test_only_a_supervisor_looks_into_them(enter: Enter) -> None:
    assert send(enter("O-1"), "/anomalies/late", late="scan-1").status_code == 403
