"""Cartons are filled by scans at the last station, sealed by another scan of their label, and emptied with an undo."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select, text, update

from floor import refusals
from floor.access.tokens import hash_token
from floor.boards.verify import verify
from floor.models import Carton, EntryKind, Label, Order, OrderLine, Unit
from floor.quality.hearing import hear as hear_verdict
from floor.quality.verdicts import record_verdicts
from floor.rules import places
from floor.rules.scanning import Mark
from floor.scan.cartons import make, open_again, pack, seal, take_out
from floor.scan.corrections import correct
from floor.scan.entries import Done
from floor.scan.record import EntryAsked
from floor.scan.splits import At, split
from tests.cast import Shop

FIRST = "A-001-01/001"


@pytest.fixture
def bundle(shop: Shop) -> str:
    """The code of a bundle of twelve that passed its inspection and waits to be packed."""
    code = shop.bundle(1)
    shop.through(code, "P-OBR", "P-JHT", "P-BBG")
    key, now = hash_token(shop.tokens["P-QC"]), shop.now
    passed = hear_verdict(shop.item(code, passed=12), now, now)
    results = shop.write(lambda conn: record_verdicts(conn, key, [passed], now))
    assert results[0].result.no is None
    return code


def unit_of(shop: Shop, code: str) -> int:
    """The key of the unit whose label this is."""
    found: int = shop.write(lambda conn: conn.execute(select(Label.unit_id).where(Label.code == code)).scalar_one())
    return found


def new_carton(shop: Shop, order: str = "order") -> tuple[int, str, str]:
    """A new carton: its key, its number, its label's code."""
    done: Done = shop.write(lambda conn: make(conn, shop.entry(EntryKind.CARTON), shop.ids[order]))
    number = done.detail["numbers"][0]

    def look(conn: Connection) -> tuple[int, str, str]:
        columns = select(Carton.id, Carton.number, Label.code).join(Label, Label.carton_id == Carton.id)
        row = conn.execute(columns.where(Carton.number == number)).one()
        return row[0], row[1], row[2]

    found: tuple[int, str, str] = shop.write(look)
    return found


def change(shop: Shop, kind: EntryKind, verb: Callable[[Connection, EntryAsked], Done]) -> Done:
    """What became of a change."""
    asked = shop.entry(kind, "alasan")
    done: Done = shop.write(lambda conn: verb(conn, asked))
    return done


def inside(shop: Shop, carton_id: int) -> int:
    """Pieces in a carton."""
    content = text("SELECT COALESCE(SUM(quantity), 0) FROM carton_content WHERE carton_id = :id")
    return int(shop.write(lambda conn: conn.execute(content, {"id": carton_id}).scalar_one()))


def holds(shop: Shop) -> None:
    """The ledger proves itself."""
    assert shop.write(verify).problems == ()


def code_of(answer: dict[str, Any]) -> str:
    """Why it was refused."""
    return str(answer["refusal"]["code"])


def test_cartons_are_numbered_within_their_order(shop: Shop) -> None:
    assert [new_carton(shop)[1] for _ in range(2)] == ["K-A-001-001", "K-A-001-002"]
    done = change(shop, EntryKind.CARTON, lambda conn, asked: make(conn, asked, shop.ids["order"], 3))
    assert done.detail["numbers"] == ["K-A-001-003", "K-A-001-004", "K-A-001-005"]


def test_what_is_scanned_after_a_carton_goes_into_it(shop: Shop, bundle: str) -> None:
    carton_id, number, label = new_carton(shop)
    opened = shop.scan("P-LPT", label)
    assert opened["say"].startswith(f"Koli {number} diisi di pos ini.") and opened["carton"] == number
    packed = shop.scan("P-LPT", bundle)
    assert f"Masuk koli {number}." in packed["say"] and packed["carton"] == number
    assert inside(shop, carton_id) == 12 and shop.where(FIRST) == {places.READY: 12}
    holds(shop)


