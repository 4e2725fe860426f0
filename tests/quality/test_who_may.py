"""Verdicts are an inspector's or a supervisor's, and need the PIN."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text, update

from floor import clock
from floor.access.tokens import issue
from floor.models import Station
from floor.scan import presence
from tests.cast import Shop, iso
from tests.databases import OpenDatabase
from tests.quality.conftest import FIRST, Judge


def sign_in(shop: Shop, officer: str, pin_at: int | None) -> str:
    """Signs an officer in at the tablet of P-QC, whose token is answered."""
    here = update(Station).where(Station.code == "P-QC").values(officer_id=shop.ids[officer], pin_at=pin_at)
    shop.write(lambda conn: conn.execute(here))
    return shop.tablets["P-QC"]


@pytest.mark.parametrize("officer", ["O-2", "O-3"])
def test_inspectors_and_supervisors_may(shop: Shop, bundle: str, judge: Judge, officer: str) -> None:
    tablet = sign_in(shop, officer, pin_at=shop.now)
    assert judge(bundle, passed=12, token=tablet)["outcome"] == "recorded"


@pytest.mark.parametrize("officer", ["O-1", "O-4"])
def test_operators_and_administrators_may_not(shop: Shop, bundle: str, judge: Judge, officer: str) -> None:
    tablet = sign_in(shop, officer, pin_at=shop.now)
    assert judge(bundle, passed=12, token=tablet)["refusal"]["code"] == "NOT_ALLOWED"
    assert shop.where(FIRST) == {4: 12}


def test_nobody_signed_in_gives_none(shop: Shop, bundle: str, judge: Judge) -> None:
    assert judge(bundle, passed=12, token=shop.tablets["P-QC"])["refusal"]["code"] == "NO_OFFICER"


def test_a_badge_alone_is_not_enough(shop: Shop, bundle: str, judge: Judge) -> None:
    tablet = sign_in(shop, "O-2", pin_at=None)
    assert judge(bundle, passed=12, token=tablet)["refusal"]["code"] == "PIN_NEEDED"


def test_a_pin_counts_for_five_minutes_after_the_last_verdict(shop: Shop, bundle: str, judge: Judge) -> None:
    tablet = sign_in(shop, "O-2", pin_at=shop.now)
    shop.now += 5 * clock.MINUTE - 10
    assert judge(bundle, passed=6, token=tablet)["outcome"] == "recorded"
    shop.now += 5 * clock.MINUTE
    assert judge(bundle, passed=6, token=tablet)["refusal"]["next"] == "enter_pin"


def test_a_machine_speaks_for_the_officer_of_its_token_only(
    shop: Shop, bundle: str, judge: Judge, database: OpenDatabase
) -> None:
    assert judge(bundle, passed=6, officer="O-2")["outcome"] == "recorded"
    for other in ("O-1", "O-3", "O-9"):
        assert judge(bundle, passed=6, officer=other)["refusal"]["code"] == "NOT_ALLOWED"
    given = "SELECT DISTINCT officer_id FROM inspection WHERE outcome = 'recorded'"
    assert database.rows(given) == [(shop.ids["O-2"],)]


def test_an_operators_machine_gives_no_verdicts_in_a_supervisors_name(shop: Shop, bundle: str, judge: Judge) -> None:
    operators = shop.write(lambda conn: issue(conn, shop.ids["P-QC"], shop.ids["O-1"], "mesin", shop.now))
    assert judge(bundle, passed=12, officer="O-3", token=operators)["refusal"]["code"] == "NOT_ALLOWED"
    assert shop.where(FIRST) == {4: 12}


def test_a_station_judges_only_at_its_own_gates(shop: Shop, bundle: str, judge: Judge) -> None:
    inspectors = shop.write(lambda conn: issue(conn, shop.ids["P-LPT"], shop.ids["O-2"], "mesin", shop.now))
    assert judge(bundle, passed=12, token=inspectors)["refusal"]["code"] == "NOT_AT_GATE"


def types_pin(shop: Shop, officer: str = "O-2") -> str:
    """The officer comes to P-QC now, badge and PIN; the token of the tablet there."""
    shop.write(lambda conn: presence.take_over(conn, shop.ids["P-QC"], shop.ids[officer], shop.now, shop.now))
    return shop.tablets["P-QC"]


def outcome(result: dict[str, Any]) -> str:
    return str(result["refusal"]["code"] if "refusal" in result else result["outcome"])


def test_a_kept_verdict_counts_by_a_pin_that_verdicts_prolonged(shop: Shop, bundle: str, judge: Judge) -> None:
    tablet = types_pin(shop)
    for _ in range(3):
        shop.now += 4 * clock.MINUTE
        assert outcome(judge(bundle, passed=1, token=tablet)) == "recorded"
    kept = [{"happened_at": iso(shop.now + minutes * clock.MINUTE), "late": True} for minutes in (-6, 4, 8, 14)]
    shop.now += 60 * clock.MINUTE
    outcomes = [outcome(judge(bundle, passed=1, token=tablet, **moment)) for moment in kept]
    assert outcomes == ["recorded"] * 3 + ["PIN_NEEDED"]


def test_sent_again_after_the_pin_was_typed_it_is_recorded(shop: Shop, bundle: str, judge: Judge) -> None:
    tablet = types_pin(shop)
    shop.now += 60 * clock.MINUTE
    kept = {"happened_at": iso(shop.now - 20 * clock.MINUTE), "late": True}
    assert outcome(judge(bundle, passed=1, token=tablet, **kept)) == "PIN_NEEDED"
    types_pin(shop, "O-3")
    assert outcome(judge(bundle, passed=1, token=tablet, **kept)) == "PIN_NEEDED"
    types_pin(shop)
    assert outcome(judge(bundle, passed=1, token=tablet, **kept)) == "recorded"


def test_a_kept_verdict_is_theirs_whom_the_tablet_showed(
    shop: Shop, bundle: str, judge: Judge, database: OpenDatabase
) -> None:
    types_pin(shop, "O-2")
    here = shop.ids["P-QC"]
    knew = shop.write(lambda conn: presence.last_sign_in(conn, here))
    paired = text("UPDATE station_token SET tablet = 'left' WHERE station_id = :here AND officer_id IS NULL")
    shop.write(lambda conn: conn.execute(paired, {"here": here}))
    kept = [{"happened_at": iso(shop.now + minutes * clock.MINUTE), "late": True} for minutes in (3, 7)]
    shop.now += clock.MINUTE
    tablet = types_pin(shop, "O-3")  # at another tablet of the same station
    shop.now += 20 * clock.MINUTE
    both = [judge(bundle, passed=1, token=tablet, sign_in=knew, **moment) for moment in kept]
    assert [outcome(one) for one in both] == ["recorded"] * 2  # the first prolonged the PIN, as it did for them
    assert set(database.rows("SELECT officer_id FROM inspection")) == {(shop.ids["O-2"],)}
