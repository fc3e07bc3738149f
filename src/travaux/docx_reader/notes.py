"""footnotes.xml and endnotes.xml -> the words of each note as a block, by its number."""

from __future__ import annotations

from typing import Any

from travaux.docx_reader.blocks import Block
from travaux.docx_reader.safe import Package
from travaux.docx_reader.story import Story
from travaux.docx_reader.tracks import CLEAN
from travaux.docx_reader.views import joined
from travaux.docx_reader.xmlnames import ID, W


def footnotes(package: Package, story: Story) -> dict[str, Block]:
    """The footnotes; separators are none."""
    return {number: _note(element, story) for number, element in _elements(package, "footnote")}


def endnotes(package: Package) -> dict[str, str]:
    """The words of the drafting notes."""
    return {
        number: "".join(each.text or "" for each in element.iter(f"{W}t"))
        for number, element in _elements(package, "endnote")
    }


def _elements(package: Package, kind: str) -> list[tuple[str, Any]]:
    part = package.part(f"{kind}s")
    found = package.tree(part).iter(f"{W}{kind}") if part else ()
    return [(each.get(ID, ""), each) for each in found if each.get(f"{W}type", "normal") == "normal"]


def _note(element: Any, story: Story) -> Block:
    block = Block("footnote")
    inner = [story.paragraph(each, CLEAN) for each in element.iter(f"{W}p")]
    for each in inner:
        each.home = block
        block.names += each.names
    for view in ("new", "old", "sent_new", "sent_old"):
        setattr(block, view, _without_gap(joined(inner, view)))
    return block


def _without_gap(text: str) -> str:
    """The words after the blank that stands between the mark and the note."""
    return text.removeprefix(" ")
