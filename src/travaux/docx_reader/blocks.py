"""What the reader makes of the text before keys are settled: paragraphs and rows, each with both views of its words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from travaux.docx_reader.model import ChangeKind, Scope


@dataclass(slots=True, eq=False)
class Block:
    """A paragraph or a row. `new` is what stands, `old` what stood; `sent_…` the same with the numbers of
    cross-references as they were sent. `names` are the keys that its bookmarks carry."""

    kind: Literal["paragraph", "row", "footnote"]
    style: str = ""
    names: list[str] = field(default_factory=list)
    control: str = ""
    """The key of the content control round it."""
    instance: int = 0
    """Which control of the file that is."""
    new: str = ""
    old: str = ""
    sent_new: str = ""
    sent_old: str = ""
    ends_new: bool = True
    """Whether the mark that ends the paragraph, or the row, stands with all changes accepted."""
    ends_old: bool = True
    notes_new: list[str] = field(default_factory=list)
    notes_old: list[str] = field(default_factory=list)
    story: int = 0
    """Paragraphs run together only within one story: between two cells or tables."""
    framed: bool = False
    home: Block | None = None
    """The row in which a paragraph stands, or the footnote."""
    key: str = ""
    found: Literal["bookmark", "control", "words"] = "bookmark"
    copy_of: str = ""

    @property
    def settled(self) -> Block:
        """The block that counts: the row of a paragraph in a table."""
        return self.home or self


@dataclass(slots=True, eq=False)
class FoundChange:
    """A tracked change and the block it stands in."""

    kind: ChangeKind
    scope: Scope
    author: str
    date: str
    move: str
    at: Block
    text: list[str] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class FoundValue:
    """The words of a control of a value."""

    tag: str
    text: str
    was: str
    at: Block


@dataclass(slots=True, eq=False)
class Anchor:
    """Where a comment stands and on which words."""

    at: Block | None = None
    quote: list[str] = field(default_factory=list)
