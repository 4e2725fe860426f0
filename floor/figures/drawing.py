"""Charts as a server draws them: places in a drawing 760 wide, for templates/figures/charts.html."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from ..rules.control_charts import Chart, Rule
from ..rules.standard import Limit
from ..rules.yields import Ranked

WIDTH, LEFT, RIGHT, TOP, BOTTOM = 760, 62, 182, 22, 38
PLOT = WIDTH - LEFT - RIGHT
HEIGHT = 300  # of the whole drawing
_GROUND = HEIGHT - BOTTOM
_APART = 18  # between words beside lines
_WORDS_WIDE = 64  # a word below the chart
_BARS = 12
_HIGHEST = 0.55


@dataclass(frozen=True, slots=True)
class Dot:
    """A point: where it is, what stands below it (maybe nothing), where it leads, and what is said of it."""

    x: float
    y: float
    wide: float
    word: str
    shown: str
    href: str
    title: str
    fires: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A horizontal line with its word and figure; the word stands at ``word_y``."""

    kind: str  # centre, limit, tolerance
    y: float
    word: str
    word_y: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """A control chart. ``low`` and ``high`` are paths that step where limits differ from point to point."""

    dots: tuple[Dot, ...]
    path: str
    low: str
    high: str
    lines: tuple[Line, ...]
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Named:
    """What a point is called: below the chart, and as a sentence; and the address of what is behind it."""

    word: str
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Words:
    """The words beside the lines."""

    centre: str
    high: str
    low: str
    tolerance_high: str = ""
    tolerance_low: str = ""


def draw(
    chart: Chart, named: Sequence[Named], show: Callable[[float], str], words: Words, tolerance: Limit | None = None
) -> Drawn:
    """Draws a control chart; ``show`` writes a value, ``named`` has one for each point."""
    limit = tolerance or Limit()
    edges = [edge for edge in (limit.low, limit.high) if edge is not None]
    all_values = [each for point in chart.points for each in (point.value, point.low, point.high)]
    bottom, top, marks = scale([*all_values, *edges, chart.centre])

    def y(value: float) -> float:
        return round(_GROUND - (_GROUND - TOP) * (value - bottom) / (top - bottom), 1)

    room = PLOT / max(len(chart.points), 1)
    every = max(1, ceil(_WORDS_WIDE / room))
    dots = []
    for at, (point, name) in enumerate(zip(chart.points, named, strict=True)):
        x, shown = round(LEFT + room * (at + 0.5), 1), show(point.value)
        word = name.word if (len(chart.points) - 1 - at) % every == 0 else ""
        dots.append(Dot(x, y(point.value), round(room, 1), word, shown, name.href, name.title, point.fires))
    last = chart.points[-1] if chart.points else None
    lines = [("centre", chart.centre, words.centre)]
    lines += [("limit", last.high, words.high), ("limit", last.low, words.low)] if last else []
    if limit.high is not None:
        lines.append(("tolerance", limit.high, words.tolerance_high))
    if limit.low is not None:
        lines.append(("tolerance", limit.low, words.tolerance_low))
    placed = _apart([(kind, y(value), f"{word} {show(value)}") for kind, value, word in lines])
    return Drawn(
        tuple(dots),
        "M" + "L".join(f"{dot.x} {dot.y}" for dot in dots) if dots else "",
        _steps([y(point.low) for point in chart.points], room),
        _steps([y(point.high) for point in chart.points], room),
        placed,
        tuple((y(mark), show(mark)) for mark in marks),
    )


def scale(values: Sequence[float]) -> tuple[float, float, list[float]]:
    """Bottom, top and round marks between them for these values."""
    low, high = min(values), max(values)
    spread = (high - low) or abs(high) * 0.1 or 1.0
    raw = spread / 4
    unit = 10 ** floor(log10(raw))
    step = next(unit * each for each in (1, 2, 2.5, 5, 10) if unit * each >= raw)
    bottom, top = floor(low / step + 1e-9) * step, ceil(high / step - 1e-9) * step
    if top - bottom < step:
        bottom, top = bottom - step, top + step
    marks = [bottom + step * at for at in range(round((top - bottom) / step) + 1)]
    return bottom, top, [round(mark, 9) for mark in marks]


def _steps(heights: Sequence[float], room: float) -> str:
    parts = [f"{LEFT + room * at:.1f} {y}H{LEFT + room * (at + 1):.1f}" for at, y in enumerate(heights)]
    return "M" + "L".join(parts) if parts else ""


def _apart(lines: Sequence[tuple[str, float, str]]) -> tuple[Line, ...]:
    """Lines with their words moved apart, top to bottom, so that none covers another."""
    placed = sorted(lines, key=lambda line: line[1])
    words = [y + 5 for _, y, _ in placed]
    for at in range(1, len(words)):
        words[at] = max(words[at], words[at - 1] + _APART)
    for at in reversed(range(len(words))):  # none lower than the words below the chart
        words[at] = min(words[at], words[at + 1] - _APART if at + 1 < len(words) else _GROUND + 5)
    return tuple(Line(kind, y, word, round(at, 1)) for (kind, y, word), at in zip(placed, words, strict=True))


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a Pareto and the end of the line above it."""

    key: str
    pieces: int
    share: float
    x: float
    y: float
    wide: float
    tall: float
    line_x: float
    line_y: float


@dataclass(frozen=True, slots=True)
class Bars:
    """A Pareto: its bars by their own scale (the highest half as high as the drawing), the line of what they make
    together by a scale of all; marks of the bars to the left."""

    bars: tuple[Bar, ...]
    path: str
    ticks: tuple[tuple[float, int], ...]
    left_out: int


def draw_pareto(ranked: Sequence[Ranked]) -> Bars:
    """The first bars of a Pareto; ``left_out`` says how many kinds have none."""
    shown, tall = ranked[:_BARS], _GROUND - TOP
    if not shown:
        return Bars((), "", (), 0)
    unit, room = _HIGHEST * tall / shown[0].pieces, PLOT / len(shown)
    bars = tuple(_bar(one, LEFT + room * (at + 0.5), room, unit) for at, one in enumerate(shown))
    marks = sorted({0, shown[0].pieces})
    return Bars(
        bars,
        "M" + "L".join(f"{bar.line_x} {bar.line_y}" for bar in bars),
        tuple((round(_GROUND - unit * mark, 1), mark) for mark in marks),
        len(ranked) - len(shown),
    )


def _bar(one: Ranked, middle: float, room: float, unit: float) -> Bar:
    wide, height = min(room * 0.76, 90), unit * one.pieces
    line_y = _GROUND - (_GROUND - TOP) * one.cumulative
    places = (middle - wide / 2, _GROUND - height, wide, height, middle, line_y)
    return Bar(one.key, one.pieces, one.cumulative, *(round(place, 1) for place in places))
