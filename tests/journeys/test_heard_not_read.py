"""Answers for people who read little: heard, felt, and told apart whatever one's eyes make of colours."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Browser, Page, expect, sync_playwright

from floor.stations import clips, spoken
from tests.cast import Shop, shop
from tests.databases import OpenDatabase, only
from tests.stations.tablet import FLAGS, Tablet, at_station, serving

__all__ = ["shop"]

pytestmark = [pytest.mark.browser, only("sqlite")]

LOOKS = ("good", "stop", "ask", "already", "kept")
VISIONS = ("none", "protanopia", "deuteranopia", "tritanopia", "achromatopsia")


# Notes which clips begin and which are cut off; every key pressed so far counts as the page's being touched.
_LISTEN = """() => {
window.heard = [];
const prototype = AudioBufferSourceNode.prototype;
const [start, stop] = [prototype.start, prototype.stop];
prototype.start = function (at) { window.heard.push(["start", at]); return start.call(this, at); };
prototype.stop = function () { window.heard.push(["stop", 0]); return stop.call(this); };
}"""
_SHOW = """(look) => {
  const panel = document.getElementById("answer");
  panel.className = "answer answer-one answer-" + look;
  panel.querySelector(".answer-word").textContent = document.getElementById("words").dataset[look];
  const style = getComputedStyle(panel);
  const picture = [...panel.querySelectorAll(".answer-icon")].filter((one) => one.offsetParent);
  const drawn = picture.map((one) => one.querySelector("use").getAttribute("href").split("#")[1]);
  const border = style.borderTopStyle + style.borderTopWidth + style.backgroundColor;
  return [drawn.join(), panel.querySelector(".answer-word").textContent, border];
}"""


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium for all of these tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def at_pos(shop: Shop, browser: Browser, database: OpenDatabase, folder: Path) -> Iterator[Tablet]:
    """The screen of P-OBR, served."""
    with serving(database, folder) as server, at_station("P-OBR", shop, server, browser, database) as tablet:
        yield tablet


@pytest.fixture
def tablet(shop: Shop, browser: Browser, database: OpenDatabase, tmp_path: Path) -> Iterator[Tablet]:
    """A silent one."""
    with at_pos(shop, browser, database, tmp_path) as tablet:
        yield tablet


@pytest.fixture
def speaking(shop: Shop, browser: Browser, database: OpenDatabase, tmp_path: Path) -> Iterator[Tablet]:
    """One that speaks: two seconds of the same word for every sentence."""
    if shutil.which("espeak-ng") is None:
        pytest.skip("espeak-ng is not installed")
    database.run("UPDATE site SET voice = :on", on=True)
    folder = tmp_path / "voice"
    clips.make(folder, ["seribu dua ratus tiga puluh empat"])
    one = next(folder.iterdir())
    stages = dict(database.rows("SELECT code, name FROM stage"))
    for text in spoken.lines(stages).values():
        shutil.copy(one, folder / (clips.digest({"": text}) + one.suffix))
    with at_pos(shop, browser, database, tmp_path) as tablet:
        opens_with_clips(tablet.page)
        yield tablet


def opens_with_clips(page: Page) -> None:
    """Opens the page anew and waits for its clips."""
    with page.expect_response("**/station/voice/*", timeout=30_000) as answer:
        page.reload()
    answer.value.finished()
    page.evaluate(_LISTEN)


def heard(page: Page, what: str) -> int:
    """How many clips began (``start``) or were cut off (``stop``)."""
    return int(page.evaluate("(what) => window.heard.filter(([did]) => did === what).length", what))


def waits_for_clips(page: Page, what: str, count: int) -> None:
    """Until so many clips began or were cut off."""
    enough = "([what, count]) => window.heard.filter(([did]) => did === what).length >= count"
    page.wait_for_function(enough, arg=[what, count], timeout=20_000)


def test_each_look_has_a_tune_and_a_buzz_of_its_own(tablet: Tablet) -> None:
    tunes, buzzes = tablet.page.evaluate(
        "async (address) => { const all = await import(address); return [all.TUNES, all.BUZZES]; }",
        "/static/js/sound.js",
    )
    assert set(LOOKS) < tunes.keys() == buzzes.keys()
    assert len({str(tune) for tune in tunes.values()}) == len({str(buzz) for buzz in buzzes.values()}) == len(tunes)
    assert all(0 < len(tune["notes"]) * tune["length"] < 0.6 for tune in tunes.values())


def test_numbers_are_said_as_indonesian_counts(tablet: Tablet) -> None:
    numbers = [0, 7, 11, 12, 20, 48, 100, 111, 1234, 2015]
    count = "async (all) => all.map((await import('/static/js/station/voice.js')).numberWords)"
    said = [" ".join(keys).replace("n:", "") for keys in tablet.page.evaluate(count, numbers)]
    assert said[:7] == ["nol", "tujuh", "sebelas", "dua belas", "dua puluh", "empat puluh delapan", "seratus"]
    assert said[7:] == ["seratus sebelas", "seribu dua ratus tiga puluh empat", "dua ribu lima belas"]
    assert {f"n:{word}" for words in said for word in words.split()} <= spoken.lines({}).keys()


def test_an_answer_is_said_and_the_next_scan_cuts_it_off(speaking: Tablet, shop: Shop) -> None:
    expect(speaking.page.locator("#voice")).to_have_attribute("aria-pressed", "true")
    speaking.type(shop.bundle(1))
    speaking.shows("good")
    waits_for_clips(speaking.page, "start", 4)  # dua, belas, lanjut ke, Jahit
    speaking.type(shop.bundle(2))
    waits_for_clips(speaking.page, "stop", 4)
    speaking.shows("good", "A-001-01/002")
    waits_for_clips(speaking.page, "start", 8)


def test_a_silenced_tablet_stays_silent_through_a_reload(speaking: Tablet, shop: Shop) -> None:
    speaking.page.click("#voice")
    opens_with_clips(speaking.page)
    expect(speaking.page.locator("#voice")).to_have_attribute("aria-pressed", "false")
    speaking.type(shop.bundle(1))
    speaking.shows("good")
    expect(speaking.page.locator("#recent li")).to_have_count(1)
    assert heard(speaking.page, "start") == 0


def test_every_look_is_told_apart_by_its_picture_its_word_and_its_border(tablet: Tablet) -> None:
    shown = [tablet.page.evaluate(_SHOW, look) for look in LOOKS]
    assert [len(set(parts)) for parts in zip(*shown, strict=True)] == [len(LOOKS)] * 3


def test_every_look_is_told_apart_by_whatever_eyes(tablet: Tablet) -> None:
    session = tablet.page.context.new_cdp_session(tablet.page)
    for vision in VISIONS:
        session.send("Emulation.setEmulatedVisionDeficiency", {"type": vision})
        seen = {look: _seen(tablet.page, look) for look in LOOKS}
        for one, other in combinations(LOOKS, 2):
            colours = float(np.linalg.norm(seen[one][0] - seen[other][0]))
            shapes = float(np.mean(seen[one][1] != seen[other][1]))
            assert shapes > 0.08, (vision, one, other)
            if vision != "achromatopsia" and {one, other} <= {"good", "stop", "ask"}:
                assert colours > 17, (vision, one, other)


def _seen(page: Page, look: str) -> tuple[NDArray[Any], NDArray[Any]]:
    """The panel's colour in CIE L*a*b*, and its picture in black and white."""
    page.evaluate(_SHOW, look)
    panel = _picture(page, "#answer")
    lab = cv2.cvtColor(panel.astype(np.float32) / 255, cv2.COLOR_BGR2LAB).reshape(-1, 3)
    grey = cv2.cvtColor(_picture(page, f".answer-icon-{look}"), cv2.COLOR_BGR2GRAY)
    lines = cv2.threshold(cv2.resize(grey, (96, 96)), 0, 255, cv2.THRESH_OTSU)[1] > 0
    return np.median(lab, axis=0), lines == (lines.mean() > 0.5)


def _picture(page: Page, selector: str) -> NDArray[Any]:
    found = cv2.imdecode(np.frombuffer(page.locator(selector).screenshot(), np.uint8), cv2.IMREAD_COLOR)
    assert found is not None
    return found
