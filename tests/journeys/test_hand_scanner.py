"""Whatever a hand scanner does, a label is heard once and whole, and what a person types is left alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product, repeat
from random import Random

import pytest
from playwright.sync_api import Browser, Page

from floor.rules.codes import ALPHABET, LENGTH, Kind, is_code
from tests.journeys.scanner_harness import Scanner, open_scanner

pytestmark = pytest.mark.browser

_chance = Random()  # seeded for each test

US = "1234567890QAWZMqawzm;"
AZERTY = "&é\"'(-è_çàAQZW?aqzw,m"
LAYOUTS = {
    "azerty": str.maketrans(US, AZERTY),
    "qwertz": str.maketrans("YZyz", "ZYzy"),
    "shift": str.maketrans("1234567890", "!@#$%^&*()"),
    "caps": str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"),
}


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One page for all of these scans."""
    opened = browser.new_page()
    yield opened
    opened.context.close()


@pytest.fixture(scope="module")
def scanner(page: Page) -> Scanner:
    """A scanner whose keys this page hears."""
    return open_scanner(page)


@pytest.fixture(autouse=True)
def nothing_left(scanner: Scanner, request: pytest.FixtureRequest) -> Iterator[None]:
    """Each test has the same codes in every run, and leaves empty fields and nothing heard."""
    _chance.seed(request.node.name)
    yield
    scanner.page.evaluate("for (const one of document.querySelectorAll('input, textarea')) one.value = ''")
    assert scanner.heard() == []
    scanner.repeated()


def codes(count: int, kind: Kind = Kind.UNIT) -> list[str]:
    """So many codes as they could be issued. One in 500 means another code too once a keyboard has mistyped it."""
    bodies = (kind.value + "".join(_chance.choices(ALPHABET, k=LENGTH - 2)) for _ in repeat(None))
    return list(islice((body + end for body in bodies for end in ALPHABET if is_code(body + end)), count))


@pytest.mark.parametrize("gap_ms", [5, 20, 80, 180])
def test_a_code_is_whole_at_any_speed_wherever_the_focus_is(scanner: Scanner, gap_ms: int) -> None:
    for on, ends in product(["body", "#code", "#button", "#send"], [("Enter",), ("Tab",), ("Enter", "Tab")]):
        [code] = codes(1)
        assert scanner.send(code, gap_ms, ends, on) == [code], (on, ends)


@pytest.mark.parametrize("gap_ms", [5, 20, 80, 180])
def test_a_scan_into_a_note_is_taken_back_out_of_it(scanner: Scanner, gap_ms: int) -> None:
    for on in ("#note", "#story"):
        [code] = codes(1)
        scanner.page.fill(on, "benang lepas ")
        assert scanner.send(code, gap_ms, on=on) == [code]
        assert scanner.page.input_value(on) == "benang lepas "


def test_what_a_person_types_is_left_alone(scanner: Scanner) -> None:
    for gap_ms, text in [(90, "JAHITAN LONCAT"), (140, "PO-A-031-03"), (180, "0123456789"), (60, "lihat A-031/012")]:
        assert scanner.send(text, gap_ms, ("Tab",), "#note") == []
        assert scanner.page.input_value("#note") == text
        scanner.page.fill("#note", "")


def test_a_person_who_types_a_code_into_a_note_scans_nothing(scanner: Scanner) -> None:
    [code] = codes(1)
    scanner.focus("#note")
    for letter, gap_ms in zip(code, [140, 90, 310, 120, 200, 380, 95, 150, 240, 170], strict=True):
        scanner.keys([letter], gap_ms)
    scanner.keys(["Tab"], 5)
    assert scanner.heard() == []
    assert scanner.page.input_value("#note") == code


def test_pieces_are_joined_when_the_focus_comes_back_in_the_middle(scanner: Scanner) -> None:
    for at in range(1, 10):
        [code] = codes(1)
        scanner.focus("#button")
        scanner.keys([*code[:at]], 180)
        scanner.page.focus("#code")
        scanner.keys([*code[at:], "Enter"], 180)
        assert scanner.heard() == [code]


def test_no_time_ends_a_code(scanner: Scanner) -> None:
    [code] = codes(1)
    scanner.keys([*code[:4]], 5)
    scanner.clock += 60
    scanner.keys([*code[4:], "Enter"], 5)
    assert scanner.heard() == [code]


def test_a_keyboard_that_names_no_key_is_understood(scanner: Scanner) -> None:
    for first_named, on in product([0, 1, 4], ["body", "#button", "#code"]):
        [code] = codes(1)
        scanner.focus(on)
        scanner.keys([*code[:first_named]], 20)
        scanner.through_ime(code[first_named:])
        scanner.keys(["Enter"], 20)
        assert scanner.heard() == [code], (first_named, on)


def test_a_keyboard_that_writes_a_whole_code_with_its_end_is_understood(scanner: Scanner) -> None:
    for end in ("\n", "\r", "\t"):
        [code] = codes(1)
        scanner.focus("#code")
        scanner.commit(code + end)
        assert scanner.heard() == [code]


def test_a_busy_page_splits_and_doubles_nothing(scanner: Scanner) -> None:
    first, second = codes(2)
    scanner.page.evaluate("setTimeout(() => { const end = Date.now() + 900; while (Date.now() < end); }, 20)")
    assert scanner.send(first, 12) == [first]
    scanner.page.evaluate("setTimeout(() => { const end = Date.now() + 900; while (Date.now() < end); }, 20)")
    assert scanner.send(second, 12, on="#note") == [second]
    assert scanner.page.input_value("#note") == ""


