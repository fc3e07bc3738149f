"""A draft -> the draft without what nobody has confirmed, and the list of what was left out.

Tree to tree, before numbers are given, so that the rest is numbered and cited as if it had always stood alone. What
rests on an unconfirmed source stands in brackets of its own; a row of a table is in brackets from its first cell to its
last. The end of a list is closed again where its last items are gone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

from travaux.diagnostic import Diagnostic, Failure, Severity
from travaux.draft.structure import UNCONFIRMED
from travaux.tree import Alternatives, Document, Draft, Note, Para, Provision, Recital, Ref, Row, Table, Text

STAGE_CODES: Mapping[str, str] = {
    "CLN001": "What a clean text leaves out as unconfirmed is referred to in what it keeps.",
}
_JOINED = re.compile(r";( \w+)$")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A provision, recital or row that a clean text leaves out, as the working text cites it, and why."""

    key: str
    cited: str
    reason: str

    def __str__(self) -> str:
        return f"left out: {self.cited}, which {self.reason}"


def clean(document: Document) -> tuple[Draft, tuple[LeftOut, ...]]:
    """The draft of what is confirmed, and what is not in it. Raises `Failure` where the rest refers to that."""
    cleaner = _Cleaner(document)
    draft = cleaner.draft(document.draft)
    gone = {key for node in cleaner.gone for key in _keys(node)}
    faults = [cleaner.dangling(ref) for ref in _found(draft, Ref) if not gone.isdisjoint(ref.targets)]
    if faults:
        raise Failure(tuple(faults))
    return draft, tuple(cleaner.left_out)


@dataclass
class _Cleaner:
    document: Document
    left_out: list[LeftOut] = field(default_factory=list)
    gone: list[Any] = field(default_factory=list)

    def dangling(self, ref: Ref) -> Diagnostic:
        message = f"the clean text refers to {self.cited(ref.targets[0])}, which it leaves out as unconfirmed"
        hint = "let the sentence stand only with what it refers to, or name a source that confirms it"
        return Diagnostic("CLN001", Severity.ERROR, ref.span, message, hint, instrument=self.document.draft.instrument)

    def cited(self, key: str) -> str:
        """How a reader of the working text finds a place."""
        label = self.document.labels.get(key)
        return label.cited if label and label.cited else f"the recital or paragraph {key!r}"

    def leave(self, node: Any, key: str, cited: str, reason: str) -> None:
        self.gone.append(node)
        self.left_out.append(LeftOut(key, cited, reason))

    def draft(self, draft: Draft) -> Draft:
        parts = ("opening", "recitals", "enacting", "body", "closing", "annexes")
        kept: dict[str, Any] = {part: self.items(getattr(draft, part)) for part in parts}
        return replace(draft, **kept)

    def items(self, nodes: tuple[Any, ...]) -> tuple[Any, ...]:
        """What is kept of the nodes of one level, its last items ending as the last items of the whole did."""
        kept = tuple(new for node in nodes for new in self.node(node))
        return _closed(nodes, kept) if len(kept) < len(nodes) else kept

    def node(self, node: Any) -> tuple[Any, ...]:
        if isinstance(node, Alternatives):
            return self.alternatives(node)
        if isinstance(node, Table) and isinstance(node.rows, tuple):
            return (replace(node, rows=tuple(row for row in node.rows if not self.bracketed(row, node))),)
        if is_dataclass(node) and not isinstance(node, type):
            own = {f.name: getattr(node, f.name) for f in fields(node)}
            new = {name: self.items(value) for name, value in own.items() if name in ("content", "children", "tail")}
            changed: dict[str, Any] = {name: value for name, value in new.items() if value != own[name]}
            return (replace(node, **changed),) if changed else (node,)
        return (node,)

    def alternatives(self, node: Alternatives[Any]) -> tuple[Any, ...]:
        if not node.reason.startswith(UNCONFIRMED) or len(node.options) != 1:
            return (node,)
        for inner in node.options[0].content:
            self.leave(inner, inner.key, self.cited(inner.key), node.reason)
        return ()

    def bracketed(self, row: Row, table: Table) -> bool:
        """True for a row that is in brackets as a whole, which is then left out."""
        first, last = (" ".join(node.text for node in _found(row.cells[at], Text)) for at in (0, -1))
        if row.group or not first.startswith("[") or not last.endswith("]"):
            return False
        of = f"the row {row.key.rpartition('.')[2]!r} of the table {table.caption!r}"
        self.leave(row, row.key, of, "rests on an unconfirmed source")
        return True


def _closed(before: tuple[Any, ...], kept: tuple[Any, ...]) -> tuple[Any, ...]:
    """The items kept of a list, closed as the whole list was: `; and` before the last one, which ends the sentence."""
    ends = [_end(node) for node in before if isinstance(node, Alternatives | Provision | Recital)]
    items = [at for at, node in enumerate(kept) if isinstance(node, Provision | Recital)]
    if len(ends) < 2 or not items or not ends[0].endswith(";"):
        return kept
    joined, new = next((m for end in ends if (m := _JOINED.search(end))), None), list(kept)
    for at in items[:-1]:
        new[at] = _ended(new[at], lambda text: _JOINED.sub(";", text))
    if joined and len(items) > 1:
        new[items[-2]] = _ended(new[items[-2]], lambda text: re.sub(r";$", f";{joined[1]}", text))
    new[items[-1]] = _ended(new[items[-1]], lambda text: re.sub(r"(;( \w+)?|[.,])$", ends[-1][-1:], text))
    return tuple(new)


def _last(node: Any) -> tuple[Any, int] | None:
    """The paragraph or recital whose words end an item, and the place of its last words."""
    holder: Any = node.content[-1] if isinstance(node, Provision) and node.content else node
    if isinstance(node, Provision) and (node.children or not isinstance(holder, Para)):
        return None
    at = [i for i, inline in enumerate(holder.content) if not isinstance(inline, Note)]
    return (holder, at[-1]) if at and isinstance(holder.content[at[-1]], Text) else None


def _end(node: Any) -> str:
    """The words with which an item ends, `""` where they are not plain words."""
    inner = node.options[0].content[-1] if isinstance(node, Alternatives) else node
    found = _last(inner) if isinstance(inner, Provision | Recital) else None
    return found[0].content[found[1]].text.rstrip() if found else ""


def _ended(node: Any, change: Callable[[str], str]) -> Any:
    """An item whose last words are changed."""
    found = _last(node)
    if found is None:
        return node
    holder, at = found
    words = Text(change(holder.content[at].text.rstrip()), plain=holder.content[at].plain)
    content = (*holder.content[:at], words, *holder.content[at + 1 :])
    if isinstance(node, Recital):
        return replace(node, content=content)
    return replace(node, content=(*node.content[:-1], replace(holder, content=content)))


def _found(node: Any, kind: type[Any]) -> Iterator[Any]:
    """Every node of a kind in a tree."""
    if isinstance(node, kind):
        yield node
    if isinstance(node, tuple):
        for inner in node:
            yield from _found(inner, kind)
    elif is_dataclass(node):
        for f in fields(node):
            yield from _found(getattr(node, f.name), kind)


def _keys(node: Any) -> Iterator[str]:
    """The key of a node and those of everything in it that can be cited."""
    yield from (inner.key for inner in _found(node, object) if hasattr(inner, "key"))
