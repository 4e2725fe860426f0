"""A bundle's verdict by a lot's end was wrong: a new one takes its place, with a reason; the lot keeps its result."""

from __future__ import annotations

import pytest
from flask import Flask

from floor.boards.verify import verify
from floor.models import LotOutcome
from floor.office import conformity
from floor.quality import lot_history
from floor.rules import places
from tests.cast import Shop
from tests.quality.lot_cast import PLANS, Lots
from tests.quality.pages import desk, said, send


@pytest.fixture
def lots(shop: Shop) -> Lots:
    """A lot of two bundles that was accepted, one measurement owed by each drawn piece."""
    made = Lots(shop)
    made.plan(**PLANS)
    made.whole()
    return made


def correct(app: Flask, lots: Lots, *, place: int = 0, **fields: str) -> str:
    """Gives the verdict of one of the lot's bundles anew; the page after it."""
    lot_id = lots.lot.id
    wrong = lots.shop.write(lambda conn: lot_history.end_verdicts(conn, lot_id))[place].id
    browser, said_of = desk(app), {"note": "salah lihat", "pin": "2222", **fields}
    answer = send(browser, f"/quality/inspections/{wrong}/correct", **said_of)
    return said(browser.get(answer.location) if answer.status_code == 303 else answer)


def test_a_bundle_of_an_accepted_lot_gets_a_verdict_anew(app: Flask, lots: Lots) -> None:
    assert lots.number in correct(app, lots, passed="12", scrap="1", defect="G01")
    units = [unit.unit for unit in lots.lot.units]
    assert [lots.shop.where(unit) for unit in units] == [{5: 12, places.SCRAP: 1}, {5: 13}]
    assert lots.lot.ended is LotOutcome.ACCEPTED
    page = said(desk(app).get(f"/quality/lots/{lots.number}"))
    assert "pembetulan" in page and "salah lihat" in page
    assert lots.shop.write(verify).problems == ()


def test_the_certificate_calls_nothing_inspected_by_the_piece_that_the_sample_passed(app: Flask, lots: Lots) -> None:
    correct(app, lots, passed="12", scrap="1", defect="G01")
    units = [unit.unit_id for unit in lots.lot.units]
    [one] = lots.shop.write(lambda conn: conformity.by_piece_of(conn, units))
    assert (one.judged, one.at_once, one.scrap) == (1, 0, 1)


def test_it_is_corrected_once_more_but_each_verdict_once(app: Flask, lots: Lots) -> None:
    correct(app, lots, passed="12", scrap="1", defect="G01")
    assert "Putusan ini sudah diganti" in correct(app, lots, passed="13")
    correct(app, lots, place=1, passed="13")
    assert lots.shop.where(lots.lot.units[0].unit) == {5: 13}
    assert lots.shop.write(verify).problems == ()


def test_what_went_on_is_not_corrected(app: Flask, lots: Lots) -> None:
    lots.shop.through(lots.codes[0], "P-LPT")
    assert "sudah dipindai lagi" in correct(app, lots, hold="13", defect="G01")
    assert lots.shop.write(verify).problems == ()


def test_a_lot_with_a_corrected_bundle_is_not_opened_again(app: Flask, lots: Lots) -> None:
    correct(app, lots, passed="12", scrap="1", defect="G01")
    browser = desk(app, "O-3")
    page = said(browser.get(f"/quality/lots/{lots.number}"))
    end = page.split('name="undoes" value="')[1][:36]
    after = said(send(browser, f"/quality/lots/{lots.number}", undoes=end, note="salah lot"))
    assert "sudah diproses lagi sesudah lot itu berakhir" in after
    assert lots.lot.ended is LotOutcome.ACCEPTED
