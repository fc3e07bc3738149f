"""Price floor: a minimum price for goods at a stage, in one of four legal forms that do very different work.

The press calls all four a floor. Here each is a type of its own with its own fields, and a border adjustment
accepts only the border-equalised one.
"""

from __future__ import annotations

import itertools
from collections.abc import Container, Mapping
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from travaux.keeps import keeps
from travaux.model.base import MechanismKey, Model, NonEmpty, PartyKey
from travaux.model.mechanism.base import GoodsLine, Mechanism
from travaux.model.period import IsoPeriod, Period
from travaux.model.quantity import DatedPrices, Mass, Money, PercentageRate, Price, RateRule, Share
from travaux.model.timing import TimeLimit, at_least, at_most, recommended


class UpsideShare(Model):
    """What the guarantor takes of a price above a threshold."""

    share: Share
    above: Price
    yearly_cap: Money | None = None


class BorderEqualised(Model):
    """Kept at the border: an import priced below the floor pays the gap."""

    type: Literal["border-equalised"]
    adjustment: MechanismKey
    """The border adjustment that keeps it."""


class BuyerContract(Model):
    """Kept by a public buyer that pays at least the floor."""

    type: Literal["buyer-contract"]
    buyer: NonEmpty
    term: IsoPeriod
    volume: Mass | None = None
    upside: UpsideShare | None = None


class BudgetTopUp(Model):
    """Kept by a public payment of the gap to producers (a contract for difference)."""

    type: Literal["budget-top-up"]
    payer: PartyKey
    yearly_cap: Money
    two_way: bool
    """True where the producer pays back above the strike price."""
    upside: UpsideShare | None = None


class SellerOfftake(Model):
    """Kept by a long-term sale in which the seller is promised the floor by a private or mixed buyer."""

    type: Literal["seller-offtake"]
    counterparty: NonEmpty
    term: IsoPeriod
    volume: Mass
    upside: UpsideShare | None = None


LegalForm: TypeAlias = Annotated[
    BorderEqualised | BuyerContract | BudgetTopUp | SellerOfftake, Field(discriminator="type")
]


class FloorLine(GoodsLine):
    """The floor of one product at one stage and grade."""

    levels: DatedPrices
    """The floor level by first day of validity; a change adds a date and never edits a past one."""
    illustrative: bool
    """True where the figure is an example for the draft and no party has proposed it."""


class Phase(Model):
    """A step of the phase-in: the share of the gap that is charged from a time after entry into force."""

    after: Annotated[int, Field(ge=0)]
    """Whole months after the entry into force of the instrument."""
    share: Share


class OffTrigger(Model):
    """When the floor stops and starts again. The two thresholds differ, or it would flicker."""

    average_over: IsoPeriod
    stops_above: PercentageRate
    """Share of the floor level that the average of the indicator price exceeds."""
    resumes_below: PercentageRate

    @model_validator(mode="after")
    @keeps("I-11", average_over="P90D", stops_above="110%", resumes_below="110%")
    def _thresholds_apart(self) -> Self:
        """A floor stops above a higher price than that below which it resumes, and both are averages over some time."""
        if self.resumes_below >= self.stops_above:
            raise ValueError(
                f"the floor resumes below {self.resumes_below}, not under the {self.stops_above} above which it stops"
            )
        return self


