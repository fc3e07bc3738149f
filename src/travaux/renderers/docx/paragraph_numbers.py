"""Paragraphs counted through the text -> a number at the right edge of each, for reference in a meeting.

A paragraph has one number of a list already, so these are SEQ fields, at its end: what is moved or deleted takes its
number along, and Word and LibreOffice count again when fields are updated. Frames in the margin would stand clearer
of the words, but LibreOffice loses those inside content controls and swallows a paragraph with a note, and it drops
what stands beyond an indent.
"""

from __future__ import annotations

from travaux.renderers.docx import xml
from travaux.renderers.docx.context import Context, Setting


def counted(style: str, words: str, context: Context, setting: Setting, properties: str = "") -> str:
    """A paragraph, with its number where the house style counts, there are words to count, and they stay."""
    if not context.document.draft.house.paragraph_numbers or not words or setting.deleted:
        return context.paragraph(style, words, setting, properties)
    context.paragraphs += 1
    edge = context.reference.page.text_width(context.landscape)
    stop = f'<w:tabs><w:tab w:val="right" w:pos="{edge}"/></w:tabs>'
    return context.paragraph(style, words + _number(context), setting, properties + stop)


def _number(context: Context) -> str:
    look = f'<w:rStyle w:val="{context.reference.ids["Paragraph Number"]}"/>'
    field = xml.field(r"SEQ Paragraph \* ARABIC", xml.run(str(context.paragraphs), look), look)
    return xml.raw_run("<w:tab/>", look) + xml.run("¶\N{NO-BREAK SPACE}", look) + field
