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
from travaux.model.quantity import KILOGRAMS

Status: TypeAlias = Literal["assessed", "not-charged", "not-assessable"]

_CHARGE, _LEVEL = "border-adjustment-charge.charge", "adjustment-calculation"
_SMALL = "border-adjustment-charge.de-minimis"
#: Every reason that is found before or after the formula: the status, what it means, the provision it rests on.
REASONS: dict[str, tuple[Status, str, str]] = {
    "NO_PARTY": ("not-assessable", "no importing Party is named", _CHARGE),
    "NOT_A_CHARGING_PARTY": ("not-charged", "the Party does not owe the charge", _CHARGE),
    "NO_GOOD": ("not-assessable", "no good is named", _CHARGE),
    "NO_FLOOR_FOR_THE_GOOD": ("not-charged", "no floor level applies to the good", _CHARGE),
    "DERIVATIVE_OUT_OF_SCOPE": ("not-charged", "goods made from it are out of scope", "downstream-derivatives"),
    "ORIGINATING": ("not-charged", "it originates in a Party", _CHARGE),
    "NO_ORIGIN": ("not-assessable", "its origin is not known", _CHARGE),
    "ORIGIN_NOT_LISTED": ("not-charged", "its origin is not listed", _CHARGE),
    "EXCLUDED": ("not-charged", "a ground of exclusion was shown", "border-adjustment-charge.exclusions"),
    "NO_DATE": ("not-assessable", "the day that counts is not known", _LEVEL),
    "NOT_YET_CHARGED": ("not-charged", "the Party did not charge on that day yet", _CHARGE),
    "FLOOR_ENDED": ("not-charged", "the floor had ended", "price-floor-commitment"),
    "NO_FLOOR_YET": ("not-charged", "no floor level was in force on that day", _CHARGE),
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
#: Places that the mass of a formula has.
_MASS_PLACES = 3
#: A mass is converted up to this, from six decimal places, by a factor of so many.
MOST_CONVERTED = Decimal(10) ** 11
FACTOR_PLACES = 13


@dataclass(frozen=True, slots=True)
class Ready:
    """An entry that is calculated: by which line and currency, and the values of the formula."""

    line: Line
    good: str
    party: str
    declared: str
    derivative: bool
    day: datetime.date
    values: dict[str, Any]


def classified(row: Row, plan: Plan, party: str = "") -> Ready | str:
    """What the formula is given for an entry, or the code of the reason why it is not calculated."""
    importing = row.get("party") or party
    line = plan.lines.get(row.get("good", ""))
    reason = _party(importing, plan) or _good(row, line)
    if reason or line is None:
        return reason
    reason = _origin(row, line) or _excluded(row, line) or _day(row, line, plan, importing)
    if reason:
        return reason
    declared = row.get("declaration_currency")
    if declared is None:
        return "NO_DECLARATION_CURRENCY"
    mass = _mass(row, line)
    if isinstance(mass, str):
        return mass
    values = {**row, "net_dry_mass": mass}
    if not row.get("originating"):
        values["zone_share"] = Decimal(1)
    return Ready(line, row["good"], importing, declared, bool(row.get("derivative")), row[line.date], values)


def _party(party: str, plan: Plan) -> str:
    if not party:
        return "NO_PARTY"
    return "" if party in plan.starts else "NOT_A_CHARGING_PARTY"


def _good(row: Row, line: Line | None) -> str:
    if "good" not in row:
        return "NO_GOOD"
    if line is None:
        return "NO_FLOOR_FOR_THE_GOOD"
    downstream = line.charge.adjustment.downstream
    return "DERIVATIVE_OUT_OF_SCOPE" if row.get("derivative") and downstream.scope == "none" else ""


def _origin(row: Row, line: Line) -> str:
    """A good of a Party is one that originates there, whatever the place from which it is consigned."""
    adjustment = line.charge.adjustment
    if row.get("originating") and (adjustment.member_exempt or adjustment.applies_to != "all-origins"):
        return "ORIGINATING"
    if adjustment.applies_to != "listed-origins":
        return ""
    if "origin" not in row:
        return "NO_ORIGIN"
    return "" if row["origin"] in adjustment.listed_origins else "ORIGIN_NOT_LISTED"


def _excluded(row: Row, line: Line) -> str:
    return "EXCLUDED" if row.get("exclusion") in line.charge.adjustment.exclusions else ""


def _day(row: Row, line: Line, plan: Plan, party: str) -> str:
    day = row.get(line.date)
    if day is None:
        return "NO_DATE"
    if day < max(plan.starts[party], plan.in_force):
        return "NOT_YET_CHARGED"
    if line.ends is not None and day >= line.ends:
        return "FLOOR_ENDED"
    return "NO_FLOOR_YET" if day < next(iter(line.charge.line.levels)) else ""


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
