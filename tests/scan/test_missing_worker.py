"""Whose work it was before any card was read is not known: it is recorded as missing and listed, never made up."""

from __future__ import annotations

from floor.boards.anomalies import without_worker
from floor.rules.codes import Kind
from tests.cast import Shop, iso
from tests.databases import OpenDatabase

MINUTE = 60_000


def team(shop: Shop) -> str:
    """The card of the team K1."""
    return shop.card("worker_id", shop.ids["K1"], Kind.WORKER)


def whose_work(database: OpenDatabase) -> list[tuple[str, str | None]]:
    """Each unit moved by a scan, with the team whose work it was."""
    sql = (
        "SELECT u.name, w.code FROM move m JOIN unit u ON u.id = m.unit_id LEFT JOIN worker w ON w.id = m.worker_id"
        " WHERE m.scan_id IS NOT NULL ORDER BY u.name"
    )
    return [(name, code) for name, code in database.rows(sql)]


def test_a_queue_with_the_first_card_in_its_middle_credits_only_what_came_after(
    shop: Shop, database: OpenDatabase
) -> None:
    def late(code: str, minutes_ago: int) -> dict[str, object]:
        return shop.item(code, happened_at=iso(shop.now - minutes_ago * MINUTE), late=True)

    shop.send("P-OBR", late(team(shop), 8))  # the card comes first, as after a retry
    shop.send("P-OBR", late(shop.bundle(1), 9), late(shop.bundle(2), 7))
    assert whose_work(database) == [("A-001-01/001", None), ("A-001-01/002", "K1")]
    listed = shop.write(lambda conn: without_worker(conn, shop.now - MINUTE))
    assert [(each.station, each.scans, each.quantity) for each in listed] == [("Pos P-OBR", 1, 12)]


def test_where_no_card_was_ever_read_the_stations_team_counts(shop: Shop, database: OpenDatabase) -> None:
    database.run("UPDATE station SET worker_id = :team WHERE code = 'P-OBR'", team=shop.ids["K1"])
    shop.scan("P-OBR", shop.bundle(1), late=True, happened_at=iso(shop.now - 9 * MINUTE))
    assert whose_work(database) == [("A-001-01/001", "K1")]
