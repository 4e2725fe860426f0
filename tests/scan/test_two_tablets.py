"""Two tablets at one station, both away: whose queue comes first changes nothing of who did what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from floor.access.tokens import hash_token, issue
from floor.rules.codes import Kind
from tests.cast import Shop, iso
from tests.databases import OpenDatabase

MINUTE = 60_000
Said = dict[str, Any]
By = Callable[..., list[Said]]


@pytest.fixture
def by(shop: Shop) -> By:
    """Sends by the tablet ``left`` or ``right``, both at P-OBR."""
    tokens = {name: _tablet(shop, name) for name in ("left", "right")}

    def sent(name: str, *items: Said) -> list[Said]:
        return shop.send("P-OBR", *items, token=tokens[name])

    return sent


def _tablet(shop: Shop, name: str) -> str:
    token: str = shop.write(lambda conn: issue(conn, shop.ids["P-OBR"], None, name, shop.now))
    marked = text("UPDATE station_token SET tablet = :name WHERE token_hash = :token")
    shop.write(lambda conn: conn.execute(marked, {"name": name, "token": hash_token(token)}))
    return token


def badge(shop: Shop, officer: str) -> str:
    """A new badge of an officer."""
    return shop.card("officer_id", shop.ids[officer], Kind.OFFICER)


def late(shop: Shop, code: str, minutes_ago: int) -> Said:
    """What a tablet kept for so long."""
    return shop.item(code, happened_at=iso(shop.now - minutes_ago * MINUTE), late=True)


def whose(database: OpenDatabase) -> dict[str, str]:
    """The officer of each unit that was moved."""
    sql = (
        "SELECT u.name, o.code FROM move m JOIN scan s ON s.id = m.scan_id JOIN unit u ON u.id = m.unit_id"
        " JOIN officer o ON o.id = s.officer_id"
    )
    return {row[0]: row[1] for row in database.rows(sql)}


@pytest.mark.parametrize("first", ["left", "right"])
def test_each_queue_keeps_its_own_officer(shop: Shop, database: OpenDatabase, by: By, first: str) -> None:
    queues = {
        "left": [late(shop, badge(shop, "O-1"), 20), late(shop, shop.bundle(1), 10)],
        "right": [late(shop, badge(shop, "O-2"), 15), late(shop, shop.bundle(2), 9)],
    }
    for name in sorted(queues, key=lambda name: name != first):
        by(name, *queues[name])
    assert whose(database) == {"A-001-01/001": "O-1", "A-001-01/002": "O-2"}


def test_the_others_badge_counts_from_when_the_server_had_heard_it(shop: Shop, database: OpenDatabase, by: By) -> None:
    by("left", shop.item(badge(shop, "O-1")))
    shop.now += 20 * MINUTE
    by("right", shop.item(badge(shop, "O-2")))  # both show O-2 from now on
    shop.now += 20 * MINUTE
    by("left", late(shop, shop.bundle(1), 10), late(shop, shop.bundle(2), 30))
    assert whose(database) == {"A-001-01/001": "O-2", "A-001-01/002": "O-1"}


@pytest.mark.parametrize("first", ["left", "right"])
def test_each_queue_keeps_its_own_team(shop: Shop, database: OpenDatabase, by: By, first: str) -> None:
    team = shop.card("worker_id", shop.ids["K1"], Kind.WORKER)
    queues = {
        "left": [late(shop, badge(shop, "O-1"), 20), late(shop, team, 19), late(shop, shop.bundle(1), 10)],
        "right": [late(shop, badge(shop, "O-1"), 20), late(shop, shop.bundle(2), 9)],
    }
    for name in sorted(queues, key=lambda name: name != first):
        by(name, *queues[name])
    rows = database.rows("SELECT u.name, m.worker_id FROM move m JOIN unit u ON u.id = m.unit_id WHERE m.scan_id > 0")
    assert {row[0]: row[1] for row in rows} == {"A-001-01/001": shop.ids["K1"], "A-001-01/002": None}


def test_nobody_is_taken_for_the_officer_who_came_to_the_other_tablet(shop: Shop, by: By) -> None:
    by("right", late(shop, badge(shop, "O-2"), 15))
    [result] = by("left", late(shop, shop.bundle(1), 10))
    assert result["refusal"]["code"] == "NO_OFFICER"
