"""Rapid response: who is called when supply breaks, within how many hours, what is told, and what can be done.

Semantics: the network meets in hours, because stocks of some goods last days; ministers or senior officials consult in
days. Times in hours run from the moment of sending, not from the office hours of a contact point. Observed: the
group of the United States and Japan is led by the Department of Energy and the Ministry of Economy, Trade and
Industry (ap-005, reported); in the supply chain agreement of the Indo-Pacific partners a meeting is held within 15
days at most (drafting research, reported). 72 hours, the data and the actions are proposals.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from travaux.model.base import Key, Model, PartyKey
from travaux.model.mechanism.base import Mechanism
from travaux.model.period import IsoPeriod

Told: TypeAlias = Literal["stocks", "orders", "licences", "production", "transport"]
Action: TypeAlias = Literal[
    "swap",
    "release",
    "permit-fast-track",
    "joint-demarche",
    "coercion-measures",
    "joint-procurement",
    "logistics",
    "substitution",
]
Watched: TypeAlias = Literal["production", "trade", "capacity", "demand", "concentration"]


class Monitoring(Model):
    """What is watched before anything breaks."""

    by: Literal["exchange", "observatory"]
    """The parties exchange data, or an observatory that they run together gathers them."""
    data: Annotated[tuple[Watched, ...], Field(min_length=2)]
    every: IsoPeriod
    warning: IsoPeriod
    """Within which a party passes on a sign of a disruption."""
    stress_test: IsoPeriod | None = None
    """How often the loss of a source of supply is tried out on paper."""


class RapidResponse(Mechanism):
    """A network of the parties for supply disruptions, with its times, data and measures."""

    kind: Literal["rapid-response"]
    network: Literal["own", "existing-lines"]
    """A network of the agreement, or the contacts that the parties have named in other groups."""
    leads: dict[PartyKey, Key] = {}
    """By party the function of its lead body, under `bodies` of its record; a party left out has not named one."""
    convene_hours: Annotated[int, Field(ge=1, le=240)] = 72
    """From a request to the meeting of the network, in hours."""
    consultation: IsoPeriod
    """From a request to consultations of ministers or senior officials."""
    data: Annotated[tuple[Told, ...], Field(min_length=2)]
    """What is told at the meeting."""
    actions: Annotated[tuple[Action, ...], Field(min_length=2)]
    """What the parties can do together, in the order in which the text lists it."""
    contribution: Literal["voluntary", "committed"]
    """Whether a party decides alone, or owes one measure of its own choice."""
    plan: IsoPeriod
    """From the meeting to the plan of measures."""
    exercise: IsoPeriod
    """How often the network is tried out."""
    monitoring: Monitoring
    illustrative: bool
    """True where the times are examples for the draft and no party has proposed them."""

    def wordings(self) -> Mapping[str, str]:
        """A network of its own or existing lines; free or owed contributions; an exchange or an observatory."""
        return {
            "crisis-network": "" if self.network == "own" else "existing-lines",
            "coordinated-response": "" if self.contribution == "voluntary" else "committed",
            "monitoring-early-warning": "" if self.monitoring.by == "exchange" else "observatory",
        }

    @model_validator(mode="after")
    def _warned_before_it_is_reported(self) -> Self:
        watched = self.monitoring
        if watched.warning.shortest_days >= watched.every.longest_days:
            raise ValueError(
                f"a sign of a disruption is passed on within {watched.warning}, and `monitoring` tells of it every "
                f"{watched.every} anyway"
            )
        return self

    @model_validator(mode="after")
    def _officials_meet_before_ministers(self) -> Self:
        if self.consultation.shortest_days * 24 < self.convene_hours:
            raise ValueError(
                f"the network meets within {self.convene_hours} hours, and consultations begin within "
                f"{self.consultation}, before it has met"
            )
        return self
