"""The tree of pandoc, read from a Word file with its styles -> its paragraphs in order."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from typing import Any

import outside

#: Nodes that hold nothing but the list of their content, at this place of it.
CONTENT = {"Emph": None, "Strong": None, "Underline": None, "Strikeout": None, "Superscript": None, "Subscript": None}
CONTENT |= {"SmallCaps": None, "Span": 1, "Link": 1, "Quoted": 1}


def read(data: bytes) -> dict[str, Any]:
    """The tree of a file, changes accepted."""
    command = [outside.pandoc(), "--from", "docx+styles", "--to", "json", "--track-changes=accept"]
    ran = subprocess.run(command, input=data, capture_output=True, check=True, timeout=300)
    tree: dict[str, Any] = json.loads(ran.stdout)
    return tree


class Reader:
    """Reads one tree."""

    def __init__(self, tree: dict[str, Any]) -> None:
        self.tree = tree
        self.notes: list[str] = []
        self.in_row = False

    def paragraphs(self) -> Iterator[str]:
        """The words of every paragraph, row and footnote; the title of the text is in the head of the tree."""
        yield self._inlines(self.tree["meta"].get("title", {"c": []})["c"])
        yield from self._blocks(self.tree["blocks"])

    def _blocks(self, blocks: list[Any]) -> Iterator[str]:
        for each in blocks:
            yield from self._block(each["t"], each.get("c"))

    def _block(self, kind: str, content: Any) -> Iterator[str]:
        match kind:
            case "Para" | "Plain":
                yield self._inlines(content)
                yield from self._noted()
            case "Header":
                yield self._inlines(content[2])
                yield from self._noted()
            case "Div":
                words = list(self._blocks(content[1]))
                yield from () if _style(content[0]) == "Bracket Line" else words
            case "BlockQuote":
                yield from self._blocks(content)
            case "BulletList":
                for item in content:
                    yield from self._blocks(item)
            case "OrderedList":
                for item in content[1]:
                    yield from self._blocks(item)
            case "Table":
                _, _, _, head, bodies, _ = content
                for row in (*head[1], *(row for body in bodies for part in (body[2], body[3]) for row in part)):
                    yield from self._row(row[1])
            case _:
                raise AssertionError(f"pandoc reads a {kind}")

    def _row(self, cells: list[Any]) -> Iterator[str]:
        self.in_row = True
        lines = [" ".join(self._blocks(cell[4])) for cell in cells]
        self.in_row = False
        yield from lines if "Signature Party" in json.dumps(cells) else (" ".join(lines),)
        yield from self._noted()

    def _noted(self) -> list[str]:
        if self.in_row:
            return []
        notes, self.notes = self.notes, []
        return notes

    def _inlines(self, content: list[Any]) -> str:
        kept = [each for n, each in enumerate(content) if not _is_between_marks(content[n : n + 2])]
        return "".join(self._inline(each["t"], each.get("c")) for each in kept)

    def _inline(self, kind: str, content: Any) -> str:
        match kind:
            case "Str":
                return str(content)
            case "Space" | "SoftBreak" | "LineBreak":
                return " "
            case "Note":
                self._note(content)
                return ""
            case "Math" | "Image":
                return ""
            case "Span" if _style(content[0]) in ("Finding", "footnote reference"):
                self._inlines(content[1])  # for the notes in it
                return ""
            case _ if kind in CONTENT:
                return self._inlines(content if CONTENT[kind] is None else content[CONTENT[kind]])
            case _:
                raise AssertionError(f"pandoc reads a {kind}")

    def _note(self, blocks: list[Any]) -> None:
        words = " ".join(Reader({"meta": {}, "blocks": blocks}).paragraphs())
        if "endnote text" not in json.dumps(blocks):
            self.notes.append(words)


def _style(attributes: Any) -> str:
    return str(dict(attributes[2]).get("custom-style", ""))


def _is_between_marks(nodes: list[Any]) -> bool:
    """A blank before an empty span in the style of the marks: pandoc moves the blank of a span out of it."""
    match nodes:
        case [{"t": "Space"}, {"t": "Span", "c": [attributes, []]}]:
            return _style(attributes) == "footnote reference"
        case _:
            return False
