"""Defined terms -> an index at the end of the page: each term with a link to its definition, and where it stands."""

from __future__ import annotations

from travaux.renderers._shared import defined_terms, word
from travaux.renderers.html.context import Context, escape, identifier
from travaux.renderers.html.inline import segments
from travaux.tree import DefinitionEntry


def index_of_terms(context: Context) -> str:
    """The table; nothing where none is wanted or no term is defined."""
    entries = defined_terms(context.document)
    heads = "".join(f'<th scope="col">{escape(word(context.document, name))}</th>' for name in ("term", "defined-in"))
    rows = "".join(_row(context, entry) for entry in entries)
    return f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n" if entries else ""


def _row(context: Context, entry: DefinitionEntry) -> str:
    term = escape(entry.text)
    if entry.term in context.printed.terms:
        term = f'<a class="term" href="#term:{identifier(entry.term)}">{term}</a>'
    return f"<tr><td><b>{term}</b></td><td>{segments(context, entry.place)}</td></tr>\n"
