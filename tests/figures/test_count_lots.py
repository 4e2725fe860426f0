"""Lots in the figures: what was really looked at counts as looked at, once, and yields count what moved."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from floor import clock
from floor.figures.counted import kinds, whole
from floor.figures.fractions import fractions
from floor.figures.measured import measures
from floor.quality import lot_history
from tests.cast import Shop
from tests.figures.conftest import Read, asked, day_before
from tests.quality.conftest import send
from tests.quality.lot_cast import PLANS, Lots
from tests.quality.pages import PINS
from tests.quality.pages import send as press


@pytest.fixture
def lots(shop: Shop) -> Lots:
    """Lots judged by ISO 2859-1: 13 of 26 shirts are drawn."""
    made = Lots(shop)
    made.plan(**PLANS)
    return made


def test_a_drawn_piece_was_looked_at_and_the_rest_of_its_lot_was_not(lots: Lots, read: Read) -> None:
    drawn = len(lots.whole().pieces)
    tally = whole(read())
    assert drawn < 26
    assert (tally.looked_at, tally.judged) == (drawn, 26)


def test_defects_of_drawn_pieces_are_per_hundred_drawn_ones(lots: Lots, read: Read) -> None:
    drawn = len(lots.whole(1, accepted=False).pieces)
    assert whole(read()).defects_per_hundred == pytest.approx(100 / drawn)


def test_a_chart_by_lots_has_a_point_for_each_with_its_bad_pieces(lots: Lots, shop: Shop, read: Read) -> None:
    found = [lots.whole(), lots.whole(1, accepted=False)]
    groups = fractions(read(), "lot", asked(shop)).groups
    assert [(one.key, one.judged, one.failed) for one in groups] == [
        (lot.number, len(lot.pieces), bad) for bad, lot in enumerate(found)
    ]


def test_a_look_that_was_taken_back_was_no_look(lots: Lots, shop: Shop, read: Read) -> None:
    piece = lots.start(lots.bring(26, 13)).pieces[0]
    undo = {**shop.item(None, lot=lots.number), "undoes": lots.look(piece, "G01")["id"]}
    assert send(shop, undo)[0]["outcome"] == "recorded"
    assert whole(read()).looked_at == 0


def test_defects_of_a_corrected_bundle_are_those_that_the_correction_names(
    supervisor: FlaskClient, lots: Lots, shop: Shop, read: Read
) -> None:
    lots.start(lots.bring(26, 13))
    lots.look_at_all(1, "G07")
    assert lots.end("accepted")["outcome"] == "recorded"
    bundle = next(piece.unit for piece in lots.lot.pieces if piece.number == 1)
    lot_id = lots.lot.id
    wrong = next(one for one in shop.write(lambda conn: lot_history.end_verdicts(conn, lot_id)) if one.unit == bundle)
    said = {"passed": "11", "scrap": "2", "defect": "G01", "note": "salah lihat", "pin": PINS["O-3"]}
    assert press(supervisor, f"/quality/inspections/{wrong.id}/correct", **said).status_code == 303
    [kind], tally = kinds(read().defects), whole(read())
    assert (kind.bar.key, kind.ends) == ("G01", {"scrap": 2})
    assert (tally.ends["scrap"], tally.ends["rework"], tally.defects) == (2, 0, 2)
    assert tally.looked_at == len(lots.lot.pieces) - 1 + 2
    [group] = fractions(read(), "lot", asked(shop)).groups
    assert (group.judged, group.failed) == (len(lots.lot.pieces), 1)  # the sample was what it was


def test_a_drawn_piece_corrected_later_stays_at_its_lots_point(
    supervisor: FlaskClient, lots: Lots, shop: Shop, read: Read
) -> None:
    today, shop.now = shop.now, shop.now - 10 * clock.DAY
    lots.whole(2, accepted=False)
    shop.now = today
    wrong = lots.lot.looks[0].inspection_id
    said = {"scrap": "1", "defect": "G07", "note": "salah lihat", "pin": PINS["O-3"]}
    assert press(supervisor, f"/quality/inspections/{wrong}/correct", **said).status_code == 303
    assert fractions(read(), "lot", asked(shop)).groups == []
    facts, month = read(period="30"), asked(shop, period="30")
    [group] = fractions(facts.during(month), "lot", month).groups
    assert (group.judged, group.failed) == (len(lots.lot.pieces), 2)
    assert {one.bar.key for one in kinds(facts.defects)} == {"G01", "G07"}
    then = {"period": "own", "from": day_before(shop, 11), "to": day_before(shop, 9)}
    assert fractions(read(**then), "lot", asked(shop, **then)).groups == [group]
    assert len(read(**then).defects) == 2


def test_a_measurement_corrected_later_stays_in_its_place(supervisor: FlaskClient, lots: Lots, shop: Shop) -> None:
    check = lots.owes("Lingkar dada", kind="measured", measure="cm", nominal=108, minus=2, plus=2)
    today, shop.now = shop.now, shop.now - 10 * clock.DAY
    for piece in lots.start(lots.bring(26, 13)).pieces:
        shop.now += 1
        lots.look(piece, findings=[{"check": check, "piece": 1, "value": 108}])
    assert lots.end("accepted")["outcome"] == "recorded"
    shop.now = today
    wrong = next(look for look in lots.lot.looks if look.draw == 1).inspection_id
    said = {"passed": "1", f"check_{check}_1": "109", "note": "salah baca", "pin": PINS["O-3"]}
    assert press(supervisor, f"/quality/inspections/{wrong}/correct", **said).status_code == 303
    assert shop.write(lambda conn: measures(conn, asked(shop))) == []
    [measure] = shop.write(lambda conn: measures(conn, asked(shop, period="30")))
    assert [one.value for one in measure.values] == [109, *[108] * (len(lots.lot.pieces) - 1)]
