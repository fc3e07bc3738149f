"""Headings -> a contents field with its entries already written.

Pages are known only after layout, and a wrong number is worse than none. Without them the entries have none (switch
`\\n`), and Word keeps that choice when the reader updates the field. With them each entry ends in a page reference.
"""

from __future__ import annotations

from collections.abc import Iterator

from travaux.renderers.docx import names, xml
from travaux.renderers.docx.context import Context
from travaux.renderers.docx.survey import Heading, Survey
from travaux.tree import Document

_TAB = xml.raw_run("<w:tab/>")


def listed(document: Document, survey: Survey) -> list[Heading]:
    """The headings that the contents list; none where no contents are wanted."""
    if not document.draft.house.contents:
        return []
    return [heading for heading in survey.headings if heading.text or _label(heading, document)]


def contents(context: Context) -> Iterator[str]:
    """The table of contents in the control by which Word knows one; nothing where none is wanted."""
    entries = listed(context.document, context.survey)
    if not entries:
        return
    words = context.document.draft.house.words.get("contents", "Contents")
    yield (
        f'<w:sdt><w:sdtPr><w:id w:val="{context.ids.control("contents")}"/><w:docPartObj>'
        '<w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>'
    )
    yield context.paragraph("TOC Heading", context.run(words))
    for place, heading in enumerate(entries):
        yield _entry(heading, context, _begin(context) if place == 0 else "")
    yield context.paragraph("Table Spacer", xml.raw_run('<w:fldChar w:fldCharType="end"/>'))
    yield xml.CONTROL_END


def _begin(context: Context) -> str:
    switches = r"\h \z \u" if context.pages else r"\n \h \z \u"
    instruction = rf'TOC \o "1-{context.survey.depth}" {switches}'
    return (
        xml.raw_run('<w:fldChar w:fldCharType="begin"/>')
        + xml.raw_run(f'<w:instrText xml:space="preserve"> {xml.escape(instruction)} </w:instrText>')
        + xml.raw_run('<w:fldChar w:fldCharType="separate"/>')
    )


def _entry(heading: Heading, context: Context, begin: str) -> str:
    number, bookmark = _label(heading, context.document), names.bookmark(heading.key)
    words = f"{context.run(number)}{_TAB}" if number and heading.text else context.run(number)
    linked = xml.link(bookmark, words + context.run(heading.text) + _page(heading, number, context))
    style = f"toc {context.survey.outline(heading.level, heading.in_annex) + 1}"
    return context.paragraph(style, begin + linked, properties=_stops(number, context))


def _page(heading: Heading, number: str, context: Context) -> str:
    """A tab and the page; a number alone is shorter than the indent, at which its first tab ends."""
    if heading.key not in context.pages:
        return ""
    field = context.field(rf"PAGEREF {names.bookmark(heading.key)} \h", str(context.pages[heading.key]))
    return (_TAB if heading.text else _TAB * 2) + field


def _stops(number: str, context: Context) -> str:
    """Where the page stands; a heading without a number begins at the indent, so that its first tab is the page's.

    There is no indent on the right: LibreOffice prints nothing that a tab takes beyond one.
    """
    if not context.pages:
        return ""
    margin = context.reference.page.text_width()
    tabs = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{margin}"/></w:tabs>'
    return tabs if number else f'{tabs}<w:ind w:firstLine="0"/>'


def _label(heading: Heading, document: Document) -> str:
    label = document.labels.get(heading.key)
    return label.own if label else ""
