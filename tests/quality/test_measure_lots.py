"""A drawn piece is measured on a lot's page: what was hardly meant is asked about; where a defect is can be said."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import update

from floor.models import Site
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.quality.lot_cast import PLANS, Lots
from tests.quality.pages import desk, said, send


@pytest.fixture
def lots(shop: Shop) -> Lots:
    """A lot of shirts, of which each drawn one is measured; defects are placed on a shirt's drawing."""
    made = Lots(shop)
    made.draws()
    made.plan(**PLANS)
    shop.write(lambda conn: conn.execute(update(Site).values(camera=True)))
    shop.ids["sleeve"] = made.owes("Lengan", kind="measured", measure="cm", nominal=40.5, minus=1, plus=1)
    made.start(made.bring(26, 13))
    return made


def say(app: Flask, lots: Lots, **fields: str) -> str:
    """Judges the first drawn piece on the lot's page; the page after it."""
    browser, address, piece = desk(app), f"/quality/lots/{lots.number}", lots.lot.in_turn[0]
    code = next(unit.code for unit in lots.lot.units if unit.unit_id == piece.unit_id)
    answer = send(browser, address, draw=str(piece.number), code=code, **fields)
    return said(browser.get(address) if answer.status_code == 303 else answer)


def test_a_number_hardly_meant_is_asked_about_and_kept_where_it_is_confirmed(
    app: Flask, lots: Lots, database: OpenDatabase
) -> None:
    name = f"check_{lots.shop.ids['sleeve']}_1"
    page = say(app, lots, do="scrap", defect="G07", **{name: "4050"})
    assert "4050 benar, sudah diukur ulang" in page
    assert re.search(rf'name="{name}" value="4050"', page)
    assert re.search(r'name="defect" value="G07"[^>]* checked', page)
    assert lots.lot.looks == ()
    sure = {name: "4050", name.replace("check", "sure"): "4050"}
    assert "4050 benar" not in say(app, lots, do="scrap", defect="G07", **sure)
    assert database.rows("SELECT value, good FROM finding") in ([(4050.0, False)], [(4050.0, 0)])


def test_a_letter_in_a_number_is_said_and_what_was_typed_stays(app: Flask, lots: Lots) -> None:
    name = f"check_{lots.shop.ids['sleeve']}_1"
    page = say(app, lots, do="good", **{name: "4O,5"})
    assert "huruf" in page and 'value="4O,5"' in page
    assert lots.lot.looks == ()


def test_where_a_drawn_piece_is_bad_is_kept(app: Flask, lots: Lots, database: OpenDatabase) -> None:
    page = say(app, lots)
    assert "Di mana? Ketuk gambarnya" in page and "Jangan memotret orang" in page
    say(app, lots, do="rework", defect="G07", spots="0-360-600,1-500-550")
    assert database.rows("SELECT side, x, y FROM defect_spot ORDER BY id") == [(0, 360, 600), (1, 500, 550)]
