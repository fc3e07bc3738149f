"""Products: minerals by stage of processing and grade, with the HS lines in which customs find them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal, Self, TypeAlias, get_args

from pydantic import model_validator

from travaux.model.base import Key, Model, NonEmpty, ProductKey, Record, SourceKey, Texts
from travaux.model.quantity import HSCodeText, Percentage, Share

Stage: TypeAlias = Literal[
    "ore", "concentrate", "intermediate", "compound", "metal", "alloy", "component", "waste-and-scrap"
]
#: The stages of processing in the order in which a good runs through them; waste and scrap stand beside it.
CHAIN: tuple[Stage, ...] = tuple(stage for stage in get_args(Stage) if stage != "waste-and-scrap")


class HSLine(Model):
    """A tariff line of a product at one stage. `ex` means only part of the line, told apart by `test`."""

    hs: HSCodeText
    ex: bool = False
    """Only part of the line is meant (customs write "ex" in front of it)."""
    test: Texts | None = None
    """The element, purity or form that tells the part from the rest; required when `ex`."""
    description: Texts
    """What the line holds, in our own words (not the description of the World Customs Organization)."""


class AssayRange(Model):
    """Which assays a grade has: shares by mass of the substance that its prices are per. A bound left out is none."""

    at_least: Share | None = None
    above: Share | None = None
    at_most: Share | None = None
    below: Share | None = None

    @property
    def bounds(self) -> tuple[Percentage, ...]:
        """The bounds that are stated, the lower first."""
        stated = (self.at_least, self.above, self.at_most, self.below)
        return tuple(bound for bound in stated if bound is not None)

    def holds(self, percentage: Decimal) -> bool:
        """Whether an assay, in hundredths, is of the grade."""
        return (
            (self.at_least is None or percentage >= self.at_least.value)
            and (self.above is None or percentage > self.above.value)
            and (self.at_most is None or percentage <= self.at_most.value)
            and (self.below is None or percentage < self.below.value)
        )

    @model_validator(mode="after")
    def _bounds_leave_room(self) -> Self:
        if (self.at_least and self.above) or (self.at_most and self.below) or not self.bounds:
            raise ValueError("give one lower bound (`at_least` or `above`), one upper (`at_most` or `below`), or both")
        low, *high = self.bounds
        if high and (high[0] < low or (high[0] == low and not (self.at_least and self.at_most))):
            raise ValueError(f"no assay lies between {low} and {high[0]}")
        return self


class Grade(Model):
    """A commercial grade of a product at a stage, on which a price can be quoted."""

    id: Key
    stage: Stage
    text: Texts
    """Chemistry, purity and form, as a contract would name them."""
    assay: AssayRange | None = None
    """Its assays as figures, where it is told by them; `text` states the same figures."""

    @model_validator(mode="after")
    def _text_states_the_figures(self) -> Self:
        for bound in self.assay.bounds if self.assay else ():
            figure = f"{bound.value.normalize():f}".replace(".", "[.,]")
            for language, text in self.text.items():
                if not re.search(rf"(?<![\d.,]){figure}(?![\d]|[.,]\d)", text):
                    raise ValueError(f"{self.id}: `assay` has {bound}, and the text ({language}) does not state it")
        return self


class Lists(Model):
    """Which official lists name the product."""

    us_2025: bool
    """On the final 2025 United States list of critical minerals."""
    eu: Literal["strategic", "critical", "none"]
    """Its place in Annexes I and II to Regulation (EU) 2024/1252; strategic materials are also critical."""
    eu_condition: NonEmpty | None = None
    """A grade or use to which the place in the EU list is limited."""
    jp_rare_metal: bool
    """Among the 34 rare metals of Japan's national stockpile."""


class Product(Record):
    """A mineral, or a group of minerals that trade together."""

    names: Texts
    """The name as it stands in running text: `neodymium-praseodymium`."""
    market: Literal["liquid", "semi-liquid", "opaque"]
    """How well prices are seen; for an opaque product only a cost model or a survey can set a reference price."""
    by_product_of: tuple[ProductKey, ...] = ()
    """Host minerals: a floor on the by-product alone may not raise output."""
    lists: Lists
    grades: tuple[Grade, ...] = ()
    stages: dict[Stage, tuple[HSLine, ...]]
    """HS lines by stage of processing."""
    sources: tuple[SourceKey, ...] = ()
    note: NonEmpty | None = None
    """What a drafter has to know: shared lines, separate tariff regimes, reservations."""

    @model_validator(mode="after")
    def _comes_with_another(self) -> Self:
        if self.id in self.by_product_of:
            raise ValueError(f"`by_product_of` names {self.id} itself")
        return self
