"""What was found on one drawn piece of a lot that ended is corrected with a reason; the lot's end stays what it was."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from floor import refusals
from floor.boards.verify import verify
from floor.models import LotOutcome
from floor.office import conformity
from floor.quality.lots import Look
from floor.rules.codes import Kind
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.quality.conftest import send as give
from tests.quality.lot_cast import PLANS, Lots
from tests.quality.pages import PINS, desk, said, send

WEIGHED = {"kind": "weighed", "measure": "g", "nominal": 500, "minus": 15, "average": True}


@pytest.fixture
def lots(shop: Shop) -> Lots:
    """A standard with ISO plans for all classes."""
    made = Lots(shop)
    made.plan(**PLANS)
    return made


def found(lots: Lots, number: int = 1) -> Look:
    """What counts of a drawn piece."""
    return next(look for look in lots.lot.looks if look.draw == number)


def correct(app: Flask, lots: Lots, number: int = 1, /, officer: str = "O-2", **fields: Any) -> Any:
    filled = {"note": "salah lihat", "pin": PINS[officer], **fields}
    return send(desk(app, officer), f"/quality/inspections/{found(lots, number).inspection_id}/correct", **filled)


def is_refused(lots: Lots, answer: Any) -> bool:
    """Whether the page says that the lot's end must be taken back first."""
    return refusals.LOT_WOULD_CHANGE.sentence("id", {"lot": lots.number}) in said(answer)


def weighed(lots: Lots, *weights: float) -> int:
    """A lot of which the pieces drawn weigh so much, the last of them all the others; the check's key."""
    check = lots.owes("Berat", **WEIGHED)
    for piece in lots.start(lots.bring(26, 13)).pieces:
        value = weights[min(piece.number, len(weights)) - 1]
        lots.look(piece, findings=[{"check": check, "piece": 1, "value": value}])
    return check


def test_a_defect_of_one_piece_is_corrected_and_the_lot_stays_as_it_ended(app: Flask, lots: Lots) -> None:
    lots.start(lots.bring(26, 13))
    lots.look_at_all(2)
    lots.end("rejected")
    wrong = found(lots)
    assert correct(app, lots, scrap="1", defect="G07").status_code == 303
    assert (found(lots).worst, found(lots).outcome, found(lots).defects) == ("minor", "scrap", ("G07",))
    assert (lots.lot.ended, lots.lot.standings["major"].found) == (LotOutcome.REJECTED, 1)
    assert "sudah diganti" in said(desk(app).get(f"/quality/inspections/{wrong.inspection_id}"))
    assert said(desk(app).get(f"/quality/lots/{lots.number}")).count("pembetulan") == 1
    assert lots.shop.write(verify).problems == ()


def test_the_new_measurement_alone_is_told_and_nothing_moves(app: Flask, lots: Lots, database: OpenDatabase) -> None:
    check = weighed(lots, 510, 501)
    lots.end("accepted")
    moves, lot_id = database.value("SELECT COUNT(*) FROM move"), lots.lot.id
    answer = correct(app, lots, passed="1", **{f"check_{check}_1": "505"})
    page = said(desk(app).get(answer.location))
    assert "505 g" in page and "510 g" not in page and "salah lihat" in page
    certified = lots.shop.write(lambda conn: conformity.drawn_of(conn, [lot_id]))
    assert certified == {look.inspection_id for look in lots.lot.looks}
    assert database.value("SELECT COUNT(*) FROM move") == moves
    assert lots.shop.write(verify).problems == ()


@pytest.mark.parametrize(
    ("bad", "end", "fields"),
    [
        (0, "accepted", {"hold": "1", "defect": "G01"}),
        (1, "rejected", {"passed": "1"}),
        (0, "accepted", {"hold": "1", "defect": "G07"}),  # the lot would still be accepted, and this piece went on
    ],
)
def test_what_would_change_the_lots_end_asks_to_take_that_back_first(
    app: Flask, lots: Lots, bad: int, end: str, fields: dict[str, str]
) -> None:
    lots.start(lots.bring(26, 13))
    lots.look_at_all(bad)
    lots.end(end)
    assert is_refused(lots, correct(app, lots, **fields))
    assert not found(lots).is_corrected


