"""Blank labels bound at a station: source, blank, digits."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from floor.access.tokens import hash_token
from floor.db import db
from floor.quality.hearing import hear as hear_verdict
from floor.quality.verdicts import record_verdicts
from floor.rules.codes import Kind
from floor.scan import blanks, labels, lots, presence, say_blanks
from tests.cast import Shop, iso
from tests.databases import OpenDatabase

BUNDLE, NEW = "A-001-01/001", "A-001-01/003"


def _blank(shop: Shop) -> str:
    return str(shop.write(lambda conn: labels.issue(conn, Kind.UNIT, shop.now)))


def _item(shop: Shop, use: str, source: str, blank: str = "", **more: Any) -> dict[str, Any]:
    shop.now += 1
    fields = {"blank": blank or _blank(shop), "source": source, "use": use, **more}
    return {"id": str(uuid4()), "happened_at": iso(shop.now), **fields}


def _send(shop: Shop, *items: dict[str, Any], station: str = "P-OBR", token: str | None = None) -> list[dict[str, Any]]:
    heard = [blanks.hear(item, shop.now, shop.now) for item in items]
    key, heard_at = hash_token(token or shop.tokens[station]), shop.now
    bound = db.write(lambda conn: blanks.bind_blanks(conn, key, heard, heard_at))
    assert bound is not None
    return [say_blanks.answer(one, "id", "WIB") for one in bound]


def _bind(shop: Shop, use: str, source: str, station: str = "P-OBR", **more: Any) -> dict[str, Any]:
    return _send(shop, _item(shop, use, source, **more), station=station)[0]


def _sent_back(shop: Shop, pieces: int = 2) -> str:
    """The first bundle's code; so many of it wait at Jahit to be mended."""
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    back = (
        "INSERT INTO balance (unit_id, place, cycle, sent_by, stage_id, quantity)"
        " SELECT unit_id, 2, 1, 4, :stage, :pieces FROM balance WHERE place = 4"
    )
    _run(shop, back, stage=shop.ids["JHT"], pieces=pieces)
    _run(shop, "UPDATE balance SET quantity = quantity - :pieces WHERE place = 4", pieces=pieces)
    return shop.bundle(1)


def _run(shop: Shop, sql: str, **values: Any) -> None:
    shop.write(lambda conn: conn.execute(text(sql), values))


def test_a_split_goes_onto_the_blank_label(shop: Shop) -> None:
    blank = _blank(shop)
    told = _bind(shop, "split", shop.bundle(1), blank=blank, quantity=5)
    assert told["say"].startswith(f"Tercatat. 5 dari {BUNDLE} sekarang Bundel {NEW}, label {blank[:4]} {blank[4:8]}")
    assert (told["unit"]["unit"], told["unit"]["code"]) == (NEW, blank)
    assert (shop.where(BUNDLE), shop.where(NEW)) == ({1: 7}, {1: 5})
    assert shop.scan("P-OBR", blank)["moves"][0]["quantity"] == 5


def test_without_a_quantity_all_go(shop: Shop) -> None:
    _bind(shop, "split", shop.bundle(1))
    assert (shop.where(BUNDLE), shop.where(NEW)) == ({}, {1: 12})


@pytest.mark.parametrize(("use", "word"), [("dye", "Lot celup"), ("boil", "Lot rebus")])
def test_a_lot_keeps_its_recipe_and_when(shop: Shop, database: OpenDatabase, use: str, word: str) -> None:
    told = _bind(shop, use, shop.bundle(1), quantity=8, recipe=" naphthol 3 g/l ")
    assert f"{word} Bundel {NEW}: 8 dari {BUNDLE}" in told["say"]
    unit = database.value("SELECT id FROM unit WHERE name = :name", name=NEW)
    [lot] = shop.write(lambda conn: lots.of_unit(conn, unit))
    assert (lot.kind, lot.recipe, lot.made_at, lot.officer) == (use, "naphthol 3 g/l", shop.now, "Petugas O-1")


def test_what_is_split_off_a_lot_went_through_its_bath_too(shop: Shop, database: OpenDatabase) -> None:
    first = _bind(shop, "dye", shop.bundle(1), recipe="biru")["unit"]["code"]
    second = _bind(shop, "dye", first, quantity=6, recipe="merah")["unit"]
    unit = database.value("SELECT id FROM unit WHERE name = :name", name=second["unit"])
    assert [lot.recipe for lot in shop.write(lambda conn: lots.of_unit(conn, unit))] == ["merah", "biru"]


def test_the_recipes_used_last_are_known(shop: Shop) -> None:
    for number, recipe in ((1, "biru"), (2, "merah"), (1, "biru")):
        _bind(shop, "dye", shop.bundle(number), quantity=1, recipe=recipe)
    assert shop.write(lots.recipes) == ["biru", "merah"]


def test_pieces_to_be_mended_get_a_label_of_their_own(shop: Shop) -> None:
    told = _bind(shop, "repair", _sent_back(shop), station="P-JHT")
    assert "2 potongan perbaikan dari" in told["say"]
    assert [(move["quantity"], move["cycle"]) for move in told["moves"]] == [(2, 1)]
    assert (shop.where(BUNDLE), shop.where(NEW)) == ({4: 10}, {2: 2})


