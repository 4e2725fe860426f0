"""Whatever is judged, no piece is lost and none appears: many random verdicts against plain counting."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from floor.refusals import ALL, No
from floor.rules import places
from floor.rules.route import Route, Step, route
from floor.rules.scanning import Holding, Mark
from floor.rules.verdict import MOST_CYCLES, SendBack, Split, Verdict, judge_verdict

counts = st.integers(0, 6)
marks = st.builds(Mark, st.integers(0, MOST_CYCLES), st.integers(0, 6))
splits = st.builds(
    Split,
    passed=counts,
    rework=st.lists(st.builds(SendBack, st.integers(1, 4), st.none() | st.integers(0, 7)), max_size=2).map(tuple),
    grade_b=counts,
    scrap=counts,
    hold=counts,
)
all_places = st.integers(1, 6) | st.sampled_from([places.READY, places.SCRAP, places.on_hold(3)])


@st.composite
def routes(draw: st.DrawFn) -> Route:
    """Routes of six steps, some gates, some that may be skipped."""
    kinds = draw(st.lists(st.sampled_from(["step", "skip", "gate"]), min_size=6, max_size=6))
    return route(
        Step(number, number, kind == "gate", kind == "skip", rework_to=draw(st.none() | st.just(number - 1)) or None)
        for number, kind in enumerate(kinds, start=1)
    )


@st.composite
def holdings(draw: st.DrawFn) -> list[Holding]:
    """What a unit or its two children hold, one row to a unit, place and mark as in the balances."""
    where = draw(st.sets(st.tuples(st.integers(1, 2), all_places, marks), max_size=8))
    return [Holding(unit, place, mark, draw(st.integers(1, 8))) for unit, place, mark in where]


@given(split=splits, line=routes(), held=holdings(), unit=st.integers(0, 1), consent=st.booleans())
def test_pieces_are_conserved(split: Split, line: Route, held: list[Holding], unit: int, consent: bool) -> None:
    verdict = judge_verdict(unit, split, line, None, held, takes_grade_b=consent)
    if isinstance(verdict, No):
        assert verdict.code in ALL
        return
    _goes_where_the_split_says(verdict, split, line)
    _takes_no_more_than_is_held(verdict, held)
    _marks_only_what_is_sent_back(verdict)
    assert consent or not split.grade_b


def _goes_where_the_split_says(verdict: Verdict, split: Split, line: Route) -> None:
    gone: Counter[int] = Counter()
    for shift in verdict.shifts:
        gone[shift.to_place if shift.to_place >= places.READY else 0] += shift.quantity
    ends = {places.SCRAP: split.scrap, places.on_hold(verdict.step): split.hold, places.GRADE_B: split.grade_b}
    for end, quantity in ends.items():
        assert gone.pop(end, 0) == quantity
    forward = sum(s.quantity for s in verdict.shifts if s.to_place == line.after(verdict.step))
    assert forward == split.passed
    assert sum(gone.values()) == split.passed + split.sent_back


def _takes_no_more_than_is_held(verdict: Verdict, held: list[Holding]) -> None:
    taken: Counter[tuple[int, int, Mark]] = Counter()
    for shift in verdict.shifts:
        assert shift.quantity > 0
        taken[shift.unit_id, shift.from_place, shift.from_mark] += shift.quantity
    have = {(h.unit_id, h.place, h.mark): h.quantity for h in held}
    assert all(quantity <= have.get(key, 0) for key, quantity in taken.items())


def _marks_only_what_is_sent_back(verdict: Verdict) -> None:
    for shift in verdict.shifts:
        if shift.to_place < verdict.step:
            assert shift.to_mark == Mark(shift.from_mark.cycle + 1, max(shift.from_mark.sent_by, verdict.step))
            assert shift.to_mark.cycle <= MOST_CYCLES
        else:
            assert shift.to_mark == shift.from_mark


@given(line=routes(), held=holdings())
def test_all_that_waits_at_one_gate_can_pass_at_once(line: Route, held: list[Holding]) -> None:
    gates = {h.place for h in held if places.is_step(h.place) and line.step(h.place).is_gate}
    if len(gates) == 1:
        gate = gates.pop()
        count = sum(h.quantity for h in held if h.place == gate)
        verdict = judge_verdict(0, Split(passed=count), line, None, held, step=gate)
        assert isinstance(verdict, Verdict)
        assert sum(shift.quantity for shift in verdict.shifts) == count
