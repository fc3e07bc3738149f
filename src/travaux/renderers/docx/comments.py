"""Comments and their replies -> comments.xml, commentsExtended.xml, commentsIds.xml and people.xml.

Word shows a reply only where it repeats the range and the mark of the comment it answers. A date is written only
where the data gives one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from travaux.renderers._shared import author, word
from travaux.renderers.docx import xml
from travaux.renderers.docx.names import Ids
from travaux.renderers.docx.scripts import Scripts
from travaux.tree import Alternatives, Document, Note, Reply

#: Styles of comments, made where the reference document lacks them: name -> id, kind, properties.
STYLES: Mapping[str, tuple[str, str, str]] = {
    "annotation text": ("CommentText", "paragraph", '<w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr>'),
    "annotation reference": ("CommentReference", "character", '<w:rPr><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr>'),
}
_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:w16cid="http://schemas.microsoft.com/office/word/2016/wordml/cid" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14 w15 w16cid"'
)


def in_margin(note: Note, document: Document) -> bool:
    """Whether a note becomes a comment: drafting notes do where the house style says so."""
    if note.kind == "drafting":
        return document.draft.house.drafting_notes == "comments"
    return note.kind in ("comment", "remark")


def stated(nodes: Iterable[object]) -> str:
    """All drafting notes in one: a reason that they give already is not said again in a comment."""
    return "\n".join(node.text for node in nodes if isinstance(node, Note) and node.kind == "drafting")


def any_in(document: Document, nodes: Iterable[object], said: str) -> bool:
    """Whether the text has a comment, so that the file gets the parts that hold them."""
    return bool(document.comments) or any(_makes_one(node, document, said) for node in nodes)


def _makes_one(node: object, document: Document, said: str) -> bool:
    match node:
        case Note():
            return in_margin(node, document)
        case Alternatives(chosen=None, reason=reason):
            return reason != "" and reason not in said
    return False


class Comments:
    """The comments met so far; numbers and ids follow from their order and their keys alone."""

    def __init__(self, document: Document, styles: Mapping[str, str], scripts: Scripts) -> None:
        self._document = document
        self._scripts = scripts
        self._text_style = styles["annotation text"]
        self._mark_style = f'<w:rStyle w:val="{styles["annotation reference"]}"/>'
        self._durable = Ids()
        self._comments: list[str] = []
        self._extended: list[str] = []
        self._ids: list[str] = []
        self._authors: dict[str, None] = {}

    def round(self, note: Note, content: str) -> str:
        """Content with a comment and its replies on it."""
        first = len(self._comments)
        for place, said in enumerate(self._thread(note)):
            self._add(said, f"{note.key}#{place}", first if place else None, note.resolved)
        numbers = range(first, len(self._comments))
        starts = "".join(f'<w:commentRangeStart w:id="{n}"/>' for n in numbers)
        return f"{starts}{content}{''.join(map(self._end, numbers))}"

    def _end(self, number: int) -> str:
        mark = xml.raw_run(f'<w:commentReference w:id="{number}"/>', self._mark_style)
        return f'<w:commentRangeEnd w:id="{number}"/>{mark}'

    def _thread(self, note: Note) -> Iterator[Reply]:
        label = word(self._document, "note") if note.kind == "drafting" else "travaux"
        yield Reply(author(self._document.draft, note.author) or label, note.text, note.date)
        for reply in note.replies:
            yield Reply(author(self._document.draft, reply.author) or label, reply.text, reply.date)

    def _add(self, said: Reply, key: str, parent: int | None, resolved: bool) -> None:
        number, by = len(self._comments), xml.escape(said.author)
        self._authors[by] = None
        self._comments.append(
            f'<w:comment w:id="{number}" w:author="{by}"{xml.dated(said.date)} w:initials="{_initials(said.author)}">'
            f"{self._paragraphs(said.text, number)}</w:comment>"
        )
        above = "" if parent is None else f' w15:paraIdParent="{_para_id(parent)}"'
        done = f'w15:done="{int(resolved)}"'
        self._extended.append(f'<w15:commentEx w15:paraId="{_para_id(number)}"{above} {done}/>')
        durable = self._durable.control(f"comment:{key}")
        self._ids.append(f'<w16cid:commentId w16cid:paraId="{_para_id(number)}" w16cid:durableId="{durable:08X}"/>')

    def _paragraphs(self, text: str, number: int) -> str:
        """A paragraph for each line; the last carries the id by which replies find the comment."""
        runs = [self._scripts.runs(line) for line in text.split("\n")]
        runs[0] = xml.raw_run("<w:annotationRef/>", self._mark_style) + runs[0]
        *others, last = (xml.paragraph(self._text_style, words) for words in runs)
        return "".join(others) + last.replace("<w:p>", f'<w:p w14:paraId="{_para_id(number)}">', 1)

    def parts(self) -> dict[str, str]:
        """The parts below word/ by name."""
        return {
            "comments.xml": _part("w:comments", self._comments),
            "commentsExtended.xml": _part("w15:commentsEx", self._extended),
            "commentsIds.xml": _part("w16cid:commentsIds", self._ids),
            "people.xml": _part("w15:people", (_person(by) for by in self._authors)),
        }


def _part(element: str, content: Iterable[str]) -> str:
    return f"{xml.DECLARATION}<{element} {_SPACES}>{''.join(content)}</{element}>"


def _person(by: str) -> str:
    known = f'<w15:presenceInfo w15:providerId="None" w15:userId="{by}"/>'
    return f'<w15:person w15:author="{by}">{known}</w15:person>'


def _para_id(number: int) -> str:
    """The paragraphs of comments are the only ones with an id: a counter is enough."""
    return f"{number + 1:08X}"


def _initials(name: str) -> str:
    words = re.findall(r"\w+", name)
    return xml.escape(words[0] if len(words) == 1 and words[0].isupper() else "".join(w[0] for w in words)).upper()[:9]
