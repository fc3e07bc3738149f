"""Reference price: the number from which every other price clause is computed, and how it is found.

Semantics: a ladder of sources that always ends in a value (no step may be able to fail last), a window of
market days with a least number of observations, one currency rule, and a setter whose method can be challenged.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from travaux.keeps import keeps
from travaux.model.base import Model, NonEmpty, SourceKey
from travaux.model.mechanism.base import GoodsLine, Mechanism
from travaux.model.period import IsoPeriod
from travaux.model.quantity import DatedPrices, PercentageRate, RateRule, Share

Count: TypeAlias = Annotated[int, Field(ge=1)]
Fallback: TypeAlias = Literal["second-source", "survey", "cost-model", "last-value", "committee-value"]
Frequency: TypeAlias = Literal["market-day", "week", "half-month", "month", "quarter"]
#: Steps that always yield a value; `last-value` does not, because it may be carried only for a time.
CERTAIN: frozenset[str] = frozenset({"cost-model", "committee-value"})


class CostRule(Model):
    """How a cost model turns the costs of producers into one number."""

    sample: Literal["marginal-member-producer", "percentile-of-member-cost-curve", "efficient-plant"]
    percentile: Share | None = None
    margin: PercentageRate
    """Reasonable profit on top of cost."""

    @model_validator(mode="after")
    def _percentile_belongs_to_its_sample(self) -> Self:
        if (self.sample == "percentile-of-member-cost-curve") != (self.percentile is not None):
            raise ValueError("give `percentile` with the sample percentile-of-member-cost-curve, and only with it")
        return self


class ReferenceLine(GoodsLine):
    """The reference price of one product at one stage and grade."""

    prices: DatedPrices
    """By first day of validity."""
    delivery: Literal["EXW", "FOB", "CIF", "in-warehouse-duty-unpaid"]
    vat: Literal["excluded", "included"]
    benchmark: NonEmpty
    """The published assessment, survey or model that feeds it."""
    published: Frequency | None = None
    """How often an observation is published: of the benchmark or, where that is a model, of the source of the ladder
    that records prices. None while it is not known."""
    data_quality: Literal["transaction", "survey", "model"]
    illustrative: bool
    """True where the figure is an example for the draft and no party has proposed it."""
    price_sources: tuple[SourceKey, ...] = ()


class ReferencePrice(Mechanism):
    """The methodology and the initial prices."""

    kind: Literal["reference-price"]
    method: Literal["cost-model", "price-reporter-index", "exchange", "contract-survey", "basket", "hybrid"]
    cost_rule: CostRule | None = None
    setter: Literal["joint-committee", "independent-panel", "party-unilateral", "named-agency"] = "independent-panel"
    methodology_public: bool = True
    challenge_right: bool = True
    challenge_period: IsoPeriod
    """Within which a party may ask the setter to look again."""
    excludes_non_market_observations: bool = True
    window: Count
    """Market days over which observations are averaged."""
    min_observations: Count
    """Fewer than this within the window, and the next source of the ladder applies."""
    stale_after: IsoPeriod
    """How old an observation may be."""
    fallback: Annotated[tuple[Fallback, ...], Field(min_length=1)]
    """Sources used in turn when the benchmark fails."""
    carry_last_value: IsoPeriod | None = None
    """How long the last value may be carried, where the ladder has `last-value`."""
    min_producers: Annotated[int, Field(ge=1)]
    """Producers whose data must stand behind a published figure, so that none can be told from it."""
    update: IsoPeriod
    """How often the price is determined afresh."""
    notice: IsoPeriod
    """Between publication of a new price and its first day of effect."""
    decimals: Annotated[int, Field(ge=0, le=4)] = 2
    currency_rule: RateRule
    lines: Annotated[tuple[ReferenceLine, ...], Field(min_length=1)]

    @model_validator(mode="after")
    @keeps("I-25", window=9, min_observations=10)
    def _window_holds_the_observations(self) -> Self:
        """The window has as many market days as observations are asked for."""
        if self.window < self.min_observations:
            raise ValueError(f"a window of {self.window} market days cannot hold {self.min_observations} observations")
        return self

    @model_validator(mode="after")
    @keeps("I-24", fallback=("committee-value", "survey"))
    def _ladder_ends_in_a_value(self) -> Self:
        """The ladder of sources ends in a model or in the Committee, and a last value is carried for a time."""
        if self.fallback[-1] not in CERTAIN:
            raise ValueError(
                f"the fallback ends in {self.fallback[-1]!r}, which may yield nothing; "
                "end it in `cost-model` or `committee-value`"
            )
        if ("last-value" in self.fallback) != (self.carry_last_value is not None):
            raise ValueError("give `carry_last_value` with the fallback `last-value`, and only with it")
        return self

    @model_validator(mode="after")
    def _stale_before_it_is_no_longer_carried(self) -> Self:
        carried = self.carry_last_value
        if carried and carried.longest_days < self.stale_after.shortest_days:
            raise ValueError(
                f"an observation may be {self.stale_after} old, and the last value is carried for {carried} only"
            )
        return self

    @model_validator(mode="after")
    def _cost_rule_belongs_to_a_cost_model(self) -> Self:
        wants = self.method in ("cost-model", "hybrid") or "cost-model" in self.fallback
        if wants != (self.cost_rule is not None):
            raise ValueError("give `cost_rule` where the method or the fallback uses a cost model, and only there")
        return self
