"""Items that can't be understood: each is refused and kept, and never stops the others."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.scan.conftest import Post

STRANGE: list[Any] = [
    True,
    False,
    -1,
    0,
    1.0,
    10**30,
    -(10**30),
    float("nan"),
    float("inf"),
    "",
    " ",
    "5",
    "\x00",
    "\ud800",
    [],
    {},
    [1],
    {"a": "\ud800"},
]
# What each field takes, so that it isn't asked to refuse it.
FINE: dict[str, list[Any]] = {
    "code": ["5", "\x00", "\ud800"],
    "quantity": [],
    "seen": [0],
    "step": [],
    "cycle": [0],
    "officer": ["5", "\ud800"],
    "worker": ["5", "\ud800"],
    "station": ["5", "\ud800"],
    "late": [True, False],
    "age_ms": [-1, 0, 1.0],
    "clock_offset_ms": [-1, 0, 1.0],
    "happened_at": [],
    "undoes": [],
}


def _among(values: list[Any], value: Any) -> bool:
    return any(type(one) is type(value) and one == value for one in values)


def test_every_field_that_is_wrong_is_named_and_stops_no_other(shop: Shop, post: Post, database: OpenDatabase) -> None:
    bad = [(field, value) for field in FINE for value in STRANGE if not _among(FINE[field], value)]
    items = [{**shop.item(shop.bundle(1)), field: value} for field, value in bad]
    results = post("P-OBR", *items, shop.item(shop.bundle(1))).get_json()["results"]
    assert [result["id"] for result in results[:-1]] == [item["id"] for item in items]
    refused = [(result["refusal"]["code"], result["refusal"]["detail"]["what"]) for result in results[:-1]]
    assert refused == [("MALFORMED", field) for field, _ in bad]
    assert results[-1]["outcome"] == "recorded"
    assert database.value("SELECT COUNT(*) FROM scan WHERE refusal = 'MALFORMED'") == len(bad)


def test_what_a_field_takes_is_answered_too(shop: Shop, post: Post) -> None:
    items = [{**shop.item(shop.bundle(1)), field: value} for field in FINE for value in FINE[field]]
    results = post("P-OBR", *items).get_json()["results"]
    assert [result["id"] for result in results] == [item["id"] for item in items]
    assert "MALFORMED" not in {result.get("refusal", {}).get("code") for result in results}


def test_a_field_that_is_needed_is_named(shop: Shop) -> None:
    for missing in ("code", "happened_at"):
        item = {name: value for name, value in shop.item(shop.bundle(1)).items() if name != missing}
        [result] = shop.send("P-OBR", item)
        assert (result["refusal"]["code"], result["refusal"]["detail"]) == ("MALFORMED", {"what": missing})


def test_a_time_without_its_offset_is_no_time(shop: Shop) -> None:
    for when in ("2026-11-21T10:00:00", "2026-11-21", "10:00", "yesterday", "2026-13-41T99:00:00Z"):
        [result] = shop.send("P-OBR", shop.item(shop.bundle(1), happened_at=when))
        assert result["refusal"]["detail"] == {"what": "happened_at"}


NAMELESS: list[Any] = [
    None,
    3,
    "x",
    [],
    {},
    {"id": None},
    {"id": 7},
    {"id": "x"},
    {"id": "\ud800" * 32},
    {"id": ["a"]},
    {"id": "0" * 31},
]


def test_items_without_a_usable_id_are_refused_kept_and_stop_nothing(
    shop: Shop, post: Post, database: OpenDatabase
) -> None:
    items = [shop.item(shop.bundle(1)), *NAMELESS, shop.item(shop.bundle(2))]
    results = post("P-OBR", *items).get_json()["results"]
    assert len(results) == len(items)
    assert [results[0]["outcome"], results[-1]["outcome"]] == ["recorded", "recorded"]
    assert {(result["id"], result["refusal"]["code"]) for result in results[1:-1]} == {(None, "MALFORMED")}
    assert database.rows("SELECT kind, COUNT(*) FROM anomaly GROUP BY kind") == [("MALFORMED", len(NAMELESS))]


def test_lists_in_lists_stop_nothing_or_are_no_json(shop: Shop, post: Post) -> None:
    for levels in (50, 400, *range(880, 1_000, 6), 100_000):
        deep = "[" * levels + "]" * levels
        items = [shop.item("nonsense", quantity="DEEP"), "DEEP", shop.item("nonsense")]
        answer = post("P-OBR", raw=json.dumps({"scans": items}).replace('"DEEP"', deep))
        if answer.status_code == 400:
            assert levels > 800
            continue
        codes = [result["refusal"]["code"] for result in answer.get_json()["results"]]
        assert codes == ["MALFORMED", "MALFORMED", "UNREADABLE"]


def test_a_number_of_many_digits_is_refused_alone(shop: Shop, post: Post) -> None:
    raw = json.dumps({"scans": [shop.item(shop.bundle(1), quantity="LONG"), shop.item(shop.bundle(1))]})
    results = post("P-OBR", raw=raw.replace('"LONG"', "9" * 5_000)).get_json()["results"]
    assert [result["outcome"] for result in results] == ["refused", "recorded"]


def test_fields_nobody_knows_are_passed_over(shop: Shop) -> None:
    assert shop.scan("P-OBR", shop.bundle(1), colour="blue", nested={"a": [1]})["outcome"] == "recorded"


def test_what_can_not_be_kept_in_full_is_kept_shortened(shop: Shop, database: OpenDatabase) -> None:
    shop.scan("P-OBR", "x" * 100_000)
    assert len(database.value("SELECT code FROM scan")) <= 80


def test_a_scan_of_a_million_pieces_is_too_many(shop: Shop) -> None:
    assert shop.scan("P-OBR", shop.bundle(1), quantity=1_000_000)["refusal"]["code"] == "TOO_MANY"
    assert shop.scan("P-OBR", shop.bundle(1), quantity=1_000_001)["refusal"]["code"] == "MALFORMED"


def test_an_id_is_any_uuid(shop: Shop) -> None:
    for written in (uuid4().hex, f"{{{uuid4()}}}", f"urn:uuid:{uuid4()}"):
        [result] = shop.send("P-OBR", {**shop.item("nonsense"), "id": written})
        assert result["id"] == written
