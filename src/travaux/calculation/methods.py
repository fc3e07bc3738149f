"""A border adjustment and the records of its instrument -> the ways in which it is calculated, each as a formula.

A covered good is calculated from its own floor level; where the tables of the instrument have a rate of exchange, the
same is done for amounts in another currency; a derivative has a way of its own, one with several substances another;
and so has a good on which an amount was paid in another Party.
"""

from __future__ import annotations

import dataclasses
import datetime
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal, TypeAlias

from travaux.calculation.border import formula_of
from travaux.calculation.charge import Charge, Steps
from travaux.calculation.content import Content
from travaux.calculation.inputs import COLLECTION_RATE, DAILY, RATE
from travaux.calculation.tables import exchange_rates, floor_levels, months_after, phase_shares
from travaux.formula.fault import FormulaError
from travaux.formula.tables import DatedTable
from travaux.formula.whole import Formula
from travaux.model.instrument import Instrument
from travaux.model.mechanism.base import GoodsLine
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.mechanism.price_floor import FloorLine, PriceFloor
from travaux.records import Records

Kind: TypeAlias = Literal["goods", "conversion", "derivatives", "several", "credit"]
#: Every way, in the order in which an annex tells them.
KINDS: tuple[Kind, ...] = ("goods", "conversion", "derivatives", "several", "credit")
#: The clause whose parameters say with how many decimal places content is found.
CONTENT_CLAUSE = "adjustment-calculation"
_PLAIN = Content()


