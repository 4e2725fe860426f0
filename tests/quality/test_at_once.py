"""Two inspectors at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.quality.conftest import FIRST, Judge, send


def at_once(shop: Shop, *items: dict[str, Any]) -> list[dict[str, Any]]:
    """Each item in a request of its own, all at the same time."""
    together = Barrier(len(items))

    def one(item: dict[str, Any]) -> dict[str, Any]:
        together.wait()
        return send(shop, item)[0]

    with ThreadPoolExecutor(len(items)) as pool:
        return list(pool.map(one, items))


def test_the_last_piece_is_judged_once(shop: Shop, bundle: str, judge: Judge) -> None:
    judge(bundle, passed=11)
    results = at_once(shop, shop.item(bundle, passed=1), shop.item(bundle, passed=1))
    assert sorted(result["outcome"] for result in results) == ["recorded", "refused"]
    assert shop.where(FIRST) == {5: 12}


def test_four_judge_parts_and_none_is_lost(shop: Shop, bundle: str) -> None:
    results = at_once(shop, *(shop.item(bundle, passed=3) for _ in range(4)))
    assert [result["outcome"] for result in results] == ["recorded"] * 4
    assert shop.where(FIRST) == {5: 12}


def test_the_same_verdict_twice_at_once_is_done_once(shop: Shop, bundle: str, database: OpenDatabase) -> None:
    item = shop.item(bundle, passed=6)
    results = at_once(shop, item, item)
    assert [result["outcome"] for result in results] == ["recorded"] * 2
    assert sum(result.get("replayed", False) for result in results) == 1
    assert shop.where(FIRST) == {4: 6, 5: 6}
    assert database.value("SELECT COUNT(*) FROM inspection") == 1
