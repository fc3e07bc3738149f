"""The tables of an instrument -> what an assessment looks up by day: rates, indicator prices, suspensions of floors.

A table without days gives a value for all of them; a series for the same thing takes its place.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from travaux.calculation.tables import about, exchange_rates, price_in
from travaux.compilation import Subject
from travaux.formula.tables import Dated, DatedTable, Keys
from travaux.model.instrument import Instrument
from travaux.model.mechanism.price_floor import FloorLine
from travaux.model.period import parse_date
from travaux.model.quantity import Price
from travaux.model.table import ANY, Table
from travaux.records import Entry

ALWAYS = datetime.date(1, 1, 1)
#: The first day of a suspension and the first on which the floor applies again; None for one that has no end yet.
Suspension = tuple[datetime.date, datetime.date | None]
_RATE = Decimal("1E-8")


@dataclass(frozen=True)
class Rates:
    """Units of the second currency for one of the first, each from a day on."""

    pairs: Mapping[tuple[str, str], tuple[Dated, ...]] = field(default_factory=dict)

    @cached_property
    def _into(self) -> dict[str, DatedTable]:
        rows: dict[str, dict[Keys, tuple[Dated, ...]]] = {}
        for (source, target), dated in self.pairs.items():
            rows.setdefault(target, {})[source,] = dated
        return {target: DatedTable(found) for target, found in rows.items()}

    def into(self, currency: str) -> DatedTable:
        """The rates into a currency, by the one from which they convert."""
        return self._into.get(currency) or DatedTable({})

    def at(self, source: str, target: str, day: datetime.date) -> Decimal | None:
        """The rate in force on a day."""
        return self.into(target).at((source,), day)

    def __contains__(self, pair: object) -> bool:
        return pair in self.pairs


def tables(subject: Subject, instrument: Entry[Instrument], holds: str) -> list[Table]:
    """The tables of one kind that an instrument names."""
    records = (subject.records.tables[key].record for key in instrument.record.tables)
    return [table for table in records if table.holds == holds]


def published_rates(subject: Subject, instrument: Entry[Instrument]) -> tuple[Rates, tuple[str, ...]]:
    """Rates both ways, an inverse rounded to eight decimal places, and what is to be said of them."""
    plain = tables(subject, instrument, "exchange-rate")
    dated = tables(subject, instrument, "exchange-rate-series")
    found = {pair: ((ALWAYS, rate),) for pair, rate in exchange_rates(plain).items()} | _series(dated)
    return _both_ways(found), tuple(_said("rates of exchange", (*plain, *dated), "; inverse rates to eight places"))


def daily_rates(subject: Subject, instrument: Entry[Instrument]) -> tuple[Rates, tuple[str, ...]]:
    """The same of the rates of each day."""
    dated = tables(subject, instrument, "daily-exchange-rate")
    return _both_ways(_series(dated)), tuple(_said("rates of the day", dated))


def _said(what: str, known: Iterable[Table], more: str = "") -> Iterator[str]:
    for table in known:
        yield f"{what} of the table {table.id}{', which are examples' if table.illustrative else ''}{more}"


def _series(known: Iterable[Table]) -> dict[tuple[str, str], tuple[Dated, ...]]:
    found: dict[tuple[str, str], list[Dated]] = {}
    for cells, value, _ in _rows(known):
        found.setdefault((cells["from"], cells["to"]), []).append((parse_date(cells["since"]), value))
    return {pair: tuple(sorted(dated, key=lambda row: row[0])) for pair, dated in found.items()}


def _both_ways(stated: Mapping[tuple[str, str], tuple[Dated, ...]]) -> Rates:
    inverse = {
        (t, s): tuple((day, (1 / value).quantize(_RATE, ROUND_HALF_UP)) for day, value in dated if value)
        for (s, t), dated in stated.items()
    }
    return Rates({pair: dated for pair, dated in (inverse | dict(stated)).items() if dated})


def _rows(known: Iterable[Table]) -> Iterator[tuple[dict[str, str], Decimal, Table]]:
    for table in known:
        names = [column.name for column in table.columns]
        for row in sorted(table.rows, key=lambda row: row.at.count(ANY)):
            yield dict(zip(names, row.at, strict=True)), Decimal(row.value), table


# --- indicator prices -------------------------------------------------------------------------------------------------


def indicators(
    subject: Subject, instrument: Entry[Instrument], lines: Mapping[str, tuple[FloorLine, Price]]
) -> tuple[dict[str, tuple[Dated, ...]], tuple[str, ...]]:
    """Indicator prices of goods by day, in the unit of their floor levels, and what is to be said of them."""
    plain = tables(subject, instrument, "outside-price")
    dated = tables(subject, instrument, "indicator-price-series")
    found: dict[str, dict[datetime.date, Decimal]] = {}
    for known in (dated, plain):
        before = set(found)
        for cells, value, table in _rows(known):
            for good, (line, wanted) in lines.items():
                price = price_in(value, table.unit, wanted)
                if price is not None and good not in before and about(cells, line):
                    day = parse_date(cells["since"]) if "since" in cells else ALWAYS
                    found.setdefault(good, {}).setdefault(day, price)
    told: dict[str, tuple[Dated, ...]] = {good: tuple(sorted(prices.items())) for good, prices in found.items()}
    return told, tuple(_said("indicator prices", (*plain, *dated))) if told else ()


# --- suspensions ------------------------------------------------------------------------------------------------------


def suspensions(subject: Subject, instrument: Entry[Instrument], line: FloorLine) -> tuple[Suspension, ...]:
    """When the floor of a line did not apply, by the tables of suspensions."""
    known = tables(subject, instrument, "floor-suspension")
    days = sorted((parse_date(c["since"]), value) for c, value, _ in _rows(known) if about(c, line))
    found: list[Suspension] = []
    for day, value in days:
        if value and not (found and found[-1][1] is None):
            found.append((day, None))
        elif not value and found and found[-1][1] is None:
            found[-1] = (found[-1][0], day)
    return tuple(found)
