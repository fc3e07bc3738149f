"""Transition and relief: who is spared part of the charge that keeps a floor, for how long, and what it may cost users.

Semantics: relief gives back a charge that has been calculated and does not change how it is calculated; a good made
from relieved goods does not then enter the zone free, or the relief would be a door for all. The phase-in itself is a
field of the price floor and the later start of a party one of the border adjustment, because the formula needs them.
Observed: who pays is what allies and industry doubt, and the United States spoke of phasing in (ev-026, reported);
counsel asked first about goods downstream (md-025, reported); one estimate of the cost is for batteries (md-026,
unconfirmed). Under section 232 exclusions are given where a product is not made in sufficient amount or quality
(us-232-exclusions, official). A window of 60 days and a review after 12 months are proposals.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from travaux.model.base import MechanismKey, Model, SourceKey, Texts
from travaux.model.mechanism.base import Mechanism
from travaux.model.period import Date, IsoPeriod
from travaux.model.quantity import Share
from travaux.model.timing import Lasting

Use: TypeAlias = Literal["medical", "defence", "research", "small-series"]
Ground: TypeAlias = Literal["loss", "no-other-source", "bound-by-contract"]


class Contracts(Model):
    """Relief for goods under contracts that are older than the text."""

    relief: Literal["full", "partial", "none"]
    share: Share | None = None
    """The part of the charge that is given back, where relief is partial."""
    before: Date | None = None
    """The day before which the contract was concluded; None for the day on which the text is opened for signature."""
    until: IsoPeriod | None = None
    """From the entry into force to the end of the relief."""

    @model_validator(mode="after")
    def _says_how_much_and_how_long(self) -> Self:
        if (self.relief == "partial") != (self.share is not None):
            raise ValueError("give `share` with relief: partial, and only with it")
        if (self.relief == "none") != (self.until is None):
            raise ValueError("give `until` unless relief is none: relief without an end is a second price for ever")
        if self.relief == "none" and self.before is not None:
            raise ValueError("`before` goes with relief: full or partial")
        if self.share is not None and not 0 < self.share.value < 100:
            raise ValueError(f"a part of {self.share} is none or all of the charge")
        return self


class EndUse(Model):
    """A use for which the charge is given back, up to a share of imports."""

    use: Use
    most: Share
    """Of what a party imports of the good in a calendar year, by content."""
    sources: tuple[SourceKey, ...] = ()


class Hardship(Model):
    """Relief for an enterprise that the floor hits hard."""

    window: IsoPeriod
    """From the day on which a level first applies or is raised to the last day for an application."""
    grounds: Annotated[tuple[Ground, ...], Field(min_length=1)]
    """All of them have to be shown."""
    decision: IsoPeriod
    """From a complete application to the decision."""
    share: Share
    """The most of the charge that is given back."""
    longest: IsoPeriod
    """For which one decision gives relief."""


class CostCeiling(Model):
    """By how much the floors may make goods dearer before the parties have to meet."""

    goods: Texts
    """The goods whose cost is watched, as they stand in a sentence: `electric motors with permanent magnets`."""
    share: Share
    """The rise in their cost of production that the charge accounts for."""
    sources: tuple[SourceKey, ...] = ()


class TransitionRelief(Mechanism):
    """Relief from the charge that keeps a floor, and the review of its effects on users."""

    kind: Literal["transition-relief"]
    floor: MechanismKey
    """The price floor whose charge is relieved."""
    process: Literal["common", "national"]
    """One set of rules for all parties, or a procedure of each within common limits."""
    contracts: Contracts
    end_uses: tuple[EndUse, ...] = ()
    hardship: Hardship | None = None
    limit: Share
    """The most that all relief together may cover of what a party imports of a good in a calendar year, by content."""
    review_downstream: IsoPeriod
    """How often the effects on users are examined."""
    cost_ceiling: CostCeiling | None = None
    illustrative: bool
    """True where the figures are examples for the draft and no party has proposed them."""

    def needs(self) -> tuple[MechanismKey, ...]:
        """The floor whose charge is relieved."""
        return (*self.depends_on, self.floor)

    def wordings(self) -> Mapping[str, str]:
        """A procedure of each party, or common rules with or without relief for earlier contracts."""
        if self.process == "national":
            return {"floor-exemptions": "national"}
        return {"floor-exemptions": "no-contracts" if self.contracts.relief == "none" else ""}

    def lasting(self) -> tuple[Lasting, ...]:
        """Relief for earlier contracts must not outlive the floor."""
        until = self.contracts.until
        what, path = "relief for earlier contracts", ("contracts", "until")
        return (Lasting(what, (until,), path, self.floor),) if until else ()

    @model_validator(mode="after")
    def _relieves_somebody(self) -> Self:
        if self.contracts.relief == "none" and not self.end_uses and self.hardship is None:
            raise ValueError("nobody is relieved: give `contracts`, `end_uses` or `hardship`, or leave the record out")
        uses = [end.use for end in self.end_uses]
        twice = sorted({use for use in uses if uses.count(use) > 1})
        if twice:
            raise ValueError(f"named twice under `end_uses`: {', '.join(twice)}")
        return self

    @model_validator(mode="after")
    def _stays_within_its_limit(self) -> Self:
        if not 0 < self.limit.value < 100:
            raise ValueError(f"a limit of {self.limit} relieves nothing, or leaves nothing of the floor")
        for end in self.end_uses:
            if end.most > self.limit:
                raise ValueError(
                    f"{end.use} alone may take {end.most}, more than the limit of {self.limit} for all relief"
                )
        return self

    @model_validator(mode="after")
    def _decided_before_it_is_over(self) -> Self:
        hardship = self.hardship
        if hardship is None:
            return self
        if hardship.decision.longest_days >= hardship.longest.shortest_days:
            raise ValueError(
                f"relief of {hardship.longest} is decided on within {hardship.decision}: it can be over by then"
            )
        return self
