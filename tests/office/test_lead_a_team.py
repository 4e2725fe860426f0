"""An officer leads a team; how many verdicts are given again is the site's; both are in the log, as a release is."""

from __future__ import annotations

from floor.models import EntryKind
from floor.rules import places
from floor.scan.corrections import correct
from floor.scan.splits import At
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.office.conftest import Desk, said

SITE = {"name": "Bengkel Contoh", "code": "LCT", "zone": "WIB", "header": ""}


def test_an_officer_leads_a_team(administrator: Desk, shop: Shop, database: OpenDatabase) -> None:
    assert "Memimpin regu" in administrator.read("/office/officers/O-2")
    team = str(shop.ids["K1"])
    administrator.do("/office/officers/O-2", name="Petugas O-2", role="inspector", team=team, pin="1004")
    assert database.value("SELECT team_id FROM officer WHERE code = 'O-2'") == shop.ids["K1"]
    assert "Memimpin regu" in administrator.read("/office/log")


def test_a_team_that_is_none_is_refused(administrator: Desk, database: OpenDatabase) -> None:
    answer = administrator.send("/office/officers/O-2", name="Petugas O-2", role="inspector", team="999", pin="1004")
    assert "tidak ditemukan" in said(answer).lower()
    assert database.value("SELECT team_id FROM officer WHERE code = 'O-2'") is None


def test_how_many_of_a_hundred_are_checked_again(administrator: Desk, database: OpenDatabase) -> None:
    administrator.do("/office/site", **SITE, recheck_percent="5")
    assert database.value("SELECT recheck_percent FROM site") == 5
    assert administrator.send("/office/site", **SITE, recheck_percent="101").status_code == 422
    administrator.do("/office/site", **SITE, recheck_percent="")
    assert database.value("SELECT recheck_percent FROM site") == 0


def test_a_release_is_in_the_log(supervisor: Desk, shop: Shop, database: OpenDatabase) -> None:
    unit_id = int(database.value("SELECT id FROM unit WHERE name = 'A-001-01/001'"))
    held, at = shop.entry(EntryKind.CORRECT, "uji"), places.on_hold(1)
    shop.write(lambda conn: correct(conn, held, At(unit_id, 1), at, 12))
    address = f"/office/units/{shop.bundle(1)}/release"
    supervisor.do(address, at=f"{at}.0.0", quantity="12", to="1", reason="sudah dicek", pin="1003")
    assert "dilepas dari tahan" in supervisor.read("/office/log")
