"""Project support: which projects the parties name together, which institutions may pay, and how soon permits come.

Semantics: a list says that a project is wanted; it is no promise of money unless windows carry an amount, and then
only within funds that are appropriated (us-08, unconfirmed; an appropriation is never made by treaty here). Observed:
projects chosen within six months in the framework of the United States and Japan (ap-005, reported), projects of
mutual interest in the plan with Mexico, also in third countries (ap-002, reported).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from travaux.model.base import Key, Model, PartyKey, SourceKey
from travaux.model.mechanism.base import Mechanism
from travaux.model.period import IsoPeriod
from travaux.model.quantity import Money

Criterion: TypeAlias = Literal["supply", "viability", "conduct", "offtake", "local-benefit"]
Finance: TypeAlias = Literal["loan", "guarantee", "equity", "insurance", "grant"]


class Window(Model):
    """What one institution may give: who, in which forms, up to which amount."""

    party: PartyKey
    body: Key | None = None
    """The function of the institution, under `bodies` of the party; None where none is on record."""
    forms: Annotated[tuple[Finance, ...], Field(min_length=1)]
    up_to: Money | None = None
    sources: tuple[SourceKey, ...] = ()


class PermitTime(Model):
    """The longest that all permits of one sort of project take together."""

    project: Literal["extraction", "processing", "recycling"]
    longest: IsoPeriod


class ProjectSupport(Mechanism):
    """Joint projects: how they are chosen, financed and permitted."""

    kind: Literal["project-support"]
    joint_list: bool
    """True for one list of all parties, false for a list of each that the others are told of."""
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=2)]
    deadline: IsoPeriod
    """From the entry into force to the first list."""
    cycle: IsoPeriod
    """From one review of the list to the next."""
    third_country: bool
    """Whether a project in a non-party can be named, with the consent of that State."""
    effect: Literal["political", "priority"]
    """Whether naming a project brings it anything: priority before institutions and authorities."""
    finance_windows: Annotated[tuple[Window, ...], Field(min_length=1)]
    decision: IsoPeriod
    """From a complete application to the decision of an institution."""
    permits: tuple[PermitTime, ...] = ()
    """They stand in an optional article; none means that permits are only to be sped up."""
    illustrative: bool
    """True where the figures are examples for the draft and no party has proposed them."""

    def wordings(self) -> Mapping[str, str]:
        """A list with or without benefits; finance with or without amounts."""
        return {
            "project-identification": "" if self.effect == "political" else "benefits",
            "finance-coordination": "amounts" if any(window.up_to for window in self.finance_windows) else "",
        }

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        for name, items in (
            ("finance_windows", tuple(f"{w.party} {w.body or ''}".strip() for w in self.finance_windows)),
            ("permits", tuple(permit.project for permit in self.permits)),
        ):
            twice = sorted({item for item in items if items.count(item) > 1})
            if twice:
                raise ValueError(f"named twice under `{name}`: {', '.join(twice)}")
        return self

    @model_validator(mode="after")
    def _amounts_for_all_or_none(self) -> Self:
        open_ = [window.party for window in self.finance_windows if window.up_to is None]
        if open_ and len(open_) < len(self.finance_windows):
            raise ValueError(f"amounts stand in one table: give `up_to` for {', '.join(open_)} too, or for nobody")
        return self

    @model_validator(mode="after")
    def _listed_before_it_is_reviewed(self) -> Self:
        if self.cycle.longest_days < self.deadline.shortest_days:
            raise ValueError(f"the list is reviewed every {self.cycle}, and drawn up only after {self.deadline}")
        if self.cycle.longest_days < self.decision.shortest_days:
            raise ValueError(
                f"the list is reviewed every {self.cycle}, and a project decided on within {self.decision}"
            )
        return self
