"""Scrap and recycling: which waste and scrap moves freely between the parties, what may be kept from others, and where
what is recovered from it originates.

Semantics: scrap is both a source and a leak. Freely moved, it feeds plants in another party; kept from non-parties, it
is not lost; called scrap when it is new metal, it brings a good past the floor. Observed: the flow of scrap as a topic
of its own in the notice of the United States (fr-004, reported); limits on exports of magnet scrap in the plan of the
Union (md-008, resourceeu-magnet-scrap, reported); black mass as hazardous waste there (eu-black-mass-2025, reported).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from travaux.model.base import Model, ProductKey, SourceKey
from travaux.model.mechanism.base import GoodsLine, Mechanism
from travaux.model.period import IsoPeriod
from travaux.model.quantity import Share


class Target(Model):
    """A share of a mineral that parties endeavour to reach by the end of a year."""

    product: ProductKey | None = None
    """None for all critical minerals together."""
    measure: Literal["collected", "recovered", "content"]
    """Of used goods, what is collected; of what they hold, what is recovered; of use, what comes from recycling."""
    share: Share
    by: Annotated[int, Field(ge=2025, le=2100)]
    """The year by the end of which it is to be reached."""
    sources: tuple[SourceKey, ...] = ()


class ScrapRecycling(Mechanism):
    """Trade in waste and scrap, its origin, and cooperation on recycling."""

    kind: Literal["scrap-recycling"]
    lines: Annotated[tuple[GoodsLine, ...], Field(min_length=1)]
    """Goods of the stage waste-and-scrap."""
    black_mass: bool
    """True where a mixture shredded from used goods counts as waste and scrap, so that shredding confers no origin."""
    intra_zone_free: bool
    """Whether it leaves a party free of export duties and restrictions when another party recovers it."""
    onward: Literal["declared", "free"]
    """Whether the exporter declares that it is not passed on to a non-party."""
    retain: bool
    """Whether a party may keep it from non-parties in order to recover it."""
    consent: IsoPeriod
    """From a complete request to the decision, where a movement of waste needs the consent of an authority."""
    general_consent: IsoPeriod | None = None
    """How long one consent covers all consignments to one plant; None where there is none."""
    origin_place: Literal["collection", "processing"]
    """Whether what is recovered originates where the waste was collected, or where it was recovered."""
    reporting: bool
    every: IsoPeriod | None = None
    """How often quantities are reported."""
    targets: tuple[Target, ...] = ()
    """They stand in an optional article."""
    illustrative: bool
    """True where the figures are examples for the draft and no party has proposed them."""

    def wordings(self) -> Mapping[str, str]:
        """Origin by collection or by recovery; cooperation with or without targets."""
        return {
            "recycled-scrap-origin": "" if self.origin_place == "collection" else "processing",
            "circularity": "targets" if self.targets else "",
        }

    @model_validator(mode="after")
    def _only_waste_and_scrap(self) -> Self:
        for line in self.lines:
            if line.stage != "waste-and-scrap":
                raise ValueError(f"{line.product} is named at the stage {line.stage}; scrap is `waste-and-scrap`")
        return self

    @model_validator(mode="after")
    def _one_target_each(self) -> Self:
        aims = [f"{target.measure} of {target.product or 'all'}" for target in self.targets]
        twice = sorted({aim for aim in aims if aims.count(aim) > 1})
        if twice:
            raise ValueError(f"two targets for one thing: {', '.join(twice)}")
        return self

    @model_validator(mode="after")
    def _a_general_consent_spares_requests(self) -> Self:
        if self.general_consent and self.general_consent.longest_days <= self.consent.shortest_days:
            raise ValueError(
                f"`general_consent` lasts {self.general_consent}, and the decision on the next takes {self.consent}"
            )
        return self

    @model_validator(mode="after")
    def _reports_have_a_time(self) -> Self:
        if self.reporting != (self.every is not None):
            raise ValueError("give `every` with reporting: true, and only with it")
        return self

    @model_validator(mode="after")
    def _a_declaration_of_something_free(self) -> Self:
        if self.onward == "declared" and not self.intra_zone_free:
            raise ValueError("a declaration goes with free movement: write `intra_zone_free: true`, or `onward: free`")
        return self
