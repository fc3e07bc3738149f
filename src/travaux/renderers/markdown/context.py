"""What the functions that write Markdown share: the document, what it prints, and the depth of headings."""

from __future__ import annotations

from dataclasses import dataclass, replace

from travaux.renderers._shared import Printed, printed
from travaux.tree import Document

DEEPEST_HEADING = 6


@dataclass(frozen=True, slots=True)
class Context:
    """Where in the text we are; `heading` is the depth of the next heading."""

    document: Document
    printed: Printed
    heading: int = 2

    def deeper(self) -> Context:
        """The same place one heading further down."""
        return replace(self, heading=min(self.heading + 1, DEEPEST_HEADING))


def context_of(document: Document) -> Context:
    """The place where the text begins."""
    return Context(document, printed(document.draft, document.footnotes))
