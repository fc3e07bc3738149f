"""A part with text -> its paragraphs and rows in order, read as a stream: what has been read is let go.

A paragraph is read as a whole, whatever stands round it: content controls, tables, changes of whole paragraphs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from travaux.docx_reader import trees
from travaux.docx_reader.blocks import Block, FoundChange
from travaux.docx_reader.model import ChangeKind
from travaux.docx_reader.reading import Reading
from travaux.docx_reader.rows import Row
from travaux.docx_reader.safe import Package
from travaux.docx_reader.tracks import CLEAN, KINDS, NEW, Track, revision
from travaux.docx_reader.words import Words
from travaux.docx_reader.xmlnames import MC, VAL, W, flag

_P, _PPR, _STYLE, _FALLBACK = f"{W}p", f"{W}pPr", f"{W}pStyle", f"{MC}Fallback"
_ANCHORS = [f"{W}{name}" for name in ("bookmarkStart", "commentRangeStart", "commentRangeEnd")]
_ANCHORS += [f"{W}{name}" for name in ("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd")]
_CELL_KINDS: Mapping[str, ChangeKind] = {
    f"{W}cellIns": "inserted",
    f"{W}cellDel": "deleted",
    f"{W}cellMerge": "formatted",
}
SIGNATURE_LINE = "#signature:"


@dataclass(slots=True)
class Styles:
    """Names of the paragraph styles by id, in small letters, and which of them are of the frame."""

    names: Mapping[str, str]
    frame: frozenset[str]


class Story:
    """The walk over one part. `tags` are the keys by tag of a content control."""

    def __init__(self, reading: Reading, styles: Styles, tags: Callable[[str], str]) -> None:
        self.reading, self.styles, self.tags = reading, styles, tags
        self.controls: list[tuple[str, int]] = []
        self.numbered: dict[str, int] = {}
        self.opened = 0
        self.tracks: list[Track] = [CLEAN]
        self.rows: list[Row] = []
        self.story = 0
        self.contents: list[bool] = []
        self.waiting: list[Any] = []
        self.seen_tags: set[str] = set()

    def blocks(self, package: Package, part: str) -> Iterator[Block]:
        """The paragraphs outside tables, the rows, and the paragraphs of rows that have no words of their own."""
        within = skipped = 0
        for event, element in trees.events(package.members[part], part, package.file, _TAGS):
            tag, starts = element.tag, event == "start"
            if tag == _FALLBACK:
                skipped += 1 if starts else -1
            elif tag == _P:
                within += 1 if starts else -1
                if not starts and not within and not skipped:
                    block = self.paragraph(element, self.tracks[-1])
                    if self.rows and self.rows[-1].cells:
                        self.rows[-1].cells[-1].append(block)  # let go with its row
                    else:
                        yield block
                        element.clear()
                    if self.reading.boxes:
                        yield from self._boxes()
            elif not within and not skipped:
                yield from (_STARTS if starts else _ENDS).get(tag, Story._nothing)(self, element)

    # --- paragraphs ---------------------------------------------------------------------------------------------

    def _boxes(self) -> Iterator[Block]:
        """The texts of the boxes that hang on the paragraph before."""
        while self.reading.boxes:
            box, track = self.reading.boxes.pop(0)
            self.story += 1
            for each in box.iter(_P):
                yield self.paragraph(each, track)
            self.story += 1

    def paragraph(self, element: Any, track: Track) -> Block:
        properties = next((child for child in element if child.tag == _PPR), None)
        block = Block("paragraph", self._style(properties), story=self.story)
        if self.controls:
            block.control, block.instance = self.controls[-1]
            block.framed = any(self.contents)
        block.framed = block.framed or block.style in self.styles.frame or block.style.startswith("toc ")
        pen = Words(self.reading, block)
        if self.waiting:
            pen.inside(self.waiting, track)
            self.waiting = []
        pen.read(element, track)
        if properties is not None and (len(properties) > 1 or not block.style):
            self._mark(properties, block, pen)
        return block

    def _style(self, properties: Any) -> str:
        """The name of the style, which is the first of the properties where there is one."""
        style = properties[0] if properties is not None and len(properties) else None
        if style is None or style.tag != _STYLE:
            return ""
        return self.styles.names.get(style.get(VAL), style.get(VAL, ""))

    def _mark(self, properties: Any, block: Block, pen: Words) -> None:
        """Changes of the mark that ends the paragraph, and of its looks."""
        run = properties.find(f"{W}rPr")
        for each in run if run is not None else ():
            if each.tag in KINDS:
                found = revision(each)
                if found.kind in NEW:
                    block.ends_old = False
                else:
                    block.ends_new = False
                pen.change(found, "paragraph")
        formatted = properties.find(f"{W}pPrChange")
        if formatted is not None:
            pen.change(revision(formatted, kind="formatted"), "paragraph")

    # --- what stands round them -----------------------------------------------------------------------------------

    def _nothing(self, element: Any) -> Iterator[Block]:
        return iter(())

    def _anchor(self, element: Any) -> Iterator[Block]:
        """Marks between paragraphs belong to the next one."""
        import copy

        self.waiting.append(copy.copy(element))
        return iter(())

    def _open_control(self, element: Any) -> Iterator[Block]:
        self.controls.append(self.controls[-1] if self.controls else ("", 0))
        self.contents.append(False)
        return iter(())

    def _control_says(self, element: Any) -> Iterator[Block]:
        tag, gallery = element.find(f"{W}tag"), element.find(f"{W}docPartObj/{W}docPartGallery")
        if self.contents:
            self.contents[-1] = gallery is not None and gallery.get(VAL) == "Table of Contents"
        key = self.tags(tag.get(VAL, "")) if tag is not None else ""
        if key and self.controls:
            self.opened += 1
            self.controls[-1] = (key, self.opened)
            self.numbered.setdefault(key, self.opened)
        return iter(())

    def _close_control(self, element: Any) -> Iterator[Block]:
        self.controls.pop()
        self.contents.pop()
        element.clear()
        return iter(())

    def _open_change(self, element: Any) -> Iterator[Block]:
        self.tracks.append(self.tracks[-1].within(revision(element)))
        return iter(())

    def _close_change(self, element: Any) -> Iterator[Block]:
        self.tracks.pop()
        return iter(())

    def _border(self, element: Any) -> Iterator[Block]:
        """Paragraphs do not run together across the border of a table."""
        self.story += 1
        return iter(())

    # --- rows -----------------------------------------------------------------------------------------------------

    def _open_row(self, element: Any) -> Iterator[Block]:
        self.rows.append(Row(Block("row")))
        return iter(())

    def _row_says(self, element: Any) -> Iterator[Block]:
        row = self.rows[-1]
        row.header = flag(element.find(f"{W}tblHeader"))
        for each in element:
            if each.tag in KINDS:
                found = revision(each)
                row.block.ends_new &= found.kind in NEW
                row.block.ends_old &= found.kind not in NEW
                self._change(found, "row", row.block)
        return iter(())

    def _change(self, found: Any, scope: Any, at: Block) -> None:
        self.reading.changes.append(FoundChange(found.kind, scope, found.author, found.date, found.move, at))

    def _open_cell(self, element: Any) -> Iterator[Block]:
        self.story += 1
        if self.rows:
            self.rows[-1].cells.append([])
        return iter(())

    def _cell_says(self, element: Any) -> Iterator[Block]:
        for each in element:
            if each.tag in _CELL_KINDS and self.rows:
                self._change(revision(each, kind=_CELL_KINDS[each.tag]), "cell", self.rows[-1].block)
        return iter(())

    def _close_row(self, element: Any) -> Iterator[Block]:
        row = self.rows.pop()
        element.clear()
        inner = row.paragraphs
        if row.header or any(name.startswith(SIGNATURE_LINE) for block in inner for name in block.names):
            for block in inner:
                block.framed = block.framed or row.header
            return iter(inner)
        return iter((row.whole(),))


_STARTS: dict[str, Callable[[Story, Any], Iterator[Block]]] = {
    f"{W}sdt": Story._open_control,
    f"{W}tbl": Story._border,
    f"{W}tr": Story._open_row,
    f"{W}tc": Story._open_cell,
    **dict.fromkeys(KINDS, Story._open_change),
}
_ENDS: dict[str, Callable[[Story, Any], Iterator[Block]]] = {
    f"{W}sdt": Story._close_control,
    f"{W}sdtPr": Story._control_says,
    f"{W}tbl": Story._border,
    f"{W}tr": Story._close_row,
    f"{W}trPr": Story._row_says,
    f"{W}tcPr": Story._cell_says,
    **dict.fromkeys(KINDS, Story._close_change),
    **dict.fromkeys(_ANCHORS, Story._anchor),
}
_TAGS = [_P, _FALLBACK, *_STARTS, *_ENDS]
