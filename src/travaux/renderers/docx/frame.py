"""Title page, preamble, words before the signatures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from travaux.renderers.docx import brackets
from travaux.renderers.docx.blocks import blocks
from travaux.renderers.docx.context import PLAIN, Context, Revision, Setting
from travaux.renderers.docx.inline import inlines
from travaux.renderers.docx.paragraph_numbers import counted
from travaux.renderers.docx.paragraphs import Paragraphs
from travaux.renderers.docx.provisions import controlled
from travaux.renderers.docx.signatures import signatures
from travaux.tree import TITLE, Alternatives, Change, Draft, Recital, RecitalItem


def title_page(context: Context) -> Iterator[str]:
    """Title, parties, and the lines of the house style: status, version, languages."""
    draft = context.document.draft
    yield context.paragraph("Title", context.bookmark(TITLE, context.run(draft.title)))
    for line in party_lines(draft):
        alone = len(draft.parties) <= _MOST_LINES or line == draft.house.words.get("between")
        yield context.paragraph("Cover Party" if alone else "Cover Text", context.run(line))
    for line in draft.house.cover:
        yield context.paragraph("Cover Text", context.run(line))


#: More parties than this run on in one paragraph: line by line they would fill pages before the text begins.
_MOST_LINES = 12


def party_lines(draft: Draft) -> Iterator[str]:
    """The parties line by line, with the language's words before the first and the last where it has any."""
    words, (comma, last) = draft.house.words, draft.house.writing.listed
    names = [(draft.party_names or {}).get(party, party) for party in draft.named or draft.parties]
    if len(names) > _MOST_LINES:
        return filter(None, (words.get("between", ""), f"{comma.join(names[:-1])}{last}{names[-1]}"))
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
                recital = counted("Recital", words, context, setting)
                yield from controlled(item.key, iter((recital,)), context, setting)
            case Alternatives():
                yield from recitals(brackets.recitals(item), context, setting)
            case Change(kind, content, author, date):
                yield from recitals(content, context, setting.revised(Revision(kind, author, date)))
            case _ as never:
                assert_never(never)


def closing(context: Context) -> Iterator[str]:
    """The words before the signatures, and a block for each party."""
    draft = context.document.draft
    context.unit = Paragraphs("#closing")
    yield from blocks(draft.closing, "Treaty Closing", context, PLAIN)
    yield from signatures(draft.signatures, context)
