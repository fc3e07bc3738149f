"""Investment: what the parties tell each other of purchases of mines, plants and output, and what stays their own.

Semantics: screening stays with each party and its law, so that the Union can conclude alone; claims of investors before
a tribunal would make the agreement a mixed one (eu-09, unconfirmed), and no clause carries them. Observed: promotion
and screening of investment in the plan with Mexico (ap-002, reported) and in that with the Union (ev-022, reported);
Mexico reserves lithium to the State (mx-03, reported), which the article on natural resources keeps out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import model_validator

from travaux.model.mechanism.base import Mechanism
from travaux.model.party import Need
from travaux.model.period import IsoPeriod
from travaux.model.quantity import Share


class Investment(Mechanism):
    """Cooperation on investment in the production of covered goods."""

    kind: Literal["investment"]
    screening: Literal["cooperation-only", "obligation"]
    """Whether the parties exchange experience, or owe a law by which an investment can be examined."""
    information_sharing: bool
    """Whether cases are told too, and not only practices."""
    adverse_offtake: Literal["notify", "none"]
    """Whether a party tells the others that a person of a non-party gains control of a plant or of its output."""
    output_share: Share | None = None
    """The share of the output of a plant from which that is told."""
    notice: IsoPeriod | None = None
    """Within which it is told."""
    meeting: IsoPeriod
    """How often the authorities meet."""
    isds: bool
    """Claims of investors against a party before a tribunal."""
    resource_sovereignty: bool
    """Whether the chapter is made subject to the article on natural resources."""
    control_share: Share
    """Ownership from which an entity counts as controlled; it stands in an optional article."""
    illustrative: bool
    """True where the figures are examples for the draft and no party has proposed them."""

    def wordings(self) -> Mapping[str, str]:
        """An exchange of experience, or a duty to have a law."""
        return {"investment-screening": "" if self.screening == "cooperation-only" else "obligation"}

    def asks(self, party: str) -> Need | None:
        """A duty to be able to screen wants a law that does so."""
        return "change-of-law" if self.screening == "obligation" and self.owed_by(party) else None

    @model_validator(mode="after")
    def _no_claims_of_investors(self) -> Self:
        if self.isds:
            raise ValueError(
                "claims of investors against a party need a chapter that no family has, and make the agreement a mixed "
                "one for the Union: write `isds: false`"
            )
        return self

    @model_validator(mode="after")
    def _says_what_is_told(self) -> Self:
        told = (self.output_share, self.notice)
        if self.adverse_offtake == "notify" and None in told:
            raise ValueError("adverse_offtake: notify needs `output_share` and `notice`")
        if self.adverse_offtake == "none" and any(told):
            raise ValueError("`output_share` and `notice` go with adverse_offtake: notify, and only with it")
        if self.output_share and not 0 < self.output_share.value < 100:
            raise ValueError(f"a share of the output of {self.output_share} is always or never reached")
        return self
