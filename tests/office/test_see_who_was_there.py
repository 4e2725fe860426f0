"""Who was signed in where, and whose work it was: read by a supervisor, day by day."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import text

from floor import clock
from floor.office import duty
from floor.rules.codes import Kind
from floor.scan import presence
from tests.cast import Shop, iso
from tests.office.conftest import Desk

MINUTE = 60_000
Rows = Callable[[], list[tuple[str, int, int | None, bool]]]


@pytest.fixture(autouse=True)
def in_the_morning(shop: Shop) -> None:
    """Ten o'clock of a day that is over: what happens stays within it."""
    shop.now = clock.day_starts(clock.local_day(shop.now, "WIB"), "WIB") - 14 * 60 * MINUTE


def come(shop: Shop, officer: str | None, *, pin: bool = False, station: str = "P-OBR") -> int:
    """An officer (or nobody any more) at a station; answers when."""
    officer_id = shop.ids[officer] if officer else None
    at = shop.now = shop.now + MINUTE
    shop.write(lambda conn: presence.take_over(conn, shop.ids[station], officer_id, at, at if pin else None))
    return at


@pytest.fixture
def there(shop: Shop) -> Rows:
    """Who was at P-OBR that day: code, from, until, by PIN."""

    def read() -> list[tuple[str, int, int | None, bool]]:
        begins = clock.day_starts(clock.local_day(shop.now, "WIB"), "WIB")
        asked = (begins, begins + clock.DAY, shop.ids["P-OBR"])
        stays = shop.write(lambda conn: duty.officers(conn, *asked))
        return [(stay.code, stay.begins, stay.until, stay.by_pin) for stay in stays]

    return read


def test_each_was_there_until_the_next_came_or_signed_out(shop: Shop, there: Rows) -> None:
    first, second, gone = come(shop, "O-1"), come(shop, "O-2", pin=True), come(shop, None)
    last = come(shop, "O-3")
    come(shop, "O-2", station="P-QC")
    assert there() == [("O-1", first, second, False), ("O-2", second, gone, True), ("O-3", last, None, False)]


def test_a_pin_typed_again_begins_no_new_stay(shop: Shop, there: Rows) -> None:
    first = come(shop, "O-2")
    come(shop, "O-2", pin=True)
    after = come(shop, "O-1")
    assert there() == [("O-2", first, after, True), ("O-1", after, None, False)]


def test_who_had_come_the_day_before_stands_first(shop: Shop, there: Rows) -> None:
    first = come(shop, "O-1")
    shop.now += clock.DAY
    second = come(shop, "O-2")
    assert there() == [("O-1", first, second, False), ("O-2", second, None, False)]


def test_one_who_was_seen_no_more_is_said_to_be_so(shop: Shop) -> None:
    at = come(shop, "O-1")
    shop.write(lambda conn: conn.execute(text("UPDATE site SET away_minutes = 10")))
    shop.write(lambda conn: presence.sign_out_absent(conn, shop.ids["P-OBR"], shop.now + 30 * MINUTE))
    [stay] = shop.write(lambda conn: duty.officers(conn, at - 1, at + 1))
    assert (stay.until, stay.unseen_since) == (None, at)


def test_a_badge_that_came_late_says_when_it_was_heard(shop: Shop, supervisor: Desk) -> None:
    badge = shop.card("officer_id", shop.ids["O-1"], Kind.OFFICER)
    then = shop.now
    shop.now += 30 * MINUTE
    shop.send("P-OBR", shop.item(badge, happened_at=iso(then), late=True))
    [stay] = shop.write(lambda conn: duty.officers(conn, then - 1, then + 1))
    assert (stay.begins, stay.heard_at) == (then, shop.now)
    assert "terdengar" in supervisor.read(f"/office/duty?day={clock.local_day(then, 'WIB').isoformat()}")


def test_a_supervisor_reads_officers_and_teams_of_a_day(shop: Shop, supervisor: Desk) -> None:
    come(shop, "O-1")
    shop.send("P-OBR", shop.item(shop.card("worker_id", shop.ids["K1"], Kind.WORKER)))
    day = clock.local_day(shop.now, "WIB").isoformat()
    page = supervisor.read(f"/office/duty?station={shop.ids['P-OBR']}&day={day}")
    assert "Petugas O-1" in page
    assert "K1" in page
    assert "Tidak ada petugas" in supervisor.read(f"/office/duty?station={shop.ids['P-QC']}&day={day}")
    assert "Tidak ada petugas" in supervisor.read("/office/duty?day=besok&station=999")


def test_an_operator_reads_it_not(enter: Callable[[str], Desk]) -> None:
    assert enter("O-1").browser.get("/office/duty").status_code == 403
