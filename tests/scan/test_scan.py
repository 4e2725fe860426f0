"""A scan at a station: what moves, and what is said."""

from __future__ import annotations

from floor.scan import read
from tests.cast import Shop
from tests.databases import OpenDatabase


def test_a_scan_moves_the_whole_bundle_to_the_next_stage(shop: Shop) -> None:
    result = shop.scan("P-OBR", shop.bundle(1))
    assert result["say"] == "Tercatat. Bundel A-001-01/001 selesai Obras, lanjut ke Jahit."
    assert shop.where("A-001-01/001") == {2: 12}
    move = {"unit": "A-001-01/001", "from": 1, "to": 2, "step": 1, "stage": "OBR", "quantity": 12, "cycle": 0}
    assert result["moves"] == [{**move, "why": "done"}]


def test_a_quantity_moves_a_part(shop: Shop) -> None:
    result = shop.scan("P-OBR", shop.bundle(1), quantity=5)
    assert result["say"].startswith("Tercatat. Bundel A-001-01/001 selesai Obras, lanjut ke Jahit. 5 dari 12.")
    assert shop.where("A-001-01/001") == {1: 7, 2: 5}


def test_a_batch_card_moves_all_its_bundles(shop: Shop) -> None:
    result = shop.scan("P-OBR", shop.code("A-001-01"))
    assert sum(move["quantity"] for move in result["moves"]) == 24
    assert shop.where("A-001-01/001") == shop.where("A-001-01/002") == {2: 12}


def test_children_elsewhere_are_left_and_named(shop: Shop) -> None:
    shop.through(shop.bundle(1), "P-OBR", "P-JHT")
    result = shop.scan("P-OBR", shop.code("A-001-01"))
    assert shop.where("A-001-01/001") == {3: 12}
    assert "12 lainnya di Buang benang" in result["say"]


def test_pieces_that_were_sent_back_are_said_to_be(shop: Shop, database: OpenDatabase) -> None:
    database.run("UPDATE balance SET cycle = 1, sent_by = 4")
    said = shop.scan("P-OBR", shop.bundle(1))["say"]
    assert said == "Tercatat. Bundel A-001-01/001, perbaikan ke-1, selesai Obras, lanjut ke Jahit."


def test_among_others_they_are_counted(shop: Shop, database: OpenDatabase) -> None:
    database.run("UPDATE balance SET cycle = 1, sent_by = 4 WHERE unit_id = (SELECT MAX(unit_id) FROM balance)")
    said = shop.scan("P-OBR", shop.code("A-001-01"))["say"]
    assert said == "Tercatat. Batch A-001-01 selesai Obras, lanjut ke Jahit. 12 di antaranya perbaikan ke-1."


def test_pieces_before_a_step_that_may_be_skipped_count_at_the_gate(shop: Shop) -> None:
    shop.through(shop.bundle(1), "P-OBR", "P-JHT")
    result = shop.scan("P-QC", shop.bundle(1))
    assert result["refusal"]["code"] == "NEEDS_VERDICT"
    assert result["address"] == f"/quality/inspect/{shop.bundle(1)}"


def test_at_a_gate_a_scan_passes_nothing(shop: Shop) -> None:
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    assert shop.scan("P-QC", shop.bundle(1))["refusal"]["next"] == "inspect"
    assert shop.where("A-001-01/001") == {4: 12}


def test_the_same_scan_again_is_not_recorded_twice(shop: Shop) -> None:
    shop.scan("P-OBR", shop.bundle(1))
    result = shop.scan("P-OBR", shop.bundle(1))
    assert result["refusal"]["code"] == "ALREADY_DONE"
    assert result["say"].endswith("Tidak dicatat dua kali.")


def test_a_stage_too_early_says_where_to_take_it(shop: Shop) -> None:
    result = shop.scan("P-BBG", shop.bundle(1))
    assert result["refusal"]["code"] == "WRONG_STAGE"
    assert result["say"] == "Bundel A-001-01/001 tidak di sini. Sekarang di Obras. Bawa ke sana."


def test_more_than_waits_is_refused(shop: Shop) -> None:
    result = shop.scan("P-OBR", shop.bundle(1), quantity=13)
    assert result["refusal"]["detail"] == {"asked": 13, "waiting": 12, "step": 1}


def test_a_part_of_a_batch_card_asks_for_the_bundles(shop: Shop) -> None:
    assert shop.scan("P-OBR", shop.code("A-001-01"), quantity=5)["refusal"]["code"] == "SCAN_THE_BUNDLES"
    assert shop.scan("P-OBR", shop.code("A-001-01"), quantity=24)["outcome"] == "recorded"


def test_a_station_of_two_stages_asks_before_the_same_code_moves_again(shop: Shop) -> None:
    shop.scan("P-GANDA", shop.bundle(1))
    again = shop.scan("P-GANDA", shop.bundle(1))
    assert again["refusal"]["code"] == "SURE_AGAIN"
    assert shop.scan("P-GANDA", shop.bundle(1), step=2)["outcome"] == "recorded"


def test_two_stages_at_once_ask_which(shop: Shop) -> None:
    shop.scan("P-OBR", shop.bundle(1), quantity=5)
    asked = shop.scan("P-GANDA", shop.bundle(1))
    assert [choice["name"] for choice in asked["refusal"]["detail"]["choices"]] == ["Obras", "Jahit"]
    assert shop.scan("P-GANDA", shop.bundle(1), step=1)["moves"][0]["quantity"] == 7


def test_the_same_code_twice_asks_though_a_step_between_may_be_skipped(shop: Shop, database: OpenDatabase) -> None:
    database.run("UPDATE route_step SET may_skip = TRUE WHERE number = 2")
    both = {"station": shop.ids["P-OBR"], "stage": shop.ids["BBG"]}
    database.run("INSERT INTO station_stage (station_id, stage_id) VALUES (:station, :stage)", **both)
    read.forget()
    shop.through(shop.bundle(1), "P-OBR")
    assert shop.scan("P-OBR", shop.bundle(1))["refusal"]["code"] == "SURE_AGAIN"
    assert shop.where("A-001-01/001") == {2: 12}
