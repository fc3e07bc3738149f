"""A flat OpenDocument file, as LibreOffice writes it -> its paragraphs in order, changes accepted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
MATH = "{http://www.w3.org/1998/Math/MathML}"
_NOT_WORDS = {f"{OFFICE}annotation", f"{TEXT}tracked-changes", f"{TEXT}table-of-content-source"}
_EMPTY_CELL = "\u200d"  # what LibreOffice puts into some empty paragraphs
#: Findings, and what stands between the marks of two notes.
_NO_STYLES_OF_WORDS = ("Finding", "footnote_20_reference", "Footnote_20_Symbol", "Footnote_20_Characters")


class Reader:
    """Reads one file, as a whole or without formulas and footnotes. `deleting` holds the deletions at hand."""

    def __init__(self, data: bytes, whole: bool = True) -> None:
        parser = etree.XMLParser(huge_tree=True, recover=False)
        self.tree = etree.fromstring(data, parser)
        self.whole = whole
        self.parents = {
            style.get(f"{STYLE}name"): style.get(f"{STYLE}parent-style-name")
            for style in self.tree.iter(f"{STYLE}style")
        }
        self.deletions = {
            region.get(f"{TEXT}id")
            for region in self.tree.iter(f"{TEXT}changed-region")
            if region.find(f"{TEXT}deletion") is not None
        }
        self.deleting: set[str] = set()
        self.notes: list[str] = []

    def paragraphs(self) -> Iterator[str]:
        """The words of every paragraph, row and footnote; the lines that hold only a bracket are left out."""
        body = self.tree.find(f"{OFFICE}body/{OFFICE}text")
        yield from self._blocks(body)

    def _blocks(self, parent: Any) -> Iterator[str]:
        for each in parent:
            if each.tag in (f"{TEXT}p", f"{TEXT}h"):
                words = self._words(each)
                yield "" if self._is_in(each, "Bracket_20_Line") else words
                yield from self._noted()
            elif each.tag == f"{TABLE}table-row":
                yield from self._row(each)
            elif each.tag not in _NOT_WORDS:
                yield from self._changed(each)
                yield from self._blocks(each)

    def _changed(self, each: Any) -> Iterator[str]:
        """Where a deletion of whole paragraphs begins and ends."""
        if each.tag == f"{TEXT}change-start":
            self.deleting |= {each.get(f"{TEXT}change-id")} & self.deletions
        elif each.tag == f"{TEXT}change-end":
            self.deleting -= {each.get(f"{TEXT}change-id")}
        return iter(())

    def _row(self, row: Any) -> Iterator[str]:
        cells = [cell for cell in row if cell.tag == f"{TABLE}table-cell"]
        lines = [[self._words(p) for p in cell.iter(f"{TEXT}p") if not self._in_note(p)] for cell in cells]
        signed = any(self._is_in(p, "Signature_20_Party") for cell in cells for p in cell.iter(f"{TEXT}p"))
        yield from (" ".join(line) for line in lines) if signed else (" ".join(" ".join(line) for line in lines),)
        yield from self._noted()

    @staticmethod
    def _in_note(paragraph: Any) -> bool:
        return any(each.tag in (f"{TEXT}note", f"{OFFICE}annotation") for each in paragraph.iterancestors())

    def _noted(self) -> list[str]:
        notes, self.notes = self.notes, []
        return notes

    def _is_in(self, each: Any, style: str) -> bool:
        name = each.get(f"{TEXT}style-name")
        return style in (name, self.parents.get(name))

    def _words(self, paragraph: Any) -> str:
        words = self._inline(paragraph)
        return "" if words == _EMPTY_CELL else words

    def _inline(self, parent: Any) -> str:
        found = [self._kept(parent.text)]
        for each in parent:
            found.append(self._element(each))
            found.append(self._kept(each.tail))
        return "".join(found)

    def _kept(self, text: str | None) -> str:
        return "" if self.deleting else text or ""

    def _element(self, each: Any) -> str:
        if each.tag in (f"{TEXT}s", f"{TEXT}tab", f"{TEXT}line-break"):
            return " "
        if each.tag == f"{TEXT}note":
            self._note(each)
            return ""
        if each.tag == f"{DRAW}frame":
            return self._formula(each)
        list(self._changed(each))
        left_out = each.tag in _NOT_WORDS or any(self._is_in(each, style) for style in _NO_STYLES_OF_WORDS)
        return "" if left_out else self._inline(each)

    def _note(self, each: Any) -> None:
        if each.get(f"{TEXT}note-class") == "footnote" and self.whole and not self.deleting:
            self.notes.append(" ".join(self._inline(p) for p in each.iter(f"{TEXT}p")))

    def _formula(self, frame: Any) -> str:
        math = frame.find(f"{DRAW}object/{MATH}math/{MATH}semantics")
        if math is None or self.deleting or not self.whole:
            return ""
        words = "".join(text for part in math if part.tag != f"{MATH}annotation" for text in part.itertext())
        return "".join(words.split())
