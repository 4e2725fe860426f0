"""Each answer of a tablet's test is judged by itself."""

from __future__ import annotations

import pytest

from floor.rules.tablet import TEST_LABEL, Verdict, judge, worst

CHROME = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"
ABLE = {
    "secure": "yes",
    "disk_ms": "6",
    "room_mib": "900",
    "persists": "yes",
    "ping_ms": "12",
    "pings_lost": "0",
    "clock_ms": "-400",
    "scanned": TEST_LABEL,
    "scan_end": "Enter",
    "sound": "yes",
    "vibration": "yes",
    "voice": "yes",
    "camera": "live",
    "width": "800",
    "height": "1280",
    "battery": "80",
}
OLD = CHROME.replace("130", "74")
AGING = CHROME.replace("130", "90")
INSIDE = CHROME.replace("; K)", "; K; wv)")


def verdict_of(name: str, agent: str = CHROME, **found: str) -> tuple[str, str]:
    """How one answer of an able tablet is judged, and why, once some answers differ."""
    lines = {line.name: line for line in judge({**ABLE, **found}, agent, True)}
    return lines[name].verdict.value, lines[name].why


def test_an_able_tablet_is_good_at_everything() -> None:
    assert worst(judge(ABLE, CHROME, True)) is Verdict.GOOD


@pytest.mark.parametrize(
    ("name", "found", "verdict"),
    [
        ("secure", {"secure": "no"}, ("better", "plain")),
        ("disk", {"disk_ms": ""}, ("bad", "none")),
        ("disk", {"disk_ms": "400"}, ("better", "better")),
        ("disk", {"disk_ms": "4000"}, ("bad", "bad")),
        ("room", {"room_mib": "12"}, ("bad", "little")),
        ("network", {"ping_ms": ""}, ("bad", "none")),
        ("network", {"ping_ms": "150"}, ("better", "better")),
        ("network", {"pings_lost": "1"}, ("bad", "lost")),
        ("clock", {"clock_ms": "90000"}, ("better", "ahead")),
        ("clock", {"clock_ms": "-90000000"}, ("bad", "far behind")),
        ("scanner", {"scanned": ""}, ("better", "untried")),
        ("scanner", {"scanned": TEST_LABEL.lower()}, ("better", "small")),
        ("scanner", {"scanned": "UJIQAZMWYàé'"}, ("bad", "changed")),
        ("scanner", {"scan_end": ""}, ("bad", "endless")),
        ("sound", {"sound": "no"}, ("bad", "no")),
        ("sound", {"sound": ""}, ("better", "untried")),
        ("voice", {"voice": "no"}, ("better", "none")),
        ("camera", {"camera": "photo"}, ("better", "photo")),
        ("camera", {"camera": "refused"}, ("bad", "refused")),
        ("screen", {"width": "360", "height": "720"}, ("better", "small")),
        ("battery", {"battery": "9"}, ("better", "low")),
        ("battery", {"battery": "9", "charging": "yes"}, ("good", "good")),
        ("clock", {"clock_ms": "nonsense"}, ("better", "unknown")),
    ],
)
def test_an_answer_that_could_be_better_says_why(name: str, found: dict[str, str], verdict: tuple[str, str]) -> None:
    assert verdict_of(name, **found) == verdict


@pytest.mark.parametrize(
    ("agent", "verdict"),
    [
        (OLD, ("bad", "old")),
        (AGING, ("better", "aging")),
        (INSIDE, ("better", "inside")),
        ("Mozilla/5.0 Firefox/130.0", ("better", "other")),
    ],
)
def test_a_browser_is_judged_by_its_version(agent: str, verdict: tuple[str, str]) -> None:
    assert verdict_of("browser", agent) == verdict


def test_where_cameras_are_forbidden_none_is_asked_for() -> None:
    assert "camera" not in {line.name for line in judge(ABLE, CHROME, camera_allowed=False)}


def test_what_a_browser_does_not_tell_is_not_held_against_it() -> None:
    silent = {name: said for name, said in ABLE.items() if name not in ("room_mib", "persists", "battery")}
    assert worst(judge(silent, CHROME, True)) is Verdict.GOOD