def test_no_others_are_repair_pieces(shop: Shop) -> None:
    refused = _bind(shop, "repair", shop.bundle(1))["refusal"]
    assert refused["code"] == "NOTHING_TO_MEND"
    assert f"Bundel {BUNDLE} tidak punya potongan perbaikan." in refused["sentence"]


def test_a_lost_label_is_replaced(shop: Shop) -> None:
    old, blank = shop.bundle(1), _blank(shop)
    told = _bind(shop, "lost", BUNDLE.lower(), blank=blank)
    assert f"Bundel {BUNDLE} memakai label" in told["say"]
    assert told["moves"] == []
    assert shop.scan("P-OBR", old)["refusal"]["code"] == "LABEL_REPLACED"
    assert shop.scan("P-OBR", blank)["outcome"] == "recorded"


def test_a_replaced_label_still_says_whose_it_was(shop: Shop) -> None:
    old = shop.bundle(1)
    _bind(shop, "lost", old)
    assert _bind(shop, "split", old, quantity=1)["refusal"]["code"] == "LABEL_REPLACED"
    assert _bind(shop, "lost", old)["outcome"] == "recorded"


def test_of_pieces_at_several_steps_those_at_this_station_are_meant(shop: Shop) -> None:
    shop.scan("P-OBR", shop.bundle(1), quantity=5)
    _bind(shop, "split", shop.bundle(1), station="P-JHT", quantity=2)
    assert (shop.where(BUNDLE), shop.where(NEW)) == ({1: 7, 2: 3}, {2: 2})


def test_where_that_says_nothing_it_asks_which(shop: Shop) -> None:
    shop.scan("P-OBR", shop.bundle(1), quantity=5)
    refused = _bind(shop, "split", shop.bundle(1), station="P-LPT", quantity=2)["refusal"]
    assert refused["code"] == "WHICH_PIECES"
    assert [(choice["step"], choice["name"], choice["quantity"]) for choice in refused["detail"]["choices"]] == [
        (1, "Obras", 7),
        (2, "Jahit", 5),
    ]
    assert _bind(shop, "split", shop.bundle(1), station="P-LPT", quantity=2, step=1)["outcome"] == "recorded"


@pytest.mark.parametrize(
    ("source", "more", "code"),
    [
        (BUNDLE, {"quantity": 13}, "TOO_MANY"),
        ("A-001-01", {"quantity": 5}, "SCAN_THE_BUNDLES"),
        ("U00000001V", {}, "UNKNOWN_CODE"),
        ("nobody's", {}, "UNREADABLE"),
        (BUNDLE, {"quantity": 0}, "MALFORMED"),
        (BUNDLE, {"recipe": 7}, "MALFORMED"),
        ("", {}, "MALFORMED"),
        (BUNDLE, {"officer": "O-99"}, "UNKNOWN_OFFICER"),
        (BUNDLE, {"blank": "U00000001V"}, "UNKNOWN_CODE"),
    ],
)
def test_what_cannot_be_is_refused_and_kept(
    shop: Shop, database: OpenDatabase, source: str, more: dict[str, Any], code: str
) -> None:
    assert _bind(shop, "split", source, **more)["refusal"]["code"] == code
    assert database.rows("SELECT outcome, refusal FROM entry ORDER BY id DESC LIMIT 1") == [("refused", code)]
    assert database.value("SELECT COUNT(*) FROM unit") == 3


def test_a_tablet_binds_nothing_where_it_never_stood(shop: Shop) -> None:
    item = _item(shop, "split", shop.bundle(1), station="P-LPT")
    assert _send(shop, item)[0]["refusal"]["code"] == "NOT_PAIRED_THERE"


def test_an_unknown_use_is_malformed(shop: Shop) -> None:
    refused = _bind(shop, "ornament", BUNDLE)["refusal"]
    assert (refused["code"], refused["detail"]["what"]) == ("MALFORMED", "use")


def test_a_label_in_use_is_no_blank(shop: Shop) -> None:
    assert _bind(shop, "split", shop.bundle(1), blank=shop.bundle(2), quantity=2)["refusal"]["code"] == "ALREADY_EXISTS"


def test_a_blank_is_no_source(shop: Shop) -> None:
    assert _bind(shop, "split", _blank(shop))["refusal"]["code"] == "LABEL_BLANK"


def test_nobody_binds_where_nobody_is_signed_in(shop: Shop) -> None:
    item = _item(shop, "split", shop.bundle(1))
    assert _send(shop, item, token=shop.tablets["P-OBR"])[0]["refusal"]["code"] == "NO_OFFICER"


def test_in_a_closed_order_nothing_is_split(shop: Shop, database: OpenDatabase) -> None:
    database.run("UPDATE orders SET closed_at = 1")
    assert _bind(shop, "split", shop.bundle(1), quantity=2)["refusal"]["code"] == "ORDER_CLOSED"


