"""The sampling tables cell by cell, the test vectors, which pieces are drawn, and what a plan lets through."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floor.refusals import No
from floor.rules.curve import caught
from floor.rules.sampling import (
    AQLS,
    CLASSES,
    EVERY,
    INLINE,
    ISO,
    LEVELS,
    NORMAL,
    TIGHTENED,
    Plan,
    Wish,
    acceptance,
    all_at_once,
    class_plan,
    code_letter,
    draw,
    iso_plan,
    outcome,
    sample_size,
    sorted_out,
    standing,
    worst,
)

LETTERS = """
2 8 A A A A A A B
9 15 A A A A A B C
16 25 A A B B B C D
26 50 A B B C C D E
51 90 B B C C C E F
91 150 B B C D D F G
151 280 B C D E E G H
281 500 B C D E F H J
501 1200 C C E F G J K
1201 3200 C D E G H K L
3201 10000 C D F G J L M
10001 35000 C D F H K M N
35001 150000 D E G J L N P
150001 500000 D E G J M P Q
500001 9000000 D E H K N Q R
"""
# Table 2-A as it is printed: v and ^ are the arrows.
PRINTED = """
A 2 v v v v 0
B 3 v v v 0 ^
C 5 v v 0 ^ v
D 8 v 0 ^ v 1
E 13 0 ^ v 1 2
F 20 ^ v 1 2 3
G 32 v 1 2 3 5
H 50 1 2 3 5 7
J 80 2 3 5 7 10
K 125 3 5 7 10 14
L 200 5 7 10 14 21
M 315 7 10 14 21 ^
N 500 10 14 21 ^ ^
P 800 14 21 ^ ^ ^
Q 1250 21 ^ ^ ^ ^
R 2000 ^ ^ ^ ^ ^
"""
TIGHT = """
D 13:0 8:0 20:1
E 13:0 32:1 20:1
F 50:1 32:1 20:1
G 50:1 32:1 32:2
H 50:1 50:2 50:3
J 80:2 80:3 80:5
K 125:3 125:5 125:8
"""
# A lot of level II that has the letter.
_LOTS = (8, 15, 25, 50, 90, 150, 280, 500, 1_200, 3_200, 10_000, 35_000, 150_000, 500_000, 9**9)
LOT_OF = dict(zip("ABCDEFGHJKLMNPQ", _LOTS, strict=True))
PRINTED_ROWS = [line.split() for line in PRINTED.strip().splitlines()]
LETTER_CELLS = [
    (lot, level, letter)
    for least, most, *letters in (line.split() for line in LETTERS.strip().splitlines())
    for level, letter in zip(LEVELS, letters, strict=True)
    for lot in (int(least), int(most))
]


def resolved(row: int, column: int) -> tuple[int, int]:
    """Follows the arrows of the printed table from a cell to its plan."""
    while (cell := PRINTED_ROWS[row][column + 2]) in "v^":
        row += 1 if cell == "v" else -1
    return int(PRINTED_ROWS[row][1]), int(cell)


NORMAL_CELLS = [
    (letter, aql, *resolved(row, column))
    for row, (letter, *_) in enumerate(PRINTED_ROWS)
    for column, aql in enumerate(AQLS)
]
TIGHT_CELLS = [
    (line.split()[0], aql, *map(int, cell.split(":")))
    for line in TIGHT.strip().splitlines()
    for aql, cell in zip((1.5, 2.5, 4.0), line.split()[1:], strict=True)
]


@pytest.mark.parametrize(("lot", "level", "letter"), LETTER_CELLS)
def test_code_letters(lot: int, level: str, letter: str) -> None:
    assert code_letter(lot, level) == letter


@pytest.mark.parametrize(("letter", "aql", "size", "accept"), NORMAL_CELLS)
def test_every_cell_of_the_normal_table(letter: str, aql: float, size: int, accept: int) -> None:
    lot, level = (9**9, "III") if letter == "R" else (LOT_OF[letter], "II")
    plan = iso_plan(lot, level, aql)
    assert isinstance(plan, Plan)
    assert plan.letter == letter
    if size >= lot:
        assert (plan.method, plan.size) == (EVERY, lot)
    else:
        assert (plan.method, plan.size, plan.accept, plan.reject) == (ISO, size, accept, accept + 1)


@pytest.mark.parametrize(("letter", "aql", "size", "accept"), TIGHT_CELLS)
def test_every_cell_of_the_tightened_table(letter: str, aql: float, size: int, accept: int) -> None:
    plan = iso_plan(LOT_OF[letter], "II", aql, TIGHTENED)
    assert isinstance(plan, Plan)
    assert (plan.letter, plan.size, plan.accept, plan.strictness) == (letter, size, accept, TIGHTENED)


@pytest.mark.parametrize("letter", LOT_OF)
@pytest.mark.parametrize("aql", AQLS)
def test_tightened_plans_outside_the_table_are_refused(letter: str, aql: float) -> None:
    known = {(kept, at) for kept, at, *_ in TIGHT_CELLS}
    plan = iso_plan(LOT_OF[letter], "II", aql, TIGHTENED)
    assert isinstance(plan, No) is ((letter, aql) not in known)
    assert not isinstance(plan, No) or plan.code == "TIGHTENED_UNKNOWN"


@pytest.mark.parametrize(
    ("lot", "level", "aql", "size", "accept"),
    [
        (50, "II", 2.5, 5, 0), (50, "II", 4.0, 13, 1), (90, "II", 2.5, 20, 1), (90, "II", 4.0, 13, 1),
        (120, "II", 2.5, 20, 1), (150, "II", 1.5, 32, 1), (150, "II", 4.0, 20, 2), (280, "II", 1.0, 50, 1),
        (400, "II", 2.5, 50, 3), (400, "II", 4.0, 50, 5), (1000, "II", 1.5, 80, 3), (4000, "II", 1.0, 200, 5),
        (20, "I", 1.5, 8, 0),
    ],
)  # fmt: skip
def test_vectors(lot: int, level: str, aql: float, size: int, accept: int) -> None:
    plan = iso_plan(lot, level, aql)
    assert isinstance(plan, Plan)
    assert (plan.method, plan.size, plan.accept, plan.reject) == (ISO, size, accept, accept + 1)


def test_a_sample_as_large_as_the_lot_is_every_piece() -> None:
    plan = iso_plan(8, "II", 1.0)
    assert isinstance(plan, Plan)
    assert (plan.method, plan.size) == (EVERY, 8)


@pytest.mark.parametrize(("level", "aql"), [("IV", 2.5), ("", 2.5), ("II", 0.65), ("II", 10.0), ("II", None)])
def test_other_levels_and_aqls_are_refused(level: str, aql: float | None) -> None:
    plan = iso_plan(100, level, aql)
    assert isinstance(plan, No)
    assert plan.code == "PLAN_UNKNOWN"


def test_a_lot_of_nothing_has_no_plan() -> None:
    assert getattr(class_plan(0, "major", None), "code", "") == "LOT_EMPTY"
    assert getattr(iso_plan(0, "II", 2.5), "code", "") == "LOT_EMPTY"


def test_a_class_that_the_standard_plans_nothing_for_is_judged_on_every_piece() -> None:
    assert class_plan(60, "minor", None) == Plan(EVERY, 60, 60)


@pytest.mark.parametrize("wish", [None, Wish(ISO, "II", 4.0), Wish(INLINE)])
def test_no_critical_defect_is_ever_accepted(wish: Wish | None) -> None:
    plan = class_plan(400, "critical", wish)
    assert isinstance(plan, Plan)
    assert (plan.accept, plan.reject) == (0, 1)


def test_seven_of_a_bundle_and_none_bad() -> None:
    plan = class_plan(12, "major", Wish(INLINE))
    assert isinstance(plan, Plan)
    assert (plan.method, plan.size, plan.accept, plan.reject) == (INLINE, 7, 0, 1)
    assert class_plan(7, "major", Wish(INLINE)) == Plan(EVERY, 7, 7)


def test_the_largest_sample_is_drawn_and_a_metal_check_on_all_adds_nothing() -> None:
    plans = {"critical": Plan(EVERY, 150, 0), "major": Plan(ISO, 20, 1), "minor": Plan(ISO, 32, 3)}
    assert sample_size(plans) == 32
    assert all_at_once(plans)
    assert sample_size({**plans, "minor": Plan(EVERY, 150, 150)}) == 150
    assert sample_size(sorted_out(24)) == 24
    assert not all_at_once(sorted_out(24))


def test_each_class_is_judged_on_its_own_sample() -> None:
    looked: dict[int, str | None] = {1: None, 2: "major", 3: None, 4: "major", 5: "minor"}
    major = standing(Plan(ISO, 3, 0), "major", looked)
    minor = standing(Plan(ISO, 5, 1), "minor", looked)
    assert (major.found, major.looked, major.is_lost, major.is_done) == (1, 3, True, True)
    assert (minor.found, minor.looked, minor.is_lost, minor.is_done) == (1, 5, False, True)


def test_what_can_hurt_somebody_counts_in_whichever_sample_it_is_seen() -> None:
    plan = Plan(ISO, 3, 0)
    critical = standing(plan, "critical", {1: None, 2: None, 3: None, 20: "critical"})
    assert (critical.found, critical.looked, critical.is_lost) == (1, 3, True)


def test_a_lot_is_lost_at_once_and_accepted_only_at_the_end() -> None:
    plan = Plan(ISO, 5, 0)
    assert outcome([standing(plan, "major", {1: "major"})], 5, 1) is False
    assert outcome([standing(plan, "major", {1: None})], 5, 1) is None
    assert outcome([standing(plan, "major", dict.fromkeys(range(1, 6)))], 5, 5) is True


def test_the_worst_defect_decides_a_pieces_class() -> None:
    assert worst(["minor", "critical", "major"]) == "critical"
    assert worst([]) is None


@pytest.mark.parametrize(
    ("lot", "size", "accept", "chances"),
    [
        (50, 5, 0, (0.90, 0.81, 0.58, 0.31)),
        (50, 13, 1, (1.00, 0.94, 0.61, 0.19)),
        (150, 20, 1, (0.95, 0.82, 0.37, 0.06)),
        (400, 50, 3, (0.99, 0.87, 0.23, 0.00)),
        (1000, 80, 5, (1.00, 0.91, 0.17, 0.00)),
    ],
)
def test_what_a_plan_lets_through(lot: int, size: int, accept: int, chances: tuple[float, ...]) -> None:
    bad = [round(lot * share) for share in (0.02, 0.04, 0.10, 0.20)]
    assert [round(acceptance(lot, size, accept, count), 2) for count in bad] == list(chances)


@given(st.integers(1, 400), st.integers(1, 60), st.integers(0, 6), st.data())
def test_more_bad_pieces_are_never_accepted_more_often(lot: int, size: int, accept: int, data: st.DataObject) -> None:
    bad = data.draw(st.integers(0, lot - 1))
    before, after = (acceptance(lot, size, accept, count) for count in (bad, bad + 1))
    assert 0 <= after <= before + 1e-12 <= 1 + 1e-9
    assert acceptance(lot, size, accept, 0) == pytest.approx(1)


def test_the_share_that_is_caught_is_the_smallest_of_a_lot_however_large() -> None:
    found = caught(500_000, 200, 21)
    assert found is not None and found.accepted <= 0.1 < acceptance(500_000, 200, 21, found.bad - 1)
    assert caught(2, 1, 1) is None


@given(st.integers(2, 10**6), st.sampled_from(LEVELS), st.sampled_from(AQLS))
def test_a_normal_plan_never_takes_more_than_the_lot(lot: int, level: str, aql: float) -> None:
    plan = iso_plan(lot, level, aql)
    assert isinstance(plan, Plan)
    assert 1 <= plan.size <= lot
    assert plan.method == EVERY or plan.accept < plan.size < lot


@given(st.text("0123456789abcdef", min_size=32, max_size=32), st.lists(st.integers(1, 30), min_size=1, max_size=6))
def test_a_draw_is_made_again_from_its_seed_and_takes_no_piece_twice(seed: str, quantities: list[int]) -> None:
    held = [(f"U{number}", quantity) for number, quantity in enumerate(quantities)]
    size = math.ceil(sum(quantities) / 2)
    drawn = draw(seed, held, size)
    assert drawn == draw(seed, reversed(held), size)
    assert len(set(drawn)) == size
    assert all(1 <= position <= dict(held)[code] for code, position in drawn)
    assert draw(seed, held, 1) == drawn[:1]


def test_every_piece_is_drawn_about_as_often() -> None:
    seen = dict.fromkeys(range(1, 13), 0)
    for number in range(2_000):
        for _, position in draw(f"{number:032x}", [("U1", 12)], 3):
            seen[position] += 1
    assert all(430 < count < 570 for count in seen.values())


@given(st.dictionaries(st.integers(1, 40), st.sampled_from([*CLASSES, None]), max_size=40), st.integers(1, 40))
def test_found_is_a_recount_of_the_first_pieces(looked: dict[int, str | None], size: int) -> None:
    one = standing(Plan(ISO, size, 2, strictness=NORMAL), "major", looked)
    assert one.found == sum(1 for number in range(1, size + 1) if looked.get(number) == "major")
    assert one.is_lost is (one.found >= 3)
