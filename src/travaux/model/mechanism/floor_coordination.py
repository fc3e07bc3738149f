"""Party coordination of floors: one level for all, or levels of each party within a band that narrows.

Semantics: with F the common level, w the width of the band and e the slippage of exchange rates, two parties at
opposite ends differ by 2 x (w + e) x F. Whoever can move the goods between them for less brings all of them in where
the level is lower, unless the party of destination charges the rest (`top_up`) or asks for origin. At 110 a kilogram
and freight of about 1, a band without top-up could be no wider than half of one per cent.
The common levels stand in the record of the floor; a party that has none of its own under `national` applies them.
"""

from __future__ import annotations

import itertools
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from travaux.model.base import MechanismKey, Model, NonEmpty, PartyKey, ProductKey, SourceKey
from travaux.model.mechanism.base import GoodsLine, Mechanism
from travaux.model.period import IsoPeriod, Period
from travaux.model.product import Stage
from travaux.model.quantity import DatedPrices, Price, Share
from travaux.model.timing import Lasting


class BandStep(Model):
    """The width of the band from a time after entry into force."""

    after: Annotated[int, Field(ge=0)]
    """Whole months after the entry into force of the instrument."""
    width: Share
    """How far a level may lie above or below the common one, as a share of it."""


class NationalLevel(GoodsLine):
    """The level that one party applies in place of the common one."""

    party: PartyKey
    levels: DatedPrices
    illustrative: bool
    """True where the figure is an example for the draft and the party has not proposed it."""


class LeastMove(Model):
    """What it costs at least to move a good between two parties: freight and any cost of origin."""

    product: ProductKey
    stage: Stage
    cost: Price
    sources: tuple[SourceKey, ...] = ()


class LevelException(Model):
    """A good to which a party need not apply a level, for a time."""

    party: PartyKey
    product: ProductKey
    until: IsoPeriod
    """How long after entry into force."""
    reason: NonEmpty
    sources: tuple[SourceKey, ...] = ()


class Recognition(Model):
    """Declarations that a party accepts from a producer or exporter in another."""

    documents: Annotated[tuple[Literal["assay", "origin", "price-paid"], ...], Field(min_length=1)]
    reply: IsoPeriod
    """To a question on a declaration."""


class Equalisation(Model):
    """Goods of the diverging party pay the difference between the two levels."""

    type: Literal["equalisation"]


class SuspensionOfPreference(Model):
    """Goods of the diverging party lose zone treatment, as if it did not apply the floor."""

    type: Literal["suspension-of-preference"]


class ConsultationOnly(Model):
    """The Committee considers the matter, and nothing else follows."""

    type: Literal["consultation"]


Consequence: TypeAlias = Annotated[
    Equalisation | SuspensionOfPreference | ConsultationOnly, Field(discriminator="type")
]


class FloorCoordination(Mechanism):
    """How far the levels of the parties may differ, how fast they come together, and what follows when they do not."""

    kind: Literal["floor-coordination"]
    floors: Annotated[tuple[MechanismKey, ...], Field(min_length=1)]
    mode: Literal["common", "band"]
    band: tuple[BandStep, ...] = ()
    """By time, from entry into force on; never wider."""
    slippage: Share | None = None
    """The difference that exchange rates alone may make and that is disregarded."""
    national: tuple[NationalLevel, ...] = ()
    alignment: IsoPeriod
    """After a new common level is published: within which each party applies it, or one within the band."""
    exceptions: tuple[LevelException, ...] = ()
    longest_exception: IsoPeriod
    """The longest for which the Committee may grant one later."""
    recognition: Recognition | None = None
    top_up: bool
    """True where a party charges the rest on goods that entered another party at a lower level and do not originate."""
    least_moves: tuple[LeastMove, ...] = ()
    cure: IsoPeriod
    """After notice of a divergence, the time in which the party may end it."""
    consequence: Consequence
    illustrative: bool
    """True where the figures are examples for the draft and no party has proposed them."""

    def needs(self) -> tuple[MechanismKey, ...]:
        """The floors whose levels it coordinates."""
        return (*self.depends_on, *self.floors)

    def lasting(self) -> tuple[Lasting, ...]:
        """Exceptions, within the floors from which they except."""
        spans: list[tuple[Period, tuple[str | int, ...]]] = [(self.longest_exception, ("longest_exception",))]
        spans += [(exception.until, ("exceptions", n, "until")) for n, exception in enumerate(self.exceptions)]
        return tuple(Lasting("an exception", (period,), path, floor) for floor in self.floors for period, path in spans)

    @model_validator(mode="after")
    def _band_belongs_to_its_mode(self) -> Self:
        if (self.mode == "band") != bool(self.band):
            raise ValueError("give `band` with the mode band, and only with it")
        if self.mode == "common" and self.national:
            raise ValueError("in the mode common no party has a level of its own: leave `national` out")
        return self

    @model_validator(mode="after")
    def _band_narrows(self) -> Self:
        if self.band and self.band[0].after != 0:
            raise ValueError("the first step of `band` holds from entry into force: after 0 months")
        for earlier, later in itertools.pairwise(self.band):
            if later.after <= earlier.after or later.width >= earlier.width:
                raise ValueError(f"steps of `band` come later each time and are narrower, unlike {later.after}")
        return self

    @model_validator(mode="after")
    def _one_level_for_each(self) -> Self:
        goods = [(n.party, n.product, n.stage, n.grade) for n in self.national]
        for one in goods:
            if goods.count(one) > 1:
                raise ValueError(f"two levels of one party for one good: {' / '.join(filter(None, one))}")
        return self
