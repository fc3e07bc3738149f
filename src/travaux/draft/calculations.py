"""What a clause prints of a calculation: its ways, each with steps, symbols, equation and worked examples as nodes.

Everything comes from the formula of the mechanism; a clause chooses what stands where and what is said beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from travaux.calculation.examples import Worked, examples_of
from travaux.calculation.language import formula_language
from travaux.calculation.methods import CONTENT_CLAUSE, Method, content_of, methods_of
from travaux.calculation.printed import rows, steps_of, symbols, whole_text
from travaux.calculation.shortfall import MOST_RATE
from travaux.draft.environment import Fault
from travaux.draft.marks import Nodes
from travaux.draft.printing import Printer
from travaux.draft.tracked import Tracked, track
from travaux.formula.says import FormulaLanguage
from travaux.formula.unit import currency
from travaux.model.instrument import Instrument
from travaux.model.mechanism.base import Mechanism
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.quantity import Percentage
from travaux.outline import Outline
from travaux.records import Entry, Records
from travaux.tree import Inline, Text, Value

#: Percentages that a formula has by itself: limits of a rate of the value, which no record states.
_OWN = (Percentage(MOST_RATE * 100), Percentage(Decimal(100)))


def _percentages(adjustment: BorderAdjustment) -> Iterator[tuple[str, Percentage]]:
    """The percentages of a record that its steps state, each with its place."""
    if adjustment.cap is not None:
        yield "cap", adjustment.cap
    if adjustment.currency_rule.daily_from is not None:
        yield "currency_rule.daily_from", adjustment.currency_rule.daily_from
    for number, tier in enumerate(adjustment.downstream.tiers):
        yield f"downstream.tiers.{number}.rate", tier.rate


@dataclass(frozen=True, slots=True)
class ToldRow:
    """A line of an example: what is found, how, and the amount."""

    item: Nodes
    working: Nodes
    amount: Nodes


@dataclass(frozen=True, slots=True)
class ToldExample:
    """A worked example; `circumstance` is what it shows."""

    circumstance: str
    day: Nodes
    rows: tuple[ToldRow, ...]


@dataclass(frozen=True, slots=True)
class ToldSymbol:
    """A symbol of what an entry gives, and what it stands for."""

    symbol: str
    title: Nodes


@dataclass(frozen=True, slots=True)
class ToldMethod:
    """A way of calculating. `line` is the floor's line of the examples, `good` the product, stage and grade."""

    kind: str
    method: Method
    steps: tuple[Nodes, ...]
    symbols: tuple[ToldSymbol, ...]
    whole: Nodes
    examples: tuple[ToldExample, ...]
    line: Tracked
    level: Tracked
    product: str
    stage: str
    grade: str
    start: Nodes
    unit: str
    """What the floor level is counted in, in the words of the language."""
    declared: str
    collected: str


@dataclass(frozen=True, slots=True)
class Calculations:
    """Tells the calculations of one mechanism in one text."""

    instrument: Instrument
    records: Records
    outline: Outline
    own: Entry[Mechanism] | None
    printer: Printer

    def told(self) -> tuple[ToldMethod, ...]:
        """The ways in which the adjustment is calculated. Raises `Fault` where the clause is about something else."""
        adjustment = self.own.record if self.own else None
        if not isinstance(adjustment, BorderAdjustment):
            raise Fault("calculation() stands in a clause about a border adjustment")
        language = formula_language(self.printer.language, self.instrument.numbers)
        if language is None:
            tag = self.printer.tag
            raise Fault(f"the language {tag!r} has no words for formulas: templates/languages/{tag}.yaml, `formula`")
        parameters = self.outline.parameters(CONTENT_CLAUSE, self.own)
        found = methods_of(adjustment, self.instrument, self.records, content_of(parameters))
        return tuple(self.method(method, language) for method in found)

    def method(self, method: Method, language: FormulaLanguage) -> ToldMethod:
        """One way as a clause sees it."""
        floor, place = method.line
        line = track(method.charge.line, f"mechanisms/{floor}.lines.{place}")
        return ToldMethod(
            method.kind,
            method,
            tuple(Nodes(tuple(self.step(words, method))) for words in steps_of(method, language)),
            tuple(ToldSymbol(symbol, Nodes((Text(title),))) for symbol, title in symbols(method, language)),
            Nodes((Text(whole_text(method.formula.steps, language)),)),
            tuple(self.example(method, worked, language) for worked in examples_of(method)),
            line,
            track(method.charge.price, f"mechanisms/{floor}.lines.{place}.levels.{method.start}"),
            *method.good,
            self.plain(self.printer.date(method.start)),
            language.unit(currency(method.charge.price.currency).per(method.charge.basis)),
            method.charge.declared,
            method.charge.collected,
        )

    def step(self, words: str, method: Method) -> Iterator[Inline]:
        """The words of a step, with percentages of the record as values of the model, and others as figures alone."""
        known = {self.printer(value): (path, value) for path, value in _percentages(method.charge.adjustment)}
        shares = sorted({*known, *(self.printer(share) for share in _OWN)}, key=len, reverse=True)
        for place, piece in enumerate(re.split(f"({'|'.join(map(re.escape, shares))})", words)):
            if place % 2 == 0:
                yield Text(piece)
            elif piece in known:
                path, value = known[piece]
                yield Value(f"mechanisms/{method.charge.adjustment.id}.{path}", str(value), piece)
            else:
                yield Text(piece, plain=True)

    def example(self, method: Method, worked: Worked, language: FormulaLanguage) -> ToldExample:
        """An example with its lines as rows."""
        lines = rows(method, worked, language, self.named)
        told = tuple(ToldRow(*(self.plain(cell) for cell in cells)) for cells in lines)
        return ToldExample(worked.circumstance, self.plain(self.printer.date(worked.day)), told)

    def named(self, key: str) -> str:
        """The name of the product for the key of a good; another key as it is."""
        product, party = self.records.products.get(key.partition("/")[0]), self.records.parties.get(key)
        if party is not None and key in self.instrument.parties:
            return party.record.names[self.printer.tag].short
        return self.printer.texts(product.record.names) if product else key

    def plain(self, words: str) -> Nodes:
        """Words of an example, which are figures and no terms."""
        return Nodes((Text(words, plain=True),))
