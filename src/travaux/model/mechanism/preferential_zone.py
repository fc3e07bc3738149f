"""Preferential zone: who trades freely inside, what counts as origin, and on which WTO basis for each pair."""

from __future__ import annotations

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from travaux.model.base import Model, NonEmpty, PartyKey, SourceKey, Texts
from travaux.model.mechanism.base import GoodsLine, Mechanism, PartySet
from travaux.model.period import IsoPeriod
from travaux.model.quantity import HSCodeText, Money, Share

WtoBasis: TypeAlias = Literal["gatt-xxiv", "waiver-ix-3", "gatt-xxi", "gatt-xx-h", "mfn-neutral", "enabling-clause"]


class PairBasis(Model):
    """The WTO basis of the preference between two parties."""

    pair: tuple[PartyKey, PartyKey]
    basis: WtoBasis
    agreement: NonEmpty | None = None
    """The agreement that carries a preference under GATT XXIV."""
    fallback: WtoBasis | None = None
    """What the preference rests on while a waiver is pending, or if it is refused."""
    sources: tuple[SourceKey, ...] = ()


class WhollyObtained(Model):
    """Mined, recovered or collected entirely inside the zone."""

    type: Literal["wholly-obtained"]


class TariffShift(Model):
    """Every non-originating material changes chapter (CC), heading (CTH) or subheading (CTSH)."""

    type: Literal["tariff-shift"]
    change: Literal["CC", "CTH", "CTSH"]
    except_from: tuple[HSCodeText, ...] = ()

    @property
    def width(self) -> int:
        """Digits of the code that the change looks at."""
        return {"CC": 2, "CTH": 4, "CTSH": 6}[self.change]


class ProcessRule(Model):
    """Named stages of processing are carried out inside the zone."""

    type: Literal["process"]
    process: Texts
    """The process, as it stands in the schedule: `separation of individual rare-earth oxides`."""


class ValueContent(Model):
    """A regional value content of at least a threshold, by a named method."""

    type: Literal["value-content"]
    method: Literal["build-down", "build-up", "net-cost"]
    threshold: Share


OriginTest: TypeAlias = Annotated[
    WhollyObtained | TariffShift | ProcessRule | ValueContent, Field(discriminator="type")
]


class OriginRule(GoodsLine):
    """The product-specific rule of a good: it originates when any one of the tests is met."""

    any_of: Annotated[tuple[OriginTest, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _excepts_what_would_meet_the_rule(self) -> Self:
        """A material that does not make the change need not be excepted from it."""
        for test in (test for test in self.any_of if isinstance(test, TariffShift)):
            for code in test.except_from:
                if any(code.digits[: test.width] == own.digits[: test.width] for own in self.hs):
                    raise ValueError(
                        f"{code} is excepted from a change of {test.change}, which a material of it does not make"
                    )
        return self


class PreferentialZone(Mechanism):
    """Duty-free trade in originating goods among members, with rules of origin."""

    kind: Literal["preferential-zone"]
    members: PartySet = "all"
    treatment: Literal["zero-mfn", "zero-preferential", "bound-at-applied"]
    legal_basis: tuple[PairBasis, ...]
    rules: Annotated[tuple[OriginRule, ...], Field(min_length=1)]
    cumulation: Literal["bilateral", "diagonal", "full"]
    vnm_valuation: Literal["customs-value", "higher-of-customs-value-and-floor"] = "higher-of-customs-value-and-floor"
    """How non-originating materials are valued. At customs value, the cheaper the dumped input, the easier origin:
    an input of 55 with 40 added meets a 40 % rule, at its floor of 110 it does not."""
    non_market_content_max: Share
    """The most that materials of non-market economies may be of a good that claims origin."""
    tolerance: Share
    """Share of non-originating materials that is disregarded."""
    direct_consignment: bool = True
    proof: Literal["importer-knowledge", "exporter-statement", "producer-statement", "any"]
    proof_validity: IsoPeriod
    proof_waiver: Money
    """Value of a consignment below which no claim document is asked for."""
    verification_reply: IsoPeriod
    records: IsoPeriod
    """How long records of origin are kept."""
    drawback: Literal["allowed", "prohibited"] = "prohibited"
    standstill: bool = True
    conditional_on_floor: bool = True
    """True where a party that does not keep the floor loses zone treatment for its goods."""

    @model_validator(mode="after")
    def _a_material_counts(self) -> Self:
        if self.tolerance.value >= 100:
            raise ValueError(f"`tolerance` of {self.tolerance}: nothing of a good would have to originate")
        return self

    @model_validator(mode="after")
    def _keeps_records_as_long_as_claims_can_be_made(self) -> Self:
        if self.records.longest_days < self.proof_validity.shortest_days:
            raise ValueError(
                f"`records` are kept for {self.records}, and a proof of origin is valid for {self.proof_validity}"
            )
        return self

    @model_validator(mode="after")
    def _one_rule_for_each_line(self) -> Self:
        """Two rules for one line of a product would give it two thresholds."""
        seen: dict[tuple[str, str], OriginRule] = {}
        for rule in self.rules:
            for code in rule.hs:
                first = seen.setdefault((rule.product, str(code)), rule)
                if first is not rule and first.any_of != rule.any_of and first.grade == rule.grade:
                    raise ValueError(f"{code} of {rule.product} has two different rules under `rules`")
        return self

    @model_validator(mode="after")
    def _one_basis_for_each_pair(self) -> Self:
        pairs = [frozenset(basis.pair) for basis in self.legal_basis]
        for number, pair in enumerate(pairs):
            if pair in pairs[:number]:
                a, b = self.legal_basis[number].pair
                raise ValueError(f"a pair stands twice under `legal_basis`: {a} and {b}")
        return self
