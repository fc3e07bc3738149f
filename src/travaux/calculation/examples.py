"""A way of calculating -> worked examples, chosen from what the record has: its floor, cap, phase-in and ladder.

The figures follow from those of the record, so that each circumstance occurs: a price below the floor and far enough
above the limit, at the floor, above it, so low that the limit bites, on a day of the phase-in, beside other duties.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from functools import cached_property
from typing import Literal, TypeAlias

from travaux.calculation.charge import DAYS, goods_of, numbered
from travaux.calculation.content import RUNGS
from travaux.calculation.inputs import RATE
from travaux.calculation.methods import Method, Said
from travaux.formula.evaluate import Assessed, Given, evaluate
from travaux.formula.numbers import WIDE, divided, rounded
from travaux.formula.tables import DatedTable
from travaux.model.mechanism.price_floor import FloorLine
from travaux.model.quantity import MINOR_UNITS

Circumstance: TypeAlias = Literal[
    "below",
    "at",
    "above",
    "capped",
    "phased",
    "phased-capped",
    "duties",
    "originating",
    "conversion",
    "declared-content",
    "default-content",
    "highest-content",
    "excess",
    "several",
    "credited",
]
_MASS = Decimal("1000.000")
_TRACE = Decimal("0.050000")
_PURE, _MADE = Decimal("0.990000"), (Decimal("0.300000"), Decimal("0.320000"), Decimal("0.350000"))
_RUNGS = {rung: name for rung, (_, name) in RUNGS.items()}
_WHOLE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Worked:
    """An example: the circumstance it shows, what is given, the tables, and every step as it was taken."""

    circumstance: Circumstance
    day: datetime.date
    given: Given
    assessed: Assessed
    tables: Mapping[str, DatedTable]


@dataclass(frozen=True, slots=True)
class _Case:
    """What tells one example from another; prices and duties are shares of the value at the floor level."""

    circumstance: Circumstance
    price: Decimal
    day: datetime.date
    duties: Decimal = Decimal(0)
    charged: int = 1
    rungs: tuple[str, ...] = ()
    excess: Decimal = _WHOLE
    paid: Decimal = Decimal(0)


def examples_of(method: Method) -> tuple[Worked, ...]:
    """The examples of a way, in the order in which they are printed."""
    return _worked(Said(repr(method), method))


@functools.lru_cache(maxsize=16)  # of a record that has not changed they are calculated once in a process
def _worked(said: Said) -> tuple[Worked, ...]:
    examples = _Examples(said.method)
    return tuple(examples.worked(case) for case in examples.cases())


@dataclass
class _Examples:
    method: Method

    def __post_init__(self) -> None:
        self.adjustment, self.charge = self.method.charge.adjustment, self.method.charge

    # --- which circumstances

    def cases(self) -> Iterator[_Case]:
        full, low = self.method.full, self.moderate
        match self.method.kind:
            case "goods":
                yield from self.of_goods(full, low)
            case "conversion":
                yield _Case("conversion", low, full)
            case "derivatives":
                yield from self.of_derivatives(full, low)
            case "several":
                yield _Case("several", low, full, rungs=self.ladder[:1])
            case "credit":
                yield _Case("credited", low, full, paid=(_WHOLE - low) / 4)

    def of_goods(self, full: datetime.date, low: Decimal) -> Iterator[_Case]:
        yield _Case("below", low, full)
        yield _Case("at", _WHOLE, full)
        yield _Case("above", Decimal("1.1"), full)
        if self.cap:
            yield _Case("capped", self.deep(_WHOLE), full)
        if self.first_share < _WHOLE:
            yield _Case("phased", low, self.method.early)
            if self.cap:
                yield _Case("phased-capped", self.deep(self.first_share), self.method.early)
        if self.adjustment.stacking == "net-of-other-duties":
            yield _Case("duties", low, full, (_WHOLE - low) / 2)
        if self.adjustment.form == "two-tier-tariff-quota":
            yield _Case("excess", low, full, excess=Decimal("0.4"))
        if self.adjustment.member_exempt and "zone-rate" in self.adjustment.order:
            yield _Case("originating", low, full, charged=0)

    def of_derivatives(self, full: datetime.date, low: Decimal) -> Iterator[_Case]:
        """One for each rung of the ladder, with what stands on the rungs from there on."""
        ladder = self.ladder
        names: dict[str, Circumstance] = {
            "declared-assay": "declared-content",
            "scheduled-default": "default-content",
            "highest-scheduled": "highest-content",
        }
        for number, rung in enumerate(ladder):
            yield _Case(names[rung], low, full, rungs=ladder[number:])

    @property
    def ladder(self) -> tuple[str, ...]:
        """The rungs of the ladder of evidence."""
        return self.charge.content.evidence or ("declared-assay",)

    @cached_property
    def cap(self) -> Decimal | None:
        """The limit as a share of the customs value."""
        cap = self.adjustment.cap
        return cap.value.scaleb(-2) if cap else None

    @cached_property
    def first_share(self) -> Decimal:
        """The share that is charged on the first day."""
        return self.charge.steps[0].share.value.scaleb(-2)

    @cached_property
    def moderate(self) -> Decimal:
        """A price below the floor at which no limit bites: half-way between the floor and where it would."""
        lowest = self.limit(_WHOLE) if self.cap else Decimal("0.6")
        return _percent((lowest + _WHOLE) / 2, ROUND_CEILING)

    def deep(self, share: Decimal) -> Decimal:
        """A price at which the limit bites although only a share is charged: half of where it begins to."""
        return max(_percent(self.limit(share) / 2, ROUND_FLOOR), Decimal("0.01"))

    def limit(self, share: Decimal) -> Decimal:
        """The price, as a share of the floor, below which a share of the gap is more than the limit."""
        return divided(share, share + (self.cap or 0), 6)

    # --- the figures

    def worked(self, case: _Case) -> Worked:
        given, tables = self.entry(case), self.tables(case)
        found = evaluate(self.method.formula, given, tables)
        if not isinstance(found, Assessed):
            raise ValueError(f"the example {case.circumstance!r} cannot be assessed: {found}")
        return Worked(case.circumstance, case.day, given, found, tables)

    def entry(self, case: _Case) -> Given:
        """Every input by its name, whether or not this formula asks for it."""
        whole = self.floor(case.day) * self.content(case)
        made = 2 if self.charge.derivative else 1  # what is made of a mineral is worth more than it
        price, duties = self.money(case.price * whole * made), self.money(case.duties * whole)
        transport = self.money(price / 50) if self.adjustment.base == "landed-cost" else Decimal(0)
        paid = self.money(case.paid * whole)
        money = {"customs_value": price - transport, "transport": transport, "duties": duties, "paid_elsewhere": paid}
        given: dict[str, Decimal | int | str | datetime.date | None] = {
            **{name: self.as_declared(amount) for name, amount in money.items()},
            "net_dry_mass": _MASS,
            "zone_share": case.charged,
            "excess_share": case.excess,
            **{numbered("good", n): goods_of(line) for n, line in self.lines},
            "party": self.charge.party,
            "declaration_currency": self.charge.declared,
            "collection_currency": self.charge.collected,
            **dict.fromkeys(DAYS, case.day),
            **self.assays(case),
        }
        duty = given.pop("duties")
        return {**given, "other_duties": duty, "declared_duties": duty}

    def assays(self, case: _Case) -> dict[str, Decimal | None]:
        """What stands on the rungs: for a good of the mineral the first alone, for a derivative those of the case."""
        if not case.rungs:
            return {_RUNGS[self.ladder[0]]: _PURE}
        figures = dict(zip(_RUNGS.values(), _MADE, strict=True))
        found: dict[str, Decimal | None] = {_RUNGS[rung]: figures[_RUNGS[rung]] for rung in case.rungs}
        for number, _ in self.lines[1:]:
            found[numbered(_RUNGS[case.rungs[0]], number)] = _TRACE
        return found

    @cached_property
    def lines(self) -> tuple[tuple[int, FloorLine], ...]:
        """The lines of the substances, counted from one."""
        return tuple(enumerate((self.charge.line, *self.charge.others), 1))

    def content(self, case: _Case) -> Decimal:
        """The content as the steps find it: the first rung counts."""
        assay = next(value for value in self.assays(case).values() if value is not None)
        content = self.charge.content
        return rounded(rounded(_MASS * assay, content.mass_decimals), content.content_decimals)

    def floor(self, day: datetime.date) -> Decimal:
        level = self.method.tables["floor_level"].at((goods_of(self.charge.line),), day)
        if level is None:
            raise ValueError(f"no floor level is in force on {day}")
        return level

    def money(self, amount: Decimal) -> Decimal:
        """An amount in the currency of the floor level, to its minor unit."""
        return rounded(amount, MINOR_UNITS[self.charge.price.currency])

    def as_declared(self, amount: Decimal) -> Decimal:
        """An amount in the currency of the declaration."""
        if not self.charge.declared:
            return amount
        rate = self.method.tables[RATE].at((self.charge.declared,), self.method.start)
        return divided(amount, rate or _WHOLE, MINOR_UNITS[self.charge.declared])

    def tables(self, case: _Case) -> dict[str, DatedTable]:
        """The tables with indicator prices that are the price of the example, as a share of each floor level."""
        found = dict(self.method.tables)
        for number, line in self.lines:
            level = found[numbered("floor_level", number)].at((goods_of(line),), case.day) or _WHOLE
            price = DatedTable({(goods_of(line),): [(case.day, rounded(case.price * level, 2))]})
            found[numbered("indicator_price", number)] = price
        return found


def _percent(share: Decimal, rounding: str) -> Decimal:
    with localcontext(WIDE):
        return share.quantize(Decimal("0.01"), rounding=rounding)
