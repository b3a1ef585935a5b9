"""Plots for pages without scripts: where each line, bar, tick and name stands. Pure: no Django, no database, no clock.

Geometry comes as strings with a point, as SVG reads them in every language. `templates/admin/_plot.html` draws it.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

type Say = Callable[[float], str]

# In the units of the drawing, which is as wide as its column; letters are 13 high.
WIDTH, HEIGHT = 560.0, 260.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 62.0, 14.0, 14.0, 30.0
# A name needs about so much room beside its neighbours.
_NAME = 120.0
_STEPS = 4


@dataclass(frozen=True, slots=True)
class Series:
    """One row of figures, a value for each label; None where there is none."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid, and what it stands for."""

    y: str
    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """A label below the axis."""

    x: str
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a bar, and what is said of it."""

    series: int
    x: str
    y: str
    width: str
    height: str
    text: str


@dataclass(frozen=True, slots=True)
class Point:
    """A value on a line, and what is said of it."""

    series: int
    x: str
    y: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line through the values of a series, with a gap where there are none; `path` is SVG's `d`."""

    series: int
    path: str


@dataclass(frozen=True, slots=True)
class Row:
    """A label with its values in words: the plot's table."""

    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """All that is drawn, and the same as a table."""

    series: tuple[tuple[int, str], ...]
    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    names: tuple[Name, ...]
    bars: tuple[Bar, ...] = ()
    lines: tuple[Line, ...] = ()
    points: tuple[Point, ...] = ()
    mirrored: bool = False

    box = f"0 0 {WIDTH:.0f} {HEIGHT:.0f}"
    left, right, bottom = f"{_LEFT:.1f}", f"{WIDTH - _RIGHT:.1f}", f"{HEIGHT - _BOTTOM:.1f}"
    below = f"{HEIGHT - 9:.1f}"

    @property
    def start(self) -> str:
        """Where the grid begins, on the side of the ticks' words."""
        return f"{WIDTH - _LEFT:.1f}" if self.mirrored else self.left

    @property
    def end(self) -> str:
        return f"{_RIGHT:.1f}" if self.mirrored else self.right

    @property
    def beside(self) -> str:
        """Where the ticks' words end that stand beside the grid."""
        return f"{WIDTH - _LEFT + 8:.1f}" if self.mirrored else f"{_LEFT - 8:.1f}"


def lines(
    labels: Sequence[str], series: Sequence[Series], *, say: Say, top: float | None = None, mirrored: bool = False
) -> Plot:
    """Lines over the labels, from 0 to `top` or a round number above all values. `mirrored`: time runs to the left."""
    scale = _Scale(len(labels), top or _round(_most(series)), mirrored)
    words = _words(series, say)
    points = [
        Point(n, scale.x(at), scale.y(value), _said(labels[at], each.name, words[n - 1][at]))
        for n, each in enumerate(series, 1)
        for at, value in enumerate(each.values)
        if value is not None
    ]
    paths = [Line(n, _path(each.values, scale)) for n, each in enumerate(series, 1)]
    return _plot(labels, series, scale, say, words, lines=tuple(paths), points=tuple(points))


def stacked(labels: Sequence[str], series: Sequence[Series], *, say: Say, mirrored: bool = False) -> Plot:
    """Bars over the labels, the first series at the bottom, up to a round number."""
    sums = [sum(each.values[at] or 0 for each in series) for at in range(len(labels))]
    scale = _Scale(len(labels), _round(max(sums, default=0)), mirrored)
    words, bars = _words(series, say), []
    for at in range(len(labels)):
        below = 0.0
        for n, each in enumerate(series, 1):
            value = each.values[at] or 0
            if value:
                bars.append(scale.bar(n, at, below, value, _said(labels[at], each.name, words[n - 1][at])))
            below += value
    return _plot(labels, series, scale, say, words, bars=tuple(bars))


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where the n-th label and a value stand."""

    count: int
    top: float
    mirrored: bool

    @property
    def step(self) -> float:
        return (WIDTH - _LEFT - _RIGHT) / max(self.count, 1)

    def across(self, at: float) -> float:
        """`at` counts labels, 0.5 being the middle of the first."""
        x = _LEFT + self.step * at
        return WIDTH - x if self.mirrored else x

    def x(self, at: int) -> str:
        return f"{self.across(at + 0.5):.1f}"

    def up(self, value: float) -> float:
        return HEIGHT - _BOTTOM - (HEIGHT - _BOTTOM - _TOP) * min(value / self.top, 1)

    def y(self, value: float) -> str:
        return f"{self.up(value):.1f}"

    def bar(self, series: int, at: int, below: float, value: float, text: str) -> Bar:
        width = min(self.step * 0.7, 48.0)
        upper, lower = self.up(below + value), self.up(below)
        x = self.across(at + 0.5) - width / 2
        return Bar(series, f"{x:.1f}", f"{upper:.1f}", f"{width:.1f}", f"{max(lower - upper, 0.5):.1f}", text)


def _plot(
    labels: Sequence[str],
    series: Sequence[Series],
    scale: _Scale,
    say: Say,
    words: Sequence[Sequence[str]],
    *,
    bars: tuple[Bar, ...] = (),
    lines: tuple[Line, ...] = (),
    points: tuple[Point, ...] = (),
) -> Plot:
    ticks = tuple(Tick(scale.y(value), say(value)) for value in (scale.top * n / _STEPS for n in range(_STEPS + 1)))
    every = max(1, math.ceil(_NAME / scale.step))
    names = tuple(Name(scale.x(at), label) for at, label in enumerate(labels) if at % every == 0)
    rows = tuple(Row(label, tuple(said[at] for said in words)) for at, label in enumerate(labels))
    kinds = tuple((n, each.name) for n, each in enumerate(series, 1))
    return Plot(kinds, rows, ticks, names, bars, lines, points, scale.mirrored)


def _words(series: Sequence[Series], say: Say) -> list[list[str]]:
    """Each value in words, said once: beside its point and in the table."""
    return [["–" if value is None else say(value) for value in each.values] for each in series]


def _path(values: Sequence[float | None], scale: _Scale) -> str:
    drawn, pen = [], "M"
    for at, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        drawn.append(f"{pen}{scale.x(at)} {scale.y(value)}")
        pen = "L"
    return "".join(drawn)


def _most(series: Sequence[Series]) -> float:
    return max((value for each in series for value in each.values if value is not None), default=0)


def _round(most: float) -> float:
    """The least number that is no less and gives even ticks: 4, 8, 20, 40, 80, 200 …, so that counts stay whole."""
    size = 1.0
    while True:
        for first in (4, 8, 20):
            if most <= first * size:
                return first * size
        size *= 10


def _said(label: str, name: str, value: str) -> str:
    return f"{label} · {name}: {value}"
