"""``POST /api/v1/scans`` as tablets and machines use it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from flask import Flask

from floor import clock
from floor.access import tokens
from floor.db import db
from tests.cast import Shop, iso
from tests.databases import OpenDatabase
from tests.scan.conftest import Post

BUNDLE = "A-001-01/001"


def _results(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    results: list[dict[str, Any]] = answer.get_json()["results"]
    return results


def _at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each call answers, all let go at the same moment."""
    start = threading.Barrier(len(calls))

    def one(call: Callable[[], Any]) -> Any:
        start.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))


def test_one_result_for_each_item_in_order(shop: Shop, post: Post) -> None:
    items = [shop.item(code) for code in (shop.bundle(2), "nonsense", shop.bundle(1))]
    answer = post("P-OBR", *items)
    assert [result["id"] for result in _results(answer)] == [item["id"] for item in items]
    assert [result["outcome"] for result in _results(answer)] == ["recorded", "refused", "recorded"]
    assert answer.get_json()["epoch"] == "1"


def test_a_recorded_scan_tells_its_moves_the_unit_and_a_sentence(shop: Shop, post: Post) -> None:
    [result] = _results(post("P-OBR", shop.item(shop.bundle(1), quantity=5)))
    assert set(result) == {"id", "outcome", "moves", "unit", "say"}
    assert set(result["moves"][0]) >= {"unit", "from", "to", "step", "stage", "quantity", "cycle"}
    assert result["unit"]["where"] == [
        {"place": "step", "step": 1, "stage": "OBR", "quantity": 7, "cycle": 0},
        {"place": "step", "step": 2, "stage": "JHT", "quantity": 5, "cycle": 0},
    ]


def test_a_refusal_tells_its_code_sentence_look_and_what_next(shop: Shop, post: Post) -> None:
    [result] = _results(post("P-BBG", shop.item(shop.bundle(1))))
    assert result["outcome"] == "refused"
    assert set(result["refusal"]) >= {"code", "sentence", "look", "next"}
    assert (result["refusal"]["look"], result["refusal"]["next"]) == ("stop", "take_there")


def test_answers_speak_english_to_who_asks_for_it(shop: Shop, post: Post) -> None:
    [result] = _results(post("P-OBR", shop.item(shop.bundle(1)), address="/api/v1/scans?lang=en"))
    assert result["say"] == "Recorded. Bundle A-001-01/001 finished overlock, next sewing."


def test_the_last_step_goes_to_ready(shop: Shop, post: Post, database: OpenDatabase) -> None:
    database.run("UPDATE balance SET place = 5, stage_id = :lpt", lpt=shop.ids["LPT"])
    [result] = _results(post("P-LPT", shop.item(shop.bundle(1))))
    assert result["moves"][0]["to"] == "ready"
    assert result["say"] == "Tercatat. Bundel A-001-01/001 selesai Lipat & kemas. Siap kirim."


def test_an_unknown_station_is_401_and_nothing_is_stored(shop: Shop, post: Post, database: OpenDatabase) -> None:
    for token in ("", "no-such-token", "\x7f", "a" * 5_000):
        answer = post("P-OBR", shop.item(shop.bundle(1)), Authorization=f"Bearer {token}")
        assert (answer.status_code, answer.get_json()["error"]) == (401, "UNKNOWN_STATION")
    assert database.value("SELECT COUNT(*) FROM scan") == 0


def test_a_revoked_station_is_401(shop: Shop, post: Post, database: OpenDatabase) -> None:
    for (kept,) in database.rows("SELECT id FROM station_token WHERE station_id = :here", here=shop.ids["P-OBR"]):
        db.write(partial(tokens.revoke, token_id=kept, now=clock.now()))
    assert post("P-OBR", shop.item(shop.bundle(1))).status_code == 401


def test_a_closed_station_is_401(shop: Shop, post: Post, database: OpenDatabase) -> None:
    database.run("UPDATE station SET active = FALSE WHERE code = 'P-OBR'")
    assert post("P-OBR", shop.item(shop.bundle(1))).status_code == 401


NOT_JSON = [b"", b"{", b"[]", b"{}", b"null", b'{"scans": 3}', b'{"scans": null}', b'{"scans": {}}', b"\xff\xfe\x00"]


