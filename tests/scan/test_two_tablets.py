"""Two tablets at one station, both away: whose queue comes first changes nothing of who did what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from floor.access.tokens import hash_token, issue
from floor.rules.codes import Kind
from floor.scan import presence
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


def late(shop: Shop, code: str, minutes_ago: int, **knew: int) -> Said:
    """What a tablet kept for so long."""
    return shop.item(code, happened_at=iso(shop.now - minutes_ago * MINUTE), late=True, **knew)


def told(shop: Shop, station: str = "P-OBR") -> dict[str, int]:
    """What a tablet at the station is told now of who is there, to send with what it makes."""
    here = shop.ids[station]
    return shop.write(  # type: ignore[no-any-return]
        lambda conn: {"sign_in": presence.last_sign_in(conn, here), "crew": presence.last_card(conn, here)}
    )


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


def test_a_tablet_that_is_away_goes_on_for_whom_it_shows(shop: Shop, database: OpenDatabase, by: By) -> None:
    by("left", shop.item(badge(shop, "O-1")))
    knew = told(shop)  # and then its network goes
    shop.now += 20 * MINUTE
    by("right", shop.item(badge(shop, "O-2")), shop.item(shop.bundle(2)))
    shop.now += 20 * MINUTE
    by("left", late(shop, shop.bundle(1), 10, **knew))
    assert whose(database) == {"A-001-01/001": "O-1", "A-001-01/002": "O-2"}


def test_once_it_was_told_it_goes_on_for_whoever_came(shop: Shop, database: OpenDatabase, by: By) -> None:
    by("left", shop.item(badge(shop, "O-1")))
    shop.now += 20 * MINUTE
    by("right", shop.item(badge(shop, "O-2")))
    shop.now += 20 * MINUTE
    by("left", late(shop, shop.bundle(1), 10, **told(shop)))
    assert whose(database) == {"A-001-01/001": "O-2"}


def test_the_same_queue_sent_twice_counts_once_and_for_the_same(shop: Shop, database: OpenDatabase, by: By) -> None:
    by("left", shop.item(badge(shop, "O-1")))
    kept = late(shop, shop.bundle(1), 0, **told(shop))
    shop.now += 20 * MINUTE
    by("right", shop.item(badge(shop, "O-2")))
    first, again = by("left", kept)[0], by("left", {**kept, **told(shop)})[0]
    assert again == {**first, "replayed": True}
    assert whose(database) == {"A-001-01/001": "O-1"}


def test_a_pin_at_another_tablet_counts_no_sooner_than_a_badge(shop: Shop, database: OpenDatabase, by: By) -> None:
    by("left", shop.item(badge(shop, "O-1")))
    knew = told(shop)
    shop.now += 20 * MINUTE
    token_id = database.value("SELECT id FROM station_token WHERE tablet = 'right'")
    come = (shop.ids["P-OBR"], shop.ids["O-2"], shop.now, shop.now, token_id)
    shop.write(lambda conn: presence.take_over(conn, *come))
    shop.now += 20 * MINUTE
    by("right", late(shop, shop.bundle(2), 10, **knew))  # it was typed on this one, which then lost its network
    by("left", late(shop, shop.bundle(1), 10, **knew))
    assert whose(database) == {"A-001-01/001": "O-1", "A-001-01/002": "O-2"}


def test_a_card_scanned_on_a_tablet_that_is_away_counts_there(shop: Shop, database: OpenDatabase, by: By) -> None:
    by("left", shop.item(badge(shop, "O-1")))
    knew = told(shop)
    shop.now += 20 * MINUTE
    by("right", shop.item(badge(shop, "O-2")))
    by("left", late(shop, badge(shop, "O-3"), 15, **knew), late(shop, shop.bundle(1), 10, **knew))
    assert whose(database) == {"A-001-01/001": "O-3"}


def test_a_teams_card_at_the_other_tablet_is_not_theirs_who_are_away(
    shop: Shop, database: OpenDatabase, by: By
) -> None:
    team = shop.card("worker_id", shop.ids["K1"], Kind.WORKER)
    by("left", shop.item(badge(shop, "O-1")))
    knew = told(shop)
    shop.now += 20 * MINUTE
    by("right", shop.item(team))
    shop.now += 20 * MINUTE
    by("left", late(shop, shop.bundle(1), 10, **knew), late(shop, shop.bundle(2), 9, **told(shop)))
    rows = database.rows("SELECT u.name, m.worker_id FROM move m JOIN unit u ON u.id = m.unit_id WHERE m.scan_id > 0")
    assert {row[0]: row[1] for row in rows} == {"A-001-01/001": None, "A-001-01/002": shop.ids["K1"]}


def test_a_clock_that_was_set_meanwhile_changes_nothing_of_it(shop: Shop, database: OpenDatabase, by: By) -> None:
    by("left", shop.item(badge(shop, "O-1")))
    knew = told(shop)
    shop.now += 20 * MINUTE
    by("right", shop.item(badge(shop, "O-2")))
    shop.now += 20 * MINUTE
    unsure = late(shop, shop.bundle(1), 10, **knew) | {"clock_offset_ms": 3 * 60 * MINUTE}
    by("left", unsure, late(shop, shop.bundle(2), -300, **knew))
    assert whose(database) == {"A-001-01/001": "O-1", "A-001-01/002": "O-1"}


def test_nobody_is_believed_who_could_not_have_been_heard_of_by_then(
    shop: Shop, database: OpenDatabase, by: By
) -> None:
    by("left", shop.item(badge(shop, "O-1")))
    shop.now += 20 * MINUTE
    by("right", shop.item(badge(shop, "O-2")))
    by("left", late(shop, shop.bundle(1), 10, **told(shop)), late(shop, shop.bundle(2), 9, sign_in=2**53))
    assert whose(database) == {"A-001-01/001": "O-1", "A-001-01/002": "O-1"}


def test_whom_it_showed_counts_no_more_once_they_were_let_go(shop: Shop, by: By) -> None:
    by("left", shop.item(badge(shop, "O-1")))
    knew = told(shop)
    shop.write(lambda conn: conn.execute(text("UPDATE officer SET active = FALSE WHERE code = 'O-1'")))
    shop.now += 20 * MINUTE
    by("right", shop.item(badge(shop, "O-2")))
    [result] = by("left", late(shop, shop.bundle(1), 10, **knew))
    assert result["refusal"]["code"] == "NO_OFFICER"


def test_a_number_of_another_station_brings_nobody_from_there(shop: Shop, by: By) -> None:
    shop.send("P-JHT", shop.item(badge(shop, "O-2")))
    knew = told(shop, "P-JHT")
    shop.now += 20 * MINUTE
    by("right", shop.item(badge(shop, "O-3")))
    [result] = by("left", late(shop, shop.bundle(1), 10, **knew))
    assert result["refusal"]["code"] == "NO_OFFICER"


@pytest.mark.parametrize("knew", [{"sign_in": "12"}, {"sign_in": -1}, {"crew": 1.5}])
def test_a_number_that_is_none_is_refused(shop: Shop, by: By, knew: Said) -> None:
    [result] = by("left", shop.item(shop.bundle(1), **knew))
    assert result["refusal"]["code"] == "MALFORMED"


def test_a_scan_made_away_is_no_sign_of_whoever_came_to_the_other_tablet(
    shop: Shop, database: OpenDatabase, by: By
) -> None:
    by("left", shop.item(badge(shop, "O-1")))
    knew = told(shop)
    shop.now += 20 * MINUTE
    by("right", shop.item(badge(shop, "O-2")))
    seen = "SELECT officer_seen_at FROM station WHERE code = 'P-OBR'"
    before = database.value(seen)
    shop.now += 20 * MINUTE
    by("left", late(shop, shop.bundle(1), 10, **knew))
    assert database.value(seen) == before
    by("left", late(shop, shop.bundle(2), 9, **told(shop)))
    assert database.value(seen) > before


def test_a_scan_made_before_its_tablet_heard_is_theirs_whom_it_showed(
    shop: Shop, database: OpenDatabase, by: By
) -> None:
    by("left", shop.item(badge(shop, "O-1")))
    knew = told(shop)
    by("right", shop.item(badge(shop, "O-2")))
    by("left", shop.item(shop.bundle(1), **knew), shop.item(shop.bundle(2), **told(shop)))
    assert whose(database) == {"A-001-01/001": "O-1", "A-001-01/002": "O-2"}


def test_who_came_to_the_tablet_itself_is_who_scans_there(shop: Shop, database: OpenDatabase, by: By) -> None:
    by("left", shop.item(badge(shop, "O-1")))
    knew = told(shop)
    by("left", shop.item(badge(shop, "O-2")), shop.item(shop.bundle(1), **knew))
    token_id = database.value("SELECT id FROM station_token WHERE tablet = 'left'")
    come = (shop.ids["P-OBR"], shop.ids["O-3"], shop.now, shop.now, token_id)
    shop.write(lambda conn: presence.take_over(conn, *come))
    by("left", shop.item(shop.bundle(2), **knew))
    assert whose(database) == {"A-001-01/001": "O-2", "A-001-01/002": "O-3"}


def test_whose_work_it_is_follows_the_card_that_its_tablet_knew(shop: Shop, database: OpenDatabase, by: By) -> None:
    team = shop.card("worker_id", shop.ids["K1"], Kind.WORKER)
    by("left", shop.item(badge(shop, "O-1")))
    knew = told(shop)
    by("right", shop.item(team))
    by("left", shop.item(shop.bundle(1), **knew), shop.item(shop.bundle(2), **told(shop)))
    rows = database.rows("SELECT u.name, m.worker_id FROM move m JOIN unit u ON u.id = m.unit_id WHERE m.scan_id > 0")
    assert {row[0]: row[1] for row in rows} == {"A-001-01/001": None, "A-001-01/002": shop.ids["K1"]}


def test_who_signed_out_at_one_tablet_records_nothing_at_the_other(shop: Shop, database: OpenDatabase, by: By) -> None:
    by("left", shop.item(badge(shop, "O-1")))
    knew = told(shop)
    shop.now += 5 * MINUTE
    token_id = database.value("SELECT id FROM station_token WHERE tablet = 'right'")
    shop.write(lambda conn: presence.take_over(conn, shop.ids["P-OBR"], None, shop.now, None, token_id))
    shop.now += 3 * MINUTE
    [result] = by("left", shop.item(shop.bundle(1), **knew))  # its page shows O-1 still
    assert result["refusal"]["code"] == "NO_OFFICER"
