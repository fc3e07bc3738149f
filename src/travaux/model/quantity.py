"""Quantities with units: money, prices with their basis, percentages, periods, masses, HS codes, dates.

Numbers are exact decimals; binary floating point is refused. The basis of a price is part of its unit, so a
price per kilogram of contained Nd2O3 is not one per kilogram of Nd (`USD/kg Nd` + `USD/kg Nd2O3` is an error).
Scalars are written as YAML writes them: `65%`, `P30D`, `2027-01-01`, `HS2022 2846.90`, `contained Ga`.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal, Self, TypeAlias, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field

from travaux.model.base import Model
from travaux.model.currency import Currency
from travaux.model.period import Date
from travaux.model.scalar import NonNegativeExact, PositiveExact, Scalar

T = TypeVar("T")


# --- percentages, HS codes, bases ----------------------------------------------------------------------------

_PERCENT = r"^-?\d+(\.\d+)?\s?%$"


@dataclass(frozen=True, slots=True, order=True)
class Percentage:
    """A share in hundredths: `65%` is `Percentage(Decimal("65"))`."""

    value: Decimal

    @classmethod
    def parse(cls, text: str) -> Self:
        """A percentage from `65%` or `3.7 %`. Raises ValueError for anything else."""
        if not re.fullmatch(_PERCENT, text, re.ASCII):
            raise ValueError(f"{text!r} is not a percentage; write it as 65%")
        return cls(Decimal(text.rstrip("% ")))

    def __str__(self) -> str:
        return f"{self.value}%"


def _share(percentage: Percentage) -> Percentage:
    if not 0 <= percentage.value <= 100:
        raise ValueError(f"{percentage} is not between 0% and 100%")
    return percentage


def _at_least_nothing(percentage: Percentage) -> Percentage:
    if percentage.value < 0:
        raise ValueError(f"{percentage} is below zero")
    return percentage


AnyPercentage: TypeAlias = Annotated[Percentage, Scalar(Percentage.parse, _PERCENT, "65%")]
PercentageRate: TypeAlias = Annotated[AnyPercentage, AfterValidator(_at_least_nothing)]
Share: TypeAlias = Annotated[AnyPercentage, AfterValidator(_share)]

_HS = r"^HS(2012|2017|2022|2028) \d{2}(\d{2}(\.?\d{2}(\.?\d{2}(\.?\d{2})?)?)?)?( [A-Z]{2})?$"

_HS_FORM = re.compile(_HS)


@dataclass(frozen=True, slots=True, order=True)
class HSCode:
    """A code of the Harmonized System with its edition; beyond six digits also the party whose line it is.

    There is no check digit: what can be checked is the form (digits only, even number of them, chapter 01 to 97
    without 77), the edition, and containment of one code in another.
    """

    edition: str
    digits: str
    party: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """A code from `HS2022 2846.90` or `HS2022 2846.90.40 US`. Raises ValueError saying what is wrong."""
        if re.fullmatch(r"[\d.]+", text, re.ASCII):
            raise ValueError(f"HS code {text} has no edition; write it as HS2022 {text}")
        if not re.fullmatch(_HS, text, re.ASCII):
            raise ValueError(f"{text!r} is not an HS code; write it as HS2022 2846.90")
        edition, number, *party = text.split(" ")
        code = cls(edition, number.replace(".", ""), party[0] if party else "")
        if code.chapter == "77" or not "01" <= code.chapter <= "97":
            raise ValueError(f"HS code {text}: there is no chapter {code.chapter}")
        if len(code.digits) > 6 and not code.party:
            raise ValueError(f"HS code {text} has {len(code.digits)} digits: add the party, as in {text} US")
        return code

    @property
    def chapter(self) -> str:
        """The first two digits."""
        return self.digits[:2]

    @property
    def dotted(self) -> str:
        """The code as tariffs print it: 2846.90, 2846.90.40."""
        head, rest = self.digits[:4], self.digits[4:]
        return ".".join([head, *(rest[i : i + 2] for i in range(0, len(rest), 2))])

    def contains(self, other: HSCode) -> bool:
        """True when `other` is this line or a part of it, in the same edition."""
        return self.edition == other.edition and other.digits.startswith(self.digits)

    def overlaps(self, other: HSCode) -> bool:
        """True when one of two lines is the other or a part of it, in the same edition."""
        return self.contains(other) or other.contains(self)

    def __str__(self) -> str:
        return f"{self.edition} {self.dotted}" + (f" {self.party}" if self.party else "")


HSCodeText: TypeAlias = Annotated[HSCode, Scalar(HSCode.parse, _HS, "HS2022 2846.90")]

_BASIS = r"^(gross product|TREO|contained [A-Z][A-Za-z0-9 ]*|[A-Z][A-Za-z0-9.()·-]*( [a-z]+)* equivalent)$"


@dataclass(frozen=True, slots=True)
class Basis:
    """Which kilogram a price is per: contained metal, the equivalent mass of a compound, TREO, or gross mass."""

    kind: Literal["contained", "equivalent", "treo", "gross"]
    substance: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """A basis from `contained Ga`, `Nd2O3 equivalent`, `TREO`, `gross product`. Raises ValueError."""
        if not re.fullmatch(_BASIS, text):
            raise ValueError(
                f"{text!r} is not a basis; write `contained Ga`, `Nd2O3 equivalent`, `TREO` or `gross product`"
            )
        if text == "TREO":
            return cls("treo")
        if text == "gross product":
            return cls("gross")
        if text.startswith("contained "):
            return cls("contained", text.removeprefix("contained "))
        return cls("equivalent", text.removesuffix(" equivalent"))

    def __str__(self) -> str:
        match self.kind:
            case "treo":
                return "TREO"
            case "gross":
                return "gross product"
            case "contained":
                return f"contained {self.substance}"
            case "equivalent":
                return f"{self.substance} equivalent"


BasisText: TypeAlias = Annotated[Basis, Scalar(Basis.parse, _BASIS, "contained Ga")]

# --- masses, money, prices -----------------------------------------------------------------------------------

MassUnit: TypeAlias = Literal["kg", "g", "t", "lb", "short ton", "long ton", "troy oz", "mtu", "dmtu", "stu", "flask"]
#: Exact kilograms per unit. A metric tonne unit (mtu, dmtu) is 10 kg contained; a short ton unit (stu) 20 lb.
#: Source: international avoirdupois pound of 0.45359237 kg (1959 agreement) and customs of the metal trade.
KILOGRAMS: Mapping[str, Decimal] = {
    "kg": Decimal("1"),
    "g": Decimal("0.001"),
    "t": Decimal("1000"),
    "lb": Decimal("0.45359237"),
    "short ton": Decimal("907.18474"),
    "long ton": Decimal("1016.0469088"),
    "troy oz": Decimal("0.0311034768"),
    "mtu": Decimal("10"),
    "dmtu": Decimal("10"),
    "stu": Decimal("9.0718474"),
    "flask": Decimal("34.47302012"),
}


def _no_bare_ton(value: object) -> object:
    if value in ("ton", "tonne", "tons", "tonnes", "MT"):
        raise ValueError(f"{value!r} is ambiguous; write t (1000 kg), `short ton` or `long ton`")
    return value


Unit: TypeAlias = Annotated[MassUnit, BeforeValidator(_no_bare_ton)]

_CENTS = """AED AMD AOA ARS AUD BOB BRL CAD CDF CHF CNY CZK DKK DOP EUR GBP IDR ILS INR KES KZT MAD MNT MXN MYR NOK NZD
PEN PHP PKR PLN QAR RON SAR SEK SGD SLE THB TRY UAH USD UZS XDR ZAR ZMW"""
#: Minor units of the currencies in which amounts are calculated; the ISO 4217 exponent. Currencies with three decimals
#: are left out: no price of a mineral is stated in one, and the columns of amounts have two.
MINOR_UNITS: Mapping[str, int] = {
    **dict.fromkeys(("CLP", "GNF", "JPY", "KRW", "PYG", "VND"), 0),
    **dict.fromkeys(_CENTS.split(), 2),
}


class Mass(Model):
    """A mass of goods. Units: see `KILOGRAMS`; the word `ton` alone is refused."""

    amount: NonNegativeExact
    unit: Unit

    @property
    def kilograms(self) -> Decimal:
        """The mass in kilograms, exact."""
        return self.amount * KILOGRAMS[self.unit]


class Money(Model):
    """An amount of a currency."""

    amount: NonNegativeExact
    currency: Currency


def _four_decimals(number: Decimal) -> Decimal:
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > 4:
        raise ValueError(f"{number} has more than four decimals")
    return number


def _calculable(code: str) -> str:
    if code not in MINOR_UNITS:
        raise ValueError(f"amounts in {code} cannot be rounded: its minor units are not known here")
    return code


class Price(Model):
    """A price: currency per unit of mass and basis. Above zero, at most four decimals.

    Its currency is one of `MINOR_UNITS`, so that an amount calculated from it can be rounded.
    """

    amount: Annotated[PositiveExact, AfterValidator(_four_decimals)]
    currency: Annotated[Currency, AfterValidator(_calculable)]
    per: Unit
    basis: BasisText
    """Which unit of mass the price is per: `contained Ga`, `Nd2O3 equivalent`, `TREO`, `gross product`."""

    @property
    def unit(self) -> str:
        """The unit with its basis: two prices compare only when this is equal."""
        return f"{self.currency}/{self.per} {self.basis}"


def _ascending(dated: dict[datetime.date, T]) -> dict[datetime.date, T]:
    if not dated:
        raise ValueError("give at least one date with its value")
    days = list(dated)
    for earlier, later in itertools.pairwise(days):
        if later <= earlier:
            raise ValueError(f"dates must ascend: {later} stands after {earlier}")
    return dated


DatedPrices: TypeAlias = Annotated[dict[Date, Price], AfterValidator(_ascending)]


def value_at(dated: Mapping[datetime.date, T], day: datetime.date) -> T | None:
    """The value in force on a day: that of the latest date not after it, or None before the first."""
    known = [since for since in dated if since <= day]
    return dated[max(known)] if known else None


class RateRule(Model):
    """Which exchange rate converts an amount, on which day. Exactly one rule per amount."""

    source: Annotated[str, Field(min_length=1)]
    """Who publishes the rate."""
    date_basis: Literal["acceptance-of-declaration", "entry", "export", "month-average"]
    daily_from: PercentageRate | None = None
    """Where the rate of the day differs from the published one by this share of it or more, the rate of the day
    counts. Compare 19 CFR 159.31 to 159.34, by which the United States do so from 5 %."""