def test_an_average_that_would_become_too_low_is_the_lots_end_too(app: Flask, lots: Lots) -> None:
    check = weighed(lots, 512, 499.5)
    assert lots.end("accepted")["outcome"] == "recorded"
    assert is_refused(lots, correct(app, lots, passed="1", **{f"check_{check}_1": "490"}))
    assert correct(app, lots, passed="1", **{f"check_{check}_1": "511"}).status_code == 303


def test_a_lot_that_its_average_rejected_is_not_made_heavier_afterwards(app: Flask, lots: Lots) -> None:
    check = weighed(lots, 490)
    assert lots.end("rejected")["outcome"] == "recorded"
    assert is_refused(lots, correct(app, lots, passed="1", **{f"check_{check}_1": "510"}))


def test_a_bad_piece_of_a_lot_that_its_average_rejected_is_not_good_afterwards(app: Flask, lots: Lots) -> None:
    check = lots.owes("Berat", **WEIGHED)
    for piece in lots.start(lots.bring(26, 13)).pieces:
        bad = ("G07",) if piece.number == 1 else ()
        lots.look(piece, *bad, findings=[{"check": check, "piece": 1, "value": 514 if bad else 499.9}])
    assert lots.end("accepted")["refusal"]["code"] == "LOT_TOO_LIGHT"
    assert lots.end("rejected")["outcome"] == "recorded"
    assert is_refused(lots, correct(app, lots, passed="1"))
    assert is_refused(lots, correct(app, lots, 2, hold="1", defect="G07"))
    # Bad as it was, it counts in no average, whatever it weighs.
    assert correct(app, lots, scrap="1", defect="G07", **{f"check_{check}_1": "513"}).status_code == 303


def test_a_piece_sent_back_stays_where_its_defect_is_mended(app: Flask, lots: Lots, database: OpenDatabase) -> None:
    to_serger = "UPDATE defect SET severity = 'minor', rework_stage_id = :stage WHERE code = 'G01'"
    database.run(to_serger, stage=lots.shop.ids["OBR"])
    lots.start(lots.bring(26, 13))
    lots.look_at_all(1, "G07")
    assert lots.end("accepted")["outcome"] == "recorded"
    assert is_refused(lots, correct(app, lots, rework="1", defect="G01"))
    database.run(to_serger, stage=None)
    database.run("UPDATE defect SET rework_stage_id = NULL WHERE code = 'G07'")
    assert correct(app, lots, rework="1", defect="G01").status_code == 303


def test_a_bad_piece_of_a_rejected_lot_was_good_once_it_is_measured(app: Flask, lots: Lots) -> None:
    check = lots.owes("Kancing lengkap")
    lots.start(lots.bring(26, 13))
    lots.look(lots.lot.pieces[0], "G01")
    lots.look(lots.lot.pieces[1], "G01")
    lots.end("rejected")
    page = said(desk(app).get(f"/quality/inspections/{found(lots).inspection_id}/correct"))
    assert f"check_{check}_1" in page and "tulis 1 pada hasilnya" in page
    assert "Kancing lengkap" in said(correct(app, lots, passed="1"))
    assert correct(app, lots, passed="1", **{f"check_{check}_1": "yes"}).status_code == 303
    assert found(lots).outcome == ""


def test_its_inspector_or_a_supervisor_corrects_it_with_a_reason(app: Flask, lots: Lots) -> None:
    lots.start(lots.bring(26, 13))
    lots.look_at_all(2)
    lots.end("rejected")
    assert "Tulis alasannya" in said(correct(app, lots, note=" ", scrap="1", defect="G01"))
    assert correct(app, lots, officer="O-3", scrap="1", defect="G01").status_code == 303
    assert refusals.CORRECT_WHO.sentence("id", {}) in said(correct(app, lots, hold="1", defect="G01"))
    assert refusals.LOT_ONE_PIECE.sentence("id", {}) in said(correct(app, lots, 2, scrap="2", defect="G01"))


