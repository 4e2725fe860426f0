"""A verdict that is sent twice, or under an id that was used before."""

from __future__ import annotations

from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.quality.conftest import FIRST, fail, send


def same(answer: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in answer.items() if name != "replayed"}


def test_a_double_tapped_verdict_is_answered_again_and_done_once(
    shop: Shop, bundle: str, database: OpenDatabase
) -> None:
    verdict = shop.item(bundle, passed=10, scrap=2, defects=[fail(2, "scrap")])
    first, second = send(shop, verdict)[0], send(shop, verdict)[0]
    assert second["replayed"] and same(first) == same(second)
    assert database.value("SELECT COUNT(*) FROM inspection") == 1


def test_both_may_come_in_one_request(shop: Shop, bundle: str) -> None:
    verdict = shop.item(bundle, passed=6)
    send(shop, verdict, verdict)
    assert shop.where(FIRST) == {4: 6, 5: 6}


def test_a_refused_verdict_is_refused_again_alike(shop: Shop, bundle: str) -> None:
    verdict = shop.item(bundle, passed=13)
    first, second = send(shop, verdict)[0], send(shop, verdict)[0]
    assert second["replayed"] and same(first) == same(second)
    assert first["refusal"]["detail"] == {"asked": 13, "waiting": 12, "step": 4}


def test_a_verdict_written_otherwise_that_means_the_same_is_the_same(shop: Shop, bundle: str) -> None:
    verdict = shop.item(bundle, passed=6)
    otherwise = {**verdict, "station": "P-QC", "scrap": 0, "rework": [], "note": None}
    otherwise["happened_at"] = verdict["happened_at"].replace("Z", "+00:00")
    first, second = send(shop, verdict)[0], send(shop, otherwise)[0]
    assert second["replayed"] and same(first) == same(second)


def test_another_verdict_under_the_same_id_is_an_anomaly(shop: Shop, bundle: str, database: OpenDatabase) -> None:
    verdict = shop.item(bundle, passed=6)
    send(shop, verdict)
    refused = send(shop, {**verdict, "passed": 5})[0]
    assert refused["refusal"]["code"] == "ID_REUSED"
    assert shop.where(FIRST) == {4: 6, 5: 6}
    assert database.rows("SELECT kind FROM anomaly") == [("ID_REUSED",)]


def test_one_bad_item_stops_no_other(shop: Shop, bundle: str) -> None:
    items = [{"passed": 1}, shop.item(bundle, passed="ten"), shop.item(bundle, defects="G01"), "what"]
    results = send(shop, *items, shop.item(bundle, passed=12))
    assert [result["outcome"] for result in results] == ["refused"] * 4 + ["recorded"]
    assert [result["id"] is None for result in results] == [True, False, False, True, False]
    assert "passed" in results[1]["say"] and "defects" in results[2]["say"]
