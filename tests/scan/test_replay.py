"""The same id again: the same answer if it is the same request, else an anomaly that a supervisor sees."""

from __future__ import annotations

from typing import Any

from floor.models import EntryKind
from floor.scan.corrections import catch_up
from floor.scan.entries import Done
from tests.cast import Shop, iso
from tests.databases import OpenDatabase

BUNDLE = "A-001-01/001"


def test_a_scan_sent_again_is_answered_alike_and_recorded_once(shop: Shop, database: OpenDatabase) -> None:
    item = shop.item(shop.bundle(1), quantity=5)
    [first], [again] = shop.send("P-OBR", item), shop.send("P-OBR", item)
    assert again == {**first, "replayed": True}
    assert shop.where(BUNDLE) == {1: 7, 2: 5}
    assert database.value("SELECT COUNT(*) FROM scan") == 1


def test_sent_again_after_the_goods_went_on_it_tells_the_same_moves(shop: Shop) -> None:
    item = shop.item(shop.bundle(1))
    [first] = shop.send("P-OBR", item)
    shop.through(shop.bundle(1), "P-JHT", "P-BBG")
    [again] = shop.send("P-OBR", item)
    assert (again["outcome"], again["moves"], again["replayed"]) == ("recorded", first["moves"], True)


def test_a_batch_cards_scan_sent_again_tells_the_same_moves(shop: Shop) -> None:
    item = shop.item(shop.code("A-001-01"))
    [first], [again] = shop.send("P-OBR", item), shop.send("P-OBR", item)
    assert again == {**first, "replayed": True}


def test_a_refusal_sent_again_is_answered_alike(shop: Shop, database: OpenDatabase) -> None:
    asked = {
        "TOO_MANY": shop.item(shop.bundle(1), quantity=13),
        "UNREADABLE": shop.item("https://example.org/"),
        "MALFORMED": shop.item(shop.bundle(1), quantity="five"),
        "SCAN_THE_BUNDLES": shop.item(shop.code("A-001-01"), quantity=1),
    }
    first = shop.send("P-OBR", *asked.values())
    assert [result["refusal"]["code"] for result in first] == list(asked)
    assert shop.send("P-OBR", *asked.values()) == [{**result, "replayed": True} for result in first]
    assert database.value("SELECT COUNT(*) FROM scan") == len(asked)


def test_a_refusal_stays_one_though_the_scan_would_stand_now(shop: Shop) -> None:
    item = shop.item(shop.bundle(1))
    shop.send("P-JHT", item)
    shop.through(shop.bundle(1), "P-OBR")
    [again] = shop.send("P-JHT", item)
    assert again["refusal"]["code"] == "WRONG_STAGE"
    assert shop.where(BUNDLE) == {2: 12}


def test_twice_in_one_request_it_is_recorded_once(shop: Shop) -> None:
    item = shop.item(shop.bundle(1), quantity=5)
    first, again = shop.send("P-OBR", item, item)
    assert again == {**first, "replayed": True}
    assert shop.where(BUNDLE) == {1: 7, 2: 5}


def test_a_wrong_clock_is_told_alike(shop: Shop) -> None:
    item = shop.item(shop.bundle(1), happened_at=iso(shop.now + 8 * 3_600_000))
    [first], [again] = shop.send("P-OBR", item), shop.send("P-OBR", item)
    assert first["clock_off_ms"] == again["clock_off_ms"] != 0


def test_a_scan_written_otherwise_that_means_the_same_is_the_same(shop: Shop, database: OpenDatabase) -> None:
    item = shop.item(shop.bundle(1), quantity=5)
    otherwise = {**item, "station": "P-OBR", "step": None, "happened_at": item["happened_at"].replace("Z", "+00:00")}
    assert otherwise["happened_at"] != item["happened_at"]
    [first], [again] = shop.send("P-OBR", item), shop.send("P-OBR", otherwise)
    assert again == {**first, "replayed": True}
    assert database.value("SELECT COUNT(*) FROM anomaly") == 0


