"""Taking the last scan back: a whole scan or nothing, within 30 seconds by the tablet's clock."""

from __future__ import annotations

from typing import Any

import pytest

from floor.clock import parse
from floor.models import EntryKind
from floor.refusals import No
from floor.rules.codes import Kind
from floor.rules.scanning import FRESH
from floor.scan.corrections import undo_later
from floor.scan.entries import Done
from floor.scan.splits import At, split
from tests.cast import Shop, iso
from tests.databases import OpenDatabase
from tests.quality.conftest import send as judge

BUNDLE = "A-001-01/001"


def _undo(shop: Shop, station: str, scan: dict[str, Any], after: int = 5_000) -> dict[str, Any]:
    undo = shop.item(None, undoes=scan["id"], happened_at=iso(parse(scan["happened_at"]) + after))
    return shop.send(station, undo)[0]


def _scan(shop: Shop, station: str, code: str, **more: Any) -> dict[str, Any]:
    item = shop.item(code, **more)
    assert shop.send(station, item)[0]["outcome"] == "recorded"
    return item


def _code(result: dict[str, Any]) -> str:
    return str(result["refusal"]["code"])


def _undo_later(shop: Shop, scan: dict[str, Any], reason: str = "salah pindai") -> Done:
    asked = shop.entry(EntryKind.UNDO, reason)

    def work(conn: Any) -> Done:
        kept = conn.exec_driver_sql(f"SELECT id, unit_id FROM scan WHERE code = '{scan['code']}' ORDER BY id").first()
        return undo_later(conn, asked, *kept)

    done: Done = shop.write(work)
    return done


def test_a_scan_is_taken_back(shop: Shop) -> None:
    scan = _scan(shop, "P-OBR", shop.bundle(1))
    result = _undo(shop, "P-OBR", scan)
    assert result["say"] == "Diurungkan. Bundel A-001-01/001 kembali ke Obras."
    [move] = result["moves"]
    assert (move["from"], move["to"], move["quantity"], move["why"]) == (2, 1, 12, "undone")
    assert shop.where(BUNDLE) == {1: 12}


def test_the_moves_stay_and_the_undo_names_them(shop: Shop, database: OpenDatabase) -> None:
    _undo(shop, "P-OBR", _scan(shop, "P-OBR", shop.bundle(1)))
    done, undone = database.rows("SELECT id, undoes_id, why FROM move WHERE scan_id IS NOT NULL ORDER BY id")
    assert (done[2], undone[1:]) == ("done", (done[0], "undone"))


def test_a_batch_cards_scan_is_taken_back_whole(shop: Shop) -> None:
    _undo(shop, "P-OBR", _scan(shop, "P-OBR", shop.code("A-001-01")))
    assert shop.where(BUNDLE) == shop.where("A-001-01/002") == {1: 12}


def test_where_a_part_moved_on_nothing_is_taken_back(shop: Shop) -> None:
    scan = _scan(shop, "P-OBR", shop.code("A-001-01"))
    shop.through(shop.bundle(2), "P-JHT")
    assert _code(_undo(shop, "P-OBR", scan)) == "MOVED_ON"
    assert shop.where(BUNDLE) == {2: 12}


@pytest.mark.parametrize(("after", "stands"), [(0, False), (30_000, False), (30_001, True), (-1, True)])
def test_thirty_seconds_by_the_tablets_clock(shop: Shop, after: int, stands: bool) -> None:
    scan = _scan(shop, "P-OBR", shop.bundle(1))
    result = _undo(shop, "P-OBR", scan, after)
    assert (result["outcome"] == "refused") is stands
    assert shop.where(BUNDLE) == {2 if stands else 1: 12}


def test_out_of_a_queue_sent_hours_later_the_tablets_times_count(shop: Shop) -> None:
    long_ago = iso(shop.now - 8 * 3_600_000)
    scan = _scan(shop, "P-OBR", shop.bundle(1), happened_at=long_ago, late=True)
    assert _undo(shop, "P-OBR", scan)["outcome"] == "recorded"


def test_a_later_scan_of_the_goods_must_be_undone_first(shop: Shop) -> None:
    first, second = _scan(shop, "P-OBR", shop.bundle(1)), _scan(shop, "P-JHT", shop.bundle(1))
    assert _code(_undo(shop, "P-OBR", first)) == "MOVED_ON"
    assert _undo(shop, "P-JHT", second)["outcome"] == "recorded"
    assert _undo(shop, "P-OBR", first)["outcome"] == "recorded"
    assert shop.where(BUNDLE) == {1: 12}


def test_pieces_split_off_since_have_moved_on(shop: Shop, database: OpenDatabase) -> None:
    scan = _scan(shop, "P-OBR", shop.bundle(1))
    unit = database.value("SELECT id FROM unit WHERE name = :name", name=BUNDLE)
    shop.write(lambda conn: split(conn, shop.entry(EntryKind.SPLIT), At(unit, 2, FRESH), 3))
    assert _code(_undo(shop, "P-OBR", scan)) == "MOVED_ON"


def test_others_that_passed_the_same_skipped_step_since_do_not_matter(shop: Shop) -> None:
    shop.through(shop.bundle(1), "P-OBR", "P-JHT")
    first, second = (shop.item(shop.bundle(1), passed=n) for n in (4, 3))
    judge(shop, first)
    shop.scan("P-BBG", shop.bundle(1), quantity=3)
    judge(shop, second)
    assert judge(shop, shop.item(None, undoes=first["id"]))[0]["outcome"] == "recorded"
    assert shop.where(BUNDLE) == {3: 9, 5: 3}


