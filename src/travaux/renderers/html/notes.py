"""What stands below the text: footnotes, and the drafting notes that are no part of what is signed."""

from __future__ import annotations

from travaux.renderers._shared import comments as listed
from travaux.renderers._shared import said_by, word
from travaux.renderers.html.context import Context, attribute, escape, identifier
from travaux.renderers.html.inline import phrase
from travaux.tree import Footnote, Note, Reply


def footnotes(context: Context) -> str:
    """The footnotes in order, each with a link back to its mark."""
    return "".join(_footnote(context, place, note) for place, note in enumerate(context.printed.footnotes, 1))


def _footnote(context: Context, place: int, note: Footnote) -> str:
    """A footnote; its number is written where the list would count another one, as it does after the first chapter."""
    number = context.printed.footnote_number(note)
    counted = "" if number == place else attribute("value", str(number))
    return _item(context, "footnote", note.key, phrase(context, note.content), counted)


def drafting_notes(context: Context) -> str:
    """The drafting notes in order, each with a link back to its mark."""
    return "".join(_item(context, "note", note.key, escape(note.text)) for note in context.printed.notes)


def comments(context: Context) -> str:
    """The comments with their replies, each with a link to the unit or the words it is about."""
    return "".join(_comment(context, key, note) for key, note in listed(context.document, context.printed.comments))


def _comment(context: Context, key: str, note: Note) -> str:
    label = context.document.labels.get(key)
    about = escape(label.cited if label and label.cited else key)
    place = f'<a class="ref" href="#{identifier(key)}">{about}</a> ' if key in context.printed.anchors else ""
    replies = "".join(f"<li>{_said(context, reply)}</li>" for reply in note.replies)
    thread = _said(context, note) + (f"<ol>{replies}</ol>" if replies else "")
    name = identifier(note.key)
    if key:
        return f"<li{context.mark(f'comment:{name}')}>{place}{thread}</li>\n"
    return _item(context, "comment", note.key, thread)


def _said(context: Context, said: Note | Reply) -> str:
    return f'<b class="attribution">{escape(said_by(context.document.draft, said))}:</b> {escape(said.text)}'


def _item(context: Context, kind: str, key: str, text: str, more: str = "") -> str:
    name = identifier(key)
    label = escape(word(context.document, "back-to-text"))
    back = f'<a class="back" href="#{kind}-mark:{name}" aria-label="{label}">↩</a>'
    return f"<li{more}{context.mark(f'{kind}:{name}')}>{text} {back}</li>\n"
