"""Parties: States, the Union and its institutions, and what each may sign, by whose leave, under which law."""

from __future__ import annotations

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from travaux.model.base import (
    Key,
    LanguageTag,
    Model,
    NonEmpty,
    PartyKey,
    ProductKey,
    Record,
    SourceKey,
    Texts,
)
from travaux.model.currency import Currency
from travaux.model.period import Date, IsoPeriod
from travaux.model.product import Stage
from travaux.model.source import Grade

Need: TypeAlias = Literal["no-change-of-law", "change-of-duty", "change-of-law", "budget", "reserve"]


class PartyNames(Model):
    """The names of a party in one language."""

    long: NonEmpty
    """The official long form, with its article: `the United States of America`."""
    short: NonEmpty
    """The short form used after first mention: `the United States`."""
    label: NonEmpty | None = None
    """The name where it stands alone, in tables and headings, if it differs from the short form: `United States`."""


class Approval(Model):
    """An approval that a party needs before it appears in an instrument, and who gives it."""

    by: NonEmpty
    """Who gives it: `the Council of the European Union`."""
    act: NonEmpty
    """What is given: `authorisation to sign under Article 218(5) TFEU`."""
    sources: tuple[SourceKey, ...] = ()


class Capacity(Model):
    """In which capacity a party can appear in one kind of instrument, and with whose approval."""

    role: Literal["party", "participant"]
    acts_for: PartyKey | None = None
    """The party that is committed when this one, an institution or agency, appears."""
    approvals: tuple[Approval, ...] = ()
    """Approvals that must be on record before signature."""
    sources: tuple[SourceKey, ...] = ()


class Route(Model):
    """A domestic route by which a party becomes bound."""

    id: Key
    name: NonEmpty
    carries: tuple[Need, ...]
    """What an agreement concluded by this route can contain."""
    approvals: tuple[Approval, ...]
    lag: IsoPeriod | None = None
    """How long the party needs, at least, between signature and the duty to apply."""
    contested: bool = False
    """True where the route is open to legal challenge or easy to reverse; the draft then says so in its memo."""
    sources: tuple[SourceKey, ...] = ()
    note: NonEmpty | None = None


class DutyAuthority(Model):
    """A legal basis on which a party can, or cannot, charge a duty that moves with the price."""

    id: Key
    name: NonEmpty
    usable: bool
    """False for a basis that the courts or the treaties have closed."""
    stages: tuple[Stage, ...] | None = None
    """The stages of processing it reaches; None for all."""
    longest: IsoPeriod | None = None
    """How long a measure can last under it, where the law sets a limit."""
    needs_injury: bool = False
    """True for safeguard or trade-remedy law: an investigation and a finding of injury come first."""
    all_origins: bool = False
    """True where the measure may not single out an origin."""
    deposit_only: bool = False
    """True where it allows a guarantee to be asked for, and no duty to be charged."""
    untested: tuple[Literal["moving-charge", "downstream-goods"], ...] = ()
    """What no court has judged under it yet: a charge that moves with the price, goods made from the mineral."""
    implementing_act: NonEmpty | None = None
    """The domestic act that must be adopted before the duty can be charged."""
    sources: tuple[SourceKey, ...] = ()


class OtherAgreement(Model):
    """An agreement in force between this party and others, as far as it limits what can be agreed here."""

    id: Key
    name: NonEmpty
    short_name: NonEmpty
    partners: tuple[PartyKey, ...]
    """Other parties to it (those that have a record here)."""
    full_fta: bool
    """True where it covers substantially all trade in the sense of GATT 1994 Article XXIV:8."""
    in_force: Date | None = None
    bars_import_price_requirements: Literal["yes", "no", "unknown"] = "unknown"
    """Whether it bars a Party from requiring a minimum import price of another Party's goods."""
    bars_new_duties: bool = False
    """Whether it bars new duties on originating goods."""
    provisions: NonEmpty | None = None
    """Where it says so."""
    grade: Grade
    sources: tuple[SourceKey, ...] = ()


class ReservedProduct(Model):
    """A product whose exploitation the party's law reserves, and what that keeps out of an agreement."""

    product: ProductKey
    keeps_out: tuple[Literal["investment", "market-access", "offtake", "project-finance"], ...]
    reason: NonEmpty
    sources: tuple[SourceKey, ...] = ()


class Limits(Model):
    """What a party cannot promise in any instrument."""

    earmarked_revenue: bool = False
    """False where the revenue of a duty may not be tied to a purpose or paid to another."""
    tacit_committee_acts: bool = False
    """False where silence of the party in a committee may not bind it."""
    committee_act_delay: IsoPeriod | None = None
    """The shortest time the party needs before an act of a committee takes effect."""
    reserve_quantities_published: bool = False
    """False where quantities in reserve are secret by mineral."""
    secret_annexes: bool = False
    """False where the whole text has to be reported or published."""
    reserved_products: tuple[ReservedProduct, ...] = ()
    no_obligor: tuple[NonEmpty, ...] = ()
    """Bodies that the party cannot bind by treaty (an independently governed reserve)."""
    sources: tuple[SourceKey, ...] = ()


class Expectation(Model):
    """Something that a party is known to ask for in a binding text, and the clauses by which a text can have it."""

    topic: NonEmpty
    """As it stands in a sentence: `sovereignty over natural resources`."""
    clauses: Annotated[tuple[Key, ...], Field(min_length=1)]
    """Any one of them is enough."""
    sources: tuple[SourceKey, ...] = ()


class Party(Record):
    """A State, the Union, one of its institutions, or an agency, as it appears in an instrument."""

    names: dict[LanguageTag, PartyNames]
    entity: Literal["state", "union", "institution", "agency", "customs-territory"]
    part_of: PartyKey | None = None
    """For an institution, agency or Member State: the State or Union it belongs to."""
    signature: Texts
    """The line above the signature: `For the United States of America`."""
    capacities: dict[Key, Capacity]
    """By kind of instrument (`agreement`, `action-plan`): a kind that is missing is one it cannot sign."""
    routes: tuple[Route, ...] = ()
    duty_authorities: tuple[DutyAuthority, ...] = ()
    languages: tuple[LanguageTag, ...]
    """Languages in which it authenticates its treaties."""
    languages_later: tuple[LanguageTag, ...] = ()
    """Official languages that are authenticated after signature."""
    currency: Currency
    memberships: tuple[Key, ...] = ()
    """International organisations: `wto`."""
    agreements: tuple[OtherAgreement, ...] = ()
    territory: Texts | None = None
    """The territory to which a trade agreement applies, as the treaty says it."""
    bodies: dict[Key, Texts] = {}
    """Lead bodies by function: `trade`, `customs`, `reserve`, `geology`."""
    limits: Limits = Limits()
    expects: tuple[Expectation, ...] = ()
    non_market: bool = False
    """True where another party treats it as a non-market economy in trade-remedy law."""
    sources: tuple[SourceKey, ...] = ()
    note: NonEmpty | None = None

    @model_validator(mode="after")
    def _belongs_to_another(self) -> Self:
        if self.part_of == self.id:
            raise ValueError(f"`part_of` names {self.id} itself")
        return self

    @model_validator(mode="after")
    def _authenticates_once(self) -> Self:
        both = sorted(set(self.languages) & set(self.languages_later))
        if both:
            raise ValueError(f"`languages_later` has {', '.join(both)}, which stands under languages too")
        return self