@dataclass(frozen=True, slots=True)
class Method:
    """One way of calculating, on the good that its examples are about."""

    kind: Kind
    charge: Charge
    formula: Formula
    line: tuple[str, int]
    """The floor and the place of its line: where the good of the examples stands."""
    good: tuple[str, str, str]
    """Product, stage and grade of the good that is imported; for a derivative that is not the good of the floor."""
    tables: dict[str, DatedTable]

    @property
    def start(self) -> datetime.date:
        """The day on which the examples take the agreement to enter into force: the first of the floor level."""
        return next(iter(self.charge.line.levels))

    @property
    def full(self) -> datetime.date:
        """A day on which every party charges the whole: clear of the day on which the last step begins."""
        last = self.charge.steps[-1].after
        return months_after(self.start, max(self._lags[-1], last + 1 if last else 0))

    @property
    def early(self) -> datetime.date:
        """A day in the first step on which some party charges, where one does before the second step."""
        steps, soonest = self.charge.steps, self._lags[0]
        return months_after(self.start, soonest if len(steps) < 2 or soonest < steps[1].after else 0)

    @property
    def _lags(self) -> list[int]:
        """Whole months after which the parties charge, the soonest first."""
        return sorted(-(-d.lag.longest_days // 30) if d.lag else 0 for d in self.charge.adjustment.duties) or [0]


@dataclass(frozen=True, slots=True)
class Said:
    """A way of calculating, compared by all that it says: what was found of it is kept as long as it says the same."""

    said: str
    method: Method = field(compare=False)


def methods_of(
    adjustment: BorderAdjustment, instrument: Instrument, records: Records, content: Content = _PLAIN
) -> tuple[Method, ...]:
    """The ways of an adjustment; none where its form is not calculated entry by entry.

    `content` says with how many decimal places content is found; the ladder of evidence is the adjustment's own.
    """
    floors = [records.mechanisms[key].record for key in adjustment.floors if key in instrument.mechanisms]
    floor = next((floor for floor in floors if isinstance(floor, PriceFloor)), None)
    if floor is None:
        return ()
    laddered = replace(content, evidence=adjustment.downstream.evidence)
    maker = _Maker(adjustment, floor, laddered, instrument, records)
    makes = (maker.goods, maker.conversion, maker.derivatives, maker.several, maker.credit)
    return tuple(method for make in makes for method in make())


def own_steps(instrument: Instrument, floor: PriceFloor) -> Steps:
    """The steps of every party that takes a floor; none where no party has steps of its own."""
    terms = instrument.participation.get(floor.id)
    own = terms.phase_in if terms else {}
    return tuple((party, own.get(party, floor.phase_in)) for party in instrument.taking(floor.id)) if own else ()


def content_of(parameters: Mapping[str, object]) -> Content:
    """How content is found, from the parameters of the clause that says so."""
    places = dataclasses.asdict(_PLAIN)
    stated = {name: parameters[name] for name in places if isinstance(parameters.get(name), int)}
    return Content(**{**places, **stated})


@dataclass(frozen=True, slots=True)
class _Maker:
    adjustment: BorderAdjustment
    floor: PriceFloor
    content: Content
    instrument: Instrument
    records: Records

    def goods(self) -> Iterator[Method]:
        """The floor's first line, in the currency of its level."""
        line = self.floor.lines[0]
        yield from self.method("goods", Charge(self.adjustment, self.floor, line, self.content), line)

    def conversion(self) -> Iterator[Method]:
        """The same line, declared in a currency that the tables convert, and collected in one where they can."""
        line = self.floor.lines[0]
        charge = Charge(self.adjustment, self.floor, line, self.content)
        money, rates = charge.price.currency, self.rates()
        declared = next((source for source, target in rates if target == money != source), "")
        if declared:
            collected = self.collected(money, declared, rates)
            yield from self.method("conversion", replace(charge, declared=declared, collected=collected), line)

    def collected(self, money: str, declared: str, rates: dict[tuple[str, str], Decimal]) -> str:
        """The currency of a party in which the amount is collected: that of the declaration where it can be."""
        own = [self.records.parties[key].record.currency for key in self.instrument.parties]
        found = [code for code in (declared, *own) if code in own and (money, code) in rates and code != money]
        return found[0] if found else ""

    def derivatives(self) -> Iterator[Method]:
        """The first derivative of which a line of the floor has the mineral."""
        downstream = self.adjustment.downstream
        if downstream.scope == "none":
            return
        for good in downstream.lines or self.floor.lines:
            if line := self.line_of(good):
                charge = Charge(self.adjustment, self.floor, line, self.content, derivative=True)
                yield from self.method("derivatives", charge, good if downstream.lines else line)
                return

    def several(self) -> Iterator[Method]:
        """Goods of one tariff line in which two substances of the floor are found, charged by content times gap."""
        downstream = self.adjustment.downstream
        if downstream.charge != "content-times-gap":
            return
        for first, second in itertools.combinations(downstream.lines, 2):
            lines = self.line_of(first), self.line_of(second)
            if first.product != second.product and set(first.hs) & set(second.hs) and lines[0] and lines[1]:
                charge = Charge(self.adjustment, self.floor, lines[0], self.content, derivative=True)
                yield from self.method("several", replace(charge, others=(lines[1],)), first)
                return

    def credit(self) -> Iterator[Method]:
        """The floor's first line, where an amount was paid in another Party."""
        line = self.floor.lines[0]
        yield from self.method("credit", Charge(self.adjustment, self.floor, line, self.content, credited=True), line)

    def line_of(self, good: GoodsLine) -> FloorLine | None:
        """The line of the floor that has the mineral of a good made from it."""
        return next((line for line in self.floor.lines if line.product == good.product), None)

    def method(self, kind: Kind, charge: Charge, good: object) -> Iterator[Method]:
        """The way, where the options of the record have a formula for it."""
        charge = replace(charge, own_steps=own_steps(self.instrument, self.floor))
        try:
            formula = formula_of(charge)
        except FormulaError:
            return
        place = (self.floor.id, self.floor.lines.index(charge.line))
        named = (getattr(good, "product", ""), getattr(good, "stage", ""), getattr(good, "grade", None) or "")
        yield Method(kind, charge, formula, place, named, self.tables(charge))

    def tables(self, charge: Charge) -> dict[str, DatedTable]:
        """What the formula looks up, but for the indicator price, which is an assumption of each example."""
        start = next(iter(charge.line.levels))
        found = floor_levels(charge) | {"phase_share": phase_shares(charge, start)}
        money, rates = charge.price.currency, self.rates()
        for name, code, pair in (
            (RATE, charge.declared, (charge.declared, money)),
            (DAILY, charge.declared, (charge.declared, money)),
            (COLLECTION_RATE, charge.collected, (money, charge.collected)),
        ):
            if code:
                found[name] = DatedTable({(code,): [(start, rates[pair])]})
        return found

    def rates(self) -> dict[tuple[str, str], Decimal]:
        """The rates of exchange in the tables of the instrument, by the currencies from and to which they convert."""
        return exchange_rates(self.records.tables[key].record for key in self.instrument.tables)
