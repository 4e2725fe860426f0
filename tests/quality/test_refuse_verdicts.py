"""Labels and pieces that no verdict can be given on; all is kept."""

from __future__ import annotations

from floor.rules.codes import Kind
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.quality.conftest import Judge


def test_what_cannot_be_read_or_is_not_known(shop: Shop, judge: Judge) -> None:
    assert judge("U123", passed=1)["refusal"]["code"] == "UNREADABLE"
    badge = shop.card("officer_id", shop.ids["O-1"], Kind.OFFICER)
    assert judge(badge, passed=1)["refusal"]["code"] == "NOT_FOR_SCANNING"


def test_a_void_label(shop: Shop, bundle: str, judge: Judge) -> None:
    shop.write(lambda conn: conn.exec_driver_sql("UPDATE label SET voided_at = 1"))
    assert judge(bundle, passed=12)["refusal"]["code"] == "LABEL_VOID"


def test_a_closed_order(shop: Shop, bundle: str, judge: Judge) -> None:
    shop.write(lambda conn: conn.exec_driver_sql("UPDATE orders SET closed_at = 1"))
    assert judge(bundle, passed=12)["refusal"]["code"] == "ORDER_CLOSED"


def test_pieces_that_have_not_come_yet(shop: Shop, judge: Judge) -> None:
    refused = judge(shop.bundle(1), passed=12)
    assert refused["say"] == "Bundel A-001-01/001 tidak menunggu pemeriksaan di sini. Sekarang di Obras."


def test_a_verdict_on_nothing(bundle: str, judge: Judge) -> None:
    assert judge(bundle)["refusal"]["code"] == "NOTHING_JUDGED"


def test_more_than_wait(bundle: str, judge: Judge) -> None:
    assert judge(bundle, passed=13)["say"] == "Diminta 13, yang ada di sini 12. Hitung lagi."


def test_every_no_is_kept_with_what_was_asked(shop: Shop, bundle: str, judge: Judge, database: OpenDatabase) -> None:
    judge(bundle, passed=13)
    kept = database.rows("SELECT outcome, refusal, passed, officer_id, code FROM inspection")
    assert kept == [("refused", "TOO_MANY", 13, shop.ids["O-2"], bundle)]