def test_pieces_that_joined_others_are_taken_back_alone(shop: Shop) -> None:
    _scan(shop, "P-OBR", shop.bundle(1), quantity=5)
    scan = _scan(shop, "P-OBR", shop.bundle(1))
    _undo(shop, "P-OBR", scan)
    assert shop.where(BUNDLE) == {1: 7, 2: 5}


def test_a_scan_is_undone_once(shop: Shop) -> None:
    scan = _scan(shop, "P-OBR", shop.bundle(1))
    _undo(shop, "P-OBR", scan)
    assert _code(_undo(shop, "P-OBR", scan)) == "ALREADY_UNDONE"
    assert shop.where(BUNDLE) == {1: 12}


def test_an_undo_is_not_undone(shop: Shop) -> None:
    scan = _scan(shop, "P-OBR", shop.bundle(1))
    undo = shop.item(None, undoes=scan["id"])
    shop.send("P-OBR", undo)
    assert _code(_undo(shop, "P-OBR", undo)) == "CANT_UNDO_UNDO"
    assert shop.where(BUNDLE) == {1: 12}


def test_another_stations_scan_is_not_ours_to_undo(shop: Shop) -> None:
    scan = _scan(shop, "P-OBR", shop.bundle(1))
    assert _code(_undo(shop, "P-GANDA", scan)) == "NOT_YOUR_SCAN"


def test_an_unknown_scan_is_nothing_to_undo(shop: Shop) -> None:
    assert _code(shop.scan("P-OBR", None, undoes=shop.item(None)["id"])) == "NOTHING_TO_UNDO"


def test_a_refused_scan_is_nothing_to_undo(shop: Shop) -> None:
    refused = shop.item(shop.bundle(1))
    shop.send("P-BBG", refused)
    assert _code(_undo(shop, "P-BBG", refused)) == "NOTHING_TO_UNDO"


def test_nobody_signed_in_undoes_nothing(shop: Shop) -> None:
    scan = _scan(shop, "P-OBR", shop.bundle(1))
    undo = shop.item(None, undoes=scan["id"])
    [result] = shop.send("P-OBR", undo, token=shop.tablets["P-OBR"])
    assert _code(result) == "NO_OFFICER"


def test_an_undo_sent_again_is_answered_as_before(shop: Shop) -> None:
    scan = _scan(shop, "P-OBR", shop.bundle(1))
    undo = shop.item(None, undoes=scan["id"])
    [first], [again] = shop.send("P-OBR", undo), shop.send("P-OBR", undo)
    assert again == {**first, "replayed": True}


def test_an_undo_names_the_unit_by_its_label(shop: Shop) -> None:
    typed = shop.bundle(1).lower()
    scan = _scan(shop, "P-OBR", f"{typed[:4]} {typed[4:]}")
    assert _undo(shop, "P-OBR", scan)["unit"]["code"] == shop.bundle(1)


def test_undone_goods_may_be_scanned_again(shop: Shop) -> None:
    _undo(shop, "P-GANDA", _scan(shop, "P-GANDA", shop.bundle(1)))
    assert _scan(shop, "P-GANDA", shop.bundle(1))
    assert shop.where(BUNDLE) == {2: 12}


def test_the_command_card_undoes_the_last_scan_here(shop: Shop) -> None:
    card = shop.card("command", "undo", Kind.COMMAND)
    _scan(shop, "P-OBR", shop.bundle(1))
    _scan(shop, "P-OBR", shop.bundle(2))
    assert shop.scan("P-OBR", card)["say"].startswith("Diurungkan. Bundel A-001-01/002")
    assert shop.scan("P-OBR", card)["say"].startswith("Diurungkan. Bundel A-001-01/001")
    assert _code(shop.scan("P-OBR", card)) == "NOTHING_TO_UNDO"


def test_the_command_card_undoes_nothing_of_another_station(shop: Shop) -> None:
    card = shop.card("command", "undo", Kind.COMMAND)
    _scan(shop, "P-OBR", shop.bundle(1))
    assert _code(shop.scan("P-GANDA", card)) == "NOTHING_TO_UNDO"


def test_a_supervisor_undoes_later_with_a_reason(shop: Shop) -> None:
    scan = _scan(shop, "P-OBR", shop.bundle(1))
    assert _undo_later(shop, scan, " ").no == No("REASON_NEEDED")
    assert _undo_later(shop, scan).no is None
    assert shop.where(BUNDLE) == {1: 12}


def test_a_supervisor_undoes_no_undo_and_nothing_twice(shop: Shop, database: OpenDatabase) -> None:
    _undo(shop, "P-OBR", scan := _scan(shop, "P-OBR", shop.bundle(1)))
    undo_id, unit_id = database.rows("SELECT id, unit_id FROM scan WHERE undoes_id IS NOT NULL")[0]
    asked = shop.entry(EntryKind.UNDO, "coba")
    assert shop.write(lambda conn: undo_later(conn, asked, undo_id, unit_id)).no.code == "CANT_UNDO_UNDO"
    assert _undo_later(shop, scan).no == No("ALREADY_UNDONE")
    assert shop.where(BUNDLE) == {1: 12}


def test_undone_later_it_is_not_the_last_scan_here(shop: Shop) -> None:
    card = shop.card("command", "undo", Kind.COMMAND)
    _scan(shop, "P-OBR", shop.bundle(1))
    _undo_later(shop, _scan(shop, "P-OBR", shop.bundle(2)))
    assert shop.scan("P-OBR", card)["say"].startswith("Diurungkan. Bundel A-001-01/001")
