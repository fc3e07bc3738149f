"""Flooding safeguard: a measure for a time against a surge of cheap imports, its trigger, its limits and its basis.

Semantics: with V the imports of a window and M the mean of the base windows before it, the volume trigger is met when
`V / M - 1 >= above`; with P the reference price or floor level and I the import price of a week, the price trigger is
met when `(P - I) / P >= below` in enough weeks. The base ends where the window begins, so that a surge is never its
own base; `no_base` says what holds for a new product, for which the first formula would be 0/0.
Figures: the percentages of the library's record are test figures, proposed by nobody. Special safeguards of WTO farm
law know both triggers, volume or price, but not both at once (known in general, not opened here).
"""

from __future__ import annotations

import itertools
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from travaux.keeps import keeps
from travaux.model.base import MechanismKey, Model, NonEmpty
from travaux.model.mechanism.base import GoodsLine, Mechanism
from travaux.model.party import Need
from travaux.model.period import IsoPeriod, Period
from travaux.model.quantity import PercentageRate, Share
from travaux.model.timing import Lasting, TimeLimit, at_least, at_most

Count: TypeAlias = Annotated[int, Field(ge=1)]
Injury: TypeAlias = Literal["serious-injury", "threat-of-serious-injury", "material-retardation", "none"]
WtoBasis: TypeAlias = Literal["safeguards-agreement", "anti-dumping-or-countervailing", "gatt-xxi"]
#: The injury that the Agreement on Safeguards knows; a trigger without it rests on something else (wt-19).
OF_SAFEGUARDS: frozenset[str] = frozenset({"serious-injury", "threat-of-serious-injury"})


class VolumeTrigger(Model):
    """Imports of a window against the mean of earlier windows of the same length."""

    above: PercentageRate
    """By how much the window has to exceed the mean of the base windows."""
    window: IsoPeriod
    base_windows: Count
    """Windows of the same length, ending on the day before the window begins, whose mean is the base."""
    least_share: Share | None = None
    """Share of the consumption of the importing party that the imports must reach too."""
    no_base: Literal["price-trigger", "least-share", "not-met"]
    """What decides where nothing was imported in the base windows."""

    @model_validator(mode="after")
    @keeps("I-43", above="25%", window="P12M", base_windows=3, no_base="least-share")
    def _tests_something(self) -> Self:
        """A volume trigger asks for growth, and has what decides where nothing was imported before."""
        if self.above.value == 0:
            raise ValueError("`above` is 0%: any growth of imports would meet the trigger")
        if self.least_share is not None and self.least_share.value >= 100:
            raise ValueError(f"`least_share` of {self.least_share}: imports would have to be all that is used")
        if self.no_base == "least-share" and self.least_share is None:
            raise ValueError("no_base: least-share needs `least_share`")
        return self


class PriceTrigger(Model):
    """The import price of a week against the reference price or the floor level."""

    below: Share
    """By how much the import price has to undercut, as a share of what it is compared with."""
    weeks: Count
    """Weeks in which it undercuts by so much ..."""
    of_weeks: Count
    """... among so many weeks in a row."""

    @model_validator(mode="after")
    def _can_be_met(self) -> Self:
        if not 0 < self.below.value < 100:
            raise ValueError(
                f"an undercutting of {self.below} is always or never met; give more than 0% and under 100%"
            )
        if self.weeks > self.of_weeks:
            raise ValueError(f"{self.weeks} weeks cannot lie among {self.of_weeks}")
        return self


class AdditionalDuty(Model):
    """A duty on top of the customs duty."""

    type: Literal["additional-duty"]
    up_to: Literal["gap", "cap", "lower-of-gap-and-cap"]
    """Up to the difference between import price and `prices`, up to a share of the customs value, or the lower."""
    cap: PercentageRate | None = None

    @model_validator(mode="after")
    def _cap_where_it_is_meant(self) -> Self:
        if (self.up_to == "gap") != (self.cap is None):
            raise ValueError("give `cap` with a duty up to a cap, and only with it")
        return self


class Allocation(Model):
    """Who may supply how much of a quantity, where that is agreed and not left to the importing party."""

    shares: Annotated[dict[NonEmpty, Share], Field(min_length=1)]
    """By origin, as the text names it: `the Republic of Alba`, `all other countries`."""

    @model_validator(mode="after")
    @keeps("I-22", shares={"Alba": "33%", "Borea": "33%", "Corda": "33%"})
    def _shares_are_a_whole(self) -> Self:
        """The shares of a quota add up to the whole of it."""
        total = sum(share.value for share in self.shares.values())
        if total != 100:
            raise ValueError(f"the shares of the quota add up to {total}%, not to 100%")
        return self


