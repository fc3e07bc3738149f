"""The charges of an instrument that are calculated entry by entry, and entries on which they can be tried."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

from travaux.calculation.border import formula_of
from travaux.calculation.charge import Charge
from travaux.calculation.content import Content
from travaux.calculation.methods import CONTENT_CLAUSE, content_of, own_steps
from travaux.checks._model import good, texts_of
from travaux.compilation import Subject
from travaux.formula.compiled import assessed
from travaux.formula.evaluate import Assessed, evaluate
from travaux.formula.fault import FormulaError
from travaux.formula.numbers import rounded
from travaux.formula.reason import Reason
from travaux.formula.tables import DatedTable
from travaux.formula.whole import Formula, Table, Variable
from travaux.model.instrument import Instrument
from travaux.prove._kept import Kept, kept_lines
from travaux.records import Entry
from travaux.span import Span

#: The inputs that trials vary; in every formula of a charge they have these names.
PRICE, MASS = "customs_value", "net_dry_mass"
T = TypeVar("T", Variable, Table)
_DAY = datetime.date(2000, 1, 1)


@dataclass(frozen=True)
class Setting:
    """A formula, and what an entry does not choose: the values that are looked up, and other inputs."""

    formula: Formula
    figures: Mapping[str, Decimal]
    """By name of a table or an input; what is not named is nothing owed and all of a share."""

    def takes(self, mass: Decimal, value: Decimal) -> bool:
        """Whether an entry of a mass and a value is within the ranges of the formula."""
        chosen = {MASS: mass, PRICE: value}
        return all(each.low <= chosen.get(each.name, each.low) <= each.high for each in self.formula.inputs)

    @cached_property
    def follows(self) -> bool:
        """Whether the charge depends on the price of the goods."""
        return any(given.name == PRICE for given in self.formula.inputs)

    @cached_property
    def cent(self) -> Decimal:
        """The smallest unit of the amount, to which its last step rounds; nothing where it does not round."""
        places = getattr(self.formula.result.value, "places", None)
        return Decimal(0) if places is None else Decimal(1).scaleb(-places)

    def entry(self, mass: Decimal, value: Decimal) -> dict[str, Decimal | str | datetime.date]:
        """An entry of goods of a mass and a value: of the substance itself where no assay is among the figures."""
        chosen = {**self.figures, MASS: mass, PRICE: value}
        given = {each.name: self._given(each, chosen) for each in self.formula.inputs}
        looks = self.formula.lookups
        keys: dict[str, Decimal | str | datetime.date] = {key: "any" for look in looks for key in look.keys}
        return {**keys, **{look.date: _DAY for look in looks}, **given}

    @cached_property
    def tables(self) -> dict[str, DatedTable]:
        """Tables in which every look-up has the value of the setting."""
        values = {table.name: self._given(table, self.figures) for table in self.formula.tables}
        keys = {look.table: ("any",) * len(look.keys) for look in self.formula.lookups}
        return {name: DatedTable({keys[name]: [(_DAY, values[name])]}) for name in keys}

    def fixed(self, mass: Decimal) -> Formula:
        """The formula in which nothing is left open but the value of goods of a mass."""
        chosen = {**self.figures, MASS: mass}

        def at(bounds: T) -> T:
            value = self._given(bounds, chosen)
            return bounds if bounds.name == PRICE else replace(bounds, low=value, high=value)

        inputs, tables = map(at, self.formula.inputs), map(at, self.formula.tables)
        return replace(self.formula, inputs=tuple(inputs), tables=tuple(tables))

    def _given(self, bounds: Variable | Table, chosen: Mapping[str, Decimal]) -> Decimal:
        value = rounded(chosen.get(bounds.name, bounds.high if bounds.high <= 1 else Decimal(0)), bounds.places)
        return value if bounds.name in (MASS, PRICE) else max(bounds.low, min(bounds.high, value))

    def amounts(self, entries: Sequence[tuple[Decimal, Decimal]]) -> list[Decimal]:
        """The charge on entries of a mass and a value, computed at once."""
        rows = (self.entry(*each) for each in entries)
        columns = self.formula.columns
        found = assessed(self.formula, ([row[name] for name in columns] for row in rows), self.tables)
        return [_amount(each) for each in found]

    def amount(self, mass: Decimal, value: Decimal) -> Fraction:
        """The charge on one entry, step by step."""
        return Fraction(self.traced(mass, value).amount)

    def traced(self, mass: Decimal, value: Decimal) -> Assessed:
        """The charge on one entry with its steps."""
        found = evaluate(self.formula, self.entry(mass, value), self.tables)
        if isinstance(found, Reason):
            raise AssertionError(f"a trial has no amount: {found.code}")
        return found


def _amount(found: Decimal | Reason) -> Decimal:
    if isinstance(found, Reason):
        raise AssertionError(f"a trial has no amount: {found.code}")
    return found


@dataclass(frozen=True)
class Charged:
    """A charge on a good, in the currency of its level."""

    what: str
    charge: Charge
    formula: Formula
    span: Span

    def settings(self) -> Iterator[Setting]:
        """Each level with each share of the phase-in, the whole first."""
        own = [phase for _, steps in self.charge.own_steps for phase in steps]
        phases = own or self.charge.floor.phase_in if "phase-in" in self.charge.adjustment.order else ()
        shares = dict.fromkeys([Decimal(1), *(phase.share.value.scaleb(-2) for phase in phases)])
        for price in dict.fromkeys(price.amount for price in self.charge.line.levels.values()):
            for share in shares:
                half = (price / 2).quantize(Decimal("0.0001"))
                yield Setting(self.formula, {"floor_level": price, "phase_share": share, "indicator_price": half})

    @property
    def level(self) -> Decimal:
        """The highest level."""
        return max(price.amount for price in self.charge.line.levels.values())


def charged(s: Subject, instrument: Entry[Instrument]) -> Iterator[Charged]:
    """The charge on each line of a floor and, where goods made from it are charged by content, on those."""
    lines = {(k.floor.record.id, k.number, k.adjustment.record.id): k for k in kept_lines(s, instrument)}
    for kept in lines.values():
        what, adjustment = good(s, kept.line), kept.adjustment.record
        content = replace(_content(s, instrument, kept), evidence=adjustment.downstream.evidence)
        steps = own_steps(instrument.record, kept.floor.record)
        charge = Charge(adjustment, kept.floor.record, kept.line, content, own_steps=steps)
        yield from _charged(kept, charge, what)
        if adjustment.downstream.scope != "none":
            yield from _charged(kept, replace(charge, derivative=True), f"goods made from {what}")


def _content(s: Subject, instrument: Entry[Instrument], kept: Kept) -> Content:
    """How content is found, with the decimal places that the clause on the calculation states."""
    text = next(iter(texts_of(s, instrument)), None)
    adjustment = next(each for each in s.mechanisms(instrument) if each.record.id == kept.adjustment.record.id)
    return content_of(text.outline.parameters(CONTENT_CLAUSE, adjustment) if text else {})


def _charged(kept: Kept, charge: Charge, what: str) -> Iterator[Charged]:
    """None for a form that is set for a period."""
    try:
        formula = formula_of(charge)
    except FormulaError:
        return
    highest = max(price.amount for price in charge.line.levels.values())
    yield Charged(what, charge, widened(formula, highest), kept.adjustment.span("form"))


def widened(formula: Formula, level: Decimal) -> Formula:
    """The formula with a table of levels that has room for a level."""
    tables = (replace(t, high=max(t.high, level)) if t.name == "floor_level" else t for t in formula.tables)
    return replace(formula, tables=tuple(tables))
