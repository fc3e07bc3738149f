"""Document -> DOCX that a lawyer can go on working with in Word.

Numbers are native lists bound to styles, cross-references are fields, every unit carries its key in a content
control and a bookmark. Looks are in the named styles of `reference.docx` (`styles.REQUIRED_STYLES`). The text
is written as a stream of strings; python-docx only opens the reference document.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from travaux.renderers import Rendered
from travaux.renderers._shared import walk_draft
from travaux.renderers.docx import (
    comments,
    figures,
    headers,
    keymap,
    language,
    names,
    notes,
    package,
    parties,
    properties,
)
from travaux.renderers.docx.contents import listed
from travaux.renderers.docx.context import Context
from travaux.renderers.docx.document import document_xml
from travaux.renderers.docx.lists import lists_of
from travaux.renderers.docx.numbering import Numbering, numbering_xml
from travaux.renderers.docx.reference import Reference, missing_styles, open_reference, style_xml, styles_xml
from travaux.renderers.docx.styles import ANNEX, BODY, REQUIRED_STYLES, UNNUMBERED_LINES
from travaux.renderers.docx.survey import survey
from travaux.tree import Alternatives, Document, Draft, Level, Note

__all__ = ["REQUIRED_STYLES", "headings", "missing_styles", "render", "resources", "suffix"]

Image = tuple[str, str, bytes]

suffix = "docx"
resources = ("reference.docx",)


def headings(document: Document) -> Mapping[str, str]:
    """The bookmarks of the headings that the contents list, by key."""
    return {heading.key: names.bookmark(heading.key) for heading in listed(document, survey(document))}


def render(document: Document, resources: Mapping[str, bytes], pages: Mapping[str, int] | None = None) -> Rendered:
    """The document as a DOCX file in the styles of `reference.docx`; `pages` are those of its headings, by key."""
    context = _context(document, open_reference(resources["reference.docx"]), pages or {})
    images = list(figures.images(context))
    file = package.Package()
    file.add("[Content_Types].xml", package.content_types(sorted(context.reference.parts), context.has_comments))
    _add(file, _parts_before_the_text(context, images))
    file.stream("word/document.xml", document_xml(context))
    running = headers.headers(context)
    file.stream("customXml/item1.xml", keymap.map_xml(context, running.values()))
    _add(file, _parts_after_the_text(context, images, running))
    return Rendered(file.close(), (*context.unrepresented, *_remarks(context)))


def _add(file: package.Package, parts: Mapping[str, bytes | str]) -> None:
    for name, data in sorted(parts.items()):
        file.add(name, data)


def _context(document: Document, reference: Reference, pages: Mapping[str, int]) -> Context:
    found = survey(document)
    house = document.draft.house
    by_chapter = house.articles == "by-chapter" and Level.CHAPTER in found.levels
    nodes = [node for node, _ in walk_draft(document.draft) if isinstance(node, (Alternatives, Note))]
    said = comments.stated(nodes)
    return Context(
        document,
        _with_styles(reference, document.draft),
        found,
        Numbering(*lists_of(house, by_chapter)),
        language.scripts_of(document.draft, reference.languages),
        pages=pages,
        said=said,
        has_comments=comments.any_in(document, nodes, said),
        party_colours=_colours(reference, parties.occurring(nodes, document.draft), document.draft),
        cited_footnotes=_cited_footnotes(document),
    )


def _cited_footnotes(document: Document) -> frozenset[str]:
    every = (segment for segments in document.citations.values() for segment in segments)
    return frozenset(segment.target for segment in every if segment.part == "footnote")


def _with_styles(reference: Reference, draft: Draft) -> Reference:
    """The reference with ids for the styles that are made where it lacks them."""
    made = {name: number for name, (number, _, _) in comments.STYLES.items()}
    return replace(reference, ids={**made, **parties.style_ids(draft), **reference.ids})


def _colours(reference: Reference, names: Iterable[str], draft: Draft) -> dict[str, str]:
    """The colours of the parties' styles in use: those of the reference document, or else our own."""
    own = parties.colours(draft)
    return {name: reference.colours.get(name, own[name]) for name in names}


def _parts_before_the_text(context: Context, images: list[Image]) -> dict[str, bytes | str]:
    linked = [(number, path) for number, path, _ in images]
    carried = sorted(context.reference.parts)
    return {
        "_rels/.rels": package.package_relationships(),
        "customXml/_rels/item1.xml.rels": package.map_relationships(),
        "customXml/itemProps1.xml": keymap.properties_xml(),
        "docProps/app.xml": properties.app_xml(),
        "docProps/core.xml": properties.core_xml(context),
        "word/_rels/document.xml.rels": package.document_relationships(carried, linked, context.has_comments),
    }


def _parts_after_the_text(context: Context, images: list[Image], running: Mapping[str, str]) -> dict[str, bytes | str]:
    """Notes and lists are known when the text has been written."""
    reference = context.reference
    return {
        **reference.parts,
        **{f"word/{path}": data for _, path, data in images},
        **{f"word/{name}": part for name, part in running.items()},
        **{f"word/{name}": part for name, part in context.comments.parts().items() if context.has_comments},
        "word/endnotes.xml": notes.endnotes_xml(context),
        "word/footnotes.xml": notes.footnotes_xml(context),
        "word/numbering.xml": numbering_xml(context.numbering, reference.ids, reference.indents),
        "word/settings.xml": properties.settings_xml(context),
        "word/styles.xml": _styles(context),
    }


def _styles(context: Context) -> bytes:
    numbered = {name: context.numbering.base(name) for name in REQUIRED_STYLES}
    outline = {"Annex Heading": 0}
    for level in (Level.PART, Level.CHAPTER, Level.SECTION, Level.ARTICLE):
        outline[BODY[level]] = context.survey.outline(level, in_annex=False)
        outline[ANNEX[level]] = context.survey.outline(level, in_annex=True)
    return styles_xml(
        context.reference,
        {name: place for name, place in numbered.items() if place is not None},
        outline,
        context.document.draft,
        _made(context),
        UNNUMBERED_LINES if context.document.draft.house.line_numbers else (),
    )


def _made(context: Context) -> list[str]:
    """Styles that only some texts need, where the reference document has none of that name."""
    used = comments.STYLES if context.has_comments else {}
    wanted = [(name, number, kind, look) for name, (number, kind, look) in used.items()]
    own = parties.colours(context.document.draft)
    for name in context.party_colours:
        wanted.append((name, context.reference.ids[name], "character", parties.look(own[name])))
    return [style_xml(*style) for style in wanted if style[0] not in context.reference.named]


def _remarks(context: Context) -> tuple[str, ...]:
    lacking = (f'The reference document has no style "{name}".' for name in context.reference.missing)
    typed = (f'The number "{label}" is not what Word will count.' for label in context.numbering.unmatched)
    silent = (f"A comment on {key} is not shown." for key in context.document.comments if key not in context.bookmarked)
    return (*lacking, *typed, *silent)