OTHER: list[dict[str, Any]] = [
    {"quantity": 6},
    {"step": 1},
    {"officer": "O-2"},
    {"worker": "K1"},
    {"code": "UNKNOWN"},
    {"happened_at": "2026-11-21T10:00:00+07:00"},
    {"undoes": "018f0000-0000-7000-8000-000000000000"},
]


def test_another_request_under_the_same_id_is_kept_apart(shop: Shop, database: OpenDatabase) -> None:
    item = shop.item(shop.bundle(1), quantity=5)
    shop.send("P-OBR", item)
    results = shop.send("P-OBR", *[{**item, **change} for change in OTHER])
    assert {(result["id"], result["refusal"]["code"]) for result in results} == {(item["id"], "ID_REUSED")}
    assert not any("replayed" in result for result in results)
    assert shop.where(BUNDLE) == {1: 7, 2: 5}
    kept = database.rows("SELECT kind, station_id, body FROM anomaly")
    assert len(kept) == len(OTHER)
    assert all((kind, at) == ("ID_REUSED", shop.ids["P-OBR"]) and item["id"] in body for kind, at, body in kept)


def test_what_a_tablet_learns_later_does_not_make_it_another_request(shop: Shop) -> None:
    item = shop.item(shop.bundle(1), quantity=5)
    shop.send("P-OBR", item)
    for learnt in ({"seen": 3}, {"late": True}, {"age_ms": 5}, {"clock_offset_ms": 9}, {"cycle": 0}):
        assert shop.send("P-OBR", {**item, **learnt})[0]["replayed"] is True


def test_the_same_id_at_another_station_is_another_request(shop: Shop) -> None:
    item = shop.item(shop.bundle(1))
    shop.send("P-OBR", item)
    assert shop.send("P-GANDA", item)[0]["refusal"]["code"] == "ID_REUSED"
    assert shop.where(BUNDLE) == {2: 12}


def test_an_absent_field_and_an_empty_one_are_the_same(shop: Shop) -> None:
    item = shop.item(shop.bundle(1))
    shop.send("P-OBR", item)
    assert shop.send("P-OBR", {**item, "quantity": None, "worker": None})[0]["replayed"] is True


def test_an_id_is_answered_as_it_was_written(shop: Shop) -> None:
    item = shop.item(shop.bundle(1))
    shouted = {**item, "id": item["id"].upper()}
    assert shop.send("P-OBR", shouted)[0]["id"] == shouted["id"]
    again = shop.send("P-OBR", item)[0]
    assert (again["id"], again["replayed"]) == (item["id"], True)


def test_a_change_from_a_page_sent_again_does_nothing_twice(shop: Shop, database: OpenDatabase) -> None:
    unit = database.value("SELECT id FROM unit WHERE name = :name", name=BUNDLE)
    asked = shop.entry(EntryKind.CATCH_UP)

    def twice(conn: Any) -> tuple[Done, Done]:
        return catch_up(conn, asked, unit, 2), catch_up(conn, asked, unit, 2)

    first, again = shop.write(twice)
    assert (first.entry_id, again.replayed, again.no) == (again.entry_id, True, None)
    assert database.value("SELECT COUNT(*) FROM move WHERE why = 'inferred'") == 1


def test_another_change_under_the_same_id_is_kept_apart(shop: Shop, database: OpenDatabase) -> None:
    unit = database.value("SELECT id FROM unit WHERE name = :name", name=BUNDLE)
    asked = shop.entry(EntryKind.CATCH_UP)
    shop.write(lambda conn: catch_up(conn, asked, unit, 2))
    other = shop.entry(EntryKind.CATCH_UP, "lain", client_id=asked.client_id)
    done = shop.write(lambda conn: catch_up(conn, other, unit, 3))
    assert done.no.code == "ID_REUSED"
    assert database.rows("SELECT kind FROM anomaly") == [("ID_REUSED",)]
