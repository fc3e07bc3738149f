"""Sections of pages: upright and landscape, and one for each chapter in which footnotes are counted anew.

The writers of the text only ask for a turn of the page or a new count (`Break`); the section is closed when the next
words come, so that none is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from travaux.renderers.docx import xml
from travaux.renderers.docx.context import Context


@dataclass(frozen=True, slots=True)
class Pages:
    """How a section lies and begins: on a new page or not, with a new count of the footnotes or not."""

    landscape: bool = False
    new_page: bool = True
    counts_anew: bool = False


class Break(str):
    """An empty piece of text at which a section may end; `turned` and `counted` say what is asked of the next."""

    turned: bool | None = None
    counted: bool = False
    new_page: bool = False

    def then(self, pages: Pages) -> Pages:
        """What the section after this is to be, where `pages` was what it was to be before."""
        landscape = pages.landscape if self.turned is None else self.turned
        return Pages(landscape, pages.new_page or self.new_page, pages.counts_anew or self.counted)


def orient(landscape: bool, context: Context) -> str:
    """Turn the page for what follows; nothing where it lies that way already."""
    if landscape == context.landscape:
        return ""
    context.landscape = landscape
    turn = Break()
    turn.turned = landscape
    return turn


def count_anew(context: Context, new_page: bool = False) -> str:
    """Begin to count footnotes again, where the house style counts them by chapter."""
    if context.document.draft.house.footnotes == "continuous":
        return ""
    begin = Break()
    begin.counted, begin.new_page = True, new_page
    return begin


def sectioned(pieces: Iterable[str], context: Context) -> Iterator[str]:
    """The text with the ends of its sections, the last one included."""
    now, wanted = Pages(), Pages()
    for piece in pieces:
        if isinstance(piece, Break):
            asked = wanted if wanted is not now else Pages(now.landscape, new_page=False)
            wanted = piece.then(asked)
        elif piece:
            if wanted is not now and (wanted.landscape != now.landscape or wanted.counts_anew):
                yield _ended(now, context)
                now = replace(wanted, new_page=wanted.new_page or wanted.landscape != now.landscape)
            wanted = now
            yield piece
    if context.document.draft.house.footnotes == "by-chapter":
        yield from _told_again(now, context)
        now = Pages(now.landscape, new_page=False, counts_anew=True)
    yield _section(now, context)


def _ended(pages: Pages, context: Context) -> str:
    return xml.paragraph(context.reference.ids["Section Break"], "", _section(pages, context))


def _told_again(pages: Pages, context: Context) -> Iterator[str]:
    """Two sections without words, of which the last counts anew.

    LibreOffice 7.4 counts by chapter for the whole file, and only when it is told so after all footnotes have been
    read; those that come later are numbered 0.
    """
    yield _ended(pages, context)
    yield _ended(Pages(pages.landscape, new_page=False), context)
    yield xml.paragraph(context.reference.ids["Section Break"], "")


def _section(pages: Pages, context: Context) -> str:
    """The properties of the section that ends here; only the first has a title page."""
    first = context.sections == 0
    context.sections += 1
    way = "Landscape" if pages.landscape else ""
    parts = [f'<w:headerReference w:type="default" r:id="rIdHeader{way}"/>']
    parts += ['<w:headerReference w:type="first" r:id="rIdHeaderFirst"/>'] * first
    parts += ['<w:footerReference w:type="default" r:id="rIdFooter"/>']
    parts += ['<w:footerReference w:type="first" r:id="rIdFooterFirst"/>'] * first
    kind = "nextPage" if pages.new_page else "continuous"
    return (
        f'<w:sectPr>{"".join(parts)}{_footnotes(pages, context)}<w:type w:val="{kind}"/>{_paper(pages, context)}'
        f"{_line_numbers(context)}{'<w:titlePg/>' * first}{_direction(context)}</w:sectPr>"
    )


def _direction(context: Context) -> str:
    return "<w:bidi/>" if context.scripts.script == "right-to-left" else ""


def _paper(pages: Pages, context: Context) -> str:
    page = context.reference.page
    size, margins = (page.width, page.height), (page.top, page.right, page.bottom, page.left)
    orientation = ""
    if pages.landscape:
        size, margins = (page.height, page.width), (page.left, page.top, page.right, page.bottom)
        orientation = ' w:orient="landscape"'
    top, right, bottom, left = margins
    return (
        f'<w:pgSz w:w="{size[0]}" w:h="{size[1]}"{orientation}/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
        f'w:header="{page.header}" w:footer="{page.footer}" w:gutter="0"/>'
    )


def _footnotes(pages: Pages, context: Context) -> str:
    """Where footnotes are counted by chapter every section says whether it counts anew: Word has no other way."""
    if context.document.draft.house.footnotes == "continuous":
        return ""
    restart = "eachSect" if pages.counts_anew else "continuous"
    return f'<w:footnotePr><w:numRestart w:val="{restart}"/></w:footnotePr>'


_RESTARTS = {"page": "newPage", "continuous": "continuous", "section": "newSection"}


def _line_numbers(context: Context) -> str:
    wanted = context.document.draft.house.line_numbers
    if wanted is None:
        return ""
    return f'<w:lnNumType w:countBy="{wanted.every}" w:restart="{_RESTARTS[wanted.restart]}"/>'
