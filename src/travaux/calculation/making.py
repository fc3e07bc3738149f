"""A formula of a charge in the making: levels, indicator prices, and amounts of the declaration as they are wanted.

Every method returns the symbol that the next step uses; what two steps ask for stands in the formula once.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property

from travaux.calculation.charge import DATES, PERIOD_START, Charge, basis_of, indexed, numbered
from travaux.calculation.inputs import DAILY, RATE, Draft, amount_of_money, level, rate
from travaux.formula.nodes import Case, Comparison, Conditional, Constant, Difference, Lookup, Product, Symbol
from travaux.formula.unit import SHARE, currency
from travaux.model.mechanism.price_floor import FloorLine

#: The least price that has four decimal places, for one by which a rate is divided.
LEAST = Decimal("0.0001")


class Making:
    """The steps so far, and what the steps after them may want."""

    def __init__(self, charge: Charge) -> None:
        self.charge, self.adjustment, self.draft = charge, charge.adjustment, Draft()
        self.money = charge.price.currency
        self.declared = charge.declared or self.money
        self.date = DATES[charge.adjustment.relevant_date]

    @property
    def lines(self) -> tuple[tuple[int, FloorLine], ...]:
        """The lines of the substances, counted from one."""
        return tuple(enumerate((self.charge.line, *self.charge.others), 1))

    # --- of each substance

    def floor_level(self, number: int, line: FloorLine) -> Symbol:
        """The floor level that applies, which is above zero."""
        found = self.price("floor_level", number, line, self.charge.level_day, LEAST)
        return self.draft.step(indexed("F", number), numbered("floor_level_in_force", number), found)

    def indicator(self, number: int, line: FloorLine, least: Decimal = Decimal(0)) -> Symbol:
        """The indicator price that applies: that of the first day where the charge is set for a period."""
        date = PERIOD_START if self.charge.of_period else self.date
        found = self.price("indicator_price", number, line, date, least)
        return self.draft.step(indexed("P", number), numbered("indicator_in_force", number), found)

    def price(self, table: str, number: int, line: FloorLine, date: str, least: Decimal = Decimal(0)) -> Lookup:
        """A price of a good in a table."""
        unit = currency(self.money).per(basis_of(line))
        return self.draft.looked_up(level(numbered(table, number), unit, least), (numbered("good", number),), date)

    def contents(self) -> tuple[Symbol, ...]:
        """The content of the goods in each substance."""
        found = []
        for number, line in self.lines:
            content = self.charge.content if number == 1 else self.charge.content.unconverted
            found.append(content.steps(self.draft, basis_of(line), number))
        return tuple(found)

    # --- of the declaration

    @cached_property
    def value(self) -> Symbol:
        """The customs value in the currency of the floor level; it is no input where nothing depends on it."""
        entered = self.adjustment.base == "declared-transaction-value" and self.compares
        return self.converted("V", "customs_value", "W" if entered else "U", "converted_value")

    @property
    def compares(self) -> bool:
        """Whether the price of the importation is compared with the floor."""
        return not self.charge.derivative and not self.charge.of_period

    def converted(self, symbol: str, name: str, result: str, converted: str) -> Symbol:
        """An amount of the declaration in the currency of the floor level."""
        if self.declared == self.money:
            return self.draft.given(amount_of_money(result, name, self.money))
        given = self.draft.given(amount_of_money(symbol, name, self.declared))
        return self.draft.step(result, converted, Product((self.rate, given)))

    @cached_property
    def rate(self) -> Symbol:
        """The rate of exchange that applies."""
        date = DATES[self.adjustment.currency_rule.date_basis]
        certified = self.draft.looked_up(rate(RATE, self.declared, self.money), ("declaration_currency",), date)
        least = self.adjustment.currency_rule.daily_from
        if least is None:
            return self.draft.step("e", "rate_in_force", certified)
        daily = self.draft.looked_up(rate(DAILY, self.declared, self.money), ("declaration_currency",), date)
        one = self.draft.step("e1", "published_rate_in_force", certified)
        other = self.draft.step("e2", "daily_rate_in_force", daily)
        most = Product((Constant(least.value.scaleb(-2), SHARE), one))
        apart = (Difference(other, one), Difference(one, other))
        cases = tuple(Case(Comparison(each, ">=", most), other) for each in apart)
        return self.draft.step("e", "rate_in_force", Conditional(cases, one))
