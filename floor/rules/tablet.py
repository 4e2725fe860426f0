"""What a tablet must be able to do: each answer of its test judged, in the order in which they are read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

OLDEST_CHROME = 84  # what the station's page is written for
EASY_CHROME = 103
TEST_LABEL = "UJIAQWMYZ0123456789"  # letters and digits that a wrong keyboard layout would change

_QUICK_DISK = 100  # ms for one write that is on the disk when it is answered
_SLOW_DISK = 1_000
_ROOM = 50  # MiB
_QUICK_NETWORK = 60  # ms there and back, the median
_SLOW_NETWORK = 400
_CLOCK_GOOD = 30_000  # ms that the tablet's clock may be off
_CLOCK_BAD = 24 * 3600 * 1000  # HTTPS ends working some time after
_NARROW = 600  # CSS pixels
_LOW_BATTERY = 20  # percent


class Verdict(StrEnum):
    """How good an answer is."""

    GOOD = "good"
    BETTER = "better"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Line:
    """One answer judged. ``why`` says which of the reasons for that verdict; ``value`` is what was measured."""

    name: str
    verdict: Verdict
    why: str
    value: str = ""


Found = Mapping[str, str]


def chrome_of(agent: str) -> int | None:
    """The version of Chrome, or of what is built on it; ``None`` where it is another browser."""
    found = re.search(r"Chrom(?:e|ium)/(\d+)", agent)
    return int(found[1]) if found else None


def judge(found: Found, agent: str, camera_allowed: bool) -> list[Line]:
    """Every answer judged; ``found`` is what the tablet's page wrote down, each a word or a whole number."""
    lines = [_browser(agent), _secure(found), _disk(found), *_room(found), _network(found), _clock(found)]
    lines += [_scanner(found), _heard("sound", found), _heard("vibration", found), _voice(found)]
    if camera_allowed:
        lines.append(_camera(found))
    return [*lines, _screen(found), *_battery(found)]


def worst(lines: list[Line]) -> Verdict:
    """The verdict on the tablet: that of its worst answer."""
    verdicts = {line.verdict for line in lines}
    return next((each for each in (Verdict.BAD, Verdict.BETTER) if each in verdicts), Verdict.GOOD)


def _browser(agent: str) -> Line:
    version = chrome_of(agent)
    if version is None:
        return Line("browser", Verdict.BETTER, "other")
    if version < OLDEST_CHROME:
        return Line("browser", Verdict.BAD, "old", str(version))
    if "; wv)" in agent:
        return Line("browser", Verdict.BETTER, "inside", str(version))  # a kiosk app, which may not trust certificates
    grade = Verdict.GOOD if version >= EASY_CHROME else Verdict.BETTER
    return Line("browser", grade, "good" if grade is Verdict.GOOD else "aging", str(version))


def _secure(found: Found) -> Line:
    return Line("secure", *((Verdict.GOOD, "good") if found.get("secure") == "yes" else (Verdict.BETTER, "plain")))


def _disk(found: Found) -> Line:
    took = _whole(found, "disk_ms")
    if took is None:
        return Line("disk", Verdict.BAD, "none")
    return _graded("disk", took, _QUICK_DISK, _SLOW_DISK)


def _room(found: Found) -> Iterator[Line]:
    free = _whole(found, "room_mib")
    if free is not None:
        yield Line("room", *((Verdict.GOOD, "good") if free >= _ROOM else (Verdict.BAD, "little")), str(free))
    if found.get("persists") in ("yes", "no"):
        yield Line("persists", *((Verdict.GOOD, "good") if found["persists"] == "yes" else (Verdict.BETTER, "no")))


def _network(found: Found) -> Line:
    median = _whole(found, "ping_ms")
    if median is None:
        return Line("network", Verdict.BAD, "none")
    if (_whole(found, "pings_lost") or 0) > 0:
        return Line("network", Verdict.BAD, "lost", str(median))
    return _graded("network", median, _QUICK_NETWORK, _SLOW_NETWORK)


def _clock(found: Found) -> Line:
    error = _whole(found, "clock_ms")
    if error is None:
        return Line("clock", Verdict.BETTER, "unknown")
    verdict = _grade(abs(error), _CLOCK_GOOD, _CLOCK_BAD)
    if verdict is Verdict.GOOD:
        return Line("clock", verdict, "good")
    side = "ahead" if error > 0 else "behind"
    return Line("clock", verdict, side if verdict is Verdict.BETTER else f"far {side}", str(round(abs(error) / 1000)))


def _scanner(found: Found) -> Line:
    arrived, end = found.get("scanned", ""), found.get("scan_end", "")
    if not arrived:
        return Line("scanner", Verdict.BETTER, "untried")
    if arrived.upper() != TEST_LABEL:
        return Line("scanner", Verdict.BAD, "changed", arrived)
    if arrived != TEST_LABEL:
        return Line("scanner", Verdict.BETTER, "small", arrived)
    if end not in ("Enter", "Tab"):
        return Line("scanner", Verdict.BAD, "endless")
    return Line("scanner", Verdict.GOOD, "good", end)


def _heard(name: str, found: Found) -> Line:
    verdicts = {"yes": (Verdict.GOOD, "good"), "no": (Verdict.BAD if name == "sound" else Verdict.BETTER, "no")}
    return Line(name, *verdicts.get(found.get(name, ""), (Verdict.BETTER, "untried")))


def _voice(found: Found) -> Line:
    return Line("voice", *((Verdict.GOOD, "good") if found.get("voice") == "yes" else (Verdict.BETTER, "none")))


def _camera(found: Found) -> Line:
    seen = found.get("camera", "")
    verdicts = {"live": (Verdict.GOOD, "live"), "photo": (Verdict.BETTER, "photo"), "refused": (Verdict.BAD, "refused")}
    return Line("camera", *verdicts.get(seen, (Verdict.BETTER, "none")))


def _screen(found: Found) -> Line:
    width, height = _whole(found, "width"), _whole(found, "height")
    if width is None or height is None:
        return Line("screen", Verdict.BETTER, "unknown")
    grade = (Verdict.GOOD, "good") if min(width, height) >= _NARROW else (Verdict.BETTER, "small")
    return Line("screen", *grade, f"{width} × {height}")


def _battery(found: Found) -> Iterator[Line]:
    level = _whole(found, "battery")
    if level is not None:
        enough = level >= _LOW_BATTERY or found.get("charging") == "yes"
        yield Line("battery", *((Verdict.GOOD, "good") if enough else (Verdict.BETTER, "low")), str(level))


def _graded(name: str, measured: int, good: int, bad: int) -> Line:
    verdict = _grade(measured, good, bad)
    return Line(name, verdict, verdict.value, str(measured))


def _grade(measured: int, good: int, bad: int) -> Verdict:
    return Verdict.GOOD if measured <= good else Verdict.BETTER if measured <= bad else Verdict.BAD


def _whole(found: Found, name: str) -> int | None:
    text = found.get(name, "")
    return int(text) if re.fullmatch(r"-?\d{1,15}", text) else None
