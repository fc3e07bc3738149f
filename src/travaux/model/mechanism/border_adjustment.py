"""Border adjustment: the charge by which an import priced below the floor pays the gap.

The formula, with F the floor per unit of content, C the content, W the customs value converted to the currency
of the floor, D other duties: `A = max(0, F*C - W - D)` net of other duties, `A = max(0, F*C - W)` on top of them.
A form that is set for a period takes, in place of `F*C - W`, the amount per unit of content or the rate of the customs
value by which the floor level exceeded the indicator price on the first day of the period.
The order of phase-in, zone rate and cap is a field because it is law, not style: with a floor of 110, a value of
55, half phased in and a cap of 65 %, phase before cap charges 27.50 and cap before phase 17.875.
"""

from __future__ import annotations

import itertools
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from travaux.model.base import Key, MechanismKey, Model, NonEmpty, PartyKey, ProductKey, SourceKey
from travaux.model.mechanism.base import GoodsLine, Mechanism
from travaux.model.period import IsoPeriod
from travaux.model.product import Stage
from travaux.model.quantity import Mass, Money, PercentageRate, RateRule, Share

Step: TypeAlias = Literal["phase-in", "zone-rate", "cap"]
Exclusion: TypeAlias = Literal["not-available-in-members", "medical", "defence", "research-samples"]
OriginsCovered: TypeAlias = Literal["all-non-parties", "non-market-economies", "listed-origins", "all-origins"]


class Tier(Model):
    """A rate of the customs value from a share of the mineral in the mass of the goods on."""

    content_from: Share
    rate: PercentageRate


class Downstream(Model):
    """How goods that contain the mineral are treated."""

    scope: Literal["none", "listed-derivatives", "content-based"]
    charge: Literal["content-times-gap", "full-value-rate", "tiered"] | None = None
    tiers: tuple[Tier, ...] = ()
    """With `tiered`, from the lowest content up; the highest that the goods reach counts."""
    evidence: tuple[Literal["declared-assay", "scheduled-default", "highest-scheduled"], ...] = ()
    """The ladder of evidence for content, in order; a silent zero is the largest leak there is."""
    de_minimis_weight: PercentageRate | None = None
    lines: tuple[GoodsLine, ...] = ()
    why_none: NonEmpty | None = None
    """Why downstream goods stay out; required when they do."""

    @model_validator(mode="after")
    def _says_what_it_covers(self) -> Self:
        if self.scope == "none" and self.why_none is None:
            raise ValueError("downstream goods are left out: say why in `why_none`")
        if self.scope != "none" and (self.charge is None or not self.evidence):
            raise ValueError(f"downstream scope {self.scope} needs `charge` and the ladder of `evidence`")
        return self

    @model_validator(mode="after")
    def _tiers_rise(self) -> Self:
        if (self.charge == "tiered") != bool(self.tiers):
            raise ValueError("give `tiers` with the charge tiered, and only with it")
        for lower, higher in itertools.pairwise(self.tiers):
            if higher.content_from <= lower.content_from:
                raise ValueError(f"tiers must rise: {higher.content_from} stands after {lower.content_from}")
        return self


class Quota(Model):
    """A quantity of a good that enters in each period without the charge, for all importers of a Party together."""

    product: ProductKey
    stage: Stage
    grade: Key | None = None
    quantity: Mass
    """In the basis of the floor level: content, and not gross mass."""
    period: Literal["calendar-year", "calendar-quarter"]
    allocation: Literal["order-of-acceptance", "import-licences"]
    sources: tuple[SourceKey, ...] = ()


class PartyDuty(Model):
    """How one party charges the adjustment: the duty authority of its record, and since when after entry into force."""

    party: PartyKey
    authority: Key
    lag: IsoPeriod | None = None
    sources: tuple[SourceKey, ...] = ()


