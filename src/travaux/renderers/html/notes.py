"""What stands below the text: footnotes, and the drafting notes that are no part of what is signed."""

from __future__ import annotations

from travaux.renderers._shared import word
from travaux.renderers.html.context import Context, escape, identifier
from travaux.renderers.html.inline import phrase


def footnotes(context: Context) -> str:
    """The footnotes in order, each with a link back to its mark."""
    return "".join(
        _item(context, "footnote", note.key, phrase(context, note.content)) for note in context.printed.footnotes
    )


def drafting_notes(context: Context) -> str:
    """The drafting notes in order, each with a link back to its mark."""
    return "".join(_item(context, "note", note.key, escape(note.text)) for note in context.printed.notes)


def _item(context: Context, kind: str, key: str, text: str) -> str:
    name = identifier(key)
    label = escape(word(context.document, "back-to-text"))
    back = f'<a class="back" href="#{kind}-mark:{name}" aria-label="{label}">↩</a>'
    return f"<li{context.mark(f'{kind}:{name}')}>{text} {back}</li>\n"
