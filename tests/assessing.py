"""What an entry owes under the library's agreement, told again in fractions from the records and the text alone."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

GOODS = {
    "ndpr/compound/ndpr-oxide-99": ("110", "60", 1),
    "gallium/metal/gallium-4n": ("580", "246", 1),
    "antimony/metal/antimony-99-65": ("30", "12", 1),
    "tungsten/compound/apt-88-5": ("600", "780", 10),
}
RATES = {"USD": Fraction(1), "EUR": Fraction("1.15"), "JPY": Fraction("0.00666667"), "MXN": Fraction("0.05405405")}
MASSES = {"kg": 1, "t": 1000, "mtu": 10}
STARTS = {"us": "2027-04-01", "mx": "2027-04-01", "jp": "2027-07-01", "eu": "2028-01-01"}


def rounded(value: Fraction, places: int) -> Fraction:
    """Half a unit of the last place goes away from zero; no amount here is below zero."""
    scaled = value * 10**places
    return Fraction((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator), 10**places)


def owed(row: Mapping[str, Any]) -> Fraction | None:
    """The amount before small importers are looked at; None where the entry is not charged or not assessable."""
    day, good = row.get("date_of_acceptance"), GOODS.get(row.get("good", ""))
    if good is None or day is None or row.get("party") not in STARTS or row.get("originating"):
        return None
    if row.get("exclusion") in ("research-samples", "not-available-in-members"):
        return None
    if not datetime.date.fromisoformat(STARTS[row["party"]]) <= day < datetime.date(2037, 1, 1):
        return None
    rate, value, duties = (
        RATES.get(row.get("declaration_currency", "")),
        row.get("customs_value"),
        row.get("declared_duties"),
    )
    mass, unit = row.get("net_dry_mass"), MASSES.get(row.get("mass_unit", "kg"))
    if None in (rate, value, duties, mass, unit) or not mass > 0 or value < 0 or duties < 0:
        return None
    rungs = ("declared_assay", "default_assay", "highest_assay")
    assay = next((row[rung] for rung in rungs if rung in row), None)
    if assay is None or any(not 0 <= row[rung] <= 1 for rung in rungs if rung in row):
        return None
    own_mass = Fraction(mass) * Fraction(unit, good[2])
    if (own_mass * 1000).denominator != 1:
        return None
    content = rounded(rounded(own_mass * Fraction(assay), 9), 6)
    if row.get("derivative") and content < own_mass / 100:
        return None
    worth, less = Fraction(value) * rate, Fraction(duties) * rate
    gap = (
        content * (Fraction(good[0]) - Fraction(good[1]))
        if row.get("derivative")
        else content * Fraction(good[0]) - worth
    )
    years = (day - datetime.date(2027, 1, 1)).days
    phase = Fraction(1, 2) if years < 365 else Fraction(3, 4) if years < 731 else Fraction(1)
    return rounded(min(phase * max(Fraction(0), gap - less), Fraction(65, 100) * worth), 2)


def monthly(rows: list[dict[str, Any]]) -> dict[tuple[str, str, str], Fraction | None]:
    """The value of all covered goods of an importer in a month, None where one is not known."""
    totals: dict[tuple[str, str, str], Fraction | None] = {}
    for row in rows:
        day, rate, value = (
            row.get("date_of_acceptance"),
            RATES.get(row.get("declaration_currency", "")),
            row.get("customs_value"),
        )
        if row.get("good") in GOODS and day and row.get("party") and row.get("importer"):
            key = (row["party"], row["importer"], day.isoformat()[:7])
            known = None if rate is None or value is None or value < 0 else Fraction(value) * rate
            before = totals.get(key, Fraction(0))
            totals[key] = None if known is None or before is None else before + known
    return totals


def charged(row: dict[str, Any], totals: Mapping[tuple[str, str, str], Fraction | None]) -> Fraction | None:
    """The amount of an entry; None where there is none."""
    amount = owed(row)
    if amount is None or Fraction(row["customs_value"]) * RATES[row["declaration_currency"]] > 2500:
        return amount
    if "importer" not in row:
        return None
    total = totals[row["party"], row["importer"], row["date_of_acceptance"].isoformat()[:7]]
    return None if total is None or total <= 2500 else amount


def decimal(value: Fraction) -> Decimal:
    """An amount of cents."""
    return Decimal(int(value * 100)).scaleb(-2)