def test_what_is_not_an_envelope_is_400_and_nothing_is_stored(post: Post, database: OpenDatabase) -> None:
    answers = [post("P-OBR", raw=raw) for raw in NOT_JSON]
    assert {(answer.status_code, answer.get_json()["error"]) for answer in answers} == {(400, "NOT_JSON")}
    assert database.value("SELECT COUNT(*) FROM scan") == database.value("SELECT COUNT(*) FROM anomaly") == 0


def test_too_many_bytes_are_413(shop: Shop, post: Post) -> None:
    for raw in (json.dumps({"scans": ["x" * 1_100_000]}), json.dumps({"scans": [1] * 501})):
        answer = post("P-OBR", raw=raw)
        assert (answer.status_code, answer.get_json()["error"]) == (413, "TOO_LARGE")


def test_an_empty_request_has_an_empty_answer(post: Post) -> None:
    assert _results(post("P-OBR")) == []


def test_a_tablets_cookie_needs_a_csrf_token(shop: Shop, app: Flask, database: OpenDatabase) -> None:
    browser = app.test_client()
    browser.set_cookie("floor_station", shop.tablets["P-OBR"])
    database.run("UPDATE station SET officer_id = :o", o=shop.ids["O-1"])
    body = {"sent_at": iso(shop.now), "scans": [shop.item(shop.bundle(1))]}
    answer = browser.post("/api/v1/scans", json=body)
    assert (answer.status_code, answer.get_json()["error"]) == (400, "PAGE_TOO_OLD")
    assert database.value("SELECT COUNT(*) FROM scan") == 0
    token = browser.get("/csrf").get_json()["token"]
    [result] = _results(browser.post("/api/v1/scans", json=body, headers={"X-CSRFToken": token}))
    assert result["outcome"] == "recorded"


def test_nobodys_request_is_401(shop: Shop, app: Flask) -> None:
    assert app.test_client().post("/api/v1/scans", json={"scans": []}).status_code == 401


def test_the_same_id_from_two_at_once_is_recorded_once(shop: Shop, post: Post, database: OpenDatabase) -> None:
    item = shop.item(shop.bundle(1), quantity=5)
    answers = [_results(answer)[0] for answer in _at_once(*[lambda: post("P-OBR", item)] * 4)]
    assert sorted("replayed" in answer for answer in answers) == [False, True, True, True]
    assert len({json.dumps(answer["moves"]) for answer in answers}) == 1
    assert shop.where(BUNDLE) == {1: 7, 2: 5}
    assert database.value("SELECT COUNT(*) FROM scan") == 1


def test_two_stations_at_once_on_the_last_piece_get_it_once(shop: Shop, post: Post) -> None:
    shop.scan("P-OBR", shop.bundle(1), quantity=11)
    calls = [lambda at=at: post(at, shop.item(shop.bundle(1), step=1)) for at in ("P-OBR", "P-GANDA")]
    outcomes = [_results(answer)[0]["outcome"] for answer in _at_once(*calls)]
    assert sorted(outcomes) == ["recorded", "refused"]
    assert shop.where(BUNDLE) == {2: 12}


def test_two_parts_at_once_never_take_more_than_there_is(shop: Shop, post: Post) -> None:
    calls = [lambda: post("P-OBR", shop.item(shop.bundle(1), quantity=5))] * 4
    outcomes = [_results(answer)[0]["outcome"] for answer in _at_once(*calls)]
    assert sorted(outcomes) == ["recorded", "recorded", "refused", "refused"]
    assert shop.where(BUNDLE) == {1: 2, 2: 10}


def test_two_undos_at_once_take_back_once(shop: Shop, post: Post, database: OpenDatabase) -> None:
    scan = shop.item(shop.bundle(1))
    post("P-OBR", scan)
    calls = [lambda: post("P-OBR", shop.item(None, undoes=scan["id"]))] * 3
    outcomes = sorted(_results(answer)[0]["outcome"] for answer in _at_once(*calls))
    assert outcomes == ["recorded", "refused", "refused"]
    assert shop.where(BUNDLE) == {1: 12}


def test_a_bundle_and_its_card_at_once_move_each_piece_once(shop: Shop, post: Post) -> None:
    codes = [shop.code("A-001-01"), shop.bundle(1), shop.bundle(2)]
    answers = _at_once(*[lambda code=code: post("P-OBR", shop.item(code)) for code in codes])
    moved = [move["quantity"] for answer in answers for move in _results(answer)[0].get("moves", [])]
    assert sum(moved) == 24
    assert shop.where(BUNDLE) == shop.where("A-001-01/002") == {2: 12}
