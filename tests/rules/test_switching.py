"""Normal, tightened, stopped: the switching rules against examples and against the plainest model of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floor.rules.sampling import EVERY, ISO, NORMAL, STOPPED, TIGHTENED, Plan, Standing
from floor.rules.switching import Happened, switch, told

WORDS = {"+": Happened.ACCEPTED, "-": Happened.REJECTED, "r": Happened.RESTARTED}


def after(told: str) -> str:
    """The strictness after lots accepted (+), rejected (-) and restarts (r)."""
    return switch(WORDS[one] for one in told).strictness


@pytest.mark.parametrize(
    ("told", "strictness"),
    [
        ("", NORMAL),
        ("+++++++", NORMAL),
        ("-", NORMAL),
        ("--", TIGHTENED),
        ("-+++-", TIGHTENED),
        ("-++++-", NORMAL),
        ("-++++-+++-", TIGHTENED),
        ("--++++", TIGHTENED),
        ("--+++++", NORMAL),
        ("--++++-+++++", NORMAL),
        ("--+++++-", NORMAL),
        ("--" + "----", TIGHTENED),
        ("--" + "-----", STOPPED),
        ("--" + "-+-+-+-+-", STOPPED),
        ("--" + "-----" + "r", TIGHTENED),
        ("--" + "-----" + "r+++++", NORMAL),
        ("--" + "-----" + "r-----", STOPPED),
        ("r", NORMAL),
        ("--r", TIGHTENED),
    ],
)
def test_switching(told: str, strictness: str) -> None:
    assert after(told) == strictness


def test_how_far_it_is_to_the_next_switch_is_told() -> None:
    now = switch(WORDS[one] for one in "--+-++")
    assert (now.accepted, now.rejected) == (2, 1)


def plainly(told: str) -> str:
    """The rules once more, as a person would do them with a pencil: lots since the last switch, read as text."""
    state, since = NORMAL, ""
    for one in told:
        if one == "r":
            if state == STOPPED:
                state, since = TIGHTENED, ""
            continue
        if state == STOPPED:
            continue
        since += one
        if state == NORMAL and since[-5:].count("-") >= 2:
            state, since = TIGHTENED, ""
        elif state == TIGHTENED and since.endswith("+++++"):
            state, since = NORMAL, ""
        elif state == TIGHTENED and since.count("-") >= 5:
            state = STOPPED
    return state


@given(st.text("+-r", max_size=60))
def test_switching_agrees_with_the_plain_model(told: str) -> None:
    assert after(told) == plainly(told)


@given(st.text("+-", max_size=40))
def test_a_stop_holds_until_somebody_begins_again(told: str) -> None:
    if after(told) == STOPPED:
        assert after(told + "+++++") == STOPPED
        assert after(told + "r") == TIGHTENED


GOOD, LOST, HALF = (Standing(Plan(ISO, 5, 0), found, looked) for found, looked in ((0, 5), (1, 5), (0, 3)))
SORTED = Standing(Plan(EVERY, 26, 26), 0, 26)


@pytest.mark.parametrize(
    ("major", "minor", "is_accepted", "said"),
    [
        (GOOD, GOOD, True, "++"),
        (LOST, GOOD, False, "-+"),  # each class switches by itself
        (GOOD, LOST, False, "+-"),
        (GOOD, GOOD, False, "-+"),  # too light on the average, by a major check
        (LOST, HALF, False, "- "),
        (HALF, HALF, False, "  "),
        (SORTED, GOOD, True, " +"),
    ],
)
def test_what_a_lot_tells_of_each_class(major: Standing, minor: Standing, is_accepted: bool, said: str) -> None:
    happened = told({"major": major, "minor": minor}, {"major"}, is_accepted=is_accepted)
    signs = {Happened.ACCEPTED: "+", Happened.REJECTED: "-"}
    assert "".join(signs.get(happened[name], "") if name in happened else " " for name in ("major", "minor")) == said


def test_a_lot_rejected_for_what_was_seen_outside_its_sample_is_held_against_no_class() -> None:
    assert told({"major": GOOD, "minor": LOST}, (), is_accepted=False)["major"] is Happened.ACCEPTED
    assert set(told({"major": GOOD, "minor": GOOD}, (), is_accepted=False).values()) == {Happened.ACCEPTED}
