"""What a border adjustment charges, a second time: from its options and the facts of an entry, in fractions.

Written from the specification of the mechanisms (semantics of the border adjustment) and from nothing of the library:

    C = rnd(rnd(m · a) · κ)            the content, rounded twice to stated decimals
    S = max(0, F·C − W [− D])          or, for what is made of the mineral, max(0, C·(F − R) [− D])
    φ·, ρ· and min(·, θ·W)             in the order that is printed
    A = rnd(·)                         to the minor unit; and rnd(r·A) in another currency

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
class Terms:
    """What the parties agreed, in plain data."""

    base: str
    order: tuple[str, ...]
    cap: Decimal | None
    """Per cent of the customs value."""
    stacking: str
    derivative: bool
    relevant_date: str
    rate_date: str
    money: str
    declared: str
    collected: str
    evidence: tuple[str, ...]
    factor: Decimal | None
    mass_decimals: int
    content_decimals: int
    levels: Dated
    indicator: Dated
    phases: tuple[tuple[int, Decimal], ...]
    """Whole months after entry into force, and the per cent of the gap that is charged from then on."""
    entry_into_force: datetime.date
    rate: Dated
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
    due = _rounded(total, _MINOR.get(terms.money, 2))
    if terms.collected in ("", terms.money):
        return due
    rate = _in_force(terms.collection_rate, _day(entry, terms.rate_date))
    return _rounded(rate * due, _MINOR.get(terms.collected, 2))


def _shortfall(terms: Terms, entry: Entry) -> Fraction:
    content, level = _content(terms, entry), _in_force(terms.levels, _day(entry, terms.relevant_date))
    if terms.derivative:
        gap = content * (level - _indicator(terms, entry))
    else:
        gap = level * content - _entered(terms, entry, content)
    if terms.stacking == "net-of-other-duties":
        gap -= _converted(terms, entry, "declared_duties")
    return max(Fraction(0), gap)


def _entered(terms: Terms, entry: Entry, content: Fraction) -> Fraction:
    match terms.base:
        case "declared-transaction-value":
            return _value(terms, entry)
        case "landed-cost":
            return _value(terms, entry) + _converted(terms, entry, "transport")
        case "index-price":
            return _indicator(terms, entry) * content
    raise AssertionError(f"the oracle knows no base {terms.base}")


def _content(terms: Terms, entry: Entry) -> Fraction:
    columns = {
        "declared-assay": "declared_assay",
        "scheduled-default": "default_assay",
        "highest-scheduled": "highest_assay",
    }
    rungs = [entry.get(columns[rung]) for rung in terms.evidence or ("declared-assay",)]
    assay = next((rung for rung in rungs if rung is not None), None)
    if assay is None:
        raise NotAssessable("assay")
    substance = _rounded(_known(entry, "net_dry_mass") * Fraction(assay), terms.mass_decimals)
    return _rounded(substance * Fraction(terms.factor or 1), terms.content_decimals)


def _value(terms: Terms, entry: Entry) -> Fraction:
    return _converted(terms, entry, "customs_value")


def _indicator(terms: Terms, entry: Entry) -> Fraction:
    return _in_force(terms.indicator, _day(entry, terms.relevant_date))


def _converted(terms: Terms, entry: Entry, name: str) -> Fraction:
    amount = _known(entry, name)
    if terms.declared in ("", terms.money):
        return amount
    return amount * _in_force(terms.rate, _day(entry, terms.rate_date))


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


def _day(entry: Entry, kind: str) -> datetime.date:
    columns = {
        "acceptance-of-declaration": "date_of_acceptance",
        "entry": "date_of_entry",
        "export": "date_of_export",
        "contract": "date_of_contract",
        "month-average": "month_of_rate",
    }
    day = entry[columns[kind]]
    if day is None:
        raise NotAssessable(kind)
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