class Quota(Model):
    """No more than a quantity."""

    type: Literal["quota"]
    share_of_base: PercentageRate
    """Of the mean of the base windows."""
    allocation: Allocation | None = None


class TariffQuota(Model):
    """A quantity at the ordinary duty, and a duty on what exceeds it."""

    type: Literal["tariff-quota"]
    share_of_base: PercentageRate
    over_quota: PercentageRate
    """The additional duty on the excess, as a share of the customs value."""
    allocation: Allocation | None = None


class Referral(Model):
    """No measure of its own: the finding opens the importing party's own trade-remedy investigation, sooner."""

    type: Literal["referral"]
    open_within: IsoPeriod


SafeguardMeasure: TypeAlias = Annotated[AdditionalDuty | Quota | TariffQuota | Referral, Field(discriminator="type")]


class Provisional(Model):
    """A measure before the investigation is closed."""

    form: Literal["deposit", "duty"]
    lasts: IsoPeriod
    """The longest; it is counted in the duration of the measure."""


class Easing(Model):
    """A step of the liberalisation: the share of the first measure that is still applied after a time."""

    after: Annotated[int, Field(ge=1)]
    """Whole months after the measure was first applied."""
    share: Share


class Compensation(Model):
    """Talks on compensation, and how long the affected party waits before it suspends concessions."""

    talks: IsoPeriod
    standstill: IsoPeriod | None = None


class SafeguardLine(GoodsLine):
    """A good on whose imports the triggers are tested."""


