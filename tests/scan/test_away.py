"""Whoever gave no sign for too long is asked for the badge at a tablet; late scans keep their officer."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert

from floor.models import Site, Worker
from floor.rules.codes import Kind
from floor.scan import presence
from tests.cast import Shop, iso
from tests.databases import OpenDatabase
from tests.stations.tablet import sign_in

MINUTE = 60_000
AWAY = Site.__table__.c.away_minutes.default.arg * MINUTE + 3 * MINUTE
BUNDLE = "A-001-01/001"


def badge(shop: Shop, officer: str) -> str:
    return shop.card("officer_id", shop.ids[officer], Kind.OFFICER)


def at_tablet(shop: Shop, *items: dict[str, Any]) -> list[dict[str, Any]]:
    """What the tablet at P-OBR sends."""
    return shop.send("P-OBR", *items, token=shop.tablets["P-OBR"])


def late(shop: Shop, code: str, minutes_ago: int, **more: Any) -> dict[str, Any]:
    return shop.item(code, happened_at=iso(shop.now - minutes_ago * MINUTE), late=True, **more)


def outcomes(results: list[dict[str, Any]]) -> list[str]:
    return [result["refusal"]["code"] if "refusal" in result else result["outcome"] for result in results]


def whose(database: OpenDatabase) -> list[str | None]:
    """The officer of each scan of goods, in the order heard."""
    sql = "SELECT o.code FROM scan s LEFT JOIN officer o ON o.id = s.officer_id WHERE s.unit_id > 0 ORDER BY s.id"
    return [officer for (officer,) in database.rows(sql)]


def test_after_long_without_a_sign_the_badge_is_asked_for_and_work_goes_on(shop: Shop, database: OpenDatabase) -> None:
    at_tablet(shop, shop.item(badge(shop, "O-1")))
    shop.now += AWAY
    [refused] = at_tablet(shop, shop.item(shop.bundle(1)))
    assert (refused["refusal"]["code"], refused["refusal"]["next"]) == ("OFFICER_AWAY", "sign_in")
    assert shop.where(BUNDLE) == {1: 12}
    assert outcomes(at_tablet(shop, shop.item(badge(shop, "O-2")), shop.item(shop.bundle(1)))) == ["recorded"] * 2
    assert database.rows("SELECT officer_id FROM scan WHERE refusal = 'OFFICER_AWAY'") == [(None,)]


def test_refused_for_that_twice_is_no_sign_of_anybody(shop: Shop) -> None:
    at_tablet(shop, shop.item(badge(shop, "O-1")))
    shop.now += AWAY
    assert outcomes([at_tablet(shop, shop.item(shop.bundle(1)))[0] for _ in range(2)]) == ["OFFICER_AWAY"] * 2


def test_who_goes_on_scanning_is_never_asked(shop: Shop) -> None:
    at_tablet(shop, shop.item(badge(shop, "O-1")))
    for bundle in (1, 2):
        shop.now += AWAY // 2 + MINUTE
        assert outcomes(at_tablet(shop, shop.item(shop.bundle(bundle)))) == ["recorded"]


def test_a_touch_that_the_tablet_saw_is_a_sign(shop: Shop) -> None:
    at_tablet(shop, shop.item(badge(shop, "O-1")))
    shop.now += AWAY
    assert outcomes(at_tablet(shop, shop.item(shop.bundle(1), idle_ms=4_000))) == ["recorded"]


def test_a_touch_that_a_heartbeat_told_of_is_a_sign(shop: Shop) -> None:
    at_tablet(shop, shop.item(badge(shop, "O-1")))
    shop.now += AWAY
    shop.write(lambda conn: presence.note_touch(conn, shop.ids["P-OBR"], shop.now - MINUTE, shop.now))
    assert outcomes(at_tablet(shop, shop.item(shop.bundle(1)))) == ["recorded"]


def test_a_heartbeat_without_a_touch_signs_out(shop: Shop, database: OpenDatabase) -> None:
    at_tablet(shop, shop.item(badge(shop, "O-1")))
    came, shop.now = shop.now, shop.now + AWAY
    assert shop.write(lambda conn: presence.note_touch(conn, shop.ids["P-OBR"], came, shop.now))
    shop.write(lambda conn: presence.sign_out_absent(conn, shop.ids["P-OBR"], shop.now))
    assert database.value("SELECT officer_id FROM station WHERE code = 'P-OBR'") is None
    assert outcomes(at_tablet(shop, shop.item(shop.bundle(1)))) == ["NO_OFFICER"]


def test_with_no_minutes_set_nobody_is_asked(shop: Shop, database: OpenDatabase) -> None:
    database.run("UPDATE site SET away_minutes = 0")
    at_tablet(shop, shop.item(badge(shop, "O-1")))
    shop.now += 10 * AWAY
    assert outcomes(at_tablet(shop, shop.item(shop.bundle(1)))) == ["recorded"]


def test_a_machine_is_never_away(shop: Shop) -> None:
    at_tablet(shop, shop.item(badge(shop, "O-1")))
    shop.now += AWAY
    assert outcomes([shop.scan("P-OBR", shop.bundle(1))]) == ["recorded"]


def test_a_queue_from_before_the_time_out_keeps_its_officer(shop: Shop, database: OpenDatabase) -> None:
    at_tablet(shop, shop.item(badge(shop, "O-1")))
    shop.now += AWAY
    shop.write(lambda conn: presence.sign_out_absent(conn, shop.ids["P-OBR"], shop.now))
    queue = [late(shop, shop.bundle(1), 30), late(shop, shop.bundle(2), 5)]
    assert outcomes(at_tablet(shop, *queue)) == ["recorded", "recorded"]
    assert whose(database) == ["O-1", "O-1"]


def test_a_queue_that_comes_after_the_next_officer_keeps_its_own(shop: Shop, database: OpenDatabase) -> None:
    at_tablet(shop, shop.item(badge(shop, "O-1")))
    shop.now += 10 * MINUTE
    early = late(shop, shop.bundle(1), 5)
    shop.write(lambda conn: presence.take_over(conn, shop.ids["P-OBR"], shop.ids["O-3"], shop.now, shop.now))
    at_tablet(shop, early, shop.item(shop.bundle(2)))
    assert whose(database) == ["O-1", "O-3"]


def test_badges_within_a_queue_say_whose_each_scan_is(shop: Shop, database: OpenDatabase) -> None:
    sign_in(shop, "P-OBR", "O-1")
    queue = [late(shop, shop.bundle(1), 9), late(shop, badge(shop, "O-2"), 8), late(shop, shop.bundle(2), 7)]
    assert outcomes(at_tablet(shop, *queue)) == ["recorded"] * 3
    assert whose(database) == ["O-1", "O-2"]
    assert database.value("SELECT o.code FROM station s JOIN officer o ON o.id = s.officer_id") == "O-2"


def test_a_badge_that_comes_late_signs_nobody_out_who_came_since(shop: Shop, database: OpenDatabase) -> None:
    shop.write(lambda conn: presence.take_over(conn, shop.ids["P-OBR"], shop.ids["O-3"], shop.now, shop.now))
    at_tablet(shop, late(shop, badge(shop, "O-2"), 8), late(shop, shop.bundle(1), 7), shop.item(shop.bundle(2)))
    assert whose(database) == ["O-2", "O-3"]
    assert database.value("SELECT o.code FROM station s JOIN officer o ON o.id = s.officer_id") == "O-3"


def test_a_late_badge_counts_though_its_officer_was_seen_since(shop: Shop, database: OpenDatabase) -> None:
    at_tablet(shop, shop.item(badge(shop, "O-1")))
    shop.now += 20 * MINUTE
    shop.write(lambda conn: presence.note_touch(conn, shop.ids["P-OBR"], shop.now - MINUTE, shop.now))
    at_tablet(shop, late(shop, badge(shop, "O-2"), 8), late(shop, shop.bundle(1), 7), shop.item(shop.bundle(2)))
    assert whose(database) == ["O-2", "O-2"]


def test_a_late_sign_out_counts_unless_somebody_came_since(shop: Shop, database: OpenDatabase) -> None:
    sign_out = shop.card("command", "out", Kind.COMMAND)
    at_tablet(shop, shop.item(badge(shop, "O-1")))
    shop.now += 20 * MINUTE
    shop.write(lambda conn: presence.note_touch(conn, shop.ids["P-OBR"], shop.now - MINUTE, shop.now))
    at_tablet(shop, late(shop, sign_out, 8))
    assert database.value("SELECT officer_id FROM station WHERE code = 'P-OBR'") is None
    at_tablet(shop, shop.item(badge(shop, "O-2")), late(shop, sign_out, 5))
    assert database.value("SELECT officer_id FROM station WHERE code = 'P-OBR'") == shop.ids["O-2"]


def test_a_late_scan_at_a_tablet_that_had_locked_itself_is_refused(shop: Shop) -> None:
    at_tablet(shop, shop.item(badge(shop, "O-1")))
    shop.now += 2 * AWAY
    queue = [
        late(shop, shop.bundle(1), 5, idle_ms=AWAY),
        late(shop, badge(shop, "O-1"), 4),
        late(shop, shop.bundle(1), 3),
    ]
    assert outcomes(at_tablet(shop, *queue)) == ["OFFICER_AWAY", "recorded", "recorded"]


def test_a_scan_costs_a_write_of_the_sign_once_a_minute_at_most(shop: Shop, database: OpenDatabase) -> None:
    at_tablet(shop, shop.item(badge(shop, "O-1")))
    came = database.value("SELECT officer_seen_at FROM station WHERE code = 'P-OBR'")
    at_tablet(shop, shop.item(shop.bundle(1)))
    assert database.value("SELECT officer_seen_at FROM station WHERE code = 'P-OBR'") == came
    shop.now += 2 * MINUTE
    at_tablet(shop, shop.item(shop.bundle(2)))
    assert database.value("SELECT officer_seen_at FROM station WHERE code = 'P-OBR'") == shop.now


def team(shop: Shop, code: str) -> str:
    if code not in shop.ids:
        add = insert(Worker).values(code=code, is_team=True).returning(Worker.id)
        shop.ids[code] = shop.write(lambda conn: conn.execute(add).scalar_one())
    return shop.card("worker_id", shop.ids[code], Kind.WORKER)


def whose_work(database: OpenDatabase) -> list[str | None]:
    """The team of each scan of goods, in the order heard."""
    sql = "SELECT w.code FROM scan s LEFT JOIN worker w ON w.id = s.worker_id WHERE s.unit_id > 0 ORDER BY s.id"
    return [code for (code,) in database.rows(sql)]


def test_a_late_scan_is_the_work_of_the_team_whose_card_was_read_before_it(shop: Shop, database: OpenDatabase) -> None:
    at_tablet(shop, shop.item(badge(shop, "O-1")), shop.item(team(shop, "K1")))
    shop.now += 20 * MINUTE
    at_tablet(shop, late(shop, team(shop, "K2"), 5))
    at_tablet(shop, late(shop, shop.bundle(1), 8), late(shop, shop.bundle(2), 4))
    assert whose_work(database) == ["K1", "K2"]


def test_a_teams_card_that_comes_late_changes_nothing_where_another_was_read_since(
    shop: Shop, database: OpenDatabase
) -> None:
    at_tablet(shop, shop.item(badge(shop, "O-1")))
    shop.now += 20 * MINUTE
    at_tablet(shop, shop.item(team(shop, "K2")), late(shop, team(shop, "K1"), 5))
    at_tablet(shop, shop.item(shop.bundle(1)), late(shop, shop.bundle(2), 4))
    assert whose_work(database) == ["K2", "K1"]
