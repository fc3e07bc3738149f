"""Standards-based market: which production meets common standards, who says so, and what that is good for.

Semantics: standards are met by production, and a record follows the good so that this can be shown; a good cannot show
it by itself. `gate` says what depends on it: access to the market, public purchases, or a designation alone. The price
floor is another matter: a good that meets the standards pays the charge all the same. Observed: one of four tools of
the statement of the Union, Japan and the United States (ev-011, official); standards for mining, processing and
recycling in the plan with the Union (ev-022, reported); standards against regulatory arbitrage in the notice of the
United States (fr-003, reported). No party has named a standard or a gate.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from travaux.model.base import Key, Model, SourceKey, Texts
from travaux.model.mechanism.base import Mechanism
from travaux.model.party import Need
from travaux.model.period import IsoPeriod

Activity: TypeAlias = Literal["extraction", "processing", "recycling"]
Traced: TypeAlias = Literal["place", "operator", "quantity", "content", "steps", "certificate"]
Criterion: TypeAlias = Literal["public-standard", "independent-audit", "shared-governance", "complaints", "open-to-all"]


class Standard(Model):
    """One thing that production has to show, at one or more activities."""

    id: Key
    subject: Texts
    """What it is about, as a table heads it: `Labour`."""
    requires: Texts
    """What has to be shown, in words that fit into a table."""
    activities: Annotated[tuple[Activity, ...], Field(min_length=1)]
    reference: Texts | None = None
    """The published standard or guidance that says more, with its edition."""
    sources: tuple[SourceKey, ...] = ()


class Scheme(Model):
    """A scheme of certification that is recognised from the first day, and the standards that it covers."""

    id: Key
    name: Texts
    covers: Annotated[tuple[Key, ...], Field(min_length=1)]
    sources: tuple[SourceKey, ...] = ()


class Custody(Model):
    """How a good is traced to where it comes from (ISO 22095 tells the models apart: iso-22095, reported)."""

    duty: Literal["for-claims", "all-goods"]
    """Kept by those who claim to meet the standards, or for every covered good."""
    model: Literal["identity-preserved", "segregated", "mass-balance", "book-and-claim"]
    balance_period: IsoPeriod | None = None
    """Over which a mass balance is drawn; with that model, and only with it."""
    system: Literal["national", "interoperable", "common"]
    data: Annotated[tuple[Traced, ...], Field(min_length=2)]
    retention: IsoPeriod
    """How long a record is kept."""

    @model_validator(mode="after")
    def _balance_over_a_time(self) -> Self:
        if (self.model == "mass-balance") != (self.balance_period is not None):
            raise ValueError("give `balance_period` with the model mass-balance, and only with it")
        return self


class DueDiligence(Model):
    """What is asked of enterprises about risks in their supply."""

    duty: Literal["encouraged", "required"]
    guidance: Texts
    """The guidance that it follows, with its publisher."""
    report: IsoPeriod
    """How often an enterprise reports on it."""
    sources: tuple[SourceKey, ...] = ()


class StandardsMarket(Mechanism):
    """A market for goods whose production meets common standards."""

    kind: Literal["standards-market"]
    standards: Annotated[tuple[Standard, ...], Field(min_length=1)]
    recognition: Literal["list-of-schemes", "mutual", "common"]
    """Schemes that the Committee lists, schemes that any party has recognised, or one standard of the parties."""
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=2)]
    """What a scheme has to fulfil in order to be recognised."""
    schemes: tuple[Scheme, ...] = ()
    decision: IsoPeriod
    """From a complete application for recognition to the decision."""
    review: IsoPeriod
    """How often a recognised scheme is looked at again."""
    certification: Literal["third-party", "authority", "self"]
    """Who says that production meets the standards."""
    gate: Literal["market-access", "procurement-only", "premium-label"]
    start: IsoPeriod
    """From the entry into force to the first day on which the gate applies."""
    cost_passthrough: Literal["reference-price", "premium", "none"]
    """Who bears the cost of the standards: it counts in the reference price, buyers pay a premium, or no rule."""
    custody: Custody
    due_diligence: DueDiligence
    illustrative: bool
    """True where the figures are examples for the draft and no party has proposed them."""

    def wordings(self) -> Mapping[str, str]:
        """By gate, kind of recognition, and what is required of enterprises."""
        return {
            "standards-based-market": "mandatory" if self.gate == "market-access" else "",
            "standards-recognition": "" if self.recognition == "list-of-schemes" else self.recognition,
            "chain-of-custody": "mandatory" if self.custody.duty == "all-goods" else "",
            "due-diligence": "mandatory" if self.due_diligence.duty == "required" else "",
        }

    def asks(self, party: str) -> Need | None:
        """A closed market, records for every good and due diligence by law each want a law."""
        by_law = (
            self.gate == "market-access" or self.custody.duty == "all-goods" or self.due_diligence.duty == "required"
        )
        return "change-of-law" if by_law and self.owed_by(party) else None

    @model_validator(mode="after")
    def _audits_are_of_others(self) -> Self:
        if self.certification == "self" and "independent-audit" in self.criteria:
            raise ValueError("certification: self leaves no room for independent-audit under `criteria`")
        return self

    @model_validator(mode="after")
    def _schemes_cover_what_is_asked(self) -> Self:
        known = {standard.id for standard in self.standards}
        for scheme in self.schemes:
            unknown = [key for key in scheme.covers if key not in known]
            if unknown:
                raise ValueError(f"the scheme {scheme.id} covers {', '.join(unknown)}, which is no standard here")
        if self.schemes and self.recognition == "common":
            raise ValueError("one common standard has no schemes beside it: leave `schemes` out")
        return self

    @model_validator(mode="after")
    def _decided_before_it_is_needed(self) -> Self:
        if self.review.longest_days < self.decision.shortest_days:
            raise ValueError(
                f"a scheme is looked at again after {self.review}, and decided on only within {self.decision}"
            )
        return self

    @model_validator(mode="after")
    def _a_closed_market_can_be_entered(self) -> Self:
        if self.gate != "market-access":
            return self
        if self.custody.model == "book-and-claim":
            raise ValueError(
                "under book-and-claim nobody knows which good was made to the standards, and access to the market is "
                "decided good by good: choose another custody model, or another gate"
            )
        if self.decision.longest_days >= self.start.shortest_days:
            raise ValueError(
                f"the market closes after {self.start}, and a scheme is decided on within {self.decision}: nothing "
                "could be certified by then"
            )
        return self
