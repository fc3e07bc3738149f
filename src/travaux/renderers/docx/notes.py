"""Footnotes and drafting notes -> footnotes.xml and endnotes.xml.

Footnotes belong to the text and are numbered through it. Drafting notes are endnotes, so that they can be
taken out in one go before signature; their separator carries the heading of the list.
"""

from __future__ import annotations

from typing import Literal

from travaux.renderers.docx import xml
from travaux.renderers.docx.context import Context

Kind = Literal["footnote", "endnote"]


def reserve(collected: list[str]) -> int:
    """The number of the next note, from 1; its text is filled in later, as notes may stand in notes."""
    collected.append("")
    return len(collected)


def mark(kind: Kind, number: int, context: Context) -> str:
    """The mark in the text."""
    style = context.reference.ids[f"{kind} reference"]
    return xml.raw_run(f'<w:{kind}Reference w:id="{number}"/>', f'<w:rStyle w:val="{style}"/>')


def footnote(number: int, words: str, context: Context) -> str:
    """A footnote."""
    return _note("footnote", number, words, context)


def endnote(number: int, words: str, context: Context) -> str:
    """A drafting note."""
    return _note("endnote", number, words, context)


def _note(kind: Kind, number: int, words: str, context: Context) -> str:
    own_mark = xml.raw_run(f"<w:{kind}Ref/>", f'<w:rStyle w:val="{context.reference.ids[f"{kind} reference"]}"/>')
    content = own_mark + xml.raw_run("<w:tab/>") + words
    return f'<w:{kind} w:id="{number}">{xml.paragraph(context.reference.ids[f"{kind} text"], content)}</w:{kind}>'


def footnotes_xml(context: Context) -> str:
    """The part with the footnotes."""
    return _part("footnote", _rule("separator"), context.footnotes)


def endnotes_xml(context: Context) -> str:
    """The part with the drafting notes."""
    if not context.endnotes:
        return _part("endnote", _rule("separator"), [])
    words = context.document.draft.house.words.get("drafting-notes", "Drafting notes")
    heading = xml.paragraph(context.reference.ids["Notes Heading"], context.run(words))
    return _part("endnote", heading, context.endnotes)


def _part(kind: Kind, separator: str, collected: list[str]) -> str:
    return (
        f"{xml.DECLARATION}<w:{kind}s {xml.NAMESPACES}>"
        f'<w:{kind} w:type="separator" w:id="-1">{separator}</w:{kind}>'
        f'<w:{kind} w:type="continuationSeparator" w:id="0">{_rule("continuationSeparator")}</w:{kind}>'
        f"{''.join(collected)}</w:{kind}s>"
    )


def _rule(element: str) -> str:
    spacing = '<w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
    return f"<w:p>{spacing}{xml.raw_run(f'<w:{element}/>')}</w:p>"
