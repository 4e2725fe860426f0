"""Whatever becomes of lots, in any order: no piece is lost or made, what is kept holds together, yields recount."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from floor import clock
from floor.boards.verify import verify
from floor.figures.facts import read_facts
from floor.figures.terms import OWN, Terms
from floor.models import LotOutcome
from floor.quality import lot_ends, lot_history
from floor.refusals import Refused
from tests.cast import Shop
from tests.figures.test_recount import counted, recounted
from tests.quality.lot_cast import Lots
from tests.quality.test_undo_lots import by, last_id

BUNDLES, EACH = 2, 13
MET = {"accepted", "rejected", "undone", "corrected"}  # lest it proves nothing


class LotHistories(RuleBasedStateMachine):
    """One lot after another of the same bundles, with everything that can be done to them."""

    shop: Shop
    seen: Counter[str]

    @initialize()
    def bundles_wait(self) -> None:
        self.lots = Lots(self.shop)
        self.codes = self.lots.bring(BUNDLES * EACH, EACH)
        self.units = _names(self.shop, self.codes)
        self.lots.start(self.codes)

    @rule(bad=st.sampled_from([0, 0, 0, 1, 3]), ends=st.sampled_from([True, True, False]))
    def is_looked_at(self, bad: int, ends: bool) -> None:
        """Every drawn piece that wasn't yet, and the lot ends as they say."""
        lot = self.lots.lot
        for piece in [piece for piece in lot.pieces if lot.ended is None and piece.number not in lot.looked]:
            self._note(self.lots.look(piece, *(["G07"] if piece.number <= bad else []), outcome="scrap"), "looked")
        if ends:
            self._ends("accepted" if self.lots.lot.is_accepted else "rejected", "O-2")

    @rule()
    def takes_a_piece_back(self) -> None:
        if looks := self.lots.lot.looks:
            self._note(by(self.lots, "O-2", undoes=last_id(looks[-1].client_id)), "taken back")

    @rule(officer=st.sampled_from(["O-2", "O-3"]))
    def is_withdrawn(self, officer: str) -> None:
        if not self.lots.lot.looks:
            self._ends("withdrawn", officer)

    def _ends(self, how: str, officer: str) -> None:
        self._note(by(self.lots, officer, lot_end=how, note="salah", code=self.codes[0]), how)

    @rule(late=st.booleans(), officer=st.sampled_from(["O-2", "O-3"]))
    def the_end_is_undone(self, late: bool, officer: str) -> None:
        lot_id = self.lots.lot.id
        end = self.shop.write(lambda conn: lot_ends.last_end(conn, lot_id))
        if end is not None:
            self.shop.now += 31_000 if late else 5_000
            self._note(by(self.lots, officer, undoes=last_id(end.client_id), note="salah"), "undone")

    @rule(which=st.integers(0, 9), passed=st.integers(0, EACH), way=st.sampled_from(["scrap", "hold"]))
    def a_bundle_is_corrected(self, which: int, passed: int, way: str) -> None:
        lot_id = self.lots.lot.id
        standing = [one for one in self.shop.write(lambda conn: lot_history.end_verdicts(conn, lot_id)) if one.stands]
        if standing:
            wrong = standing[which % len(standing)]
            failed = {way: EACH - passed, "defects": [{"defect": "G01", "quantity": EACH - passed, "outcome": way}]}
            counts = {"passed": passed, **(failed if passed < EACH else {})}
            code = self.codes[self.units.index(wrong.unit)]
            said = {"lot": None, "code": code, "note": "salah lihat", **counts}
            self._note(by(self.lots, "O-2", corrects=wrong.id, **said), "corrected")

    @rule(which=st.integers(0, BUNDLES - 1))
    def goes_on(self, which: int) -> None:
        self.shop.scan("P-LPT", self.codes[which])

    @rule(which=st.integers(0, BUNDLES - 1))
    def one_piece_passes(self, which: int) -> None:
        self._note(by(self.lots, "O-2", lot=None, code=self.codes[which], passed=1), "passed")

    @rule()
    def is_presented_again(self) -> None:
        try:
            if self.lots.lot.ended is LotOutcome.REJECTED:
                self.lots.again()
            elif self.lots.lot.ended is not None:
                self.lots.start(self.codes)
        except Refused as refused:
            self.seen[refused.no.code] += 1

    @invariant()
    def no_piece_is_lost(self) -> None:
        assert [sum(self.shop.where(unit).values()) for unit in self.units] == [EACH] * BUNDLES

    def teardown(self) -> None:
        assert self.shop.write(verify).problems == ()
        shown = self.shop.write(lambda conn: counted(read_facts(conn, _around(self.shop)).judged))
        assert shown == self.shop.write(recounted)

    def _note(self, answer: dict[str, Any], done: str) -> None:
        self.seen[done if answer["outcome"] == "recorded" else answer["refusal"]["code"]] += 1


def _around(shop: Shop) -> Terms:
    """The days of these histories."""
    today = clock.local_day(shop.now, "WIB")
    return Terms(OWN, today - timedelta(days=1), today + timedelta(days=1), "WIB")


def _names(shop: Shop, codes: list[str]) -> list[str]:
    """The names of the units with these codes."""
    batch = shop.write(lambda conn: conn.exec_driver_sql("SELECT MAX(number) FROM batch").scalar())
    return [f"{batch}/{number:03}" for number in range(1, len(codes) + 1)]


def test_no_piece_is_lost_whatever_becomes_of_its_lot(shop: Shop) -> None:
    Lots(shop).plan(critical=("iso", "II", 2.5), major=("iso", "II", 2.5), minor=("iso", "II", 2.5))
    seen: Counter[str] = Counter()
    run_state_machine_as_test(
        type("Histories", (LotHistories,), {"shop": shop, "seen": seen}),
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert set(seen) >= MET, seen
