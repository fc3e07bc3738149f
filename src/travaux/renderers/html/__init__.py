"""A document becomes one HTML page that needs nothing else: styles and pictures are in it, scripts are not.

The skin is `templates/html/page.html` (Jinja2, sandboxed) and `style.css`; the modules here fill it. Looks are
class names only. Every provision carries its key as `data-key` and its id, so that a link to it lasts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from travaux.renderers import Rendered
from travaux.renderers._shared import clean, pages_only, word
from travaux.renderers.html.blocks import blocks
from travaux.renderers.html.contents import contents
from travaux.renderers.html.context import Context, context_of
from travaux.renderers.html.notes import comments, drafting_notes, footnotes
from travaux.renderers.html.provisions import annexes, provisions, recitals, signatures
from travaux.renderers.html.term_index import index_of_terms
from travaux.tree import Document

suffix = "html"
resources = ("page.html", "style.css")

_WORDS = ("contents", "footnotes", "drafting-notes", "comments", "signature-page", "index-of-terms")


def render(document: Document, resources: Mapping[str, bytes]) -> Rendered:
    """The document as a page in UTF-8. Page numbers appear when it is printed; what else needs pages is named."""
    environment = SandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    template = environment.from_string(resources["page.html"].decode("utf-8"))
    style = resources["style.css"].decode("utf-8") + _page_numbers(document.draft.house.page_format)
    page = template.render(_slots(context_of(document)), style=Markup(style.replace("</", "<\\/")))
    return Rendered(page.encode("utf-8"), tuple(pages_only(document)))


def _slots(context: Context) -> dict[str, object]:
    """What the skin may use: plain strings, which it escapes, and the finished pieces of the page."""
    document, draft = context.document, context.document.draft
    return {
        "language": clean(draft.language),
        "direction": Markup(' dir="rtl"') if draft.house.writing.script == "right-to-left" else "",
        "title": clean(draft.title),
        "short_title": clean(draft.short_title or draft.title),
        "classification": clean(draft.house.classification),
        "header": [clean(line) for line in draft.house.header],
        "cover": [clean(line) for line in draft.house.cover],
        "word": {name: clean(word(document, name)) for name in _WORDS},
        "contents": Markup(contents(context)),
        "opening": Markup(blocks(context, draft.opening)),
        "recitals": Markup(recitals(context, draft.recitals)),
        "enacting": Markup(blocks(context, draft.enacting)),
        "body": Markup(provisions(context, draft.body)),
        "closing": Markup(blocks(context, draft.closing)),
        "signatures": Markup(signatures(draft.signatures)),
        "annexes": Markup(annexes(context, draft.annexes)),
        "terms": Markup(index_of_terms(context)),
        "footnotes": Markup(footnotes(context)),
        "notes": Markup(drafting_notes(context)),
        "comments": Markup(comments(context)),
    }


def _page_numbers(page_format: str) -> str:
    """The page number at the foot of each printed page, as a rule of CSS."""
    parts = (_counter(part) for part in re.split(r"(\{page\}|\{pages\})", clean(page_format)) if part)
    content = " ".join(parts)
    return f"\n@page {{ @bottom-center {{ content: {content}; }} }}\n" if content else ""


def _counter(part: str) -> str:
    if part in ("{page}", "{pages}"):
        return f"counter({part[1:-1]})"
    return '"' + re.sub(r"[^ \w]", lambda m: f"\\{ord(m[0]):x} ", part) + '"'