def test_sent_again_it_is_bound_once(shop: Shop, database: OpenDatabase) -> None:
    item = _item(shop, "dye", shop.bundle(1), quantity=5, recipe="biru")
    first, again = _send(shop, item)[0], _send(shop, item)[0]
    assert again == {**first, "replayed": True}
    assert (shop.where(NEW), database.value("SELECT COUNT(*) FROM lot")) == ({1: 5}, 1)


def test_a_refusal_sent_again_is_the_same(shop: Shop) -> None:
    item = _item(shop, "split", shop.bundle(1), quantity=40)
    first, again = _send(shop, item)[0], _send(shop, item)[0]
    assert again == {**first, "replayed": True}


def test_another_request_under_the_same_id_is_told_apart(shop: Shop, database: OpenDatabase) -> None:
    item = _item(shop, "split", shop.bundle(1), quantity=5)
    _send(shop, item)
    assert _send(shop, {**item, "quantity": 6})[0]["refusal"]["code"] == "ID_REUSED"
    assert database.value("SELECT kind FROM anomaly") == "ID_REUSED"


def test_one_bad_item_stops_no_other(shop: Shop) -> None:
    good = _item(shop, "split", shop.bundle(1), quantity=5)
    results = _send(shop, {"id": "?"}, {**good, "id": str(uuid4()), "use": 3}, good)
    assert [result["outcome"] for result in results] == ["refused", "refused", "recorded"]


def test_two_at_once_take_one_blank_once(shop: Shop) -> None:
    blank = _blank(shop)
    items = [_item(shop, "split", shop.bundle(number), blank=blank, quantity=1) for number in (1, 2)]
    first, second = _send(shop, *items)
    assert (first["outcome"], second["refusal"]["code"]) == ("recorded", "ALREADY_EXISTS")


def test_a_blank_becomes_a_new_carton_that_is_filled_here(shop: Shop, database: OpenDatabase) -> None:
    goods = shop.bundle(1)
    shop.through(goods, "P-OBR", "P-JHT", "P-BBG")
    passed = hear_verdict(shop.item(goods, passed=12), shop.now, shop.now)
    db.write(lambda conn: record_verdicts(conn, hash_token(shop.tokens["P-QC"]), [passed], shop.now))
    item = _item(shop, "carton", goods)
    told, again = (_send(shop, item, station="P-LPT")[0] for _ in range(2))
    assert told["say"].startswith("Koli K-A-001-001 diisi di pos ini.") and again == {**told, "replayed": True}
    assert shop.scan("P-LPT", goods)["carton"] == "K-A-001-001"
    assert shop.scan("P-LPT", item["blank"])["say"].startswith("Koli K-A-001-001 ditutup.")
    assert database.value("SELECT SUM(quantity) FROM carton_content") == 12


def test_where_nothing_becomes_ready_a_blank_becomes_no_carton(shop: Shop) -> None:
    blank = _blank(shop)
    assert _bind(shop, "carton", shop.bundle(1), blank=blank)["refusal"]["code"] == "CARTON_NOT_HERE"
    assert shop.scan("P-OBR", blank)["refusal"]["code"] == "LABEL_BLANK"


def test_a_late_blank_is_that_of_whoever_stood_there_then(shop: Shop, database: OpenDatabase) -> None:
    shop.through(shop.bundle(1), "P-OBR")
    for officer in ("O-1", "O-3"):
        here, who = shop.ids["P-JHT"], shop.ids[officer]
        shop.write(lambda conn, here=here, who=who: presence.take_over(conn, here, who, shop.now, None))
        shop.now += 10 * 60_000
    item = _item(shop, "split", BUNDLE, quantity=5, late=True)
    shop.now += 1
    item["happened_at"] = iso(shop.now - 15 * 60_000)
    assert _send(shop, item, token=shop.tablets["P-JHT"])[0]["outcome"] == "recorded"
    assert database.value("SELECT officer_id FROM entry WHERE kind = 'split'") == shop.ids["O-1"]


def test_a_late_blank_is_not_theirs_who_came_while_its_tablet_was_away(shop: Shop, database: OpenDatabase) -> None:
    shop.through(shop.bundle(1), "P-OBR")
    here, token = shop.ids["P-JHT"], shop.tablets["P-JHT"]
    paired = text("UPDATE station_token SET tablet = 'left' WHERE station_id = :here AND officer_id IS NULL")
    shop.write(lambda conn: conn.execute(paired, {"here": here}))
    shop.write(lambda conn: presence.take_over(conn, here, shop.ids["O-1"], shop.now, None))
    knew = shop.write(lambda conn: presence.last_sign_in(conn, here))
    shop.now += 10 * 60_000
    shop.write(lambda conn: presence.take_over(conn, here, shop.ids["O-3"], shop.now, None))
    item = _item(shop, "split", BUNDLE, quantity=5, late=True, sign_in=knew)
    shop.now += 60_000
    assert _send(shop, item, token=token)[0]["outcome"] == "recorded"
    assert database.value("SELECT officer_id FROM entry WHERE kind = 'split'") == shop.ids["O-1"]