def test_scanned_once_more_it_is_sealed_and_takes_nothing_in(shop: Shop, bundle: str) -> None:
    carton_id, number, label = new_carton(shop)
    shop.scan("P-LPT", label)
    shop.scan("P-LPT", bundle, quantity=5)
    assert shop.scan("P-LPT", label)["say"] == f"Koli {number} ditutup."
    assert code_of(shop.scan("P-LPT", label)) == refusals.CARTON_SEALED.code
    assert shop.scan("P-LPT", bundle)["outcome"] == "recorded"
    assert inside(shop, carton_id) == 5


def test_an_empty_carton_scanned_again_is_only_put_away(shop: Shop, bundle: str) -> None:
    carton_id, number, label = new_carton(shop)
    shop.scan("P-LPT", label)
    assert shop.scan("P-LPT", label)["say"] == f"Koli {number} disimpan dulu."
    shop.scan("P-LPT", bundle)
    assert inside(shop, carton_id) == 0


def test_cartons_are_filled_only_where_goods_become_ready(shop: Shop) -> None:
    assert code_of(shop.scan("P-JHT", new_carton(shop)[2])) == refusals.CARTON_NOT_HERE.code


def test_a_carton_scan_sent_again_is_done_once(shop: Shop, bundle: str) -> None:
    carton_id, _, label = new_carton(shop)
    item = shop.item(label)
    first, again = shop.send("P-LPT", item)[0], shop.send("P-LPT", item)[0]
    assert again["replayed"] and again["outcome"] == first["outcome"] == "recorded"
    shop.scan("P-LPT", bundle)
    assert inside(shop, carton_id) == 12


def test_an_undo_takes_the_pieces_out_of_the_carton_too(shop: Shop, bundle: str) -> None:
    carton_id, _, label = new_carton(shop)
    shop.scan("P-LPT", label)
    item = shop.item(bundle)
    shop.send("P-LPT", item)
    assert shop.scan("P-LPT", None, undoes=item["id"])["outcome"] == "recorded"
    assert inside(shop, carton_id) == 0 and shop.where(FIRST) == {5: 12}
    holds(shop)


def test_out_of_a_sealed_carton_nothing_is_undone(shop: Shop, bundle: str) -> None:
    _, _, label = new_carton(shop)
    shop.scan("P-LPT", label)
    item = shop.item(bundle)
    shop.send("P-LPT", item, shop.item(label))
    assert code_of(shop.scan("P-LPT", None, undoes=item["id"])) == refusals.CARTON_SEALED.code


def test_goods_of_another_order_go_into_no_carton_of_this_one(shop: Shop, bundle: str) -> None:
    shop.ids["other"] = shop.write(lambda conn: _another_order(conn, shop))
    _, _, label = new_carton(shop, "other")
    shop.scan("P-LPT", label)
    assert code_of(shop.scan("P-LPT", bundle)) == refusals.CARTON_OF_ANOTHER.code
    shop.scan("P-LPT", label)  # put away
    assert shop.scan("P-LPT", bundle)["outcome"] == "recorded"


def test_a_carton_of_an_order_that_was_closed_is_in_nobodys_way(shop: Shop, bundle: str) -> None:
    shop.ids["other"] = shop.write(lambda conn: _another_order(conn, shop))
    carton_id, _, label = new_carton(shop, "other")
    shop.scan("P-LPT", label)
    shop.write(lambda conn: conn.execute(update(Order).where(Order.id == shop.ids["other"]).values(closed_at=shop.now)))
    assert shop.scan("P-LPT", bundle)["outcome"] == "recorded"
    assert inside(shop, carton_id) == 0


