"""Small builders of trees for the tests of the DOCX, and what these tests ask of a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx_lint import W, opened
from travaux.index import index
from travaux.renderers.docx import render
from travaux.tree import Definition, Draft, HouseStyle, Level, Para, Provision, Text, Writing

REFERENCE = (Path(__file__).parents[1] / "templates" / "docx" / "reference.docx").read_bytes()
HOUSE = HouseStyle(
    language="en",
    reference="us",
    chapters="arabic",
    articles="by-chapter",
    annexes="by-chapter",
    words={name: name for name in ("paragraph", "paragraphs", "subparagraph", "subparagraphs", "point", "points")}
    | {name: name.capitalize() for name in ("part", "chapter", "section", "article", "annex")}
    | {name: name for name in ("this", "of", "and", "to")},
    header=("Critical Minerals Agreement", "Draft for negotiation, without prejudice"),
    cover=("Draft of 23 November 2026 for the third round", "Authentic in English"),
    writing=Writing("en-GB"),
)


def para(*content: Any) -> Para:
    return Para(tuple(Text(each) if isinstance(each, str) else each for each in content))


def unit(level: Level, key: str, *content: Any, **more: Any) -> Provision:
    return Provision(level, key, content=(para(*content),) if content else (), **more)


def paragraph(key: str, *content: Any, **more: Any) -> Provision:
    return unit(Level.PARAGRAPH, key, *content, **more)


def point(key: str, *content: Any, **more: Any) -> Provision:
    return unit(Level.POINT, key, *content, **more)


def subpoint(key: str, *content: Any, **more: Any) -> Provision:
    return unit(Level.SUBPOINT, key, *content, **more)


def article(key: str, heading: str, *children: Any, **more: Any) -> Provision:
    return Provision(Level.ARTICLE, key, heading, children=children, **more)


def chapter(key: str, heading: str, *children: Any) -> Provision:
    return Provision(Level.CHAPTER, key, heading, children=children)


def section(key: str, heading: str, *children: Any) -> Provision:
    return Provision(Level.SECTION, key, heading, children=children)


def definition(key: str, term: str, *content: Any, **more: Any) -> Provision:
    return paragraph(key, Definition(key, term), *content, numbered=False, **more)


def rendered(draft: Draft) -> bytes:
    return render(index(draft), {"reference.docx": REFERENCE}).data


def words_in(data: bytes, part: str = "word/document.xml") -> str:
    """The words of a part, a line for each paragraph, deleted words too."""
    tree = opened(data).trees[part]
    return "\n".join("".join(t.text or "" for t in p.iter(f"{W}t", f"{W}delText")) for p in tree.iter(f"{W}p"))
