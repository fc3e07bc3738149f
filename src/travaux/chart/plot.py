"""What a chart says -> where its strokes and words stand.

A plot is data with exact numbers; the scene made from it is strokes and words in whole hundredths of a point, so that
every printer of a scene draws the same and no binary fraction decides where a line ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import Literal


def plain_number(value: Decimal) -> str:
    """A number without trailing noughts and without an exponent."""
    words = f"{value:f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


Anchor = Literal["start", "middle", "end"]
At = tuple[int, int]

WIDTH, HEIGHT = 48_000, 30_000
_LEFT, _RIGHT, _TOP, _BOTTOM = 5_600, 1_200, 1_800, 4_400
_LEGEND_ROW = 1_500
_SAMPLE = 2_600
_TICKS = 8
_TEXT = 900
_TICK = 350


@dataclass(frozen=True, slots=True)
class Look:
    """How a stroke is drawn: colour, width and dashes in hundredths of a point."""

    colour: str = "#000000"
    width: int = 120
    dashes: tuple[int, ...] = ()


#: Told apart by their dashes too, for those who print in black and those who see few colours.
LOOKS = (
    Look("#0B4F9E", 200),
    Look("#B03A00", 160, (600, 300)),
    Look("#00694E", 160, (200, 250)),
    Look("#7A2A8C", 160, (800, 250, 200, 250)),
    Look("#7A5200", 160, (350, 350)),
)
PLAIN = Look("#595959", 100)
AXIS = Look("#000000", 80)
GRID = Look("#D9D9D9", 50)


@dataclass(frozen=True, slots=True)
class Series:
    """A line through points, in order of x."""

    name: str
    points: tuple[tuple[Decimal, Decimal], ...]
    plain: bool = False
    """True for a line that is there to compare with."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A point that the text speaks of, with a few words beside it."""

    x: Decimal
    y: Decimal
    words: str
    below: bool = False
    """True where the words stand below the point, because a line goes up from it."""


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart: what the axes are called, the lines, the points of note, and how a number is printed."""

    x_name: str
    y_name: str
    series: tuple[Series, ...]
    marks: tuple[Mark, ...] = ()
    number: Callable[[Decimal], str] = plain_number


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through places."""

    places: tuple[At, ...]
    look: Look


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled point."""

    place: At
    radius: int
    colour: str


@dataclass(frozen=True, slots=True)
class Words:
    """Words at a place; `upright` words run from the bottom to the top."""

    place: At
    text: str
    anchor: Anchor = "start"
    upright: bool = False


Item = Stroke | Dot | Words


@dataclass(frozen=True, slots=True)
class Scene:
    """What is drawn, from the back to the front, on a white ground."""

    width: int
    height: int
    items: tuple[Item, ...]


TEXT_SIZE = _TEXT


def step(most: Decimal) -> Decimal:
    """The distance of two ticks on a scale from zero: 1, 2 or 5 with noughts, and no more than eight ticks."""
    if most <= 0:
        return Decimal(1)
    least = most / _TICKS
    base = Decimal(1).scaleb(least.adjusted())
    return next(base * factor for factor in (1, 2, 5, 10) if base * factor >= least)


@dataclass(frozen=True, slots=True)
class _Scale:
    """From values to places along one axis."""

    step: Decimal
    ticks: int
    start: int
    length: int

    def __call__(self, value: Decimal) -> int:
        share = value * self.length / (self.step * self.ticks)
        return self.start + int(share.to_integral_value(ROUND_HALF_UP))

    def values(self) -> Iterator[Decimal]:
        return (self.step * n for n in range(self.ticks + 1))


def _scale(values: Iterable[Decimal], start: int, length: int) -> _Scale:
    most = max(values, default=Decimal(0))
    each = step(most)
    ticks = max(int((most / each).to_integral_value(ROUND_CEILING)), 1)
    return _Scale(each, ticks, start, length)


def scene(plot: Plot) -> Scene:
    """The plot drawn: grid, axes, lines, points of note, and the names of the lines below."""
    points = [point for series in plot.series for point in series.points]
    legend = _LEGEND_ROW * ((len(plot.series) + 1) // 2)
    bottom = HEIGHT - _BOTTOM
    x = _scale((point[0] for point in points), _LEFT, WIDTH - _LEFT - _RIGHT)
    y = _scale((point[1] for point in points), bottom, _TOP - bottom)
    looks = list(_looks(plot.series))
    items: tuple[Item, ...] = (
        *_grid(plot, x, y),
        *_names(plot, y),
        *(Stroke(tuple((x(a), y(b)) for a, b in s.points), look) for s, look in zip(plot.series, looks, strict=True)),
        *(item for mark in plot.marks for item in _mark(mark, x, y)),
        *_legend(plot.series, looks),
    )
    return Scene(WIDTH, HEIGHT + legend, items)


def _looks(series: Iterable[Series]) -> Iterator[Look]:
    number = 0
    for each in series:
        yield PLAIN if each.plain else LOOKS[number % len(LOOKS)]
        number += not each.plain


def _grid(plot: Plot, x: _Scale, y: _Scale) -> Iterator[Item]:
    left, right, top, bottom = x.start, x.start + x.length, y.start + y.length, y.start
    for value in y.values():
        yield Stroke(((left, y(value)), (right, y(value))), GRID)
        yield Words((left - _TICK - 200, y(value) + _TEXT // 3), plot.number(value), "end")
    for value in x.values():
        yield Stroke(((x(value), bottom), (x(value), bottom + _TICK)), AXIS)
        yield Words((x(value), bottom + _TICK + _TEXT + 150), plot.number(value), "middle")
    yield Stroke(((left, top), (left, bottom), (right, bottom)), AXIS)


def _names(plot: Plot, y: _Scale) -> Iterator[Item]:
    yield Words((WIDTH - _RIGHT, HEIGHT - 1_500), plot.x_name, "end")
    yield Words((1_300, y.start + y.length), plot.y_name, "end", upright=True)


def _mark(mark: Mark, x: _Scale, y: _Scale) -> Iterator[Item]:
    place = (x(mark.x), y(mark.y))
    yield Dot(place, 280, "#000000")
    yield Words((place[0] + 300, place[1] + (_TEXT + 500 if mark.below else -600)), mark.words)


def _legend(series: tuple[Series, ...], looks: list[Look]) -> Iterator[Item]:
    for number, (each, look) in enumerate(zip(series, looks, strict=True)):
        left = _LEFT + (number % 2) * (WIDTH - _LEFT) // 2
        line = HEIGHT + 600 + (number // 2) * _LEGEND_ROW
        yield Stroke(((left, line - _TEXT // 3), (left + _SAMPLE, line - _TEXT // 3)), look)
        yield Words((left + _SAMPLE + 500, line), each.name)
