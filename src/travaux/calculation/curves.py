"""A way of calculating -> what the goods cost after importation, against what they cost before, as straight pieces.

Every point is evaluated from the formula itself; where two pieces meet is found by evaluation too, and not from a
second account of the rule. Prices are taken to four decimal places.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, Literal, TypeAlias

from travaux.calculation.border import formula_of
from travaux.calculation.charge import DAYS, OF_PERIOD, Charge, goods_of
from travaux.calculation.content import RUNGS
from travaux.calculation.methods import Method, Said
from travaux.calculation.shortfall import MOST_RATE
from travaux.formula.evaluate import Assessed, evaluate
from travaux.formula.nodes import Round
from travaux.formula.numbers import divided, rounded
from travaux.formula.tables import DatedTable
from travaux.formula.whole import Formula
from travaux.model.quantity import Percentage

Shown: TypeAlias = Literal["none", "full", "limited", "phased"]
Point: TypeAlias = tuple[Decimal, Decimal]
_MASS = 10_000
_PLACES = 4
_LEAST = Fraction(1, 10**_PLACES)


@dataclass(frozen=True, slots=True)
class Curve:
    """Price after importation by price before it: the ends and every place between where the line turns."""

    shown: Shown
    points: tuple[Point, ...]


def curves_of(method: Method) -> tuple[Curve, ...]:
    """No adjustment; the whole without and with its limit; and the first share of a phase-in."""
    return _curves(Said(repr(method), method))


@functools.lru_cache(maxsize=16)  # of a record that has not changed the lines are found once in a process
def _curves(said: Said) -> tuple[Curve, ...]:
    method = said.method
    adjustment = method.charge.adjustment
    unlimited = _unrounded(replace(method.charge, adjustment=adjustment.model_copy(update={"cap": None})))
    formula = formula_of(_unrounded(method.charge))
    most = _top(method)
    curves = [Curve("none", ((Decimal(0), Decimal(0)), (most, most)))]
    curves.append(Curve("full", _points(method, formula_of(unlimited), method.full, most)))
    if adjustment.cap is not None:
        curves.append(Curve("limited", _points(method, formula, method.full, most)))
    if method.charge.steps[0].share.value < 100:
        curves.append(Curve("phased", _points(method, formula, method.early, most)))
    return tuple(curves)


def _unrounded(charge: Charge) -> Charge:
    """The charge with what is set for a period before its rounding, which would make a line of many small steps.

    For goods at the indicator price, as the curves have them, it brings them to the floor itself.
    """
    adjustment = charge.adjustment
    if adjustment.form not in OF_PERIOD:
        return charge
    like: dict[str, object] = {"form": "variable-specific", "base": "index-price"}
    if adjustment.form == "ad-valorem" and adjustment.cap is None:
        first = ("cap", *(step for step in adjustment.order if step != "cap"))
        like |= {"cap": Percentage(MOST_RATE * 100), "order": first}
    return replace(charge, adjustment=adjustment.model_copy(update=like))


def floor_level(method: Method) -> Decimal:
    """The floor level that the curves are about."""
    found = method.tables["floor_level"].at((goods_of(method.charge.line),), method.full)
    assert found is not None, "a line has a level on the day on which all is charged"
    return found


def _top(method: Method) -> Decimal:
    """The highest price shown: a quarter above the floor level."""
    return rounded(floor_level(method) * Decimal("1.25"), 2)


def _points(method: Method, formula: Formula, day: datetime.date, most: Decimal) -> tuple[Point, ...]:
    """Without the last rounding, which a price per unit of a large mass does not show."""
    *before, last = formula.steps
    exact = replace(last, value=last.value.value) if isinstance(last.value, Round) else last
    landed = _landed(method, replace(formula, steps=(*before, exact)), day)
    ends = (Fraction(0), Fraction(most))
    found = [(x, landed(x)) for x in (ends[0], *_turns(landed, *ends), ends[1])]
    return tuple((_decimal(x), _decimal(y)) for x, y in _turning(found))


def _turning(points: list[tuple[Fraction, Fraction]]) -> Iterator[tuple[Fraction, Fraction]]:
    """The points at which the line turns by more than the last decimal place, and the two ends."""
    kept = points[0]
    yield kept
    for here, after in pairwise(points[1:]):
        straight = kept[1] + (after[1] - kept[1]) * (here[0] - kept[0]) / (after[0] - kept[0])
        if abs(straight - here[1]) > 2 * _LEAST:
            kept = here
            yield kept
    yield points[-1]


def _landed(method: Method, formula: Formula, day: datetime.date) -> Callable[[Fraction], Fraction]:
    """The price after importation, per unit of content, of goods that are nothing but the substance."""

    def landed(price: Fraction) -> Fraction:
        before = _decimal(price)
        value = before * _MASS
        given: dict[str, Any] = {
            **dict.fromkeys(DAYS, day),
            **dict.fromkeys((name for _, name in RUNGS.values()), Decimal(1)),
            "net_dry_mass": _MASS,
            "zone_share": 1,
            "excess_share": 1,
            "customs_value": value,
            **dict.fromkeys(("transport", "other_duties", "declared_duties"), Decimal(0)),
            "good": goods_of(method.charge.line),
            "party": method.charge.party,
        }
        indicator = DatedTable({(given["good"],): [(day, max(before, _decimal(_LEAST)))]})
        found = evaluate(formula, given, {**method.tables, "indicator_price": indicator})
        assert isinstance(found, Assessed), found
        return price + Fraction(found.amount) / _MASS

    return landed


def _turns(line: Callable[[Fraction], Fraction], start: Fraction, end: Fraction) -> Iterator[Fraction]:
    """Where a line of straight pieces turns between two places, to the last decimal place of a price."""
    if end - start <= 4 * _LEAST:
        return
    first = (line(start + _LEAST) - line(start)) / _LEAST
    last = (line(end) - line(end - _LEAST)) / _LEAST
    rise = line(end) - line(start)
    if first == last:
        middle = _on_grid((start + end) / 2)
        if rise != first * (end - start) or line(middle) != line(start) + first * (middle - start):
            yield from (*_turns(line, start, middle), middle, *_turns(line, middle, end))
        return
    meeting = _on_grid(start + (rise - last * (end - start)) / (first - last))
    if not start < meeting < end:
        meeting = _on_grid((start + end) / 2)
    yield from (*_turns(line, start, meeting - _LEAST), meeting, *_turns(line, meeting + _LEAST, end))


def _on_grid(price: Fraction) -> Fraction:
    return Fraction(_decimal(price))


def _decimal(price: Fraction) -> Decimal:
    return divided(Decimal(price.numerator), Decimal(price.denominator), _PLACES)