def test_sent_twice_it_is_done_once(app: Flask, lots: Lots, database: OpenDatabase) -> None:
    lots.start(lots.bring(26, 13))
    lots.look_at_all(2)
    lots.end("rejected")
    key, wrong = str(uuid4()), f"/quality/inspections/{found(lots).inspection_id}/correct"
    fields = {"id": key, "scrap": "1", "defect": "G01", "note": "salah lihat", "pin": PINS["O-2"]}
    first, second = send(desk(app), wrong, **fields), send(desk(app), wrong, **fields)
    assert (first.status_code, first.location) == (303, second.location)
    assert database.value("SELECT COUNT(*) FROM inspection WHERE corrects_id IS NOT NULL") == 1
    assert database.value("SELECT COUNT(*) FROM change WHERE verb = 'corrected'") == 1


def test_a_lot_opened_again_asks_for_a_corrected_piece_as_for_any(app: Flask, lots: Lots) -> None:
    lots.start(lots.bring(26, 13))
    lots.look_at_all(2)
    end = lots.end("rejected")
    correct(app, lots, scrap="1", defect="G01")
    give(lots.shop, {**lots.shop.item(None, lot=lots.number), "undoes": end["id"]})
    assert lots.lot.ended is None
    page = said(desk(app).get(f"/quality/inspections/{found(lots).inspection_id}"))
    assert "Betulkan" not in page
    back = {**lots.shop.item(None, lot=lots.number), "undoes": str(UUID(bytes=found(lots).client_id))}
    assert give(lots.shop, back)[0]["outcome"] == "recorded"
    assert lots.look(lots.lot.pieces[0])["outcome"] == "recorded"
    assert found(lots).outcome == ""


def test_whoever_leads_the_team_corrects_it_alone_as_whoever_looked_did(
    app: Flask, lots: Lots, database: OpenDatabase
) -> None:
    shop = lots.shop
    shop.scan("P-JHT", shop.card("worker_id", shop.ids["K1"], Kind.WORKER))
    database.run("UPDATE officer SET team_id = :team WHERE id = :id", team=shop.ids["K1"], id=shop.ids["O-2"])
    lots.start(lots.bring(26, 13))
    lots.look_at_all(2)
    lots.end("rejected")
    address = f"/quality/inspections/{found(lots).inspection_id}/correct"
    assert 'name="second"' not in said(desk(app).get(address))
    assert correct(app, lots, scrap="1", defect="G07").status_code == 303


def test_a_units_story_strikes_out_what_was_corrected(app: Flask, lots: Lots) -> None:
    first = lots.start(lots.bring(26, 13)).pieces[0]
    code = next(unit.code for unit in lots.lot.units if unit.unit_id == first.unit_id)
    lots.look(first, "G01")
    lots.look(lots.lot.pieces[1], "G01")
    lots.end("rejected")
    assert correct(app, lots, scrap="1", defect="G07").status_code == 303
    told = desk(app).get(f"/api/v1/units/{code}").get_json()["history"]
    named = {each["verdict"]["defects"][0]["code"]: each for each in told if each.get("verdict", {}).get("note")}
    assert named["G07"]["undone_at"] is None
    undone = [each for each in told if each["undone_at"]]
    assert [each["verdict"]["defects"][0]["code"] for each in undone] == ["G01"]
    assert said(desk(app).get(f"/units/{code}")).count("diurungkan") == 1


def test_a_look_taken_back_is_struck_out_in_its_units_story(app: Flask, lots: Lots) -> None:
    first = lots.start(lots.bring(26, 13)).pieces[0]
    code = next(unit.code for unit in lots.lot.units if unit.unit_id == first.unit_id)
    back = {**lots.shop.item(None, lot=lots.number), "undoes": lots.look(first, "G01")["id"]}
    assert give(lots.shop, back)[0]["outcome"] == "recorded"
    told = desk(app).get(f"/api/v1/units/{code}").get_json()["history"]
    [wrong] = [each for each in told if each.get("verdict", {}).get("defects")]
    assert wrong["undone_at"]
