"""Governance: who keeps the papers and pays, who is heard, who reports, and how States come near without joining.

Semantics: how decisions are taken, when the text enters into force and who keeps the original are fields of the
instrument, because every treaty has them; this record holds what an agreement can leave out. A partner takes part in
some chapters and is not a Party: it has no vote, is counted in no threshold, and is spared no charge. Observed:
frameworks with some thirty States, whose partners may dock to chapters and take floors last (gn-03, reported); silence
may not bind the Union (eu-05, reported); accession of non-market economies is barred (na-01, reported). No text of any
of this was found.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from travaux.model.base import Key, Model, PartyKey, SourceKey
from travaux.model.mechanism.base import Mechanism
from travaux.model.party import Need
from travaux.model.period import IsoPeriod
from travaux.model.quantity import Share


class Secretariat(Model):
    """Who keeps the papers between meetings."""

    form: Literal["rotating", "host-party"]
    """The party in the chair, or an office in one party with a budget."""
    host: PartyKey | None = None
    scale: dict[PartyKey, Share] = {}
    """By party: its share of the budget; together the whole."""
    sources: tuple[SourceKey, ...] = ()

    @model_validator(mode="after")
    def _an_office_has_a_place_and_a_budget(self) -> Self:
        wanted = self.form == "host-party"
        if (self.host is not None) != wanted or bool(self.scale) != wanted:
            raise ValueError("give `host` and `scale` with form: host-party, and only with it")
        total = sum(share.value for share in self.scale.values())
        if self.scale and total != 100:
            raise ValueError(f"the shares of the budget add up to {total}%, not to 100%")
        return self


class Dialogue(Model):
    """How those concerned are heard."""

    form: Literal["own-bodies", "groups"]
    """Bodies that each party has under its law, or advisory groups that also meet together."""
    every: IsoPeriod
    """How often they meet."""


class Reports(Model):
    """What each party tells of how it carries out the text."""

    every: IsoPeriod
    public: bool


class Partners(Model):
    """How a State that has a framework with a party comes near."""

    entry: Literal["chapter-opt-in", "fast-track", "consent-only"]
    """Into some chapters, by a quicker accession, or only by accession as anybody else."""
    chapters: tuple[Key, ...] = ()
    """The chapters of the template that are open, with chapter-opt-in."""
    decision: IsoPeriod | None = None
    """From the request to the decision; None with consent-only."""
    floors_after: IsoPeriod | None = None
    """How long one that accedes by the quicker way may wait with the floors."""

    @model_validator(mode="after")
    def _has_what_its_way_needs(self) -> Self:
        if (self.entry == "chapter-opt-in") != bool(self.chapters):
            raise ValueError("give `chapters` with entry: chapter-opt-in, and only with it")
        if (self.entry == "consent-only") != (self.decision is None):
            raise ValueError("give `decision` unless entry is consent-only")
        if (self.entry == "fast-track") != (self.floors_after is not None):
            raise ValueError("give `floors_after` with entry: fast-track, and only with it")
        return self


class Governance(Mechanism):
    """Institutions, reports and partners of an agreement, as far as the instrument does not hold them."""

    kind: Literal["governance"]
    secretariat: Secretariat
    """It stands in an optional article."""
    dialogue: Dialogue
    reports: Reports
    partners: Partners
    private_right: Literal["no-direct-effect", "no-claim"]
    """Whether persons cannot invoke the text at all, or only not against another party."""
    authorities: Annotated[tuple[Key, ...], Field(min_length=1)]
    """Functions under `bodies` of the parties, which an annex lists by party."""
    illustrative: bool
    """True where the figures are examples for the draft and no party has proposed them."""

    def wordings(self) -> Mapping[str, str]:
        """By form of the office, of the dialogue, of entry, and of the bar to claims."""
        entry = self.partners.entry
        return {
            "secretariat-and-budget": "permanent" if self.secretariat.form == "host-party" else "",
            "stakeholder-dialogue": "groups" if self.dialogue.form == "groups" else "",
            "partner-participation": "" if entry == "chapter-opt-in" else entry,
            "no-private-right": "" if self.private_right == "no-direct-effect" else "no-claim",
        }

    def asks(self, party: str) -> Need | None:
        """A share of a budget wants money."""
        return "budget" if party in self.secretariat.scale else None
