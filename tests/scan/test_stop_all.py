"""*Kunci*: while all stations are stopped, nothing that happens at one moves goods, and nothing of it is lost."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from floor.access.tokens import hash_token
from floor.rules.codes import Kind
from floor.scan import blanks, labels
from tests.cast import Shop, iso
from tests.databases import OpenDatabase
from tests.quality.conftest import send as judge

BUNDLE = "A-001-01/001"
MINUTE = 60_000


def stop(shop: Shop, database: OpenDatabase) -> None:
    """O-3 stops all stations, now."""
    shop.now += 1
    database.run("UPDATE site SET stopped_at = :at, stopped_by_id = :by", at=shop.now, by=shop.ids["O-3"])


def release(database: OpenDatabase) -> None:
    """They go on."""
    database.run("UPDATE site SET stopped_at = NULL, stopped_by_id = NULL")


def _refusal(result: dict[str, Any]) -> str:
    return str(result["refusal"]["code"])


def test_a_scan_while_all_is_stopped_moves_nothing_and_is_kept(shop: Shop, database: OpenDatabase) -> None:
    stop(shop, database)
    result = shop.scan("P-OBR", shop.bundle(1))
    assert (_refusal(result), result["refusal"]["look"]) == ("STOPPED", "stop")
    assert "oleh O-3" in result["say"]
    assert shop.where(BUNDLE) == {1: 12}
    assert database.rows("SELECT refusal FROM scan") == [("STOPPED",)]


def test_after_the_release_the_same_label_moves_and_the_old_answer_stays(shop: Shop, database: OpenDatabase) -> None:
    stop(shop, database)
    item = shop.item(shop.bundle(1))
    [first] = shop.send("P-OBR", item)
    release(database)
    assert shop.send("P-OBR", item) == [{**first, "replayed": True}]
    shop.through(shop.bundle(1), "P-OBR")
    assert shop.where(BUNDLE) == {2: 12}


def test_a_late_scan_from_before_the_stop_is_recorded(shop: Shop, database: OpenDatabase) -> None:
    early = shop.item(shop.bundle(1), happened_at=iso(shop.now - 5 * MINUTE), late=True)
    stop(shop, database)
    [result] = shop.send("P-OBR", early)
    assert result["outcome"] == "recorded"


def test_one_that_was_recorded_before_is_answered_as_before(shop: Shop, database: OpenDatabase) -> None:
    item = shop.item(shop.bundle(1))
    [first] = shop.send("P-OBR", item)
    stop(shop, database)
    assert shop.send("P-OBR", item) == [{**first, "replayed": True}]


def test_nothing_is_undone_while_all_is_stopped(shop: Shop, database: OpenDatabase) -> None:
    item = shop.item(shop.bundle(1))
    shop.send("P-OBR", item)
    stop(shop, database)
    assert _refusal(shop.scan("P-OBR", None, undoes=item["id"])) == "STOPPED"
    assert shop.where(BUNDLE) == {2: 12}


def test_a_badge_still_says_who_is_there(shop: Shop, database: OpenDatabase) -> None:
    stop(shop, database)
    badge = shop.card("officer_id", shop.ids["O-3"], Kind.OFFICER)
    assert shop.scan("P-OBR", badge)["outcome"] == "recorded"


def test_no_verdict_is_given_at_a_station_that_stands_still(shop: Shop, database: OpenDatabase) -> None:
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    stop(shop, database)
    assert _refusal(judge(shop, shop.item(shop.bundle(1), passed=12))[0]) == "STOPPED"
    assert database.rows("SELECT refusal FROM inspection") == [("STOPPED",)]
    release(database)
    assert judge(shop, shop.item(shop.bundle(1), passed=12))[0]["outcome"] == "recorded"


def test_a_blank_is_bound_to_nothing_while_all_is_stopped(shop: Shop, database: OpenDatabase) -> None:
    stop(shop, database)
    blank = str(shop.write(lambda conn: labels.issue(conn, Kind.UNIT, shop.now)))
    item = {"id": str(uuid4()), "happened_at": iso(shop.now), "blank": blank, "source": shop.bundle(1), "use": "split"}
    heard, key = [blanks.hear(item, shop.now, shop.now)], hash_token(shop.tokens["P-OBR"])
    [bound] = shop.write(lambda conn: blanks.bind_blanks(conn, key, heard, shop.now))
    assert bound.result.no.code == "STOPPED"
    assert database.rows("SELECT refusal FROM entry WHERE kind = 'split'") == [("STOPPED",)]
