"""The parties behind open wordings -> a character style each, so that a reader sees who proposes what.

The styles are named "Party US", "Party EU", ..., and "Party Several" for what several propose. A reference document
that has a style of such a name keeps its own; the others are made here, coloured in the order of the parties.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from travaux.renderers.docx import xml
from travaux.tree import Alternatives, Draft
from travaux.wording import behind

SEVERAL = "Party Several"
#: Dark enough to read on white (contrast of 5 to 1 and more) and apart for the colour-blind as far as eight can be.
PALETTE = ("0B4F9E", "B03A00", "00694E", "7A2A8C", "7A5200", "006C80", "A8105A", "4A4FB5")
GREY = "595959"


def name_of(parties: tuple[str, ...], draft: Draft) -> str:
    """The style of what these parties propose; "" for nobody's."""
    if not parties:
        return ""
    return f"Party {parties[0].upper()}" if len(parties) == 1 and parties[0] in draft.parties else SEVERAL


def occurring(nodes: Iterable[object], draft: Draft) -> tuple[str, ...]:
    """The styles that the open alternatives among some nodes need, in the order of the parties."""
    open_ = (node for node in nodes if isinstance(node, Alternatives) and node.chosen is None)
    found = {name_of(behind(option), draft) for node in open_ for option in node.options}
    return tuple(name for name in (*(f"Party {party.upper()}" for party in draft.parties), SEVERAL) if name in found)


def colours(draft: Draft) -> Mapping[str, str]:
    """The colour of each party's style; the palette begins again after eight parties."""
    own = {f"Party {party.upper()}": PALETTE[n % len(PALETTE)] for n, party in enumerate(draft.parties)}
    return {**own, SEVERAL: GREY}


def style_ids(draft: Draft) -> dict[str, str]:
    """The ids of the styles that are made here, by name."""
    return {name: _style_id(name, place) for place, name in enumerate(colours(draft))}


def _style_id(name: str, place: int) -> str:
    plain = re.fullmatch(r"Party ([A-Za-z0-9-]+)", name)
    return f"Party{plain[1]}" if plain else f"PartyNumber{place}"


def look(colour: str) -> str:
    """The properties of a style that is made here."""
    return f'<w:rPr><w:color w:val="{xml.escape(colour)}"/></w:rPr>'
