"""What goods lack to their floor, by the form of the adjustment and by what its record compares with the floor.

- An adjustment on each importation: content times floor level, less the entered price.
- One that is set for a period: the amount per unit of content, or the rate, of the period on the goods.
- Goods made from the mineral: content times gap, a rate of the period, or a rate that rises with the content.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, assert_never

from travaux.calculation.charge import basis_of, indexed, numbered
from travaux.calculation.making import LEAST, Making
from travaux.formula.fault import Fault, FormulaError
from travaux.formula.nodes import (
    ZERO,
    Case,
    Comparison,
    Conditional,
    Constant,
    Difference,
    Expression,
    Max,
    Min,
    Product,
    Ratio,
    Round,
    Sum,
    Symbol,
)
from travaux.formula.unit import SHARE, mass
from travaux.model.mechanism.border_adjustment import Tier
from travaux.model.mechanism.price_floor import FloorLine
from travaux.model.quantity import MINOR_UNITS

#: A rate of the customs value that is set for a period is no more than ten times that value.
MOST_RATE = Decimal(10)


def shortfall(making: Making) -> Symbol:
    """The step of the shortfall, after those that it needs. Raises FormulaError where the record has none."""
    found = _derivative(making) if making.charge.derivative else _good(making)
    if making.adjustment.stacking == "net-of-other-duties":
        found = Difference(found, making.converted("d", "declared_duties", "D", "other_duties"))
    return making.draft.step("S", "shortfall", Max((ZERO, found)))


def _good(making: Making) -> Expression:
    match making.adjustment.form:
        case "fixed-specific":
            amounts = [_amount_of_period(making, *line) for line in making.lines]
            return _sum(tuple(map(_product, zip(amounts, making.contents(), strict=True))))
        case "ad-valorem":
            return Product((_rate(making, "indicator", MOST_RATE), making.value))
        case "variable-specific" | "two-tier-tariff-quota" | "guarantee-deposit":
            return _difference(making)
        case _:
            assert_never(making.adjustment.form)


# --- compared for each importation


def _difference(making: Making) -> Expression:
    levels = [making.floor_level(number, line) for number, line in making.lines]
    contents = making.contents()
    floor = _sum(tuple(map(_product, zip(levels, contents, strict=True))))
    return Difference(floor, _entered(making, contents))


def _entered(making: Making, contents: tuple[Symbol, ...]) -> Symbol:
    """The entered price, by what the record compares with the floor."""
    match making.adjustment.base:
        case "declared-transaction-value":
            return making.value
        case "landed-cost":
            value = making.value
            transport = making.converted("t", "transport", "T", "converted_transport")
            return making.draft.step("W", "entered_price", Sum((value, transport)))
        case "index-price":
            return making.draft.step("W", "entered_price", _at_indicator(making, contents))
        case "lower-of-value-and-index":
            lesser = Min((making.value, _at_indicator(making, contents)))
            return making.draft.step("W", "entered_price", lesser)
        case _:
            assert_never(making.adjustment.base)


def _at_indicator(making: Making, contents: tuple[Symbol, ...]) -> Expression:
    """What the contents are worth at their indicator prices."""
    prices = [making.indicator(number, line) for number, line in making.lines]
    return _sum(tuple(map(_product, zip(prices, contents, strict=True))))


# --- set for a period


def _amount_of_period(making: Making, number: int, line: FloorLine) -> Symbol:
    level, indicator = making.floor_level(number, line), making.indicator(number, line, LEAST)
    amount = Round(_gap(level, indicator), MINOR_UNITS[making.money])
    return making.draft.step(indexed("G", number), numbered("amount_of_period", number), amount)


def _rate(making: Making, of: Literal["indicator", "level"], most: Decimal) -> Symbol:
    """The gap as a share of the indicator price or of the level; without an upper bound no engine had room for it."""
    if making.charge.others:
        message = "a rate of the customs value is not set for goods with several substances"
        raise FormulaError(Fault(making.adjustment.id, message, "assess them by one substance"))
    level, indicator = making.floor_level(1, making.charge.line), making.indicator(1, making.charge.line, LEAST)
    whole = indicator if of == "indicator" else level
    ratio = Ratio(_gap(level, indicator), whole, making.charge.content.rate_places)
    return making.draft.step("G", "rate_of_period", Min((ratio, Constant(most, SHARE))))


def _gap(level: Symbol, indicator: Symbol) -> Expression:
    """By how much the floor level exceeds the indicator price."""
    return Max((ZERO, Difference(level, indicator)))


# --- goods made from the mineral


def _derivative(making: Making) -> Expression:
    match making.adjustment.downstream.charge:
        case "content-times-gap":
            return _gaps(making)
        case "full-value-rate":
            rate = _rate(making, "level", Decimal(1))
            making.contents()  # it does not enter the amount, and decides whether the goods hold too little
            return Product((rate, making.value))
        case "tiered":
            return Product((_tier(making), making.value))
        case None:
            message = "goods made from the mineral are out of scope"
            raise FormulaError(Fault(making.adjustment.id, message, "calculate the adjustment on the mineral itself"))
        case _:
            assert_never(making.adjustment.downstream.charge)


def _gaps(making: Making) -> Expression:
    """Content times gap; of several substances each that has a gap, so that a dear one does not lower another."""
    levels = [making.floor_level(number, line) for number, line in making.lines]
    contents = making.contents()
    gaps = [
        Product((content, Difference(level, making.indicator(number, line))))
        for (number, line), level, content in zip(making.lines, levels, contents, strict=True)
    ]
    if len(gaps) == 1:
        return gaps[0]
    return Sum(
        tuple(making.draft.step(f"G{number}", f"gap_{number}", Max((ZERO, gap))) for number, gap in enumerate(gaps, 1))
    )


def _tier(making: Making) -> Symbol:
    """The rate of the highest tier that the content reaches; none below the lowest."""
    if making.charge.others:
        message = "rates by tiers are laid down for goods with one substance"
        raise FormulaError(Fault(making.adjustment.id, message, "assess them by one substance"))
    (content,), tiers = making.contents(), making.adjustment.downstream.tiers
    cases = tuple(Case(_reaches(making, content, tier), _constant(tier)) for tier in reversed(tiers))
    return making.draft.step("G", "rate_of_tier", Conditional(cases, ZERO))


def _reaches(making: Making, content: Symbol, tier: Tier) -> Comparison:
    if tier.content_from.value == 0:
        return Comparison(content, ">=", ZERO)
    basis = basis_of(making.charge.line)
    part = basis.per(mass(basis.above[0].name, "gross product"))
    least = Product((Constant(tier.content_from.value.scaleb(-2), part), Symbol("m")))
    return Comparison(content, ">=", least)


def _constant(tier: Tier) -> Expression:
    return Constant(tier.rate.value.scaleb(-2), SHARE)


def _product(pair: tuple[Symbol, Symbol]) -> Expression:
    return Product(pair)


def _sum(items: tuple[Expression, ...]) -> Expression:
    return items[0] if len(items) == 1 else Sum(items)
