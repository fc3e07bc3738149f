"""What a border adjustment is calculated on: a line of a floor, and the circumstances that choose the formula."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from travaux.calculation.content import Content
from travaux.formula.unit import Unit, mass
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.mechanism.price_floor import FloorLine, Phase, PriceFloor
from travaux.model.quantity import Price

#: What the date columns of entries are called, by the day that counts.
DATES: Mapping[str, str] = {
    "acceptance-of-declaration": "date_of_acceptance",
    "entry": "date_of_entry",
    "export": "date_of_export",
    "contract": "date_of_contract",
    "month-average": "month_of_rate",
}
#: Days that follow from others: that whose floor level counts for goods on their way, and the first of a period.
LEVEL_DAY, PERIOD_START = "day_of_level", "first_day_of_period"
#: Every day that a formula may read a table on.
DAYS = (*DATES.values(), LEVEL_DAY, PERIOD_START)
#: Forms that are set once for a period by the indicator price, and not by the price of an importation.
OF_PERIOD = frozenset({"fixed-specific", "ad-valorem"})
#: Substances of one item that are calculated together.
MOST_SUBSTANCES = 3


#: By party the steps of its phase-in.
Steps: TypeAlias = tuple[tuple[str, tuple[Phase, ...]], ...]


@dataclass(frozen=True, slots=True)
class Charge:
    """What is calculated: an adjustment on a line of a floor, and the circumstances that choose the formula."""

    adjustment: BorderAdjustment
    floor: PriceFloor
    line: FloorLine
    content: Content
    declared: str = ""
    """Currency of the customs declaration; empty for that of the floor level."""
    collected: str = ""
    """Currency in which the importing Party collects; empty for that of the floor level."""
    derivative: bool = False
    """True for a good made from the mineral."""
    others: tuple[FloorLine, ...] = ()
    """Lines of further substances that the same goods contain."""
    credited: bool = False
    """True where what was paid in another Party is deducted at the end."""
    own_steps: Steps = ()
    """By party the steps of its phase-in, for all that take the floor; empty where all have those of the floor."""

    @property
    def party(self) -> str:
        """A party whose steps are those of the floor where there is one, for examples; empty where all are alike."""
        common = (party for party, steps in self.own_steps if steps == self.floor.phase_in)
        return next(common, self.own_steps[0][0] if self.own_steps else "")

    @property
    def steps(self) -> tuple[Phase, ...]:
        """The steps of the phase-in of that party."""
        return dict(self.own_steps).get(self.party, self.floor.phase_in)

    @property
    def price(self) -> Price:
        """The first floor level; the later ones have its currency, unit of mass and basis."""
        return first_level(self.line)

    @property
    def basis(self) -> Unit:
        """The mass that the floor level is per."""
        return basis_of(self.line)

    @property
    def of_period(self) -> bool:
        """Whether it is set once for a period, whatever the price of an importation."""
        return self.adjustment.form in OF_PERIOD and not self.derivative

    @property
    def by_value(self) -> bool:
        """Whether it is a rate of the customs value alone, so that the content of the goods is not asked for."""
        return self.adjustment.form == "ad-valorem" and not self.derivative

    @property
    def in_quota(self) -> bool:
        """Whether a tariff quota is set for the good; one without it is charged on its whole quantity."""
        line = self.line
        return any(
            (quota.product, quota.stage) == (line.product, line.stage) and quota.grade in (None, line.grade)
            for quota in self.adjustment.quotas
        )

    @property
    def level_day(self) -> str:
        """The day on which the floor level is looked up."""
        if self.of_period:
            return PERIOD_START
        return LEVEL_DAY if self.adjustment.in_transit else DATES[self.adjustment.relevant_date]


def first_level(line: FloorLine) -> Price:
    """The first level of a line."""
    return next(iter(line.levels.values()))


def basis_of(line: FloorLine) -> Unit:
    """The mass that the levels of a line are per."""
    price = first_level(line)
    return mass(price.per, str(price.basis))


def goods_of(line: FloorLine) -> str:
    """The key of a line in tables and entries: `ndpr/compound/ndpr-oxide-99`."""
    return "/".join(filter(None, (line.product, line.stage, line.grade)))


def numbered(name: str, number: int) -> str:
    """The name of something of the first, second or third substance: `content`, `content_2`."""
    return name if number == 1 else f"{name}_{number}"


def indexed(symbol: str, number: int) -> str:
    """The symbol of something of the first, second or third substance: C, C2."""
    return symbol if number == 1 else f"{symbol}{number}"
