"""A paragraph -> its words in both views, its changes, values, comments and notes.

Runs are split anywhere by the programs that save a file, changes nest, and the numbers of cross-references are
computed by Word: so the words are collected with the changes round them, and a second time with those numbers as
they were sent.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from travaux.docx_reader.blocks import Anchor, Block, FoundChange, FoundValue
from travaux.docx_reader.reading import Field, Reading
from travaux.docx_reader.tracks import CLEAN, KINDS, NEW, Revision, Track, revision
from travaux.docx_reader.xmlnames import ID, MC, NAME, VAL, M, W, number
from travaux.formula.omml_parse import omml_line

_TO_BLANK = str.maketrans("\t\n\r", "   ")
_REF = re.compile(r'^\s*REF\s+"?(\w+)"?((?:\s+\\\w)*)')
_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n"}
_SIGNS |= {f"{W}noBreakHyphen": "\u2011", f"{W}softHyphen": "\u00ad"}
_RPR, _T, _DELETED = f"{W}rPr", f"{W}t", f"{W}delText"
_BOX = f"{W}txbxContent"
_HOLDERS = [f"{W}{name}" for name in ("hyperlink", "smartTag", "customXml", "dir", "bdo", "sdtContent")]
_PICTURES = (f"{W}drawing", f"{W}pict", f"{W}object", f"{MC}AlternateContent")


class Words:
    """The pen over one paragraph."""

    def __init__(self, reading: Reading, block: Block) -> None:
        self.reading, self.block = reading, block
        self.new: list[str] = []
        self.old: list[str] = []
        self.sent_new: list[str] | None = None
        self.sent_old: list[str] = []
        self.last: tuple[FoundChange, ...] = ()

    def read(self, paragraph: Any, track: Track = CLEAN) -> None:
        """Fill the block."""
        self.inside(paragraph, track)
        block = self.block
        block.new, block.old = _normal(self.new), _normal(self.old)
        block.sent_new = block.new if self.sent_new is None else _normal(self.sent_new)
        block.sent_old = block.old if self.sent_new is None else _normal(self.sent_old)

    def inside(self, element: Any, track: Track) -> None:
        for child in element:
            handler = _HANDLERS.get(child.tag)
            if handler is not None:
                handler(self, child, track)

    # --- words --------------------------------------------------------------------------------------------------

    def say(self, text: str, track: Track) -> None:
        reading = self.reading
        sent = reading.fields[-1].sent if reading.fields else None
        if reading.fields and not reading.fields[-1].result:
            return
        if track.stands:
            self.new.append(text)
            self._quoted(text)
        if track.stood:
            self.old.append(text)
        if self.sent_new is not None and sent is None:
            self._say_sent(text, track)
        if track.revisions:
            self._log(text, track)
        else:
            self.last = ()

    def _say_sent(self, text: str, track: Track) -> None:
        if track.stands and self.sent_new is not None:
            self.sent_new.append(text)
        if track.stood:
            self.sent_old.append(text)

    def _quoted(self, text: str) -> None:
        for comment in self.reading.open:
            anchor = self.reading.anchors[comment]
            if anchor.at is not self.block and anchor.quote and not self.new[:-1]:
                anchor.quote.append("\n")
            anchor.at = anchor.at or self.block
            anchor.quote.append(text)

    def _log(self, text: str, track: Track) -> None:
        """The text as part of each change round it; what follows at once by the same hand is one change."""
        found = []
        for place, each in enumerate(track.revisions):
            last = self.last[place] if place < len(self.last) else None
            same = last is not None and (last.kind, last.author, last.date) == (each.kind, each.author, each.date)
            change = last if last is not None and same else self.change(each, "words")
            change.text.append(text)
            found.append(change)
        self.last = tuple(found)

    def change(self, each: Revision, scope: Any, text: str = "") -> FoundChange:
        change = FoundChange(each.kind, scope, each.author, each.date, each.move, self.block, [text] if text else [])
        self.reading.changes.append(change)
        return change

    # --- elements -----------------------------------------------------------------------------------------------

    def run(self, element: Any, track: Track) -> None:
        silent = False
        for child in element:
            tag = child.tag
            if tag == _T:
                if not silent:
                    self.say(child.text or "", track)
            elif tag == _RPR:
                silent = self._properties(child, element, track)
            elif tag == _DELETED:
                if not silent:
                    self.say(child.text or "", track.deleted())
            else:
                self._other(child, track, silent)

    def _properties(self, properties: Any, run: Any, track: Track) -> bool:
        """Whether the words of the run are no part of the text."""
        formatted = properties.find(f"{W}rPrChange")
        if formatted is not None:
            said = "".join(each.text or "" for each in run.iter(_T, _DELETED))
            self.change(revision(formatted, kind="formatted"), "words", said)
        style = properties.find(f"{W}rStyle")
        name = style.get(VAL) if style is not None else ""
        if name in self.reading.marks:
            return "".join(each.text or "" for each in run.iter(_T)).isspace()
        return name in self.reading.silent

    def _other(self, child: Any, track: Track, silent: bool) -> None:
        tag = child.tag
        if tag in _SIGNS:
            if not silent:
                self.say(_SIGNS[tag], track)
        elif tag == f"{W}fldChar":
            self._field(child.get(f"{W}fldCharType"), track)
        elif tag in (f"{W}instrText", f"{W}delInstrText"):
            if self.reading.fields:
                self.reading.fields[-1].code += child.text or ""
        elif tag == f"{W}footnoteReference":
            self._footnote(child.get(ID, ""), track)
        elif tag == f"{W}endnoteReference":
            self.reading.endnotes.append((child.get(ID, ""), self.block))
        elif tag == f"{W}commentReference":
            self.comment(child.get(ID, ""))
        elif tag == f"{W}sym":
            self.say(chr(number(child.get(f"{W}char"), 0xFFFD, 16) & 0xFFFF), track)
        elif tag in _PICTURES:
            self._picture(child, track)

    def _footnote(self, number: str, track: Track) -> None:
        if track.stands:
            self.block.notes_new.append(number)
        if track.stood:
            self.block.notes_old.append(number)

    def _picture(self, element: Any, track: Track) -> None:
        """Text boxes are texts of their own; the second copy that Word writes for old programs is not read."""
        chosen = element.findall(f"{MC}Choice")[:1] if element.tag == f"{MC}AlternateContent" else [element]
        self.reading.boxes += [(box, track) for each in chosen for box in each.iter(_BOX)]

    def _field(self, kind: str | None, track: Track) -> None:
        fields = self.reading.fields
        if kind == "begin":
            fields.append(Field())
        elif kind == "separate" and fields:
            self._result(fields[-1], track)
        elif kind == "end" and fields:
            fields.pop()

    def _result(self, found: Field, track: Track) -> None:
        found.result = True
        reference = _REF.match(found.code)
        if reference and r"\n" in reference[2] and reference[1] in self.reading.numbers:
            if self.sent_new is None:
                self.sent_new, self.sent_old = list(self.new), list(self.old)
            found.sent = self.reading.numbers[reference[1]]
            self._say_sent(found.sent, track)

    def simple_field(self, element: Any, track: Track) -> None:
        self.reading.fields.append(Field(element.get(f"{W}instr", "")))
        self._result(self.reading.fields[-1], track)
        self.inside(element, track)
        self.reading.fields.pop()

    def revised(self, element: Any, track: Track) -> None:
        moves = self.reading.moves.values() if "move" in element.tag else ()
        self.inside(element, track.within(revision(element, next(reversed(moves), ""))))

    def equation(self, element: Any, track: Track) -> None:
        """An equation on one line; where changes within it are tracked, once with and once without them."""
        line, before = omml_line(element), omml_line(element, accepted=False)
        if line == before:
            self.say(line, track)
            return
        self.say(line, track.of_new())
        self.say(before, track.of_old())
        for each in element.iter(*KINDS):
            self.change(revision(each), "words", omml_line(each, accepted=KINDS[each.tag] in NEW))

    def control(self, element: Any, track: Track) -> None:
        tag, content = element.find(f"{W}sdtPr/{W}tag"), element.find(f"{W}sdtContent")
        start = len(self.new), len(self.old)
        if content is not None:
            self.inside(content, track)
        if tag is not None:
            text, was = _normal(self.new[start[0] :]), _normal(self.old[start[1] :])
            self.reading.values.append(FoundValue(tag.get(VAL, ""), text, was, self.block))

    def bookmark(self, element: Any, track: Track) -> None:
        key = self.reading.keys.get(element.get(NAME, ""))
        if key is not None:
            self.block.names.append(key)

    def begin_comment(self, element: Any, track: Track) -> None:
        self.comment(element.get(ID, ""))
        self.reading.open[element.get(ID, "")] = None

    def comment(self, number: str) -> None:
        """The place of a comment: where its range begins, or its mark where it has none."""
        anchor = self.reading.anchors.setdefault(number, Anchor())
        anchor.at = anchor.at or self.block

    def end_comment(self, element: Any, track: Track) -> None:
        self.reading.open.pop(element.get(ID, ""), None)

    def begin_move(self, element: Any, track: Track) -> None:
        self.reading.moves[element.get(ID, "")] = element.get(NAME, "")

    def end_move(self, element: Any, track: Track) -> None:
        self.reading.moves.pop(element.get(ID, ""), None)

    def alternate(self, element: Any, track: Track) -> None:
        for chosen in element.findall(f"{MC}Choice")[:1]:
            self.inside(chosen, track)


def _normal(pieces: list[str]) -> str:
    return "".join(pieces).translate(_TO_BLANK)


_HANDLERS: dict[str, Callable[[Words, Any, Track], None]] = {
    f"{W}r": Words.run,
    f"{W}sdt": Words.control,
    f"{W}fldSimple": Words.simple_field,
    f"{W}bookmarkStart": Words.bookmark,
    f"{W}commentRangeStart": Words.begin_comment,
    f"{W}commentRangeEnd": Words.end_comment,
    f"{W}moveFromRangeStart": Words.begin_move,
    f"{W}moveToRangeStart": Words.begin_move,
    f"{W}moveFromRangeEnd": Words.end_move,
    f"{W}moveToRangeEnd": Words.end_move,
    f"{M}oMath": Words.equation,
    f"{M}oMathPara": Words.equation,
    f"{MC}AlternateContent": Words.alternate,
    **dict.fromkeys(_HOLDERS, Words.inside),
    **dict.fromkeys(KINDS, Words.revised),
}
