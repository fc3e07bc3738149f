"""Blocks -> the lines of the text with all changes accepted, or with all rejected.

A paragraph whose mark is deleted runs on into the next one when the changes are accepted, and one whose mark is
inserted does so when they are rejected: Word writes the new mark of a new paragraph on the paragraph before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from travaux.docx_reader.blocks import Block

View: TypeAlias = Literal["new", "old"]


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or row of one view. `head` is the block whose key it has, `others` those run together with it."""

    head: Block
    others: tuple[Block, ...]
    text: str
    sent: str
    notes: tuple[str, ...]


def lines(blocks: Iterable[Block], view: View) -> Iterator[Line]:
    """The lines in order."""
    for group in _groups(blocks, view):
        if group[0].kind != "row" or _ends(group[0], view):
            yield _line(group, view)


def joined(blocks: Iterable[Block], view: str) -> str:
    """The words of a cell or a note: its paragraphs joined by blanks."""
    groups = _groups(blocks, "new" if view.endswith("new") else "old")
    texts = ["".join(getattr(block, view) for block in group) for group in groups]
    return " ".join(text for text in texts if text)


def _ends(block: Block, view: View) -> bool:
    return block.ends_new if view == "new" else block.ends_old


def _groups(blocks: Iterable[Block], view: View) -> Iterator[list[Block]]:
    group: list[Block] = []
    for block in blocks:
        if group and (block.kind == "row" or block.story != group[-1].story):
            yield group
            group = []
        group.append(block)
        if block.kind == "row" or _ends(block, view):
            yield group
            group = []
    if group:
        yield group


def _line(group: list[Block], view: View) -> Line:
    if len(group) == 1:
        (block,) = group
        if view == "new":
            return Line(block, (), block.new, block.sent_new, tuple(block.notes_new))
        return Line(block, (), block.old, block.sent_old, tuple(block.notes_old))
    head = next((block for block in group if getattr(block, view)), group[-1])
    others = tuple(block for block in group if block is not head)
    notes = tuple(note for block in group for note in getattr(block, f"notes_{view}"))
    text, sent = ("".join(getattr(block, name) for block in group) for name in (view, f"sent_{view}"))
    return Line(head, others, text, sent, notes)
