"""A verdict is taken back within 30 s, whole or not at all."""

from __future__ import annotations

from floor.access.tokens import issue
from tests.cast import Shop, iso
from tests.quality.conftest import FIRST, Judge, fail, send


def test_undo_brings_every_piece_back_to_the_gate_as_it_was(shop: Shop, bundle: str, judge: Judge) -> None:
    given = judge(bundle, passed=10, rework=[{"quantity": 2}], defects=[fail(2, "rework")])
    undone = judge(None, undoes=given["id"])
    assert undone["say"] == "Diurungkan. Bundel A-001-01/001 kembali ke QC akhir."
    assert shop.where(FIRST) == {4: 12}
    assert judge(bundle, passed=12)["first_pass"] == {"judged": 12, "passed": 12}


def test_after_30_seconds_it_is_too_late(shop: Shop, bundle: str, judge: Judge) -> None:
    given = judge(bundle, passed=12)
    late = judge(None, undoes=given["id"], happened_at=iso(shop.now + 30_001))
    assert late["refusal"]["code"] == "UNDO_TOO_LATE"
    assert shop.where(FIRST) == {5: 12}


def test_what_moved_on_is_not_undone(shop: Shop, bundle: str, judge: Judge) -> None:
    given = judge(bundle, passed=12)
    shop.through(bundle, "P-LPT")
    assert judge(None, undoes=given["id"])["refusal"]["code"] == "MOVED_ON"


def test_what_moved_on_from_where_others_of_it_passed_is_not_undone(shop: Shop, judge: Judge) -> None:
    code, back = shop.bundle(1), {"to_step": 3}
    shop.through(code, "P-OBR")
    shop.scan("P-JHT", code, quantity=5)
    judge(code, rework=[{"quantity": 5, **back}], defects=[fail(5, "rework")])
    shop.through(code, "P-JHT")
    given = judge(code, passed=5, rework=[{"quantity": 7, **back}], defects=[fail(7, "rework")])
    assert shop.scan("P-BBG", code, step=3, cycle=1)["outcome"] == "recorded"
    assert judge(None, undoes=given["id"])["refusal"]["code"] == "MOVED_ON"


def test_it_is_undone_once(shop: Shop, bundle: str, judge: Judge) -> None:
    given = judge(bundle, passed=12)
    undone = judge(None, undoes=given["id"])
    assert judge(None, undoes=given["id"])["refusal"]["code"] == "ALREADY_UNDONE"
    assert judge(None, undoes=undone["id"])["refusal"]["code"] == "CANT_UNDO_UNDO"


def test_only_where_it_was_given(shop: Shop, bundle: str, judge: Judge) -> None:
    given = judge(bundle, passed=12)
    inspectors = shop.write(lambda conn: issue(conn, shop.ids["P-LPT"], shop.ids["O-2"], "mesin", shop.now))
    elsewhere = send(shop, shop.item(None, undoes=given["id"]), token=inspectors)[0]
    assert elsewhere["refusal"]["code"] == "NOT_YOUR_SCAN"


def test_a_refused_verdict_has_nothing_to_undo(bundle: str, judge: Judge) -> None:
    refused = judge(bundle, passed=13)
    assert judge(None, undoes=refused["id"])["refusal"]["code"] == "NOTHING_TO_UNDO"
