"""Random formulas from a seed, and the drafting language in which tests tell them."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

from travaux.calculation.language import formula_language
from travaux.discover import layers
from travaux.formula.nodes import (
    ZERO,
    And,
    Case,
    Comparison,
    Condition,
    Conditional,
    Constant,
    Difference,
    Expression,
    FirstKnown,
    Lookup,
    Max,
    Min,
    Not,
    Or,
    Product,
    Ratio,
    Round,
    Sum,
    Symbol,
)
from travaux.formula.says import FormulaLanguage
from travaux.formula.unit import PURE, SHARE, Base, Unit
from travaux.formula.whole import Formula, Step, Table, Variable
from travaux.formula.widths import width_faults
from travaux.library import Language
from travaux.model.instrument import Numbers
from travaux.parse import parse
from travaux.span import NOWHERE

OPERATORS = ("<", "<=", "=", ">=", ">")


@cache
def drafting_language(tag: str = "en") -> Language:
    """A language of the library."""
    return parse(layers(None), "agreement", tag, NOWHERE, NOWHERE).words


def language_tags() -> list[str]:
    """The languages of the library that have words for formulas."""
    tags = sorted(path.stem for path in (layers(None)[0].root / "templates/languages").glob("*.yaml"))
    return [tag for tag in tags if drafting_language(tag).formula]


@cache
def told_in(tag: str) -> FormulaLanguage:
    """A language with its own numbers and dates."""
    found = formula_language(drafting_language(tag))
    assert found is not None, tag
    return found


@cache
def mexican() -> FormulaLanguage:
    """Spanish with the numbers of Mexico."""
    found = formula_language(drafting_language("es"), Numbers(decimal_mark=".", group_mark=","))
    assert found is not None
    return found


@cache
def english(decimal_mark: Any = None, group_mark: Any = None, percent: str | None = None) -> FormulaLanguage:
    """English, with number formats of an instrument."""
    numbers = Numbers(decimal_mark=decimal_mark, group_mark=group_mark, percent=percent)
    found = formula_language(drafting_language(), numbers)
    assert found is not None
    return found


# --- trees of any shape, for printing and reading --------------------------------------------------------------

BASES = (
    *(Base(code) for code in ("USD", "EUR", "JPY")),
    *(Base("kg", of) for of in ("contained Ga", "NdPr oxide equivalent", "TREO", "gross product", "")),
    *(Base(name, "contained W") for name in ("t", "mtu", "lb", "troy oz", "short ton", "long ton")),
)
INPUTS = ("A", "B1", "F", "W", "φ", "m", "Z99")
STEPS = ("S", "S1", "S2", "R")
COLUMNS = ("good", "party_code")
DAYS = ("date_of_entry", "date_of_export")
TABLES = ("floor_level", "rates")


class Trees:
    """Nodes of any shape, whether or not their units and widths would pass."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def some(self, make: Any, least: int = 2, most: int = 3) -> tuple[Any, ...]:
        return tuple(make() for _ in range(self.random.randint(least, most)))

    def decimal(self, low: int, high: int, places: int) -> Decimal:
        return Decimal(self.random.randint(low * 10**places, high * 10**places)).scaleb(-places)

    def unit(self) -> Unit:
        above, below = self.random.choice([(0, 0), (0, 0), (1, 0), (1, 1), (2, 1), (1, 2), (0, 1)])
        if above + below == 0:
            return self.random.choice([PURE, SHARE])
        return Unit.made(self.random.choices(BASES, k=above), self.random.choices(BASES, k=below))

    def constant(self) -> Constant:
        if self.random.random() < 0.2:
            return ZERO
        bounds = self.random.choice([(-2000, 2000000, 2), (0, 3, 6), (0, 900, 0)])
        return Constant(self.decimal(*bounds), self.unit())

    def lookup(self) -> Lookup:
        keys = tuple(self.random.sample(COLUMNS, self.random.randint(0, 2)))
        return Lookup(self.random.choice(TABLES), keys, self.random.choice(DAYS))

    def rung(self) -> Symbol | Lookup:
        return self.lookup() if self.random.random() < 0.4 else Symbol(self.random.choice(INPUTS))

    def leaf(self) -> Expression:
        match self.random.randint(0, 9):
            case 0 | 1 | 2:
                return self.constant()
            case 3:
                return self.lookup()
            case 4:
                return FirstKnown(self.some(self.rung))
            case _:
                return Symbol(self.random.choice(self.known))

    def amount(self, depth: int) -> Expression:
        def below() -> Expression:
            return self.amount(depth - 1)

        if depth == 0 or self.random.random() < 0.25:
            return self.leaf()
        places = self.random.randint(0, 9)
        match self.random.randint(0, 7):
            case 0:
                return Sum(self.some(below))
            case 1:
                return Difference(below(), below())
            case 2:
                return Product(self.some(below))
            case 3:
                return Max(self.some(below))
            case 4:
                return Min(self.some(below))
            case 5:
                return Round(below(), places)
            case 6:
                return Ratio(below(), below(), places)
            case _:
                return Conditional(self.some(lambda: Case(self.condition(depth - 1, 2), below()), 1, 2), below())

    def condition(self, depth: int, more: int) -> Condition:
        def below() -> Condition:
            return self.condition(depth, more - 1)

        match self.random.randint(0, 5 if more else 2):
            case 3:
                return And(self.some(below))
            case 4:
                return Or(self.some(below))
            case 5:
                return Not(below())
            case _:
                return Comparison(self.amount(depth), self.random.choice(OPERATORS), self.amount(depth))

    def formula(self) -> Formula:
        used = ("customs_value", "tally", "transport", "assay", "phase_share", "net_dry_mass", "left_over")
        inputs = tuple(
            Variable(symbol, name, self.unit(), self.decimal(-9, 0, 2), self.decimal(1, 99999, 2), 2)
            for symbol, name in zip(INPUTS, used, strict=True)
        )
        tables = tuple(Table(name, self.unit(), Decimal(0), Decimal("1234.5"), 4) for name in TABLES)
        names = ("shortfall", "odd_step", "limit", "border_adjustment")
        self.known, steps = INPUTS, list[Step]()
        for symbol, name in list(zip(STEPS, names, strict=True))[: self.random.randint(1, len(STEPS))]:
            steps.append(Step(symbol, name, self.amount(self.random.randint(0, 3))))
            self.known = (*self.known, symbol)
        return Formula("sample", inputs, tuple(steps), tables)


