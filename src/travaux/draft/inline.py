"""Inline tokens of the Markdown parser become inline nodes, with the marks of the template put back in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from travaux.diagnostic import Diagnostic, Severity
from travaux.draft.marks import (
    PLACEHOLDER,
    FigureMark,
    Marks,
    Nodes,
    RowMark,
    ScheduleMark,
    SourceMark,
    TableMark,
    merged,
)
from travaux.library import Clause
from travaux.span import Span
from travaux.tree import Definition, Emphasis, Footnote, Inline, Text

GOOD_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ID = re.compile(r"^\{#([^}]*)\}\s*")
#: Letters by which a line of the rendered text is known again in the file.
_ENOUGH = 8
_STRAY = re.compile(r"`|\]\(|!\[|</?[A-Za-z]|^> |\{#[a-z0-9-]*\}")
#: Several blanks, as where a line of a clause goes on behind a condition: in Markdown they are one.
_BLANKS = re.compile(" {2,}")


@dataclass
class Scribe:
    """What the two halves of the markup reader share: the clause, its marks, and the faults found so far."""

    clause: Clause
    key: str
    marks: Marks
    footnotes: Sequence[Mapping[str, Any]] = ()
    faults: list[Diagnostic] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    notes: int = 0
    reading: Span | None = None
    """Where the words stand that are being read."""
    rendered: Sequence[str] = ()
    """The lines of the rendered text."""

    def fault(self, message: str, hint: str = "", span: Span | None = None, code: str = "DRF005") -> None:
        """Notes a fault of the markup."""
        self.faults.append(Diagnostic(code, Severity.ERROR, span or self.reading or self.clause.span(), message, hint))

    def line(self, token: Any) -> Span:
        """The line of the file on which a token begins, as far as it is known."""
        return Span(self.clause.file, self.written(token.map[0] + 1), 1) if token.map else self.clause.span()

    def written(self, number: int) -> int:
        """The line of the file for one of the rendered text, which loops and conditions have moved.

        It is the line that has its words; the same number where words are too few, or stand in more lines than one.
        """
        rendered = self.rendered[number - 1] if number <= len(self.rendered) else ""
        words = max(PLACEHOLDER.split(rendered)[::2], key=len).strip()
        source = self.clause.body.split("\n")
        at = number - self.clause.body_line
        if len(words) < _ENOUGH or (0 <= at < len(source) and words in source[at]):
            return number
        found = [n for n, line in enumerate(source, self.clause.body_line) if words in line]
        return found[0] if len(found) == 1 else number

    @property
    def terms(self) -> dict[str, str]:
        """The defined form of each term of the clause, and its key."""
        return {forms[0]: term for term, forms in self.clause.front.defines.items()}


@dataclass
class InlineMarks:
    """The marks among some inline tokens that are not nodes."""

    sources: list[str] = field(default_factory=list)
    row: RowMark | None = None
    table: TableMark | None = None
    schedule: ScheduleMark | None = None
    figure: FigureMark | None = None


def inline(scribe: Scribe, tokens: Sequence[Any], found: InlineMarks) -> tuple[Inline, ...]:
    """The nodes of the children of one inline token; marks that are not nodes are put into `found`."""
    return _Inline(scribe, list(tokens), found).until("")


@dataclass
class _Inline:
    scribe: Scribe
    tokens: list[Any]
    found: InlineMarks
    in_footnote: bool = False

    def until(self, closing: str) -> tuple[Inline, ...]:
        nodes: list[Inline] = []
        while self.tokens:
            token = self.tokens.pop(0)
            if token.type == closing:
                break
            nodes.extend(self.nodes(token))
        return merged(nodes)

    def nodes(self, token: Any) -> list[Inline]:
        match token.type:
            case "text":
                return self.text(_BLANKS.sub(" ", token.content))
            case "softbreak" | "hardbreak":
                return [Text(" ")]
            case "strong_open":
                return [self.strong(self.until("strong_close"))]
            case "em_open":
                return [Emphasis(self.until("em_close"))]
            case "footnote_ref":
                return [self.footnote(token.meta["id"])]
            case "footnote_anchor":
                return []
        self.scribe.fault(f"{token.type} is not part of the clause language")
        return []

    def text(self, content: str) -> list[Inline]:
        nodes: list[Inline] = []
        for part in self.scribe.marks.split(content):
            match part:
                case str():
                    self.stray(part)
                    nodes.append(Text(part))
                case Nodes():
                    nodes.extend(part.content)
                case SourceMark():
                    self.found.sources.append(part.key)
                case RowMark():
                    self.found.row = part
                case TableMark():
                    self.found.table = part
                case ScheduleMark():
                    self.found.schedule = part
                case FigureMark():
                    self.found.figure = part
        return nodes

    def stray(self, words: str) -> None:
        """Markdown that the clause language does not have would stand in the treaty letter by letter."""
        match = _STRAY.search(words)
        if match:
            hint = "links, code, pictures, quotations and HTML have no place in a clause"
            if match[0].startswith("{#"):
                hint = (
                    "an id begins an item; a list right under its opening words begins with `1.`, whatever comes first"
                )
            self.scribe.fault(f"{match[0]!r} is not part of the clause language", hint)

    def strong(self, content: tuple[Inline, ...]) -> Inline:
        """Bold words are the definition of a term when the clause says that it defines them."""
        if len(content) == 1 and isinstance(content[0], Text):
            term = self.scribe.terms.get(content[0].text)
            if term is not None:
                return Definition(term, content[0].text)
        return Emphasis(content, strong=True)

    def footnote(self, number: int) -> Footnote:
        self.scribe.notes += 1
        if self.in_footnote:
            self.scribe.fault("a footnote stands in a footnote", "give it a place of its own")
            return Footnote(f"{self.scribe.key}#f{self.scribe.notes}", ())
        tokens = list(self.scribe.footnotes[number].get("tokens") or ())
        key = self.footnote_key(taken_id(tokens))
        return Footnote(key, _Inline(self.scribe, tokens, self.found, in_footnote=True).until(""))

    def footnote_key(self, own_id: str) -> str:
        """The key of a footnote: its id where it has one, by which references name it, or else its place."""
        if not own_id:
            return f"{self.scribe.key}#f{self.scribe.notes}"
        key = f"{self.scribe.key}.{own_id}"
        if not GOOD_ID.fullmatch(own_id):
            hint = "lower-case letters, digits, hyphens"
            self.scribe.fault(f"{own_id!r} is not an id", hint, code="DRF006")
        if key in self.scribe.ids:
            self.scribe.fault(f"the id {own_id!r} stands twice in the clause", code="DRF006")
        self.scribe.ids.add(key)
        return key


def taken_id(tokens: list[Any]) -> str:
    """The id at the head of some inline tokens, which lose it; "" where there is none."""
    match = _ID.match(tokens[0].content) if tokens and tokens[0].type == "text" else None
    if match is None:
        return ""
    # A copy: what Markdown was read as is kept for the next build of the same text.
    tokens[0] = tokens[0].copy(content=tokens[0].content[match.end() :])
    return match[1]


def plain_text(nodes: Sequence[Inline]) -> str:
    """The words of some nodes, for headings and formulas, which hold no nodes."""
    words = []
    for node in nodes:
        match node:
            case Emphasis():
                words.append(plain_text(node.content))
            case _:
                words.append(str(getattr(node, "text", "")))
    return "".join(words)
