"""What did not pass has a defect, one that products of this family may have."""

from __future__ import annotations

import pytest

from tests.cast import Shop
from tests.quality.conftest import FIRST, Judge, fail


@pytest.mark.parametrize("outcome", ["scrap", "hold"])
def test_pieces_that_do_not_pass_need_a_defect(shop: Shop, bundle: str, judge: Judge, outcome: str) -> None:
    refused = judge(bundle, passed=11, **{outcome: 1})
    assert refused["say"] == "Pilih jenis cacat untuk 1 yang tidak lulus."
    assert shop.where(FIRST) == {4: 12}


def test_every_way_of_not_passing_needs_its_own(bundle: str, judge: Judge) -> None:
    refused = judge(bundle, passed=10, scrap=1, hold=1, defects=[fail(1, "scrap")])
    assert refused["refusal"]["detail"]["outcome"] == "hold"


def test_an_unknown_defect_is_refused(shop: Shop, bundle: str, judge: Judge) -> None:
    refused = judge(bundle, passed=11, scrap=1, defects=[fail(1, "scrap", "B04")])
    assert refused["refusal"]["code"] == "UNKNOWN_DEFECT"
    assert refused["say"] == "Jenis cacat B04 tidak ada untuk barang ini. Pilih dari daftar."
    assert shop.where(FIRST) == {4: 12}


def test_a_defect_is_on_no_more_pieces_than_have_that_outcome(bundle: str, judge: Judge) -> None:
    assert judge(bundle, passed=11, scrap=1, defects=[fail(2, "scrap")])["refusal"]["code"] == "TOO_MANY"


def test_a_piece_may_have_two_defects(bundle: str, judge: Judge) -> None:
    defects = [fail(1, "scrap", "G01"), fail(1, "scrap", "G07")]
    assert judge(bundle, passed=11, scrap=1, defects=defects)["outcome"] == "recorded"
