"""Offtake and contract for difference: purchases of output, and payments for the gap between strike and market price.

Semantics: with K the strike price, R the reference price, Q the quantity, T the price from which the upside is shared
and c its share, the payer owes `max(0, K - R) x Q` and gets back `c x max(0, R - T) x Q`, each within its limit of a
calendar year (`travaux.calculation.support` has it as a formula). K never exceeds T, so that no price owes both.
Support is a floor paid from a budget; the statement of February 2026 names it beside border-kept floors (ev-011,
official, seen in part). A record of an agreement says what parties may do; one of a real case says what was agreed
there, and `facts` gives the sources and grade of each field.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from travaux.keeps import keeps
from travaux.model.base import MechanismKey, Model, NonEmpty, PartyKey, SourceKey
from travaux.model.mechanism.base import GoodsLine, Mechanism
from travaux.model.party import Need
from travaux.model.period import IsoPeriod
from travaux.model.quantity import Mass, Money, Price, Share
from travaux.model.source import Grade

Form: TypeAlias = Literal["physical-offtake", "two-way-cfd", "one-way-floor", "price-gap-subsidy"]
#: Forms in which a payer makes up the gap to a strike price.
PAID: frozenset[str] = frozenset({"two-way-cfd", "one-way-floor", "price-gap-subsidy"})
#: Fields of a real case that need no source of their own.
_OWN_WORDS = frozenset(
    {"id", "kind", "suppress", "title", "addressees", "beneficiaries", "in_force", "depends_on", "sources", "note"}
    | {"facts", "illustrative", "duty"}
)


class Fact(Model):
    """Where a field of a real case comes from, and how well that is confirmed."""

    sources: Annotated[tuple[SourceKey, ...], Field(min_length=1)]
    grade: Grade


class Payer(Model):
    """Who pays or buys, and no more than how much."""

    party: PartyKey
    name: NonEmpty | None = None
    """The body or enterprise, where it is no body of the party's record."""
    yearly_cap: Money | None = None
    """The most that is paid for gaps in a calendar year."""
    total_cap: Money | None = None
    """The most that is paid for gaps in all."""


class Clawback(Model):
    """What the producer pays back where the price is high."""

    share: Share
    yearly_cap: Money | None = None
    begins: NonEmpty | None = None
    """The event from which it is owed, where that is not the first delivery."""


class Means(Model):
    """Money behind a buyer: a loan or capital that somebody has promised."""

    form: Literal["public-loan", "public-equity", "private-capital", "fees-of-users"]
    by: NonEmpty
    up_to: Money | None = None
    term: IsoPeriod | None = None


class SupportLine(GoodsLine):
    """A good that is bought or whose price is supported."""

    strike: Price | None = None
    """The price that the producer is assured of, where it is fixed."""
    upside_above: Price | None = None
    """The price above which the upside is shared; None for the strike price itself."""
    yearly: Mass | None = None
    """The quantity of a year."""

    @model_validator(mode="after")
    def _no_price_owes_both(self) -> Self:
        if self.upside_above is None:
            return self
        if self.strike is None:
            raise ValueError("`upside_above` needs the fixed `strike` that it is compared with")
        if self.strike.unit != self.upside_above.unit:
            raise ValueError(f"the strike is per {self.strike.unit}, the upside per {self.upside_above.unit}")
        if self.upside_above.amount < self.strike.amount:
            raise ValueError(
                f"the upside is shared from {self.upside_above.amount}, under the strike of {self.strike.amount}: one "
                "price would be made up and paid back"
            )
        return self