class FloodingSafeguard(Mechanism):
    """A measure for a time against imports that come in surges or far below the price."""

    kind: Literal["flooding-safeguard"]
    volume: VolumeTrigger | None = None
    price: PriceTrigger | None = None
    logic: Literal["either", "both"] | None = None
    """Where there are two triggers: whether one of them is enough."""
    prices: MechanismKey | None = None
    """The reference price, or the price floor, with which import prices are compared."""
    determined_by: Literal["importing-party", "committee", "price-panel"]
    data: Literal["customs-declarations", "published-statistics"]
    data_lag: IsoPeriod
    """How long after its end the data of a window are there."""
    injury: Injury
    basis: WtoBasis
    """The WTO basis on which the measure rests."""
    measure: SafeguardMeasure
    duration: IsoPeriod
    """The longest, the provisional measure included."""
    extension: IsoPeriod | None = None
    """By how much it can be extended, once."""
    easing: tuple[Easing, ...] = ()
    wait: IsoPeriod
    """After a measure on a good, the least time before the next on the same good."""
    investigation: IsoPeriod
    """From opening to determination."""
    notice: IsoPeriod
    """Before a measure applies."""
    consultation: IsoPeriod
    """From the notice to the first consultation."""
    provisional: Provisional | None = None
    compensation: Compensation | None = None
    parties: Literal["included", "exempt", "exempt-while-floor-kept"]
    """Whether imports from other parties are hit."""
    parallel: bool
    """True where imports that the measure does not hit are left out of the determination too."""
    small_supplier: Share | None = None
    """A developing country whose share of the imports is no larger is left out."""
    small_suppliers_together: Share | None = None
    """Unless such countries together exceed this share."""
    beside: tuple[MechanismKey, ...] = ()
    """The border adjustments that can fall due on the same goods."""
    cumulation: Literal["credited", "exclusive"] | None = None
    """How the measure stands beside them: it is reduced by the adjustment due, or not applied where one is due."""
    lines: Annotated[tuple[SafeguardLine, ...], Field(min_length=1)]
    illustrative: bool
    """True where the figures are examples for the draft and no party has proposed them."""

    def needs(self) -> tuple[MechanismKey, ...]:
        """The prices it compares with, and the adjustments it stands beside."""
        return (*self.depends_on, *((self.prices,) if self.prices else ()), *self.beside)

    def reads(self) -> tuple[MechanismKey, ...]:
        """The prices with which it compares."""
        return (self.prices,) if self.prices else ()

    def asks(self, party: str) -> Need | None:
        """A duty of its own wants a law on duties; a quota or a referral rests on the law that is there."""
        own_duty = isinstance(self.measure, AdditionalDuty | TariffQuota)
        return "change-of-duty" if own_duty and self.owed_by(party) else None

    def lasting(self) -> tuple[Lasting, ...]:
        """A measure, extended, within the floor or reference price from which it takes its threshold."""
        whole = (self.duration, self.extension) if self.extension else (self.duration,)
        return (Lasting("a measure", whole, ("duration",), self.prices),) if self.prices else ()

    def time_limits(self) -> tuple[TimeLimit, ...]:
        """A provisional measure bridges data and notice; steps of the easing come before the end of the measure."""
        first, last = "the measure first applies", "the measure ends"
        whole = (self.duration, self.extension) if self.extension else (self.duration,)
        limits = [at_most(first, last, *whole, path=("duration",))]
        for n, step in enumerate(self.easing):
            reduced = f"it is reduced to {step.share}"
            limits += [
                at_least(first, reduced, Period(months=step.after), path=("easing", n, "after")),
                at_least(reduced, last),
            ]
        if self.provisional:
            begun, known, kept = "the provisional measure applies", "the data are there", "the measure takes its place"
            limits += [
                at_most(begun, kept, self.provisional.lasts, path=("provisional", "lasts")),
                at_least(begun, known, self.data_lag, path=("data_lag",)),
                at_least(known, kept, self.notice, path=("notice",)),
            ]
        return tuple(limits)

    @model_validator(mode="after")
    def _has_a_trigger(self) -> Self:
        triggers = [trigger for trigger in (self.volume, self.price) if trigger]
        if not triggers:
            raise ValueError("a safeguard needs a trigger: `volume`, `price`, or both")
        if (len(triggers) == 2) != (self.logic is not None):
            raise ValueError("give `logic` (either, both) where there are two triggers, and only there")
        if self.volume and self.volume.no_base == "price-trigger" and self.price is None:
            raise ValueError("no_base: price-trigger needs the trigger `price`")
        return self

    @model_validator(mode="after")
    def _has_what_it_compares_with(self) -> Self:
        gap = isinstance(self.measure, AdditionalDuty) and self.measure.up_to != "cap"
        if (gap or self.price is not None) != (self.prices is not None):
            raise ValueError("give `prices` where a trigger or a duty compares prices, and only there")
        if self.volume is None and isinstance(self.measure, Quota | TariffQuota):
            raise ValueError(f"a {self.measure.type} is a share of the base of the trigger `volume`, which is missing")
        return self

    @model_validator(mode="after")
    def _basis_fits_the_injury(self) -> Self:
        if (self.basis == "safeguards-agreement") != (self.injury in OF_SAFEGUARDS):
            raise ValueError(
                f"the basis {self.basis} does not go with the injury {self.injury}: the Agreement on Safeguards asks "
                "for serious injury or its threat, and a trigger without either rests on another basis"
            )
        if (self.basis == "anti-dumping-or-countervailing") != isinstance(self.measure, Referral):
            raise ValueError("a referral opens an anti-dumping or countervailing case: give both, or neither")
        if isinstance(self.measure, Referral) and (self.provisional or self.easing or self.compensation):
            raise ValueError("a referral leaves `provisional`, `easing` and `compensation` to the trade-remedy law")
        return self

    @model_validator(mode="after")
    def _fits_in_time(self) -> Self:
        first = self.provisional
        if self.consultation.shortest_days > self.notice.longest_days:
            raise ValueError(
                f"`consultation` within {self.consultation} of a notice of {self.notice} comes after the measure"
            )
        if first and first.lasts.longest_days > self.duration.shortest_days:
            raise ValueError(f"the provisional measure of {first.lasts} is longer than the whole, {self.duration}")
        if first and self.data_lag.longest_days + self.notice.longest_days >= first.lasts.shortest_days:
            raise ValueError(
                f"data come after {self.data_lag} and notice takes {self.notice}: a provisional measure of "
                f"{first.lasts} would be over before it can be confirmed"
            )
        return self

    @model_validator(mode="after")
    def _eases_and_never_tightens(self) -> Self:
        for earlier, later in itertools.pairwise(self.easing):
            if later.after <= earlier.after or later.share >= earlier.share:
                raise ValueError(f"steps of `easing` come later each time and leave less, unlike {later.after}")
        total = self.duration.longest_days + (self.extension.longest_days if self.extension else 0)
        if self.easing and self.easing[-1].after * 28 > total:
            raise ValueError(f"the step after {self.easing[-1].after} months comes after the measure has ended")
        return self

    @model_validator(mode="after")
    @keeps("I-44", cumulation=None)
    def _says_how_it_stands_beside(self) -> Self:
        """A safeguard that can meet a border adjustment on one good says which of the two gives way."""
        if bool(self.beside) != (self.cumulation is not None):
            raise ValueError("give `cumulation` where `beside` names border adjustments, and only there")
        if self.small_suppliers_together is not None and self.small_supplier is None:
            raise ValueError("`small_suppliers_together` needs `small_supplier`")
        one, all_ = self.small_supplier, self.small_suppliers_together
        if one and all_ and all_ < one:
            raise ValueError(f"`small_suppliers_together` of {all_} is less than the {one} of one alone")
        return self