def _another_order(conn: Connection, shop: Shop) -> int:
    kept = conn.execute(select(Order.__table__).where(Order.id == shop.ids["order"])).mappings().one()
    values = {**{name: value for name, value in kept.items() if name != "id"}, "number": "PO-A-002"}
    order = int(conn.execute(insert(Order).values(values).returning(Order.id)).scalar_one())
    conn.execute(insert(OrderLine).values(order_id=order, size="M", position=0, target=5))
    return order


def test_loose_pieces_are_packed_and_taken_out_at_the_desk(shop: Shop, bundle: str) -> None:
    carton_id, _, _ = new_carton(shop)
    unit = unit_of(shop, bundle)
    shop.scan("P-LPT", bundle)
    too_many = change(shop, EntryKind.PACK, lambda conn, asked: pack(conn, asked, carton_id, {unit: 13}))
    assert too_many.no is not None and too_many.no.code == refusals.TOO_MANY.code
    assert change(shop, EntryKind.PACK, lambda conn, asked: pack(conn, asked, carton_id, {unit: 8})).no is None
    assert change(shop, EntryKind.PACK, lambda conn, asked: take_out(conn, asked, carton_id, {unit: 3})).no is None
    assert inside(shop, carton_id) == 5 and shop.where(FIRST) == {places.READY: 12}
    holds(shop)


def test_what_lies_in_a_carton_is_neither_corrected_nor_split(shop: Shop, bundle: str) -> None:
    carton_id, _, _ = new_carton(shop)
    unit = unit_of(shop, bundle)
    shop.scan("P-LPT", bundle)
    change(shop, EntryKind.PACK, lambda conn, asked: pack(conn, asked, carton_id, {unit: 8}))
    ready = At(unit, places.READY, Mark())
    for quantity, code in ((5, refusals.IN_CARTONS.code), (4, None)):
        verb = partial(correct, source=ready, to_place=places.SCRAP, quantity=quantity)
        done = change(shop, EntryKind.CORRECT, verb)
        assert (done.no.code if done.no else None) == code
    divided = change(shop, EntryKind.SPLIT, lambda conn, asked: split(conn, asked, ready, 1))
    assert divided.no is not None and divided.no.code == refusals.IN_CARTONS.code
    holds(shop)


def test_a_sealed_carton_is_opened_again_and_filled(shop: Shop, bundle: str) -> None:
    carton_id, number, _ = new_carton(shop)
    unit = unit_of(shop, bundle)
    shop.scan("P-LPT", bundle)
    empty = change(shop, EntryKind.CARTON, lambda conn, asked: seal(conn, asked, carton_id))
    assert empty.no is not None and empty.no.code == refusals.BAD_NUMBER.code
    change(shop, EntryKind.PACK, lambda conn, asked: pack(conn, asked, carton_id, {unit: 8}))
    assert change(shop, EntryKind.CARTON, lambda conn, asked: seal(conn, asked, carton_id)).no is None
    sealed = change(shop, EntryKind.PACK, lambda conn, asked: take_out(conn, asked, carton_id, {unit: 8}))
    assert sealed.no is not None and dict(sealed.no.detail) == {"carton": number}
    change(shop, EntryKind.CARTON, lambda conn, asked: open_again(conn, asked, carton_id))
    assert change(shop, EntryKind.PACK, lambda conn, asked: take_out(conn, asked, carton_id, {unit: 8})).no is None


def test_only_units_of_the_cartons_order_are_packed(shop: Shop, bundle: str) -> None:
    shop.ids["other"] = shop.write(lambda conn: _another_order(conn, shop))
    carton_id, _, _ = new_carton(shop, "other")
    shop.scan("P-LPT", bundle)
    unit = unit_of(shop, bundle)
    done = change(shop, EntryKind.PACK, lambda conn, asked: pack(conn, asked, carton_id, {unit: 1}))
    assert done.no is not None and done.no.code == refusals.CARTON_OF_ANOTHER.code
    assert shop.write(lambda conn: conn.execute(select(Unit.id).where(Unit.id == unit)).scalar_one()) == unit
