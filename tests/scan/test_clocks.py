"""Tablets whose clocks are wrong: never refused; both times kept, corrected and flagged."""

from __future__ import annotations

from typing import Any

import pytest

from floor.access.tokens import hash_token
from floor.clock import parse
from floor.db import db
from floor.refusals import Refused
from floor.scan import say
from floor.scan.hearing import hear
from floor.scan.scans import record_scans
from tests.cast import Shop, iso
from tests.databases import OpenDatabase

HOUR = 3_600_000


def _send(shop: Shop, item: dict[str, Any], sent_at: int | None, heard_at: int | None = None) -> dict[str, Any]:
    """One scan by a tablet whose own clock says ``sent_at``."""
    now = heard_at or shop.now
    heard = [hear(item, sent_at, now)]
    results = db.write(lambda conn: record_scans(conn, hash_token(shop.tokens["P-OBR"]), heard, now))
    assert results is not None
    return say.answer(results[0], "id", "WIB")


def _kept(database: OpenDatabase) -> tuple[Any, ...]:
    return database.rows("SELECT happened_at, at, heard_at, clock FROM scan ORDER BY id")[-1]


@pytest.mark.parametrize("off", [-8 * HOUR, 8 * HOUR], ids=["behind", "ahead"])
def test_eight_hours_off_is_corrected_and_flagged(shop: Shop, database: OpenDatabase, off: int) -> None:
    happened_at = shop.now - 5_000 + off
    result = _send(shop, shop.item(shop.bundle(1), happened_at=iso(happened_at)), shop.now + off)
    assert (result["outcome"], result["clock_off_ms"]) == ("recorded", pytest.approx(-off, abs=10))
    assert "Jam tablet berbeda 480 menit dari server." in result["say"]
    kept = _kept(database)
    assert (kept[0], kept[3]) == (happened_at, "shifted")
    assert kept[1] == pytest.approx(shop.now - 5_000, abs=10)


def test_a_right_clock_is_not_talked_about(shop: Shop, database: OpenDatabase) -> None:
    result = _send(shop, shop.item(shop.bundle(1)), shop.now)
    assert "clock_off_ms" not in result
    assert _kept(database)[3] == "good"


def test_minutes_off_are_corrected_and_not_talked_about(shop: Shop, database: OpenDatabase) -> None:
    result = _send(shop, shop.item(shop.bundle(1), happened_at=iso(shop.now + 90_000)), shop.now + 90_000)
    assert "clock_off_ms" not in result
    assert _kept(database)[1] <= shop.now


def test_a_clock_set_since_goes_by_the_age_of_the_scan(shop: Shop, database: OpenDatabase) -> None:
    more = {"late": True, "age_ms": 2 * HOUR, "clock_offset_ms": 8 * HOUR}
    result = _send(shop, shop.item(shop.bundle(1), happened_at=iso(shop.now - 10 * HOUR), **more), shop.now)
    assert result["outcome"] == "recorded"
    assert _kept(database)[1:] == (shop.now - 2 * HOUR, shop.now, "aged")


ABSURD = [
    {"happened_at": "0001-01-01T00:00:00+14:00"},
    {"happened_at": "9999-12-31T23:59:59.999-14:00"},
    {"happened_at": "1970-01-01T00:00:00Z"},
    {"age_ms": 2**53 - 1, "clock_offset_ms": 2**53 - 1, "late": True},
    {"age_ms": -5, "clock_offset_ms": -(2**53) + 1, "late": True},
    {"age_ms": 1.5, "clock_offset_ms": 0.25, "late": True},
]


@pytest.mark.parametrize("said", ABSURD, ids=lambda said: "-".join(map(str, said.values())))
def test_absurd_times_refuse_nothing_and_can_be_shown_again(shop: Shop, said: dict[str, Any]) -> None:
    item = shop.item(shop.bundle(1), **said)
    first = _send(shop, item, shop.now)
    assert first["outcome"] == "recorded"
    assert shop.send("P-OBR", item)[0]["moves"] == first["moves"]
    assert shop.scan("P-OBR", shop.bundle(1))["refusal"]["code"] == "ALREADY_DONE"


@pytest.mark.parametrize("sent_at", [None, 0, 7_258_118_400_000])
def test_absurd_times_of_sending_refuse_nothing(shop: Shop, sent_at: int | None) -> None:
    assert _send(shop, shop.item(shop.bundle(1)), sent_at)["outcome"] == "recorded"
    assert shop.scan("P-OBR", shop.bundle(1))["refusal"]["code"] == "ALREADY_DONE"


def test_the_servers_own_clock_gone_back_makes_scans_wait(shop: Shop, database: OpenDatabase) -> None:
    shop.through(shop.bundle(1), "P-OBR")
    item = shop.item(shop.bundle(2))
    with pytest.raises(Refused, match="SERVER_CLOCK"):
        _send(shop, item, None, shop.now - HOUR)
    assert database.value("SELECT COUNT(*) FROM scan") == 1
    newest = database.value("SELECT MAX(heard_at) FROM scan")
    database.run("UPDATE site SET clock_confirmed_at = :newest", newest=newest)
    assert _send(shop, item, None, shop.now - HOUR)["outcome"] == "recorded"


def test_an_answer_tells_the_time_on_the_sites_clock(shop: Shop) -> None:
    at = "2026-11-21T02:14:00+00:00"
    shop.now = parse(at)
    shop.scan("P-OBR", shop.bundle(1), happened_at=at)
    said = shop.scan("P-OBR", shop.bundle(1))["say"]
    assert said == "Sudah dipindai di sini pukul 09.14. Tidak dicatat dua kali."
