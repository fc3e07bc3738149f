"""Quantities with units: money, prices with their basis, percentages, periods, masses, HS codes, dates.

Numbers are exact decimals; binary floating point is refused. The basis of a price is part of its unit, so a
price per kilogram of contained Nd2O3 is not one per kilogram of Nd (`USD/kg Nd` + `USD/kg Nd2O3` is an error).
Scalars are written as YAML writes them: `65%`, `P30D`, `2027-01-01`, `HS2022 2846.90`, `contained Ga`.
"""

from __future__ import annotations

import calendar
import datetime
import functools
import itertools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal, Self, TypeAlias, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, GetCoreSchemaHandler, WithJsonSchema
from pydantic_core import CoreSchema, core_schema

from travaux.model.base import Model

T = TypeVar("T")


def exact(value: object) -> Decimal:
    """An exact decimal from a YAML number or a Python int or Decimal.

    Raises ValueError for binary floats, booleans, quoted numbers, exponents and non-finite values.
    """
    if isinstance(value, bool) or value is None:
        raise ValueError("a number is wanted here")
    if isinstance(value, float):
        raise ValueError("a binary floating-point number is not exact; give a Decimal")
    if isinstance(value, str):
        raise ValueError(f"{value!r} is text; a number is written without quotes, as in 110.50")
    if not isinstance(value, int | Decimal):
        raise ValueError("a number is wanted here")
    number = Decimal(value)
    if not number.is_finite():
        raise ValueError(f"{number} is not a finite number")
    if abs(number.adjusted()) > 24:
        raise ValueError(f"{number} is beyond any amount that a text states")
    return Decimal(format(number, "f"))


def _positive(number: Decimal) -> Decimal:
    if number <= 0:
        raise ValueError(f"{number} is not above zero")
    return number


def _not_negative(number: Decimal) -> Decimal:
    if number < 0:
        raise ValueError(f"{number} is below zero")
    return number


_NUMBER = WithJsonSchema({"type": "number"})
Exact: TypeAlias = Annotated[Decimal, BeforeValidator(exact), _NUMBER]
PositiveExact: TypeAlias = Annotated[Exact, AfterValidator(_positive)]
NonNegativeExact: TypeAlias = Annotated[Exact, AfterValidator(_not_negative)]


@dataclass(frozen=True)
class Scalar:
    """Marks a type that is written as one YAML scalar: how to read it, its pattern and an example."""

    parse: Callable[[str], object]
    pattern: str
    example: str

    def __get_pydantic_core_schema__(self, source: type, _: GetCoreSchemaHandler) -> CoreSchema:
        def validate(value: object) -> object:
            if isinstance(value, source):
                return value
            if isinstance(value, str):
                return self.parse(value.strip())
            raise ValueError(f"text such as {self.example} is wanted here, not {value}")

        return core_schema.no_info_plain_validator_function(validate, serialization=core_schema.to_string_ser_schema())

    def __get_pydantic_json_schema__(self, *_: object) -> dict[str, object]:
        return {"type": "string", "pattern": self.pattern, "examples": [self.example]}


# --- dates and periods ---------------------------------------------------------------------------------------


def parse_date(text: str) -> datetime.date:
    """A calendar date written YYYY-MM-DD. Raises ValueError otherwise."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise ValueError(f"{text!r} is not a date; write it as 2027-01-31")
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text} is not a day of the calendar") from None


Date: TypeAlias = Annotated[datetime.date, Scalar(parse_date, r"^\d{4}-\d{2}-\d{2}$", "2027-01-31")]

_CYCLE_MONTHS, _CYCLE_DAYS = 4_800, 146_097


@functools.cache
def _calendar() -> tuple[list[int], list[int]]:
    """Lengths of the months of twice 400 years, and the days before each of them."""
    lengths = 2 * [calendar.monthrange(2001 + n // 12, n % 12 + 1)[1] for n in range(_CYCLE_MONTHS)]
    return lengths, list(itertools.accumulate(lengths, initial=0))


@functools.cache
def _days_of_months(months: int) -> tuple[int, int]:
    """The fewest and the most days of so many months, counted from any day of the 400 years of the calendar.

    They end on the same day of a later month, or on its last day where it is shorter.
    """
    lengths, days = _calendar()
    starts = range(_CYCLE_MONTHS)
    whole = [days[start + months] - days[start] for start in starts]
    cut = [min(0, lengths[start + months] - lengths[start]) for start in starts]
    return min(map(sum, zip(whole, cut, strict=True))), max(whole)


_PERIOD = r"^P(?=\d)(\d+Y)?(\d+M)?(\d+D)?$|^P\d+W$"


@dataclass(frozen=True, slots=True)
class Period:
    """A length of calendar time, ISO 8601: years, months and days, or weeks alone."""

    years: int = 0
    months: int = 0
    days: int = 0
    weeks: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """A period from `P30D`, `P6M`, `P1Y6M`, `P2W`. Raises ValueError for anything else, and for none."""
        if not re.fullmatch(_PERIOD, text, re.ASCII):
            raise ValueError(f"{text!r} is not a period; write 30 days as P30D, six months as P6M")
        parts = {unit: int(n) for n, unit in re.findall(r"(\d+)([YMDW])", text)}
        period = cls(parts.get("Y", 0), parts.get("M", 0), parts.get("D", 0), parts.get("W", 0))
        if not any((period.years, period.months, period.days, period.weeks)):
            raise ValueError(f"{text} lasts no time at all")
        return period

    @property
    def shortest_days(self) -> int:
        """The fewest calendar days this period can last, over the 400-year cycle."""
        return self._days(0)

    @property
    def longest_days(self) -> int:
        """The most calendar days this period can last, over the 400-year cycle."""
        return self._days(1)

    def _days(self, bound: Literal[0, 1]) -> int:
        cycles, months = divmod(self.years * 12 + self.months, _CYCLE_MONTHS)
        return cycles * _CYCLE_DAYS + _days_of_months(months)[bound] + self.days + 7 * self.weeks

    def __str__(self) -> str:
        if self.weeks:
            return f"P{self.weeks}W"
        parts = ((self.years, "Y"), (self.months, "M"), (self.days, "D"))
        return "P" + "".join(f"{n}{unit}" for n, unit in parts if n)


IsoPeriod: TypeAlias = Annotated[Period, Scalar(Period.parse, _PERIOD, "P30D")]

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

#: Minor units of the currencies that this library prints; the ISO 4217 exponent.
MINOR_UNITS: Mapping[str, int] = {"USD": 2, "EUR": 2, "JPY": 0, "MXN": 2, "CNY": 2, "GBP": 2, "XDR": 2}
Currency: TypeAlias = Annotated[
    str, Field(pattern=r"^[A-Z]{3}$", description="An ISO 4217 currency code; XDR is the SDR.")
]


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


class Price(Model):
    """A price: currency per unit of mass and basis. Above zero, at most four decimals."""

    amount: Annotated[PositiveExact, AfterValidator(_four_decimals)]
    currency: Currency
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