# --- sound formulas, for computing -----------------------------------------------------------------------------


class PlainTrees(Trees):
    """Plain numbers alone, small enough for every width."""

    def unit(self) -> Unit:
        return PURE

    def constant(self) -> Constant:
        low, high, places = self.random.choice([(-200, 200, 2), (0, 3, 4), (0, 90, 0), (1, 1, 0)])
        return Constant(self.decimal(low, high, places))

    def lookup(self) -> Lookup:
        return Lookup("rates", ("good",), "date_of_entry")

    def formula(self) -> Formula:
        inputs = tuple(
            Variable(symbol, name, PURE, Decimal(low), Decimal(high), places)
            for symbol, name, low, high, places in SOUND_INPUTS
        )
        table = Table("rates", PURE, Decimal("0.5"), Decimal(2000), 2)
        self.known, steps = tuple(given.symbol for given in inputs), list[Step]()
        for number in range(self.random.randint(1, 3)):
            step = Step(STEPS[number], f"step_{number}", self.amount(self.random.randint(1, 2)))
            steps.append(step)
            self.known = (*self.known, step.symbol)
        return Formula("sample", inputs, tuple(steps), (table,))

    def rung(self) -> Symbol | Lookup:
        return self.lookup() if self.random.random() < 0.3 else Symbol(self.random.choice(self.known[:4]))


SOUND_INPUTS = (
    ("A", "first", "-500", "500", 2),
    ("B", "second", "0", "99999.999", 3),
    ("F", "third", "0.01", "50", 2),
    ("φ", "fourth", "0", "1", 4),
)


def sound_formula(seed: int) -> Formula:
    """A formula in plain numbers that passes every check, with ratios where the seed allows them."""
    trees = PlainTrees(seed)
    while True:
        found = trees.formula()
        if not width_faults(found):
            return found


def any_formula(seed: int) -> Formula:
    """A formula of any shape."""
    return Trees(seed).formula()
