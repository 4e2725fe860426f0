"""Splitting pieces off onto a label of their own."""

from __future__ import annotations

from typing import Any

from floor.models import EntryKind
from floor.rules import places
from floor.rules.codes import Kind, new_code
from floor.scan import labels
from floor.scan.entries import Done
from floor.scan.splits import At, split
from tests.cast import Shop
from tests.databases import OpenDatabase

BUNDLE, NEW = "A-001-01/001", "A-001-01/003"


def _split(shop: Shop, quantity: int, place: int = 1, unit_name: str = BUNDLE, blank: str | None = None) -> Done:
    asked = shop.entry(EntryKind.SPLIT)

    def work(conn: Any) -> Done:
        unit = conn.exec_driver_sql(f"SELECT id FROM unit WHERE name = '{unit_name}'").scalar_one()
        return split(conn, asked, At(unit, place), quantity, blank)

    done: Done = shop.write(work)
    return done


def _blank(shop: Shop, kind: Kind = Kind.UNIT) -> str:
    return str(shop.write(lambda conn: labels.issue(conn, kind, shop.now)))


def _code(done: Done) -> str:
    assert done.no is not None
    return done.no.code


def test_pieces_go_to_a_new_unit_at_the_same_step(shop: Shop) -> None:
    done = _split(shop, 5)
    assert done.detail["name"] == NEW
    assert (shop.where(BUNDLE), shop.where(NEW)) == ({1: 7}, {1: 5})


def test_the_new_units_label_is_scanned_like_any_other(shop: Shop) -> None:
    code = _split(shop, 5).detail["code"]
    assert shop.scan("P-OBR", code)["moves"][0]["quantity"] == 5
    assert shop.where(NEW) == {2: 5}


def test_split_from_a_bundle_it_belongs_to_the_bundles_card(shop: Shop, database: OpenDatabase) -> None:
    _split(shop, 5)
    [(parent, origin)] = database.rows(
        "SELECT p.name, f.name FROM unit u JOIN unit p ON p.id = u.parent_id JOIN unit f ON f.id = u.split_from_id"
        " WHERE u.name = :name",
        name=NEW,
    )
    assert (parent, origin) == ("A-001-01", BUNDLE)
    assert sum(move["quantity"] for move in shop.scan("P-OBR", shop.code("A-001-01"))["moves"]) == 24


def test_split_from_a_card_without_bundles_the_card_is_its_parent(shop: Shop) -> None:
    shop.make_batch("L", 12, None)
    done = _split(shop, 4, unit_name="A-001-02")
    assert done.detail["name"] == "A-001-02/001"
    assert (shop.where("A-001-02"), shop.where("A-001-02/001")) == ({1: 8}, {1: 4})
    assert sum(move["quantity"] for move in shop.scan("P-OBR", shop.code("A-001-02"))["moves"]) == 12


def test_finished_goods_whose_rest_was_split_off_are_already_done(shop: Shop) -> None:
    shop.scan("P-OBR", shop.bundle(1), quantity=5)
    _split(shop, 7)
    assert shop.scan("P-OBR", shop.bundle(1))["refusal"]["code"] == "ALREADY_DONE"


def test_a_part_of_a_card_is_of_its_own_pieces_after_a_split(shop: Shop) -> None:
    shop.make_batch("L", 12, None)
    _split(shop, 4, unit_name="A-001-02")
    assert shop.scan("P-OBR", shop.code("A-001-02"), quantity=9)["refusal"]["code"] == "SCAN_THE_BUNDLES"
    assert shop.scan("P-OBR", shop.code("A-001-02"), quantity=8)["outcome"] == "recorded"
    assert (shop.where("A-001-02"), shop.where("A-001-02/001")) == ({2: 8}, {1: 4})


def test_one_piece_is_a_piece(shop: Shop) -> None:
    code = _split(shop, 1).detail["code"]
    assert shop.scan("P-OBR", code)["say"].startswith("Tercatat. Potong A-001-01/003 selesai Obras")


