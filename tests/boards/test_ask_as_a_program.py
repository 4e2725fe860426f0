"""Progress and stories for other programs, by a station's token or an officer's session."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from tests.boards.conftest import hand_over, judge
from tests.cast import Shop


def test_every_open_order_is_listed(shop: Shop, tablet: FlaskClient) -> None:
    (order,) = tablet.get("/api/v1/orders").get_json()["orders"]
    assert (order["number"], order["partner"], order["open"]) == ("PO-A-001", "Mitra Koko A", True)
    assert order["in_work"] == [{"step": 1, "stage": "OBR", "quantity": 24, "sent_back": 0}]
    assert (order["target"], order["made"], order["not_started"]) == (36, 24, 12)


def test_an_order_says_where_every_piece_of_it_is(shop: Shop, tablet: FlaskClient) -> None:
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    judge(shop, 1)
    shop.through(shop.bundle(1), "P-LPT")
    hand_over(shop, 4)
    order = tablet.get("/api/v1/orders/PO-A-001").get_json()
    ends = {end: order[end] for end in ("ready", "delivered", "scrap", "grade_b", "hold", "missing", "returned")}
    assert ends == {"ready": 5, "delivered": 4, "scrap": 1, "grade_b": 0, "hold": 1, "missing": 0, "returned": 0}
    assert [(at["stage"], at["quantity"], at["sent_back"]) for at in order["in_work"]] == [
        ("OBR", 12, 0),
        ("JHT", 1, 1),
    ]
    assert order["made"] == sum(ends.values()) + sum(at["quantity"] for at in order["in_work"])


def test_sizes_add_up_to_the_order(shop: Shop, tablet: FlaskClient) -> None:
    shop.make_batch("L", 12)
    shop.scan("P-OBR", shop.bundle(1))
    order = tablet.get("/api/v1/orders/po-a-001").get_json()
    assert [size["size"] for size in order["sizes"]] == ["M", "L"]
    assert sum(size["made"] for size in order["sizes"]) == order["made"] == 36


def test_progress_that_did_not_change_is_not_sent_again(shop: Shop, tablet: FlaskClient) -> None:
    tag = tablet.get("/api/v1/orders").headers["ETag"]
    assert tablet.get("/api/v1/orders", headers={"If-None-Match": tag}).status_code == 304
    shop.scan("P-OBR", shop.bundle(1))
    assert tablet.get("/api/v1/orders", headers={"If-None-Match": tag}).status_code == 200


def test_a_units_story_has_its_moves_as_the_scan_api_tells_them(shop: Shop, tablet: FlaskClient) -> None:
    shop.through(shop.bundle(1), "P-OBR")
    story = tablet.get(f"/api/v1/units/{shop.bundle(1)}").get_json()
    assert (story["unit"], story["batch"], story["quantity"]) == ("A-001-01/001", "A-001-01", 12)
    assert story["where"] == [{"place": "step", "step": 2, "stage": "JHT", "quantity": 12, "cycle": 0}]
    assert [event["what"] for event in story["history"]] == ["batch", "scan"]
    (move,) = story["history"][1]["moves"]
    assert (move["from"], move["to"], move["stage"], move["quantity"], move["why"]) == (1, 2, "OBR", 12, "done")
    assert "worker" not in move


def test_a_verdict_in_a_story_has_its_counts_and_findings(shop: Shop, tablet: FlaskClient) -> None:
    shop.through(shop.bundle(1), "P-OBR", "P-JHT", "P-BBG")
    judge(shop, 1)
    verdict = tablet.get(f"/api/v1/units/{shop.bundle(1)}").get_json()["history"][-1]["verdict"]
    assert (verdict["passed"], verdict["rework"], verdict["scrap"], verdict["hold"]) == (9, 1, 1, 1)
    assert verdict["standard"] == "S-KOK v1"
    assert verdict["findings"][0]["value"] == 110.5
    assert [defect["outcome"] for defect in verdict["defects"]] == ["rework", "scrap", "hold"]


def test_a_refused_and_an_undone_scan_are_told_as_such(shop: Shop, tablet: FlaskClient) -> None:
    shop.scan("P-LPT", shop.bundle(1))
    scanned = shop.item(shop.bundle(1))
    shop.send("P-OBR", scanned)
    shop.send("P-OBR", shop.item(None, undoes=scanned["id"]))
    refused, undone, undo = tablet.get(f"/api/v1/units/{shop.bundle(1)}").get_json()["history"][1:]
    assert (refused["outcome"], refused["refusal"]) == ("refused", "WRONG_STAGE")
    assert undone["id"] == scanned["id"]
    assert undone["undone_at"] == undo["at"]
    assert undo["takes_back"] is True


def test_whose_work_it_was_is_told_to_a_supervisor(shop: Shop, supervisor: FlaskClient) -> None:
    shop.through(shop.bundle(1), "P-OBR")
    story = supervisor.get(f"/api/v1/units/{shop.bundle(1)}").get_json()
    assert story["history"][1]["moves"][0]["worker"] is None


def test_what_is_not_there_is_not_found(tablet: FlaskClient) -> None:
    assert tablet.get("/api/v1/orders/NONE").get_json()["error"] == "NOT_FOUND"
    answer = tablet.get("/api/v1/units/U7K49QXB2X")
    assert (answer.status_code, answer.get_json()["error"]) == (404, "UNKNOWN_CODE")


def test_strangers_are_told_nothing(served: Flask) -> None:
    browser = served.test_client()
    assert {browser.get(f"/api/v1/{path}").status_code for path in ("orders", "orders/PO-A-001", "units/U1")} == {401}
