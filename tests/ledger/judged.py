"""Random verdicts at the gate: given, taken back within 30 seconds, corrected by another."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.cast import iso
from tests.ledger.driver import ANY, FEW, SECONDS, Driver
from tests.ledger.nouns import GATE, SKIPPABLE, Split

KINDS = ["passed", "rework", "scrap", "hold"]
PARTS = st.lists(st.integers(1, 12), min_size=3, max_size=3)
SENT_TO = st.sampled_from([1, 2, 2, 3, 4])


class Verdicts(Driver):
    """What an inspector can do."""

    @precondition(lambda self: self.verdict_ids)
    @rule(seconds=SECONDS, which=FEW)
    def a_verdict_is_undone(self, seconds: int, which: int) -> None:
        undoes = self.verdict_ids[-1 - which % len(self.verdict_ids)]
        self._undo_verdict(undoes, min(self.model.verdicts[undoes].at + seconds * 1_000, self.shop.now))

    def _undo_verdict(self, undoes: str, at: int) -> None:
        item = self.shop.item(None, undoes=undoes, happened_at=iso(at))
        [answer] = self._send_verdict(item)
        self._agree(self.model.undo_verdict(item["id"], undoes, "P-QC", at), answer)

    @property
    def verdict_ids(self) -> list[str]:
        """Every verdict that was given, undos included."""
        return list(self.model.verdicts)

    @rule(
        which=ANY,
        kinds=st.lists(st.sampled_from(["passed", "rework", "scrap", "hold"]), min_size=1, max_size=3),
        parts=st.lists(st.integers(1, 12), min_size=3, max_size=3),
        to_step=st.sampled_from([1, 2, 2, 3, 4]),
    )
    def a_verdict(self, which: int, kinds: list[str], parts: list[int], to_step: int) -> None:
        self._judge(self._unit(which), Split(**dict(zip(kinds, parts, strict=False)), to_step=to_step))

    @rule(
        which=ANY,
        kind=st.sampled_from([*["passed", "rework"] * 3, "hold", "scrap", "grade_b"]),
        to_step=st.integers(1, 3),
        then=st.sampled_from(["", "", "undone", "corrected", "corrected", "corrected twice"]),
        really=st.sampled_from(KINDS),
        quantity=st.none() | st.integers(1, 4),
    )
    def all_at_the_gate_are_judged(
        self, which: int, kind: str, to_step: int, then: str, really: str, quantity: int | None
    ) -> None:
        units = [spot[0] for spot in self._standing() if spot[1] in (GATE, SKIPPABLE)]
        if not units:
            return
        unit = units[which % len(units)]
        waiting = self.model.count(spot for spot in self.model.spots(unit) if spot[1] in (GATE, SKIPPABLE))
        self._judge(unit, Split(**{kind: waiting}, to_step=to_step))
        if then == "undone":
            self._undo_verdict(self.verdict_ids[-1], self.shop.now)
        for _ in range(("corrected", "corrected twice").index(then) + 1 if "corrected" in then else 0):
            self._correct(self.verdict_ids[-1], unit, Split(**{really: quantity or waiting}, to_step=to_step))

    @rule(which=ANY)
    def a_unit_fails_again_and_again(self, which: int) -> None:
        unit = self._unit(which)
        for _ in range(3):
            self._judge(unit, Split(rework=1, to_step=SKIPPABLE))

    @precondition(lambda self: any(heard.recorded and heard.unit for heard in self.model.verdicts.values()))
    @rule(
        which=FEW,
        kinds=st.lists(st.sampled_from(KINDS), min_size=1, max_size=2),
        few=st.booleans(),
        parts=PARTS,
        to_step=SENT_TO,
        on_another=st.integers(0, 9),
    )
    def a_verdict_is_corrected(
        self, which: int, kinds: list[str], few: bool, parts: list[int], to_step: int, on_another: int
    ) -> None:
        given = [key for key, heard in self.model.verdicts.items() if heard.recorded or which == 11]
        wrong = given[-1 - which % len(given)]
        unit = self.model.verdicts[wrong].unit
        if not unit or not on_another:
            unit = self._unit(which)
        judged = sum(move.quantity for deed in self.model.deeds if deed.key == wrong for move in deed.moves)
        sizes = [max(1, judged // len(kinds))] * len(kinds) if few else parts
        self._correct(wrong, unit, Split(**dict(zip(kinds, sizes, strict=False)), to_step=to_step))
