"""What a clause says of a chart -> a figure: names of axes and lines from the clause, lines from the formula."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from travaux.calculation.curves import Curve, curves_of, floor_level
from travaux.calculation.methods import Method
from travaux.chart.drawn import Drawn
from travaux.chart.plot import Mark, Plot, Series, scene
from travaux.draft.environment import Fault
from travaux.draft.printing import Printer
from travaux.formula.numbers import rounded, trimmed
from travaux.tree import Figure


def landed_prices(
    method: Method, axes: tuple[str, str], names: Mapping[str, str], marks: Mapping[str, str], printer: Printer
) -> tuple[Drawn, str]:
    """The chart and, in words, the points of its lines. Raises `Fault` where a line has no name."""
    curves = curves_of(method)
    missing = [curve.shown for curve in curves if curve.shown not in names]
    if missing:
        raise Fault(f"no name for the line {missing[0]!r}; the chart has {', '.join(c.shown for c in curves)}")
    series = tuple(Series(names[curve.shown], curve.points, plain=curve.shown == "none") for curve in curves)
    x_name, y_name = (name.replace("\N{NO-BREAK SPACE}", " ") for name in axes)  # no font of a picture need have it
    plot = Plot(x_name, y_name, series, tuple(_marks(method, curves, marks)), lambda n: _number(n, printer))
    return Drawn(scene(plot)), "; ".join(_told(each, printer) for each in series)


def _marks(method: Method, curves: tuple[Curve, ...], words: Mapping[str, str]) -> Iterator[Mark]:
    floor = floor_level(method)
    if "floor" in words:
        yield Mark(floor, floor, words["floor"], below=True)
    limited = next((curve for curve in curves if curve.shown == "limited"), None)
    if limited and "limit" in words:
        yield from (Mark(x, y, words["limit"]) for x, y in limited.points[1:-1] if x < floor)


def _told(series: Series, printer: Printer) -> str:
    """A line in words: `No adjustment: 0 → 0, 137.5 → 137.5`."""
    points = ", ".join(f"{_number(x, printer)} → {_number(y, printer)}" for x, y in series.points)
    return f"{series.name}: {points}"


def _number(value: Decimal, printer: Printer) -> str:
    return printer.number(trimmed(rounded(value, 2)))


def figure(key: str, caption: str, lead: str, drawn: tuple[Drawn, str]) -> Figure:
    """The figure; the words that stand for it begin with those of the clause."""
    return Figure(key, drawn[0], f"{lead} {drawn[1]}.", caption=caption)
