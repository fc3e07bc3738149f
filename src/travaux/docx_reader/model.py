"""What reading a Word file back gives: plain frozen values, ready for JSON.

"As it stands" means with every tracked change accepted, "as it was" with every one rejected.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

State: TypeAlias = Literal["same", "renumbered", "tracked", "changed"]
"""`same`: the words that were sent. `renumbered`: the same but for numbers in cross-references, which Word computes.
`tracked`: the words that were sent, once all tracked changes are rejected. `changed`: words that were changed without
tracking, or beyond a redline that was sent."""

ChangeKind: TypeAlias = Literal["inserted", "deleted", "moved-from", "moved-to", "formatted"]
Scope: TypeAlias = Literal["words", "paragraph", "row", "cell"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of the text by its name: a provision, a further paragraph of one, a row, a footnote.

    `number` and `at` are those of the map: the number when the file was written, and the place in the sources.
    `found` says by what it was recognised.
    """

    key: str
    text: str
    was: str
    state: State
    number: str = ""
    at: str = ""
    found: Literal["bookmark", "control", "words"] = "bookmark"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a long schedule: its cells joined by tabs."""

    key: str
    text: str
    was: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """A long schedule. `state` is about all its rows together: the map has one hash for them."""

    table: str
    state: State
    rows: tuple[Row, ...]
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """A value of the model where it stands in a content control of its own; `key` is that of the paragraph."""

    path: str
    text: str
    was: str
    key: str


@dataclass(frozen=True, slots=True)
class Change:
    """A tracked change. `after` is the last key before it where it stands in a paragraph without one.

    `move` is the name that the two ends of a move share.
    """

    kind: ChangeKind
    scope: Scope
    author: str
    date: str
    text: str
    key: str
    after: str = ""
    move: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with its replies; `quote` are the words it stands on, `key` the first unit it touches."""

    author: str
    date: str
    text: str
    quote: str
    key: str
    after: str = ""
    resolved: bool = False
    replies: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True)
class Added:
    """Words without a key: a new paragraph, row or footnote. `copy_of` is the key of which it is a pasted copy."""

    kind: Literal["paragraph", "row", "footnote"]
    text: str
    after: str
    copy_of: str = ""


@dataclass(frozen=True, slots=True)
class Gone:
    """A key of the map that the file no longer has. `was` are its words where a tracked change still has them.

    `how`: `deleted` with tracking, `merged` into the unit `into`, `missing` without a trace.
    """

    key: str
    how: Literal["deleted", "merged", "missing"]
    was: str = ""
    into: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A drafting note (an endnote) and the key where its mark stands."""

    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Frame:
    """A paragraph of the frame, which has no key: cover, contents, column headings."""

    style: str
    text: str
    was: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """A Word file as it was read. Where `ours` is false the file has no map of keys, and all its text is `added`."""

    file: str
    ours: bool
    instrument: str
    language: str
    saved_by: str
    intact: bool
    """The hash of the map is that of the text as it stands."""
    units: tuple[Unit, ...]
    schedules: tuple[Schedule, ...]
    values: tuple[Value, ...]
    changes: tuple[Change, ...]
    comments: tuple[Comment, ...]
    added: tuple[Added, ...]
    gone: tuple[Gone, ...]
    moved: tuple[str, ...]
    """Keys that no longer stand where they stood, as few as explain the order."""
    notes: tuple[Note, ...]
    frame: tuple[Frame, ...]
    lost: tuple[str, ...]
    """What was lost when another program saved the file, in plain words."""

    @property
    def texts(self) -> dict[str, str]:
        """The words as they stand by key, in printed order; rows of long schedules are in `schedules`."""
        return {unit.key: unit.text for unit in self.units}

    @property
    def originals(self) -> dict[str, str]:
        """The words as they were by key, those of deleted units at the end."""
        deleted = {gone.key: gone.was for gone in self.gone if gone.was}
        return {**{unit.key: unit.was for unit in self.units}, **deleted}
