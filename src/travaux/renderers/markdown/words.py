"""Words become Markdown source that means just these words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from travaux.renderers._shared import clean

_SPECIAL = re.compile(r"[\\`*_\[\]<&|~{}$^#]")
_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_STAR = re.compile(r"(?<!\\)\*")
_COUNTED = re.compile(r"^(\d{1,9})([.)])(?= |$)")
_BULLET = re.compile(r"^[-+>]")


def escape(text: str) -> str:
    """Data as running text: nothing in it is markup, and line breaks are spaces."""
    return _SPECIAL.sub(r"\\\g<0>", _SPACE.sub(" ", clean(text)))


def styled(source: str, strong: bool = False) -> str:
    """Source in italics or bold; with tags where stars would be ambiguous (`*a *`, `*a*b*`)."""
    if not source.strip():
        return source
    if source[0].isalnum() and source[-1].isalnum() and not _STAR.search(source):
        mark = "**" if strong else "*"
        return f"{mark}{source}{mark}"
    tag = "strong" if strong else "em"
    return f"<{tag}>{source}</{tag}>"


def glue(pieces: Iterable[str]) -> str:
    """The pieces after each other; an empty comment keeps the stars of two neighbours apart."""
    whole = ""
    for piece in pieces:
        touching = piece.startswith("*") and re.search(r"(?<!\\)\*$", whole)
        whole += f"<!-- -->{piece}" if touching else piece
    return whole


def paragraph(source: str) -> str:
    """Source as a paragraph on one line that does not begin a list or a quotation."""
    line = _SPACE.sub(" ", source).strip(" ")
    return _BULLET.sub(r"\\\g<0>", _COUNTED.sub(r"\1\\\2", line))


def item(paragraphs: Iterable[str]) -> str:
    """Paragraphs as one item of a list."""
    return "- " + re.sub(r"\n(?!\n|$)", "\n  ", "\n\n".join(paragraphs))
