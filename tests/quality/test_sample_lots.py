"""A lot from its bundles to its end: drawn by the system, looked at piece by piece, accepted or rejected as a whole."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import insert

from floor.boards.verify import verify
from floor.models import CheckNominal, LotOutcome
from floor.quality.lot_start import is_drawn_rightly
from floor.refusals import Refused
from floor.rules import places
from floor.rules.sampling import LARGEST_LOT
from tests.cast import Shop
from tests.quality.conftest import Judge, send
from tests.quality.lot_cast import PLANS, Lots
from tests.quality.pages import desk, said


@pytest.fixture
def lots(shop: Shop) -> Lots:
    """A standard with ISO plans for all classes."""
    made = Lots(shop)
    made.plan(**PLANS)
    return made


def refused(work: Callable[[], object]) -> str:
    """The code of the refusal that some work ends in."""
    with pytest.raises(Refused) as caught:
        work()
    return caught.value.no.code


def test_a_lot_is_drawn_at_random_and_anybody_can_draw_it_again(lots: Lots) -> None:
    lot = lots.start(lots.bring(36))
    assert (lot.quantity, lot.plans["major"].size, lot.plans["minor"].size, len(lot.pieces)) == (36, 5, 13, 13)
    assert len({(piece.unit, piece.position) for piece in lot.pieces}) == 13
    assert is_drawn_rightly(lot)
    assert [(piece.unit, piece.position) for piece in lot.in_turn] == sorted((p.unit, p.position) for p in lot.pieces)


def test_an_accepted_lot_passes_its_good_pieces_and_sets_the_bad_ones_apart(lots: Lots) -> None:
    codes = lots.bring(26, 13)
    lot = lots.start(codes)
    piece = next(
        one for one in lot.pieces if one.number > lot.plans["major"].size
    )  # beyond the major class's own sample
    for one in lot.pieces:
        assert lots.look(one, *(["G07"] if one is piece else []))["outcome"] == "recorded"
    result = lots.end("accepted")
    assert result["say"] == f"Lot diterima (sampling). {lots.number}: 25 lanjut, 1 dipisahkan."
    others = [unit.unit for unit in lot.units if unit.unit != piece.unit]
    assert lots.shop.where(piece.unit) == {2: 1, 5: 12}
    assert lots.shop.where(others[0]) == {5: 13}


def test_found_accept_and_reject_are_told_with_every_piece(lots: Lots) -> None:
    lot = lots.start(lots.bring(26, 13))
    told = lots.look(lot.pieces[0], "G01")["lot"]["classes"]
    major = next(one for one in told if one["severity"] == "major")
    assert major == {
        "severity": "major", "sample": 5, "looked": 1, "found": 1, "accept": 0, "reject": 1, "only_reject": True
    }  # fmt: skip


def test_a_lost_lot_may_be_rejected_at_once_and_stays_at_the_gate(lots: Lots) -> None:
    lot = lots.start(lots.bring(26, 13))
    assert "hanya bisa ditolak" in lots.look(lot.pieces[0], "G01")["say"]
    assert lots.end("accepted")["refusal"]["code"] == "LOT_RESULT_OTHER"
    assert lots.end("rejected")["say"].startswith("Lot ditolak.")
    assert [lots.shop.where(unit.unit) for unit in lot.units] == [{4: 13}, {4: 13}]


def test_a_lot_isnt_ended_before_its_sample_was_looked_at(lots: Lots) -> None:
    lot = lots.start(lots.bring(26, 13))
    lots.look(lot.pieces[0])
    assert lots.end("accepted")["refusal"]["code"] == "LOT_NOT_DONE"
    assert lots.end("rejected")["refusal"]["code"] == "LOT_NOT_DONE"


def test_a_piece_is_judged_once_but_a_slip_can_be_taken_back(lots: Lots) -> None:
    piece = lots.start(lots.bring(26, 13)).pieces[0]
    first = lots.look(piece)
    assert lots.look(piece)["refusal"]["code"] == "LOT_PIECE_TWICE"
    undo = {
        "id": str(uuid4()),
        "undoes": first["id"],
        "lot": lots.number,
        "happened_at": lots.item(piece)["happened_at"],
    }
    assert "diurungkan" in send(lots.shop, undo)[0]["say"]
    assert lots.look(piece, "G01")["outcome"] == "recorded"
    assert [look.worst for look in lots.lot.looks] == ["major"]


def test_a_piece_that_wasnt_drawn_or_two_at_once_are_refused(lots: Lots) -> None:
    piece = lots.start(lots.bring(26, 13)).pieces[0]
    assert lots.look(piece, draw=99)["refusal"]["code"] == "LOT_NOT_DRAWN"
    assert lots.look(piece, passed=2)["refusal"]["code"] == "LOT_ONE_PIECE"
    assert lots.look(piece, lot="LOT-9999")["refusal"]["code"] == "NOT_FOUND"


def test_while_a_lot_is_open_nobody_else_judges_its_bundles(lots: Lots, judge: Judge) -> None:
    codes = lots.bring(26, 13)
    lots.start(codes)
    no = judge(codes[0], passed=13)["refusal"]
    assert no["code"] == "LOT_OPEN"
    assert "Petugas O-2" in no["sentence"]
    assert refused(lambda: lots.start(codes[:1])) == "LOT_OPEN"


def test_one_person_inspects_a_lot_and_a_supervisor_withdraws_it(lots: Lots) -> None:
    shop = lots.shop
    lot = lots.start(lots.bring(26, 13), officer="O-3")
    assert lots.look(lot.pieces[0])["refusal"]["code"] == "LOT_OF_ANOTHER"
    assert lots.end("withdrawn", note="salah bundel")["refusal"]["code"] == "LOT_OF_ANOTHER"
    assert [shop.where(unit.unit) for unit in lot.units] == [{4: 13}, {4: 13}]


def test_a_lot_is_withdrawn_with_a_reason_and_its_bundles_are_free(lots: Lots, judge: Judge) -> None:
    codes = lots.bring(26, 13)
    lots.start(codes)
    assert lots.end("withdrawn")["refusal"]["code"] == "REASON_NEEDED"
    assert lots.end("withdrawn", note="salah bundel")["outcome"] == "recorded"
    assert judge(codes[0], passed=13)["outcome"] == "recorded"
    assert lots.end("rejected")["refusal"]["code"] == "LOT_ENDED"


def test_a_rejected_lot_isnt_passed_at_once(lots: Lots, judge: Judge) -> None:
    lots.whole(1, accepted=False)
    assert judge(lots.codes[0], passed=13)["refusal"]["code"] == "LOT_REJECTED"
    assert judge(lots.codes[0], passed=1)["outcome"] == "recorded"


def test_a_rejected_lot_is_presented_again_and_inspected_piece_by_piece(lots: Lots) -> None:
    lots.whole(1, accepted=False)
    first = lots.number
    lot = lots.again()
    assert (len(lot.pieces), lot.resubmits_id is not None) == (26, True)
    for piece in lot.pieces:
        lots.look(piece, *(["G01"] if piece.number < 4 else []), outcome="scrap")
    assert lots.end("accepted")["say"].startswith("Semua potong sudah diperiksa.")
    gone = [lots.shop.where(unit.unit) for unit in lot.units]
    assert sum(where.get(places.SCRAP, 0) for where in gone) == 3
    assert sum(where.get(5, 0) for where in gone) == 23
    lots.number = first
    assert refused(lots.again) == "LOT_NOT_AGAIN"


def test_answers_are_given_again_and_nothing_is_done_twice(lots: Lots) -> None:
    lot = lots.start(lots.bring(26, 13))
    items = [lots.item(piece) for piece in lot.pieces]
    end = lots.shop.item(lot.units[0].code, lot=lots.number, lot_end="accepted")
    first = send(lots.shop, *items, end)
    again = send(lots.shop, *items, end)
    assert [result["outcome"] for result in again] == ["recorded"] * 14
    assert all(result["replayed"] for result in again)
    assert again[-1]["moves"] == first[-1]["moves"]
    assert len(lots.lot.looks) == 13
    assert send(lots.shop, {**end, "lot_end": "rejected"})[0]["refusal"]["code"] == "ID_REUSED"


def test_a_lot_started_twice_under_one_id_is_one_lot(lots: Lots) -> None:
    codes, client_id = lots.bring(26, 13), uuid4().bytes
    assert lots.start(codes, client_id=client_id).number == lots.start(codes, client_id=client_id).number


def test_what_can_be_no_lot_is_refused(lots: Lots) -> None:
    codes = lots.bring(26, 13)
    assert refused(lambda: lots.start([])) == "LOT_EMPTY"
    assert refused(lambda: lots.start(codes, quantity=27)) == "LOT_LARGER"
    assert refused(lambda: lots.start([lots.shop.bundle(1)])) == "NOT_AT_GATE"
    assert refused(lambda: lots.start(codes, officer="O-1")) == "NOT_ALLOWED"


def test_a_lot_is_no_larger_than_can_be_inspected_piece_by_piece(lots: Lots) -> None:
    codes = lots.bring(LARGEST_LOT + 1, LARGEST_LOT)
    assert refused(lambda: lots.start(codes)) == "LOT_TOO_LARGE"
    lots.start(codes[:1])
    for piece in lots.lot.pieces[:13]:
        lots.look(piece, "G01")
    assert lots.end("rejected")["outcome"] == "recorded"
    last = lots.again().pieces[-1]
    assert last.number == LARGEST_LOT
    assert lots.look(last)["outcome"] == "recorded"


def test_goods_of_another_standard_dont_belong_to_a_lot(lots: Lots) -> None:
    codes = lots.bring(26, 13)
    lots.shop.write(lambda conn: conn.exec_driver_sql(
        "UPDATE batch SET standard_version_id = NULL WHERE id = (SELECT MAX(id) FROM batch)"
    ))  # fmt: skip
    assert refused(lambda: lots.start([*lots.bring(13, 13), *codes])) == "LOT_MIXED"


def test_a_small_lot_is_looked_at_piece_by_piece_unless_a_sample_is_asked_for(lots: Lots) -> None:
    lot = lots.start(lots.bring(26, 13), small=False)
    assert len(lot.pieces) == 26
    assert {plan.method for plan in lot.plans.values()} == {"every"}


def test_a_standard_without_plans_has_no_lots(shop: Shop) -> None:
    lots = Lots(shop)
    codes = lots.bring(12)
    assert refused(lambda: lots.start(codes)) == "LOT_NO_PLAN"


def test_the_inline_check_takes_seven_of_one_bundle(shop: Shop) -> None:
    lots = Lots(shop)
    lots.plan(critical=("inline", "", None), major=("inline", "", None), minor=("inline", "", None))
    codes = lots.bring(24)
    assert refused(lambda: lots.start(codes)) == "LOT_INLINE_ONE"
    lot = lots.start(codes[:1])
    assert [piece.unit_id == lot.units[0].unit_id for piece in lot.pieces] == [True] * 7
    lots.look(lot.pieces[6], "G07")
    assert lots.end("rejected")["outcome"] == "recorded"


def test_critical_checks_on_every_piece_are_asked_for_at_the_end(shop: Shop) -> None:
    lots = Lots(shop)
    lots.plan(major=("iso", "II", 2.5), minor=("iso", "II", 4.0))
    lot = lots.start(lots.bring(26, 13))
    assert (lot.all_at_once, len(lot.pieces)) == (True, 13)
    lots.look_at_all()
    assert lots.end("accepted")["refusal"]["code"] == "LOT_CRITICAL_OWED"
    assert lots.end("accepted", all_checked=True)["outcome"] == "recorded"


NEEDLE = {"severity": "critical", "owed": ""}


def test_what_is_critical_is_seen_on_every_drawn_piece_where_it_is_sampled(lots: Lots) -> None:
    needle = lots.owes("Bebas patahan jarum", **NEEDLE)
    first, *_ = lots.start(lots.bring(26, 13)).pieces
    refused = lots.look(first)
    assert refused["refusal"]["code"] == "MEASUREMENTS_OWED" and "Bebas patahan jarum" in refused["say"]
    assert lots.look(first, findings=[{"check": needle, "piece": 1, "good": True}])["outcome"] == "recorded"


@pytest.mark.parametrize("critical", [{}, {"critical": ("iso", "S-1", 1.0)}])
def test_what_is_critical_is_said_at_the_end_where_every_piece_is_drawn(
    app: Flask, shop: Shop, critical: dict[str, tuple[str, str, float]]
) -> None:
    lots = Lots(shop)
    lots.plan(major=("iso", "II", 2.5), minor=("iso", "II", 4.0), **critical)
    lots.owes("Bebas patahan jarum", **NEEDLE)
    lots.start(lots.bring(26, 13), small=False)
    lots.look_at_all()
    page = said(desk(app).get(f"/quality/lots/{lots.number}"))
    assert "semua 26 potong, tidak ada yang cacat: Bebas patahan jarum" in page
    assert lots.end("accepted")["refusal"]["code"] == "LOT_CRITICAL_OWED"
    assert lots.end("accepted", all_checked=True)["outcome"] == "recorded"


def test_a_lot_too_light_on_the_average_is_rejected_and_says_why(app: Flask, lots: Lots) -> None:
    weight = lots.owes("Berat", kind="weighed", measure="g", nominal=500, minus=15, average=True)
    for piece in lots.start(lots.bring(26, 13)).pieces:
        lots.look(piece, findings=[{"check": weight, "piece": 1, "value": 490}])
    refused = lots.end("accepted")
    assert refused["refusal"]["code"] == "LOT_TOO_LIGHT"
    assert "Berat: rata-rata yang ditimbang 490 g, kurang dari 500 g. Tolak lot ini" in refused["say"]
    page = said(desk(app).get(f"/quality/lots/{lots.number}"))
    assert "Tolak lot ini" in page and 'value="accepted"' not in page
    assert lots.end("rejected")["outcome"] == "recorded"
    assert lots.lot.note == "Berat: rata-rata yang ditimbang 490 g, kurang dari 500 g."
    assert lots.shop.write(verify).problems == ()


def test_a_lot_too_light_on_the_average_is_not_accepted_for_switching(app: Flask, lots: Lots) -> None:
    weight = lots.owes("Berat", kind="weighed", measure="g", nominal=500, minus=15, average=True)
    for _ in range(2):
        for piece in lots.start(lots.bring(26, 13)).pieces:
            lots.look(piece, findings=[{"check": weight, "piece": 1, "value": 490}])
        assert lots.end("rejected")["outcome"] == "recorded"
    # Each class switches by itself: what was too light is a major check.
    assert (lots.strictness("major"), lots.strictness("minor")) == ("tightened", "normal")
    page = said(desk(app).get("/quality/lots/of/KOK-PJ/A"))
    major = page.split("<h2>mayor</h2>")[1].split("</section>")[0]
    assert "Diperketat" in major and major.count("ditolak</span>") == 2 and "diterima</span>" not in major


@pytest.mark.parametrize(
    ("weight", "size_m", "strictness"), [(505, 500, "normal"), (490, 500, "tightened"), (490, 480, "normal")]
)
def test_what_was_seen_outside_the_sample_tightens_no_class_but_a_low_average_does(
    shop: Shop, weight: float, size_m: float, strictness: str
) -> None:
    lots = Lots(shop)
    lots.plan(critical=("every", "", None), major=PLANS["major"], minor=PLANS["minor"])
    check = lots.owes("Berat", kind="weighed", measure="g", nominal=500, minus=15, average=True)
    own = insert(CheckNominal).values(check_item_id=check, size="M", nominal=size_m)
    shop.write(lambda conn: conn.execute(own))
    for _ in range(2):
        for piece in lots.start(lots.bring(26, 13)).pieces:
            lots.look(piece, findings=[{"check": check, "piece": 1, "value": weight}])
        assert lots.end("rejected", note="patahan jarum di luar sampel")["outcome"] == "recorded"
    assert (lots.strictness("major"), lots.strictness("minor")) == (strictness, "normal")


def test_a_lot_of_good_weight_is_not_rejected_for_it(lots: Lots) -> None:
    weight = lots.owes("Berat", kind="weighed", measure="g", nominal=500, minus=15, average=True)
    for piece in lots.start(lots.bring(26, 13)).pieces:
        lots.look(piece, findings=[{"check": weight, "piece": 1, "value": 501}])
    assert lots.end("rejected")["refusal"]["code"] == "LOT_RESULT_OTHER"
    assert lots.end("accepted")["outcome"] == "recorded"


def test_a_good_piece_owes_what_the_sample_owes(lots: Lots) -> None:
    check = lots.owes("Kancing lengkap")
    piece = lots.start(lots.bring(26, 13)).pieces[0]
    assert lots.look(piece)["refusal"]["code"] == "MEASUREMENTS_OWED"
    bad = [{"check": check, "piece": 1, "good": False}]
    assert lots.look(piece, findings=bad)["refusal"]["code"] == "DEFECT_NEEDED"
    good = [{"check": check, "piece": 1, "good": True}]
    assert lots.look(piece, findings=good)["outcome"] == "recorded"


def test_what_the_first_ones_owe_is_owed_until_so_many_were_answered_for(lots: Lots) -> None:
    check = lots.owes("Uji tarik kancing", owed="first", owed_first=2)
    bad, *others, last = lots.start(lots.bring(26, 13)).pieces
    good = [{"check": check, "piece": 1, "good": True}]
    assert lots.look(last)["refusal"]["code"] == "MEASUREMENTS_OWED"
    assert lots.look(last, "G01")["outcome"] == "recorded"  # not answered for: another one is
    assert lots.look(bad, findings=good)["outcome"] == "recorded"
    assert lots.look(others[0])["refusal"]["code"] == "MEASUREMENTS_OWED"
    assert lots.look(others[0], findings=good)["outcome"] == "recorded"
    assert lots.look(others[1])["outcome"] == "recorded"


def test_each_batch_of_a_lot_owes_its_own_first_pieces(lots: Lots) -> None:
    check = lots.owes("Uji tarik kancing", owed="first", owed_first=1)
    lot = lots.start([*lots.bring(26, 13), *lots.bring(26, 13)])
    good = [{"check": check, "piece": 1, "good": True}]
    by_batch = {piece.unit.rpartition("/")[0]: piece for piece in lot.pieces}
    assert len(by_batch) == 2
    for piece in by_batch.values():
        assert lots.look(piece)["refusal"]["code"] == "MEASUREMENTS_OWED"
        assert lots.look(piece, findings=good)["outcome"] == "recorded"


def test_a_drawn_piece_is_kept_at_the_gate_though_it_waits_before_a_step_that_is_skipped(lots: Lots) -> None:
    codes = lots.bring(26, 13, through=("P-OBR", "P-JHT"))
    lots.look(lots.start(codes).pieces[0], "G01")
    kept = "SELECT step FROM inspection WHERE draw IS NOT NULL"
    assert lots.shop.write(lambda conn: conn.exec_driver_sql(kept).scalar()) == 4


def test_what_was_moved_away_meanwhile_ends_no_lot(lots: Lots) -> None:
    lot = lots.start(lots.bring(26, 13))
    lots.look_at_all()
    lots.shop.write(lambda conn: conn.exec_driver_sql(
        f"UPDATE balance SET quantity = 5 WHERE unit_id = {lot.units[0].unit_id}"
    ))  # fmt: skip
    assert lots.end("accepted")["refusal"]["code"] == "LOT_CHANGED"
    assert lots.lot.ended is None


def test_everything_holds_after_lots(lots: Lots) -> None:
    lots.whole()
    lots.whole(1, accepted=False)
    assert lots.lot.ended is LotOutcome.REJECTED
    assert lots.shop.write(verify).problems == ()