class PriceFloor(Mechanism):
    """A scheme of price floors with one legal form and common terms."""

    kind: Literal["price-floor"]
    form: LegalForm
    reference: MechanismKey | None = None
    """The reference price that feeds the level; required unless the level is fixed or scheduled."""
    level_rule: Literal["fixed", "reference-equal", "reference-minus-band", "schedule"]
    band: Share | None = None
    """How far below the reference price the floor stands."""
    ceiling: PercentageRate | None = None
    """Share of the first level above which the floor has no purpose: no revision sets a higher one."""
    lowest: Share | None = None
    """Share of the first level below which no revision sets one; None where nothing but the step bounds a fall."""
    indexation: Literal["none", "consumer-prices", "producer-prices", "cost-model-update"] = "none"
    relevant_date: Literal["acceptance-of-declaration", "entry", "export", "contract"]
    """The day whose floor level applies to a consignment; exactly one."""
    currency_rule: RateRule
    review: IsoPeriod
    max_step: PercentageRate
    """The most by which one review may move a level."""
    notice: IsoPeriod
    off_trigger: OffTrigger | None = None
    phase_in: Annotated[tuple[Phase, ...], Field(min_length=1)]
    sunset: IsoPeriod | None = None
    """After which the scheme ends unless it is renewed."""
    lines: Annotated[tuple[FloorLine, ...], Field(min_length=1)]

    def needs(self) -> tuple[MechanismKey, ...]:
        """Its reference price, and the adjustment that keeps it."""
        named = [self.reference, self.form.adjustment if isinstance(self.form, BorderEqualised) else None]
        return (*self.depends_on, *(key for key in named if key))

    def reads(self) -> tuple[MechanismKey, ...]:
        """The reference price that its level follows, and the adjustment by which it is kept."""
        followed = [self.reference] if self.reference and self.level_rule.startswith("reference") else []
        return (*followed, *([self.form.adjustment] if isinstance(self.form, BorderEqualised) else []))

    def ends_after(self) -> Period | None:
        """Its sunset."""
        return self.sunset

    def may_not_come(self, present: Container[str]) -> Mapping[str, str]:
        """Without a reference price a Party may recommend a level, and need not."""
        if self.reference is not None and self.reference in present:
            return {}
        return {recommended(self.id): f"{self.id!r} has no reference price: a Party may make one, and none has to"}

    def time_limits(self) -> tuple[TimeLimit, ...]:
        """A level is announced and applies before the next review; the phase-in is over before the scheme ends."""
        reviewed, again = "a review sets a level", "the next review begins"
        limits = [
            at_most(reviewed, again, self.review, path=("review",)),
            at_least(reviewed, "the level applies", self.notice, path=("notice",)),
            at_least("the level applies", again),
        ]
        if self.sunset and self.phase_in[-1].after:
            begins, whole, ends = "the instrument enters into force", "the whole gap is charged", "the scheme ends"
            last = len(self.phase_in) - 1
            limits += [
                at_most(begins, ends, self.sunset, path=("sunset",)),
                at_least(begins, whole, Period(months=self.phase_in[-1].after), path=("phase_in", last, "after")),
                at_least(whole, ends),
            ]
        return tuple(limits)

    @model_validator(mode="after")
    def _level_rule_has_what_it_needs(self) -> Self:
        if self.level_rule.startswith("reference") and self.reference is None:
            raise ValueError(f"the level rule {self.level_rule} needs `reference`: the key of a reference price")
        if (self.level_rule == "reference-minus-band") != (self.band is not None):
            raise ValueError("give `band` with the level rule reference-minus-band, and only with it")
        return self

    @model_validator(mode="after")
    def _a_step_leaves_something(self) -> Self:
        if self.max_step.value >= 100:
            raise ValueError(f"`max_step` of {self.max_step}: one review could end the floor, or double it")
        return self

    @model_validator(mode="after")
    @keeps("I-30", phase_in=({"after": 0, "share": "60%"}, {"after": 12, "share": "40%"}))
    def _phase_in_rises_to_the_whole(self) -> Self:
        """The steps of a phase-in come later each time, never fall, and end at the whole of the gap."""
        for earlier, later in itertools.pairwise(self.phase_in):
            if later.after <= earlier.after or later.share < earlier.share:
                raise ValueError(f"steps of `phase_in` come later each time and never fall, unlike {later.after}")
        if self.phase_in[-1].share.value != 100:
            raise ValueError(f"the phase-in ends at {self.phase_in[-1].share}, not at 100%")
        return self
