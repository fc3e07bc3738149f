"""Inputs, tables and steps as they are gathered into a formula, with the ranges within which amounts are exact.

The ranges are wide enough for any consignment and narrow enough that no engine runs out of digits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from travaux.formula.nodes import Expression, Lookup, Symbol
from travaux.formula.unit import PURE, SHARE, Unit, currency
from travaux.formula.whole import Formula, Step, Table, Variable
from travaux.model.quantity import Percentage

MOST_MONEY = Decimal(10) ** 12
MOST_MASS = Decimal(10) ** 8
MOST_PRICE = Decimal(10) ** 6
MOST_RATE = Decimal(1000)
#: Tables that hold one kind of rate for all goods.
RATE, DAILY, COLLECTION_RATE = "rate_of_exchange", "daily_rate", "rate_of_collection"


def amount_of_money(symbol: str, name: str, code: str) -> Variable:
    """An amount of a currency, to two decimal places."""
    return Variable(symbol, name, currency(code), Decimal(0), MOST_MONEY, 2)


def mass_of(symbol: str, name: str, unit: Unit) -> Variable:
    """A mass, to three decimal places."""
    return Variable(symbol, name, unit, Decimal(0), MOST_MASS, 3)


def proportion(symbol: str, name: str, unit: Unit = PURE) -> Variable:
    """A part of a whole, to six decimal places."""
    return Variable(symbol, name, unit, Decimal(0), Decimal(1), 6)


def share(symbol: str, name: str) -> Variable:
    """A percentage from 0 to 100, without decimals."""
    return Variable(symbol, name, SHARE, Decimal(0), Decimal(1), 2)


def part(symbol: str, name: str) -> Variable:
    """A part of a whole that is told as a percentage, to two decimal places of it."""
    return Variable(symbol, name, SHARE, Decimal(0), Decimal(1), 4)


def level(name: str, unit: Unit, least: Decimal = Decimal(0)) -> Table:
    """A table of prices, to four decimal places."""
    return Table(name, unit, least, MOST_PRICE, 4)


def phases(shares: Iterable[Percentage]) -> Table:
    """The table of the shares of a phase-in, to the decimal places that they have: more would cost digits elsewhere."""
    places = max(-int(share.value.normalize().as_tuple().exponent) for share in shares)
    return Table("phase_share", SHARE, Decimal(0), Decimal(1), max(places, 0) + 2)


def rate(name: str, source: str, target: str) -> Table:
    """A table of exchange rates, to eight decimal places."""
    return Table(name, currency(target).per(currency(source)), Decimal(0), MOST_RATE, 8)


@dataclass(slots=True)
class Draft:
    """A formula in the making."""

    inputs: list[Variable] = field(default_factory=list)
    tables: dict[str, Table] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)

    def given(self, variable: Variable) -> Symbol:
        """Adds an input."""
        self.inputs.append(variable)
        return Symbol(variable.symbol)

    def looked_up(self, table: Table, keys: tuple[str, ...], date: str) -> Lookup:
        """Adds a table and reads it."""
        self.tables[table.name] = table
        return Lookup(table.name, keys, date)

    def step(self, symbol: str, name: str, value: Expression) -> Symbol:
        """Adds a step."""
        self.steps.append(Step(symbol, name, value))
        return Symbol(symbol)

    def formula(self, name: str) -> Formula:
        """The whole."""
        return Formula(name, tuple(self.inputs), tuple(self.steps), tuple(self.tables.values()))
