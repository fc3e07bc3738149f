"""Review and indexation of floors: on which data a level is reviewed, by which index it moves, what holds meanwhile.

Interval, largest step and notice of a review stand in the price floor (`review`, `max_step`, `notice`) and are not
repeated here; so does `off_trigger`. This record names the floors and adds what they leave open. With F the level in
force, B the value of the index at its last revision, I the value now, p the share passed on, d and u the limits down
and up: `F' = round(F x clamp(1 + p x (I / B - 1), 1 - d, 1 + u))`. What holds when no decision is taken is the field
that matters most: the natural rubber agreement of 1995 had an automatic step for that case (reported).
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from travaux.model.base import MechanismKey, Model, NonEmpty, SourceKey
from travaux.model.mechanism.base import Mechanism
from travaux.model.period import Date, IsoPeriod
from travaux.model.quantity import PercentageRate, Share
from travaux.model.timing import TimeLimit, at_most, recommended


class Series(Model):
    """A published series that goes into the index."""

    name: NonEmpty
    publisher: NonEmpty
    weight: Share
    sources: tuple[SourceKey, ...] = ()


class FloorIndex(Model):
    """How the index is made, and how much of it is passed on to a level."""

    measures: Literal["consumer-prices", "producer-prices", "cost-model-update"]
    """What the series measure; the same as `indexation` of the floors."""
    series: Annotated[tuple[Series, ...], Field(min_length=1)]
    base: Date
    """The day whose values are the base of every series."""
    passed_on: Share
    """The share of the change of the index that is passed on to the level."""
    rise: PercentageRate
    """The most by which the index raises a level in one period of `per`."""
    fall: PercentageRate
    """The most by which it lowers a level in that time."""
    per: IsoPeriod
    decimals: Annotated[int, Field(ge=0, le=4)] = 2
    """Decimal places to which a new level is rounded, half a unit up."""

    @model_validator(mode="after")
    def _weights_are_a_whole(self) -> Self:
        total = sum(series.weight.value for series in self.series)
        if total != 100:
            raise ValueError(f"the weights of the series add up to {total}%, not to 100%")
        names = [series.name for series in self.series]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"a series is named twice: {', '.join(twice)}")
        return self

    @model_validator(mode="after")
    def _moves_something(self) -> Self:
        if self.passed_on.value == 0 or self.rise.value == self.fall.value == 0:
            raise ValueError("nothing of the index is passed on: leave `index` out")
        if self.fall.value >= 100:
            raise ValueError(f"a fall of {self.fall} in one period would end the floor")
        return self


class Interim(Model):
    """A review between two periods, when the market has moved away from the level."""

    above: PercentageRate | None = None
    """Share of the floor level that the average of the indicator prices exceeds."""
    below: PercentageRate | None = None
    """Share of the floor level under which that average lies."""
    average_over: IsoPeriod
    asked_by: Literal["any-party", "committee", "price-panel"]
    decide: IsoPeriod
    """From the request to the decision."""
    rest: IsoPeriod
    """Since the last revision of the level, before which no interim review is held."""

    @model_validator(mode="after")
    def _has_a_trigger(self) -> Self:
        if self.above is None and self.below is None:
            raise ValueError("an interim review needs `above`, `below`, or both")
        if self.above is not None and self.above.value <= 100:
            raise ValueError(f"`above` is {self.above}: a price at the floor level would call for a review")
        if self.below is not None and not 0 < self.below.value < 100:
            raise ValueError(f"`below` is {self.below}; give more than 0% and under 100% of the floor level")
        return self


class FloorReview(Mechanism):
    """The conduct of reviews of floor levels, their index, and the rule for the case that nothing is decided."""

    kind: Literal["floor-review"]
    floors: Annotated[tuple[MechanismKey, ...], Field(min_length=1)]
    """The price floors whose levels it reviews."""
    data: Annotated[
        tuple[Literal["production-costs", "indicator-prices", "trade-statistics", "user-reports"], ...],
        Field(min_length=1),
    ]
    """On what a recommendation rests."""
    data_until: IsoPeriod
    """How old the latest data may be on the day of the recommendation."""
    consultation: IsoPeriod
    """For comments on a draft recommendation."""
    decide: IsoPeriod
    """From the recommendation to the decision."""
    index: FloorIndex | None = None
    interim: Interim | None = None
    default: Literal["status-quo", "indexed-level", "sunset"]
    """What holds when no decision is taken in time."""
    sunset_after: IsoPeriod | None = None
    """For the default `sunset`: how long after the time for the decision the level ends."""
    while_suspended: Literal["continues", "paused"]
    """Whether the index is passed on for the time in which a floor is suspended."""
    illustrative: bool
    """True where the figures are examples for the draft and no party has proposed them."""

    def needs(self) -> tuple[MechanismKey, ...]:
        """The floors it reviews."""
        return (*self.depends_on, *self.floors)

    def time_limits(self) -> tuple[TimeLimit, ...]:
        """The Committee decides on a recommendation in time, and where it does not a level can end."""
        ends = () if self.sunset_after is None else (self.decide, self.sunset_after)
        return tuple(
            limit
            for floor in self.floors
            for limit in (
                at_most(recommended(floor), f"the Committee decides on {floor!r}", self.decide, path=("decide",)),
                at_most(recommended(floor), f"the level of {floor!r} ends", *ends, path=("sunset_after",)),
            )
            if limit.periods
        )

    @model_validator(mode="after")
    def _default_has_what_it_needs(self) -> Self:
        if self.default == "indexed-level" and self.index is None:
            raise ValueError("the default indexed-level needs `index`")
        if (self.default == "sunset") != (self.sunset_after is not None):
            raise ValueError("give `sunset_after` with the default sunset, and only with it")
        return self
