"""Cards: a badge signs in, a team's card says whose work follows, and every move names both."""

from __future__ import annotations

import pytest
from sqlalchemy import insert

from floor.access.tokens import issue
from floor.models import Worker
from floor.rules.codes import Kind
from floor.scan import read
from tests.cast import Shop
from tests.databases import OpenDatabase

WORK = "SELECT from_place, worker_id FROM move WHERE scan_id IS NOT NULL ORDER BY id"


def _badge(shop: Shop, officer: str) -> str:
    return shop.card("officer_id", shop.ids[officer], Kind.OFFICER)


def _team(shop: Shop, code: str = "K1") -> str:
    if code not in shop.ids:
        add = insert(Worker).values(code=code, is_team=True).returning(Worker.id)
        shop.ids[code] = shop.write(lambda conn: conn.execute(add).scalar_one())
    return shop.card("worker_id", shop.ids[code], Kind.WORKER)


def _code(result: dict[str, object]) -> object:
    refusal = result["refusal"]
    assert isinstance(refusal, dict)
    return refusal["code"]


def test_without_an_officer_a_tablet_moves_nothing(shop: Shop) -> None:
    [result] = shop.send("P-OBR", shop.item(shop.bundle(1)), token=shop.tablets["P-OBR"])
    assert (_code(result), result["refusal"]["next"]) == ("NO_OFFICER", "sign_in")
    assert shop.where("A-001-01/001") == {1: 12}


def test_a_badge_signs_in_for_what_follows_in_the_same_request(shop: Shop, database: OpenDatabase) -> None:
    badge, goods = shop.item(_badge(shop, "O-2")), shop.item(shop.bundle(1))
    results = shop.send("P-OBR", badge, goods, token=shop.tablets["P-OBR"])
    assert results[0]["say"] == "Petugas di pos ini: Petugas O-2."
    assert results[1]["outcome"] == "recorded"
    assert database.rows("SELECT DISTINCT officer_id FROM scan") == [(shop.ids["O-2"],)]


def test_a_badge_stays_in_force(shop: Shop, database: OpenDatabase) -> None:
    shop.send("P-OBR", shop.item(_badge(shop, "O-1")), token=shop.tablets["P-OBR"])
    [result] = shop.send("P-OBR", shop.item(shop.bundle(1)), token=shop.tablets["P-OBR"])
    assert result["outcome"] == "recorded"


def test_a_badge_takes_the_pin_of_the_one_before_away(shop: Shop, database: OpenDatabase) -> None:
    database.run("UPDATE station SET officer_id = :o, pin_at = 5 WHERE code = 'P-OBR'", o=shop.ids["O-3"])
    shop.send("P-OBR", shop.item(_badge(shop, "O-1")), token=shop.tablets["P-OBR"])
    assert database.rows("SELECT officer_id, pin_at FROM station WHERE code = 'P-OBR'") == [(shop.ids["O-1"], None)]


@pytest.mark.parametrize(
    "gone", ["UPDATE officer SET active = FALSE", "UPDATE officer_role SET role = 'viewer'"], ids=["inactive", "viewer"]
)
def test_a_badge_of_one_who_does_not_work_here_opens_nothing(shop: Shop, database: OpenDatabase, gone: str) -> None:
    badge = _badge(shop, "O-1")
    database.run(gone)
    assert _code(shop.send("P-OBR", shop.item(badge), token=shop.tablets["P-OBR"])[0]) == "UNKNOWN_OFFICER"
    assert database.value("SELECT officer_id FROM station WHERE code = 'P-OBR'") is None


@pytest.mark.parametrize(
    "gone", ["UPDATE officer SET active = FALSE", "UPDATE officer_role SET role = 'viewer'"], ids=["inactive", "viewer"]
)
def test_one_who_was_let_go_scans_no_more_where_signed_in(shop: Shop, database: OpenDatabase, gone: str) -> None:
    shop.send("P-OBR", shop.item(_badge(shop, "O-1")), token=shop.tablets["P-OBR"])
    database.run(gone)
    [by_tablet] = shop.send("P-OBR", shop.item(shop.bundle(1)), token=shop.tablets["P-OBR"])
    assert (_code(by_tablet), _code(shop.scan("P-OBR", shop.bundle(1)))) == ("NO_OFFICER", "NO_OFFICER")
    assert shop.where("A-001-01/001") == {1: 12}


def test_a_tablets_officer_is_the_one_signed_in_whatever_is_sent(shop: Shop, database: OpenDatabase) -> None:
    badge, goods = shop.item(_badge(shop, "O-1")), shop.item(shop.bundle(1), officer="O-3")
    shop.send("P-OBR", badge, goods, token=shop.tablets["P-OBR"])
    assert database.value("SELECT officer_id FROM scan WHERE unit_id IS NOT NULL") == shop.ids["O-1"]


