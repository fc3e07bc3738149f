"""Citations -> live REF fields, one for each number, with the literal words between them.

A field per level ("Article 2.3", then "1", then "(a)") is right in Word and in LibreOffice after any
renumbering; one field for the whole path is not. What is not a whole label is only a link.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from travaux.renderers.docx.context import Context, Setting
from travaux.tree import Ref, Segment


def citation(ref: Ref, context: Context, setting: Setting) -> str:
    """The runs of a cross-reference; one that leads nowhere is marked as a finding."""
    found = context.document.citations.get(ref.id, ())
    if not found:
        return context.run(f"[{', '.join(ref.targets)}]", setting, "Finding")
    return printed(found, context, setting)


def printed(found: Iterable[Segment], context: Context, setting: Setting) -> str:
    """The runs of the pieces of a citation."""
    return "".join(_segment(segment, context, setting) for segment in found)


def _segment(segment: Segment, context: Context, setting: Setting) -> str:
    if not segment.target:
        return context.run(segment.text, setting)
    if segment.target not in context.survey.keys and segment.target not in context.document.footnotes:
        return context.run(segment.text, setting, "Finding")
    if setting.deleted:
        return context.run(segment.text, setting)
    bookmark = context.bookmark_of(segment.target)
    if not _is_live(segment, context):
        return context.field(rf'HYPERLINK \l "{bookmark}"', segment.text, setting)
    return context.field(_INSTRUCTIONS[segment.part].format(bookmark), segment.text, setting)


_INSTRUCTIONS = {"number": r"REF {} \n \h", "heading": r"REF {} \h", "": r"REF {} \h", "footnote": r"NOTEREF {} \h"}


def _is_live(segment: Segment, context: Context) -> bool:
    """Whether Word would compute the very text of the segment."""
    match segment.part:
        case "number":
            label = context.document.labels.get(segment.target)
            return label is not None and label.field != "" and label.field == segment.text
        case "heading":
            return context.document.headings.get(segment.target) == segment.text != ""
        case "footnote":
            return True
        case "":
            return False
        case _ as never:
            assert_never(never)
