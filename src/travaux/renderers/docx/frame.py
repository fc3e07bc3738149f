"""Title page, preamble, words before the signatures, signature page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from travaux.renderers.docx import brackets
from travaux.renderers.docx.blocks import blocks
from travaux.renderers.docx.context import PLAIN, Context, Revision, Setting
from travaux.renderers.docx.inline import inlines
from travaux.renderers.docx.paragraphs import SIGNATURE, Paragraphs
from travaux.renderers.docx.provisions import controlled
from travaux.tree import TITLE, Alternatives, Change, Recital, RecitalItem, Signature


def title_page(context: Context) -> Iterator[str]:
    """Title, parties, and the lines of the house style: status, version, languages."""
    draft = context.document.draft
    yield context.paragraph("Title", context.bookmark(TITLE, context.run(draft.title)))
    for line in _party_lines(context):
        yield context.paragraph("Cover Party", context.run(line))
    for line in draft.house.cover:
        yield context.paragraph("Cover Text", context.run(line))


def _party_lines(context: Context) -> Iterator[str]:
    """The parties line by line, with the language's words before the first and the last where it has any."""
    draft, words = context.document.draft, context.document.draft.house.words
    names = [(draft.party_names or {}).get(party, party) for party in draft.parties]
    if len(names) > 1 and "between" in words and "and" in words:
        return iter((words["between"], *names[:-1], f"{words['and']} {names[-1]}"))
    return iter(names)


def preamble(context: Context) -> Iterator[str]:
    """The title again, on a new page, then opening words, recitals and enacting words."""
    draft = context.document.draft
    yield context.paragraph("Text Title", context.run(draft.title))
    context.unit = Paragraphs("#opening")
    yield from blocks(draft.opening, "Treaty Preamble", context, PLAIN)
    yield from recitals(draft.recitals, context, PLAIN)
    context.unit = Paragraphs("#enacting")
    yield from blocks(draft.enacting, "Treaty Preamble", context, PLAIN)


def recitals(items: Iterable[RecitalItem], context: Context, setting: Setting) -> Iterator[str]:
    """The recitals in order."""
    for item in items:
        match item:
            case Recital():
                words = context.bookmark(item.key, inlines(item.content, context, setting), setting)
                recital = context.paragraph("Recital", words, setting)
                yield from controlled(item.key, iter((recital,)), context, setting)
            case Alternatives():
                yield from recitals(brackets.recitals(item), context, setting)
            case Change(kind, content, author, date):
                yield from recitals(content, context, setting.revised(Revision(kind, author, date)))
            case _ as never:
                assert_never(never)


def closing(context: Context) -> Iterator[str]:
    """The words before the signatures, and a signature block for each party."""
    draft = context.document.draft
    context.unit = Paragraphs("#closing")
    yield from blocks(draft.closing, "Treaty Closing", context, PLAIN)
    if draft.signatures:
        yield _signatures(draft.signatures, context)


def _signatures(signatures: Sequence[Signature], context: Context) -> str:
    """Two blocks to a row, kept on one page as far as it holds them."""
    half = context.reference.page.text_width() // 2
    pairs = [signatures[place : place + 2] for place in range(0, len(signatures), 2)]
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{context.reference.ids["Signature Table"]}"/>{context.across}'
        f'<w:tblW w:w="{2 * half}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{half}"/><w:gridCol w:w="{half}"/></w:tblGrid>'
        + "".join(_signature_row(pair, context, last=pair is pairs[-1]) for pair in pairs)
        + f"</w:tbl>{context.paragraph('Section Break', '')}"
    )


def _signature_row(pair: Sequence[Signature], context: Context, last: bool) -> str:
    """The styles keep the rows together; the last row is not kept with what follows the table."""
    free = '<w:keepNext w:val="0"/>' * last
    cells = [
        context.paragraph("Signature Party", _signed(signature, context), properties=free)
        + context.paragraph("Signature Line", "", properties=free)
        for signature in pair
    ]
    cells += [context.paragraph("Signature Party", "", properties=free)] * (2 - len(cells))
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"


def _signed(signature: Signature, context: Context) -> str:
    return context.bookmark(f"{SIGNATURE}{signature.party}", context.run(signature.line))