def test_a_machine_names_its_officer(shop: Shop, database: OpenDatabase) -> None:
    shop.scan("P-OBR", shop.bundle(1))
    shop.scan("P-OBR", shop.bundle(2), officer="O-3")
    assert database.rows("SELECT officer_id FROM scan ORDER BY id") == [(shop.ids["O-1"],), (shop.ids["O-3"],)]


def test_a_machine_names_no_stranger(shop: Shop) -> None:
    assert _code(shop.scan("P-OBR", shop.bundle(1), officer="X-9")) == "UNKNOWN_OFFICER"
    assert shop.where("A-001-01/001") == {1: 12}


def test_work_is_the_stations_current_teams(shop: Shop, database: OpenDatabase) -> None:
    assert shop.scan("P-JHT", _team(shop))["say"] == "Hasil kerja sekarang untuk K1."
    shop.through(shop.bundle(1), "P-OBR", "P-JHT")
    assert database.rows(WORK) == [(1, None), (2, shop.ids["K1"])]


def test_the_bundles_team_counts_over_the_stations(shop: Shop, database: OpenDatabase) -> None:
    shop.scan("P-OBR", _team(shop, "K2"))
    database.run("UPDATE unit SET worker_id = :k1 WHERE number = 1", k1=shop.ids["K1"])
    shop.scan("P-OBR", shop.code("A-001-01"))
    assert database.rows(WORK) == [(1, shop.ids["K1"]), (1, shop.ids["K2"])]


def test_a_code_sent_with_the_scan_counts_over_the_stations(shop: Shop, database: OpenDatabase) -> None:
    shop.scan("P-OBR", _team(shop, "K2"))
    shop.scan("P-OBR", shop.bundle(1), worker="K1")
    assert database.rows(WORK) == [(1, shop.ids["K1"])]


def test_an_unknown_worker_moves_nothing(shop: Shop) -> None:
    assert _code(shop.scan("P-OBR", shop.bundle(1), worker="P-404")) == "UNKNOWN_WORKER"
    assert shop.where("A-001-01/001") == {1: 12}


def test_a_workers_card_that_was_withdrawn_sets_nobody(shop: Shop, database: OpenDatabase) -> None:
    card = _team(shop)
    database.run("UPDATE worker SET active = FALSE")
    assert _code(shop.scan("P-JHT", card)) == "UNKNOWN_WORKER"
    assert database.value("SELECT worker_id FROM station WHERE code = 'P-JHT'") is None


def test_a_late_scan_that_waited_is_the_work_of_the_team_of_then(shop: Shop, database: OpenDatabase) -> None:
    shop.scan("P-JHT", _team(shop))
    shop.send("P-JHT", shop.item(shop.bundle(1), late=True))
    shop.scan("P-JHT", _team(shop, "K2"))
    shop.through(shop.bundle(1), "P-OBR")
    assert database.rows(WORK) == [(1, None), (2, shop.ids["K1"])]


def test_a_skipped_step_is_nobodys_work(shop: Shop, database: OpenDatabase) -> None:
    database.run("UPDATE route_step SET may_skip = TRUE WHERE number = 1")
    read.forget()
    shop.scan("P-JHT", _team(shop))
    shop.scan("P-JHT", shop.bundle(1))
    rows = database.rows("SELECT from_place, why, worker_id FROM move WHERE scan_id IS NOT NULL ORDER BY id")
    assert rows == [(1, "skipped", None), (2, "done", shop.ids["K1"])]


def test_a_step_that_is_no_production_asks_for_no_worker(shop: Shop, database: OpenDatabase) -> None:
    database.run("UPDATE stage SET is_production = FALSE WHERE code = 'JHT'")
    read.forget()
    shop.through(shop.bundle(1), "P-OBR")
    shop.scan("P-JHT", shop.bundle(1), worker="K1")
    assert database.rows(WORK) == [(1, None), (2, None)]


@pytest.mark.parametrize("kind", ["badge", "team"])
def test_a_card_sent_again_is_answered_alike(shop: Shop, kind: str) -> None:
    item = shop.item(_badge(shop, "O-2") if kind == "badge" else _team(shop))
    [first], [again] = shop.send("P-OBR", item), shop.send("P-OBR", item)
    assert again == {**first, "replayed": True}


def test_a_command_that_nobody_knows_does_nothing(shop: Shop) -> None:
    assert _code(shop.scan("P-OBR", shop.card("command", "dance", Kind.COMMAND))) == "NOT_FOR_SCANNING"


def _pair_anew(shop: Shop, database: OpenDatabase) -> str:
    """The tablet of P-OBR stands at P-JHT now; its new token."""
    token: str = shop.write(lambda conn: issue(conn, shop.ids["P-JHT"], None, "tablet", shop.now))
    tablets = "officer_id IS NULL AND station_id IN (:old, :new)"
    here = {"old": shop.ids["P-OBR"], "new": shop.ids["P-JHT"]}
    database.run(f"UPDATE station_token SET tablet = 'T' WHERE {tablets}", **here)
    database.run("UPDATE station_token SET revoked_at = 1 WHERE tablet = 'T' AND station_id = :old", old=here["old"])
    return token