class BorderAdjustment(Mechanism):
    """A charge at the border that keeps one or more border-equalised floors."""

    kind: Literal["border-adjustment"]
    floors: Annotated[tuple[MechanismKey, ...], Field(min_length=1)]
    base: Literal["declared-transaction-value", "index-price", "landed-cost", "lower-of-value-and-index"]
    """What is compared with the floor; the lower of two leaves an over-stated price without effect. A deemed minimum
    value is not among the choices: it is barred by Article 7.2(f) of the Customs Valuation Agreement."""
    form: Literal["variable-specific", "fixed-specific", "ad-valorem", "two-tier-tariff-quota", "guarantee-deposit"]
    quotas: tuple[Quota, ...] = ()
    """With the form two-tier-tariff-quota; a good without one is charged on its whole quantity."""
    enforcement: Literal["duty", "licence"] = "duty"
    """`licence` is allowed by the type and reported: refusal of entry below a price meets GATT XI:1."""
    classified_as: Literal["ordinary-customs-duty", "other-duty-or-charge", "safeguard-measure"]
    cap: PercentageRate | None = None
    """The most that is charged, as a share of the customs value."""
    order: Annotated[tuple[Step, ...], Field(min_length=1)] = ("phase-in", "zone-rate", "cap")
    """The order in which modifiers apply after the difference is taken."""
    rounding: Literal["half-up"] = "half-up"
    update: Literal["per-entry", "weekly", "monthly", "quarterly"]
    notice: IsoPeriod
    in_transit: bool
    """True where goods on the way when a level changes are charged the earlier level."""
    applies_to: OriginsCovered
    listed_origins: tuple[Key, ...] = ()
    member_exempt: bool
    """True where originating goods of a party that itself keeps the floor are free of the charge."""
    stacking: Literal["net-of-other-duties", "on-top"] = "net-of-other-duties"
    downstream: Downstream
    de_minimis: Money | None = None
    """Per importer and calendar month, so that splitting consignments gains nothing."""
    refund: Literal["none", "drawback-on-export", "inward-processing", "end-use-relief"] = "none"
    refund_deadline: IsoPeriod
    """Within which an amount charged in error is repaid."""
    revenue_use: Literal["general-revenue", "party-discretion", "appropriated-fund"] = "general-revenue"
    anti_over_invoicing: Annotated[
        tuple[Literal["related-party-test", "rebate-disclosure", "post-entry-audit"], ...],
        Field(min_length=1),
    ]
    exclusions: tuple[Exclusion, ...] = ()
    exempt_at_most: Share | None = None
    """The most of the imports of a good, by their volume in a base year, that may be free of the charge: a limit that
    negotiators set themselves, printed nowhere and compared with a table of exempt shares."""
    currency_rule: RateRule
    relevant_date: Literal["acceptance-of-declaration", "entry", "export", "contract"]
    duties: tuple[PartyDuty, ...] = ()
    """By party: the authority on which it charges."""

    def needs(self) -> tuple[MechanismKey, ...]:
        """The floors it keeps."""
        return (*self.depends_on, *self.floors)

    @model_validator(mode="after")
    def _origins_are_listed_when_they_must_be(self) -> Self:
        if (self.applies_to == "listed-origins") != bool(self.listed_origins):
            raise ValueError("give `listed_origins` with applies_to: listed-origins, and only with it")
        return self

    @model_validator(mode="after")
    def _quotas_stand_where_they_are_used(self) -> Self:
        if (self.form == "two-tier-tariff-quota") != bool(self.quotas):
            raise ValueError("give `quotas` with the form two-tier-tariff-quota, and only with it")
        return self

    @model_validator(mode="after")
    def _one_authority_for_each(self) -> Self:
        named = [duty.party for duty in self.duties]
        twice = sorted({party for party in named if named.count(party) > 1})
        if twice:
            raise ValueError(f"named twice under `duties`: {', '.join(twice)}")
        return self

    @model_validator(mode="after")
    def _a_period_has_a_length(self) -> Self:
        if self.form in ("fixed-specific", "ad-valorem") and self.update == "per-entry":
            raise ValueError(f"the form {self.form} is set for a period: `update` is weekly, monthly or quarterly")
        return self

    @model_validator(mode="after")
    def _a_cap_has_its_place(self) -> Self:
        if self.cap is not None and "cap" not in self.order:
            raise ValueError("there is a cap, but `order` does not say when it applies")
        return self
