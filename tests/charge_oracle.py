"""What a border adjustment charges, a second time: from its options and the facts of an entry, in fractions.

Written from the specification of the mechanisms (semantics of the border adjustment) and the words of the clause, and
from nothing of the library:

    C = rnd(rnd(m · a) · κ)            the content, rounded twice to stated decimals
    S = max(0, F·C − W [− D])          for each importation; the products F·C of several substances are added first
    S = max(0, G·C [− D])              an amount of the period, G = rnd(max(0, F − R))
    S = max(0, τ·V [− D])              a rate of the period, τ = rnd(max(0, F − R) / R), or of a tier of the content
    S = max(0, C·(F − R) [− D])        what is made of the mineral; of several substances each gap counts for itself
    φ·, ρ· and min(·, θ·V)             in the order that is printed; then the share in excess of a quota
    A = rnd(·)                         to the minor unit; what was paid elsewhere is deducted; and rnd(r·A) at the end

A new option is a branch here and a line in `random_charges`.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

#: Decimal places of the minor unit: the yen has none.
_MINOR = {"JPY": 0}
Dated = Mapping[datetime.date, Decimal]
Entry = Mapping[str, Any]


class NotAssessable(Exception):
    """Something that the amount depends on is not known."""


@dataclass(frozen=True)
class Substance:
    """A substance of the goods: its floor levels and indicator prices."""

    levels: Dated
    indicator: Dated


@dataclass(frozen=True)
class Terms:
    """What the parties agreed, in plain data."""

    form: str
    base: str
    order: tuple[str, ...]
    cap: Decimal | None
    """Per cent of the customs value."""
    stacking: str
    in_transit: bool
    credited: bool
    derivative: str
    """How what is made of the mineral is charged; empty for the mineral itself."""
    tiers: tuple[tuple[Decimal, Decimal], ...]
    """Per cent of content in the goods, and the rate in per cent that is charged from there on."""
    relevant_date: str
    rate_date: str
    money: str
    declared: str
    collected: str
    evidence: tuple[str, ...]
    factor: Decimal | None
    mass_decimals: int
    content_decimals: int
    rate_decimals: int
    substances: tuple[Substance, ...]
    phases: tuple[tuple[int, Decimal], ...]
    """Whole months after entry into force, and the per cent of the gap that is charged from then on."""
    entry_into_force: datetime.date
    rate: Dated
    daily_from: Decimal | None
    """Per cent by which the rate of the day must differ from the published one to take its place."""
    daily_rate: Dated
    collection_rate: Dated


def charged(terms: Terms, entry: Entry) -> Fraction:
    """The amount, in the currency in which it is collected. Raises NotAssessable."""
    total = _shortfall(terms, entry)
    for step in terms.order:
        if step == "phase-in":
            total = _phase(terms, entry) * total
        elif step == "zone-rate":
            total = _known(entry, "zone_share") * total
        elif step == "cap":
            total = total if terms.cap is None else min(total, Fraction(terms.cap) / 100 * _value(terms, entry))
        else:
            raise AssertionError(f"the oracle knows no modifier {step}")
    if terms.form == "two-tier-tariff-quota" and not terms.derivative:
        total = _known(entry, "excess_share") * total
    due = _rounded(total, _MINOR.get(terms.money, 2))
    if terms.credited:
        due = _rounded(max(Fraction(0), due - _converted(terms, entry, "paid_elsewhere")), _MINOR.get(terms.money, 2))
    if terms.collected in ("", terms.money):
        return due
    rate = _in_force(terms.collection_rate, _day(entry, terms.rate_date))
    return _rounded(rate * due, _MINOR.get(terms.collected, 2))


def _shortfall(terms: Terms, entry: Entry) -> Fraction:
    gap = _made(terms, entry) if terms.derivative else _good(terms, entry)
    if terms.stacking == "net-of-other-duties":
        gap -= _converted(terms, entry, "declared_duties")
    return max(Fraction(0), gap)


def _good(terms: Terms, entry: Entry) -> Fraction:
    numbers = range(len(terms.substances))
    start = "first_day_of_period"
    match terms.form:
        case "variable-specific" | "two-tier-tariff-quota" | "guarantee-deposit":
            contents = [_content(terms, entry, n) for n in numbers]
            floors = sum(_level(terms, entry, n) * contents[n] for n in numbers)
            return floors - _entered(terms, entry, contents)
        case "fixed-specific":
            places = _MINOR.get(terms.money, 2)
            gaps = [_level(terms, entry, n, start) - _indicator(terms, entry, n, start) for n in numbers]
            amounts = [_rounded(max(Fraction(0), gap), places) for gap in gaps]
            return sum((amounts[n] * _content(terms, entry, n) for n in numbers), Fraction(0))
        case "ad-valorem":
            level, price = _level(terms, entry, 0, start), _indicator(terms, entry, 0, start)
            rate = _rounded(max(Fraction(0), level - price) / price, terms.rate_decimals + 2)
            return min(rate, Fraction(10)) * _value(terms, entry)
    raise AssertionError(f"the oracle knows no form {terms.form}")


def _made(terms: Terms, entry: Entry) -> Fraction:
    match terms.derivative:
        case "content-times-gap":
            gaps = [
                _content(terms, entry, n) * (_level(terms, entry, n) - _indicator(terms, entry, n))
                for n in range(len(terms.substances))
            ]
            return gaps[0] if len(gaps) == 1 else sum((max(Fraction(0), gap) for gap in gaps), Fraction(0))
        case "full-value-rate":
            _content(terms, entry, 0)  # unknown, nobody can say that the goods hold enough of the substance
            level, price = _level(terms, entry, 0), _indicator(terms, entry, 0)
            rate = _rounded(max(Fraction(0), level - price) / level, terms.rate_decimals + 2)
            return min(rate, Fraction(1)) * _value(terms, entry)
        case "tiered":
            content, mass = _content(terms, entry, 0), _known(entry, "net_dry_mass")
            reached = [rate for least, rate in terms.tiers if content >= Fraction(least) / 100 * mass]
            return Fraction(reached[-1] if reached else 0) / 100 * _value(terms, entry)
    raise AssertionError(f"the oracle knows no charge {terms.derivative}")


def _entered(terms: Terms, entry: Entry, contents: list[Fraction]) -> Fraction:
    indexed = (_indicator(terms, entry, n) * content for n, content in enumerate(contents))
    match terms.base:
        case "declared-transaction-value":
            return _value(terms, entry)
        case "landed-cost":
            return _value(terms, entry) + _converted(terms, entry, "transport")
        case "index-price":
            return sum(indexed, Fraction(0))
        case "lower-of-value-and-index":
            return min(_value(terms, entry), sum(indexed, Fraction(0)))
    raise AssertionError(f"the oracle knows no base {terms.base}")


def _content(terms: Terms, entry: Entry, number: int) -> Fraction:
    tail = f"_{number + 1}" if number else ""
    columns = {
        "declared-assay": f"declared_assay{tail}",
        "scheduled-default": f"default_assay{tail}",
        "highest-scheduled": f"highest_assay{tail}",
    }
    rungs = [entry.get(columns[rung]) for rung in terms.evidence or ("declared-assay",)]
    assay = next((rung for rung in rungs if rung is not None), None)
    if assay is None:
        raise NotAssessable("assay")
    substance = _rounded(_known(entry, "net_dry_mass") * Fraction(assay), terms.mass_decimals)
    factor = Fraction(1) if number or terms.factor is None else Fraction(terms.factor)
    return _rounded(substance * factor, terms.content_decimals)


def _level(terms: Terms, entry: Entry, number: int, day: str = "") -> Fraction:
    """The floor level of a substance; goods on their way when it changed keep that of an earlier day."""
    usual = "day_of_level" if terms.in_transit else _COLUMNS[terms.relevant_date]
    return _in_force(terms.substances[number].levels, _date(entry, day or usual))


def _indicator(terms: Terms, entry: Entry, number: int, day: str = "") -> Fraction:
    return _in_force(terms.substances[number].indicator, _date(entry, day or _COLUMNS[terms.relevant_date]))


def _value(terms: Terms, entry: Entry) -> Fraction:
    return _converted(terms, entry, "customs_value")


def _converted(terms: Terms, entry: Entry, name: str) -> Fraction:
    amount = _known(entry, name)
    if terms.declared in ("", terms.money):
        return amount
    return amount * _rate(terms, _day(entry, terms.rate_date))


def _rate(terms: Terms, day: datetime.date) -> Fraction:
    """The published rate; that of the day where the two differ by a stated share of the published one or more."""
    published = _in_force(terms.rate, day)
    if terms.daily_from is None:
        return published
    daily = _in_force(terms.daily_rate, day)
    return daily if abs(daily - published) >= Fraction(terms.daily_from) / 100 * published else published


def _phase(terms: Terms, entry: Entry) -> Fraction:
    if terms.phases[0][1] == 100:
        return Fraction(1)
    dated = {_later(terms.entry_into_force, after): share for after, share in terms.phases}
    return _in_force(dated, _day(entry, terms.relevant_date)) / 100


def _later(day: datetime.date, months: int) -> datetime.date:
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))


def _in_force(dated: Dated, day: datetime.date) -> Fraction:
    known = [value for first, value in sorted(dated.items()) if first <= day]
    if not known:
        raise NotAssessable(str(day))
    return Fraction(known[-1])


_COLUMNS = {
    "acceptance-of-declaration": "date_of_acceptance",
    "entry": "date_of_entry",
    "export": "date_of_export",
    "contract": "date_of_contract",
    "month-average": "month_of_rate",
}


def _day(entry: Entry, kind: str) -> datetime.date:
    return _date(entry, _COLUMNS[kind])


def _date(entry: Entry, column: str) -> datetime.date:
    day = entry[column]
    if day is None:
        raise NotAssessable(column)
    assert isinstance(day, datetime.date)
    return day


def _known(entry: Entry, name: str) -> Fraction:
    if entry[name] is None:
        raise NotAssessable(name)
    return Fraction(entry[name])


def _rounded(number: Fraction, places: int) -> Fraction:
    """Half a unit of the last place goes away from zero."""
    size = Fraction(floor(abs(number) * 10**places + Fraction(1, 2)), 10**places)
    return -size if number < 0 else size
