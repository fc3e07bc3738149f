"""An entry -> the reason why it is not charged or not assessable before anything is calculated, or none.

The order is that of the text: who imports, which good, which origin, which exclusion, which day. What is then left is
calculated. A value that is not known never becomes a charge of nothing.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from travaux.assess.entries import Row
from travaux.assess.plan import Line, Plan
from travaux.calculation.charge import LEVEL_DAY, MOST_SUBSTANCES, PERIOD_START, numbered
from travaux.model.quantity import KILOGRAMS

Status: TypeAlias = Literal["assessed", "not-charged", "not-assessable"]

_CHARGE, _LEVEL = "border-adjustment-charge.charge", "adjustment-calculation"
_SMALL = "border-adjustment-charge.de-minimis"
#: Every reason that is found before or after the formula: the status, what it means, the provision it rests on.
REASONS: dict[str, tuple[Status, str, str]] = {
    "NO_PARTY": ("not-assessable", "no importing Party is named", _CHARGE),
    "NOT_A_CHARGING_PARTY": ("not-charged", "the Party does not owe the charge", _CHARGE),
    "NOT_PARTICIPATING": ("not-charged", "the Party does not take part in the charge", "participation"),
    "NO_GOOD": ("not-assessable", "no good is named", _CHARGE),
    "NO_FLOOR_FOR_THE_GOOD": ("not-charged", "no floor level applies to the good", _CHARGE),
    "DERIVATIVE_OUT_OF_SCOPE": ("not-charged", "goods made from it are out of scope", "downstream-derivatives"),
    "ORIGINATING": ("not-charged", "it originates in a Party", _CHARGE),
    "NO_ORIGIN": ("not-assessable", "its origin is not known", _CHARGE),
    "ORIGIN_NOT_LISTED": ("not-charged", "its origin is not listed", _CHARGE),
    "EXCLUDED": ("not-charged", "a ground of exclusion was shown", "border-adjustment-charge.exclusions"),
    "BARRED_BY_AGREEMENT": ("not-charged", "an agreement in force bars the charge", "relation-other-agreements"),
    "LEFT_OUT": ("not-charged", "the Party leaves the good out", "goods-left-out"),
    "NO_DATE": ("not-assessable", "the day that counts is not known", _LEVEL),
    "NOT_YET_CHARGED": ("not-charged", "the Party did not charge on that day yet", _CHARGE),
    "FLOOR_ENDED": ("not-charged", "the floor had ended", "price-floor-commitment"),
    "NO_FLOOR_YET": ("not-charged", "no floor level was in force on that day", _CHARGE),
    "FLOOR_SUSPENDED": ("not-charged", "the floor did not apply on that day", "floor-suspension"),
    "RELIEVED": ("not-charged", "the relief that the text allows was granted", "crediting-and-cumulation.drawback"),
    "NO_FLOOR_FOR_A_SUBSTANCE": ("not-assessable", "no floor level applies to a further substance", _CHARGE),
    "NO_DECLARATION_CURRENCY": (
        "not-assessable",
        "the currency of the declaration is not known",
        "customs-value-basis",
    ),
    "NO_NET_DRY_MASS": ("not-assessable", "the mass is not known", _LEVEL),
    "NO_MASS": ("not-assessable", "the mass is zero or less", _LEVEL),
    "UNKNOWN_MASS_UNIT": ("not-assessable", "the unit of mass is not known", _LEVEL),
    "MASS_NOT_EXACT": ("not-assessable", "the mass is not exact in the unit of the floor", _LEVEL),
    "NOT_CALCULATED_BY_ENTRY": ("not-assessable", "the record does not calculate this good by entry", _LEVEL),
    "SMALL_IMPORTER": ("not-charged", "the month's goods stay within the exempt value", _SMALL),
    "NO_IMPORTER": ("not-assessable", "small enough to be exempt, and the importer is not known", _SMALL),
    "NO_MONTHLY_VALUE": ("not-assessable", "the value of all goods of the month is not known", _SMALL),
    "LITTLE_CONTENT": ("not-charged", "it holds too little of the mineral", "downstream-derivatives.small-content"),
}
#: The columns of further substances.
FURTHER = tuple(numbered("good", number) for number in range(2, MOST_SUBSTANCES + 1))
#: Places that the mass of a formula has.
_MASS_PLACES = 3
#: A mass is converted up to this, from six decimal places, by a factor of so many.
MOST_CONVERTED = Decimal(10) ** 11
FACTOR_PLACES = 13


@dataclass(frozen=True, slots=True)
class Ready:
    """An entry that is calculated: by which line and currency, and the values of the formula."""

    line: Line
    goods: tuple[str, ...]
    party: str
    declared: str
    derivative: bool
    day: datetime.date
    values: dict[str, Any]

    @property
    def good(self) -> str:
        """The good, or the first of its substances."""
        return self.goods[0]


def classified(row: Row, plan: Plan, party: str = "") -> Ready | str:
    """What the formula is given for an entry, or the code of the reason why it is not calculated."""
    importing = row.get("party") or party
    line = plan.lines.get(row.get("good", ""))
    reason = _party(importing, plan) or _good(row, line)
    if reason or line is None:
        return reason
    goods = (row["good"], *(row[name] for name in FURTHER if name in row))
    reason = _origin(row, line, plan, importing) or _excluded(row, line)
    reason = reason or _left(row, line, plan, importing) or _day(row, line, plan, importing) or _substances(row, plan)
    if reason:
        return reason
    declared = row.get("declaration_currency")
    if declared is None:
        return "NO_DECLARATION_CURRENCY"
    derivative, mass = bool(row.get("derivative")), row.get("net_dry_mass")
    if derivative or not line.charge.by_value:
        mass = _mass(row, line)
    if isinstance(mass, str):
        return mass
    day = row[line.date]
    values = {"paid_elsewhere": Decimal(0), **row, "net_dry_mass": mass}
    if not line.charge.in_quota:
        values["excess_share"] = Decimal(1)
    values |= {LEVEL_DAY: day_of_level(row, line), PERIOD_START: first_day(day, line.charge.adjustment.update)}
    if not row.get("originating") or plan.outside.foreign(row, day):
        values["zone_share"] = Decimal(1)
    return Ready(line, goods, importing, declared, derivative, day, values)


def day_of_level(row: Row, line: Line) -> datetime.date:
    """The day that counts for the floor level: before a change that goods on their way are not treated under."""
    day: datetime.date = row[line.date]
    departed, accepted = row.get("date_of_departure"), row.get("date_of_acceptance")
    if departed is None or accepted is None:
        return day
    for change, last in line.moves:
        if departed < change <= day and accepted <= last:
            return change - datetime.timedelta(days=1)
    return day


def first_day(day: datetime.date, update: str) -> datetime.date:
    """The first day of the week, month or quarter in which a day lies."""
    match update:
        case "weekly":
            return day - datetime.timedelta(days=day.weekday())
        case "monthly":
            return day.replace(day=1)
        case "quarterly":
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case _:
            return day


def _party(party: str, plan: Plan) -> str:
    if not party:
        return "NO_PARTY"
    if party in plan.outside.parties:
        return "NOT_PARTICIPATING"
    return "" if party in plan.starts else "NOT_A_CHARGING_PARTY"


def _good(row: Row, line: Line | None) -> str:
    if "good" not in row:
        return "NO_GOOD"
    if line is None:
        return "NO_FLOOR_FOR_THE_GOOD"
    downstream = line.charge.adjustment.downstream
    return "DERIVATIVE_OUT_OF_SCOPE" if row.get("derivative") and downstream.scope == "none" else ""


def _origin(row: Row, line: Line, plan: Plan, party: str) -> str:
    """A good of a Party is one that originates there, whatever the place from which it is consigned."""
    adjustment = line.charge.adjustment
    if row.get("originating") and (adjustment.member_exempt or adjustment.applies_to != "all-origins"):
        if not plan.outside.foreign(row, row.get(line.date)):
            return "ORIGINATING"
        if (party, row["origin"]) in plan.outside.barred:
            return "BARRED_BY_AGREEMENT"
    if adjustment.applies_to != "listed-origins":
        return ""
    if "origin" not in row:
        return "NO_ORIGIN"
    return "" if row["origin"] in adjustment.listed_origins else "ORIGIN_NOT_LISTED"


def _excluded(row: Row, line: Line) -> str:
    adjustment = line.charge.adjustment
    if row.get("exclusion") in adjustment.exclusions:
        return "EXCLUDED"
    return "RELIEVED" if row.get("relief") == adjustment.refund != "none" else ""


def _left(row: Row, line: Line, plan: Plan, party: str) -> str:
    return "LEFT_OUT" if plan.outside.leaves_out(row, party, row.get(line.date)) else ""


def _substances(row: Row, plan: Plan) -> str:
    """Further substances have floor levels, and are named one after the other."""
    named = [name in row for name in FURTHER]
    known = all(row[name] in plan.lines for name in FURTHER if name in row)
    return "" if known and named == sorted(named, reverse=True) else "NO_FLOOR_FOR_A_SUBSTANCE"


def _day(row: Row, line: Line, plan: Plan, party: str) -> str:
    day = row.get(line.date)
    if day is None:
        return "NO_DATE"
    if day < max(plan.starts[party], plan.in_force):
        return "NOT_YET_CHARGED"
    if line.ends is not None and day >= line.ends:
        return "FLOOR_ENDED"
    if day < next(iter(line.charge.line.levels)):
        return "NO_FLOOR_YET"
    counts = day_of_level(row, line)
    suspended = any(since <= counts and (until is None or counts < until) for since, until in line.suspended)
    return "FLOOR_SUSPENDED" if suspended else ""


def _mass(row: Row, line: Line) -> Decimal | str:
    """The mass in the unit of the floor level, where it is exact there."""
    mass, unit = row.get("net_dry_mass"), row.get("mass_unit", "kg")
    if mass is None:
        return "NO_NET_DRY_MASS"
    if mass <= 0:
        return "NO_MASS"
    if unit not in KILOGRAMS:
        return "UNKNOWN_MASS_UNIT"
    per = line.charge.price.per
    if unit == per:
        return Decimal(mass)
    found = factor(unit, per)
    if found is None or mass >= MOST_CONVERTED or not _whole(Fraction(mass) * 10**6):
        return "MASS_NOT_EXACT"
    scaled = Fraction(mass) * Fraction(found) * 10**_MASS_PLACES
    return Decimal(scaled.numerator).scaleb(-_MASS_PLACES) if _whole(scaled) else "MASS_NOT_EXACT"


def factor(unit: str, per: str) -> Decimal | None:
    """How many of one unit of mass one of another is; None where that has no end in decimals."""
    ratio = Fraction(KILOGRAMS[unit]) / Fraction(KILOGRAMS[per])
    scaled = ratio * 10**FACTOR_PLACES
    return Decimal(scaled.numerator).scaleb(-FACTOR_PLACES) if _whole(scaled) else None


def _whole(value: Fraction) -> bool:
    return value.denominator == 1
