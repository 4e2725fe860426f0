"""Stations, and the tokens that machines speak by."""

from __future__ import annotations

import re

from floor import clock, refusals
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.office.conftest import Desk, said, sentence


def new_token(administrator: Desk, shop: Shop) -> str:
    answer = administrator.send("/office/stations/P-OBR/token", name="mesin 1", officer=shop.ids["O-1"])
    found = re.search(r'class="token code">([^<]+)<', answer.text)
    assert found, answer.text
    return found[1]


def test_a_new_station_serves_the_stages_chosen(administrator: Desk, shop: Shop) -> None:
    stages = [shop.ids["JHT"], shop.ids["LPT"]]
    administrator.do("/office/stations/new", code="P-9", name="Meja sembilan", stage=stages)
    assert "Jahit · Lipat &amp; kemas" in administrator.see("/office/stations")


def test_a_station_without_a_stage_is_refused_and_its_name_kept(administrator: Desk) -> None:
    answer = administrator.send("/office/stations/new", code="P-9", name="Meja sembilan")
    assert said(answer) == sentence(refusals.FIELD_NEEDED, what="tahap di pos ini") and "Meja sembilan" in answer.text


def test_a_token_that_was_shown_once_opens_the_stations_door(administrator: Desk, shop: Shop) -> None:
    token = new_token(administrator, shop)
    assert token not in administrator.see("/office/stations/P-OBR")
    assert shop.send("P-OBR", shop.item(shop.bundle(1)), token=token)[0]["outcome"] == "recorded"


def test_a_second_token_of_the_same_name_ends_the_first(
    administrator: Desk, shop: Shop, database: OpenDatabase
) -> None:
    new_token(administrator, shop)
    new_token(administrator, shop)
    good = "SELECT COUNT(*) FROM station_token WHERE name = 'mesin 1' AND revoked_at IS NULL"
    assert database.value(good) == 1


def test_a_revoked_token_opens_nothing(administrator: Desk, shop: Shop, database: OpenDatabase) -> None:
    token = new_token(administrator, shop)
    token_id = database.value("SELECT MAX(id) FROM station_token")
    administrator.do(f"/office/stations/P-OBR/tokens/{token_id}/revoke")
    scans = {"sent_at": "2026-11-21T02:00:00Z", "scans": []}
    bearer = {"Authorization": f"Bearer {token}"}
    assert administrator.browser.post("/api/v1/scans", json=scans, headers=bearer).status_code == 401


def test_a_station_in_the_archive_hears_nothing(administrator: Desk, shop: Shop) -> None:
    administrator.see(administrator.do("/office/stations/P-OBR/archive", what="archive"))
    assert "P-OBR" not in administrator.see("/office/stations")
    assert "P-OBR" in administrator.see("/office/stations?archive=1")
    scans = {"sent_at": "2026-11-21T02:00:00Z", "scans": []}
    bearer = {"Authorization": f"Bearer {shop.tokens['P-OBR']}"}
    assert administrator.browser.post("/api/v1/scans", json=scans, headers=bearer).status_code == 401


def test_a_supervisor_sets_every_stations_target_on_one_page(supervisor: Desk, shop: Shop) -> None:
    name = f"target-{shop.ids['P-OBR']}"
    page = supervisor.see(supervisor.do("/office/targets", **{name: "60"}))
    assert f'name="{name}" aria-label="Target sehari Pos P-OBR" value="60"' in page


def test_a_target_in_words_is_refused_and_none_is_put(supervisor: Desk, shop: Shop, database: OpenDatabase) -> None:
    fields = {f"target-{shop.ids['P-OBR']}": "60", f"target-{shop.ids['P-QC']}": "banyak"}
    answer = supervisor.send("/office/targets", **fields)
    assert said(answer) == sentence(refusals.BAD_NUMBER, what="target sehari") and 'value="banyak"' in answer.text
    assert database.value("SELECT COUNT(*) FROM station WHERE day_target IS NOT NULL") == 0


def test_a_supervisor_sets_up_no_stations(supervisor: Desk) -> None:
    assert supervisor.browser.get("/office/stations").status_code == 403


def test_a_token_is_given_to_whoever_typed_the_pin_lately(administrator: Desk, database: OpenDatabase) -> None:
    with administrator.browser.session_transaction() as session:
        session["pin_at"] = clock.now() - 6 * clock.MINUTE
    before = database.value("SELECT COUNT(*) FROM station_token")
    assert administrator.send("/office/stations/P-QC/token", name="mesin 2", officer="2").status_code == 403
    assert database.value("SELECT COUNT(*) FROM station_token") == before