class OfftakeCfd(Mechanism):
    """Support of producers by purchases or by payments for the price gap."""

    kind: Literal["offtake-cfd"]
    forms: Annotated[tuple[Form, ...], Field(min_length=1)]
    duty: Literal["may", "shall"]
    """Whether the parties may give support or owe it."""
    strike: Literal["fixed", "floor-level", "reference-price", "market"]
    """What the producer is assured of; `market` for purchases without an assured price."""
    floor: MechanismKey | None = None
    """The price floor whose level bounds or makes the strike price."""
    reference: MechanismKey | None = None
    """The reference price with which the strike price is compared."""
    market: NonEmpty | None = None
    """What it is compared with, where that is no mechanism: the indices of a contract."""
    counterparty: Literal["government", "public-body", "public-private", "private"]
    payers: tuple[Payer, ...] = ()
    """Empty where each party decides on its own."""
    means: tuple[Means, ...] = ()
    tenor: IsoPeriod | None = None
    """How long, or at most how long, a contract runs; None where that is not known."""
    indexation: Literal["none", "consumer-prices", "producer-prices", "cost-model-update"] = "none"
    clawback: Clawback | None = None
    content_condition: Literal["none", "zone-content", "domestic-input"]
    least_content: Share | None = None
    """With `zone-content`: the share of the value that originates in the parties."""
    beside_floor: Literal["alternative", "cumulative"] = "alternative"
    """Whether support stands in place of a floor kept at the border, or beside it."""
    public_share: Share | None = None
    """The most of the gap that a payer makes up; for the forms that pay a gap."""
    notification: IsoPeriod | None = None
    """From the grant to the notice to the other parties; a single contract has none."""
    lines: tuple[SupportLine, ...] = ()
    """The goods; none means every covered good."""
    facts: dict[str, Fact] = {}
    """By field: where a real case has it from."""
    illustrative: bool
    """True where the figures are examples for the draft and no party has proposed them."""

    def needs(self) -> tuple[MechanismKey, ...]:
        """The floor and the reference price that it compares with."""
        return (*self.depends_on, *(key for key in (self.floor, self.reference) if key))

    def reads(self) -> tuple[MechanismKey, ...]:
        """The floor level or reference price that makes or bounds its strike price, and the price of the gap."""
        return tuple(key for key in (self.floor, self.reference) if key)

    def asks(self, party: str) -> Need | None:
        """A duty to pay wants a budget that carries it; a permission does not."""
        return "budget" if self.duty == "shall" and self.owed_by(party) else None

    def wordings(self) -> Mapping[str, str]:
        """In place of a floor or beside it; with public buyers or without."""
        return {
            "price-gap-support": "" if self.beside_floor == "alternative" else "cumulative",
            "offtake-framework": "private-only" if self.counterparty == "private" else "",
        }

    @property
    def pays_gaps(self) -> bool:
        """True where a payer makes up a gap."""
        return bool(PAID & set(self.forms))

    @model_validator(mode="after")
    def _has_what_it_compares(self) -> Self:
        fixed = [line.strike is not None for line in self.lines]
        if self.strike == "fixed" and not (fixed and all(fixed)):
            raise ValueError("strike: fixed needs a `strike` in each line")
        if self.strike != "fixed" and any(fixed):
            raise ValueError(f"strike: {self.strike} leaves no room for a `strike` in a line")
        if self.strike == "floor-level" and self.floor is None:
            raise ValueError("strike: floor-level needs `floor`: the key of a price floor")
        if self.strike == "market" and self.pays_gaps:
            raise ValueError("strike: market assures no price, and a gap to it cannot be paid")
        if self.pays_gaps and (self.reference is None) == (self.market is None):
            raise ValueError("a gap is measured against `reference`, or against `market` in words: give one of the two")
        return self

    @model_validator(mode="after")
    def _pays_back_only_what_is_shared(self) -> Self:
        if ("two-way-cfd" in self.forms) != (self.clawback is not None):
            raise ValueError("a two-way contract has a `clawback`, and nothing else has one")
        if self.clawback is None and any(line.upside_above for line in self.lines):
            raise ValueError("`upside_above` without a `clawback` shares nothing")
        if self.clawback and self.clawback.share.value == 0:
            raise ValueError("a clawback of 0% pays nothing back: leave out the two-way form")
        return self

    @model_validator(mode="after")
    @keeps("I-29", duty="shall", payers=())
    def _public_money_has_a_limit(self) -> Self:
        """A duty to pay for a price gap has a limit of money for each payer."""
        open_ended = [p.name or p.party for p in self.payers if p.yearly_cap is None and p.total_cap is None]
        if not self.facts and self.duty == "shall" and self.pays_gaps and (open_ended or not self.payers):
            who = ", ".join(open_ended) or "each payer"
            raise ValueError(f"a duty to pay without a limit of money: give `yearly_cap` or `total_cap` for {who}")
        if self.pays_gaps != bool(self.public_share and self.public_share.value):
            raise ValueError("give a `public_share` above 0% with a form that pays a gap, and only with one")
        return self

    @model_validator(mode="after")
    def _condition_is_lawful(self) -> Self:
        if self.content_condition == "domestic-input":
            raise ValueError(
                "support that depends on inputs made at home is barred (GATT 1994 Article III:4, SCM Article 3.1(b), "
                "see wt-13): write `zone-content`, or `none`"
            )
        if (self.content_condition == "zone-content") != (self.least_content is not None):
            raise ValueError("give `least_content` with content_condition: zone-content, and only with it")
        return self

    @model_validator(mode="after")
    def _facts_speak_of_fields(self) -> Self:
        unknown = sorted(set(self.facts) - set(type(self).model_fields))
        if unknown:
            raise ValueError(f"`facts` names what is no field: {', '.join(unknown)}")
        stated = {name for name in self.model_fields_set - _OWN_WORDS if getattr(self, name) not in (None, (), {})}
        missing = sorted(stated - set(self.facts))
        if self.facts and missing:
            raise ValueError(f"`facts` gives no source for: {', '.join(missing)}")
        return self
