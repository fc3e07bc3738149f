"""Participation: which parties of an instrument take a mechanism, which goods one leaves out, and how one phases in.

Semantics: a party that does not take a mechanism has neither its obligations nor its benefits, and for its provisions
is treated as a State outside; a party that takes it with a carve-out is outside for the goods left out alone.
"""

from __future__ import annotations

import itertools
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from travaux.model.base import Model, PartyKey, ProductKey, SourceKey, Texts
from travaux.model.mechanism.price_floor import Phase
from travaux.model.period import IsoPeriod
from travaux.model.quantity import HSCodeText

Mode: TypeAlias = Literal["all", "opt-in", "opt-out"]


class CarveOut(Model):
    """Goods that one party leaves out of a mechanism that it takes."""

    party: PartyKey
    products: Annotated[tuple[ProductKey, ...], Field(min_length=1)]
    hs: tuple[HSCodeText, ...] = ()
    """Tariff lines of these products; none means every line that the mechanism covers."""
    reason: Texts
    """Why, as it stands in the annex: `the law reserves lithium to the State`."""
    until: IsoPeriod | None = None
    """From the entry into force to the end of the carve-out; None for one that ends only when the party gives it up."""
    sources: tuple[SourceKey, ...] = ()


class Participation(Model):
    """Which parties take a mechanism of the instrument, and on which terms of their own."""

    mode: Mode = "all"
    """`opt-in`: those that have said so, and others by a later notification. `opt-out`: all but those that have
    declared that they stay out."""
    parties: tuple[PartyKey, ...] = ()
    """With opt-in the parties that take it at signature; with opt-out those that stay out."""
    carve_outs: tuple[CarveOut, ...] = ()
    phase_in: dict[PartyKey, Annotated[tuple[Phase, ...], Field(min_length=1)]] = {}
    """By party: steps in place of those of the price floor."""
    sources: tuple[SourceKey, ...] = ()

    @property
    def limited(self) -> bool:
        """Whether not every party takes it, or a party may come or stay away."""
        return self.mode != "all"

    def taken_by(self, party: str) -> bool:
        """Whether a party of the instrument takes the mechanism."""
        return self.mode == "all" or (party in self.parties) == (self.mode == "opt-in")

    @model_validator(mode="after")
    def _names_parties_where_they_count(self) -> Self:
        if self.mode == "all" and self.parties:
            raise ValueError("`parties` goes with mode: opt-in or opt-out; with mode: all every party takes it")
        if self.mode == "opt-in" and not self.parties:
            raise ValueError("with mode: opt-in, `parties` names those that take it at signature: nobody does")
        return self

    @model_validator(mode="after")
    def _terms_are_of_those_that_take_it(self) -> Self:
        named = (("carve_outs", [carve.party for carve in self.carve_outs]), ("phase_in", list(self.phase_in)))
        for field, parties in named:
            outside = sorted({party for party in parties if not self.taken_by(party)})
            if outside:
                raise ValueError(f"`{field}` names {', '.join(outside)}, which does not take the mechanism at all")
        return self

    @model_validator(mode="after")
    def _a_good_is_left_out_once(self) -> Self:
        left: list[tuple[str, str, str]] = []
        for carve in self.carve_outs:
            codes = [str(code) for code in carve.hs] or [""]
            left += [(carve.party, product, code) for product in carve.products for code in codes]
        twice = sorted(
            {f"{product} for {party}" for party, product, code in left if left.count((party, product, code)) > 1}
        )
        if twice:
            raise ValueError(f"left out twice under `carve_outs`: {', '.join(twice)}")
        return self

    @model_validator(mode="after")
    def _phase_in_rises_to_the_whole(self) -> Self:
        for party, steps in self.phase_in.items():
            for earlier, later in itertools.pairwise(steps):
                if later.after <= earlier.after or later.share < earlier.share:
                    raise ValueError(f"steps of `phase_in` come later each time and never fall, unlike {later.after}")
            if steps[-1].share.value != 100:
                raise ValueError(f"`phase_in` of {party} ends at {steps[-1].share}, not at 100%")
        return self
