"""What a template leaves in the text: nodes and marks behind placeholders that no data can forge.

The rendered Markdown holds one private-use placeholder for each `{{ ... }}`; after it is parsed, the placeholder
is exchanged for the node. So a value can never become markup.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from travaux.tree import Figure, Inline, Text

OPEN, CLOSE = "\ue000", "\ue001"
PLACEHOLDER = re.compile(f"{OPEN}([0-9]+){CLOSE}")


@dataclass(frozen=True, slots=True)
class Nodes:
    """Inline nodes that a function or filter has made."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class SourceMark:
    """The provision in which this stands rests on a source."""

    key: str


@dataclass(frozen=True, slots=True)
class TableMark:
    """The next table's key, caption and orientation, and the line of the clause on which that is said; 0: unknown."""

    key: str
    caption: str
    landscape: bool
    line: int = 0


@dataclass(frozen=True, slots=True)
class RowMark:
    """The key of the row in which this stands; a `group` row heads the rows below it."""

    key: str
    group: bool


@dataclass(frozen=True, slots=True)
class ScheduleMark:
    """A schedule of the instrument stands here."""

    key: str


@dataclass(frozen=True, slots=True)
class FigureMark:
    """A figure stands here."""

    figure: Figure


@dataclass(frozen=True, slots=True)
class RawText:
    """Text that goes into the Markdown as it is: only the mark of an id, whose letters are checked."""

    text: str


Mark: TypeAlias = Nodes | SourceMark | TableMark | RowMark | ScheduleMark | FigureMark


@dataclass
class Marks:
    """The marks of one rendering, by the number in their placeholder."""

    found: list[Mark] = field(default_factory=list)

    def put(self, mark: Mark) -> str:
        """The placeholder for a mark."""
        self.found.append(mark)
        return f"{OPEN}{len(self.found) - 1}{CLOSE}"

    def split(self, text: str) -> list[Any]:
        """A text as plain strings and the marks between them, in order."""
        parts: list[Any] = PLACEHOLDER.split(text)
        parts[1::2] = [self.found[int(number)] for number in parts[1::2]]
        return [part for part in parts if part != ""]


def merged(content: list[Inline]) -> tuple[Inline, ...]:
    """The same nodes with neighbouring words joined, so that a term across the seam is still found."""
    result: list[Inline] = []
    for node in content:
        last = result[-1] if result else None
        if isinstance(node, Text) and isinstance(last, Text) and last.plain == node.plain:
            result[-1] = Text(last.text + node.text, node.plain)
        else:
            result.append(node)
    return tuple(result)
