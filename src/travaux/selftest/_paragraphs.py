"""Where the words of a clause stand in its file: paragraphs to which a sentence can be added."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from travaux.checks._walk import passages
from travaux.compilation import Text
from travaux.library import Clause
from travaux.unsettled import UNSETTLED

_ITEM = re.compile(r"\s*(?:\d+\.|[-*]) ")
_NOT_WORDS = re.compile(
    r"\{%|\{#(?!\w[\w-]*\})|^\s*\||^\s*#|\{\{\s*(?:table|schedule|formula|chart|figure)\(", re.MULTILINE
)
#: What stands between words that are printed as they are written.
_BETWEEN = re.compile(r"\{\{.*?\}\}|\{#[\w-]+\}|\^\[|[]\"'’*]|^\s*(?:\d+\.|-)\s", re.DOTALL)
_SHORTEST = 15


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a clause: the file and its first and last line, and the place in the text it is printed at."""

    text: Text
    clause: Clause
    first: int
    last: int

    @property
    def file(self) -> str:
        """The file of the clause."""
        return self.clause.file

    @property
    def operative(self) -> bool:
        """True in an article: not in a recital, an annex, or the frame."""
        return self.clause.front.place == "article"

    @property
    def settled(self) -> bool:
        """True where nothing of the clause is open yet: no other wording, no bracket, no blank."""
        found = [each for each in self.text.outline.all() for w in each.wordings if w.clause is self.clause]
        own = (each for each in passages(self.text) if each.clause is self.clause)
        return all(len(each.wordings) == 1 for each in found) and not any(UNSETTLED.search(o.printed) for o in own)


def paragraphs(text: Text, clause: Clause, source: str) -> Iterator[Paragraph]:
    """The paragraphs that end in a full stop, and whose last words are printed as they are written."""
    printed = " ".join(_printed(text).split())
    lines = source.split("\n")
    first = clause.body_line
    for number in range(clause.body_line, len(lines) + 1):
        ends = number == len(lines) or not lines[number].strip() or _ITEM.match(lines[number])
        if not lines[number - 1].strip():
            first = number + 1
        if _ITEM.match(lines[number - 1]):
            first = number
        if ends and lines[number - 1].strip() and _stands("\n".join(lines[first - 1 : number]), printed):
            yield Paragraph(text, clause, first, number)


def _stands(source: str, printed: str) -> bool:
    """Whether the last words are printed, and the most that are typed in one go: others may end alike."""
    if _NOT_WORDS.search(source) or not source.rstrip().endswith("."):
        return False
    tail = " ".join(re.sub(r"[*]", "", source.rpartition("}}")[2].rpartition("}")[2]).split())
    longest = max((" ".join(piece.split()) for piece in _BETWEEN.split(source)), key=len)
    return len(tail) >= _SHORTEST and tail in printed and longest in printed


def _printed(text: Text) -> str:
    return text.once("selftest.printed", lambda: "\n".join(passage.printed for passage in passages(text)))
