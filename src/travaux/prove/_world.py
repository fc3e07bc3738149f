"""From the records of an instrument to chains: which party keeps which floor by which charge, and what moves free."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from itertools import combinations, pairwise

from travaux.checks._model import mechanisms
from travaux.compilation import Subject
from travaux.lookup import Exchange, Lookup, lookup
from travaux.model.instrument import Instrument
from travaux.model.mechanism.preferential_zone import PreferentialZone
from travaux.model.product import CHAIN
from travaux.model.quantity import KILOGRAMS, Price, value_at
from travaux.model.table import OUTSIDE
from travaux.participation import barred
from travaux.prove._chain import Border, Chain, Stage
from travaux.prove._freight import Freight
from travaux.prove._kept import FOLLOWING, Kept, Mineral, kept_lines, minerals
from travaux.prove._origin import confers, exempt, together
from travaux.records import Entry

__all__ = ["FOLLOWING", "Kept", "Mineral", "World"]


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
        return tuple(kept_lines(self.s, self.instrument))

    def minerals(self) -> Iterator[Mineral]:
        """The minerals that have a floor, each in the currency and unit of its first line."""
        return minerals(self.kept)

    @cached_property
    def zones(self) -> tuple[Entry[PreferentialZone], ...]:
        """The zones."""
        return mechanisms(self.s, self.instrument, PreferentialZone)

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
        """The figures of a mineral on a day, after the phase-in. What is not on record is nothing, and unknown."""
        parties, stages = self.instrument.record.parties, self.stages(mineral)
        borders = dict(self._borders(mineral, day))
        costs = {(p, a, b): self._cost(mineral, p, a, b) for p in parties for a, b in combinations(stages, 2)}
        open_steps = {(p, a, b) for p in parties for a, b in pairwise(stages) if costs[p, a, b] is None}
        grades: dict[Stage, str | None] = {kept.line.stage: kept.line.grade for kept in mineral.kept}
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
            dict(confers(self.s, self.zones, mineral.product, stages)),
            frozenset(stages) if not self.zones else frozenset(),
            frozenset(
                exempt(self._together, parties, mineral, {party for party, _ in borders}, self._outside(mineral))
            ),
            {(p, stage): rate for p in parties for stage in stages if (rate := self._duty(mineral, p, stage))},
            {party: money for party, money in refund.items() if money},
            self._most_outside(mineral),
        )

    def phased(self, chain: Chain, mineral: Mineral, day: datetime.date, month: int) -> Chain:
        """The same chain so many months after entry into force, when the gap is charged in part."""
        at = self.highest(mineral, day)
        borders = {place: replace(border, phase=at[place].phase(month)) for place, border in chain.borders.items()}
        return replace(chain, borders=borders)

    def _outside(self, mineral: Mineral) -> dict[str, frozenset[str]]:
        """Parties that take no part in keeping the floors of a mineral, each with those that may charge it nothing."""
        record = self.instrument.record
        if not record.participation:
            return {}
        keys = {key for kept in self.kept for key in (kept.floor.record.id, kept.adjustment.record.id)}
        keeping = {kept.party for kept in mineral.kept}
        staying = {p for p in record.parties for key in keys if not record.takes(p, key)}
        leaving = {c.party for key in keys & set(record.participation) for c in record.participation[key].carve_outs}
        pairs = tuple(barred(record, self.s.records))
        return {p: frozenset(b for a, b in pairs if a == p) for p in (staying | leaving) - keeping}

    def _borders(self, mineral: Mineral, day: datetime.date) -> Iterator[tuple[tuple[str, Stage], Border]]:
        for kept in self.highest(mineral, day).values():
            floor, adjustment = self.level(kept, mineral, day), kept.adjustment.record
            if floor is not None:
                cap = Fraction(adjustment.cap.value) / 100 if adjustment.cap else None
                back = adjustment.refund in ("drawback-on-export", "inward-processing")
                yield (
                    (kept.party, kept.line.stage),
                    Border(floor, cap, adjustment.stacking == "on-top", back, cap_first=kept.cap_first),
                )

    def freight(self, mineral: Mineral) -> Freight:
        """Freight between outside and the parties; one object for all minerals that have the same."""
        table = self.table("freight")
        product = mineral.product if "product" in table.columns else ""
        key = (mineral.currency, mineral.per, mineral.basis if table.has_basis else "", product)
        if key not in self._freights:
            self._freights[key] = self._freight(mineral, table)
        return self._freights[key]

    def _freight(self, mineral: Mineral, table: Lookup) -> Freight:
        places = (OUTSIDE, *self.instrument.record.parties)
        found = {(a, b): table.find(**{"from": a, "to": b, "product": mineral.product}) for a in places for b in places}
        known = {
            at: self.exchange.price(figure, mineral.currency, mineral.per, mineral.basis) if figure else None
            for at, figure in found.items()
        }
        rows = tuple(tuple(Fraction(0) if a == b else known[a, b] or Fraction(0) for b in places) for a in places)
        open_ways = frozenset(at for at, cost in known.items() if cost is None and at[0] != at[1])
        return Freight(places, rows, open_ways)

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

    @cached_property
    def _together(self) -> Mapping[tuple[str, str], bool] | None:
        return together(self.zones, self.instrument) if self.zones else None

    def _most_outside(self, mineral: Mineral) -> Fraction | None:
        """The limit on materials of non-market economies, where the charge falls on goods of those alone."""
        only = all(kept.adjustment.record.applies_to == "non-market-economies" for kept in mineral.kept)
        limits = [Fraction(zone.record.non_market_content_max.value) / 100 for zone in self.zones]
        return min(limits) if only and limits else None


def _times(per: str, other: str) -> Fraction:
    return Fraction(KILOGRAMS[per]) / Fraction(KILOGRAMS[other])
