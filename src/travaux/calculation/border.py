"""A border adjustment on one line of a floor -> its formula, from the typed options of the records.

The steps are those of the clause on the calculation, in its order: floor level, content, currency, shortfall, then
phase-in, zone rate and limit as the record orders them, rounding, and conversion for collection. The customs value is
read as it is brought to the delivery basis of the floor level, the mass in the unit of mass of that level.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import assert_never

from travaux.calculation.content import Content
from travaux.calculation.inputs import COLLECTION_RATE, PHASE, RATE, Draft, amount_of_money, level, rate, share
from travaux.formula.fault import Fault, FormulaError
from travaux.formula.nodes import ZERO, Constant, Difference, Expression, Lookup, Max, Min, Product, Round, Sum, Symbol
from travaux.formula.unit import SHARE, Unit, currency, mass
from travaux.formula.whole import Formula
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.mechanism.border_adjustment import Step as Modifier
from travaux.model.mechanism.price_floor import FloorLine, PriceFloor
from travaux.model.quantity import MINOR_UNITS, Price

#: What the date columns of entries are called, by the day that counts.
DATES = {
    "acceptance-of-declaration": "date_of_acceptance",
    "entry": "date_of_entry",
    "export": "date_of_export",
    "contract": "date_of_contract",
    "month-average": "month_of_rate",
}
_SHARED = frozenset({"variable-specific", "two-tier-tariff-quota", "guarantee-deposit"})


@dataclass(frozen=True, slots=True)
class Charge:
    """What is calculated: an adjustment on a line of a floor, and the circumstances that choose the formula."""

    adjustment: BorderAdjustment
    floor: PriceFloor
    line: FloorLine
    content: Content
    declared: str = ""
    """Currency of the customs declaration; empty for that of the floor level."""
    collected: str = ""
    """Currency in which the importing Party collects; empty for that of the floor level."""
    derivative: bool = False
    """True for a good made from the mineral, which is charged by content times gap."""

    @property
    def price(self) -> Price:
        """The first floor level; the later ones have its currency, unit of mass and basis."""
        return next(iter(self.line.levels.values()))

    @property
    def basis(self) -> Unit:
        """The mass that the floor level is per."""
        return mass(self.price.per, str(self.price.basis))


def formula_of(charge: Charge) -> Formula:
    """The formula of a charge. Raises FormulaError for a form that is not calculated entry by entry."""
    if charge.adjustment.form not in _SHARED:
        message = f"the form {charge.adjustment.form} is set once for a period and not calculated for each entry"
        raise FormulaError(Fault(charge.adjustment.id, message, f"calculated are: {', '.join(sorted(_SHARED))}"))
    if charge.derivative and charge.adjustment.downstream.charge != "content-times-gap":
        message = f"derivatives are charged by {charge.adjustment.downstream.charge}, not by content times gap"
        raise FormulaError(Fault(charge.adjustment.id, message, "calculate the adjustment on the mineral itself"))
    return _Charge(charge).formula()


class _Charge:
    """Adds inputs, tables and steps one after the other; every method returns the symbol that the next one uses."""

    def __init__(self, charge: Charge) -> None:
        self.charge, self.adjustment, self.draft = charge, charge.adjustment, Draft()
        self.money = charge.price.currency
        self.declared = charge.declared or self.money
        self.date = DATES[charge.adjustment.relevant_date]

    def formula(self) -> Formula:
        self.draft.step("F", "floor_level_in_force", self.level("floor_level"))
        content = self.charge.content.steps(self.draft, self.charge.basis)
        shortfall = self.draft.step("S", "shortfall", self.shortfall(content))
        total = self.modified(shortfall)
        due = self.draft.step("A", "border_adjustment", Round(total, MINOR_UNITS[self.money]))
        self.collected(due)
        return self.draft.formula(self.adjustment.id.replace("-", "_"))

    def level(self, table: str) -> Lookup:
        price = self.charge.price
        unit = currency(price.currency).per(self.charge.basis)
        return self.draft.looked_up(level(table, unit), ("good",), self.date)

    @cached_property
    def value(self) -> Symbol:
        """The customs value in the currency of the floor level; it is no input where nothing depends on it."""
        entered = self.adjustment.base == "declared-transaction-value" and not self.charge.derivative
        return self.converted("V", "customs_value", "W" if entered else "U", "converted_value")

    def converted(self, symbol: str, name: str, result: str, converted: str) -> Symbol:
        """An amount of the declaration in the currency of the floor level."""
        if self.declared == self.money:
            return self.draft.given(amount_of_money(result, name, self.money))
        given = self.draft.given(amount_of_money(symbol, name, self.declared))
        return self.draft.step(result, converted, Product((self.rate(), given)))

    def rate(self) -> Symbol:
        """The rate of exchange, which is looked up once."""
        if RATE not in self.draft.tables:
            date = DATES[self.adjustment.currency_rule.date_basis]
            table = rate(RATE, self.declared, self.money)
            self.draft.step("e", "rate_in_force", self.draft.looked_up(table, ("declaration_currency",), date))
        return Symbol("e")

    # --- the shortfall

    def shortfall(self, content: Symbol) -> Expression:
        gap = self.gap(content) if self.charge.derivative else self.difference(content)
        if self.adjustment.stacking == "net-of-other-duties":
            gap = Difference(gap, self.converted("d", "declared_duties", "D", "other_duties"))
        return Max((ZERO, gap))

    def gap(self, content: Symbol) -> Expression:
        """For a derivative, the content times the difference between floor level and indicator price."""
        indicator = self.draft.step("P", "indicator_in_force", self.level("indicator_price"))
        return Product((content, Difference(Symbol("F"), indicator)))

    def difference(self, content: Symbol) -> Expression:
        return Difference(Product((Symbol("F"), content)), self.entered(content))

    def entered(self, content: Symbol) -> Symbol:
        """The entered price, by what the record compares with the floor."""
        match self.adjustment.base:
            case "declared-transaction-value":
                return self.value
            case "landed-cost":
                transport = self.converted("t", "transport", "T", "converted_transport")
                return self.draft.step("W", "entered_price", Sum((self.value, transport)))
            case "index-price":
                indicator = self.draft.step("P", "indicator_in_force", self.level("indicator_price"))
                return self.draft.step("W", "entered_price", Product((indicator, content)))
            case _:
                assert_never(self.adjustment.base)

    # --- what is done with it, in the order of the record

    def modified(self, shortfall: Symbol) -> Symbol:
        total = shortfall
        for modifier in self.adjustment.order:
            total = self.modify(modifier, total)
        return total

    def modify(self, modifier: Modifier, total: Symbol) -> Symbol:
        match modifier:
            case "phase-in":
                return self.phased(total)
            case "zone-rate":
                zone = self.draft.given(share("ρ", "zone_share"))
                return self.draft.step("Z", "zone_amount", Product((zone, total)))
            case "cap":
                return self.limited(total)
            case _:
                assert_never(modifier)

    def phased(self, total: Symbol) -> Symbol:
        """Without a step where the whole is charged from the first day."""
        first = self.charge.floor.phase_in[0]
        if first.share.value == 100:
            return total
        phase = self.draft.step("φ", "phase_in_force", self.draft.looked_up(PHASE, (), self.date))
        return self.draft.step("H", "phased_amount", Product((phase, total)))

    def limited(self, total: Symbol) -> Symbol:
        cap = self.adjustment.cap
        if cap is None:
            return total
        limit = self.draft.step("L", "limit", Product((Constant(cap.value.scaleb(-2), SHARE), self.value)))
        return self.draft.step("M", "limited_amount", Min((total, limit)))

    def collected(self, due: Symbol) -> None:
        code = self.charge.collected
        if code and code != self.money:
            table = rate(COLLECTION_RATE, self.money, code)
            date = DATES[self.adjustment.currency_rule.date_basis]
            found = self.draft.looked_up(table, ("collection_currency",), date)
            at = self.draft.step("r", "collection_rate_in_force", found)
            self.draft.step("K", "collected_amount", Round(Product((at, due)), MINOR_UNITS[code]))


def goods_of(line: FloorLine) -> str:
    """The key of a line in tables and entries: `ndpr/compound/ndpr-oxide-99`."""
    return "/".join(filter(None, (line.product, line.stage, line.grade)))