def test_a_tablet_paired_anew_sends_what_it_heard_at_its_old_station(shop: Shop, database: OpenDatabase) -> None:
    shop.scan("P-OBR", _team(shop))
    token = _pair_anew(shop, database)
    shop.send("P-JHT", shop.item(_badge(shop, "O-1")), token=token)
    [result] = shop.send("P-JHT", shop.item(shop.bundle(1), station="P-OBR", late=True), token=token)
    assert result["moves"][0]["stage"] == "OBR"
    assert database.rows(WORK) == [(1, shop.ids["K1"])]


def test_a_badge_out_of_another_stations_queue_counts_in_that_queue_only(shop: Shop, database: OpenDatabase) -> None:
    token = _pair_anew(shop, database)
    shop.send("P-OBR", shop.item(_badge(shop, "O-3")))
    queue = [shop.item(code, station="P-OBR", late=True) for code in (_badge(shop, "O-1"), shop.bundle(1))]
    results = shop.send("P-JHT", *queue, token=token)
    assert [result["outcome"] for result in results] == ["recorded", "recorded"]
    assert database.value("SELECT officer_id FROM scan WHERE unit_id IS NOT NULL") == shop.ids["O-1"]
    assert database.value("SELECT officer_id FROM station WHERE code = 'P-OBR'") == shop.ids["O-3"]
    assert database.value("SELECT officer_id FROM station WHERE code = 'P-JHT'") is None


def test_a_teams_card_out_of_another_stations_queue_counts_in_that_queue_only(
    shop: Shop, database: OpenDatabase
) -> None:
    token = _pair_anew(shop, database)
    shop.scan("P-OBR", _team(shop, "K2"))
    queue = [_badge(shop, "O-1"), _team(shop), shop.bundle(1)]
    shop.send("P-JHT", *[shop.item(code, station="P-OBR", late=True) for code in queue], token=token)
    assert database.rows(WORK) == [(1, shop.ids["K1"])]
    assert database.value("SELECT worker_id FROM station WHERE code = 'P-OBR'") == shop.ids["K2"]


def test_cards_out_of_another_stations_queue_count_in_its_next_request_too(shop: Shop, database: OpenDatabase) -> None:
    token = _pair_anew(shop, database)
    shop.send("P-OBR", shop.item(_badge(shop, "O-3")), shop.item(_team(shop, "K2")))
    for code in (_badge(shop, "O-1"), _team(shop), shop.bundle(1)):
        shop.send("P-JHT", shop.item(code, station="P-OBR", late=True), token=token)
    whose = database.rows("SELECT officer_id, worker_id FROM scan WHERE unit_id IS NOT NULL")
    assert whose == [(shop.ids["O-1"], shop.ids["K1"])]
    stands = database.rows("SELECT officer_id, worker_id FROM station WHERE code = 'P-OBR'")
    assert stands == [(shop.ids["O-3"], shop.ids["K2"])]


def test_at_its_old_station_a_tablet_speaks_for_whoever_is_signed_in_there(shop: Shop, database: OpenDatabase) -> None:
    token = _pair_anew(shop, database)
    shop.send("P-OBR", shop.item(_badge(shop, "O-3")))
    shop.send("P-JHT", shop.item(_badge(shop, "O-1")), token=token)
    shop.send("P-JHT", shop.item(shop.bundle(1), station="P-OBR", late=True), token=token)
    assert database.value("SELECT officer_id FROM scan WHERE unit_id IS NOT NULL") == shop.ids["O-3"]


def test_a_tablet_speaks_for_no_station_it_never_stood_at(shop: Shop, database: OpenDatabase) -> None:
    token = _pair_anew(shop, database)
    item = shop.item(shop.bundle(1), station="P-BBG")
    [first], [again] = (shop.send("P-JHT", item, token=token) for _ in range(2))
    assert (_code(first), again["replayed"]) == ("NOT_PAIRED_THERE", True)


def test_a_tablet_speaks_for_no_station_that_was_closed(shop: Shop, database: OpenDatabase) -> None:
    token = _pair_anew(shop, database)
    database.run("UPDATE station SET active = FALSE WHERE code = 'P-OBR'")
    [result] = shop.send("P-JHT", shop.item(shop.bundle(1), station="P-OBR", late=True), token=token)
    assert _code(result) == "NOT_PAIRED_THERE"


def test_a_machine_speaks_for_its_own_station_only(shop: Shop) -> None:
    elsewhere, here = (shop.item(shop.bundle(1), station=station) for station in ("P-GANDA", "P-OBR"))
    results = shop.send("P-OBR", elsewhere, here)
    assert _code(results[0]) == "NOT_PAIRED_THERE"
    assert results[1]["outcome"] == "recorded"
