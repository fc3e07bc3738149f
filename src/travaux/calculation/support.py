"""A contract of support on one good -> its formula: price gap, support, payment back, each within its limit, and net.

The steps are those of the clause on price-gap support. Prices and quantity are per the unit and basis of the strike
price. What has been paid before in the calendar year is an input, because the limit is a yearly one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from travaux.formula.fault import Fault, FormulaError
from travaux.formula.nodes import ZERO, Difference, Expression, Max, Min, Product, Round, Symbol
from travaux.formula.unit import SHARE, Unit, currency, mass
from travaux.formula.whole import Formula, Step, Variable
from travaux.model.mechanism.offtake_cfd import OfftakeCfd, Payer, SupportLine
from travaux.model.quantity import MINOR_UNITS, Money, Price

_MOST_MONEY, _MOST_MASS, _MOST_PRICE = Decimal(10) ** 12, Decimal(10) ** 9, Decimal(10) ** 6


@dataclass(frozen=True, slots=True)
class Support:
    """What is calculated: a record on one line with the strike price in force, and who pays."""

    record: OfftakeCfd
    line: SupportLine
    strike: Price
    """That of the line, or the floor level or reference price that the record makes it."""
    payer: Payer | None = None

    @property
    def basis(self) -> Unit:
        """The mass that the strike price is per."""
        return mass(self.strike.per, str(self.strike.basis))

    @property
    def yearly_cap(self) -> Decimal | None:
        """The most that is paid for gaps in a calendar year."""
        return _in(self.strike.currency, self.payer.yearly_cap if self.payer else None)

    @property
    def payback_cap(self) -> Decimal | None:
        """The most that is paid back in a calendar year."""
        return _in(self.strike.currency, self.record.clawback.yearly_cap if self.record.clawback else None)


def formula_of(support: Support) -> Formula:
    """The formula of a contract; its result is the net amount, below zero where the producer pays.

    Raises FormulaError for a record that makes up no gap, or limits in another currency than the strike price.
    """
    if not support.record.pays_gaps:
        message = "this record makes up no gap between a strike price and the market"
        raise FormulaError(Fault(support.record.id, message, "calculated are two-way contracts, floors and subsidies"))
    making = _Making(support)
    due = making.limited("D", "support_due", making.support(), "Y", "A", support.yearly_cap)
    if support.record.clawback is not None:
        back = making.limited("E", "payback_due", making.payback(), "Z", "X", support.payback_cap)
        making.step("N", "net_amount", Difference(due, back))
    return Formula(support.record.id.replace("-", "_"), tuple(making.inputs), tuple(making.steps))


def terms_of(support: Support) -> Mapping[str, Decimal]:
    """The inputs that the contract fixes, by name; prices, quantities and what was paid before are the entry's."""
    record, clawback = support.record, support.record.clawback
    found: dict[str, Decimal | None] = {
        "strike_price": support.strike.amount,
        "public_share": record.public_share.value.scaleb(-2) if record.public_share else None,
        "yearly_limit": support.yearly_cap,
        "payback_limit": support.payback_cap,
    }
    if clawback:
        threshold = support.line.upside_above or support.strike
        found |= {"upside_threshold": threshold.amount, "upside_share": clawback.share.value.scaleb(-2)}
    return {name: value for name, value in found.items() if value is not None}


class _Making:
    """Adds inputs and steps one after the other; every method returns the symbol that the next one uses."""

    def __init__(self, support: Support) -> None:
        self.code = support.strike.currency
        self.basis = support.basis
        self.inputs: list[Variable] = []
        self.steps: list[Step] = []

    def step(self, symbol: str, name: str, value: Expression) -> Symbol:
        self.steps.append(Step(symbol, name, value))
        return Symbol(symbol)

    def given(self, symbol: str, name: str, unit: Unit, high: Decimal, places: int) -> Symbol:
        self.inputs.append(Variable(symbol, name, unit, Decimal(0), high, places))
        return Symbol(symbol)

    def price(self, symbol: str, name: str) -> Symbol:
        return self.given(symbol, name, currency(self.code).per(self.basis), _MOST_PRICE, 4)

    def share(self, symbol: str, name: str) -> Symbol:
        return self.given(symbol, name, SHARE, Decimal(1), 4)

    def money(self, symbol: str, name: str) -> Symbol:
        return self.given(symbol, name, currency(self.code), _MOST_MONEY, 2)

    def support(self) -> Symbol:
        """The gap, and the share of it that is made up for a quantity."""
        strike, market = self.price("K", "strike_price"), self.price("R", "market_price")
        quantity = self.given("Q", "quantity_sold", self.basis, _MOST_MASS, 3)
        gap = self.step("G", "price_gap", Max((ZERO, Difference(strike, market))))
        return self.step("P", "support", Product((self.share("s", "public_share"), gap, quantity)))

    def payback(self) -> Symbol:
        """The upside, and the share of it that is paid back for a quantity."""
        threshold = self.price("T", "upside_threshold")
        upside = self.step("H", "upside", Max((ZERO, Difference(Symbol("R"), threshold))))
        return self.step("B", "payback", Product((self.share("c", "upside_share"), upside, Symbol("Q"))))

    def limited(self, symbol: str, name: str, amount: Symbol, limit: str, before: str, cap: Decimal | None) -> Symbol:
        """The amount within what is left of the limit of the year, in minor units."""
        value: Expression = amount
        if cap is not None:
            kind = name.removesuffix("_due")
            most = self.money(limit, "yearly_limit" if kind == "support" else "payback_limit")
            paid = self.money(before, f"{kind}_before")
            value = Min((amount, Max((ZERO, Difference(most, paid)))))
        return self.step(symbol, name, Round(value, MINOR_UNITS[self.code]))


def _in(code: str, cap: Money | None) -> Decimal | None:
    """The amount of a limit in the currency of the strike price. Raises FormulaError for another currency."""
    if cap is None:
        return None
    if cap.currency != code:
        message = f"the limit is in {cap.currency} and the strike price in {code}"
        raise FormulaError(Fault("yearly_cap", message, "state both in one currency"))
    return cap.amount
