"""A lot's page takes its end back by one tap for half a minute, afterwards by a supervisor's reason."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.cast import Shop
from tests.quality.lot_cast import PLANS, Lots
from tests.quality.pages import desk, said, send


@pytest.fixture
def page(shop: Shop) -> tuple[Lots, str]:
    """A lot that was looked at and is to be ended, and its page."""
    lots = Lots(shop)
    lots.plan(**PLANS)
    lots.start(lots.bring(26, 13))
    lots.look_at_all()
    return lots, f"/quality/lots/{lots.number}"


def undoes(text: str) -> str:
    """The end that the page would take back."""
    found = re.search(r'name="undoes" value="([\w-]{36})"', text)
    assert found, text
    return found[1]


def test_one_tap_takes_the_end_back_and_the_page_tells_of_both(app: Flask, page: tuple[Lots, str]) -> None:
    (lots, address), browser = page, desk(app)
    send(browser, address, code=lots.codes[0], lot_end="accepted")
    after = said(browser.get(address))
    assert "Urungkan akhir lot (30 detik)" in after
    assert send(browser, address, undoes=undoes(after)).status_code == 303
    assert lots.lot.ended is None
    assert "akhirnya diurungkan, lot dibuka lagi" in said(browser.get(address))


def test_later_a_supervisor_opens_the_lot_again_with_a_reason(app: Flask, page: tuple[Lots, str]) -> None:
    lots, address = page
    assert lots.end("accepted")["outcome"] == "recorded"
    assert "Buka lagi lot ini" not in said(desk(app).get(address))
    browser = desk(app, "O-3")
    end = undoes(said(browser.get(address)))
    assert "Tulis alasannya" in said(send(browser, address, undoes=end))
    assert send(browser, address, undoes=end, note="salah bundel").status_code == 303
    assert lots.lot.ended is None


def test_any_piece_of_an_open_lot_is_looked_at_anew(app: Flask, page: tuple[Lots, str]) -> None:
    (lots, address), browser = page, desk(app)
    ids = re.findall(r'name="again" value="([\w-]{36})"', said(browser.get(address)))
    assert len(ids) == 13
    assert send(browser, address, again=ids[4]).status_code == 303
    assert lots.lot.next_piece == lots.lot.in_turn[4]
    assert "12/13" in said(browser.get(address))
