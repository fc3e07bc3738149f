"""What lasts beyond one paragraph while a text is read, and everything found so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from travaux.docx_reader.blocks import Anchor, Block, FoundChange, FoundValue


@dataclass(slots=True)
class Field:
    """A field that has begun: its code so far, and whether its result is being read."""

    code: str = ""
    result: bool = False
    sent: str | None = None
    """The result as it was sent, where the code is that of a number of our own."""


@dataclass(slots=True)
class Reading:
    """Open fields, comments and moves; changes, values, comments and notes found so far."""

    keys: Mapping[str, str]
    """Keys by bookmark."""
    numbers: Mapping[str, str]
    """The numbers that were sent, as a field prints them, by bookmark."""
    silent: frozenset[str] = frozenset()
    """Ids of the character styles whose words are no part of the text."""
    marks: frozenset[str] = frozenset()
    """Ids of the styles of note marks, whose blanks are none either."""
    fields: list[Field] = field(default_factory=list)
    moves: dict[str, str] = field(default_factory=dict)
    changes: list[FoundChange] = field(default_factory=list)
    values: list[FoundValue] = field(default_factory=list)
    anchors: dict[str, Anchor] = field(default_factory=dict)
    open: dict[str, None] = field(default_factory=dict)
    endnotes: list[tuple[str, Block]] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
