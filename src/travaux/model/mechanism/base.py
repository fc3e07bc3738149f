"""What all mechanisms share: addressees, time in force, dependencies, sources, and the shape of a goods line."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import AfterValidator, model_validator

from travaux.formula.whole import Formula
from travaux.model.base import (
    Key,
    MechanismKey,
    Model,
    NonEmpty,
    PartyKey,
    ProductKey,
    Record,
    SourceKey,
    Texts,
)
from travaux.model.party import Need
from travaux.model.period import Date, Period
from travaux.model.product import Stage
from travaux.model.quantity import HSCodeText
from travaux.model.timing import Lasting, TimeLimit


def _not_empty(keys: tuple[str, ...]) -> tuple[str, ...]:
    if not keys:
        raise ValueError("name at least one, or write `all`")
    return keys


PartySet: TypeAlias = Literal["all"] | Annotated[tuple[PartyKey, ...], AfterValidator(_not_empty)]


class InForce(Model):
    """A half-open interval of days: from the first day in force to the first day no longer in force."""

    since: Date
    until: Date | None = None
    """None for an open end."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.until is not None and self.until <= self.since:
            raise ValueError(f"ends on {self.until}, not after it begins on {self.since}")
        return self


class GoodsLine(Model):
    """What a mechanism applies to: a product at a stage and grade, optionally narrowed to tariff lines."""

    product: ProductKey
    stage: Stage
    grade: Key | None = None
    """A grade of the product's record."""
    hs: tuple[HSCodeText, ...] = ()
    """Tariff lines; none means all lines that the product has at this stage."""
    sources: tuple[SourceKey, ...] = ()


class Mechanism(Record):
    """A typed trade commitment. `kind` names its class and its clause family."""

    kind: Key
    title: Texts | None = None
    """How the text names this instance, where an instrument has more than one of the kind."""
    addressees: PartySet = "all"
    """The parties that owe the duty."""
    beneficiaries: PartySet | Literal["importers", "producers"] = "all"
    in_force: InForce | None = None
    """None: for as long as the instrument."""
    depends_on: tuple[MechanismKey, ...] = ()
    sources: tuple[SourceKey, ...] = ()
    note: NonEmpty | None = None

    @model_validator(mode="after")
    def _one_line_per_good(self) -> Self:
        lines = [line for line in getattr(self, "lines", ()) if isinstance(line, GoodsLine)]
        goods = [(line.product, line.stage, line.grade) for line in lines]
        for good in goods:
            if goods.count(good) > 1:
                raise ValueError(f"one good twice under `lines`: {' / '.join(filter(None, good))}")
        return self

    @model_validator(mode="after")
    def _depends_on_others(self) -> Self:
        if self.id in self.depends_on:
            raise ValueError(f"`depends_on` names {self.id} itself")
        return self

    def needs(self) -> tuple[MechanismKey, ...]:
        """Keys of the mechanisms without which this one says nothing; kinds add their own references."""
        return self.depends_on

    def wordings(self) -> Mapping[str, str]:
        """By clause: the wording (`""` for the standard one) that says what this record has; kinds say so."""
        return {}

    def owed_by(self, party: str) -> bool:
        """Whether a party of the instrument owes the duty."""
        return self.addressees == "all" or party in self.addressees

    def asks(self, party: str) -> Need | None:
        """What it asks of the law of a party of the instrument, if anything; kinds say so."""
        return None

    def time_limits(self) -> tuple[TimeLimit, ...]:
        """Least and most times between its events; kinds say which of their periods bound which (I-39)."""
        return ()

    def may_not_come(self, present: Container[str]) -> Mapping[str, str]:
        """By event from which a time runs: why it may never come. Kinds say so; every other event comes (I-40).

        `present` are the keys of the mechanisms of the text.
        """
        return {}

    def lasting(self) -> tuple[Lasting, ...]:
        """What it lets happen for a time, and the mechanism that must not end before; kinds say so (I-42)."""
        return ()

    def reads(self) -> tuple[MechanismKey, ...]:
        """The mechanisms whose levels or prices it needs for as long as it lasts; kinds say so (I-32)."""
        return ()

    def ends_after(self) -> Period | None:
        """After which time from entry into force it ends by itself; None for one without an end."""
        return None

    def formulas(self) -> tuple[Formula, ...]:
        """Calculations of its own, beside those that follow from the options of a border adjustment (I-46, I-47)."""
        return ()
