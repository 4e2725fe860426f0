"""Two tablets of one station, one of them away: each works on for the officer it shows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from sqlalchemy import text

from floor import clock
from floor.access.tokens import hash_token
from floor.rules.codes import Kind
from floor.scan import presence
from tests.cast import Shop, shop
from tests.databases import OpenDatabase, only
from tests.stations.tablet import Server, Tablet, at_station

__all__ = ["shop"]

pytestmark = [pytest.mark.browser, only("sqlite")]

# Younger than this, what is sent isn't late.
OLD_ENOUGH = "made => performance.now() - made > 5000"


@pytest.fixture
def tablet(shop: Shop, server: Server, browser: Browser, database: OpenDatabase) -> Iterator[Tablet]:
    """One of the tablets of P-OBR."""
    token = {"token": hash_token(shop.tablets["P-OBR"])}
    paired = text("UPDATE station_token SET tablet = 'left' WHERE token_hash = :token")
    shop.write(lambda conn: conn.execute(paired, token))
    with at_station("P-OBR", shop, server, browser, database) as tablet:
        yield tablet


def test_what_is_scanned_away_is_not_theirs_who_came_to_the_other_tablet(
    tablet: Tablet, shop: Shop, server: Server, database: OpenDatabase
) -> None:
    tablet.type(shop.card("officer_id", shop.ids["O-1"], Kind.OFFICER))
    tablet.shows("good", "Petugas O-1")
    server.kill()
    shop.write(lambda conn: presence.take_over(conn, shop.ids["P-OBR"], shop.ids["O-3"], clock.now(), None))
    tablet.type(shop.bundle(1))
    tablet.shows("kept")
    made = tablet.page.evaluate("performance.now()")
    tablet.page.wait_for_function(OLD_ENOUGH, arg=made, timeout=60_000)
    server.start()
    tablet.is_heard(2)
    whose = "SELECT o.code, s.late FROM scan s JOIN officer o ON o.id = s.officer_id ORDER BY s.id"
    assert database.rows(whose) == [("O-1", 0), ("O-1", 1)]
