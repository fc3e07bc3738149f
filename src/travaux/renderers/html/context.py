"""What the functions that write HTML share: the document, what it prints, and how text and ids are written."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field, replace

from travaux.renderers._shared import Printed, clean, printed
from travaux.tree import Document

DEEPEST_HEADING = 6


@dataclass(frozen=True, slots=True)
class Context:
    """Where in the page we are. `heading` is the depth of the next heading; deleted text is not `alive`.

    `taken` holds the ids already written, because a faulty draft may use a key twice and a page may not.
    """

    document: Document
    printed: Printed
    heading: int = 2
    alive: bool = True
    taken: set[str] = field(default_factory=set)

    def deeper(self) -> Context:
        """The same place one heading further down."""
        return replace(self, heading=min(self.heading + 1, DEEPEST_HEADING))

    def deleted(self) -> Context:
        """The same place in text that is struck out."""
        return replace(self, alive=False)

    def anchor(self, name: str) -> str:
        """The attribute that makes this place the target of links to `name`; nothing in deleted text."""
        return self.mark(name) if self.alive else ""

    def mark(self, name: str) -> str:
        """The attribute that names this place, wherever it stands; nothing if the name is taken."""
        if name in self.taken:
            return ""
        self.taken.add(name)
        return f' id="{name}"'


def context_of(document: Document) -> Context:
    """The place where the page begins."""
    return Context(document, printed(document.draft, document.footnotes))


def escape(text: str) -> str:
    """Data as the text of an element or the value of an attribute."""
    return html.escape(clean(text))


def identifier(key: str) -> str:
    """The id of a key: the same for the same key, different for different keys, and safe in a link.

    What is not a letter, digit or one of `-._@/` is written as `~` and two hexadecimal digits for each byte, so
    no id of a key has a colon: those are the ids of terms, footnotes and notes (`term:covered-good`).
    """
    return re.sub(r"[^A-Za-z0-9\-._@/]", _tilde, key)


def _tilde(match: re.Match[str]) -> str:
    return "".join(f"~{byte:02X}" for byte in match[0].encode("utf-8", "surrogatepass"))


def attribute(name: str, value: str) -> str:
    """An attribute, or nothing when its value is empty."""
    return f' {name}="{escape(value)}"' if value else ""


def keyed(context: Context, key: str) -> str:
    """The attributes of an element that stands for a key."""
    return context.anchor(identifier(key)) + attribute("data-key", key)
