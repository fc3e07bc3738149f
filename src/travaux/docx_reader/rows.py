"""A row of a table -> one block, its cells joined by tabs."""

from __future__ import annotations

from dataclasses import dataclass, field

from travaux.docx_reader.blocks import Block
from travaux.docx_reader.views import joined


@dataclass(slots=True, eq=False)
class Row:
    """A row that is being read: its paragraphs cell by cell."""

    block: Block
    cells: list[list[Block]] = field(default_factory=list)
    header: bool = False

    @property
    def paragraphs(self) -> list[Block]:
        """All its paragraphs in order."""
        return [block for cell in self.cells for block in cell]

    def whole(self) -> Block:
        """The row as one block, to which the names and notes of its paragraphs belong."""
        block, inner = self.block, self.paragraphs
        if inner:
            block.style, block.control, block.instance = inner[0].style, inner[0].control, inner[0].instance
            block.framed = all(each.framed for each in inner)
        for each in inner:
            each.home = block
            block.names += each.names
            block.notes_new += each.notes_new
            block.notes_old += each.notes_old
        block.new, block.old = self._view("new"), self._view("old")
        block.sent_new, block.sent_old = block.new, block.old
        if any(each.sent_new != each.new or each.sent_old != each.old for each in inner):
            block.sent_new, block.sent_old = self._view("sent_new"), self._view("sent_old")
        return block

    def _view(self, view: str) -> str:
        """Nearly all cells have one paragraph."""
        return "\t".join([getattr(c[0], view) if len(c) == 1 else joined(c, view) for c in self.cells])
