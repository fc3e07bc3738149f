"""Changes of source files that would mend a finding: a check says them, and `travaux.fixing` carries them out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from travaux.span import Span


@dataclass(frozen=True, slots=True)
class Reword:
    """The first `old` from a place on becomes `new`; where `old` has a space, the source may break the line."""

    span: Span
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Remove:
    """The value at a path of a YAML file, or of the front matter of a clause, is taken out."""

    file: str
    path: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Add:
    """A word is put into a list of a YAML file or a front matter, by the alphabet where the list goes by it."""

    file: str
    path: tuple[str | int, ...]
    value: str


@dataclass(frozen=True, slots=True)
class Put:
    """A field of a YAML file, or of a front matter, gets a value as YAML writes it; it is made where it is missing."""

    file: str
    path: tuple[str | int, ...]
    value: str


Edit: TypeAlias = Reword | Remove | Add | Put


@dataclass(frozen=True, slots=True)
class Fix:
    """What mends a finding. `safe`: no operative word of a text becomes another by it."""

    message: str
    edits: tuple[Edit, ...]
    safe: bool = True


def file_of(edit: Edit) -> str:
    """The file that an edit changes, as messages name it."""
    return edit.span.file if isinstance(edit, Reword) else edit.file
