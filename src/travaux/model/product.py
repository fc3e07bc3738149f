"""Products: minerals by stage of processing and grade, with the HS lines in which customs find them."""

from __future__ import annotations

from typing import Literal, TypeAlias

from travaux.model.base import Key, Model, NonEmpty, ProductKey, Record, SourceKey, Texts
from travaux.model.quantity import HSCodeText

Stage: TypeAlias = Literal[
    "ore", "concentrate", "intermediate", "compound", "metal", "alloy", "component", "waste-and-scrap"
]


class HSLine(Model):
    """A tariff line of a product at one stage. `ex` means only part of the line, told apart by `test`."""

    hs: HSCodeText
    ex: bool = False
    """Only part of the line is meant (customs write "ex" in front of it)."""
    test: Texts | None = None
    """The element, purity or form that tells the part from the rest; required when `ex`."""
    description: Texts
    """What the line holds, in our own words (not the description of the World Customs Organization)."""


class Grade(Model):
    """A commercial grade of a product at a stage, on which a price can be quoted."""

    id: Key
    stage: Stage
    text: Texts
    """Chemistry, purity and form, as a contract would name them."""


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
