"""What the writers of the parts share: the document, names, counters, notes, and where the pen stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Literal

from travaux.renderers._shared import author
from travaux.renderers.docx import names, xml
from travaux.renderers.docx.comments import Comments
from travaux.renderers.docx.names import Ids
from travaux.renderers.docx.numbering import Numbering
from travaux.renderers.docx.paragraphs import Paragraphs
from travaux.renderers.docx.reference import Reference
from travaux.renderers.docx.rows import Schedule
from travaux.renderers.docx.scripts import Scripts
from travaux.renderers.docx.survey import Survey
from travaux.tree import Document, Note


class Place(Enum):
    """Where words stand: some constructs are not allowed, or not wanted, in notes and in cells of tables."""

    TEXT = auto()
    CELL = auto()
    NOTE = auto()


@dataclass(frozen=True, slots=True)
class Revision:
    """A tracked change that covers whole paragraphs."""

    kind: Literal["inserted", "deleted"]
    author: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """How the words at the pen are set: place, character style, emphasis, tracked change."""

    place: Place = Place.TEXT
    style: str = ""
    bold: bool = False
    italic: bool = False
    colour: str = ""
    party_colour: str = ""
    """The colour of the party whose wording this is, for words that keep another style of their own."""
    revision: Revision | None = None
    deleted: bool = False

    @property
    def properties(self) -> str:
        """The content of w:rPr, in the schema's order."""
        style = f'<w:rStyle w:val="{self.style}"/>' if self.style else ""
        colour = f'<w:color w:val="{self.colour}"/>' if self.colour else ""
        return f"{style}{'<w:b/>' * self.bold}{'<w:i/>' * self.italic}{colour}"

    def revised(self, revision: Revision) -> Setting:
        """The setting inside a tracked change of whole paragraphs; in a deletion there is nothing further to track."""
        if self.deleted:
            return self
        return replace(self, revision=revision, deleted=revision.kind == "deleted")


PLAIN = Setting()


@dataclass(slots=True)
class Context:
    """State of one rendering. `part` and `landscape` say where in the document the pen stands."""

    document: Document
    reference: Reference
    survey: Survey
    numbering: Numbering
    scripts: Scripts
    pages: Mapping[str, int] = field(default_factory=dict)
    """On which page each heading is, by key; nothing where no layout was made."""
    ids: Ids = field(default_factory=Ids)
    footnotes: list[str] = field(default_factory=list)
    endnotes: list[str] = field(default_factory=list)
    unrepresented: dict[str, None] = field(default_factory=dict)
    part: Literal["body", "annex"] = "body"
    landscape: bool = False
    sections: int = 0
    unit: Paragraphs = field(default_factory=Paragraphs)
    """Names the paragraphs of the unit that is being written."""
    version: str = ""
    """Version of the clause that is being written."""
    schedules: dict[str, Schedule] = field(default_factory=dict)
    """The rows of long schedules that have been written, by key of the table."""
    pictures: dict[int, tuple[int, int]] = field(default_factory=dict)
    """The number of each picture and of the part that holds it, by the identity of its node."""
    values: dict[str, None] = field(default_factory=dict)
    """The paths of the values that have been written in a control."""
    bookmarked: dict[str, str] = field(default_factory=dict)
    """The bookmark of each key that has been written; "" for a row of a long schedule."""
    said: str = ""
    """What the drafting notes say."""
    has_comments: bool = False
    party_colours: Mapping[str, str] = field(default_factory=dict)
    """The colours of the parties' styles that are in use, by name."""
    cited_footnotes: frozenset[str] = frozenset()
    comments: Comments = field(init=False)
    paragraphs: int = 0
    """How many paragraphs have been counted in the margin."""
    waiting: list[Note] = field(default_factory=list)
    """Comments of a footnote, which stand at its mark because Word has none in footnotes."""

    def __post_init__(self) -> None:
        self.comments = Comments(self.document, self.reference.ids, self.scripts)

    def run(self, text: str, setting: Setting = PLAIN, style: str = "") -> str:
        """A run in the setting, or in a character style instead of the setting's own."""
        if style:
            setting = replace(setting, style=self.reference.ids[style], colour=setting.party_colour)
        return self.scripts.runs(text, setting.properties, setting.deleted)

    def field(self, instruction: str, cached: str, setting: Setting = PLAIN) -> str:
        """A field that shows its cached words until Word computes it again."""
        return xml.field(instruction, self.scripts.runs(cached, setting.properties), setting.properties)

    @property
    def across(self) -> str:
        """What says of a table that its first column is on the right."""
        return "<w:bidiVisual/>" if self.scripts.script == "right-to-left" else ""

    def paragraph(self, style: str, content: str, setting: Setting = PLAIN, properties: str = "") -> str:
        """A paragraph in the named style, its words and its mark inside the tracked change of the setting."""
        if setting.revision is not None:
            mark = self.revision(setting.revision)
            properties += f"<w:rPr>{mark}/></w:rPr>"
            content = self.revised(setting.revision, content)
        return xml.paragraph(self.reference.ids[style], content, properties)

    def revised(self, revision: Revision, content: str) -> str:
        """Runs inside a tracked change."""
        if not content:
            return ""
        opening = self.revision(revision)
        return f"{opening}>{content}</{opening[1:6]}>"

    def revision(self, revision: Revision) -> str:
        """The element of a tracked change, left open."""
        by = author(self.document.draft, revision.author)
        element = "w:ins" if revision.kind == "inserted" else "w:del"
        return f'<{element} w:id="{self.ids.mark()}" w:author="{xml.escape(by)}"{xml.dated(revision.date)}'

    def bookmark(self, key: str, content: str, setting: Setting = PLAIN) -> str:
        """Content with the bookmark of its key round it; what is deleted, or was met before, gets none."""
        if not key or setting.deleted or key in self.bookmarked:
            return content
        name = self.bookmarked[key] = names.bookmark(key)
        return self.commented(key, self.ids.bookmarked(name, content))

    def bookmark_of(self, key: str) -> str:
        """The name of the bookmark of a key, which may be still to come."""
        return self.bookmarked.get(key) or names.bookmark(key)

    def are_new(self, keys: Sequence[str]) -> bool:
        """Whether many keys in plain text need no more than a bookmark each: none was met before or has a comment."""
        new = set(keys)
        unknown = self.bookmarked.keys().isdisjoint(new) and self.document.comments.keys().isdisjoint(new)
        return unknown and "" not in new and len(new) == len(keys)

    def commented(self, key: str, content: str) -> str:
        """Content with the comments on its key round it, outside the bookmark that references print."""
        for note in self.document.comments.get(key, ()):
            content = self.comments.round(note, content)
        return content

    def note(self, text: str) -> None:
        """Something that the file does not show; said once."""
        self.unrepresented[text] = None
