"""A lot's end that was pressed wrongly: taken back whole or not at all; a supervisor does it later, with a reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from floor.boards.verify import verify
from floor.models import LotOutcome, LotResult
from floor.quality import say
from floor.quality.hearing import hear
from floor.quality.lot_ends import own_id
from floor.quality.verdicts import record_verdict
from floor.scan.hearing import Nameless
from tests.cast import Shop, iso
from tests.quality.conftest import Judge, send
from tests.quality.lot_cast import PLANS, Lots


@pytest.fixture
def lots(shop: Shop) -> Lots:
    """A standard with ISO plans for all classes."""
    made = Lots(shop)
    made.plan(**PLANS)
    return made


def ended(lots: Lots, how: str = "accepted", bad: int = 0, **more: Any) -> dict[str, Any]:
    """A lot of two bundles from its start to its end; the answer to that."""
    lots.start(lots.bring(26, 13))
    lots.look_at_all(bad)
    return lots.end(how, **more)


def by(lots: Lots, officer: str, *, corrects: int | None = None, **said: Any) -> dict[str, Any]:
    """What an officer says of the lot at the gate, the PIN just typed; the answer."""
    lots.shop.now += 1
    raw = {"id": str(uuid4()), "lot": lots.number, "happened_at": iso(lots.shop.now), **said}
    heard = hear(raw, lots.shop.now, lots.shop.now)
    assert not isinstance(heard, Nameless)
    item, asked = heard[0], replace(heard[1], corrects=corrects)
    result = lots.shop.write(lambda conn: record_verdict(conn, lots.giver(officer), item, asked))
    return say.answer(result, "id", "WIB")


def undo(lots: Lots, end: dict[str, Any], *, after: int = 20_000, officer: str = "O-2", **more: Any) -> dict[str, Any]:
    """Takes the end back so many milliseconds later; the answer."""
    lots.shop.now += after
    return by(lots, officer, undoes=end["id"], **more)


def test_an_end_is_taken_back_whole_and_the_lot_is_open_again(lots: Lots) -> None:
    end = ended(lots)
    assert [lots.shop.where(unit.unit) for unit in lots.lot.units] == [{5: 13}, {5: 13}]
    back = undo(lots, end)
    assert back["say"].endswith("Semua potong kembali ke gerbang, lot dibuka lagi.")
    assert [move["quantity"] for move in back["moves"]] == [13, 13]
    assert [lots.shop.where(unit.unit) for unit in lots.lot.units] == [{4: 13}, {4: 13}]
    assert (lots.lot.ended, len(lots.lot.looks)) == (None, 13)
    assert lots.shop.write(verify).problems == ()


def test_a_lot_opened_again_ends_otherwise_and_every_turn_is_kept(lots: Lots) -> None:
    undo(lots, ended(lots))
    last = max(lots.lot.looks, key=lambda look: look.inspection_id)
    piece = next(piece for piece in lots.lot.pieces if piece.number == last.draw)
    shop = lots.shop
    by(lots, "O-2", undoes=last_id(last.client_id))
    lots.look(piece, "G07")
    assert lots.end("accepted")["say"].endswith("25 lanjut, 1 dipisahkan.")
    kept = shop.write(lambda conn: conn.execute(select(LotResult.outcome).order_by(LotResult.turn)).scalars().all())
    assert kept == ["accepted", "undone", "accepted"]
    assert shop.write(verify).problems == ()


def last_id(client_id: bytes) -> str:
    """An id as text."""
    return str(UUID(bytes=client_id))


def test_the_same_undo_is_answered_again_and_the_end_too(lots: Lots) -> None:
    end = ended(lots)
    shop, item = lots.shop, {"id": str(uuid4()), "lot": lots.number, "undoes": end["id"]}
    item["happened_at"] = iso(shop.now + 1_000)
    first, again = send(shop, item)[0], send(shop, item)[0]
    assert (again["replayed"], again["moves"]) == (True, first["moves"])
    assert send(shop, {**item, "id": str(uuid4()), "undoes": item["id"]})[0]["refusal"]["code"] == "CANT_UNDO_UNDO"
    assert send(shop, {**item, "id": str(uuid4())})[0]["refusal"]["code"] == "ALREADY_UNDONE"


def test_after_half_a_minute_only_a_supervisor_does_it_with_a_reason(lots: Lots) -> None:
    end = ended(lots)
    assert undo(lots, end, after=31_000)["refusal"]["code"] == "UNDO_TOO_LATE"
    assert undo(lots, end, officer="O-3")["refusal"]["code"] == "REASON_NEEDED"
    assert undo(lots, end, officer="O-3", note="salah bundel")["outcome"] == "recorded"
    assert lots.lot.ended is None


def test_nothing_goes_back_where_one_bundle_went_on(lots: Lots) -> None:
    end = ended(lots)
    lots.shop.through(lots.codes[1], "P-LPT")
    no = undo(lots, end)["refusal"]
    assert no["code"] == "LOT_WENT_ON"
    assert lots.lot.units[1].unit in no["sentence"]
    assert lots.lot.ended is LotOutcome.ACCEPTED
    assert lots.shop.where(lots.lot.units[0].unit) == {5: 13}


def test_no_bundle_of_an_end_is_taken_back_by_itself(lots: Lots) -> None:
    own = last_id(own_id(UUID(ended(lots)["id"]).bytes, 0))
    answer = send(lots.shop, lots.shop.item(None, undoes=own))[0]
    assert answer["refusal"]["code"] == "UNDO_IN_LOT"
    assert [lots.shop.where(unit.unit) for unit in lots.lot.units] == [{5: 13}, {5: 13}]
    assert lots.shop.write(verify).problems == ()


def test_a_rejection_is_taken_back_while_everything_waits(lots: Lots, judge: Judge) -> None:
    end = ended(lots, "rejected", bad=1)
    assert undo(lots, end)["outcome"] == "recorded"
    assert lots.end("rejected")["outcome"] == "recorded"
    assert judge(lots.codes[0], passed=1)["outcome"] == "recorded"
    lots.shop.now += 1
    last = select(LotResult.client_id).order_by(LotResult.turn.desc())
    again = {"id": last_id(lots.shop.write(lambda conn: conn.execute(last).scalar()))}
    assert undo(lots, again, after=1)["refusal"]["code"] == "LOT_WENT_ON"


def test_an_end_taken_back_counts_nowhere(lots: Lots) -> None:
    for _ in range(2):
        undo(lots, ended(lots, "rejected", bad=1))
        assert by(lots, "O-3", lot_end="withdrawn", note="coba", code=lots.codes[0])["outcome"] == "recorded"
    assert lots.strictness() == "normal"
    assert lots.shop.write(verify).problems == ()


def test_another_lots_end_is_not_said_to_be_taken_back_already(lots: Lots) -> None:
    end = ended(lots)
    lots.start(lots.bring(26, 13))
    assert undo(lots, end, after=1)["refusal"]["code"] == "NOTHING_TO_UNDO"