def test_the_same_team_works_on_it(shop: Shop, database: OpenDatabase) -> None:
    database.run("UPDATE unit SET worker_id = :k1 WHERE name = :name", k1=shop.ids["K1"], name=BUNDLE)
    shop.scan("P-OBR", _split(shop, 5).detail["code"])
    assert database.rows("SELECT worker_id FROM move WHERE why = 'done'") == [(shop.ids["K1"],)]


def test_all_pieces_may_get_a_new_label(shop: Shop) -> None:
    _split(shop, 12)
    assert (shop.where(BUNDLE), shop.where(NEW)) == ({}, {1: 12})
    assert shop.scan("P-OBR", shop.bundle(1))["refusal"]["code"] == "EMPTY_UNIT"


def test_no_more_than_there_is_and_no_less_than_one(shop: Shop) -> None:
    assert [_code(_split(shop, n)) for n in (13, 0, -1)] == ["TOO_MANY", "BAD_NUMBER", "BAD_NUMBER"]
    assert shop.where(BUNDLE) == {1: 12}


def test_nothing_is_split_off_where_nothing_is(shop: Shop, database: OpenDatabase) -> None:
    assert _code(_split(shop, 1, place=2)) == "NOTHING_HELD"
    assert database.value("SELECT COUNT(*) FROM unit") == 3


def test_what_the_partner_has_is_not_split_any_more(shop: Shop, database: OpenDatabase) -> None:
    database.run("UPDATE balance SET place = 2000, stage_id = NULL")
    assert _code(_split(shop, 1, place=places.DELIVERED)) == "ALREADY_DELIVERED"


def test_a_blank_label_is_bound_to_the_new_unit(shop: Shop) -> None:
    blank = _blank(shop)
    assert shop.scan("P-OBR", blank)["refusal"]["code"] == "LABEL_BLANK"
    assert _split(shop, 5, blank=f"{blank[:4]} {blank[4:].lower()}").detail["code"] == blank
    assert shop.scan("P-OBR", blank)["moves"][0]["unit"] == NEW


def test_a_label_in_use_is_no_blank(shop: Shop, database: OpenDatabase) -> None:
    assert _code(_split(shop, 5, blank=shop.bundle(2))) == "ALREADY_EXISTS"
    assert shop.where(BUNDLE) == {1: 12}
    assert database.value("SELECT COUNT(*) FROM unit") == 3


def test_what_is_no_label_is_not_bound(shop: Shop) -> None:
    assert {_code(_split(shop, 5, blank=text)) for text in ("not a label", "U0000000AA")} == {"UNREADABLE"}
    assert _code(_split(shop, 5, blank=new_code(Kind.UNIT))) == "UNKNOWN_CODE"


def test_only_a_blank_for_units_is_bound(shop: Shop) -> None:
    assert _code(_split(shop, 5, blank=_blank(shop, Kind.CARTON))) == "ALREADY_EXISTS"


def test_a_void_blank_is_not_bound(shop: Shop, database: OpenDatabase) -> None:
    blank = _blank(shop)
    database.run("UPDATE label SET voided_at = 1 WHERE code = :code", code=blank)
    assert _code(_split(shop, 5, blank=blank)) == "LABEL_VOID"


def test_sent_again_it_answers_the_same_label_and_splits_once(shop: Shop, database: OpenDatabase) -> None:
    asked = shop.entry(EntryKind.SPLIT)
    unit = database.value("SELECT id FROM unit WHERE name = :name", name=BUNDLE)
    first, again = (shop.write(lambda conn: split(conn, asked, At(unit, 1), 5)) for _ in range(2))
    assert (again.detail, again.replayed) == (first.detail, True)
    assert shop.where(BUNDLE) == {1: 7}


def test_a_scan_that_waits_for_the_card_is_tried_when_a_part_gets_its_own_label(shop: Shop) -> None:
    shop.send("P-JHT", shop.item(shop.code("A-001-01"), late=True, seen=5))
    shop.scan("P-OBR", _split(shop, 5).detail["code"])
    assert shop.where(NEW) == {3: 5}
