"""Headings -> a contents field with its entries already written.

The entries have no page numbers (switch `\\n`): those are known only after layout, and a wrong one is worse
than none. Word keeps the choice when the reader updates the field.
"""

from __future__ import annotations

from collections.abc import Iterator

from travaux.renderers.docx import names, xml
from travaux.renderers.docx.context import Context
from travaux.renderers.docx.survey import Heading


def contents(context: Context) -> Iterator[str]:
    """The table of contents in the control by which Word knows one; nothing where none is wanted."""
    entries = [heading for heading in context.survey.headings if heading.text or _label(heading, context)]
    if not entries or not context.document.draft.house.contents:
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
    instruction = rf'TOC \o "1-{context.survey.depth}" \n \h \z \u'
    return (
        xml.raw_run('<w:fldChar w:fldCharType="begin"/>')
        + xml.raw_run(f'<w:instrText xml:space="preserve"> {xml.escape(instruction)} </w:instrText>')
        + xml.raw_run('<w:fldChar w:fldCharType="separate"/>')
    )


def _entry(heading: Heading, context: Context, begin: str) -> str:
    number = _label(heading, context)
    words = f"{context.run(number)}{xml.raw_run('<w:tab/>')}" if number and heading.text else context.run(number)
    linked = xml.link(names.bookmark(heading.key), words + context.run(heading.text))
    return context.paragraph(f"toc {context.survey.outline(heading.level, heading.in_annex) + 1}", begin + linked)


def _label(heading: Heading, context: Context) -> str:
    label = context.document.labels.get(heading.key)
    return label.own if label else ""
