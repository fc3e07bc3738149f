"""Renderers: a numbered `Document` becomes the bytes of a file.

A format is a module or package of this folder (or of a plug-in) with `suffix`, `resources` (the files of
`templates/<format>/` it needs) and `render(document, resources) -> Rendered`. Finding them is a directory
listing, so adding a format edits no list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from travaux.tree import Document


@dataclass(frozen=True, slots=True)
class Rendered:
    """The bytes of a file, and what of the document the format could not represent, said in plain words."""

    data: bytes
    unrepresented: tuple[str, ...] = ()


class Renderer(Protocol):
    """What a module of this folder offers."""

    @property
    def suffix(self) -> str:
        """The file name's ending, without the dot."""

    @property
    def resources(self) -> tuple[str, ...]:
        """Names of the files of `templates/<format>/` that `render` wants to find in its second argument.

        A plug-in that wants none may leave it out.
        """

    def render(self, document: Document, resources: Mapping[str, bytes]) -> Rendered:
        """The document in this format. Pure: the same document and resources give the same bytes."""


@runtime_checkable
class Paged(Protocol):
    """What the renderer of a format with numbered pages offers besides."""

    def headings(self, document: Document) -> Mapping[str, str]:
        """The bookmarks of the headings that the contents list, by key; nothing for a text without contents."""

    def render(self, document: Document, resources: Mapping[str, bytes], pages: Mapping[str, int], /) -> Rendered:
        """The document with the pages of its headings, by key, in the contents."""