def test_a_wrong_keyboard_is_mended_where_only_one_code_can_be_meant(scanner: Scanner) -> None:
    for layout in LAYOUTS.values():  # a code of letters alone is mended once the keyboard was recognised by another
        for code in ["U7K49QXB2X", *codes(12)]:
            assert scanner.send(code.translate(layout)) == [code], code.translate(layout)


def test_what_can_not_be_mended_is_passed_on_as_it_came(scanner: Scanner) -> None:
    [code] = codes(1)
    body = code[:9].replace("Y", "A").replace("Z", "A")
    spoiled = next(body + end for end in "23456" if not is_code(body + end))
    wrong = spoiled.translate(LAYOUTS["azerty"])
    assert scanner.send(spoiled) == [spoiled]
    assert scanner.send(wrong) == [wrong]


def test_a_code_with_a_key_lost_is_never_read(scanner: Scanner) -> None:
    whole = [code.translate(layout) for code in codes(8) for layout in LAYOUTS.values()]
    typed = [code[:at] + code[at + 1 :] for code in whole for at in range(10)]
    read = scanner.page.evaluate("(all) => all.map((text) => window.readScan(text).codes)", typed)
    assert [(text, found) for text, found in zip(typed, read, strict=True) if found] == []


def test_a_spoiled_code_is_not_taken_for_a_french_one(scanner: Scanner) -> None:
    spoiled = [code[:-1] + other for code in codes(80) for other in "7K2" if other != code[-1]]
    read = scanner.page.evaluate("(all) => all.map((text) => window.readScan(text).layout)", spoiled)
    assert set(read) <= {"", "qwertz"}


def test_scans_glued_together_are_told_apart_in_order(scanner: Scanner) -> None:
    for count in (2, 3, 5):
        glued = codes(count)
        assert scanner.send("".join(glued)) == glued
        assert scanner.send("".join(f"]Q1{code}" for code in glued)) == glued


def test_what_a_scanner_adds_is_dropped(scanner: Scanner) -> None:
    for before, after in [
        ("]Q1", ""),
        ("]C0", ""),
        ("", "\\n"),
        ("", "\\r\\n"),
        ("*", ""),
        ("QR:", ""),
        ("]Q1", "\\n"),
    ]:
        [code] = codes(1)
        assert scanner.send(before + code + after) == [code], (before, after)


def test_a_trigger_held_too_long_is_one_scan_and_says_so(scanner: Scanner) -> None:
    [code] = codes(1)
    scanner.keys([*code, "Enter", *code, "Enter", *code, "Enter"], 10)
    assert (scanner.heard(), scanner.repeated()) == ([code], [code, code])
    assert scanner.send(code) == [code]
    scanner.keys([*code, "Enter"], 1)
    scanner.heard()
    scanner.repeated()


def test_another_code_or_a_new_quantity_makes_it_a_scan_again(scanner: Scanner) -> None:
    first, second = codes(2)
    scanner.keys([*first, "Enter", *second, "Enter", *first, "Enter"], 5)
    assert scanner.heard() == [first, second, first]
    scanner.keys([*second, "Enter"], 5)
    scanner.page.evaluate("window.fresh = true")
    scanner.keys([*second, "Enter"], 5)
    scanner.page.evaluate("window.fresh = false")
    assert scanner.heard() == [second, second]


def test_a_command_may_come_as_often_as_it_is_scanned(scanner: Scanner) -> None:
    [digit] = codes(1, Kind.COMMAND)
    scanner.keys([*digit, "Enter", *digit, "Enter"], 10)
    assert scanner.heard() == [digit, digit]


def test_a_scanner_presses_no_button(scanner: Scanner) -> None:
    for ends in [("Enter",), ("Tab", "Enter"), ("Enter", "Enter")]:
        [code] = codes(1)
        assert scanner.send(code, 20, ends, "#button") == [code]
    scanner.focus("#button")
    scanner.keys(["Enter"], 5)
    assert scanner.heard() == ["CLICK"]


def test_the_tablets_own_keyboard_stays_away(scanner: Scanner) -> None:
    field = scanner.page.locator("#code")
    assert (field.get_attribute("inputmode"), field.get_attribute("virtualkeyboardpolicy")) == ("none", "manual")


def test_a_desks_page_hears_a_scan_and_leaves_a_person_alone(browser: Browser) -> None:
    desk = open_scanner(browser.new_page(), anywhere=True)
    [code] = codes(1)
    assert desk.send(code, 180) == [code]
    assert desk.send(code, 5, on="#button") == [code]
    assert desk.send("A-031-03/012", 150) == ["A-031-03/012"]
    desk.keys([*"halo"], 3000)  # letters pressed in vain, then a button
    assert desk.send("", on="#button") == ["CLICK"]
    desk.keys([*"xyzzy"], 3000)
    assert desk.send(code, 20) == ["xyzzy" + code]  # who asked for it finds the code in it
    assert desk.send(code, 5, on="#story") == [code]  # the field that waits for scans
    assert desk.send(code, 5, ("Tab",), on="#note") == []
    assert desk.page.input_value("#note") == code  # a scan into any other field is that field's
    desk.page.context.close()
