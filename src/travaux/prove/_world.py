"""From the records of an instrument to chains: which party keeps which floor by which charge, and what moves free."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import combinations, pairwise

from travaux.checks._goods import CHAIN
from travaux.checks._model import equalised, mechanisms, resolved
from travaux.compilation import Subject
from travaux.model.instrument import Instrument
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.mechanism.preferential_zone import PreferentialZone, ProcessRule, TariffShift, ValueContent
from travaux.model.mechanism.price_floor import FloorLine, PriceFloor
from travaux.model.quantity import KILOGRAMS, HSCode, Price, value_at
from travaux.model.table import OUTSIDE
from travaux.prove._chain import Border, Chain, Stage, ValueTest
from travaux.prove._freight import Freight
from travaux.prove._tables import Exchange, Lookup, lookup
from travaux.records import Entry
from travaux.span import Span

#: Forms of the charge that follow the declared price, so that the landed price is known.
FOLLOWING = ("variable-specific", "guarantee-deposit")


@dataclass(frozen=True, slots=True)
class Kept:
    """A line of a floor as one party keeps it."""

    party: str
    floor: Entry[PriceFloor]
    number: int
    adjustment: Entry[BorderAdjustment]

    @property
    def line(self) -> FloorLine:
        """The line."""
        return self.floor.record.lines[self.number]

    @property
    def span(self) -> Span:
        """Where its level stands."""
        return self.floor.span("lines", self.number, "levels")


@dataclass(frozen=True, slots=True)
class Mineral:
    """A mineral whose prices are all on one basis, with every line of its floors."""

    product: str
    currency: str
    per: str
    basis: str
    kept: tuple[Kept, ...]

    @property
    def unit(self) -> str:
        """The unit of its prices."""
        return f"{self.currency}/{self.per} {self.basis}"


@dataclass(frozen=True)
class World:
    """An instrument with what proofs look up for it."""

    s: Subject
    instrument: Entry[Instrument]
    _freights: dict[object, Freight] = field(default_factory=dict, compare=False, repr=False)

    # --- tables ----------------------------------------------------------------------------------------------------

    def table(self, holds: str) -> Lookup:
        """The tables of a kind."""
        return self._tables[holds]

    @cached_property
    def _tables(self) -> Mapping[str, Lookup]:
        kinds = ("freight", "conversion-cost", "outside-price", "duty-rate", "export-refund", "exchange-rate")
        return {kind: lookup(self.s, self.instrument, kind) for kind in kinds}

    @cached_property
    def exchange(self) -> Exchange:
        """The rates of exchange."""
        return Exchange(self.table("exchange-rate"))

    # --- mechanisms ------------------------------------------------------------------------------------------------

    @cached_property
    def kept(self) -> tuple[Kept, ...]:
        """Every line of a floor that a party keeps by a charge at its border, in the order of the instrument."""
        adjustments = {a.record.id: a for a in mechanisms(self.s, self.instrument, BorderAdjustment)}
        return tuple(
            Kept(party, floor, number, adjustment)
            for party in self.instrument.record.parties
            for floor in mechanisms(self.s, self.instrument, PriceFloor)
            for adjustment in _keeping(floor.record, adjustments)
            if party in resolved(floor.record.addressees, self.instrument)
            and party in resolved(adjustment.record.addressees, self.instrument)
            for number in range(len(floor.record.lines))
        )

    @cached_property
    def zones(self) -> tuple[Entry[PreferentialZone], ...]:
        """The zones."""
        return mechanisms(self.s, self.instrument, PreferentialZone)

    def minerals(self) -> Iterator[Mineral]:
        """The minerals that have a floor, each in the currency and unit of its first line."""
        groups: dict[tuple[str, ...], list[Kept]] = {}
        for kept in self.kept:
            price = next(iter(kept.line.levels.values()))
            grades = {k.line.grade for k in self.kept if _same(k.line, kept.line)}
            apart = (kept.line.stage, kept.line.grade or "") if len(grades) > 1 else ()
            groups.setdefault((kept.line.product, str(price.basis), *apart), []).append(kept)
        for (product, basis, *_), kept_lines in groups.items():
            first = next(iter(kept_lines[0].line.levels.values()))
            yield Mineral(product, first.currency, first.per, basis, tuple(kept_lines))

    def days(self, mineral: Mineral) -> tuple[datetime.date, ...]:
        """The days on which a level of the mineral changes; between them nothing does."""
        return tuple(sorted({day for kept in mineral.kept for day in kept.line.levels}))

    def stages(self, mineral: Mineral) -> tuple[Stage, ...]:
        """The stages at which the mineral has a floor, in the order of processing."""
        return tuple(stage for stage in CHAIN if any(kept.line.stage == stage for kept in mineral.kept))

    # --- prices ----------------------------------------------------------------------------------------------------

    def price(self, price: Price, mineral: Mineral) -> Fraction | None:
        """A price in the unit of the mineral; None where currency or basis stand in the way."""
        rate = self.exchange.rate(price.currency, mineral.currency)
        if rate is None or str(price.basis) != mineral.basis:
            return None
        return Fraction(price.amount) * rate * _times(mineral.per, price.per)

    def outside(self, mineral: Mineral, stage: Stage, grade: str | None) -> Fraction | None:
        """The lowest price outside on record; None where there is none."""
        about = {"product": mineral.product, "stage": stage, **({"grade": grade} if grade else {})}
        found = self.table("outside-price").find(**about)
        return self.exchange.price(found, mineral.currency, mineral.per, mineral.basis) if found else None

    def level(self, kept: Kept, mineral: Mineral, day: datetime.date) -> Fraction | None:
        """The level of a line on a day; None before the first, and where currency stands in the way."""
        price = value_at(kept.line.levels, day)
        return self.price(price, mineral) if price else None

    def highest(self, mineral: Mineral, day: datetime.date) -> dict[tuple[str, Stage], Kept]:
        """By party and stage the line that counts: the highest, where a good has two floors in one party (I-05)."""
        best: dict[tuple[str, Stage], tuple[Fraction, Kept]] = {}
        for kept in mineral.kept:
            level, at = self.level(kept, mineral, day), (kept.party, kept.line.stage)
            if level is not None and (at not in best or level > best[at][0]):
                best[at] = (level, kept)
        return {at: kept for at, (_, kept) in best.items()}

    # --- chains ----------------------------------------------------------------------------------------------------

    def chain(self, mineral: Mineral, day: datetime.date, name: str) -> Chain:
        """The figures of a mineral on a day. What is not on record is taken as nothing and named as unknown."""
        parties, stages = self.instrument.record.parties, self.stages(mineral)
        borders = dict(self._borders(mineral, day))
        costs = {(p, a, b): self._cost(mineral, p, a, b) for p in parties for a, b in combinations(stages, 2)}
        open_steps = {(p, a, b) for p in parties for a, b in pairwise(stages) if costs[p, a, b] is None}
        grades: dict[Stage, str | None] = {kept.line.stage: kept.line.grade for kept in mineral.kept}
        keepers = {party for party, _ in borders}
        refund = {party: self._refund(mineral, party) for party in parties}
        return Chain(
            name,
            mineral.unit,
            parties,
            stages,
            borders,
            {stage: self.outside(mineral, stage, grades[stage]) or Fraction(0) for stage in stages},
            self.freight(mineral),
            {at: cost or Fraction(0) for at, cost in costs.items() if cost is not None or at in open_steps},
            frozenset(open_steps),
            dict(self._confers(mineral, stages)),
            frozenset(stages) if not self.zones else frozenset(),
            frozenset((a, b) for a in parties for b in parties if a != b and self._exempts(mineral, b, a, keepers)),
            {(p, stage): rate for p in parties for stage in stages if (rate := self._duty(mineral, p, stage))},
            {party: money for party, money in refund.items() if money},
            self._most_outside(mineral),
        )

    def _borders(self, mineral: Mineral, day: datetime.date) -> Iterator[tuple[tuple[str, Stage], Border]]:
        for kept in self.highest(mineral, day).values():
            floor, adjustment = self.level(kept, mineral, day), kept.adjustment.record
            if floor is not None:
                cap = Fraction(adjustment.cap.value) / 100 if adjustment.cap else None
                back = adjustment.refund in ("drawback-on-export", "inward-processing")
                yield (kept.party, kept.line.stage), Border(floor, cap, adjustment.stacking == "on-top", back)

    def freight(self, mineral: Mineral) -> Freight:
        """Freight between outside and the parties; one object for all minerals that have the same."""
        places = (OUTSIDE, *self.instrument.record.parties)
        table = self.table("freight")
        found = {(a, b): table.find(**{"from": a, "to": b, "product": mineral.product}) for a in places for b in places}
        key = (mineral.currency, mineral.per, mineral.basis, tuple(found.values()))
        if key not in self._freights:
            known = {
                at: self.exchange.price(figure, mineral.currency, mineral.per, mineral.basis) if figure else None
                for at, figure in found.items()
            }
            rows = tuple(tuple(Fraction(0) if a == b else known[a, b] or Fraction(0) for b in places) for a in places)
            open_ways = frozenset(at for at, cost in known.items() if cost is None and at[0] != at[1])
            self._freights[key] = Freight(places, rows, open_ways)
        return self._freights[key]

    def _cost(self, mineral: Mineral, party: str, one: Stage, other: Stage) -> Fraction | None:
        about = {"party": party, "product": mineral.product, "from_stage": one, "to_stage": other}
        found = self.table("conversion-cost").find(**about)
        return self.exchange.price(found, mineral.currency, mineral.per, mineral.basis) if found else None

    def _refund(self, mineral: Mineral, party: str) -> Fraction | None:
        found = self.table("export-refund").find(party=party, product=mineral.product)
        return self.exchange.price(found, mineral.currency, mineral.per, mineral.basis) if found else None

    def _duty(self, mineral: Mineral, party: str, stage: Stage) -> Fraction:
        found = self.table("duty-rate").find(party=party, product=mineral.product, stage=stage)
        return found.value / 100 if found else Fraction(0)

    # --- origin and exemption --------------------------------------------------------------------------------------

    def _exempts(self, mineral: Mineral, party: str, origin: str, keepers: set[str]) -> bool:
        """Whether a party charges nothing on a good that originates in another."""
        adjustments = [kept.adjustment.record for kept in mineral.kept if kept.party == party]
        members = [
            zone for zone in self.zones if {party, origin} <= set(resolved(zone.record.members, self.instrument))
        ]
        if self.zones and not members:
            return not adjustments
        conditional = any(zone.record.conditional_on_floor for zone in members)
        return all(a.member_exempt and (origin in keepers or not conditional) for a in adjustments)

    def _most_outside(self, mineral: Mineral) -> Fraction | None:
        """The limit on materials of non-market economies, where the charge falls on goods of those alone."""
        only = all(kept.adjustment.record.applies_to == "non-market-economies" for kept in mineral.kept)
        limits = [Fraction(zone.record.non_market_content_max.value) / 100 for zone in self.zones]
        return min(limits) if only and limits else None

    def _confers(
        self, mineral: Mineral, stages: tuple[Stage, ...]
    ) -> Iterator[tuple[tuple[Stage, Stage], tuple[ValueTest, ...] | None]]:
        for zone in self.zones:
            at_floor = zone.record.vnm_valuation == "higher-of-customs-value-and-floor"
            for rule in zone.record.rules:
                if rule.product != mineral.product or rule.stage not in stages:
                    continue
                for first in stages[: stages.index(rule.stage)]:
                    tests = [t for t in rule.any_of if isinstance(t, ValueContent)]
                    into = rule.hs or self._codes(mineral, rule.stage)
                    if any(self._by_processing(mineral, t, first, into) for t in rule.any_of):
                        yield (first, rule.stage), None
                    elif tests:
                        shares = (ValueTest(Fraction(t.threshold.value) / 100, at_floor) for t in tests)
                        yield (first, rule.stage), tuple(shares)

    def _by_processing(self, mineral: Mineral, test: object, first: Stage, into: tuple[HSCode, ...]) -> bool:
        """Whether a test of origin is met by making the good, whatever its price."""
        if isinstance(test, TariffShift):
            return any(_shifts(test, one, other) for one in self._codes(mineral, first) for other in into)
        return isinstance(test, ProcessRule)

    def _codes(self, mineral: Mineral, stage: Stage) -> tuple[HSCode, ...]:
        lines = self.s.records.products[mineral.product].record.stages
        return tuple(line.hs for name, found in lines.items() if name == stage for line in found)


def _keeping(
    floor: PriceFloor, adjustments: Mapping[str, Entry[BorderAdjustment]]
) -> Iterator[Entry[BorderAdjustment]]:
    """The adjustments that keep a floor at the border."""
    if equalised(floor):
        yield from (entry for entry in adjustments.values() if floor.id in entry.record.floors)


def _same(one: FloorLine, other: FloorLine) -> bool:
    bases = [str(next(iter(line.levels.values())).basis) for line in (one, other)]
    return (one.product, one.stage) == (other.product, other.stage) and bases[0] == bases[1]


def _shifts(test: TariffShift, one: HSCode, other: HSCode) -> bool:
    """Whether making the one good of the other is the change of tariff line that a test asks for."""
    width = {"CC": 2, "CTH": 4, "CTSH": 6}[test.change]
    excepted = any(code.contains(one) for code in test.except_from)
    return one.digits[:width] != other.digits[:width] and not excepted


def _times(per: str, other: str) -> Fraction:
    return Fraction(KILOGRAMS[per]) / Fraction(KILOGRAMS[other])
