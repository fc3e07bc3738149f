"""The content of goods: net dry mass, the ladder of evidence for the assay, the factor to the basis of the floor."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from travaux.calculation.inputs import Draft, mass_of, proportion
from travaux.formula.nodes import Constant, Expression, FirstKnown, Product, Round, Symbol
from travaux.formula.unit import Unit, mass
from travaux.model.quantity import Basis

#: The rungs of the ladder of evidence: symbol and name of the assay on each.
RUNGS = {
    "declared-assay": ("a", "declared_assay"),
    "scheduled-default": ("b", "default_assay"),
    "highest-scheduled": ("c", "highest_assay"),
}


@dataclass(frozen=True, slots=True)
class Content:
    """How content is found: the substance that is assayed, the factor to the basis, and the decimal places.

    Without `assayed` the assay is of the basis itself and nothing is converted.
    """

    assayed: Basis | None = None
    factor: Decimal | None = None
    evidence: tuple[str, ...] = ()
    """Rungs of the ladder, in order; none means the declared assay alone."""
    mass_decimals: int = 9
    content_decimals: int = 6
    rate_decimals: int = 1
    """Decimal places, in per cent, of a rate of the customs value that is set for a period."""

    def __post_init__(self) -> None:
        if (self.assayed is None) != (self.factor is None):
            raise ValueError("give `assayed` and the `factor` to the basis of the floor together")

    @property
    def rate_places(self) -> int:
        """Decimal places of such a rate as a share."""
        return self.rate_decimals + 2

    @property
    def unconverted(self) -> Content:
        """The same for a further substance, whose assay is of the basis itself."""
        return replace(self, assayed=None, factor=None)

    def steps(self, draft: Draft, basis: Unit, number: int = 1) -> Symbol:
        """Adds the inputs and steps of the content; `basis` is the mass that the floor level is per.

        `number` counts the substances of one item; the mass of the goods is that of the first.
        """
        of = basis.above[0].name
        substance = mass(of, str(self.assayed)) if self.assayed else basis
        gross = mass(of, "gross product")
        goods = draft.given(mass_of("m", "net_dry_mass", gross)) if number == 1 else Symbol("m")
        mark, tail = ("", "") if number == 1 else (str(number), f"_{number}")
        product = Product((goods, self.assay(draft, substance.per(gross), mark, tail)))
        found = draft.step(f"Q{mark}", f"substance{tail}", Round(product, self.mass_decimals))
        value: Expression = found
        if self.factor is not None:
            value = Product((found, Constant(self.factor, basis.per(substance))))
        return draft.step(f"C{mark}", f"content{tail}", Round(value, self.content_decimals))

    def assay(self, draft: Draft, unit: Unit, mark: str = "", tail: str = "") -> Expression:
        """The assay: the first rung of the ladder that is known."""
        rungs = [RUNGS[rung] for rung in self.evidence] or [RUNGS["declared-assay"]]
        known = tuple(draft.given(proportion(symbol + mark, name + tail, unit)) for symbol, name in rungs)
        return known[0] if len(known) == 1 else FirstKnown(known)
