"""A faulty draft: the findings of a text are put into it as visible notes, each at the provision it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from travaux.diagnostic import Diagnostic
from travaux.tree import Alternatives, Annex, Change, Document, Note, Para, Provision, Recital


def _notes(found: Sequence[Diagnostic], key: str) -> tuple[Note, ...]:
    return tuple(
        Note(f"{key}#finding{number}", f"{d.code}: {d.message}", "finding") for number, d in enumerate(found, 1)
    )


def _mark(node: Any, by_key: dict[str, list[Diagnostic]]) -> Any:
    match node:
        case Alternatives():
            options = (replace(o, content=tuple(_mark(x, by_key) for x in o.content)) for o in node.options)
            return replace(node, options=tuple(options))
        case Change():
            return replace(node, content=tuple(_mark(x, by_key) for x in node.content))
        case Recital():
            return replace(node, content=(*node.content, *_notes(by_key.pop(node.key, ()), node.key)))
        case Provision() | Annex():
            notes = _notes(by_key.pop(node.key, ()), node.key)
            content = (*node.content, Para(notes)) if notes else node.content
            return replace(node, content=content, children=tuple(_mark(child, by_key) for child in node.children))
    return node


def marked(document: Document, findings: Sequence[Diagnostic], instrument: str) -> Document:
    """The document with the findings of its instrument in it; those without a provision stand at its head."""
    by_key: dict[str, list[Diagnostic]] = {}
    for finding in findings:
        if finding.instrument in ("", instrument):
            by_key.setdefault(finding.provision, []).append(finding)
    draft = document.draft
    recitals = tuple(_mark(item, by_key) for item in draft.recitals)
    body = tuple(_mark(item, by_key) for item in draft.body)
    annexes = tuple(_mark(item, by_key) for item in draft.annexes)
    rest = [finding for key in sorted(by_key) for finding in by_key[key]]
    opening = (Para(_notes(rest, "#opening")), *draft.opening) if rest else draft.opening
    return replace(document, draft=replace(draft, opening=opening, recitals=recitals, body=body, annexes=annexes))
